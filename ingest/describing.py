"""The description of a snapshot's graph (VoID, DCAT), made at publish from what came and left, so always true."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from missiongraph.ontology.store import GraphStore
from missiongraph.ontology.terms import RDF
from missiongraph.search.library.described import Described, NamedGraph

from .tally import Tally

BLOCK = 1 << 20  # bytes read at once


@contextmanager
def described(
    store: GraphStore, tally: Tally, before: Described | None, changed: Collection[str], folder: Path
) -> Iterator[Callable[[], Described]]:
    """A function that gives the description of a graph; graphs are hashed beside what is done until it is called.

    The graph is not changed meanwhile.

    :param before: that of the snapshot which this one was built upon.
    :param changed: names of the graphs that are not as they were.
    :param folder: for a file that is gone afterwards.
    """
    known = before.graphs if before else {}
    names = store.graphs()
    with ThreadPoolExecutor(1) as worker:
        new = {
            name: worker.submit(_hashed, store.native, name, folder / ".graph.nt")
            for name in names
            if name not in known or name in changed
        }

        def description() -> Described:
            return Described(
                triples=sum(tally.properties.values()),
                classes=_sorted(tally.types),
                properties=_sorted(tally.properties),
                examples={cls: one for cls in sorted(tally.types) if (one := _example(store.native, cls)) is not None},
                graphs={name: new[name].result() if name in new else known[name] for name in names},
            )

        try:
            yield description
        finally:
            worker.shutdown(cancel_futures=True)


def _sorted(counts: dict[str, int]) -> dict[str, int]:
    return {name: count for name, count in sorted(counts.items()) if count}


def _example(store: ox.Store, cls: str) -> str | None:
    """The first thing of a class in the store's own order, which depends on its terms alone."""
    found = next(store.quads_for_pattern(None, RDF.type, ox.NamedNode(cls), ox.DefaultGraph()), None)
    return found.subject.value if found is not None and isinstance(found.subject, ox.NamedNode) else None


def _hashed(store: ox.Store, name: str, path: Path) -> NamedGraph:
    """How many triples a graph has, and the hash of its dump; the dump to a file keeps no other thread waiting."""
    digest, lines = hashlib.sha256(), 0
    try:
        store.dump(str(path), format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(name))
        with path.open("rb") as stream:
            while block := stream.read(BLOCK):
                digest.update(block)
                lines += block.count(b"\n")
    finally:
        path.unlink(missing_ok=True)
    return NamedGraph(triples=lines, sha256=digest.hexdigest())
