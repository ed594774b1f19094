"""Judges linked queries over real reports: ``python -m benchmarks.linked LIBRARY GOLD``.

Sixty questions in other words than the reports use (``benchmarks.linked_cases``), over a library that holds at least
the five annotated reports. ``GOLD`` is the folder of their hand annotations, whose quotes say where the right things
stand. An answer is right when the evidence of one of the first five holds what an annotated quote says.

Of the questions kept apart (``benchmarks.linked_held_out``), twenty are over the space and mental health
reports and the article, twenty-one on annotated things that were drawn by lot, and twenty-two on others drawn later.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

from missiongraph.search.evidence import quotes
from missiongraph.search.library import Library, Snapshot
from missiongraph.search.linked import linked
from missiongraph.search.results import LinkedHit
from missiongraph.search.words import words

from . import linked_held_out as held_out
from .linked_cases import NOTHING, THINGS

#: This share of the shorter quote's runs of three words must stand in the other.
SHARED = 0.6
Runs = set[tuple[str, ...]]


def runs(text: str) -> Runs:
    """The runs of three words of a text."""
    found = words(text)
    return {tuple(found[i : i + 3]) for i in range(len(found) - 2)}


def annotated(gold: Path, name: str, ids: str) -> list[Runs]:
    """The quotes of annotated things."""
    report = json.loads((gold / f"{name}.json").read_text("utf-8"))
    things = [thing for kind in ("missions", "barriers", "reforms") for thing in report[kind]]
    return [runs(quote) for thing in things if thing["id"] in ids.split() for quote in thing["quotes"]]


def states(snapshot: Snapshot, hit: LinkedHit, wanted: list[Runs]) -> bool:
    """Whether the answer's own evidence says what an annotated quote says."""
    said = [runs(quote.quote) for quote in quotes(snapshot, {hit.id}).get(hit.id, [])]
    return any(len(a & b) >= SHARED * min(len(a), len(b)) for a in said for b in wanted if a and b)


def judge(snapshot: Snapshot, gold: Path) -> list[str]:
    """The questions that were answered wrong, each with what came first."""
    return misplaced(snapshot, gold, THINGS) + answered(snapshot, NOTHING)


def misplaced(snapshot: Snapshot, gold: Path, things: Iterable[tuple[str, str, str, str]]) -> list[str]:
    """The questions none of whose things is among the first five."""
    wrong = []
    for question, find, name, ids in things:
        first = linked(snapshot, question, find=find).results[:5]
        wanted = annotated(gold, name, ids)
        if not any(states(snapshot, hit, wanted) for hit in first):
            wrong.append(f"{question} ({find}): " + " | ".join(hit.label[:60] for hit in first))
    return wrong


def answered(snapshot: Snapshot, questions: Iterable[str]) -> list[str]:
    """The questions on what no report speaks of that were answered all the same."""
    results = {question: linked(snapshot, question) for question in questions}
    return [f"{question}: answered" for question, result in results.items() if result.results or not result.note]


def holds(text: str, wanted: str) -> bool:
    """Whether each of the words begins a word of the text."""
    found = words(text)
    return all(any(word.startswith(start) for word in found) for start in wanted.split())


def judge_held_out(snapshot: Snapshot) -> list[str]:
    """As :func:`judge`, for the questions of :mod:`benchmarks.linked_held_out`."""
    wrong = []
    for question, find, ways in held_out.THINGS:
        first = linked(snapshot, question, find=find).results[:5]
        said = [hit.label for hit in first]
        if find != "actors":
            said += [q.quote for hit in first for q in quotes(snapshot, {hit.id}).get(hit.id, [])]
        if not any(holds(text, way) for text in said for way in ways):
            wrong.append(f"{question} ({find}): " + " | ".join(hit.label[:60] for hit in first))
    return wrong + answered(snapshot, held_out.NOTHING)


def main() -> None:
    """Judge and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("gold", type=Path)
    given = parser.parse_args()
    with Library.open(given.library).snapshot() as snapshot:
        say("annotated", judge(snapshot, given.gold), len(THINGS) + len(NOTHING))
        say("held out", judge_held_out(snapshot), len(held_out.THINGS) + len(held_out.NOTHING))
        for name, drawn in (("drawn by lot", held_out.DRAWN), ("drawn again", held_out.DRAWN_AGAIN)):
            say(name, misplaced(snapshot, given.gold, drawn), len(drawn))


def say(name: str, wrong: list[str], count: int) -> None:
    """Print what was wrong, and the share that was right."""
    print("\n".join(wrong))
    print(f"{name}: {count - len(wrong)} of {count} right ({1 - len(wrong) / count:.2f})")


if __name__ == "__main__":
    main()
