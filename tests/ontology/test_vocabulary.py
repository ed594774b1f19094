"""The vocabulary, its constants, its shapes and the graphs that use them hold together."""

from __future__ import annotations

import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SH, SKOS

from missiongraph.ontology.shapes import validate
from missiongraph.ontology.terms import INVERSES, MG, MG_NAMESPACE, SUPERCLASSES
from missiongraph.ontology.vocabulary import turtle
from missiongraph.search.library import Snapshot

VOCABULARY = rdflib.Graph().parse(data=turtle(), format="turtle")
SHAPES = rdflib.Graph().parse(data=turtle("shapes.ttl"), format="turtle")
OWN = {s for s in VOCABULARY.subjects() if isinstance(s, rdflib.URIRef) and s.startswith(MG_NAMESPACE)}
CLASSES = """Report Work Section Passage Reference Mission Barrier Reform Actor PublicBody LocalGovernment
    BusinessOrLabour CivilSociety ResearchBody PoliticalParty InternationalBody Person Group Claim Cluster Shift
    Response Finding Example Policy Theme""".split()
OBJECT_PROPERTIES = """addresses addressedBy advances ledBy mobilises proposedBy realises establishes hinders affects
    constrains respondsTo respondedBy inCluster mentions section status tier decision basis kind""".split()
DATA_PROPERTIES = """target deadline from to confidence text page pageLabel position level issuedYear sha256 fileName
    pageCount""".split()


def _mg(name: str) -> rdflib.URIRef:
    return rdflib.URIRef(MG_NAMESPACE + name)


@pytest.mark.parametrize(
    ("kind", "names"),
    [(OWL.Class, CLASSES), (OWL.ObjectProperty, OBJECT_PROPERTIES), (OWL.DatatypeProperty, DATA_PROPERTIES)],
    ids=["classes", "object properties", "data properties"],
)
def test_every_term_of_the_contract_is_declared(kind: rdflib.URIRef, names: list[str]) -> None:
    assert [name for name in names if (_mg(name), RDF.type, kind) not in VOCABULARY] == []


def test_every_term_has_a_label_and_a_definition() -> None:
    labelled = {*VOCABULARY.subjects(RDFS.label), *VOCABULARY.subjects(SKOS.prefLabel)}
    assert sorted(OWN - labelled) == []
    assert [s for s in OWN if (s, SKOS.definition, None) not in VOCABULARY] == []


def test_constants_and_vocabulary_name_the_same_terms() -> None:
    constants = {rdflib.URIRef(term.value) for term in MG} - {_mg("Annotation")}
    assert sorted(constants ^ OWN) == []


def test_every_class_has_a_shape() -> None:
    targets = set(SHAPES.objects(None, SH.targetClass))
    assert [name for name in CLASSES if _mg(name) not in targets] == []


def test_superclasses_and_inverses_are_those_of_the_vocabulary() -> None:
    for cls, parents in SUPERCLASSES.items():
        stated = set(VOCABULARY.transitive_objects(rdflib.URIRef(cls.value), RDFS.subClassOf))
        assert {rdflib.URIRef(p.value) for p in parents} <= stated, cls
    for one, other in INVERSES.items():
        assert (rdflib.URIRef(one.value), OWL.inverseOf, rdflib.URIRef(other.value)) in VOCABULARY


def test_both_directions_of_inverses_are_asserted(snapshot: Snapshot) -> None:
    for one, other in INVERSES.items():
        lacking = (
            f"ASK {{ {{ ?a {one} ?b MINUS {{ ?b {other} ?a }} }} UNION {{ ?a {other} ?b MINUS {{ ?b {one} ?a }} }} }}"
        )
        assert not bool(snapshot.store.query(lacking))
        assert bool(snapshot.store.query(f"ASK {{ ?a {one} ?b }}"))


def test_the_graphs_of_a_library_conform_to_the_shapes(snapshot: Snapshot) -> None:
    report = min(entry.slug for entry in snapshot.manifest.reports)
    for graph in (f"{snapshot.base}graph/report/{report}", f"{snapshot.base}graph/links"):
        assert graph in snapshot.store.graphs()
        assert validate(snapshot.store.native, graph) == ()
