"""The SPARQL 1.1 protocol over a real socket, and what no query may do."""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
import rdflib
from SPARQLWrapper import JSON, SPARQLWrapper

from missiongraph.api.settings import ServerSettings
from missiongraph.api.sparql.faults import excerpt
from missiongraph.api.sparql.guard import calls_out, is_update
from missiongraph.api.sparql.mistakes import hints, mistake
from tests.conftest import Serve

MG = "PREFIX mg: <https://w3id.org/missiongraph/ontology#>\n"
COUNT = MG + "SELECT (COUNT(?b) AS ?n) WHERE { ?b a mg:Barrier }"
NAMES = (
    MG + "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\nSELECT ?l WHERE { ?b a mg:Barrier ; skos:prefLabel ?l }"
)
GRAPH = MG + "CONSTRUCT { ?b a mg:Barrier } WHERE { ?b a mg:Barrier }"
DIRECT = {"content-type": "application/sparql-query"}
FOREVER = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?d && ?d != ?g) }"


def ask(client: httpx.Client, query: str, **headers: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query}, headers=headers)


def test_the_three_forms_of_a_query_give_one_answer(client: httpx.Client) -> None:
    answers = [
        ask(client, COUNT),
        client.post("/sparql", data={"query": COUNT}),
        client.post("/sparql", content=COUNT, headers={"content-type": "application/sparql-query"}),
    ]
    assert all(answer.status_code == 200 for answer in answers)
    assert len({answer.text for answer in answers}) == 1
    assert int(answers[0].json()["results"]["bindings"][0]["n"]["value"]) > 10


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv;q=0.5, text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv", "text/csv"),
    ],
)
def test_rows_come_in_the_form_that_is_preferred(client: httpx.Client, accept: str, media_type: str) -> None:
    answer = ask(client, COUNT, accept=accept)
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert "Accept" in answer.headers["vary"].split(", ")


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
        ("application/trig", "trig"),
        ("application/n-quads", "nquads"),
    ],
)
def test_graphs_are_read_by_rdflib_in_every_form(client: httpx.Client, accept: str, form: str) -> None:
    answer = ask(client, GRAPH, accept=accept)
    assert answer.headers["content-type"].partition(";")[0] == accept
    found = rdflib.Dataset() if form in ("trig", "nquads") else rdflib.Graph()
    found.parse(data=answer.content, format=form)
    assert len(found) == int(ask(client, COUNT).json()["results"]["bindings"][0]["n"]["value"])


def test_format_in_the_address_wins_and_a_form_that_does_not_fit_is_refused(client: httpx.Client) -> None:
    assert client.get("/sparql", params={"query": COUNT, "format": "csv"}).text.startswith("n\r\n")
    refused = client.get("/sparql", params={"query": COUNT, "format": "turtle"})
    assert refused.status_code == 406
    assert "json" in refused.json()["detail"]


