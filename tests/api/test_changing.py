"""Upload and removal over HTTP, with a token alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from missiongraph.api.settings import ServerSettings
from missiongraph.ingest.pipeline import ingest
from tests.conftest import Serve

REPORT = (
    b"# Waiting lists\n\nThe main barrier is a shortage of nurses in community clinics.\n\n"
    b"We recommend that NHS England should publish staffing data every month.\n"
)
TOKEN = {"authorization": "Bearer secret"}


@pytest.fixture(scope="module")
def open_server(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("upload")
    (folder / "first.md").write_bytes(b"# Roads\n\nThe council lacks money to mend its roads and bridges.\n")
    ingest(folder / "library", [folder / "first.md"])
    settings = ServerSettings(token="secret", upload_size=1)
    with serve(folder / "library", settings) as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client


def upload(client: httpx.Client, name: str, content: bytes, **headers: str) -> httpx.Response:
    return client.post("/reports", files={"files": (name, content)}, headers=headers)


def test_changes_are_off_without_a_token(client: httpx.Client) -> None:
    for answer in (upload(client, "a.md", REPORT, **TOKEN), client.delete("/reports/any", headers=TOKEN)):
        assert answer.status_code == 403
        assert "--token" in answer.json()["detail"]


def test_a_missing_or_wrong_token_is_refused(open_server: httpx.Client) -> None:
    for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": "Basic secret"}):
        answer = upload(open_server, "a.md", REPORT, **headers)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
    assert open_server.get("/reports").json()["total"] == 1


def test_an_upload_is_served_at_once_and_can_be_removed(open_server: httpx.Client) -> None:
    answer = upload(open_server, "waiting.md", REPORT, **TOKEN)
    assert answer.status_code == 201, answer.text
    row = answer.json()["files"][0]
    assert (row["path"], row["outcome"]) == ("waiting.md", "added")
    slug = row["entry"]["slug"]
    assert open_server.get(f"/reports/{slug}").json()["label"] == "Waiting lists"
    assert open_server.get("/search?q=shortage of nurses").json()["results"][0]["report"].endswith(slug)
    again = upload(open_server, "again.md", REPORT, **TOKEN)
    assert again.json()["files"][0]["outcome"] == "unchanged"
    assert open_server.delete(f"/reports/{slug}", headers=TOKEN).status_code == 200
    assert open_server.get(f"/reports/{slug}").status_code == 410
    assert open_server.delete(f"/reports/{slug}", headers=TOKEN).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.md", b"", "empty"),
        ("picture.png", b"\x89PNG", "not read"),
        ("broken.pdf", b"%PDF-1.7 nothing more", "broken.pdf"),
        ("../../escape.xyz", b"text", "not read"),
    ],
)
def test_a_refused_upload_says_why_and_changes_nothing(
    open_server: httpx.Client, name: str, content: bytes, words: str
) -> None:
    before = open_server.get("/reports").json()
    answer = upload(open_server, name, content, **TOKEN)
    assert answer.status_code == 422
    row = answer.json()["files"][0]
    assert row["outcome"] == "refused"
    assert words in row["reason"]
    assert "/tmp" not in answer.text
    assert open_server.get("/reports").json() == before


def test_too_large_an_upload_is_refused(open_server: httpx.Client) -> None:
    answer = upload(open_server, "large.txt", b"word " * 300_000, **TOKEN)
    assert answer.status_code == 413
    assert "1 MiB" in answer.json()["detail"]


def test_requests_are_counted_by_route(open_server: httpx.Client) -> None:
    open_server.get("/barriers/none-such")
    text = open_server.get("/metrics").text
    assert 'missiongraph_requests_total{method="GET",route="/reports",status="200"}' in text
    assert "missiongraph_reports 1.0" in text
    assert "none-such" not in text


def test_scripts_of_other_sites_are_let_in_only_where_configured(tmp_path: Path, open_server: httpx.Client) -> None:
    answer = open_server.get("/healthz", headers={"origin": "https://example.org"})
    assert "access-control-allow-origin" not in answer.headers
