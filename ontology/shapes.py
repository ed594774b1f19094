"""Does a named graph conform to the shapes? What is wrong, in words, with the node that is at fault.

A graph answers for its own nodes, seen with what other graphs say of them and of the things that they point at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

import pyoxigraph as ox

from .shacl import About, Facts, Shapes, Term, compile_shapes
from .terms import MG, OA, RDF
from .vocabulary import turtle

#: Properties that shapes read from the object's side.
INVERSE = (OA.hasBody, MG.inCluster)


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


@dataclass(frozen=True, slots=True)
class Touched:
    """What quads that came or left can make conform or not, whatever graph they stand in.

    ``nodes`` are those of which a shape reads other values than before; ``retyped`` those of another class than before,
    so that what leads to them is to be held as well.
    """

    nodes: set[ox.NamedNode] = field(default_factory=set)
    retyped: set[ox.NamedNode] = field(default_factory=set)

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Take quads in that came or left."""
        for quad in quads:
            if isinstance(quad.subject, ox.NamedNode):
                self.nodes.add(quad.subject)
                if quad.predicate == RDF.type:
                    self.retyped.add(quad.subject)
            if quad.predicate in INVERSE and isinstance(quad.object, ox.NamedNode):
                self.nodes.add(quad.object)


def validate(store: ox.Store, graph: str, only: Touched | None = None) -> tuple[Violation, ...]:
    """Hold a named graph against the shapes.

    :param store: holds the graph and, in its default graph, the merge that the graph's nodes may point into.
    :param only: what has changed since the graph conformed; nothing else is held.
    :returns: the violations by node, path and value; empty where the graph conforms.
    """
    name = ox.NamedNode(graph)
    if only is None:
        return check(store.quads_for_pattern(None, None, None, name), lambda node: about(store, node))
    held = _leaning(store, name, only)
    return check(_around(store, name, held), lambda node: about(store, node), held)


def _leaning(store: ox.Store, graph: ox.NamedNode, only: Touched) -> set[ox.NamedNode]:
    """The nodes that a change touches and those whose shapes ask for the class of one that has another."""
    found = set(only.nodes)
    for node in only.retyped:
        near: list[object] = [quad.subject for quad in store.quads_for_pattern(None, None, node, graph)]
        near += [q.object for each in INVERSE for q in store.quads_for_pattern(node, each, None, graph)]
        near += [
            quad.subject
            for quad in store.quads_for_pattern(None, None, node, ox.DefaultGraph())
            if next(store.quads_for_pattern(quad.subject, None, None, graph), None) is not None
        ]  # what other graphs say of the nodes of this one
        found.update(other for other in near if isinstance(other, ox.NamedNode))
    return found


def _around(store: ox.Store, graph: ox.NamedNode, nodes: Iterable[ox.NamedNode]) -> Iterable[ox.Quad]:
    """What shapes read of nodes in a graph: their values, those of inverse properties, and the classes of all these."""
    found: dict[ox.Quad, None] = {}
    values: dict[object, None] = {}
    for node in nodes:
        for quad in store.quads_for_pattern(node, None, None, graph):
            found[quad] = None
            if quad.predicate != RDF.type:
                values[quad.object] = None
        for each in INVERSE:
            for quad in store.quads_for_pattern(None, each, node, graph):
                found[quad] = None
                values[quad.subject] = None
    for value in values:
        if isinstance(value, ox.NamedNode):
            found.update(dict.fromkeys(store.quads_for_pattern(value, RDF.type, None, graph)))
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
    """What joins the reports of a store, by which the graph of a report can be held against the shapes.

    A report's graph alone speaks of the report's own things, so of these only ``links`` can say more; what another
    report has is typed by that report, whatever ``links`` adds.

    :param many: hold what joins reports in memory, for many report graphs.
    """

    def __init__(self, store: ox.Store, links: str, *, many: bool = False) -> None:
        self._store = store
        self._graph = ox.NamedNode(links)
        self._links: dict[ox.NamedNode, list[ox.Quad]] | None = None
        if many:
            self._links = {}
            for quad in store.quads_for_pattern(None, None, None, self._graph):
                if isinstance(quad.subject, ox.NamedNode):
                    self._links.setdefault(quad.subject, []).append(quad)

    def _said(self, node: ox.NamedNode) -> Collection[ox.Quad]:
        if self._links is not None:
            return self._links.get(node, ())
        return list(self._store.quads_for_pattern(node, None, None, self._graph))

    def check(self, own: Collection[ox.Quad]) -> tuple[Violation, ...]:
        """Hold a report's own quads against the shapes."""
        mine = {quad.subject for quad in own}

        def about(node: ox.NamedNode) -> Iterable[ox.Quad]:
            joined = self._said(node)
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
