"""What goes wrong in extraction, by type: ``python -m benchmarks.errors GOLD_FOLDER REPORTS_FOLDER``.

Each annotated report is left out of training in turn. Counts, over all reports, why required barriers and reforms are
missed, what the false ones are, and for links between matched ends where the missed and the false ones stand.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from missiongraph.ingest.extraction.classifier import regressed
from missiongraph.ingest.extraction.gold import agrees, words
from missiongraph.ingest.extraction.heldout import Held, judged_pairs, learn_links, left_out, matched
from missiongraph.ingest.extraction.settings import DEFAULTS
from missiongraph.ingest.extraction.train import Example, Row, annotation_files, fit_links, read_examples
from missiongraph.ontology.model import EntityKind

SAME_PASSAGE, SAME_SECTION = 9, 10  # features of a pair


def stated(example: Example, kind: EntityKind) -> list[tuple[str, bool, frozenset[int]]]:
    """Of each annotated entity its id, whether it is required, and the spans that state it."""
    texts = [words(u.text) for u in example.seen.units]
    return [
        (g.id, not g.optional, frozenset(i for i, t in enumerate(texts) if any(agrees(t, q) for q in g.quotes)))
        for g in example.gold.entities[kind.value]
    ]


def entities(held: Held, kind: EntityKind, counts: Counter[str]) -> None:
    """Count the misses and false finds of a class in one report."""
    found, example = held.found[kind], held.example
    hits = matched(found, example.gold.entities[kind.value], [u.text for u in example.seen.units])
    known = {g.id for g in hits.values()}
    taken = {u for f in found for u in f.units}
    all_stated: set[int] = set()
    for id_, required, spans in stated(example, kind):
        all_stated |= spans
        if required and id_ not in known:
            why = "no span of its quotes" if not spans else "joined to another" if spans & taken else "no span taken"
            counts[f"{kind.value} missed: {why}"] += 1
    for n, each in enumerate(found):
        if n not in hits:
            twin = bool(all_stated & set(each.units[: DEFAULTS.quotes]))
            counts[f"{kind.value} false: {'stands apart from its like' if twin else 'nothing annotated there'}"] += 1


def links(rows: Sequence[Row], learnt: dict[str, list[Row]], counts: Counter[str]) -> None:
    """Count the missed and false ``addresses`` of one report, by where the two ends stand."""
    weights = fit_links(learnt)["addresses"]
    for _, features, linked, _ in rows:
        said = regressed(weights, features) >= DEFAULTS.addresses_least
        if said != linked:
            where = (
                "same passage" if features[SAME_PASSAGE] else "same section" if features[SAME_SECTION] else "elsewhere"
            )
            counts[f"addresses {'false' if said else 'missed'}: {where}"] += 1


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("reports", type=Path)
    parser.add_argument("--taught", type=Path, nargs="*", default=[], help="folders of annotations that only teach")
    given = parser.parse_args()
    scored = {path.stem for path in annotation_files([given.gold])}
    every = list(left_out(read_examples(annotation_files([given.gold, *given.taught]), given.reports)))
    held = [each for each in every if each.example.gold.name in scored]
    counts: Counter[str] = Counter()
    addresses: list[Row] = []
    for each in held:
        addresses += [row for name, row in judged_pairs(each) if name == "addresses"]
        for kind in (EntityKind.BARRIER, EntityKind.REFORM):
            entities(each, kind, counts)
    learnt = learn_links(every)["addresses"]
    for report in sorted({row[0] for row in addresses}):
        mine = [row for row in addresses if row[0] == report]
        links(mine, {"addresses": [row for row in learnt if row[0] != report]}, counts)
    for name, count in sorted(counts.items()):
        print(f"{name:46} {count:4}")


if __name__ == "__main__":
    main()
