"""The compiled check of the shapes against pySHACL, the general engine: they agree on whole and on broken graphs."""

from __future__ import annotations

import random
from collections.abc import Callable

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from benchmarks.made import write_reports
from rdflib.namespace import SH

from missiongraph.ingest.pipeline import ingest
from missiongraph.ontology.shacl import UnknownConstraintError, compile_shapes
from missiongraph.ontology.shapes import Touched, about, check, validate
from missiongraph.ontology.terms import MG, OA, RDF, XSD
from missiongraph.ontology.vocabulary import turtle
from missiongraph.search.library import Library, Snapshot

SHAPES = rdflib.Graph().parse(data=turtle("shapes.ttl"), format="turtle")

Found = set[tuple[str, str | None, str | None]]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    """The graph of two small reports, in memory."""
    folder = tmp_path_factory.mktemp("shapes")
    ingest(folder / "library", list(write_reports(folder, range(2), paragraphs=6)), workers=1)
    store = ox.Store()
    with Library.open(folder / "library").snapshot() as snapshot:
        store.extend(snapshot.store.native)
    return store


def named(store: ox.Store, part: str) -> list[ox.Quad]:
    """The quads of the first graph whose name has a part, in order."""
    graph = min(str(g.value) for g in store.named_graphs() if part in str(g.value))
    return sorted(store.quads_for_pattern(None, None, None, ox.NamedNode(graph)), key=str)


def referee(own: list[ox.Quad], store: ox.Store) -> Found:
    """What pySHACL finds at the graph's own nodes."""
    nodes = {quad.subject for quad in own if isinstance(quad.subject, ox.NamedNode)}
    rows = {quad.triple for quad in own} | {quad.triple for node in nodes for quad in about(store, node)}
    values = {row.object for row in rows if isinstance(row.object, ox.NamedNode)} - nodes
    rows |= {quad.triple for value in values for quad in about(store, value) if quad.predicate == RDF.type}
    data = rdflib.Graph()
    data.parse(data=ox.serialize(rows, format=ox.RdfFormat.N_TRIPLES), format="nt")
    _conforms, report, _text = pyshacl.validate(data, shacl_graph=SHAPES, advanced=False, inplace=True)
    found = set()
    for result in report.subjects(SH.resultSeverity, SH.Violation):
        node, path = str(report.value(result, SH.focusNode)), report.value(result, SH.resultPath)
        value = report.value(result, SH.value)
        if ox.NamedNode(node) in nodes:
            found.add(
                (node, str(path) if isinstance(path, rdflib.URIRef) else None, None if value is None else str(value))
            )
    return found


def compiled(own: list[ox.Quad], store: ox.Store) -> Found:
    return {(v.node, v.path, v.value) for v in check(own, lambda node: about(store, node))}


Break = Callable[[ox.Quad], list[ox.Quad]]


def _with(quad: ox.Quad, value: ox.NamedNode | ox.Literal) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, value, quad.graph_name)


#: Ways in which a statement can be wrong: what stands in its place.
BREAKS: dict[str, Break] = {
    "gone": lambda q: [],
    "twice": lambda q: [q, _with(q, ox.Literal("another"))],
    "empty": lambda q: [_with(q, ox.Literal(""))],
    "an address": lambda q: [_with(q, ox.NamedNode("https://example.org/elsewhere"))],
    "a class": lambda q: [_with(q, MG.Mission)],
    "a large number": lambda q: [_with(q, ox.Literal("123456", datatype=XSD.integer))],
    "a long decimal": lambda q: [_with(q, ox.Literal("0.12345", datatype=XSD.decimal))],
    "below zero": lambda q: [_with(q, ox.Literal("-1", datatype=XSD.integer))],
    "no number": lambda q: [_with(q, ox.Literal("seven", datatype=XSD.integer))],
    "no day": lambda q: [_with(q, ox.Literal("2024-13-41", datatype=XSD.date))],
    "a language": lambda q: [q, _with(q, ox.Literal("anderswo", language="en"))],
}


