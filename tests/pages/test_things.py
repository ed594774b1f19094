"""Pages of things: a copied quote carries its reference, keys walk the graph, kept pages follow the snapshot."""

from __future__ import annotations

import html
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from missiongraph.ingest.pipeline import ingest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.conftest import Serve

HTML = {"Accept": "text/html"}
REPORT = """# {title}

Published by the Civic Institute

March 2024

## Findings

The main barrier to better buses is that councils lack a long-term settlement.

Recommendation 1: HM Treasury should give councils a five-year settlement for buses.
"""


@pytest.mark.parametrize("plural", ["barriers", "reforms", "missions"])
def test_a_copied_quote_carries_publisher_year_title_and_page(client: httpx.Client, plural: str) -> None:
    item = client.get(f"/{plural}?limit=1").json()["items"][0]
    said = client.get(f"/{item['type']}/{item['slug']}").json()["evidence"][0]
    shown = client.get(f"/{item['type']}/{item['slug']}", headers=HTML).text
    copied = [html.unescape(one) for one in re.findall(r'data-copy="([^"]+)"', shown)]
    page = said["page_label"] or said["page"]
    reference = f"{said['publisher']} ({said['issued'][:4]}), {said['title']}" + (f", p. {page}" if page else "")
    assert f"“{said['quote']}” {reference}." in copied


def test_a_page_shows_how_many_there_are_of_what_it_does_not_list(client: httpx.Client) -> None:
    actor = client.get("/actors?limit=1").json()["items"][0]["slug"]
    document = client.get(f"/actor/{actor}").json()
    shown = client.get(f"/actor/{actor}", headers=HTML).text
    asked = {link["other"]["id"] for link in document["links"] if link["predicate"].endswith("ledBy")}
    assert document["counts"]["ledBy in"] == len(asked)
    assert f'Asked to lead <span class="number">{len(asked)}</span>' in shown


def test_kept_pages_follow_the_snapshot(tmp_path: Path, serve: Serve) -> None:
    for n, title in enumerate(("Buses in the north", "Buses in the south")):
        (tmp_path / f"{n}.md").write_text(REPORT.format(title=title), encoding="utf-8")
    ingest(tmp_path / "library", [tmp_path / "0.md"], workers=1)
    with serve(tmp_path / "library") as address, httpx.Client(base_url=address, headers=HTML) as client:
        first = client.get("/reports").text
        assert client.get("/reports").text == first
        assert client.get("/reports", headers={"Accept": "application/json"}).json()["total"] == 1
        assert "Buses in the south" not in first
        ingest(tmp_path / "library", [tmp_path / "1.md"], workers=1)
        until = time.monotonic() + 60
        while client.get("/readyz").json()["reports"] < 2 and time.monotonic() < until:
            time.sleep(0.05)
        assert "Buses in the south" in client.get("/reports").text


@pytest.mark.browser
def test_the_graph_is_walked_by_keys(page: Page, client: httpx.Client) -> None:
    reform = client.get("/reforms?limit=1").json()["items"][0]["slug"]
    page.goto(f"/graph?thing=reform/{reform}")
    page.wait_for_selector("#graph[data-state=drawn]")
    page.locator("#graph").focus()
    here = page.locator("#graph-said").inner_text()
    there = here
    for arrow in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):  # where the layout put what is linked
        page.keyboard.press(arrow)
        there = page.locator("#graph-said").inner_text()
        if there != here:
            break
    assert there != here
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/graph" not in address)
    assert page.locator("h1").inner_text() in there
