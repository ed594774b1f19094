"""The command that fetches reports from the network: ``fetch``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

import typer

from .frame import (
    FAILED,
    OK,
    SOME_REFUSED,
    JsonOption,
    LibraryOption,
    UsageFault,
    app,
    err,
    library_path,
    out,
    print_json,
)


@app.command()
def fetch(
    context: typer.Context,
    names: Annotated[list[str], typer.Argument(help="Keys of the list of sources, or addresses.")],
    library: LibraryOption = None,
    sources: Annotated[Path | None, typer.Option(help="Another list of sources than the shipped one (TOML).")] = None,
    size: Annotated[int, typer.Option(min=1, help="Largest file, in megabytes.")] = 300,
    seconds: Annotated[float, typer.Option(min=0.1, help="Longest time for one file.")] = 600.0,
    as_json: JsonOption = False,
) -> int:
    """Download reports and take them in, with their address and the time."""
    from missiongraph.ingest.fetching import fetch as run
    from missiongraph.ingest.fetching import read_sources
    from missiongraph.ingest.fetching.download import Bounds

    from .progress import Bar

    bounds = Bounds(size=size * 1_000_000, seconds=seconds)
    known = read_sources(_rows(sources))
    with Bar(quiet=as_json) as bar:
        fetched, summary = run(library_path(context, library), names, known, bounds=bounds, progress=bar)
    if as_json:
        print_json({"fetched": fetched, "ingest": summary})
    elif summary is not None:
        from .tables import ingest_table

        ingest_table(out, summary)
    for one in fetched:
        if one.note and not as_json:
            out.print(f"{one.name}: {one.note}", markup=False)
        if one.refused:
            err.print(f"refused: {one.refused}", markup=False)
    for file in summary.refused if summary else ():
        err.print(f"refused: {file.reason}", markup=False)
    refused = sum(one.refused is not None for one in fetched) + len(summary.refused if summary else ())
    return OK if not refused else SOME_REFUSED if refused < len(names) else FAILED


def _rows(file: Path | None) -> list[dict[str, object]]:
    from missiongraph.corpus import sources

    if file is None:
        return list(sources())
    try:
        rows = tomllib.loads(file.read_text(encoding="utf-8"))["source"]
        return [row for row in rows if "key" in row]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise UsageFault(
            f"{file} is no list of sources ({error}): it holds [[source]] tables with key and address"
        ) from error
