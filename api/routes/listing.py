"""``/reports``, ``/barriers`` and the other lists, and ``/{kind}/{slug}``: one thing with its links and evidence."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import RedirectResponse, Response

from missiongraph.search.library import Snapshot
from missiongraph.search.things import KINDS, Listing, Thing, list_things, thing

from ..answers import LiveSnapshot, answer, live_of
from ..everyday import ACTORS, CLASSES, WORDS, plain_word
from ..listing import list_reports, one_report
from ..negotiation import wants_html
from ..problems import ProblemError, not_found
from .parameters import FilterParameters, Limit, Offset

router = APIRouter(tags=["browse"])
#: Tried after all other routes: it takes every address of two parts.
things = APIRouter(tags=["browse"])


@router.get("/reports", summary="The reports of the library")
def reports_route(request: Request, snapshot: LiveSnapshot, limit: Limit = 100, offset: Offset = 0) -> Response:
    """Reports by slug."""
    return answer(request, snapshot, "reports", list_reports(snapshot, limit=limit, offset=offset))


def _list_route(plural: str) -> None:
    kind = KINDS[plural]

    @router.get(f"/{plural}", response_model=Listing, summary=f"The {plural} of the library")
    def route(
        request: Request, snapshot: LiveSnapshot, filters: FilterParameters, limit: Limit = 100, offset: Offset = 0
    ) -> Response:
        found = list_things(snapshot, kind, limit=limit, offset=offset, filters=filters)
        return answer(request, snapshot, "things", found, kind=kind, plural=plural, filters=filters, offset=offset)


for _plural in KINDS:
    if _plural not in ("reports", "responses", "actors"):
        _list_route(_plural)


@router.get("/actors", response_model=Listing, summary="The actors of the library")
def actors_route(
    request: Request,
    snapshot: LiveSnapshot,
    filters: FilterParameters,
    limit: Limit = 100,
    offset: Offset = 0,
    cls: Annotated[
        Literal[*ACTORS] | None,  # type: ignore[valid-type]
        Query(alias="class", description="Class of actors, such as CivilSociety; all where it is absent."),
    ] = None,
) -> Response:
    """Actors, those of most reports first."""
    found = list_things(snapshot, "actor", limit=limit, offset=offset, filters=filters, of_class=cls)
    return answer(
        request, snapshot, "things", found, kind="actor", plural="actors", filters=filters, offset=offset, cls=cls
    )


def _everyday_route(word: str) -> None:
    """An everyday word as an address: the list that it names."""

    @router.get(f"/{word}", include_in_schema=False)
    def route(request: Request) -> Response:
        parameters = f"class={CLASSES[word]}" if word in CLASSES else ""
        given = "&".join(part for part in (parameters, request.url.query) if part)
        address = f"{request.scope.get('root_path', '')}/{plain_word(word)}"
        return RedirectResponse(f"{address}?{given}" if given else address, status_code=307)


for _word in (*CLASSES, *(word for word, one in WORDS.items() if one in KINDS)):
    _everyday_route(_word)

#: Quotes, and links of one property with their words, on the page of a thing; the document has all.
MOST = 12
_SINGULAR = set(KINDS.values())


@things.get("/{kind}/{slug:path}", response_model=Thing, summary="One thing with its links and evidence")
def thing_route(
    request: Request,
    snapshot: LiveSnapshot,
    kind: Annotated[str, Path(description="A list's name or its singular, such as barriers or barrier.")],
    slug: Annotated[str, Path(description="The last segment of the thing's IRI.")],
) -> Response:
    """What the graph says of a thing, each link with its basis, confidence and words."""
    kind = plain_word(kind)
    singular = KINDS.get(kind, kind)
    document = _find(snapshot, singular, slug, MOST if wants_html(request) else None)
    if document is None:
        raise missing(request, singular, slug)
    page = "report" if singular == "report" else "thing"
    return answer(request, snapshot, page, document, kind=singular)


def _find(snapshot: Snapshot, kind: str, slug: str, most: int | None) -> Thing | dict[str, Any] | None:
    if kind == "report":
        entry = snapshot.report(slug)
        return one_report(snapshot, entry) if entry else None
    return thing(snapshot, f"{snapshot.base}{kind}/{slug}", most=most)


def missing(request: Request, kind: str, slug: str) -> ProblemError:
    """410 for what stood in a report that was removed, 404 for what never was here."""
    if live_of(request).library.was_removed(slug):
        return ProblemError(410, "Gone", f"The report that held {kind}/{slug} was removed from this library.")
    return not_found(f"There is no {kind} {slug!r} in this library.")
