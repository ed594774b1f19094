"""Labels of entities out of the graph, where shared things have one label however many reports name them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache

from missiongraph.ontology.terms import SKOS

from .library import Snapshot
from .results import EntityRef


@lru_cache(maxsize=8)
def _all_labels(path: str, snapshot: Snapshot) -> dict[str, str]:
    return dict(snapshot.store.pairs(SKOS.prefLabel))


def all_labels(snapshot: Snapshot) -> Mapping[str, str]:
    """IRI → label of everything that has one."""
    return _all_labels(str(snapshot.path), snapshot)


def labels_of(snapshot: Snapshot, iris: Collection[str]) -> dict[str, EntityRef]:
    """References to those of the IRIs that have a label."""
    if not iris:
        return {}
    labels = all_labels(snapshot)
    return {
        iri: EntityRef(id=iri, type=iri.removeprefix(snapshot.base).partition("/")[0], label=labels[iri])
        for iri in iris
        if iri in labels
    }
