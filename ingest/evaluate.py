"""Scores of a library, or of training that leaves each report out, against hand annotations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from missiongraph.search.library import Library

from .extraction.gold import Gold, load
from .publish import Publisher
from .reliability import sure_of
from .scoring import Evaluation, Score, calibration_error, ratio, score

if TYPE_CHECKING:
    from .extraction.heldout import Known
    from .extraction.train import Example

LONG = 10  # required barriers and reforms from which a report counts in the mean


class EvaluationError(Exception):
    """Annotations that cannot be used; the message says which, why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Scores by report; means over those with at least ten required barriers and reforms; missions pooled."""

    reports: tuple[Evaluation, ...]
    mean: dict[str, Score]
    calibration: dict[str, float]  # expected calibration error, of entities and of links


def read_gold(paths: Sequence[Path]) -> list[Gold]:
    """The annotation files.

    :raises EvaluationError: if one cannot be read or is not an annotation.
    """
    found = []
    for path in paths:
        try:
            found.append(load(path))
        except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError, AttributeError) as error:
            why = f"{type(error).__name__}: {error}"
            raise EvaluationError(f"{path}: not an annotation that can be read ({why}): check the file") from error
    return found


def of_library(path: Path, gold: Sequence[Gold]) -> Summary:
    """How a library stands, corrections included.

    :raises EvaluationError: if an annotated report is not in it.
    """
    library = Library.open(path)
    publisher = Publisher(library)
    with library.snapshot() as snapshot:
        by_file = {entry.file_name: entry for entry in snapshot.manifest.reports}
        rows = []
        for each in gold:
            entry = by_file.get(each.file)
            if entry is None:
                raise EvaluationError(f"{each.file} is not in the library {path}: ingest it first")
            record = publisher.record(entry)
            rows.append(score(record.extraction, record.passages, each))
    return summarise(rows, gold)


def left_out(paths: Sequence[Path], reports: Path, taught: Sequence[Path] = ()) -> Summary:
    """How each report stands when the weights are learnt from the others alone.

    :param taught: further annotations to learn from, which are not scored
    :raises EvaluationError: with fewer than two annotated reports, or without one of their files.
    """
    from .extraction.train import read_examples, report_of

    gold = read_gold(paths)
    if len(gold) < 2:
        raise EvaluationError("leaving one report out takes the annotations of two or more: name them all")
    for each, path in zip([*gold, *read_gold(taught)], [*paths, *taught], strict=True):
        try:
            report_of(each, path, reports)
        except FileNotFoundError as error:
            raise EvaluationError(f"{error} with --left-out") from error
    examples = read_examples([*paths, *taught], reports)
    return summarise(list(evaluations(examples[: len(paths)], examples[len(paths) :])), gold)


def evaluations(examples: Sequence[Example], taught: Sequence[Example] = ()) -> Iterator[Evaluation]:
    """Each report of a set of examples, extracted with weights from the others and from what else is taught."""
    from .extraction.argument import argument
    from .extraction.train import with_links

    known: Known = {}
    for example in examples:
        others = [each for each in (*examples, *taught) if not each.gold.shares_words_with(example.gold)]
        found = argument(example.document, example.passages, example.seen, with_links(others, known))
        yield score(found, example.passages, example.gold)


def summarise(rows: Sequence[Evaluation], gold: Sequence[Gold]) -> Summary:
    """The means of the long reports."""
    long = [
        row
        for row, g in zip(rows, gold, strict=True)
        if all(sum(not e.optional for e in g.entities[k]) >= LONG for k in ("barrier", "reform"))
    ] or list(rows)
    mean = {name: _mean([row.scores[name] for row in long]) for name in long[0].scores} if long else {}
    if long:
        mean["missions"] = _pooled([row.scores["missions"] for row in long])
    calibration = {name: round(calibration_error(sure), 3) for name, sure in sure_of(rows).items()}
    return Summary(reports=tuple(rows), mean=mean, calibration=calibration)


def _mean(rows: Sequence[Score]) -> Score:
    count = len(rows)
    ends = [row.end_to_end for row in rows if row.end_to_end is not None]
    return Score(
        precision=round(sum(r.precision for r in rows) / count, 3),
        recall=round(sum(r.recall for r in rows) / count, 3),
        f1=round(sum(r.f1 for r in rows) / count, 3),
        found=sum(r.found for r in rows),
        wanted=sum(r.wanted for r in rows),
        right=sum(r.right for r in rows),
        end_to_end=round(sum(ends) / count, 3) if ends else None,
    )


def _pooled(rows: Sequence[Score]) -> Score:
    return ratio(sum(r.right for r in rows), sum(r.found for r in rows), sum(r.wanted for r in rows))
