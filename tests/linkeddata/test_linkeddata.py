"""Every IRI answers, over a real socket, in the forms that Web clients ask for."""

from __future__ import annotations

import hashlib
import json

import httpx
import pytest
import rdflib

from missiongraph.search.library import Snapshot

MG = rdflib.Namespace("https://w3id.org/missiongraph/ontology#")
FORMS = {
    "ttl": ("text/turtle", "turtle"),
    "jsonld": ("application/ld+json", "json-ld"),
    "rdf": ("application/rdf+xml", "xml"),
    "nt": ("application/n-triples", "nt"),
}


@pytest.fixture(scope="module")
def barrier(client: httpx.Client) -> str:
    """The slug of a barrier."""
    return str(client.get("/barriers?limit=1").json()["items"][0]["slug"])


@pytest.mark.parametrize(("suffix", "form"), FORMS.items())
def test_a_thing_sees_other_to_its_document_in_each_form(
    client: httpx.Client, snapshot: Snapshot, barrier: str, suffix: str, form: tuple[str, str]
) -> None:
    media_type, parser = form
    seen = client.get(f"/id/barrier/{barrier}", headers={"accept": media_type})
    assert (seen.status_code, seen.headers["vary"]) == (303, "Accept")
    assert seen.headers["location"] == f"/id/barrier/{barrier}.{suffix}"
    document = client.get(seen.headers["location"])
    assert document.headers["content-type"].partition(";")[0] == media_type
    graph = rdflib.Graph().parse(data=document.content, format=parser)
    assert (rdflib.URIRef(f"{snapshot.base}barrier/{barrier}"), rdflib.RDF.type, MG.Barrier) in graph


def test_all_forms_say_the_same(client: httpx.Client, barrier: str) -> None:
    said = [
        set(rdflib.Graph().parse(data=client.get(f"/id/barrier/{barrier}.{suffix}").content, format=parser))
        for suffix, (_, parser) in FORMS.items()
    ]
    assert all(one == said[0] for one in said)


def test_rdflib_reads_a_thing_from_its_address(server: str, barrier: str) -> None:
    assert len(rdflib.Graph().parse(f"{server}/id/barrier/{barrier}")) > 5


def test_people_are_sent_to_the_page(client: httpx.Client, barrier: str) -> None:
    seen = client.get(f"/id/barrier/{barrier}", headers={"accept": "text/html"})
    assert (seen.status_code, seen.headers["location"]) == (303, f"/barrier/{barrier}")


@pytest.mark.parametrize("path", ["barrier/none-such", "barrier/none-such.ttl", "graph/none", "nothing", "a b<c>"])
def test_what_was_never_here_is_not_found(client: httpx.Client, path: str) -> None:
    assert client.get(f"/id/{path}").status_code == 404


def test_forms_that_nobody_has_are_refused(client: httpx.Client, barrier: str) -> None:
    assert client.get(f"/id/barrier/{barrier}", headers={"accept": "image/png"}).status_code == 406
    assert client.get("/ontology.docx").status_code == 404


def test_the_ontology_is_read_by_machines(client: httpx.Client) -> None:
    for suffix, (media_type, parser) in FORMS.items():
        for answer in (client.get("/ontology", headers={"accept": media_type}), client.get(f"/ontology.{suffix}")):
            graph = rdflib.Graph().parse(data=answer.content, format=parser)
            assert (MG.Barrier, rdflib.RDF.type, rdflib.OWL.Class) in graph


def test_json_ld_has_short_names(client: httpx.Client, barrier: str) -> None:
    names = client.get("/context.jsonld").json()["@context"]
    assert names["addresses"] == {"@id": str(MG.addresses), "@type": "@id"}
    document = json.loads(client.get(f"/id/barrier/{barrier}.jsonld").content)
    assert any("Barrier" in str(node.get("type")) for node in document["@graph"])


def test_void_counts_what_is_there_and_hashes_each_download(client: httpx.Client, snapshot: Snapshot) -> None:
    void, dcat = rdflib.Namespace("http://rdfs.org/ns/void#"), rdflib.Namespace("http://www.w3.org/ns/dcat#")
    spdx = rdflib.Namespace("http://spdx.org/rdf/terms#")
    graph = rdflib.Graph().parse(data=client.get("/.well-known/void").content, format="turtle")
    part = graph.value(None, void["class"], MG.Barrier)
    assert int(str(graph.value(part, void.entities))) == snapshot.manifest.counts["Barrier"]
    downloads = list(graph.subjects(rdflib.RDF.type, dcat.Distribution))
    assert len(downloads) == len(snapshot.store.graphs())
    for download in downloads:
        body = client.get(str(graph.value(download, dcat.downloadURL))).content
        wanted = str(graph.value(graph.value(download, spdx.checksum), spdx.checksumValue))
        assert hashlib.sha256(body).hexdigest() == wanted
        assert int(str(graph.value(download, void.triples))) == body.count(b"\n")


def test_examples_are_served_as_executables(client: httpx.Client) -> None:
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    graph = rdflib.Graph().parse(data=client.get("/sparql/examples").content, format="turtle")
    found = list(graph.subjects(rdflib.RDF.type, sh.SPARQLExecutable))
    assert len(found) >= 30
    queries = [*graph.objects(None, sh.select), *graph.objects(None, sh.construct)]
    assert len(queries) == len(found)
    assert client.get("/sparql", params={"query": str(queries[0])}).status_code == 200


@pytest.mark.parametrize("path", ["/sparql/examples", "/.well-known/void"])
@pytest.mark.parametrize(("media_type", "parser"), FORMS.values())
def test_descriptions_come_in_every_form_and_say_the_same(
    client: httpx.Client, path: str, media_type: str, parser: str
) -> None:
    answer = client.get(path, headers={"accept": media_type})
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert "Accept" in answer.headers["vary"].split(", ")
    said = rdflib.Graph().parse(data=answer.content, format=parser)
    assert set(said) == set(rdflib.Graph().parse(data=client.get(path).content, format="turtle"))
    assert client.get(path, headers={"accept": "image/png"}).status_code == 406


def test_people_who_ask_for_the_examples_see_the_questions(client: httpx.Client) -> None:
    seen = client.get("/sparql/examples", headers={"accept": "text/html"})
    assert (seen.status_code, seen.headers["location"], seen.headers["vary"]) == (303, "/questions", "Accept")


def test_programs_that_ask_for_json_get_json_ld(client: httpx.Client, barrier: str) -> None:
    seen = client.get(f"/id/barrier/{barrier}", headers={"accept": "application/json"})
    assert seen.headers["location"] == f"/id/barrier/{barrier}.jsonld"


def test_the_vocabulary_is_readable_by_people(client: httpx.Client) -> None:
    page = client.get("/ontology", headers={"accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    assert "addressedBy" in page.text
