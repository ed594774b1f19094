"""How the rows of a query are shown: a thing by its label with a link to its page, names of columns as words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from missiongraph.ontology.terms import MG_NAMESPACE, PREFIXES
from missiongraph.search.library import Snapshot
from missiongraph.search.things import KINDS

from ..sparql.table import Cell, Table
from .words import path

#: Rows of one page; the rest are in the file.
ROWS = 500


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as shown: ``href`` below the server's root where there is a page of it."""

    text: str
    href: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ShownTable:
    """Headings, whether each column is of numbers, and the first rows of ``total``."""

    headings: tuple[str, ...]
    numbers: tuple[bool, ...]
    rows: tuple[tuple[Shown | None, ...], ...]
    total: int


def show(snapshot: Snapshot, table: Table) -> ShownTable:
    """A table for people. A column of things takes the words of the column that labels it."""
    labels = _labels(table)
    kept = [n for n in range(len(table.columns)) if n not in labels.values()]
    rows = tuple(
        tuple(_shown(snapshot, row[n], row[labels[n]] if n in labels else None) for n in kept)
        for row in table.rows[:ROWS]
    )
    cells = [[row[n] for row in table.rows[:ROWS] if row[n]] for n in kept]
    numbers = tuple(bool(column) and all(cell.kind == "number" for cell in column if cell) for column in cells)
    return ShownTable(tuple(heading(table.columns[n]) for n in kept), numbers, rows, len(table.rows))


def _labels(table: Table) -> dict[int, int]:
    """Column of things → the column that labels it: ``?xLabel`` of ``?x``, and ``?label`` of the first."""
    at = {name: n for n, name in enumerate(table.columns)}
    found = {n: at[f"{name}Label"] for name, n in at.items() if f"{name}Label" in at}
    things = [n for n in at.values() if any(row[n] and row[n].kind == "iri" for row in table.rows[:1])]  # type: ignore[union-attr]
    if "label" in at and things and things[0] not in found:
        found[things[0]] = at["label"]
    return found


def heading(variable: str) -> str:
    """A variable as a heading.

    >>> heading("barrierLabel"), heading("issuedYear")
    ('Barrier', 'Issued year')
    """
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", variable.removesuffix("Label") or variable).lower().replace("_", " ")
    return words[:1].upper() + words[1:]


def _shown(snapshot: Snapshot, cell: Cell | None, label: Cell | None) -> Shown | None:
    if cell is None:
        return None
    if cell.kind != "iri":
        return Shown(cell.value, kind=cell.kind)
    text = label.value if label else _short(snapshot, cell.value)
    kind = cell.value.removeprefix(snapshot.base).partition("/")[0] if cell.value.startswith(snapshot.base) else ""
    if kind in KINDS.values():
        return Shown(text, path(cell.value), kind)
    if cell.value.startswith(MG_NAMESPACE):
        return Shown(text, f"/ontology#{cell.value.removeprefix(MG_NAMESPACE)}", "iri")
    return Shown(text, kind="iri")


def _short(snapshot: Snapshot, iri: str) -> str:
    """An IRI with the prefix that stands for its start, or below the library's base."""
    for name, start in PREFIXES.items():
        if iri.startswith(start):
            return f"{name}:{iri.removeprefix(start)}"
    return iri.removeprefix(snapshot.base)
