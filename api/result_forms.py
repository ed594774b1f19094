"""Answers of ``search``, ``linked`` and ``matrix`` in forms that leave: CSV, and quotes each with its reference."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from missiongraph.search.evidence import quotes
from missiongraph.search.library import Snapshot
from missiongraph.search.matrix import Matrix
from missiongraph.search.results import Hit, LinkedResult, Quote, SearchResult

from .pages.citing import cited, reference

SEARCH_COLUMNS = ("passage", "report", "title", "publisher", "year", "page", "section", "text", "score", "reference")
LINKED_COLUMNS = ("id", "type", "label", "score", "quote", "page", "passage", "report", "title", "reference")

#: A heading, and the quotes that stand under it.
Group = tuple[str, Sequence[Quote]]


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(["" if value is None else value for value in row] for row in rows)
    return out.getvalue()


def _page(one: Quote | Hit) -> str | int | None:
    return one.page_label or one.page


def _references(snapshot: Snapshot, found: Sequence[Quote]) -> list[str]:
    return [reference(one) for one in cited(snapshot, found, snapshot.base.rstrip("/"))]


def _of_hit(hit: Hit) -> Quote:
    return Quote(
        quote=hit.text,
        page=hit.page,
        page_label=hit.page_label,
        passage=hit.passage,
        report=hit.report,
        title=hit.title,
    )


def search_csv(snapshot: Snapshot, found: SearchResult) -> str:
    """One row a passage, with its whole text and its reference."""
    named = _references(snapshot, [_of_hit(hit) for hit in found.results])
    return _table(
        SEARCH_COLUMNS,
        (
            (h.passage, h.report, h.title, h.publisher, h.year, _page(h), h.section, h.text, h.score, name)
            for h, name in zip(found.results, named, strict=True)
        ),
    )


def linked_csv(snapshot: Snapshot, found: LinkedResult) -> str:
    """One row a quote of each thing that was found."""
    pairs = [(hit, quote) for hit in found.results for quote in hit.evidence]
    named = _references(snapshot, [quote for _hit, quote in pairs])
    return _table(
        LINKED_COLUMNS,
        (
            (h.id, h.type, h.label, h.score, q.quote, _page(q), q.passage, q.report, q.title, name)
            for (h, q), name in zip(pairs, named, strict=True)
        ),
    )


def quoted(snapshot: Snapshot, groups: Iterable[Group]) -> str:
    """Each quote word for word with its reference, under its heading."""
    blocks = []
    for heading, found in groups:
        named = zip(found, _references(snapshot, found), strict=True)
        lines = [f"“{one.quote}” ({name})" for one, name in named]
        blocks.append("\n".join([heading, *lines] if heading else lines))
    return "".join(f"{block}\n\n" for block in blocks)


def search_quotes(found: SearchResult) -> list[Group]:
    """The passages as quotes, without headings."""
    return [("", [_of_hit(hit)]) for hit in found.results]


def linked_quotes(found: LinkedResult) -> list[Group]:
    """The evidence of each thing that was found, under its label."""
    return [(hit.label, hit.evidence) for hit in found.results]


def matrix_quotes(snapshot: Snapshot, found: Matrix) -> list[Group]:
    """The quotes of each cell, under its row and column."""
    labels = {axis.id: axis.label for axis in (*found.rows, *found.columns)}
    evidence = quotes(snapshot, {claim for cell in found.cells for claim in cell.claims})
    groups: list[Group] = []
    for cell in found.cells:
        rows = dict.fromkeys(quote for claim in cell.claims for quote in evidence.get(claim, ()))
        groups.append((f"{labels[cell.row]} – {labels[cell.column]}", list(rows)))
    return groups
