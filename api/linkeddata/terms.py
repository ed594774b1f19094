"""The terms of the vocabulary as a page shows them."""

from __future__ import annotations

from functools import lru_cache

import pyoxigraph as ox

from missiongraph.ontology.vocabulary import turtle


@lru_cache(maxsize=1)
def terms() -> tuple[dict[str, str], ...]:
    """The terms of the vocabulary for the page: IRI, name, kind, label, definition; by kind and name."""
    store = ox.Store()
    store.load(turtle().encode(), format=ox.RdfFormat.TURTLE)
    rows = store.query("""PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT DISTINCT ?s ?kind ?label ?text WHERE {
          VALUES (?type ?kind) { (owl:Class "Class") (owl:ObjectProperty "Link") (owl:DatatypeProperty "Value")
                                 (owl:NamedIndividual "Name") }
          ?s a ?type ; skos:definition ?text . { ?s rdfs:label ?label } UNION { ?s skos:prefLabel ?label } }""")
    assert isinstance(rows, ox.QuerySolutions)
    found = [
        {
            "iri": row["s"].value,
            "name": row["s"].value.rpartition("#")[2],
            "kind": row["kind"].value,
            "label": row["label"].value,
            "definition": row["text"].value,
        }
        for row in rows
    ]
    order = ["Class", "Link", "Value", "Name"]
    return tuple(sorted(found, key=lambda t: (order.index(t["kind"]), t["name"])))
