"""The evidence map as CSV, one row a cell, and as one HTML file that needs nothing else."""

from __future__ import annotations

import csv
import io
import math
from collections import defaultdict
from dataclasses import dataclass

from missiongraph.search.library import Snapshot
from missiongraph.search.matrix import Matrix
from missiongraph.search.results import Quote

COLUMNS = ("row", "row_label", "column", "column_label", "evidence", "works", "publishers", "note", "unsure")


def as_csv(found: Matrix) -> str:
    """One line a cell, and one for each row that nothing was found for."""
    labels = {axis.id: axis.label for axis in (*found.rows, *found.columns)}
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    single = set(found.single_source)
    for cell in found.cells:
        note = "inferred" if cell.inferred else "single source" if (cell.row, cell.column) in single else ""
        counts = (cell.evidence, cell.works, cell.publishers)
        writer.writerow((cell.row, labels[cell.row], cell.column, labels[cell.column], *counts, note, ""))
    for row in found.none_found:
        unsure = "a reform near by may answer it" if row in found.unsure else ""
        writer.writerow((row, labels[row], "", "", 0, 0, 0, "none found", unsure))
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Mark:
    """A cell of the offline map: its place, its quotes, its counts, and how it is drawn."""

    row: int
    column: int
    evidence: int
    works: int
    publishers: int
    inferred: bool
    quotes: tuple[Quote, ...]

    @property
    def tone(self) -> str:
        """Classes of the mark: how many publishers, and whether one source or only inferred."""
        if self.inferred:
            return "guess"
        return ("one", "one", "two")[self.publishers] + " single" * (self.works == 1) if self.publishers < 3 else "more"

    @property
    def size(self) -> float:
        """Its radius: the area grows with the quotes, up to sixteen."""
        return round(2 + 5 * math.sqrt(min(self.evidence, 16) / 16), 1)


def as_html(snapshot: Snapshot, found: Matrix) -> str:
    """One self-contained HTML file: a map whose marks open their quotes, with reference and page."""
    from .pages import environment

    marks = _marks(snapshot, found)
    by_row: dict[int, list[_Mark]] = defaultdict(list)
    for mark in marks:
        by_row[mark.row].append(mark)
    return (
        environment()
        .get_template("matrix_offline.html")
        .render(
            document=found,
            cells=marks,
            by_row=by_row,
            reports=sorted(snapshot.manifest.reports, key=lambda e: (e.publisher or "~", e.title)),
            published=snapshot.manifest.published,
        )
    )


def _marks(snapshot: Snapshot, found: Matrix) -> list[_Mark]:
    from missiongraph.search.evidence import quotes

    said = {
        inferred: quotes(
            snapshot, {c for cell in found.cells if cell.inferred is inferred for c in cell.claims}, suggested=inferred
        )
        for inferred in (False, True)
    }
    rows = {axis.id: n for n, axis in enumerate(found.rows)}
    columns = {axis.id: n for n, axis in enumerate(found.columns)}
    return [
        _Mark(
            row=rows[cell.row],
            column=columns[cell.column],
            evidence=cell.evidence,
            works=cell.works,
            publishers=cell.publishers,
            inferred=cell.inferred,
            quotes=tuple(dict.fromkeys(q for claim in cell.claims for q in said[cell.inferred].get(claim, ()))),
        )
        for cell in found.cells
    ]
