"""``/search`` and ``/linked``: questions in any words."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BeforeValidator

from missiongraph.search.linked import linked
from missiongraph.search.query import search
from missiongraph.search.results import LinkedResult, SearchResult

from ..answers import LiveSnapshot, answer
from ..everyday import actor_class, plain_word
from .parameters import FilterParameters, Limit, Offset

router = APIRouter(tags=["ask"])

_Role = Annotated[str | None, Query(description="Slug or IRI of an actor who has this role.")]


@router.get("/search", response_model=SearchResult, summary="Find passages by words and meaning")
def search_route(
    request: Request,
    snapshot: LiveSnapshot,
    filters: FilterParameters,
    q: Annotated[
        str,
        Query(
            description="A question or words; quoted phrases are exact.",
            max_length=2000,
            openapi_examples={"question": {"value": "charities cannot win public contracts"}},
        ),
    ],
    limit: Limit = 10,
    offset: Offset = 0,
) -> Response:
    """Passages, best first, with facets over the whole result."""
    result = search(snapshot, q, limit=limit, offset=offset, filters=filters)
    return answer(request, snapshot, "search", result, filters=filters)


@router.get("/linked", response_model=LinkedResult, summary="Tie a text to the graph and walk it")
def linked_route(
    request: Request,
    snapshot: LiveSnapshot,
    filters: FilterParameters,
    q: Annotated[
        str,
        Query(
            description="What it is about, in any words.",
            max_length=2000,
            openapi_examples={"barrier": {"value": "small charities cannot win public contracts"}},
        ),
    ],
    find: Annotated[
        Literal["reforms", "barriers", "missions", "actors"],
        BeforeValidator(plain_word),
        Query(
            description="What to look for; everyday words such as recommendations and problems are taken too, "
            "and charities, councils or regulators for actors of that kind alone."
        ),
    ] = "reforms",
    limit: Limit = 20,
    led_by: _Role = None,
    affects: _Role = None,
    mobilises: _Role = None,
    proposed_by: _Role = None,
) -> Response:
    """Reforms, barriers, missions or actors, each with the links that lead to it and the words that say so."""
    given = {"led_by": led_by, "affects": affects, "mobilises": mobilises, "proposed_by": proposed_by}
    roles = {name: value for name, value in given.items() if value}
    cls = actor_class(request.query_params.get("find", ""))
    result = linked(snapshot, q, find=find, limit=limit, filters=filters, roles=roles, of_class=cls)
    return answer(request, snapshot, "linked", result, filters=filters, find=find)
