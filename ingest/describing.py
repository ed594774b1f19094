"""The description of a snapshot's graph (VoID, DCAT), made at publish from what came and left, so always true."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pyoxigraph as ox

from missiongraph.ontology.store import GraphStore
from missiongraph.ontology.terms import RDF
from missiongraph.search.library.described import Described, NamedGraph, hashed

from .tally import Tally


@contextmanager
def described(
    store: GraphStore, tally: Tally, before: Described | None, changed: Collection[str], joined: Collection[str]
) -> Iterator[Callable[[], Described]]:
    """A function that gives the description of a graph; graphs are hashed beside what is done until it is called.

    The graph is not changed meanwhile.

    :param before: that of the snapshot which this one was built upon.
    :param changed: names of the graphs that are not as they were.
    :param joined: names of the graphs that every report adds to: counted, and hashed when somebody asks, as hashing
        them takes time that grows with the library.
    """
    known = before.graphs if before else {}
    names = store.graphs()
    with ThreadPoolExecutor(1) as worker:
        new = {
            name: worker.submit(hashed, store, name)
            for name in names
            if name not in joined and (name not in known or name in changed)
        }

        def of(name: str) -> NamedGraph:
            if name in joined:
                return NamedGraph(triples=tally.graphs[name])
            return new[name].result() if name in new else known[name]

        def description() -> Described:
            return Described(
                triples=sum(tally.properties.values()),
                classes=_sorted(tally.types),
                properties=_sorted(tally.properties),
                examples={cls: one for cls in sorted(tally.types) if (one := _example(store.native, cls)) is not None},
                graphs={name: of(name) for name in names},
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
