"""The graph store: Oxigraph, with the default graph materialised at publish, readable as an ``rdflib.Graph``.

The default graph of every query is the merge of the report, ontology and links graphs. It is kept as triples of its
own beside the named graphs, so that plain SPARQL on any server sees it. As every asserted triple stands in exactly one
named graph, taking a graph out takes its triples out of the merge without counting who else holds them.

rdflib's own engine was measured a thousand times slower on joins; it stays the face that Python users see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pyoxigraph as ox

from .terms import MG_NAMESPACE, SKOS

if TYPE_CHECKING:
    import rdflib

#: Named graphs (last segments of their IRIs) that are read by naming them, never part of the merge.
APART = ("graph/suggested", "graph/corrections")


#: Quads that are loaded at once.
BATCH = 250_000


class Batch:
    """Quads on their way into a store."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._held: list[ox.Quad] = []

    def add(self, quads: Iterable[ox.Quad], *, merged: bool) -> None:
        """Take the quads of a named graph; ``merged`` also puts their triples in the default graph."""
        rows = list(quads)
        self._held += rows
        if merged:
            self._held += [ox.Quad(q.subject, q.predicate, q.object, ox.DefaultGraph()) for q in rows]
        if len(self._held) >= BATCH:
            self.write()

    def end(self) -> None:
        """Write what is held, and let go of the store, so that it can be closed."""
        self.write()
        del self._store

    def write(self) -> None:
        """Write what is held so far."""
        self._store.bulk_extend(self._held)
        self._held.clear()


class GraphStore:
    """Quads on disk (or in memory, without a path)."""

    def __init__(self, store: ox.Store, path: Path | None = None) -> None:
        self._store = store
        self.path = path

    @classmethod
    def open(cls, path: Path | None = None, *, read_only: bool = False) -> Self:
        """Open or create a store; ``read_only`` needs an existing one and never writes to it."""
        if path is None:
            return cls(ox.Store())
        return cls(ox.Store.read_only(str(path)) if read_only else ox.Store(str(path)), path)

    @property
    def native(self) -> ox.Store:
        """The Oxigraph store itself."""
        return self._store

    def add_graph(self, quads: Iterable[ox.Quad], *, merged: bool) -> None:
        """Load the quads of a named graph; ``merged`` also puts its triples in the default graph."""
        with self.batch() as batch:
            batch.add(quads, merged=merged)

    @contextmanager
    def batch(self) -> Iterator[Batch]:
        """Graphs that are loaded together, as each load costs time and files; they are all there at the end."""
        batch = Batch(self._store)
        yield batch
        batch.end()

    def remove_graph(self, name: str) -> list[ox.Quad]:
        """Take a named graph out, and its triples out of the merge; return its quads."""
        graph = ox.NamedNode(name)
        found = list(self._store.quads_for_pattern(None, None, None, graph))
        for quad in found:
            self._store.remove(ox.Quad(quad.subject, quad.predicate, quad.object, ox.DefaultGraph()))
        self._store.remove_graph(graph)
        return found

    def remove_apart(self, name: str) -> list[ox.Quad]:
        """Take a named graph out that the merge does not hold; return its quads."""
        found = list(self.quads(name))
        self._store.remove_graph(ox.NamedNode(name))
        return found

    def replace_graph(self, name: str, quads: Iterable[ox.Quad], *, merged: bool) -> tuple[set[ox.Quad], set[ox.Quad]]:
        """Make a named graph hold exactly these quads, writing only the difference; return what left and what came."""
        return self.replace(self.quads(name), quads, merged=merged)

    def replace(
        self, before: Iterable[ox.Quad], quads: Iterable[ox.Quad], *, merged: bool
    ) -> tuple[set[ox.Quad], set[ox.Quad]]:
        """Put quads in the place of others that stand here, writing only the difference; return what left and came."""
        wanted, found = set(quads), set(before)
        for quad in found - wanted:
            self._store.remove(quad)
            if merged:
                self._store.remove(ox.Quad(quad.subject, quad.predicate, quad.object, ox.DefaultGraph()))
        self.add_graph(wanted - found, merged=merged)
        return found - wanted, wanted - found

    def remove_owned(self, graph: str, slug: str) -> list[ox.Quad]:
        """Take out of a graph apart the quads whose subject is a thing of the report with this slug; return them.

        Matches with things of other reports stay: they are replaced with what joins reports.
        """
        mark = f"/{slug}-"
        found = [q for q in self.quads(graph) if mark in str(q.subject) and q.predicate != SKOS.closeMatch]
        for quad in found:
            self._store.remove(quad)
        return found

    def class_counts(self) -> dict[str, int]:
        """Things in the merge by class of the project's vocabulary, by local name, sorted."""
        rows = self.select(
            f"SELECT ?c (COUNT(?s) AS ?n) WHERE {{ ?s a ?c FILTER(STRSTARTS(STR(?c), '{MG_NAMESPACE}')) }} GROUP BY ?c"
        )
        return dict(sorted((row["c"].value.removeprefix(MG_NAMESPACE), int(row["n"].value)) for row in rows))

    def count_quads(self) -> int:
        """How many quads stand in named graphs (the merge is a copy and not counted)."""
        row = self.select("SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }")[0]
        return int(row["n"].value)

    def count_merge(self) -> int:
        """How many triples the merge holds."""
        row = self.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")[0]
        return int(row["n"].value)

    def graphs(self) -> list[str]:
        """The names of the named graphs, sorted."""
        return sorted(g.value for g in self._store.named_graphs() if isinstance(g, ox.NamedNode))

    def quads(self, graph: str) -> Iterator[ox.Quad]:
        """The quads of one named graph."""
        return self._store.quads_for_pattern(None, None, None, ox.NamedNode(graph))

    def pairs(self, predicate: ox.NamedNode, value: ox.NamedNode | None = None) -> Iterator[tuple[str, str]]:
        """Subject and object, as text, of the triples of the merge that have a property, or also this object."""
        for quad in self._store.quads_for_pattern(None, predicate, value, ox.DefaultGraph()):
            yield quad.subject.value, quad.object.value  # type: ignore[union-attr]

    def select(self, query: str) -> list[dict[str, ox.NamedNode | ox.Literal]]:
        """Rows of a SELECT query of our own, unbound variables left out of a row."""
        solutions = self._store.query(query)
        assert isinstance(solutions, ox.QuerySolutions)
        names = [variable.value for variable in solutions.variables]
        return [{n: s[n] for n in names if s[n] is not None} for s in solutions]

    def query(self, query: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Any query over the merge. Trusted text only: it can neither be stopped nor kept from the network."""
        return self._store.query(query)

    def graph(self) -> rdflib.Graph:
        """The merge as an ``rdflib.Graph``."""
        import rdflib
        from oxrdflib import OxigraphStore

        return rdflib.Graph(store=OxigraphStore(store=self._store), identifier=rdflib.URIRef("urn:x-rdflib:default"))

    def backup(self, path: Path) -> None:
        """A copy at another place, made of hard links where the file system has them."""
        self._store.backup(str(path))

    def optimize(self) -> None:
        """Compact what was loaded, so that readers are fast."""
        self._store.optimize()

    def flush(self) -> None:
        """Put everything on disk."""
        self._store.flush()

    def close(self) -> None:
        """Let go of the files; the store is of no use after that."""
        del self._store

    def __len__(self) -> int:
        return len(self._store)


def nquads(quads: Iterable[ox.Quad]) -> list[str]:
    """Sorted N-Quads lines, without line ends: the form in which graphs are compared."""
    return sorted(str(quad) + " ." for quad in quads)
