"""The contract's routes over a real socket."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from missiongraph.ingest.pipeline import ingest, remove
from missiongraph.search.library import Library, Snapshot
from tests.conftest import BRIEFINGS, Serve

ENTITY = {"id", "type", "label"}


def document(client: httpx.Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert "Accept" in answer.headers["vary"].split(", ")
    return answer.json()


def test_search_answers_the_document_of_the_contract(client: httpx.Client) -> None:
    found = document(client, "/search?q=charities public contracts&limit=3")
    assert {"query", "total", "took_ms", "results", "facets"} <= found.keys()
    assert len(found["results"]) == 3 <= found["total"]
    for hit in found["results"]:
        wanted = {"passage", "report", "title", "page", "page_label", "section", "text", "highlights", "score"}
        assert wanted | {"entities"} <= hit.keys()
        assert all(0 <= start < end <= len(hit["text"]) for start, end in hit["highlights"])
        assert all(entity.keys() >= ENTITY for entity in hit["entities"])
    assert all(row.keys() >= {"id", "label", "count"} for rows in found["facets"].values() for row in rows)


def test_pages_of_a_search_go_on_where_the_last_one_ended(client: httpx.Client) -> None:
    whole = [h["passage"] for h in document(client, "/search?q=data&limit=6")["results"]]
    halves = [
        h["passage"]
        for offset in (0, 3)
        for h in document(client, f"/search?q=data&limit=3&offset={offset}")["results"]
    ]
    assert halves == whole


@pytest.mark.parametrize("find", ["reforms", "barriers", "missions", "actors"])
def test_linked_answers_carry_path_and_words(client: httpx.Client, find: str) -> None:
    found = document(client, f"/linked?q=charities cannot win public contracts&find={find}&limit=5")
    assert found.keys() >= {"query", "matched", "results"}
    assert found["results"] or found["note"]
    for hit in found["results"]:
        assert hit["type"] == find[:-1]
        assert hit["evidence"], "an answer without words"
        for quote in hit["evidence"]:
            assert quote.keys() >= {"quote", "page", "page_label", "passage", "report"}
        for step in hit["path"]:
            assert step.keys() >= {"subject", "predicate", "object", "claim", "basis", "confidence"}


@pytest.mark.parametrize("plural", ["reports", "missions", "barriers", "reforms", "actors", "clusters"])
def test_lists_page_through_everything_once(client: httpx.Client, plural: str) -> None:
    first = document(client, f"/{plural}?limit=2")
    assert first.keys() >= {"total", "items", "next"}
    seen = [item["id"] for item in first["items"]]
    offset = first["next"]
    while offset is not None:
        page = document(client, f"/{plural}?limit=50&offset={offset}")
        seen += [item["id"] for item in page["items"]]
        offset = page["next"]
    assert len(seen) == len(set(seen)) == first["total"]


@pytest.mark.parametrize("plural", ["reports", "barriers", "reforms", "actors"])
def test_a_thing_is_found_by_the_last_segment_of_its_iri(client: httpx.Client, plural: str) -> None:
    item = document(client, f"/{plural}?limit=1")["items"][0]
    slug = item["id"].rpartition("/")[2]
    for kind in (plural, plural[:-1]):
        found = document(client, f"/{kind}/{slug}")
        assert found["id"] == item["id"]
        assert found["label"] == item["label"]


def test_each_quote_of_a_barrier_is_in_its_passage(client: httpx.Client, snapshot: Snapshot) -> None:
    texts = {passage.iri: passage.text for passage in snapshot.index.passages}
    for item in document(client, "/barriers?limit=10")["items"]:
        found = document(client, f"/barriers/{item['slug']}")
        quotes = found["evidence"] + [quote for link in found["links"] for quote in link["evidence"]]
        assert found["evidence"]
        assert all(quote["quote"] in texts[quote["passage"]] for quote in quotes)


def test_filters_hold_for_lists(client: httpx.Client) -> None:
    report = document(client, "/reports?limit=1")["items"][0]["slug"]
    inside = document(client, f"/barriers?report={report}&limit=1000")
    assert 0 < inside["total"] < document(client, "/barriers")["total"]
    assert all(report in item["id"] for item in inside["items"])


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/search", 400, "q"),
        ("/search?q=%20", 400, "no words"),
        ("/search?q=a&limit=0", 400, "limit"),
        ("/search?q=a&from=soon", 400, "from"),
        ("/linked?q=a&find=everything", 400, "find"),
        ("/barriers/none-such", 404, "none-such"),
        ("/reports/none-such", 404, "none-such"),
        ("/nowhere", 404, ""),
    ],
)
def test_faults_are_problem_documents_that_say_what_to_do(
    client: httpx.Client, address: str, status: int, words: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem.keys() >= {"type", "title", "status", "detail"}
    assert problem["status"] == status
    assert words in problem["detail"]


def test_openapi_describes_the_routes_with_examples(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()
    assert {"/search", "/linked", "/reports", "/barriers", "/{kind}/{slug}"} <= described["paths"].keys()
    q = next(p for p in described["paths"]["/search"]["get"]["parameters"] if p["name"] == "q")
    assert q["examples"]


def test_health_is_told(client: httpx.Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json()["status"] == "ready"


def test_a_server_takes_up_what_is_published_and_says_what_is_gone(tmp_path: Path, serve: Serve) -> None:
    import time

    library = tmp_path / "library"
    files = sorted(BRIEFINGS.glob("*.pdf"))
    ingest(library, files[:1])
    with serve(library) as address, httpx.Client(base_url=address) as client:
        slug = client.get("/reports").json()["items"][0]["slug"]
        barrier = client.get("/barriers?limit=1").json()["items"][0]["slug"]
        ingest(library, files[1:2])
        remove(library, slug)
        for _ in range(80):
            if client.get(f"/reports/{slug}").status_code != 200:
                break
            time.sleep(0.05)
        assert client.get(f"/reports/{slug}").status_code == 410
        assert client.get(f"/barriers/{barrier}").status_code == 410
        assert client.get("/reports").json()["total"] == 1
    assert slug not in Library.open(library).layout.removed.read_text()


def test_a_port_in_use_is_told_in_one_line(briefings_library: Path, capfd: pytest.CaptureFixture[str]) -> None:
    import socket

    from missiongraph.api.cli.frame import run

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert run(["--library", str(briefings_library), "serve", "--port", port]) == 1
    said = capfd.readouterr().err.strip().splitlines()
    assert len(said) == 1
    assert f"port {port}" in said[0]
    assert "--port" in said[0]
