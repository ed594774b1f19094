"""The description of a snapshot's graph (VoID, DCAT), made at publish from what came and left, so always true."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import IO, cast

import pyoxigraph as ox

from missiongraph.ontology.store import GraphStore
from missiongraph.ontology.terms import RDF
from missiongraph.search.library.described import Described, NamedGraph

from .tally import Tally


def described(store: GraphStore, tally: Tally, before: Described | None, changed: Collection[str]) -> Described:
    """The description of a graph.

    :param before: that of the snapshot which this one was built upon.
    :param changed: names of the graphs that are not as they were.
    """
    known = before.graphs if before else {}
    graphs = {
        name: known[name] if name in known and name not in changed else _hashed(store.native, name)
        for name in store.graphs()
    }
    return Described(
        triples=sum(tally.properties.values()),
        classes=_sorted(tally.types),
        properties=_sorted(tally.properties),
        examples={cls: one for cls in sorted(tally.types) if (one := _example(store.native, cls)) is not None},
        graphs=graphs,
    )


def _sorted(counts: dict[str, int]) -> dict[str, int]:
    return {name: count for name, count in sorted(counts.items()) if count}


def _example(store: ox.Store, cls: str) -> str | None:
    """The first thing of a class in the store's own order, which depends on its terms alone."""
    found = next(store.quads_for_pattern(None, RDF.type, ox.NamedNode(cls), ox.DefaultGraph()), None)
    return found.subject.value if found is not None and isinstance(found.subject, ox.NamedNode) else None


class _Hasher:
    """A file that keeps nothing of what is written but its hash and its lines."""

    def __init__(self) -> None:
        self.digest, self.lines = hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        """Take some of it in."""
        self.digest.update(data)
        self.lines += data.count(b"\n")
        return len(data)

    def flush(self) -> None:
        """Nothing is held."""


def _hashed(store: ox.Store, name: str) -> NamedGraph:
    hasher = _Hasher()
    store.dump(cast(IO[bytes], hasher), format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(name))
    return NamedGraph(triples=hasher.lines, sha256=hasher.digest.hexdigest())
