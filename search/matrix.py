"""The evidence map: which columns are tied to which rows, by how many quotes, works and publishers.

Rows and columns are kinds of things; the pair decides which claims fill the cells. By cluster, the members of a cluster
are one row or column, and a thing without one stands for itself. Counts go by work and by publisher, never by file:
editions of one report count once, and a briefing, which only sums up other reports, counts as no source at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from pyoxigraph import NamedNode

from missiongraph.ontology.terms import MG

from .across.gaps import with_reform_near
from .across.sources import Sources, claims_of, cluster_of, sources_of
from .filters import Filters
from .labels import labels_of
from .library import Snapshot
from .membership import kept, of_kind
from .query import QueryError

#: Rows, columns → the property that ties them, and whether the row is its subject.
PAIRS = {
    ("barriers", "reforms"): (MG.addresses, False),
    ("reforms", "barriers"): (MG.addresses, True),
    ("missions", "barriers"): (MG.hinders, False),
    ("barriers", "missions"): (MG.hinders, True),
    ("missions", "reforms"): (MG.advances, False),
    ("reforms", "missions"): (MG.advances, True),
    ("actors", "reforms"): (MG.ledBy, False),
    ("reforms", "actors"): (MG.ledBy, True),
    ("actors", "barriers"): (MG.affects, False),
    ("barriers", "actors"): (MG.affects, True),
}
#: Roles that actors of a map can have beside the one of :data:`PAIRS`.
ROLES = {"led_by": MG.ledBy, "mobilises": MG.mobilises, "proposed_by": MG.proposedBy, "affects": MG.affects}
ORDERS = ("count", "cluster", "name")
MOST_ROWS, MOST_COLUMNS = 300, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A row or column: how many works and publishers name it, and the things it is made of."""

    id: str
    label: str
    works: int
    publishers: int
    evidence: int = 0
    members: tuple[str, ...] = ()
    briefing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A row tied to a column by ``claims``, evidenced by ``evidence`` quotes of so many works and publishers.

    ``inferred``: likeness alone ties them, which is the machine's inference and no statement of a report.
    """

    row: str
    column: str
    evidence: int
    works: int
    publishers: int
    claims: tuple[str, ...] = ()
    inferred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """The map. ``none_found`` are rows that nothing is tied to in this library: it does not say that nothing exists.

    ``unsure`` are those of them that a reform near by in the same report may answer, as in the list of gaps.
    ``single_source`` are cells that rest on one work; ``left_out`` is how many rows and columns are not shown, of
    ``total_rows`` and ``total_columns``.
    """

    rows: tuple[Axis, ...]
    columns: tuple[Axis, ...]
    cells: tuple[Cell, ...]
    none_found: tuple[str, ...]
    single_source: tuple[tuple[str, str], ...]
    left_out: int
    total_rows: int = 0
    total_columns: int = 0
    unsure: tuple[str, ...] = ()

    def open(self, row: str) -> int:
        """0 for a row that something is tied to, 1 where none was found, 2 where one near by may answer it."""
        return (row in self.none_found) + (row in self.unsure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which part of a map is shown, and in which order."""

    order: str = "count"
    rows_from: int = 0
    columns_from: int = 0
    most_rows: int = MOST_ROWS
    most_columns: int = MOST_COLUMNS


Ties = dict[tuple[str, str], set[str]]


def matrix(
    snapshot: Snapshot,
    *,
    rows: str = "barriers",
    columns: str = "reforms",
    by: str = "cluster",
    role: str | None = None,
    filters: Filters | None = None,
    similar: bool = False,
    window: Window | None = None,
) -> Matrix:
    """The evidence map of a snapshot; rows named by the most publishers come first.

    :param by: ``cluster`` or ``entity``.
    :param role: of actors (:data:`ROLES`): of those on the map, else of the actor that is filtered by.
    :param similar: also the links that rest on likeness alone.
    :raises QueryError: for a pair, role, order or ``by`` that there is no map of.
    """
    window = window or Window()
    _tie(rows, columns, by, role, window.order)
    return _matrix(str(snapshot.path), snapshot, rows, columns, by, role, filters or Filters(), similar, window)


@lru_cache(maxsize=16)
def _matrix(
    path: str,
    snapshot: Snapshot,
    rows: str,
    columns: str,
    by: str,
    role: str | None,
    filters: Filters,
    similar: bool,
    window: Window,
) -> Matrix:
    """The map, kept for a snapshot, which never changes."""
    predicate, row_is_subject = _tie(rows, columns, by, role, window.order)
    group = cluster_of(snapshot) if by == "cluster" else {}
    speaks = sources_of(snapshot).speaks if by == "cluster" and not filters.report else None
    ends = [_members(snapshot, plural, group, filters, role, speaks) for plural in (rows, columns)]

    def tied(claims: Iterable[tuple[str, str, str]]) -> Ties:
        found: Ties = defaultdict(set)
        for claim, subject, value in claims:
            row, column = (subject, value) if row_is_subject else (value, subject)
            row, column = group.get(row, row), group.get(column, column)
            if row in ends[0] and column in ends[1]:
                found[row, column].add(claim)
        return found

    stated = tied(claims_of(snapshot, predicate.value))
    alike = tied(claims_of(snapshot, predicate.value, suggested=True)) if similar else {}
    inferred = {pair: claims for pair, claims in alike.items() if pair not in stated}
    found = _shown(snapshot, ends[0], ends[1], stated, inferred, window)
    if (rows, columns) != ("barriers", "reforms"):
        return found
    near = with_reform_near(snapshot, {row: ends[0][row] for row in found.none_found})
    return replace(found, unsure=tuple(row for row in found.none_found if row in near))


