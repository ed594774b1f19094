"""Commands that ask in any words: ``search`` and ``linked``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from .frame import OK, JsonOption, LibraryOption, app, library_path, out, print_json


class AnswerForm(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    CSV = "csv"
    QUOTES = "quotes"
    JSON = "json"


FormOption = Annotated[
    AnswerForm, typer.Option("--format", help="How it is printed; quotes are word for word, each with its reference.")
]
Report = Annotated[str | None, typer.Option(help="Slug or IRI.")]


@app.command()
def search(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="A question or words; quoted phrases are exact.")],
    library: LibraryOption = None,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 10,
    offset: Annotated[int, typer.Option(min=0)] = 0,
    report: Report = None,
    mission: Report = None,
    barrier: Report = None,
    reform: Report = None,
    actor: Report = None,
    publisher: Annotated[str | None, typer.Option(help="Name or slug.")] = None,
    from_year: Annotated[int | None, typer.Option("--from", help="Year.")] = None,
    to_year: Annotated[int | None, typer.Option("--to", help="Year.")] = None,
    form: FormOption = AnswerForm.TABLE,
    as_json: JsonOption = False,
) -> int:
    """Find passages by words and meaning."""
    from missiongraph.search.filters import Filters
    from missiongraph.search.library import Library
    from missiongraph.search.query import search as run

    from ..result_forms import quoted, search_csv, search_quotes
    from .tables import search_list

    filters = Filters(
        report=report,
        mission=mission,
        barrier=barrier,
        reform=reform,
        actor=actor,
        publisher=publisher,
        from_year=from_year,
        to_year=to_year,
    )
    with Library.open(library_path(context, library)).snapshot() as snapshot:
        result = run(snapshot, text, limit=limit, offset=offset, filters=filters)
        if as_json or form is AnswerForm.JSON:
            print_json(result)
        elif form is AnswerForm.CSV:
            typer.echo(search_csv(snapshot, result), nl=False)
        elif form is AnswerForm.QUOTES:
            typer.echo(quoted(snapshot, search_quotes(result)), nl=False)
        else:
            search_list(out, result)
    return OK


class Find(StrEnum):
    """What a linked query looks for."""

    REFORMS = "reforms"
    BARRIERS = "barriers"
    MISSIONS = "missions"
    ACTORS = "actors"


@app.command()
def linked(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="What it is about, in any words.")],
    find: Annotated[Find, typer.Option(help="What to look for.")] = Find.REFORMS,
    library: LibraryOption = None,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 20,
    report: Report = None,
    mission: Report = None,
    barrier: Report = None,
    reform: Report = None,
    actor: Report = None,
    publisher: Annotated[str | None, typer.Option(help="Name or slug.")] = None,
    from_year: Annotated[int | None, typer.Option("--from", help="Year.")] = None,
    to_year: Annotated[int | None, typer.Option("--to", help="Year.")] = None,
    form: FormOption = AnswerForm.TABLE,
    as_json: JsonOption = False,
) -> int:
    """Tie a text to the graph and walk it: which reforms, barriers, missions or actors, and why."""
    from missiongraph.search.filters import Filters
    from missiongraph.search.library import Library
    from missiongraph.search.linked import linked as run

    from ..result_forms import linked_csv, linked_quotes, quoted
    from .tables import linked_list

    filters = Filters(
        report=report,
        mission=mission,
        barrier=barrier,
        reform=reform,
        actor=actor,
        publisher=publisher,
        from_year=from_year,
        to_year=to_year,
    )
    with Library.open(library_path(context, library)).snapshot() as snapshot:
        result = run(snapshot, text, find=find.value, limit=limit, filters=filters)
        if as_json or form is AnswerForm.JSON:
            print_json(result)
        elif form is AnswerForm.CSV:
            typer.echo(linked_csv(snapshot, result), nl=False)
        elif form is AnswerForm.QUOTES:
            typer.echo(quoted(snapshot, linked_quotes(result)), nl=False)
        else:
            linked_list(out, result)
    return OK
