"""Commands that change what is in a library: ingest, remove, describe, upgrade."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .frame import FAILED, OK, SOME_REFUSED, JsonOption, LibraryOption, app, err, library_path, out, print_json


@app.command()
def ingest(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Files and folders: .pdf .txt .md .html .docx")],
    library: LibraryOption = None,
    replace: Annotated[str | None, typer.Option(help="The report that the one file given takes the place of.")] = None,
    password: Annotated[str | None, typer.Option(help="Opens encrypted PDFs.")] = None,
    ocr: Annotated[bool, typer.Option("--ocr", help="Read scanned pages with OCRmyPDF and Tesseract.")] = False,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes (default: one a core).")] = None,
    as_json: JsonOption = False,
) -> int:
    """Add reports from files and folders."""
    from missiongraph.ingest.pipeline import ingest as run

    from .progress import Bar

    with Bar(quiet=as_json) as bar:
        summary = run(
            library_path(context, library),
            paths,
            replace=replace,
            password=password,
            ocr=ocr,
            workers=workers,
            progress=bar,
        )
    if as_json:
        print_json(summary)
    else:
        from .tables import ingest_table

        ingest_table(out, summary)
    if not summary.refused:
        return OK
    for refused in summary.refused:
        err.print(f"refused: {refused.reason}", markup=False)
    return SOME_REFUSED if len(summary.refused) < len(summary.files) else FAILED


@app.command()
def remove(
    context: typer.Context,
    report: Annotated[str, typer.Argument(help="Slug or IRI.")],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Take a report out, with its source and all that was derived from it."""
    from missiongraph.ingest.pipeline import remove as run

    entry = run(library_path(context, library), report)
    if as_json:
        print_json(entry)
    else:
        out.print(f"removed {entry.slug}: its file, what was derived from it, and older snapshots", markup=False)
    return OK


@app.command()
def describe(
    context: typer.Context,
    report: Annotated[str, typer.Argument(help="Slug or IRI.")],
    library: LibraryOption = None,
    title: Annotated[str | None, typer.Option()] = None,
    author: Annotated[list[str] | None, typer.Option(help="Again for each author.")] = None,
    publisher: Annotated[str | None, typer.Option()] = None,
    date: Annotated[str | None, typer.Option(help="YYYY, YYYY-MM or YYYY-MM-DD")] = None,
    licence: Annotated[str | None, typer.Option(help="Address of the licence.")] = None,
    kind: Annotated[str | None, typer.Option("--type", help="report, response or briefing")] = None,
    address: Annotated[str | None, typer.Option(help="Where the report was published.")] = None,
    language: Annotated[str | None, typer.Option(help="As in en or cy.")] = None,
    as_json: JsonOption = False,
) -> int:
    """Set what a report says of itself by hand; it wins over what was read."""
    from missiongraph.ingest.pipeline import describe as run

    from .frame import UsageFault

    given: dict[str, object] = {
        "title": title,
        "authors": author,
        "publisher": publisher,
        "date": date,
        "licence": licence,
        "type": kind,
        "address": address,
        "language": language,
    }
    values = {name: value for name, value in given.items() if value}
    if not values:
        raise UsageFault("say what to set: --title, --author, --publisher, --date, --licence, --type or --address")
    entry = run(library_path(context, library), report, values)
    if as_json:
        print_json(entry)
    else:
        out.print(f"{entry.slug}\n  {entry.title}", markup=False)
    return OK


@app.command()
def upgrade(context: typer.Context, library: LibraryOption = None, as_json: JsonOption = False) -> int:
    """Derive everything anew from the stored sources: after a new version, or after damage."""
    from missiongraph.ingest.upgrade import upgrade as run

    from .progress import Bar

    with Bar(quiet=as_json) as bar:
        result = run(library_path(context, library), progress=bar)
    if as_json:
        print_json(result)
    else:
        out.print(f"{result.derived} of {result.reports} reports derived anew, the snapshot built afresh")
    for line in result.kept:
        err.print(f"kept as it was: {line}", markup=False)
    return SOME_REFUSED if result.kept else OK


@app.command()
def load(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="RDF: .ttl .nt .rdf .jsonld")],
    graph: Annotated[str, typer.Option(help="IRI of the graph that it becomes.")],
    library: LibraryOption = None,
) -> int:
    """Load RDF of your own as a named graph apart."""
    from missiongraph.ingest.loading import load_graph

    count = load_graph(library_path(context, library), file, graph)
    out.print(f"{graph}: {count} triples; queries read it by naming it", markup=False)
    return OK


@app.command()
def unload(
    context: typer.Context,
    graph: Annotated[str, typer.Argument(help="IRI of a graph that was loaded.")],
    library: LibraryOption = None,
) -> int:
    """Take out a graph that was loaded."""
    from missiongraph.ingest.loading import unload_graph

    unload_graph(library_path(context, library), graph)
    out.print(f"{graph}: taken out", markup=False)
    return OK