def _tie(rows: str, columns: str, by: str, role: str | None, order: str) -> tuple[NamedNode, bool]:
    """The property that fills the cells, and whether rows are its subjects."""
    if (rows, columns) not in PAIRS:
        pairs = ", ".join(f"{r} × {c}" for r, c in PAIRS)
        raise QueryError(f"there is no map of {rows} × {columns}", f"Use one of {pairs}.")
    if by not in ("cluster", "entity"):
        raise QueryError(f"by={by!r} is not known", "Use cluster or entity.")
    if order not in ORDERS:
        raise QueryError(f"order={order!r} is not known", f"Use one of {', '.join(ORDERS)}.")
    if role is not None and role not in ROLES:
        raise QueryError(f"role={role!r} is not known", f"Use one of {', '.join(ROLES)}.")
    predicate, row_is_subject = PAIRS[rows, columns]
    return (ROLES[role] if role and "actors" in (rows, columns) else predicate), row_is_subject


def _members(
    snapshot: Snapshot,
    plural: str,
    group: Mapping[str, str],
    filters: Filters,
    role: str | None,
    speaks: Callable[[str], bool] | None,
) -> dict[str, tuple[str, ...]]:
    """Row or column → the things it is made of, those alone that meet the filters.

    What only a copy of a report has, in no cluster, is a difference of the reading and left out by ``speaks``.
    """
    kind = plural.removesuffix("s")
    things = kept(snapshot, kind, filters, ROLES[role].value if role else None) if filters else of_kind(snapshot, kind)
    found: dict[str, list[str]] = defaultdict(list)
    for iri in things:
        if speaks is None or iri in group or speaks(iri):
            found[group.get(iri, iri)].append(iri)
    return {key: tuple(members) for key, members in found.items()}


def _shown(
    snapshot: Snapshot,
    row_members: Mapping[str, tuple[str, ...]],
    column_members: Mapping[str, tuple[str, ...]],
    stated: Ties,
    inferred: Ties,
    window: Window,
) -> Matrix:
    sources = sources_of(snapshot)
    behind = ((stated, sources), (inferred, sources_of(snapshot, suggested=True) if inferred else sources))
    filled = {row for row, _ in stated}
    row_axes = sorted(_axes(snapshot, sources, row_members), key=_by(window.order))
    shown_rows = row_axes[window.rows_from : window.rows_from + window.most_rows]
    place = {axis.id: n for n, axis in enumerate(row_axes)}
    beside: dict[str, int] = {}
    for row, column in (*stated, *inferred):
        if row in place:
            beside[column] = min(place[row], beside.get(column, len(place)))
    tied = {column: column_members[column] for column in beside}
    column_axes = sorted(_axes(snapshot, sources, tied), key=_by(window.order, beside))
    shown_columns = column_axes[window.columns_from : window.columns_from + window.most_columns]
    inside = ({axis.id for axis in shown_rows}, {axis.id for axis in shown_columns})
    cells = tuple(
        _cell(source, pair, claims, inferred=ties is inferred)
        for ties, source in behind
        for pair, claims in sorted(ties.items())
        if pair[0] in inside[0] and pair[1] in inside[1]
    )
    return Matrix(
        rows=tuple(shown_rows),
        columns=tuple(shown_columns),
        cells=cells,
        none_found=tuple(axis.id for axis in shown_rows if axis.id not in filled),
        single_source=tuple((c.row, c.column) for c in cells if c.works == 1 and not c.inferred),
        left_out=len(row_axes) - len(shown_rows) + len(column_axes) - len(shown_columns),
        total_rows=len(row_axes),
        total_columns=len(column_axes),
    )


def _by(order: str, beside: Mapping[str, int] | None = None) -> Callable[[Axis], tuple[object, ...]]:
    """The key of an order. Columns that tie stand in the order of the first rows that they are tied to."""
    at = beside or {}

    def key(axis: Axis) -> tuple[object, ...]:
        if order == "name":
            return axis.label.casefold(), axis.id
        count = (-axis.publishers, -axis.works, at.get(axis.id, 0), -axis.evidence, axis.label, axis.id)
        return (-len(axis.members), *count) if order == "cluster" else count

    return key


def _cell(sources: Sources, pair: tuple[str, str], claims: set[str], *, inferred: bool) -> Cell:
    quotes, works, publishers, _ = sources.count(claims)
    return Cell(
        row=pair[0],
        column=pair[1],
        evidence=quotes,
        works=works,
        publishers=publishers,
        claims=tuple(sorted(claims)),
        inferred=inferred,
    )


def _axes(snapshot: Snapshot, sources: Sources, members: Mapping[str, tuple[str, ...]]) -> list[Axis]:
    names = labels_of(snapshot, members.keys())
    axes = []
    for iri, things in members.items():
        if iri in names:
            quotes, works, publishers, briefing = sources.count(things)
            axes.append(
                Axis(
                    id=iri,
                    label=names[iri].label,
                    works=works,
                    publishers=publishers,
                    evidence=quotes,
                    members=things,
                    briefing=briefing,
                )
            )
    return axes


__all__ = ["ORDERS", "PAIRS", "ROLES", "Axis", "Cell", "Matrix", "Window", "matrix"]
