"""``/gaps``, ``/compare``, ``/asked-again``, ``/responses``: what only reports together say."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from missiongraph.search.across.asked import Lines, asked_again
from missiongraph.search.across.compare import Comparison, compare
from missiongraph.search.across.gaps import Gaps, gaps
from missiongraph.search.across.responses import Answers, responses

from ..answers import LiveSnapshot, answer
from ..negotiation import wants_html
from .parameters import FilterParameters, Limit, Offset

router = APIRouter(tags=["across"])
#: How many a page shows where the address does not say.
ON_PAGE = 25


def shown(request: Request, limit: int) -> int:
    """The limit that was asked for; on a page, fewer by default."""
    return ON_PAGE if wants_html(request) and "limit" not in request.query_params else limit


Decision = Literal["accepted", "acceptedInPart", "rejected", "deferred", "notStated"]


@router.get("/gaps", response_model=Gaps, summary="Barriers for which no reform was found")
def gaps_route(
    request: Request,
    snapshot: LiveSnapshot,
    filters: FilterParameters,
    unsure: Annotated[bool, Query(description="Also those that a reform near by may answer.")] = False,
    limit: Limit = 100,
    offset: Offset = 0,
) -> Response:
    """Those that most publishers name first, with the nearest reforms and the recall known of their reports."""
    limit = shown(request, limit)
    found = gaps(snapshot, limit=limit, offset=offset, filters=filters, unsure=unsure)
    return answer(request, snapshot, "gaps", found, filters=filters, offset=offset)


@router.get("/asked-again", response_model=Lines, summary="Reforms that several reports ask for, through the years")
def asked_route(
    request: Request, snapshot: LiveSnapshot, filters: FilterParameters, limit: Limit = 100, offset: Offset = 0
) -> Response:
    """The asks of each line by date, with their publishers and what was decided on them."""
    limit = shown(request, limit)
    found = asked_again(snapshot, limit=limit, offset=offset, filters=filters)
    return answer(request, snapshot, "asked_again", found, filters=filters, offset=offset)


@router.get("/responses", response_model=Answers, summary="What was decided on recommendations")
def responses_route(
    request: Request,
    snapshot: LiveSnapshot,
    filters: FilterParameters,
    decision: Annotated[Decision | None, Query(description="Those alone with this decision.")] = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> Response:
    """`report` is the document that answers or the one that is answered; `reform` what is answered."""
    limit = shown(request, limit)
    found = responses(snapshot, decision=decision, limit=limit, offset=offset, filters=filters)
    return answer(request, snapshot, "responses", found, filters=filters, offset=offset, decision=decision)


@router.get("/compare", response_model=Comparison, summary="Reports or publishers side by side")
def compare_route(
    request: Request,
    snapshot: LiveSnapshot,
    report: Annotated[list[str], Query(description="Slugs of two to four reports.")] = [],  # noqa: B006
    publisher: Annotated[list[str], Query(description="Or names of two to four publishers.")] = [],  # noqa: B006
) -> Response:
    """What they have in common, what one alone has, and what they answer differently."""
    sides = {"reports": [r for r in report if r], "publishers": [p for p in publisher if p]}
    found = compare(snapshot, **sides, most=ON_PAGE if wants_html(request) else None)
    entries = snapshot.manifest.reports
    publishers = sorted({entry.publisher for entry in entries if entry.publisher})
    return answer(request, snapshot, "compare", found, all_reports=entries, all_publishers=publishers)