def test_an_answer_that_a_client_has_is_not_sent_again(client: httpx.Client) -> None:
    tag = ask(client, COUNT).headers["etag"]
    again = ask(client, COUNT, **{"if-none-match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert ask(client, NAMES, **{"if-none-match": tag}).status_code == 200
    assert ask(client, COUNT, accept="text/csv").headers["etag"] != tag


def test_any_answer_that_a_client_has_will_do_but_for_a_post(client: httpx.Client) -> None:
    any_of_it = {"if-none-match": "*"}
    assert ask(client, COUNT, **any_of_it).status_code == 304
    assert client.head("/sparql", params={"query": COUNT}, headers=any_of_it).status_code == 304
    assert client.post("/sparql", data={"query": COUNT}, headers=any_of_it).status_code == 200


@pytest.mark.parametrize(
    ("name", "rows", "graph"),
    [
        ("json", "application/sparql-results+json", "application/ld+json"),
        ("xml", "application/sparql-results+xml", "application/rdf+xml"),
        ("srx", "application/sparql-results+xml", None),
        ("json-ld", None, "application/ld+json"),
        ("rdf+xml", None, "application/rdf+xml"),
        ("n3", None, "text/turtle"),
        ("nt", None, "application/n-triples"),
        ("csv", "text/csv", None),
    ],
)
def test_other_names_of_forms_are_understood(
    client: httpx.Client, name: str, rows: str | None, graph: str | None
) -> None:
    for query, media_type in ((COUNT, rows), ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", graph)):
        answer = client.get("/sparql", params={"query": query.strip(), "format": name})
        assert answer.status_code == (200 if media_type else 406)
        assert answer.headers["content-type"].partition(";")[0] == (media_type or "application/problem+json")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # SPARQLWrapper makes one
@pytest.mark.parametrize("form", ["xml", "turtle", "n3", "json-ld", "rdf+xml"])
def test_sparqlwrapper_builds_graphs_in_every_form_that_it_names(server: str, form: str) -> None:
    wrapper = SPARQLWrapper(f"{server}/sparql")
    wrapper.setQuery("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 3")
    wrapper.setReturnFormat(form)
    found = wrapper.queryAndConvert()
    if not isinstance(found, rdflib.Graph):
        assert isinstance(found, bytes | str)
        found = rdflib.Graph().parse(data=found, format="turtle")
    assert len(found) == 3


def test_named_graphs_are_chosen_by_the_protocol(client: httpx.Client) -> None:
    base = "https://w3id.org/missiongraph/id/"
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"

    def count(**parameters: str) -> int:
        answer = client.get("/sparql", params={"query": query, **parameters})
        return int(answer.json()["results"]["bindings"][0]["n"]["value"])

    links, merge = count(**{"default-graph-uri": f"{base}graph/links"}), count()
    assert 0 < links < merge
    inside = client.get(
        "/sparql",
        params={
            "query": "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }",
            "named-graph-uri": f"{base}graph/links",
        },
    )
    assert [row["g"]["value"] for row in inside.json()["results"]["bindings"]] == [f"{base}graph/links"]


def test_suggested_links_are_read_only_by_naming_their_graph(client: httpx.Client) -> None:
    query = MG + "ASK {{ {} ?c mg:basis mg:similarity {} }}"
    assert ask(client, query.format("", "")).json()["boolean"] is False


def test_the_bare_endpoint_describes_itself(client: httpx.Client) -> None:
    answer = client.get("/sparql")
    assert answer.headers["content-type"].startswith("text/turtle")
    described = rdflib.Graph().parse(data=answer.text, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    assert (None, rdflib.RDF.type, sd.Service) in described
    assert (None, sd.endpoint, rdflib.URIRef(str(client.base_url) + "sparql")) in described or list(
        described.objects(None, sd.endpoint)
    ) == [rdflib.URIRef(str(client.base_url).rstrip("/") + "/sparql")]


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("*/*", "turtle"),
        ("text/turtle", "turtle"),
        ("application/ld+json", "json-ld"),
        ("application/json", "json-ld"),
        ("application/rdf+xml", "xml"),
        ("application/n-triples;q=0.9, text/turtle;q=0.1", "nt"),
        ("application/sparql-results+json", "turtle"),
    ],
)
def test_the_description_comes_in_the_form_that_is_preferred(client: httpx.Client, accept: str, form: str) -> None:
    answer = client.get("/sparql", headers={"accept": accept})
    assert "Accept" in answer.headers["vary"].split(", ")
    described = rdflib.Graph().parse(data=answer.content, format=form)
    turtle = rdflib.Graph().parse(data=client.get("/sparql").content, format="turtle")
    assert set(described) == set(turtle)
    assert not any(isinstance(term, rdflib.BNode) for triple in described for term in triple)


def test_the_description_is_a_page_for_people_and_takes_a_format_in_the_address(client: httpx.Client) -> None:
    assert client.get("/sparql", headers={"accept": "text/html"}).headers["content-type"].startswith("text/html")
    chosen = client.get("/sparql?format=ntriples", headers={"accept": "text/html"})
    assert chosen.headers["content-type"] == "application/n-triples"


def test_well_known_clients_can_talk_to_it(server: str) -> None:
    wrapper = SPARQLWrapper(f"{server}/sparql")
    wrapper.setQuery(COUNT)
    wrapper.setReturnFormat(JSON)
    found = wrapper.queryAndConvert()
    assert isinstance(found, dict)
    assert int(found["results"]["bindings"][0]["n"]["value"]) > 10
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    remote = rdflib.Graph(SPARQLStore(f"{server}/sparql"))
    assert len(list(remote.query(NAMES))) > 10


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "PREFIX x: <a:> # c\n DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1/x>",
        "CLEAR ALL",
    ],
)
def test_updates_are_refused_and_change_nothing(client: httpx.Client, update: str) -> None:
    before = ask(client, COUNT).text
    for answer in (
        ask(client, update),
        client.post("/sparql", data={"update": update}),
        client.post("/sparql", content=update, headers={"content-type": "application/sparql-update"}),
    ):
        assert answer.status_code == 403
        assert "read" in answer.json()["detail"]
    assert ask(client, COUNT).text == before


