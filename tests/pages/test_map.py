"""The evidence map: what it shows equals what the graph holds, with scripts and without, and away from the server."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def test_every_cell_opens_as_many_quotes_as_it_counts(client: httpx.Client) -> None:
    data = client.get("/matrix").json()
    assert data["cells"]
    for cell in data["cells"][:25]:
        ends = {end: "/".join(cell[end].split("/")[-2:]) for end in ("row", "column")}
        said = client.get("/matrix/cell", params=ends).json()["evidence"]
        assert said, ends
        assert all(quote["quote"] and quote["passage"] for quote in said)


def test_the_page_draws_every_cell_of_the_document(client: httpx.Client) -> None:
    data = client.get("/matrix").json()
    shown = client.get("/matrix", headers={"Accept": "text/html"}).text
    drawn = json.loads(shown.split('id="map-data">')[1].split("</script>")[0])
    cells = {(c["row"], c["column"], c["evidence"]) for c in data["cells"]}
    rows, columns = (["/".join(one["id"].split("/")[-2:]) for one in data[side]] for side in ("rows", "columns"))
    assert {row[0] for row in drawn["rows"]} == set(rows)
    assert {column[0] for column in drawn["columns"]} == set(columns)
    short = {(r.partition("/id/")[2], c.partition("/id/")[2], n) for r, c, n in cells}
    assert {(drawn["rows"][r][0], drawn["columns"][c][0], n) for r, c, n, *_ in drawn["cells"]} == short
    gaps = {one.partition("/id/")[2] for one in data["none_found"]}
    assert {row[0] for row in drawn["rows"] if row[4]} == gaps


def test_rows_that_a_reform_near_by_may_answer_are_told_from_gaps(client: httpx.Client) -> None:
    data = client.get("/matrix").json()
    assert set(data["unsure"]) < set(data["none_found"])
    gaps = client.get("/gaps", params={"limit": 1000}).json()
    assert {gap["id"] for gap in gaps["items"]} == set(data["none_found"]) - set(data["unsure"])
    shown = client.get("/matrix", headers={"Accept": "text/html"}).text
    drawn = json.loads(shown.split('id="map-data">')[1].split("</script>")[0])
    unsure = {one.partition("/id/")[2] for one in data["unsure"]}
    assert unsure
    assert {row[0] for row in drawn["rows"] if row[4] == 2} == unsure


@pytest.mark.parametrize("name", ["actor/a b", "actor/<x>", 'actor/"'])
def test_a_cell_of_nothing_is_refused(client: httpx.Client, name: str) -> None:
    assert client.get("/matrix/cell", params={"row": name, "column": name}).status_code == 400


@pytest.mark.browser
def test_a_cell_opens_its_quotes_by_mouse_and_by_keyboard(page: Page) -> None:
    page.goto("/matrix")
    page.wait_for_selector("#map[data-state=drawn]")
    page.locator("#map").focus()
    page.keyboard.press("ArrowDown")
    cursor = page.locator("#map .cursor")
    said = cursor.get_attribute("aria-label")
    place = cursor.bounding_box()
    assert said
    assert place
    page.keyboard.press("Enter")
    page.wait_for_selector("#opened .quote")
    page.locator("#opened .close").click()
    assert page.evaluate("document.activeElement.className") == "cursor"
    page.keyboard.press("ArrowRight")
    assert cursor.get_attribute("aria-label") != said or cursor.bounding_box() == place
    page.reload()
    page.wait_for_selector("#map[data-state=drawn]")
    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    page.wait_for_selector("#opened .quote")
    assert cursor.get_attribute("aria-label") == said


@pytest.mark.browser
def test_groups_fold_into_one_row_that_sums_them_up(page: Page) -> None:
    page.goto("/matrix?rows=actors&columns=reforms")
    page.wait_for_selector("#map[data-state=drawn]")
    names = page.locator("#map .side a").count()
    page.get_by_role("button", name="Fold all groups").click()
    assert page.locator("#map .side a").count() < names
    assert page.locator("#map .side.fold[aria-expanded=false]").count() > 1
    page.locator("#map .side.fold").first.press("Enter")
    assert page.locator("#map .side.fold[aria-expanded=true]").count() == 1


@pytest.mark.browser
def test_a_gap_leads_to_the_barrier_and_the_csv_holds_the_rows_of_the_api(page: Page, client: httpx.Client) -> None:
    page.goto("/matrix")
    page.wait_for_selector("#map[data-state=drawn]")
    page.locator("#map .none").first.click()
    page.wait_for_selector("#opened .quote")
    assert "does not mean that none exists" in page.locator("#opened .note").inner_text()
    barrier = page.locator("#opened .chip.barrier").first
    name = barrier.locator("[dir]").inner_text()
    barrier.click()
    assert page.locator("h1").inner_text() == name
    assert "none found" in page.locator("main").inner_text()
    page.go_back()
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV").click()
    assert taken.value.suggested_filename == "evidence-map.csv"
    kept = list(csv.DictReader(taken.value.path().read_text(encoding="utf-8").splitlines()))
    data = client.get("/matrix").json()
    cells = {(c["row"], c["column"], c["evidence"], c["works"], c["publishers"]) for c in data["cells"]}
    counts = ("evidence", "works", "publishers")
    assert {(r["row"], r["column"], *(int(r[n]) for n in counts)) for r in kept if r["column"]} == cells
    assert {r["row"] for r in kept if r["note"] == "none found"} == set(data["none_found"])


@pytest.mark.browser
def test_the_offline_map_asks_for_nothing(browser: Browser, client: httpx.Client, tmp_path: Path) -> None:
    kept = tmp_path / "map.html"
    kept.write_text(client.get("/matrix?format=html").text, encoding="utf-8")
    opened = browser.new_page()
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(kept.as_uri())
    assert asked == [kept.as_uri()]
    assert opened.locator("blockquote").count() > 0
    opened.close()
