"""Commands that ask across reports: ``gaps``, ``asked-again``, ``responses``, ``compare``."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from .frame import OK, JsonOption, LibraryOption, app, library_path, out, print_json

LimitOption = Annotated[int, typer.Option(min=1, help="How many at most.")]
ReportOption = Annotated[str | None, typer.Option(help="Slug or IRI of a report.")]
PublisherOption = Annotated[str | None, typer.Option(help="Name or slug.")]


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in columns:
        table.add_column(name, overflow="fold")
    return table


@app.command()
def gaps(
    context: typer.Context,
    library: LibraryOption = None,
    report: ReportOption = None,
    publisher: PublisherOption = None,
    unsure: Annotated[bool, typer.Option("--unsure", help="Also those that a reform near by may answer.")] = False,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
) -> int:
    """Barriers for which no reform was found, with the reforms nearest in meaning."""
    from missiongraph.search.across.gaps import gaps as run
    from missiongraph.search.filters import Filters
    from missiongraph.search.library import Library

    with Library.open(library_path(context, library)).snapshot() as snapshot:
        filters = Filters(report=report, publisher=publisher)
        found = run(snapshot, limit=limit, filters=filters, unsure=unsure)
    if as_json:
        print_json(found)
        return OK
    table = _table("Barrier", "Publishers", "Reform", "Nearest, tied by nothing")
    for gap in found.items:
        near = "; ".join(f"{one.reform.label} ({one.score:.2f})" for one in gap.nearest)
        table.add_row(Text(gap.label), Text(", ".join(gap.publishers) or "–"), gap.answer, Text(near))
    out.print(table)
    more = f" {found.unsure} more may be answered near by: --unsure." if found.unsure else ""
    out.print(f"{len(found.items)} of {found.total}. {found.note}{more}")
    return OK


@app.command("asked-again")
def asked_again(
    context: typer.Context,
    library: LibraryOption = None,
    report: ReportOption = None,
    publisher: PublisherOption = None,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
) -> int:
    """Reforms that several works ask for, through the years, and what was decided on them."""
    from missiongraph.search.across.asked import asked_again as run
    from missiongraph.search.filters import Filters
    from missiongraph.search.library import Library

    with Library.open(library_path(context, library)).snapshot() as snapshot:
        found = run(snapshot, limit=limit, filters=Filters(report=report, publisher=publisher))
    if as_json:
        print_json(found)
        return OK
    table = _table("Line", "Date", "Publisher", "Asked", "Answered")
    for line in found.items:
        for n, ask in enumerate(line.asks):
            first = Text(line.label if n == 0 else "")
            decisions = ", ".join(one.decision for one in ask.responses)
            one = ask.reform
            table.add_row(first, one.issued or "–", Text(one.publisher or "–"), Text(one.label), decisions)
    out.print(table)
    out.print(f"{len(found.items)} of {found.total}")
    return OK


@app.command()
def responses(
    context: typer.Context,
    library: LibraryOption = None,
    report: ReportOption = None,
    decision: Annotated[
        str | None, typer.Option(help="accepted, acceptedInPart, rejected, deferred or notStated.")
    ] = None,
    limit: LimitOption = 100,
    as_json: JsonOption = False,
) -> int:
    """What was decided on recommendations, by whom."""
    from missiongraph.search.across.responses import responses as run
    from missiongraph.search.filters import Filters
    from missiongraph.search.library import Library

    with Library.open(library_path(context, library)).snapshot() as snapshot:
        found = run(snapshot, decision=decision, limit=limit, filters=Filters(report=report))
    if as_json:
        print_json(found)
        return OK
    table = _table("Response", "Decision", "To")
    for one in found.items:
        to = "; ".join(f"{r.number}: {r.label}" if r.number else r.label for r in one.answers)
        table.add_row(Text(one.label), one.decision, Text(to or "not tied"))
    out.print(table)
    counts = ", ".join(f"{count} {name}" for name, count in found.decisions.items())
    out.print(f"{len(found.items)} of {found.total}" + (f": {counts}" if counts else ""))
    return OK


@app.command()
def compare(
    context: typer.Context,
    library: LibraryOption = None,
    report: Annotated[list[str] | None, typer.Option(help="Slug or IRI; give two to four.")] = None,
    publisher: Annotated[list[str] | None, typer.Option(help="Or names of publishers, two to four.")] = None,
    as_json: JsonOption = False,
) -> int:
    """Reports or publishers side by side: in common, in one alone, answered differently."""
    from missiongraph.search.across.compare import compare as run
    from missiongraph.search.library import Library

    with Library.open(library_path(context, library)).snapshot() as snapshot:
        found = run(snapshot, reports=report or (), publishers=publisher or ())
    if as_json:
        print_json(found)
        return OK
    table = _table("", "In common", *(f"Only in {side.label}" for side in found.sides))
    for kind in found.kinds:
        alone = (str(len(kind.only[side.id])) for side in found.sides)
        table.add_row(f"{kind.kind}s", str(len(kind.common)), *alone)
    out.print(table)
    for kind in found.kinds:
        for one in kind.common:
            out.print(Text(f"in common  {one.type}: {one.label}"))
    for other in found.differently:
        out.print(Text(f"answered differently  {other.barrier.label}"))
    return OK
