"""Words copied out of a document, as they stand: ``python -m benchmarks.copied DIR…``, collections in BEIR layout.

Runs of six, ten and twenty words, without quotation marks, and runs of seven inside a question; the document that they
are from is the right one. Printed is nDCG@10 of search and of its two halves.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from missiongraph.ingest.passages import pieces
from missiongraph.search.bench import Collection, load, measure

#: How many of each kind; words that a document has at least.
DRAWN, LEAST = 60, 25
#: Words of a run, and what stands round it.
KINDS = (
    (6, "{}"), (10, "{}"), (20, "{}"),
    (7, "what does it say about {}"), (7, "who said that {} and where can I read more about it"),
)  # fmt: skip
PLAIN = str.maketrans("", "", '"“”')


def copies(collection: Collection) -> Iterator[tuple[str, str]]:
    """Questions with a run of words of a document, and the document."""
    chance = random.Random(5)
    known = [(name, words) for name, (_, text) in collection.documents.items() if len(words := text.split()) >= LEAST]
    for size, frame in KINDS:
        for _ in range(DRAWN):
            name, words = chance.choice(known)
            at = chance.randrange(len(words) - size)
            yield frame.format(" ".join(words[at : at + size]).translate(PLAIN)), name


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", metavar="DIR")
    for folder in parser.parse_args().folders:
        collection = load(folder)
        rows = {str(i): row for i, row in enumerate(copies(collection))}
        report = measure(
            replace(
                collection,
                queries={number: question for number, (question, _) in rows.items()},
                grades={number: {name: 1} for number, (_, name) in rows.items()},
            ),
            pieces,
        )
        found = ", ".join(f"{way} {figures.ndcg_at_10:.3f}" for way, figures in report.figures.items())
        print(f"{folder.name}: {report.queries} questions, nDCG@10 {found}", flush=True)


if __name__ == "__main__":
    main()
