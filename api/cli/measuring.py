"""How good the extraction is: `evaluate`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .frame import OK, JsonOption, LibraryOption, UsageFault, app, library_path, out, print_json

if TYPE_CHECKING:
    from missiongraph.ingest.evaluate import Summary
    from missiongraph.ingest.scoring import Score


@app.command()
def evaluate(
    context: typer.Context,
    gold: Annotated[list[Path], typer.Argument(help="Annotation files (.json).")],
    library: LibraryOption = None,
    left_out: Annotated[
        Path | None,
        typer.Option(
            "--left-out", help="Instead of the library: read the reports from this folder, learn without each."
        ),
    ] = None,
    taught: Annotated[
        Path | None,
        typer.Option("--taught", help="With --left-out: a folder of further annotations to learn from, not scored."),
    ] = None,
    misses: Annotated[bool, typer.Option("--misses", help="Also what was missed and what was found falsely.")] = False,
    reliability: Annotated[
        Path | None, typer.Option("--reliability", help="Also draw confidence against truth into this SVG file.")
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Score what was extracted against hand annotations."""
    from missiongraph.ingest.evaluate import EvaluationError, of_library, read_gold
    from missiongraph.ingest.evaluate import left_out as each_left_out

    try:
        if left_out is not None:
            found = each_left_out(gold, left_out, _annotations(taught) if taught is not None else ())
        elif taught is not None:
            raise UsageFault("--taught is for learning anew: give --left-out and the folder of reports as well")
        else:
            found = of_library(library_path(context, library), read_gold(gold))
    except EvaluationError as error:
        raise UsageFault(str(error)) from error
    if reliability is not None:
        _draw(found, reliability)
    if as_json:
        print_json(found)
    else:
        _print(found, misses)
    return OK


def _annotations(folder: Path) -> list[Path]:
    found = sorted(folder.glob("*.json"))
    if not found:
        raise UsageFault(f"{folder}: there are no annotations (.json) there; name the folder that has them")
    return found


def _draw(found: Summary, path: Path) -> None:
    from missiongraph.ingest.reliability import plot

    try:
        path.write_text(plot(found.reports), encoding="utf-8")
    except OSError as error:
        raise UsageFault(f"{path}: cannot be written ({error.strerror}): name another file") from error


def _print(found: Summary, misses: bool) -> None:
    for row in found.reports:
        out.print(row.report, markup=False)
        _table(row.scores)
        out.print(f"  {'evidence':20} {row.evidence:.3f}", markup=False)
        for what, lists in (("missed", row.missed), ("false", row.false)) if misses else ():
            for kind, labels in lists.items():
                out.print(f"  {kind} {what}:", markup=False)
                for label in labels:
                    out.print(f"    - {label}", markup=False)
    out.print("mean of the long reports (missions pooled)", markup=False)
    _table(found.mean)
    calibration = ", ".join(f"{name} {error:.3f}" for name, error in found.calibration.items())
    out.print(f"expected calibration error: {calibration}", markup=False)


def _table(scores: Mapping[str, Score]) -> None:
    for name, s in scores.items():
        end = f"  end to end {s.end_to_end:.3f}" if s.end_to_end is not None else ""
        out.print(
            f"  {name:20} precision {s.precision:.3f}  recall {s.recall:.3f}  f1 {s.f1:.3f}"
            f"  found {s.found}  wanted {s.wanted}{end}",
            markup=False,
        )
