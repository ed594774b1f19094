"""The vocabulary and its shapes as package data."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import pyoxigraph as ox


@cache
def turtle(name: str = "missiongraph.ttl") -> str:
    """A Turtle file of this folder: ``missiongraph.ttl`` or ``shapes.ttl``."""
    return (files(__name__) / name).read_text(encoding="utf-8")


def ontology_quads(base: str) -> list[ox.Quad]:
    """The vocabulary as quads of ``<base>graph/ontology``."""
    graph = ox.NamedNode(f"{base}graph/ontology")
    rows = ox.parse(turtle(), format=ox.RdfFormat.TURTLE)
    return [ox.Quad(row.subject, row.predicate, row.object, graph) for row in rows]
