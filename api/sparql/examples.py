"""``/sparql/examples``: the example queries as SHACL executables, which editors and other tools can read."""

from __future__ import annotations

import pyoxigraph as ox

from missiongraph.ontology.queries import Example, examples
from missiongraph.ontology.terms import PREFIXES, RDF, RDFS

_FORMS = {"CONSTRUCT": "SPARQLConstructExecutable", "ASK": "SPARQLAskExecutable"}


def executables(endpoint: str) -> list[ox.Triple]:
    """The examples in RDF. ``endpoint`` is the address of the SPARQL endpoint."""
    return [triple for example in examples() for triple in _triples(example, endpoint)]


def _triples(example: Example, endpoint: str) -> list[ox.Triple]:
    sh, schema = PREFIXES["sh"], PREFIXES["schema"]
    node = ox.NamedNode(f"{endpoint}/examples#{example.name}")
    form = next((word for word in ("CONSTRUCT", "ASK") if f"\n{word}" in f"\n{example.text}"), "SELECT")
    kind = _FORMS.get(form, "SPARQLSelectExecutable")
    rows: list[tuple[ox.NamedNode, ox.NamedNode | ox.Literal]] = [
        (RDF.type, ox.NamedNode(f"{sh}SPARQLExecutable")),
        (RDF.type, ox.NamedNode(f"{sh}{kind}")),
        (ox.NamedNode(f"{sh}{form.lower()}"), ox.Literal(example.text)),
        (RDFS.label, ox.Literal(example.title, language="en")),
        (ox.NamedNode(f"{PREFIXES['rdfs']}comment"), ox.Literal(example.question, language="en")),
        (ox.NamedNode(f"{schema}target"), ox.NamedNode(endpoint)),
    ]
    rows += [(ox.NamedNode(f"{schema}keywords"), ox.Literal(word, language="en")) for word in example.keywords]
    return [ox.Triple(node, predicate, value) for predicate, value in rows]
