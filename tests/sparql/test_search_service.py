"""Search by meaning inside a query: what is found is what the search engine finds, and joins as SPARQL joins."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from missiongraph.api.sparql.search_service import TEXTS, blanked
from missiongraph.ontology.terms import PREFIXES

HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
EXAMPLES = re.findall(r"```sparql\n(.*?)```", Path("docs/sparql-search.md").read_text(encoding="utf-8"), re.S)


def rows(client: httpx.Client, query: str, **parameters: str) -> list[dict[str, str]]:
    answer = client.get("/sparql", params={"query": HEAD + query, "timeout": "120", **parameters}, timeout=180)
    assert answer.status_code == 200, answer.text
    return [{k: v["value"] for k, v in row.items()} for row in answer.json()["results"]["bindings"]]


def fault(client: httpx.Client, query: str) -> Any:
    answer = client.get("/sparql", params={"query": HEAD + query})
    assert answer.status_code == 400, answer.text
    return answer.json()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.split("\n")[0])
def test_every_example_of_the_docs_finds_something(client: httpx.Client, example: str) -> None:
    answer = client.post("/sparql", data={"query": HEAD + example, "timeout": "120"}, timeout=180)
    assert answer.status_code == 200, answer.text
    found = answer.json()["results"]["bindings"] if "json" in answer.headers["content-type"] else answer.text
    assert len(found) > 0


def test_there_are_ten_examples() -> None:
    assert len(EXAMPLES) == 10


def test_passages_are_those_of_the_search_route_in_its_order(client: httpx.Client) -> None:
    text = "charities afraid to criticise government"
    hits = client.get("/search", params={"q": text, "limit": "7"}).json()["results"]
    block = f'SERVICE mg:search {{ ?p mg:matches "{text}" ; mg:score ?s ; mg:limit 7 }}'
    found = rows(client, f"SELECT ?p ?s WHERE {{ {block} }} ORDER BY DESC(?s) ?p")
    assert {row["p"] for row in found} == {hit["passage"] for hit in hits}
    assert [float(row["s"]) for row in found] == sorted((hit["score"] for hit in hits), reverse=True)


@pytest.mark.parametrize(
    ("cls", "text"),
    [
        ("Mission", "building new homes"),
        ("Barrier", "public services and health"),
        ("Reform", "public services and health"),
        ("Actor", "public services and health"),
        ("PublicBody", "public services and health"),
    ],
)
def test_things_are_of_the_class_that_is_asked_for(client: httpx.Client, cls: str, text: str) -> None:
    block = f'SERVICE mg:search {{ ?x a mg:{cls} ; mg:matches "{text}" ; mg:limit 5 }}'
    all_of_them = rows(client, f"SELECT ?x WHERE {{ {block} }}")
    typed = rows(client, f"SELECT ?x WHERE {{ {block} ?x a mg:{cls} }}")
    assert 0 < len(all_of_them) <= 5
    assert typed == all_of_them


def test_each_text_has_its_own_matches_wherever_it_is_bound(client: httpx.Client) -> None:
    block = "SERVICE mg:search { ?p mg:matches ?t ; mg:score ?s ; mg:limit 2 }"
    alone = {
        text: {row["p"] for row in rows(client, f"SELECT ?p WHERE {{ {block.replace('?t', repr(text))} }}")}
        for text in ("policing", "space launch")
    }
    values = 'VALUES ?t { "policing" "space launch" }'
    for query in (
        f"SELECT ?t ?p WHERE {{ {values} {block} }}",
        f"SELECT ?t ?p WHERE {{ {block} {values} }}",
        f"SELECT ?t ?p WHERE {{ {values} OPTIONAL {{ {block} FILTER(?s > -9) }} }}",
        f"SELECT ?t ?p WHERE {{ {values} {{ {block} }} UNION {{ {block} ?p a mg:Nothing }} }}",
        f"SELECT ?t ?p WHERE {{ {{ SELECT * WHERE {{ {values} {block} }} }} ?p dcterms:isPartOf ?r }}",
        f"SELECT ?t ?p WHERE {{ BIND('policing' AS ?t) {block} }}",
        f"SELECT ?t ?p {{ VALUES ?a {{ 'pol' 'x' }} BIND(CONCAT(?a, 'icing') AS ?t) {block} FILTER(?a != 'x') }}",
    ):
        found = rows(client, query)
        for text, passages in alone.items():
            if text == "policing" or "VALUES ?t" in query:
                assert {row["p"] for row in found if row["t"] == text} == passages, query


def test_a_text_is_bound_inside_the_named_graph_around_it(client: httpx.Client) -> None:
    query = """SELECT DISTINCT ?g WHERE { GRAPH ?g { { SELECT ?m WHERE { ?b a mg:Barrier ; skos:prefLabel ?m }
        ORDER BY ?m LIMIT 3 } SERVICE mg:search { ?x a mg:Barrier ; mg:matches ?m ; mg:limit 1 } ?x a mg:Barrier } }"""
    found = rows(client, query)
    assert found
    assert all("/graph/report/" in row["g"] for row in found)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT * { SERVICE mg:search { ?p mg:matches ?t } }", "Nothing binds|binds \\?t"),
        ("SELECT * { ?x mg:text ?t . SERVICE mg:search { ?p mg:matches ?t } }", f"more than {TEXTS}"),
        ("SELECT * { " + 'SERVICE mg:search { ?p mg:matches "x" } ' * (TEXTS + 1) + "}", f"more than {TEXTS}"),
        ("SELECT * { SERVICE mg:search { ?p mg:score ?s } }", "mg:matches"),
        ("SELECT * { SERVICE mg:search { } }", "empty"),
        ('SELECT * { SERVICE mg:search { ?p mg:matches "x" ; a mg:Work } }', "mg:Barrier"),
        ('SELECT * { SERVICE mg:search { ?p mg:matches "x" ; mg:limit 5000 } }', "1000"),
        ('SELECT * { SERVICE mg:search { ?p mg:matches "x" ; mg:score 1 } }', "FILTER"),
        ('SELECT * { SERVICE mg:search { ?p mg:matches "x" . ?q mg:limit 2 } }', "one variable"),
        ('SELECT * { SERVICE mg:search { ?p mg:matches "x" } ', "not closed"),
        ('SELECT * { SERVICE mg:search { ?p mg:matches ?a } SERVICE mg:search { ?a mg:matches ?p } }', "binds|wait"),
    ],
)  # fmt: skip
def test_blocks_that_cannot_be_searched_say_why(client: httpx.Client, query: str, words: str) -> None:
    assert re.search(words, fault(client, query)["detail"])


def test_a_mistake_beside_a_block_keeps_its_place(client: httpx.Client) -> None:
    query = 'SELECT * {\n SERVICE mg:search {\n ?p mg:matches "x" }  ?p mg:text }'
    problem = fault(client, query)
    assert problem["line"] == HEAD.count("\n") + 3
    assert problem["excerpt"].split("\n")[0].strip().startswith('?p mg:matches "x" }')


def test_words_inside_a_text_change_nothing(client: httpx.Client) -> None:
    tricky = r'"} SERVICE <http://127.0.0.1/> { \" ?s'
    found = rows(client, f'SELECT ?p {{ SERVICE mg:search {{ ?p mg:matches {tricky}" ; mg:limit 1 }} }}')
    assert len(found) <= 1


def test_other_services_stay_refused_beside_a_search(client: httpx.Client) -> None:
    query = 'SELECT * { SERVICE mg:search { ?p mg:matches "x" } SERVICE <http://127.0.0.1:9/> { ?p ?q ?r } }'
    assert client.get("/sparql", params={"query": HEAD + query}).status_code == 403


def test_a_blanked_query_keeps_every_place() -> None:
    query = HEAD + 'ASK {\n SERVICE mg:search {\n ?p mg:matches "x" }\n ?p ?q ?r }'
    blank = blanked(query)
    assert len(blank) == len(query)
    assert blank.index("?p ?q ?r") == query.index("?p ?q ?r")
    assert "SERVICE" not in blank


def test_the_command_and_the_reader_search_too(briefings_library: Path) -> None:
    import missiongraph

    query = 'SELECT ?p { SERVICE mg:search { ?p mg:matches "policing" ; mg:limit 3 } }'
    with missiongraph.open(briefings_library) as library:
        found = library.sparql(HEAD + query)
    assert isinstance(found, list)
    assert len(found) == 3
