"""A user's own RDF: kept apart, held against the shapes, taken out again; no graph that breaks them is published."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from benchmarks.made import write_reports

import missiongraph
from missiongraph.api.cli.frame import run
from missiongraph.ingest.conforming import NonconformingError, conform
from missiongraph.ingest.loading import LoadError, load_graph, unload_graph
from missiongraph.ingest.pipeline import ingest
from missiongraph.ingest.upgrade import upgrade
from missiongraph.ingest.verify import verify
from missiongraph.ontology.store import GraphStore, nquads
from missiongraph.ontology.terms import SKOS
from missiongraph.search.library import Library, Snapshot

MINE, OTHER = "https://example.org/graph/mine", "https://example.org/graph/other"
TURTLE = "@prefix ex: <https://example.org/> . ex:a ex:says [ ex:b 'c' ], [ ex:b 'd' ] ; ex:seen true ."


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library of one small report."""
    ingest(tmp_path / "library", list(write_reports(tmp_path / "files", range(1))), workers=1)
    return tmp_path / "library"


def file(folder: Path, text: str, name: str = "mine.ttl") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def graph(library: Path, name: str) -> list[str]:
    with Library.open(library).snapshot() as snapshot:
        return nquads(snapshot.store.quads(name))


def test_what_is_loaded_is_read_by_naming_it_and_outlives_upgrades(library: Path, tmp_path: Path) -> None:
    with Library.open(library).snapshot() as snapshot:
        merge, quads = snapshot.store.count_merge(), snapshot.manifest.quads
    assert load_graph(library, file(tmp_path, TURTLE), MINE) == 5
    found = graph(library, MINE)
    with missiongraph.open(library) as reader:
        assert reader.sparql("ASK { ?s <https://example.org/says> ?o }") is False
        assert reader.sparql(f"ASK {{ GRAPH <{MINE}> {{ ?s <https://example.org/seen> true }} }}") is True
        assert reader.snapshot.store.count_merge() == merge
        assert reader.snapshot.manifest.quads == quads + 5 == reader.snapshot.store.count_quads()
    upgrade(library)
    assert graph(library, MINE) == found
    assert verify(library).faults == ()
    unload_graph(library, MINE)
    assert graph(library, MINE) == []
    with Library.open(library).snapshot() as snapshot:
        assert (snapshot.manifest.quads, snapshot.manifest.loaded) == (quads, ())


def test_the_same_triples_give_the_same_graph_in_any_order_and_form(library: Path, tmp_path: Path) -> None:
    load_graph(library, file(tmp_path, TURTLE), MINE)
    triples = [row.triple for row in ox.parse(TURTLE, format=ox.RdfFormat.TURTLE)]
    lines = "".join(f"{triple} .\n" for triple in reversed(triples))
    load_graph(library, file(tmp_path, lines, "mine.nt"), OTHER)
    assert [line.replace(MINE, OTHER) for line in graph(library, MINE)] == graph(library, OTHER)
    again = file(tmp_path, "<a:a> <a:b> 1 .")
    load_graph(library, again, MINE)
    assert len(graph(library, MINE)) == 1


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        (TURTLE, "mine", "not an absolute IRI"),
        (TURTLE, "https://w3id.org/missiongraph/id/graph/links", "library itself"),
        ("ex:a", MINE, "cannot be read"),
        ("", MINE, "no triples"),
    ],
)
def test_what_cannot_be_loaded_is_told_and_leaves_nothing(
    library: Path, tmp_path: Path, text: str, name: str, words: str
) -> None:
    with pytest.raises(LoadError, match=words):
        load_graph(library, file(tmp_path, text), name)
    assert not list((library / "loaded").iterdir())


def test_rdf_that_breaks_the_shapes_is_refused_by_node_and_shape(library: Path, tmp_path: Path) -> None:
    load_graph(library, file(tmp_path, TURTLE), MINE)
    before, name = graph(library, MINE), Library.open(library).current()
    bare = "<https://example.org/b> a <https://w3id.org/missiongraph/ontology#Barrier> ."
    with pytest.raises(NonconformingError, match=r"https://example.org/b \(.*shapes#label\)"):
        load_graph(library, file(tmp_path, bare), MINE)
    assert Library.open(library).current() == name
    assert graph(library, MINE) == before
    assert len(list((library / "loaded").iterdir())) == 1


def test_the_commands_load_and_unload(library: Path, tmp_path: Path) -> None:
    path = str(file(tmp_path, TURTLE))
    assert run(["--library", str(library), "load", path, "--graph", MINE]) == 0
    assert run(["--library", str(library), "unload", MINE]) == 0
    assert run(["--library", str(library), "unload", MINE]) == 1


def test_a_report_that_breaks_a_shape_is_named_with_the_words_that_it_rests_on(snapshot: Snapshot) -> None:
    name = next(name for name in snapshot.store.graphs() if "/graph/report/" in name)
    store = GraphStore.open()
    for one in snapshot.store.graphs():
        store.add_graph(snapshot.store.quads(one), merged=True)
    conform(store, name)
    barrier = next(q for q in store.quads(name) if q.predicate == SKOS.prefLabel and "/id/barrier/" in str(q.subject))
    for where in (barrier.graph_name, ox.DefaultGraph()):
        store.native.remove(ox.Quad(barrier.subject, barrier.predicate, barrier.object, where))
    with pytest.raises(NonconformingError) as caught:
        conform(store, name)
    assert str(barrier.subject)[1:-1] in str(caught.value)
    assert "“" in str(caught.value)
