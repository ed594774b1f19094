"""Does a named graph conform to the shapes? What is wrong, in words, with the node that is at fault.

A graph answers for its own nodes, seen with what other graphs say of them and of the things that they point at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from .shacl import About, Facts, Shapes, Term, compile_shapes
from .terms import MG, OA, RDF
from .vocabulary import turtle


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One node that does not conform: the shape it breaks, on which path, with what value, and the rule in words."""

    node: str
    shape: str
    message: str
    path: str | None = None
    value: str | None = None


@cache
def _shapes() -> Shapes:
    return compile_shapes(turtle("shapes.ttl").encode())


def validate(store: ox.Store, graph: str, only: Collection[ox.NamedNode] | None = None) -> tuple[Violation, ...]:
    """Hold a named graph against the shapes.

    :param store: holds the graph and, in its default graph, the merge that the graph's nodes may point into.
    :param only: the nodes that are held, where the others are known to conform and nothing near them has changed.
    :returns: the violations by node, path and value; empty where the graph conforms.
    """
    name = ox.NamedNode(graph)
    if only is None:
        return check(store.quads_for_pattern(None, None, None, name), lambda node: about(store, node))
    held = _leaning(store, name, only)
    return check(_around(store, name, held), lambda node: about(store, node), held)


def _leaning(store: ox.Store, graph: ox.NamedNode, nodes: Collection[ox.NamedNode]) -> set[ox.NamedNode]:
    """The nodes and those whose own shapes look at them: what leads to them, and the bodies of annotations."""
    found = set(nodes)
    for node in nodes:
        near: list[object] = [quad.subject for quad in store.quads_for_pattern(None, None, node, graph)]
        near += [quad.object for quad in store.quads_for_pattern(node, OA.hasBody, None, graph)]
        found.update(other for other in near if isinstance(other, ox.NamedNode))
    return found


def _around(store: ox.Store, graph: ox.NamedNode, nodes: Collection[ox.NamedNode]) -> Iterable[ox.Quad]:
    """What a graph says of nodes and of what they lead to, and all that shapes ask of inverse properties."""
    found: dict[ox.Quad, None] = {}
    seen, waiting = set[object](), list(nodes)
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        for quad in store.quads_for_pattern(node, None, None, graph):
            found[quad] = None
            if isinstance(quad.object, ox.NamedNode) and quad.predicate != RDF.type:
                waiting.append(quad.object)
        for quad in store.quads_for_pattern(None, OA.hasBody, node, graph):
            if isinstance(quad.subject, ox.NamedNode):
                waiting.append(quad.subject)
        found.update(dict.fromkeys(store.quads_for_pattern(None, MG.inCluster, node, graph)))
    return found


def check(own: Iterable[ox.Quad], about: About, only: Collection[ox.NamedNode] | None = None) -> tuple[Violation, ...]:
    """Hold quads against the shapes.

    :param about: gives what other graphs say of a node: its triples, and which annotations have it as their body.
    :param only: the nodes that are held; all without it.
    """
    found = [
        Violation(
            node=node.value,
            shape=fault.shape,
            message=fault.words,
            path=fault.path,
            value=None if fault.value is None else _text(fault.value),
        )
        for node, fault in _shapes().check(Facts(own, about), only)
    ]
    return tuple(sorted(found, key=lambda v: (v.node, v.path or "", v.value or "", v.message)))


class Joined:
    """What joins the reports of a store, in memory, so that many report graphs can be held against the shapes.

    A report's graph alone speaks of the report's own things, so of these only ``links`` can say more; what another
    report has is typed by that report, whatever ``links`` adds.
    """

    def __init__(self, store: ox.Store, links: str) -> None:
        self._store = store
        self._links: dict[ox.NamedNode, list[ox.Quad]] = {}
        for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(links)):
            if isinstance(quad.subject, ox.NamedNode):
                self._links.setdefault(quad.subject, []).append(quad)

    def check(self, own: Collection[ox.Quad]) -> tuple[Violation, ...]:
        """Hold a report's own quads against the shapes."""
        mine = {quad.subject for quad in own}

        def about(node: ox.NamedNode) -> Iterable[ox.Quad]:
            joined = self._links.get(node, ())
            if node in mine or any(quad.predicate == RDF.type for quad in joined):
                return joined
            return (*joined, *self._store.quads_for_pattern(node, RDF.type, None, ox.DefaultGraph()))

        return check(own, about)


def _text(term: Term) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value


def about(store: ox.Store, node: ox.NamedNode) -> Iterator[ox.Quad]:
    """What the merge says of a node, and which annotations have it as their body."""
    merge = ox.DefaultGraph()
    yield from store.quads_for_pattern(node, None, None, merge)
    for quad in store.quads_for_pattern(None, OA.hasBody, node, merge):
        yield quad
        yield from store.quads_for_pattern(quad.subject, RDF.type, None, merge)
