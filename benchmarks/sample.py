"""Draws labels or actors of a library at random, with their quotes, to be judged: ``python -m benchmarks.sample``.

``--library L --of labels|actors --count 100 --seed 1`` prints for each its key, class, label and quotes. The same
reports and seed give the same sample. Rubric and verdicts stand in ``docs/judgements/``.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from missiongraph.ingest.publish import Publisher
from missiongraph.ontology.model import Entity, EntityKind
from missiongraph.search.library import Library

AROUND = 140  # characters before and after the name of an actor
KINDS = {
    "labels": frozenset({EntityKind.BARRIER, EntityKind.REFORM, EntityKind.MISSION}),
    "actors": frozenset({EntityKind.ACTOR}),
}


def draw(library: Path, of: str, count: int, seed: int) -> list[tuple[str, Entity, tuple[str, ...]]]:
    """Entities at random: (file, entity, its quotes), in the order in which they were drawn."""
    opened = Library.open(library)
    publisher = Publisher(opened)
    rows = []
    with opened.snapshot() as snapshot:
        for entry in sorted(snapshot.manifest.reports, key=lambda entry: entry.file_name):
            record = publisher.record(entry)
            texts = {p.key: p.text for p in record.passages}
            for entity in sorted(record.extraction.entities, key=lambda e: e.key):
                if entity.kind in KINDS[of]:
                    quotes = tuple(_told(of, texts[e.passage], e.start, e.end) for e in entity.evidence)
                    rows.append((entry.file_name, entity, quotes))
    return random.Random(seed).sample(rows, min(count, len(rows)))


def _told(of: str, text: str, start: int, end: int) -> str:
    """The quote; of an actor with the words around it, which say what part it plays."""
    if of == "labels":
        return text[start:end]
    return f"{text[max(0, start - AROUND) : start]}[{text[start:end]}]{text[end : end + AROUND]}"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--of", choices=sorted(KINDS), default="labels")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    for number, (name, entity, quotes) in enumerate(draw(given.library, given.of, given.count, given.seed), 1):
        print(f"{number}\t{name}\t{entity.key}\t{entity.kind.value}\t{entity.label}")
        for quote in quotes:
            print(f"\t> {quote}")


if __name__ == "__main__":
    main()
