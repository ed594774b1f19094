"""Putting right by hand what was extracted, and what was put right so far: `correct`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .frame import OK, LibraryOption, UsageFault, app, library_path, out, print_json

_TAKES = {
    "accept": ("THING",),
    "reject": ("THING",),
    "relabel": ("THING", "LABEL"),
    "merge": ("THING", "INTO"),
    "link": ("SUBJECT", "PREDICATE", "OBJECT"),
    "unlink": ("SUBJECT", "PREDICATE", "OBJECT"),
    "join": ("THING", "OTHER"),
    "split": ("THING", "OTHER"),
}


@app.command()
def correct(
    context: typer.Context,
    action: Annotated[str, typer.Argument(help="accept, reject, relabel, merge, link, unlink, join, split; or list")],
    things: Annotated[
        list[str] | None, typer.Argument(help="IRIs or slugs; a label for relabel; SUBJECT PREDICATE OBJECT.")
    ] = None,
    author: Annotated[str | None, typer.Option("--author", help="Who says so.")] = None,
    at: Annotated[str | None, typer.Option("--at", help="When, as 2026-01-31 or 2026-01-31T09:30:00Z.")] = None,
    report: Annotated[str | None, typer.Option("--report", help="The report, for an actor or mission.")] = None,
    library: LibraryOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report's corrections as JSON.")] = False,
) -> int:
    """Accept, reject, relabel, merge, link or unlink what was extracted; join or split the like of two reports.

    Corrections are kept as data and applied ever after.
    """
    path = library_path(context, library)
    if action == "list":
        if things:
            raise UsageFault("correct list takes no THING: name a report with --report")
    else:
        report = _make(path, action, things or [], author, at, report)
    if action == "list" or as_json:
        _show(path, report, as_json)
    else:
        out.print(f"{action}: done", markup=False)
    return OK


def _make(
    path: Path, action: str, things: list[str], author: str | None, at: str | None, report: str | None
) -> str | None:
    """Make one correction; return the report that it is about."""
    from missiongraph.ingest.corrections_graph import correct as run

    takes = _TAKES.get(action)
    if takes is None:
        raise UsageFault(f"{action!r} is no correction: use one of {', '.join([*_TAKES, 'list'])}")
    if len(things) != len(takes):
        raise UsageFault(f"correct {action} takes {' '.join(takes)}")
    if not author or not at:
        raise UsageFault("a correction needs who says so and when: give --author NAME and --at DATE")
    request: dict[str, str | None] = {"action": action, "subject": things[0], "author": author, "at": at}
    request |= {"report": report, "object": things[-1] if len(things) > 1 else None}
    request |= {"predicate": things[1] if len(things) == 3 else None}
    return run(path, [request])[0]


def _show(path: Path, report: str | None, as_json: bool) -> None:
    from missiongraph.ingest.corrections_list import listed

    rows = listed(path, report)
    if as_json:
        print_json({"corrections": rows})
        return
    for row in rows:
        what = " ".join(part for part in (row.subject, row.predicate, row.object) if part)
        name = f" ({row.label})" if row.label else ""
        idle = "" if row.holds else "; finds nothing now"
        out.print(f"{row.at} {row.author}: {row.action} {what}{name}{idle}", markup=False)
    if not rows:
        out.print("no corrections", markup=False)
