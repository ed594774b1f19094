"""Pairs of barriers and reforms of different reports, judged by hand, against what clusters them.

``python -m benchmarks.across FOLDER`` with the folder of the shared annotations (``…/eval/gold``): their labels and
quotes take the place of extraction, so the figures are of the joining alone. Prints precision and recall of the rule
for a pair and of the clusters that come of it, and the seconds that the clusters take.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np

from missiongraph.ingest.resolution.clusters import Across, clusters
from missiongraph.ingest.resolution.linkable import Linkable
from missiongraph.ingest.resolution.near import Pairs
from missiongraph.ontology.identifiers import Names
from missiongraph.ontology.model import Entity, EntityKind, Evidence, Metadata
from missiongraph.search.embedding import MiniLM, Vectors

JUDGED = Path("tests/across/pairs.jsonl")
BASE = "https://example.org/id/"
NO_PLACE = (Evidence(passage="passage/0", start=0, end=1),)


def annotated(folder: Path) -> tuple[dict[str, Linkable], dict[str, list[str]]]:
    """Annotated reports as linkables, and the labels to embed of each."""
    found: dict[str, list[tuple[Entity, str]]] = {}
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        for kind in (EntityKind.BARRIER, EntityKind.REFORM):
            for item in gold[f"{kind.value}s"]:
                _put(found, gold["document"], kind, item["id"], item["label"], " ".join(item["quotes"]))
    for line in (folder / "numbered-recommendations.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        if item["file"] == "hol_space_economy_2025.pdf":
            _put(found, item["file"], EntityKind.REFORM, item["number"], item["text"][:300], item["text"])
    linkables = {
        slug: Linkable(
            sha256=slug.ljust(64, "0"),
            metadata=Metadata(title=slug),
            own=tuple(entity for entity, _ in rows),
            rows=tuple(range(len(rows))),
            quotes={entity.key: quote for entity, quote in rows},
        )
        for slug, rows in found.items()
    }
    return linkables, {slug: [entity.label for entity, _ in rows] for slug, rows in found.items()}


def _put(
    found: dict[str, list[tuple[Entity, str]]], slug: str, kind: EntityKind, name: str, label: str, quote: str
) -> None:
    entity = Entity(key=f"{kind.value}/{name}", kind=kind, label=label, evidence=NO_PLACE, confidence=1.0)
    found.setdefault(slug, []).append((entity, quote))


def scores(judged: list[bool], found: list[bool]) -> str:
    """Precision and recall in words."""
    right = int(np.logical_and(judged, found).sum())
    said, due = sum(found), sum(judged)
    return f"precision {right}/{said} = {right / max(said, 1):.2f}, recall {right}/{due} = {right / max(due, 1):.2f}"


def main(folder: Path) -> None:
    """Print the figures."""
    linkables, labels = annotated(folder)
    model = MiniLM()
    vectors: dict[str, Vectors] = {slug: model.encode(texts) for slug, texts in labels.items()}
    works = {slug: f"work/{slug}" for slug in linkables}
    started = time.perf_counter()
    across = Across(works=works, formats={}, copies={}, by_hand={}, known=Pairs())
    made = clusters(linkables, vectors, across, BASE).clusters
    took = time.perf_counter() - started
    cluster = {member: one.key for one in made for member in one.members}
    matched = {frozenset(match[:2]) for one in made for match in one.matches}
    pairs = [json.loads(line) for line in JUDGED.read_text(encoding="utf-8").splitlines()]
    iris = [[Names(BASE, p[side][0]).iri(f"{p['kind']}/{p[side][1]}") for side in "ab"] for p in pairs]
    judged = [p["same"] for p in pairs]
    agreement = sum(p["first"] == p["second"] for p in pairs)
    print(f"{len(pairs)} pairs, {sum(judged)} the same; the two readings agree on {agreement}")
    print("matched :", scores(judged, [frozenset(pair) in matched for pair in iris]))
    print("clusters:", scores(judged, [a in cluster and cluster[a] == cluster.get(b) for a, b in iris]))
    print(f"{len(made)} clusters of {sum(map(len, labels.values()))} things in {took:.2f} s")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
