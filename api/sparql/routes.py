"""``/sparql``: the SPARQL 1.1 protocol over the live snapshot, and the service description at a bare GET."""

from __future__ import annotations

import hashlib
import logging
import math
from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse
from starlette.types import Send

from missiongraph.search.library import Snapshot

from ..answers import live_of
from ..heads import HEAD
from ..linkeddata.forms import document, suffix_of
from ..negotiation import preferred
from ..packing import takes_gzip
from ..problems import ProblemError
from ..settings import ServerSettings
from .asking import ask
from .description import USED, describe
from .formats import BY_TYPE
from .lanes import Budget
from .mistakes import hints
from .packing import LEAST, pack, packed
from .pool import Answer
from .process import QueryStoppedError
from .protocol import DIRECT, FORM, QueryRequest, read_request

router = APIRouter(tags=["SPARQL"])
#: Name of a form of graphs (``?format=``) → suffix of a document in it.
_SUFFIXES = {"turtle": "ttl", "ntriples": "nt", "jsonld": "jsonld", "rdfxml": "rdf"}
#: Headers of an answer that may be packed, where it is and where it is not.
_PLAIN = {"Vary": "Accept, Accept-Encoding"}
_PACKED = _PLAIN | {"Content-Encoding": "gzip"}
SMALL = 500  # bytes of an answer that may be empty: one whose query is looked at
_log = logging.getLogger(__name__)

Asked = Annotated[QueryRequest, Depends(read_request)]


@router.get("/sparql", summary="Query the graph (SPARQL 1.1)")
@router.post("/sparql", summary="Query the graph (SPARQL 1.1)")
@router.get("/sparql/", include_in_schema=False)
@router.post("/sparql/", include_in_schema=False)
def sparql_route(request: Request, asked: Asked) -> Response:
    """Run a query, or describe the service where there is none."""
    if asked.query is None:
        if request.method == "POST":
            raise ProblemError(400, "No query", "The request holds no query.", "Send query=… or the query as the body.")
        return _bare(request, asked.format)
    settings: ServerSettings = request.app.state.settings
    budget: Budget = request.app.state.budget
    client = request.client.host if request.client else ""
    _admit(budget, client)
    if asked.format is None and _wants_page(request):
        return _page(request, asked.query)
    with live_of(request).lease() as snapshot:
        tag = _tag(snapshot, request, asked)
        headers = {"Vary": "Accept", "ETag": tag, "Link": f'<{_endpoint(request)}>; rel="service-desc"'}
        if request.method == "GET" and _known(tag, request.headers.get("if-none-match", "")):
            return Response(status_code=304, headers=headers)
        answer = ask(
            request.app.state.sparql,
            snapshot,
            asked.query,
            allowed=settings.services,
            accept=request.headers.get("accept"),
            format=asked.format,
            default=asked.default,
            named=asked.named,
            base=_endpoint(request),
            timeout=min(asked.timeout or settings.sparql_timeout, settings.sparql_timeout_cap),
            since=asked.arrived,
            charge=lambda used: budget.charge(client, used),
        )
    return sent(request, answer, headers | _advice(asked.query, answer))


def _advice(query: str, answer: Answer) -> dict[str, str]:
    """A header that says why a query may have found nothing; none where it found something."""
    if answer.whole is None or len(answer.whole) > SMALL or not (found := " ".join(hints(query))):
        return {}
    return {"Query-Advice": found.encode("ascii", "replace").decode()}


@router.options("/sparql", include_in_schema=False)
@router.options("/sparql/", include_in_schema=False)
def options_route() -> Response:
    """The methods of the endpoint, and the forms in which a query may be posted."""
    forms = {"Accept-Post": f"{FORM}, {DIRECT}"}
    return Response(status_code=204, headers={"Allow": "GET, HEAD, POST, OPTIONS"} | forms)


