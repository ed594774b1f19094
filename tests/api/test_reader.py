"""The Python face gives the values that the routes serialise."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
import rdflib

import missiongraph
from missiongraph.api.documents import plain
from missiongraph.search.library import LibraryMissingError


def test_it_answers_as_the_routes_do(briefings_library: Path, client: httpx.Client) -> None:
    with missiongraph.open(briefings_library) as library:
        found = plain(library.search("public contracts", limit=3))
        told = client.get("/search?q=public contracts&limit=3").json()
        assert found["results"] == told["results"]
        assert (
            plain(library.linked("public contracts"))["results"]
            == client.get("/linked?q=public contracts").json()["results"]
        )
        assert plain(library.matrix()) == client.get("/matrix").json()
        assert len(library.reports) == client.get("/reports").json()["total"]


def test_it_asks_sparql_and_shows_the_graph(briefings_library: Path) -> None:
    query = "PREFIX mg: <https://w3id.org/missiongraph/ontology#> {}"
    with missiongraph.open(str(briefings_library)) as library:
        rows = library.sparql(query.format("SELECT ?b WHERE { ?b a mg:Barrier }"))
        assert isinstance(rows, list)
        barriers = {row["b"] for row in rows}
        assert library.sparql(query.format("ASK { ?b a mg:Barrier }")) is True
        turtle = library.sparql(query.format("CONSTRUCT { ?b a mg:Barrier } WHERE { ?b a mg:Barrier }"))
        assert isinstance(turtle, str)
        cls = rdflib.URIRef("https://w3id.org/missiongraph/ontology#Barrier")
        assert {str(s) for s in library.graph.subjects(rdflib.RDF.type, cls)} == barriers


def test_filters_are_those_of_search(briefings_library: Path) -> None:
    with missiongraph.open(briefings_library) as library:
        report = library.reports[0].slug
        hits = library.search("data", report=report).results
        assert hits
        assert all(hit.report.endswith(report) for hit in hits)


def test_what_is_no_library_is_said(tmp_path: Path) -> None:
    with pytest.raises(LibraryMissingError, match="there is no library"):
        missiongraph.open(tmp_path / "none")
