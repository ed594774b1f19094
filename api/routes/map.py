"""``/matrix``: the evidence map."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import BeforeValidator

from missiongraph.search.matrix import MOST_COLUMNS, MOST_ROWS, Matrix, Window, matrix

from ..answers import LiveSnapshot, answer
from ..everyday import plain_word
from ..matrix_forms import as_csv, as_html
from ..negotiation import preferred
from .parameters import Blank, FilterParameters

router = APIRouter(tags=["ask"])
Kind = Annotated[Literal["barriers", "reforms", "missions", "actors"], BeforeValidator(plain_word)]


def _window(
    order: Annotated[
        Literal["count", "cluster", "name"],
        Query(description="Of rows and columns: most publishers, most members, A to Z."),
    ] = "count",
    rows_from: Annotated[int, Query(ge=0, description="How many rows to leave out first.")] = 0,
    columns_from: Annotated[int, Query(ge=0, description="How many columns to leave out first.")] = 0,
    most_rows: Annotated[int, Query(ge=1, le=5000, description="How many rows at most.")] = MOST_ROWS,
    most_columns: Annotated[int, Query(ge=1, le=5000, description="How many columns at most.")] = MOST_COLUMNS,
) -> Window:
    return Window(
        order=order, rows_from=rows_from, columns_from=columns_from, most_rows=most_rows, most_columns=most_columns
    )


WindowParameters = Annotated[Window, Depends(_window)]


@router.get("/matrix", response_model=Matrix, summary="The evidence map: what is tied to what, and where nothing is")
def matrix_route(
    request: Request,
    snapshot: LiveSnapshot,
    filters: FilterParameters,
    window: WindowParameters,
    rows: Annotated[Kind, Query(description="What the rows are.")] = "barriers",
    columns: Annotated[Kind, Query(description="What the columns are.")] = "reforms",
    by: Annotated[Literal["cluster", "entity"], Query(description="Whether like things are one.")] = "cluster",
    role: Annotated[
        Literal["led_by", "mobilises", "proposed_by", "affects"] | None,
        Blank,
        Query(description="Role of the actors on the map, else of the actor that is filtered by."),
    ] = None,
    similar: Annotated[
        bool, Query(description="Also links that rest on likeness alone: the machine's inference, marked `inferred`.")
    ] = False,
    format: Annotated[Literal["json", "csv", "html"] | None, Query(description="A file instead of the page.")] = None,
) -> Response:
    """Rows named by most publishers first; `none_found` rows have nothing tied to them in this library."""
    found = matrix(
        snapshot, rows=rows, columns=columns, by=by, role=role, filters=filters, similar=similar, window=window
    )
    if format == "csv" or (format is None and _wants_csv(request)):
        return Response(as_csv(found), media_type="text/csv", headers={"Vary": "Accept"})
    if format == "html":
        return Response(as_html(snapshot, found), media_type="text/html")
    shown: dict[str, Any] = {
        "rows": rows,
        "columns": columns,
        "by": by,
        "role": role,
        "similar": similar,
        "window": window,
    }
    return answer(request, snapshot, "matrix", found, filters=filters, **shown)


def _wants_csv(request: Request) -> bool:
    offered = ["application/json", "text/html", "text/csv"]
    return preferred(request.headers.get("accept"), offered) == "text/csv"