CALLS = [
    "SELECT * WHERE {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * WHERE {{ service silent <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * WHERE {{ {{ SELECT * WHERE {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }} }}",
    "SELECT * WHERE {{ ?s ?p ?o FILTER EXISTS {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }}",
    "SELECT * WHERE {{ VALUES ?e {{ <{0}> }} SERVICE ?e {{ ?s ?p ?o }} }}",
    "SELECT * WHERE {{ # comment\rSERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * WHERE {{ \\u0053ERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * WHERE {{ BIND('it''s #' AS ?x) SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * WHERE {{ ?s <a:#b> ?o . SERVICE<{0}>{{ ?s ?p ?o }} }}",
    "SELECT * WHERE {{ ?s ?p trueSERVICE <{0}> {{ ?s ?p ?o }} }}",
    "PREFIX : <{0}> SELECT * WHERE {{ SERVICE: {{ ?s ?p ?o }} }}",
    "SELECT * WHERE {{ ?s ?p 1SERVICE <{0}> {{ ?s ?p ?o }} }}",
]


@pytest.mark.parametrize("call", CALLS)
def test_no_query_reaches_another_server(client: httpx.Client, call: str) -> None:
    reached: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.3)

        def wait() -> None:
            with suppress(TimeoutError):
                reached.append(listener.accept())

        thread = threading.Thread(target=wait)
        thread.start()
        answer = ask(client, call.format(f"http://127.0.0.1:{listener.getsockname()[1]}/sparql"))
        thread.join()
    assert answer.status_code in (400, 403)
    assert not reached


def test_words_that_look_like_service_are_not_mistaken_for_it() -> None:
    assert not calls_out("SELECT ?service WHERE { ?s :service 'SERVICE' ; <x:SERVICE> ?service } # SERVICE")
    assert not is_update("SELECT ?insert WHERE { ?insert ?delete 'DROP' }")


def test_a_worker_cannot_open_a_socket_even_without_the_guard(briefings_library: Path) -> None:
    from missiongraph.api.problems import ProblemError
    from missiongraph.api.sparql.pool import Pool
    from missiongraph.api.sparql.process import WorkerEndedError
    from missiongraph.search.library import Library
    from missiongraph.search.library.snapshot import GRAPH as FOLDER

    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        Library.open(briefings_library).snapshot() as snapshot,
        Pool(snapshot.path / FOLDER, workers=1) as pool,
    ):
        listener.settimeout(1.0)
        query = f"SELECT * WHERE {{ SERVICE <http://127.0.0.1:{listener.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
        with pytest.raises((ProblemError, WorkerEndedError)):
            pool.run(query, timeout=10).read()
        with pytest.raises(TimeoutError):
            listener.accept()


def test_a_query_without_end_is_stopped_and_others_go_on(briefings_library: Path, serve: Serve) -> None:
    settings = ServerSettings(sparql_workers=1, sparql_timeout=1.0, sparql_timeout_cap=2.0)
    with serve(briefings_library, settings) as address, httpx.Client(base_url=address, timeout=30) as client:
        started = time.monotonic()
        answer = client.get("/sparql", params={"query": FOREVER, "timeout": "60"})
        assert answer.status_code == 503
        assert "2 seconds" in answer.json()["detail"]
        assert time.monotonic() - started < 10
        assert ask(client, COUNT).status_code == 200


def test_a_query_that_eats_memory_is_stopped_and_others_go_on(briefings_library: Path, serve: Serve) -> None:
    hungry = "SELECT DISTINCT ?a ?b ?c ?d ?e ?f WHERE { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f"
    settings = ServerSettings(sparql_workers=1, sparql_memory=64, sparql_timeout=30.0)
    with serve(briefings_library, settings) as address, httpx.Client(base_url=address, timeout=60) as client:
        answer = ask(client, hungry)
        assert answer.status_code == 503
        assert "MiB" in answer.json()["detail"]
        assert ask(client, COUNT).status_code == 200


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT ?b WHERE { ?b a mg:Barrier }", "PREFIX mg: <https://w3id.org/missiongraph/ontology#>"),
        (MG + "SELECT ?b WHERE { ?b a mg:Barier ", "mg:Barrier"),
        ("SELECT * WHERE { ?s ?p }", "^"),
        ("nonsense", "^"),
    ],
)
def test_mistakes_are_shown_with_their_place_and_the_likely_fix(client: httpx.Client, query: str, words: str) -> None:
    answer = ask(client, query)
    assert answer.status_code == 400
    problem = answer.json()
    assert words in problem["detail"]
    assert problem["line"] is not None


def test_excerpts_and_unknown_names_are_told() -> None:
    assert excerpt("a\nbcd", 2, 3) == "bcd\n  ^"
    assert "mg:addresses" in hints(MG + "ASK { ?r mg:adresses ?b }")[0]
    assert hints(MG + "ASK { ?r mg:addresses ?b }") == []


NS = "https://w3id.org/missiongraph/ontology#"
BARRIERS = "SELECT ?b { ?b a mg:Barrier }"


