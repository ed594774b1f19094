"""Questions without SPARQL, SPARQL with its editor, and everyday words beside the ontology's."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import httpx
import pytest

from missiongraph.api.everyday import CLASSES

if TYPE_CHECKING:
    from playwright.sync_api import Page

HTML = {"Accept": "text/html"}


def test_a_question_is_the_same_as_page_json_and_csv(client: httpx.Client) -> None:
    address = "/questions/reforms-and-leaders?who=government"
    document = client.get(address).json()
    assert document["total"] == len(document["rows"]) > 0
    assert all("government" in row["actorLabel"].lower() for row in document["rows"])
    rows = list(csv.DictReader(io.StringIO(client.get(f"{address}&format=csv").text)))
    assert rows == document["rows"]
    shown = client.get(address, headers=HTML).text
    assert shown.count("<tr>") == document["total"] + 1
    assert 'value="government"' in shown


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/questions/barriers?wrod=x", "wrod"),
        ("/questions/actors-in-several-reports?least=many", "whole number"),
        ("/questions/no-such", "no question"),
    ],
)
def test_what_a_question_cannot_take_is_told(client: httpx.Client, address: str, said: str) -> None:
    answer = client.get(address)
    assert answer.status_code in (400, 404)
    assert said in answer.json()["detail"]


def test_everyday_words_lead_where_the_vocabulary_does(client: httpx.Client) -> None:
    for word, same in (
        ("/recommendations", "/reforms"),
        ("/problems?limit=3", "/barriers?limit=3"),
        ("/linked?q=data&find=problems", "/linked?q=data&find=barriers"),
        ("/matrix?rows=problems&columns=recommendations", "/matrix"),
        ("/questions/recommendations", "/questions/reforms"),
    ):
        assert client.get(word, follow_redirects=True).json() == client.get(same).json(), word
    item = client.get("/reforms").json()["items"][0]["slug"]
    assert client.get(f"/recommendation/{item}").json() == client.get(f"/reform/{item}").json()


@pytest.mark.parametrize("word", ["charities", "councils"])
def test_kinds_of_actors_have_everyday_names(client: httpx.Client, word: str) -> None:
    found = client.get(f"/{word}", follow_redirects=True).json()
    assert 0 < found["total"] < client.get("/actors").json()["total"]
    one = client.get(f"/actor/{found['items'][0]['slug']}").json()
    assert any(name.endswith(CLASSES[word]) for name in one["classes"])


@pytest.mark.parametrize(("word", "cls"), [("charities", "CivilSociety"), ("regulator", "PublicBody")])
def test_a_linked_query_for_a_kind_of_actor_finds_that_kind_alone(client: httpx.Client, word: str, cls: str) -> None:
    every = client.get("/linked", params={"q": "councils and charities", "find": "actors", "limit": 100}).json()
    found = client.get("/linked", params={"q": "councils and charities", "find": word, "limit": 100}).json()["results"]
    assert 0 < len(found) < len(every["results"])
    for hit in found:
        one = client.get(f"/actor/{hit['id'].rpartition('/')[2]}").json()
        assert any(name.endswith(cls) for name in one["classes"]), hit["label"]


def test_a_mistake_in_a_query_is_shown_beside_the_query(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "SELECT ?x { ?x a mg:Barrier }"}, headers=HTML)
    assert answer.status_code == 400
    assert "PREFIX mg:" in answer.text
    assert "SELECT ?x { ?x a mg:Barrier }</textarea>" in answer.text


@pytest.mark.browser
def test_an_example_runs_and_its_rows_lead_to_pages(page: Page, client: httpx.Client) -> None:
    page.goto("/sparql")
    page.wait_for_selector("#editor[data-state=drawn]")
    page.get_by_role("link", name="Barriers by a word").click()
    page.wait_for_url("**/sparql?query=*")
    page.wait_for_selector("#editor[data-state=drawn]")
    assert "BIND" in page.evaluate("window.queryEditor.getValue()")
    rows = client.get("/questions/barriers-by-word").json()["rows"]
    assert page.locator("#main tbody tr").count() == len(rows)
    query = "PREFIX mg: <https://w3id.org/missiongraph/ontology#>\nSELECT ?x WHERE { ?x mg:addr }"
    page.evaluate("text => window.queryEditor.setValue(text)", query)
    page.evaluate("window.queryEditor.focus(); window.queryEditor.setCursor(1, 28)")
    page.keyboard.press("Control+Space")
    page.wait_for_selector(".CodeMirror-hint")
    hints = page.locator(".CodeMirror-hint").all_inner_texts()
    assert any("addresses" in hint for hint in hints), hints
    page.keyboard.press("Escape")
    page.go_back()
    page.go_forward()
    page.locator("#main tbody a").first.click()
    page.wait_for_url("**/barrier/*")


@pytest.mark.browser
def test_a_question_is_asked_by_its_form_without_scripts(scriptless: Page) -> None:
    scriptless.goto("/")
    scriptless.get_by_role("link", name="Questions").first.click()
    scriptless.get_by_role("link", name="Which actor is asked to carry out which reform?").click()
    scriptless.get_by_label("Word in the actor’s name").fill("council")
    scriptless.get_by_role("button", name="Ask").click()
    scriptless.wait_for_url("**who=council*")
    assert scriptless.locator("tbody tr").count() > 0
    scriptless.goto("/sparql")
    scriptless.get_by_role("button", name="Run").click()
    scriptless.wait_for_url("**/sparql?query=*")
    assert scriptless.locator("#main tbody tr").count() > 0
