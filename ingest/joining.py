"""Puts what joins reports into a graph: the difference to what stands there, looked for only where it can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from missiongraph.ontology.store import GraphStore
from missiongraph.ontology.terms import MG, SKOS

from .resolution import Links
from .resolution.ties import claim_of

#: Quads that left a graph, and that came.
Difference = tuple[set[ox.Quad], set[ox.Quad]]


def joined(store: GraphStore, links: Links, base: str) -> Iterator[Difference]:
    """Make the links graph, and the matches among what is only suggested, as these are; give what left and came."""
    asserted, suggested = f"{base}graph/links", f"{base}graph/suggested"
    if links.subjects is None:
        yield store.replace_graph(asserted, links.asserted, merged=True)
        yield store.replace(_matches(store, suggested, base, [None]), links.suggested, merged=False)
        return
    members, clusters = _standing(store, links.things, asserted)
    subjects = (ox.NamedNode(iri) for iri in sorted(links.subjects | members | clusters))
    found = (q for s in subjects for q in store.native.quads_for_pattern(s, None, None, ox.NamedNode(asserted)))
    yield store.replace(found, links.asserted, merged=True)
    starts = [ox.NamedNode(iri) for iri in sorted(links.things | members)]
    yield store.replace(_matches(store, suggested, base, starts), links.suggested, merged=False)


def _standing(store: GraphStore, things: Iterable[str], links: str) -> tuple[set[str], set[str]]:
    """All that the clusters hold that hold any of the things, and these clusters."""
    graph, native = ox.NamedNode(links), store.native
    clusters = {q.object for t in things for q in native.quads_for_pattern(ox.NamedNode(t), MG.inCluster, None, graph)}
    members = {q.subject for c in clusters for q in native.quads_for_pattern(None, MG.inCluster, c, graph)}
    return {_iri(member) for member in members}, {_iri(cluster) for cluster in clusters}


def _matches(store: GraphStore, suggested: str, base: str, starts: Iterable[ox.NamedNode | None]) -> Iterator[ox.Quad]:
    """The ``skos:closeMatch`` that lead from these (None for all) in a graph, with their claims."""
    graph, native = ox.NamedNode(suggested), store.native
    for start in starts:
        for quad in native.quads_for_pattern(start, SKOS.closeMatch, None, graph):
            yield quad
            first, second = ox.NamedNode(_iri(quad.object)), ox.NamedNode(_iri(quad.subject))
            yield from native.quads_for_pattern(claim_of(base, (first, SKOS.closeMatch, second)), None, None, graph)


def _iri(term: object) -> str:
    assert isinstance(term, ox.NamedNode)
    return term.value
