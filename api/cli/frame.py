"""What all commands share: where the library is, how errors end, what the exit codes mean.

``--library`` stands before or after the subcommand. Exit codes: 0 all well, 1 failed or does not hold, 2 wrong usage,
3 some refused and the rest done.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

import missiongraph

from ..documents import plain

OK, FAILED, USAGE, SOME_REFUSED = 0, 1, 2, 3

app = typer.Typer(
    name="missiongraph",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="Ask policy reports a question across their covers.",
    pretty_exceptions_enable=False,
)
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

#: Modules with commands, in the order in which `--help` lists them.
COMMANDS = (
    "taking_in",
    "fetching",
    "asking",
    "querying",
    "across",
    "keeping",
    "serving",
    "correcting",
    "measuring",
    "bench",
)

LibraryOption = Annotated[
    Path | None, typer.Option("--library", help="Folder of the library (or MISSIONGRAPH_LIBRARY; default ./library).")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the document that the HTTP route answers.")]


#: A mistake in how a command was called, of whichever click Typer carries with it.
Misuse: type[Any] = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")


class UsageFault(Exception):
    """The command was used wrongly; ends with code 2."""


@app.callback(invoke_without_command=True)
def common(
    context: typer.Context,
    library: LibraryOption = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Ask policy reports a question across their covers."""
    context.obj = library
    if version:
        out.print(f"missiongraph {missiongraph.__version__}")
        raise typer.Exit(OK)


def library_path(context: typer.Context, given: Path | None) -> Path:
    """The library that a command is about: option after, option before, environment, default."""
    before: Path | None = context.obj
    return given or before or Path(os.environ.get("MISSIONGRAPH_LIBRARY") or "library")


def print_json(value: Any) -> None:
    """A document on standard output."""
    typer.echo(json.dumps(plain(value), ensure_ascii=False, indent=1))


def run(arguments: Sequence[str]) -> int:
    """Run the command line; return the exit code. The one place where a fault becomes a line of text."""
    for name in COMMANDS:
        import_module(f"{__package__}.{name}")
    try:
        result = app(args=list(arguments), standalone_mode=False)
        return result if isinstance(result, int) else OK
    except typer.Exit as stop:
        return stop.exit_code
    except Misuse as error:
        error.show()
        return USAGE
    except typer.Abort:
        err.print("stopped")
        return FAILED
    except UsageFault as error:
        err.print(str(error), markup=False)
        return USAGE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return OK
    except Exception as error:
        from .faults import code_of

        code = code_of(error)
        if code is None:
            raise
        err.print(f"missiongraph: {error}", markup=False)
        return code
