"""An answer of the endpoint as rows that a page can show: of a SELECT, an ASK, or the statements of a CONSTRUCT."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox
from fastapi import Request

from missiongraph.search.library import Snapshot

from ..problems import ProblemError
from ..settings import ServerSettings
from .asking import ask
from .lanes import Budget
from .pool import Answer

LARGEST = 8 << 20  # bytes of an answer that is made into a page
_ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9"
_NUMBERS = ("integer", "decimal", "double", "float", "int", "long")


@dataclass(frozen=True, slots=True)
class Cell:
    """One term: ``kind`` is ``iri``, ``number`` or ``text``."""

    value: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """Columns by variable, and rows with a cell for each; ``None`` where a variable is not bound."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]

    def records(self) -> list[dict[str, str | float | None]]:
        """The rows as a program takes them, by variable."""
        return [{name: _plain(cell) for name, cell in zip(self.columns, row, strict=True)} for row in self.rows]

    def csv(self) -> str:
        """The rows as CSV, with a line of names."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(self.columns)
        writer.writerows([cell.value if cell else "" for cell in row] for row in self.rows)
        return out.getvalue()


def run(request: Request, snapshot: Snapshot, query: str) -> Table:
    """Run a query under the endpoint's own guards.

    :raises ProblemError: for a query that is wrong, forbidden or too slow, or whose answer is too large.
    """
    settings: ServerSettings = request.app.state.settings
    budget: Budget = request.app.state.budget
    client = request.client.host if request.client else ""
    answer = ask(
        request.app.state.sparql, snapshot, query, allowed=settings.services, accept=_ACCEPT,
        timeout=settings.sparql_timeout, charge=lambda used: budget.charge(client, used),
    )  # fmt: skip
    body = _read(answer)
    return _of_rows(json.loads(body)) if answer.rows else _of_statements(body)


def _read(answer: Answer) -> bytes:
    parts, size = [], 0
    for chunk in answer.chunks if answer.whole is None else (answer.whole,):
        size += len(chunk)
        if size > LARGEST:
            raise ProblemError(
                413, "The answer is too large for a page", f"It has more than {LARGEST >> 20} MiB.",
                "Add LIMIT, or take it as a CSV file.",
            )  # fmt: skip
        parts.append(chunk)
    return b"".join(parts)


def _of_rows(document: dict[str, Any]) -> Table:
    if "boolean" in document:
        return Table(("answer",), ((Cell("yes" if document["boolean"] else "no"),),))
    columns = tuple(document["head"].get("vars", ()))
    rows = document["results"]["bindings"]
    return Table(columns, tuple(tuple(_cell(row.get(name)) for name in columns) for row in rows))


def _cell(term: dict[str, Any] | None) -> Cell | None:
    if term is None:
        return None
    number = str(term.get("datatype", "")).rpartition("#")[2] in _NUMBERS
    return Cell(term["value"], "iri" if term["type"] == "uri" else "number" if number else "text")


def _of_statements(body: bytes) -> Table:
    def cells() -> Iterator[tuple[Cell, ...]]:
        for one in ox.parse(body, format=ox.RdfFormat.N_TRIPLES):
            terms = (one.subject, one.predicate, one.object)
            yield tuple(
                Cell(getattr(term, "value", str(term)), "iri" if isinstance(term, ox.NamedNode) else "text")
                for term in terms
            )

    return Table(("subject", "predicate", "object"), tuple(cells()))


def _plain(cell: Cell | None) -> str | float | None:
    if cell is None or cell.kind != "number":
        return cell.value if cell else None
    value = float(cell.value)
    return int(value) if value.is_integer() else value
