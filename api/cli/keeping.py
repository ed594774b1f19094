"""Commands that look after a library: reports, status, verify, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .frame import FAILED, OK, JsonOption, LibraryOption, app, err, library_path, out, print_json


@app.command()
def reports(context: typer.Context, library: LibraryOption = None, as_json: JsonOption = False) -> int:
    """List the reports."""
    from missiongraph.search.library import Library

    from .tables import reports_table

    with Library.open(library_path(context, library)).snapshot() as snapshot:
        if as_json:
            from ..listing import list_reports

            print_json(list_reports(snapshot))
        else:
            reports_table(out, snapshot.manifest.reports)
    return OK


@app.command()
def status(context: typer.Context, library: LibraryOption = None, as_json: JsonOption = False) -> int:
    """Versions, counts, health."""
    from ..status import status as run

    found = run(library_path(context, library))
    if as_json:
        print_json(found)
    else:
        for name, value in found.items():
            shown = ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else value
            out.print(f"{name.replace('_', ' '):<16} {shown}", markup=False)
    return OK


@app.command()
def verify(context: typer.Context, library: LibraryOption = None, as_json: JsonOption = False) -> int:
    """Hold every quote against its source, the graph against its shapes, the indexes against the graph."""
    from missiongraph.ingest.verify import verify as run

    result = run(library_path(context, library))
    if as_json:
        print_json(result)
    else:
        for fault in result.faults[:100]:
            err.print(str(fault), markup=False)
        out.print(
            f"{result.quotes} quotes, {result.quads} quads, {result.passages} passages checked: "
            + ("all hold" if not result.faults else f"{len(result.faults)} do not hold"),
            markup=False,
        )
    return OK if not result.faults else FAILED


@app.command()
def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="By suffix: .nq .trig .ttl .nt .jsonld .csv .ris .bib .graphml")],
    library: LibraryOption = None,
    everything: Annotated[bool, typer.Option("--all", help="With what is only suggested, and corrections.")] = False,
    references: Annotated[bool, typer.Option("--references", help="Cited references (.ris, .bib).")] = False,
) -> int:
    """Write the graph, or what is in it, to a file."""
    from missiongraph.ingest.export import export as run
    from missiongraph.search.library import Library

    with Library.open(library_path(context, library)).snapshot() as snapshot:
        count = run(snapshot, file, everything=everything, references=references)
    out.print(f"{file}: {count}", markup=False)
    return OK
