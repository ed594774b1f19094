"""Shapes at publish: a graph that breaks one is not published, and the fault names node, shape and quote."""

from __future__ import annotations

from collections.abc import Collection

import pyoxigraph as ox

from missiongraph.ontology.shapes import Joined, Touched, Violation, validate
from missiongraph.ontology.store import GraphStore
from missiongraph.ontology.terms import OA
from missiongraph.search.library import LibraryError

SHOWN = 3  # violations that the message tells
FEW = 5  # reports for which what joins all is asked for node by node


class NonconformingError(LibraryError):
    """A graph breaks the shapes. ``graph`` is its IRI, ``violations`` what is wrong."""

    def __init__(self, graph: str, violations: tuple[Violation, ...], quotes: dict[str, str]) -> None:
        self.graph, self.violations = graph, violations
        told = [
            f"{one.node} ({one.shape}): {one.message}" + (f" “{quotes[one.node]}”" if one.node in quotes else "")
            for one in violations[:SHOWN]
        ]
        more = f"; and {len(violations) - SHOWN} more" if len(violations) > SHOWN else ""
        super().__init__(f"{graph} does not conform to the shapes: {'; '.join(told)}{more}; nothing was changed")


def conform(store: GraphStore, graph: str, only: Touched | None = None) -> None:
    """Hold a named graph against the shapes, or only what a change has touched.

    :raises NonconformingError: if it breaks one.
    """
    _refuse(store, graph, validate(store.native, graph, only))


def conform_reports(store: GraphStore, links: str, graphs: Collection[str]) -> None:
    """Hold the graphs of reports against the shapes, with what joins the reports.

    :raises NonconformingError: if one breaks a shape.
    """
    joined = Joined(store.native, links, many=len(graphs) > FEW)
    for graph in sorted(graphs):
        _refuse(store, graph, joined.check(list(store.quads(graph))))


def _refuse(store: GraphStore, graph: str, found: tuple[Violation, ...]) -> None:
    if found:
        quotes = {one.node: text for one in found[:SHOWN] if (text := _quote(store.native, one.node)) is not None}
        raise NonconformingError(graph, found, quotes)


def _quote(store: ox.Store, node: str) -> str | None:
    """The words that evidence a node."""
    query = f"""SELECT ?x WHERE {{ ?a <{OA.hasBody.value}> <{node}> ; <{OA.hasTarget.value}> ?t .
        ?t <{OA.hasSelector.value}> ?s . ?s <{OA.exact.value}> ?x }} ORDER BY ?x LIMIT 1"""
    if any(c in node for c in '<>"{}|^`\\ '):
        return None
    rows = store.query(query)
    assert isinstance(rows, ox.QuerySolutions)
    return next((row["x"].value for row in rows), None)
