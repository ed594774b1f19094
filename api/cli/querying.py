"""Commands that ask the graph itself: ``sparql``, in the same confined worker as over HTTP, and ``matrix``."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from .frame import OK, JsonOption, LibraryOption, UsageFault, app, library_path, out, print_json

if TYPE_CHECKING:
    from missiongraph.search.matrix import Matrix


class Form(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    XML = "xml"
    TURTLE = "turtle"
    NTRIPLES = "ntriples"


@app.command()
def sparql(
    context: typer.Context,
    query: Annotated[str | None, typer.Argument(help="A SPARQL 1.1 query.")] = None,
    file: Annotated[Path | None, typer.Option("-f", "--file", help="A file that holds it.")] = None,
    library: LibraryOption = None,
    form: Annotated[Form, typer.Option("--format", help="How the answer is printed.")] = Form.TABLE,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds until the query is stopped.")] = 30.0,
) -> int:
    """Query the graph in SPARQL."""
    from missiongraph.search.library import Library
    from missiongraph.search.library.snapshot import GRAPH

    from ..sparql.asking import ask
    from ..sparql.pool import Pool

    if (query is None) == (file is None):
        raise UsageFault("give a query, or a file that holds it with -f")
    try:
        text = query if query is not None else file.read_text(encoding="utf-8")  # type: ignore[union-attr]
    except (OSError, UnicodeDecodeError) as error:
        raise UsageFault(f"{file}: {error}") from error
    with (
        Library.open(library_path(context, library)).snapshot() as snapshot,
        Pool(snapshot.path / GRAPH, workers=1) as pool,
    ):
        wanted = None if form is Form.TABLE else form.value
        answer = ask(pool, snapshot, text, format=wanted, timeout=timeout)
        if form is Form.TABLE and answer.rows:
            _table(json.loads(answer.read()))
        else:
            for chunk in answer.chunks if answer.whole is None else [answer.whole]:
                sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
    return OK


def _table(document: dict[str, object]) -> None:
    if "boolean" in document:
        out.print("yes" if document["boolean"] else "no")
        return
    head, results = document["head"], document["results"]
    assert isinstance(head, dict)
    assert isinstance(results, dict)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in head["vars"]:
        table.add_column(name, overflow="fold")
    for row in results["bindings"]:
        table.add_row(*(Text(row[name]["value"] if name in row else "") for name in head["vars"]))
    out.print(table)
    out.print(f"{len(results['bindings'])} rows")


class MapForm(StrEnum):
    """How the evidence map is printed."""

    TABLE = "table"
    CSV = "csv"
    QUOTES = "quotes"
    JSON = "json"
    HTML = "html"


class Side(StrEnum):
    """What rows or columns are."""

    BARRIERS = "barriers"
    REFORMS = "reforms"
    MISSIONS = "missions"
    ACTORS = "actors"


class By(StrEnum):
    """Whether like things of several reports are one."""

    CLUSTER = "cluster"
    ENTITY = "entity"


@app.command()
def matrix(
    context: typer.Context,
    library: LibraryOption = None,
    rows: Annotated[Side, typer.Option(help="What the rows are.")] = Side.BARRIERS,
    columns: Annotated[Side, typer.Option(help="What the columns are.")] = Side.REFORMS,
    by: Annotated[By, typer.Option(help="Whether like things of several reports are one.")] = By.CLUSTER,
    role: Annotated[str | None, typer.Option(help="Of actors: led_by, mobilises, proposed_by or affects.")] = None,
    report: Annotated[str | None, typer.Option(help="Slug or IRI.")] = None,
    mission: Annotated[str | None, typer.Option(help="Slug or IRI.")] = None,
    actor: Annotated[str | None, typer.Option(help="Slug or IRI.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Name or slug.")] = None,
    from_year: Annotated[int | None, typer.Option("--from", help="Year.")] = None,
    to_year: Annotated[int | None, typer.Option("--to", help="Year.")] = None,
    form: Annotated[MapForm, typer.Option("--format", help="How it is printed.")] = MapForm.TABLE,
    as_json: JsonOption = False,
) -> int:
    """The evidence map: which reforms answer which barriers, and where nothing was found."""
    from missiongraph.search.filters import Filters
    from missiongraph.search.library import Library
    from missiongraph.search.matrix import matrix as run

    from ..matrix_forms import as_csv, as_html
    from ..result_forms import matrix_quotes, quoted

    filters = Filters(
        report=report, mission=mission, actor=actor, publisher=publisher, from_year=from_year, to_year=to_year
    )
    with Library.open(library_path(context, library)).snapshot() as snapshot:
        found = run(snapshot, rows=rows.value, columns=columns.value, by=by.value, role=role, filters=filters)
        if as_json or form is MapForm.JSON:
            print_json(found)
        elif form is MapForm.CSV:
            typer.echo(as_csv(found), nl=False)
        elif form is MapForm.QUOTES:
            typer.echo(quoted(snapshot, matrix_quotes(snapshot, found)), nl=False)
        elif form is MapForm.HTML:
            typer.echo(as_html(snapshot, found), nl=False)
        else:
            _map_table(found)
    return OK


def _map_table(found: Matrix) -> None:
    labels = {axis.id: axis.label for axis in found.columns}
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, justify in (("Row", "left"), ("publishers", "right"), ("works", "right"), ("Tied to", "left")):
        table.add_column(name, overflow="fold", justify="right" if justify == "right" else "left")
    for axis in found.rows:
        cells = sorted((c for c in found.cells if c.row == axis.id), key=lambda c: (-c.evidence, c.column))
        tied = "; ".join(f"{labels[c.column]} ({c.evidence})" for c in cells[:3])
        more = f"; and {len(cells) - 3} more" if len(cells) > 3 else ""
        table.add_row(Text(axis.label), str(axis.publishers), str(axis.works), Text(tied + more or "none found"))
    out.print(table)
    out.print(f"{len(found.rows)} rows, {len(found.cells)} cells, {len(found.none_found)} rows with none found"
              + (f", {found.left_out} rows and columns left out" if found.left_out else ""))  # fmt: skip
