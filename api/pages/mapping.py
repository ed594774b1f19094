"""The page of the evidence map: what stands against what; every cell opens the quotes it counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from missiongraph.ontology.terms import MG
from missiongraph.search.across.gaps import NONE_FOUND, NOTE, nearest, recall_of, with_reform_near
from missiongraph.search.across.said import said
from missiongraph.search.across.sources import sources_of
from missiongraph.search.evidence import edges, quotes
from missiongraph.search.labels import labels_of
from missiongraph.search.library import Snapshot
from missiongraph.search.matrix import PAIRS, Axis, Cell, Matrix, Window
from missiongraph.search.results import Quote
from missiongraph.search.things import list_things

from ..answers import LiveSnapshot, answer
from ..problems import ProblemError, not_found
from .context import changed
from .grouping import Grouping, grouped
from .words import path

router = APIRouter()

#: Rows of the list that stands below the map, and is the map where there are no scripts.
LISTED = 30
ROLES = {"led_by": "asked to lead", "mobilises": "brought in", "proposed_by": "proposing", "affects": "affected"}
ORDERS = {"count": "most publishers first", "cluster": "largest clusters first", "name": "A to Z"}
GROUPS = {"mission": "by mission", "actor": "by actor", "publisher": "by publisher", "none": "not at all"}
#: Filters of the page, with their titles.
FILTERS = {
    "mission": "Mission", "actor": "Actor", "role": "Role of actors", "report": "Report", "publisher": "Publisher",
    "from": "From", "to": "To", "similar": "Links by likeness",
}  # fmt: skip
#: Candidates beside a row for which none was found.
NEAR = 5
#: Names that the fields of mission and actor propose.
PROPOSED = 80


def matrix(request: Request, snapshot: Snapshot, document: Matrix, context: dict[str, Any]) -> dict[str, Any]:
    """What the page shows beside the document: the list by rows, filters, exports; the data that the drawing needs."""
    given = request.query_params
    group = given.get("group") if given.get("group") in GROUPS else "mission"
    sides = ((context["rows"], document.rows), (context["columns"], document.columns))
    rows, columns = grouped(snapshot, sides, group or "mission")
    ordered = in_order(document, rows)
    by_row: dict[str, list[Cell]] = defaultdict(list)
    for cell in document.cells:
        by_row[cell.row].append(cell)
    reports = snapshot.manifest.reports
    return {
        "names": {one.id: one.label for one in (*document.rows, *document.columns)},
        "by_row": by_row,
        "single": set(document.single_source),
        "gaps": set(document.none_found),
        "unsure": set(document.unsure),
        "sections": sections(ordered, rows),
        "listed": LISTED,
        "pairs": list(PAIRS),
        "roles": ROLES, "orders": ORDERS, "groups": GROUPS, "group": group,
        "publishers": sorted({e.publisher for e in reports if e.publisher}),
        "reports": sorted(reports, key=lambda e: e.title),
        "missions": list_things(snapshot, "mission", limit=PROPOSED).items,
        "actors": list_things(snapshot, "actor", limit=PROPOSED).items,
        "given": given,
        "active": active(request, snapshot),
        "again": changed(request),
        "turns": turns(request, document, context["window"]),
        "drawn": drawn(snapshot, document, ordered, rows, columns),
    }  # fmt: skip


def in_order(document: Matrix, groups: Grouping) -> list[Axis]:
    """Rows by group, in it in the document's order: filled ones, then those without a tie, the unsure last."""
    return sorted(document.rows, key=lambda one: (groups.at(one.id), document.open(one.id)))


def sections(ordered: Sequence[Axis], groups: Grouping) -> list[tuple[str, int, list[Axis]]]:
    """Of each group its name, how many rows it has, and those of the first :data:`LISTED` rows."""
    found: dict[int, list[Axis]] = defaultdict(list)
    for n, axis in enumerate(ordered):
        found[groups.at(axis.id)] += [axis] if n < LISTED else []
    sizes: dict[int, int] = defaultdict(int)
    for axis in ordered:
        sizes[groups.at(axis.id)] += 1
    return [(groups.names[at], sizes[at], axes) for at, axes in found.items() if axes]


def active(request: Request, snapshot: Snapshot) -> list[tuple[str, str, str]]:
    """Filters that are on: title, value, the address without it."""
    found = []
    for name, title in FILTERS.items():
        value = request.query_params.get(name)
        if value:
            iri = value if value.startswith("http") else f"{snapshot.base}{name}/{value}"
            known = labels_of(snapshot, {iri})
            report = snapshot.report(value) if name == "report" else None
            label = report.title if report else known[iri].label if iri in known else ROLES.get(value, value)
            address = changed(request, **{name: None})
            found.append((title, "shown" if name == "similar" else label, address))
    return found


def turns(request: Request, document: Matrix, window: Window) -> list[dict[str, Any]]:
    """Where rows or columns go on beyond the map: what is shown of how many, and the addresses before and after."""
    sides = (
        ("rows", len(document.rows), document.total_rows, window.rows_from, window.most_rows),
        ("columns", len(document.columns), document.total_columns, window.columns_from, window.most_columns),
    )
    found = []
    for name, shown, total, start, most in sides:
        if shown < total:
            before, after = max(0, start - most), start + shown
            found.append(
                {
                    "name": name, "first": start + 1, "last": after, "total": total,
                    "before": changed(request, **{f"{name}_from": before or None}) if start else None,
                    "after": changed(request, **{f"{name}_from": after}) if after < total else None,
                }
            )  # fmt: skip
    return found