@pytest.mark.parametrize(
    ("query", "at", "said"),
    [
        (f"PREFIX mg <{NS}> {BARRIERS}", "mg <", f"PREFIX mg: <{NS}>"),
        (f"PREFIX mg: {NS} {BARRIERS}", "https", f"PREFIX mg: <{NS}>"),
        (f'PREFIX mg: "{NS}" {BARRIERS}', '"', f"PREFIX mg: <{NS}>"),
        (f"PREFIX MG: <{NS}> {BARRIERS}", "mg:Barrier", "declared as MG: here, so write MG:Barrier"),
        (f"PREFIX mgo: <{NS}> {BARRIERS}", "mg:Barrier", "declared as mgo: here, so write mgo:Barrier"),
        (f"PREFX mg: <{NS}> {BARRIERS}", "PREFX", "Write PREFIX."),
        (f"PREFIX mg: <{NS}>; {BARRIERS}", ";", "Leave it out."),
        (f"@prefix mg: <{NS}> . {BARRIERS}", "@prefix", "SPARQL writes PREFIX without @"),
        (f"{BARRIERS} PREFIX mg: <{NS}>", "PREFIX", "Put it before SELECT."),
        ("SELECT ?b { ?b a :Barrier }", ":Barrier", f"PREFIX : <{NS}>"),
        ("SELECT ?b { ?b dcterm:title ?t }", "dcterm:", "Did you mean dcterms:title?"),
        ("SELECT ?b { ?b mg:x ?t ; skos:y ?u }", "mg:x", "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"),
        ("SELCT ?b { ?b a ?c }", "SELCT", "Write SELECT."),
        ("SELECT (COUNT(?b) AS n) { ?b a ?c }", "n)", "Write AS ?n."),
        ("SELECT ?b {\n ?b a ?c\n FILTER(?b = ?c }", "(?b", "Add ')'."),
        ("SELECT ?b { ?b a ?c }}", "}}", "Leave it out."),
        ("SELECT ?b { ?b a 'c }", "'c", "A quote is not closed"),
        ("", "", "The query is empty"),
    ],
)  # fmt: skip
def test_what_people_get_wrong_is_shown_where_it_is_with_what_to_write(
    client: httpx.Client, query: str, at: str, said: str
) -> None:
    problem = client.post("/sparql", content=query, headers=DIRECT).json()
    assert problem["status"] == 400
    assert said in problem["detail"]
    place = query.index(at) + (1 if at == "}}" else 0)
    line, column = query[:place].count("\n") + 1, place - (query.rfind("\n", 0, place) + 1) + 1
    assert (problem["line"], problem["column"]) == (line, column), problem["detail"]


def test_a_mistake_is_told_only_of_a_query_that_the_parser_refuses(client: httpx.Client) -> None:
    for query in ("ASK { ?s <a:b:c> 'mg:x' } # foo:bar {", "BASE <http://a/> PREFIX : <b> ASK { :c :d [] }"):
        assert ask(client, query).status_code == 200
        assert mistake(query) is None


def test_a_query_that_finds_nothing_says_what_may_be_why(client: httpx.Client) -> None:
    wrong = COUNT.replace("ontology#", "ontology/").replace("(COUNT(?b) AS ?n)", "?b")
    assert ask(client, wrong).headers["query-advice"] == f"mg: is <{NS}> in this library."
    misspelt = NAMES.replace("mg:Barrier", "mg:Barier")
    assert "did you mean mg:Barrier?" in ask(client, misspelt).headers["query-advice"]
    assert "did you mean mg:Barrier?" in ask(client, misspelt, accept="text/html").text
    assert "query-advice" not in ask(client, NAMES).headers
    assert "query-advice" not in ask(client, COUNT).headers


@pytest.mark.parametrize(
    ("method", "arguments", "status"),
    [
        ("POST", {"content": "x", "headers": {"content-type": "text/plain"}}, 415),
        ("POST", {"data": {"nothing": "x"}}, 400),
        ("GET", {"params": [("query", "ASK {}"), ("query", "ASK {}")]}, 400),
        ("GET", {"params": {"query": "ASK {}", "timeout": "soon"}}, 400),
        ("POST", {"content": b"\xff", "headers": DIRECT}, 400),
        ("POST", {"content": b" " * (1 << 20) + b"ASK {}", "headers": DIRECT}, 413),
    ],
)
def test_requests_outside_the_protocol_are_refused(
    client: httpx.Client, method: str, arguments: dict[str, object], status: int
) -> None:
    answer = client.request(method, "/sparql", **arguments)  # type: ignore[arg-type]
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_command_asks_the_same_way(briefings_library: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    from missiongraph.api.cli.frame import run

    assert run(["--library", str(briefings_library), "sparql", COUNT, "--format", "json"]) == 0
    printed = json.loads(capfdbinary.readouterr().out)
    assert int(printed["results"]["bindings"][0]["n"]["value"]) > 10
    assert run(["sparql", "--library", str(briefings_library), "nonsense"]) == 1
    assert run(["--library", str(briefings_library), "sparql"]) == 2
