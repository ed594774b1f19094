"""How many quads and things a snapshot holds, kept up by what came and left: counting a million again takes seconds.

Every asserted triple stands in one named graph, so the class of a thing is counted once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from pyoxigraph import NamedNode, Quad

from missiongraph.ontology.shapes import Touched
from missiongraph.ontology.store import APART
from missiongraph.ontology.terms import MG_NAMESPACE, RDF
from missiongraph.search.library import Manifest
from missiongraph.search.library.described import Described


class Tally:
    """Quads in named graphs, the triples of the merge by property and by class, and what came or left speaks of.

    ``graphs`` are the quads by graph.

    :param before: what the snapshot that is built upon held; without one ``touched`` is None, as everything is new.
    """

    def __init__(self, before: Manifest | None, described: Described | None = None) -> None:
        self.quads = before.quads if before else 0
        self.types = Counter(described.classes if described else {})
        self.properties = Counter(described.properties if described else {})
        self.graphs = Counter({name: graph.triples for name, graph in described.graphs.items()} if described else {})
        self.touched = Touched() if before else None

    def put(self, quads: Collection[Quad]) -> None:
        """Count quads that came."""
        if self.touched is not None:
            self.touched.add(quads)
        self.quads += len(quads)
        self.graphs.update(_by_graph(quads))
        for counter, found in zip((self.types, self.properties), _counts(quads), strict=True):
            counter.update(found)

    def take(self, quads: Collection[Quad]) -> None:
        """Count quads that left."""
        if self.touched is not None:
            self.touched.add(quads)
        self.quads -= len(quads)
        self.graphs.subtract(_by_graph(quads))
        for counter, found in zip((self.types, self.properties), _counts(quads), strict=True):
            counter.subtract(found)

    def apart(self, came: int) -> None:
        """Count quads of a graph that the merge does not hold; below zero for those that left."""
        self.quads += came

    def classes(self) -> dict[str, int]:
        """Local name of a class of the project's vocabulary → how many things, sorted; those without left out."""
        return {
            iri.removeprefix(MG_NAMESPACE): count
            for iri, count in sorted(self.types.items())
            if count and iri.startswith(MG_NAMESPACE)
        }


def _by_graph(quads: Collection[Quad]) -> Counter[str]:
    counts = Counter(quad.graph_name for quad in quads)
    return Counter({name.value: count for name, count in counts.items()})  # type: ignore[union-attr]


def _counts(quads: Collection[Quad]) -> tuple[Counter[str], Counter[str]]:
    """Of the quads that stand in the merge too: how many by class, and by property."""
    types, properties = Counter[str](), Counter[str]()
    apart = {graph: graph.value.endswith(APART) for graph in {quad.graph_name for quad in quads}}  # type: ignore[union-attr]
    for quad in quads:
        if not apart[quad.graph_name]:
            properties[quad.predicate.value] += 1
            if quad.predicate == RDF.type and isinstance(quad.object, NamedNode):
                types[quad.object.value] += 1
    return types, properties