def drawn(
    snapshot: Snapshot, document: Matrix, ordered: Sequence[Axis], rows: Grouping, columns: Grouping
) -> dict[str, Any]:
    """The document by ordinals, as the drawing reads it: a third of the bytes."""
    row = {one.id: n for n, one in enumerate(ordered)}
    column = {one.id: n for n, one in enumerate(document.columns)}
    single = set(document.single_source)
    sources = sources_of(snapshot)
    publishers: dict[str, int] = {}
    sets: dict[tuple[int, ...], int] = {}
    cells = []
    for c in document.cells:
        named = () if c.inferred else sources.publishers(c.claims)
        key = tuple(publishers.setdefault(name, len(publishers)) for name in named)
        alone = int((c.row, c.column) in single)
        at = sets.setdefault(key, len(sets))
        cells.append([row[c.row], column[c.column], c.evidence, at, alone, int(c.inferred)])
    return {
        "rows": [[path(o.id)[1:], o.label, rows.at(o.id), o.works, document.open(o.id)] for o in ordered],
        "columns": [[path(o.id)[1:], o.label, columns.at(o.id), o.works] for o in document.columns],
        "rowGroups": rows.names,
        "columnGroups": columns.names,
        "publishers": list(publishers),
        "sets": list(sets),
        "cells": cells,
    }


@router.get("/matrix/cell")
def cell_route(
    request: Request,
    snapshot: LiveSnapshot,
    row: Annotated[str, Query(description="kind/slug, or an IRI.")],
    column: Annotated[str, Query(description="kind/slug, or an IRI.")],
    similar: bool = False,
) -> Response:
    """The quotes of one cell: of the claims between the members of its row and of its column."""
    ends = (iri_of(snapshot, row), iri_of(snapshot, column))
    names = labels_of(snapshot, set(ends))
    found = _quotes(snapshot, *ends, suggested=similar)
    document = {"row": ends[0], "column": ends[1], "inferred": similar, "evidence": found}
    publishers = sources_of(snapshot)
    by = sorted({publishers.entries[q.report].publisher or "" for q in found if q.report in publishers.entries} - {""})
    return answer(request, snapshot, "cell", document, refs=[names[i] for i in ends if i in names], publishers=by)


@router.get("/matrix/none")
def none_route(
    request: Request,
    snapshot: LiveSnapshot,
    row: Annotated[str, Query(description="kind/slug, or an IRI.")],
    columns: Annotated[str, Query(pattern="^(barriers|reforms|missions|actors)$")] = "reforms",
) -> Response:
    """A row for which none was found: what is nearest by meaning, and how much of its reports is missed."""
    iri, kind = iri_of(snapshot, row), columns.removesuffix("s")
    names = labels_of(snapshot, {iri})
    if iri not in names:
        raise not_found(f"There is no {row[:80]!r} in this library.")
    members, sources = _members(snapshot, iri), sources_of(snapshot)
    near = nearest(snapshot, {iri: members}, kind, NEAR).get(iri, [])
    told = said(snapshot, {thing for thing, _ in near} | members)
    unsure = kind == "reform" and bool(with_reform_near(snapshot, {iri: tuple(members)}))
    document = {
        "row": names[iri],
        "answer": NONE_FOUND,
        "note": NOTE,
        "unsure": unsure,
        "recall": recall_of(sources, members),
        "publishers": sources.publishers(members),
        "members": [told[m] for m in sorted(members) if m in told],
        "nearest": [{"score": score, "thing": told[thing]} for thing, score in near if thing in told],
    }
    return answer(request, snapshot, "none", document, kind=kind)


def _quotes(snapshot: Snapshot, row: str, column: str, *, suggested: bool) -> list[Quote]:
    rows, columns = _members(snapshot, row), _members(snapshot, column)
    found = [
        e
        for e in edges(snapshot, rows, suggested=suggested)
        if (e.subject in rows and e.object in columns) or (e.object in rows and e.subject in columns)
    ]
    words = quotes(snapshot, [e.claim for e in found], suggested=suggested)
    return list(dict.fromkeys(q for e in found for q in words.get(e.claim, ())))


def _members(snapshot: Snapshot, iri: str) -> set[str]:
    rows = snapshot.store.select(f"SELECT ?m WHERE {{ ?m <{MG.inCluster.value}> <{iri}> }}")
    return {iri} | {row["m"].value for row in rows}


def iri_of(snapshot: Snapshot, name: str) -> str:
    """The IRI of ``kind/slug`` or of an IRI.

    :raises ProblemError: 400 for what cannot be one.
    """
    iri = name if name.startswith(snapshot.base) else snapshot.base + name
    if any(sign in '<>"{}|\\^`' or ord(sign) <= 32 for sign in iri):
        raise ProblemError(400, "Not a thing", f"{name[:80]!r} names nothing.", "Use kind/slug, or an IRI.")
    return iri


__all__ = ["iri_of", "matrix", "router"]