def sent(request: Request, answer: Answer, headers: dict[str, str]) -> Response:
    """An answer as a response: in one piece, or as it comes, packed for who takes gzip; a HEAD stops it."""
    gzip = takes_gzip(request.headers.get("accept-encoding", ""))
    if answer.whole is not None:
        if gzip and len(answer.whole) >= LEAST:
            return Response(pack(answer.whole), media_type=answer.media_type, headers=headers | _PACKED)
        return Response(answer.whole, media_type=answer.media_type, headers=headers)
    limit: int = request.app.state.settings.sparql_result_size
    headers = headers | {"Result-Limit": f"{limit} MiB", **(_PACKED if gzip else _PLAIN)}
    if request.scope.get(HEAD):
        next(answer.chunks)
        answer.chunks.close()  # type: ignore[attr-defined]
        return Response(media_type=answer.media_type, headers=headers)
    return Streamed(packed(answer.chunks) if gzip else answer.chunks, media_type=answer.media_type, headers=headers)


class Streamed(StreamingResponse):
    """An answer as it comes. One that is stopped ends without the end that HTTP asks for, so that clients see it."""

    async def stream_response(self, send: Send) -> None:
        """See the class."""
        try:
            await super().stream_response(send)
        except QueryStoppedError as error:
            _log.warning("an answer was cut short: %s", type(error).__doc__)


def _admit(budget: Budget, client: str) -> None:
    wait = math.ceil(budget.wait(client))
    if wait:
        raise ProblemError(
            429, "The budget of queries is used up",
            f"A client may use {budget.seconds:g} seconds of queries in a minute.", f"Try again in {wait} seconds.",
            headers={"Retry-After": str(wait)},
        )  # fmt: skip


def _tag(snapshot: Snapshot, request: Request, asked: QueryRequest) -> str:
    """An entity tag: the snapshot, the query and the form fix the answer, so no query runs to find it unchanged.

    It is weak: rows without ORDER BY may come in another order, and the bytes may be compressed.
    """
    parts = [snapshot.name, asked.query, asked.format, request.headers.get("accept"), asked.default, asked.named]
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _known(tag: str, header: str) -> bool:
    """Whether a client has an answer already, by ``If-None-Match`` (compared weakly, RFC 9110, section 13.1.2).

    >>> _known('W/"a"', '"b", "a"'), _known('W/"a"', "*"), _known('W/"a"', "")
    (True, True, False)
    """
    return header.strip() == "*" or tag.removeprefix("W/") in {
        part.strip().removeprefix("W/") for part in header.split(",")
    }


def _endpoint(request: Request) -> str:
    return str(request.base_url).rstrip("/") + "/sparql"


@router.get("/sparql/examples", summary="The example queries, as SHACL executables")
def examples_route(request: Request) -> Response:
    """Each example with title, question and keywords, in the form that the client prefers; people see their page."""
    from .examples import executables

    suffix = suffix_of(request, html=True)
    if suffix == "html":
        root = request.scope.get("root_path", "")
        return RedirectResponse(f"{root}/questions", status_code=303, headers={"Vary": "Accept"})
    return document(executables(_endpoint(request)), suffix)


def _bare(request: Request, form: str | None) -> Response:
    """The service description; in Turtle for who takes no form of it, as the contract says."""
    suffix = _SUFFIXES.get(form or "")
    if suffix is None:
        with suppress(ProblemError):
            suffix = suffix_of(request, html=form is None)
    if suffix == "html":
        return _page(request, None)
    with live_of(request).lease() as snapshot:
        described = describe(snapshot, _endpoint(request), request.app.state.settings)
    return document(described, suffix or "ttl", USED)


def _wants_page(request: Request) -> bool:
    """Whether a client likes a page better than every form of an answer."""
    return preferred(request.headers.get("accept"), [*BY_TYPE, "text/html"]) == "text/html"


def _page(request: Request, query: str | None) -> Response:
    """The page with the query and its answer, or with what is wrong with it."""
    from ..pages import render
    from .table import Table, run

    table: Table | None = None
    problem: ProblemError | None = None
    with live_of(request).lease() as snapshot:
        try:
            table = run(request, snapshot, query) if query else None
        except ProblemError as error:
            problem = error
        why = hints(query) if query and table is not None and not table.rows else []
        page = render(request, "sparql", snapshot=snapshot, document=table, query=query, problem=problem, why=why)
    page.status_code = problem.status if problem else 200
    page.headers["Vary"] = "Accept"
    return page