def broken(own: list[ox.Quad], way: str, seed: int, count: int = 25) -> list[ox.Quad]:
    """The quads with some of them wrong in one way, chosen so that each predicate has its turn."""
    chance = random.Random(f"{way} {seed}")
    by_predicate: dict[str, list[ox.Quad]] = {}
    # sh:lessThan against what is no number: a fault by the standard, none for pySHACL
    open_to_it = [quad for quad in own if (way, quad.predicate) != ("no number", OA.end)]
    for quad in open_to_it:
        by_predicate.setdefault(quad.predicate.value, []).append(quad)
    victims = {chance.choice(by_predicate[name]) for name in sorted(by_predicate)}
    victims |= set(chance.sample(open_to_it, min(len(open_to_it), count)))
    rows = (each for quad in own for each in (BREAKS[way](quad) if quad in victims else [quad]))
    return list(dict.fromkeys(rows))


def elsewhere(store: ox.Store, own: list[ox.Quad]) -> ox.Store:
    """The merge without what a graph itself says."""
    merge = {quad.triple for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph())}
    others = ox.Store()
    others.extend(ox.Quad(t.subject, t.predicate, t.object) for t in merge - {quad.triple for quad in own})
    return others


@pytest.mark.parametrize("part", ["graph/report/", "graph/links"])
def test_a_whole_graph_conforms_by_both(store: ox.Store, part: str) -> None:
    own = named(store, part)
    assert own
    assert compiled(own, store) == referee(own, store) == set()


@pytest.mark.parametrize("way", BREAKS)
def test_both_find_the_same_faults(store: ox.Store, way: str) -> None:
    whole = named(store, "graph/report/")
    own, others = broken(whole, way, 0), elsewhere(store, whole)
    found = compiled(own, others)
    assert found
    assert found == referee(own, others)


@pytest.mark.slow
@pytest.mark.parametrize("part", ["graph/report/", "graph/links"])
@pytest.mark.parametrize("way", BREAKS)
@pytest.mark.parametrize("seed", [1, 2])
def test_both_find_the_same_faults_elsewhere(store: ox.Store, way: str, seed: int, part: str) -> None:
    whole = named(store, part)
    own, others = broken(whole, way, seed), elsewhere(store, whole)
    assert compiled(own, others) == referee(own, others)


def test_a_fault_says_what_is_wrong(store: ox.Store) -> None:
    whole = named(store, "graph/report/")
    own, others = [quad for quad in whole if quad.predicate not in (OA.exact, MG.confidence)], elsewhere(store, whole)
    words = {violation.message for violation in check(own, lambda node: about(others, node))}
    assert words == {
        "oa:exact has 0 values where at least 1 are needed",
        "has one confidence from 0 to 1 of at most two decimals",
    }


def test_shapes_that_are_not_understood_are_refused() -> None:
    rule = "<x:s> sh:targetClass <x:C> ; sh:property [ sh:path <x:p> ; sh:equals <x:q> ] ."
    text = f"@prefix sh: <http://www.w3.org/ns/shacl#> . {rule}"
    with pytest.raises(UnknownConstraintError, match="equals"):
        compile_shapes(text.encode())


@pytest.mark.parametrize("part", ["graph/links", "graph/suggested"])
def test_what_a_change_touches_breaks_what_the_whole_graph_breaks(snapshot: Snapshot, part: str) -> None:
    store = ox.Store()
    store.extend(snapshot.store.native)
    graph = ox.NamedNode(f"{snapshot.base}{part}")
    assert validate(store, graph.value) == ()
    quads = sorted(store.quads_for_pattern(None, None, None, graph), key=str)
    broken = 0
    for gone in random.Random(7).sample(quads, 25):
        merged = ox.Quad(gone.subject, gone.predicate, gone.object)
        others = {gone, merged} & set(store)
        for quad in others:
            store.remove(quad)
        touched = Touched()
        touched.add([gone])
        whole = validate(store, graph.value)
        assert validate(store, graph.value, touched) == whole, gone
        broken += bool(whole)
        store.extend(others)
    assert broken > 3
