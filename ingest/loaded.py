"""The graphs that a user loaded, on their way from ``loaded/`` into a snapshot."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator

import pyoxigraph as ox

from missiongraph.ontology.store import GraphStore, nquads
from missiongraph.search.library.layout import Layout
from missiongraph.search.library.manifest import LoadedEntry

from .tally import Tally


def loaded_graphs(layout: Layout) -> Iterator[tuple[str, list[ox.Quad]]]:
    """The name and quads of each graph that was loaded; none is empty."""
    for path in sorted(layout.loaded.glob("*.nq")):
        rows = list(ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS))
        if rows and isinstance(rows[0].graph_name, ox.NamedNode):
            yield rows[0].graph_name.value, rows


def digest(quads: Iterable[ox.Quad]) -> str:
    """The SHA-256 of quads as sorted lines, which is also that of their file."""
    return hashlib.sha256("".join(f"{line}\n" for line in nquads(quads)).encode()).hexdigest()


def put_loaded(
    layout: Layout, store: GraphStore, tally: Tally, before: Collection[LoadedEntry]
) -> tuple[tuple[LoadedEntry, ...], set[str]]:
    """Make the store hold what was loaded, apart from the merge.

    :returns: an entry for each graph, and the names of those that are new or other than before.
    """
    known, entries, changed = {one.graph: one for one in before}, [], set[str]()
    for name, rows in loaded_graphs(layout):
        entries.append(LoadedEntry(graph=name, sha256=digest(rows), triples=len(rows)))
        if known.get(name) != entries[-1]:
            left, came = store.replace_graph(name, rows, merged=False)
            tally.apart(len(came) - len(left))
            changed.add(name)
    for name in known.keys() - {one.graph for one in entries}:
        tally.apart(-len(store.remove_apart(name)))
    return tuple(sorted(entries, key=lambda one: one.graph)), changed
