"""Everybody can use the pages: axe-core finds nothing serious, the keyboard reaches everything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = Path("frontend/node_modules/axe-core/axe.min.js")
RUN = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
  .filter((one) => ["serious", "critical"].includes(one.impact))
  .map((one) => one.id + ": " + one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | "))"""
PAGES = {
    "start": "/",
    "search": "/search?q=which reforms help to share data",
    "linked": "/linked?q=public contracts",
    "missions": "/missions",
    "barriers": "/barriers",
    "reports": "/reports",
    "barrier": "/barrier/{barrier}",
    "reform": "/reform/{reform}",
    "actor": "/actor/{actor}",
    "report": "/report/{report}",
    "read": "/reports/{report}/read",
    "pages": "/reports/{report}/pages?page=2",
    "map": "/matrix",
    "cell": "/matrix/cell?row={row}&column={column}",
    "graph": "/graph?thing=actor/{actor}",
    "compare": "/compare?report={report}&report={other}",
    "basket": "/basket?item={passage}",
    "empty basket": "/basket",
    "sparql": "/sparql",
    "rows": "/sparql?query=SELECT * WHERE {{ ?s ?p ?o }} LIMIT 5",
    "questions": "/questions",
    "question": "/questions/reforms-and-leaders",
    "upload": "/upload",
    "problem": "/barrier/absent",
}
#: These in every run; the others with the slow tests.
OFTEN = {("start", "light"), ("search", "dark"), ("barrier", "light"), ("read", "dark"), ("sparql", "light")}
CHECKED = [
    pytest.param(name, scheme, marks=() if (name, scheme) in OFTEN else pytest.mark.slow)
    for name in PAGES
    for scheme in ("light", "dark")
]


@pytest.fixture(scope="module")
def slugs(client: httpx.Client) -> dict[str, str]:
    """One thing of each kind, to fill in addresses."""
    found = {kind: client.get(f"/{kind}s").json()["items"][0]["slug"] for kind in ("barrier", "reform", "actor")}
    reports = client.get("/reports").json()["items"]
    passage = client.get("/search?q=data").json()["results"][0]["passage"].rpartition("/")[2]
    cell = client.get("/matrix").json()["cells"][0]
    ends = {end: "/".join(cell[end].split("/")[-2:]) for end in ("row", "column")}
    return found | ends | {"report": reports[0]["slug"], "other": reports[1]["slug"], "passage": passage}


@pytest.mark.browser
@pytest.mark.parametrize(("name", "scheme"), CHECKED)
def test_axe_finds_nothing_serious(
    browser: Browser, server: str, slugs: dict[str, str], name: str, scheme: str
) -> None:
    if not AXE.exists():
        pytest.skip("needs frontend/node_modules/axe-core (python frontend/build.py)")
    context = browser.new_context(base_url=server, color_scheme=scheme)  # type: ignore[arg-type]
    opened = context.new_page()
    refused: list[str] = []
    opened.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    opened.goto(PAGES[name].format(**slugs))
    for drawn in ("#map", "#graph", "#pdf", "#editor"):
        if opened.locator(drawn).count():
            opened.wait_for_selector(f"{drawn}[data-state=drawn]")
    opened.evaluate(AXE.read_text(encoding="utf-8"))
    found = opened.evaluate(RUN)
    context.close()
    assert found == []
    assert refused == []


@pytest.mark.browser
def test_the_keyboard_alone_asks_and_reads(page: Page) -> None:
    page.goto("/")
    page.keyboard.type("charities")
    page.keyboard.press("Enter")
    page.wait_for_selector(".hit")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Read in context":
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_selector(".passage[aria-current]")


@pytest.mark.browser
def test_two_reports_stand_side_by_side(page: Page, client: httpx.Client) -> None:
    page.goto("/reports")
    boxes = page.get_by_role("checkbox")
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.get_by_role("button", name="Compare the chosen reports").click()
    assert page.locator("thead th", has_text="Only in").count() == 2
    assert page.locator("blockquote").count() > 0
    data = client.get(page.url).json()
    shown = [row.split() for row in page.locator(".tally tbody tr").all_inner_texts()][:4]
    assert [[int(cell) for cell in row[1:]] for row in shown] == [
        [len(kind["common"]), *(len(kind["only"][side["id"]]) for side in data["sides"])] for kind in data["kinds"]
    ]


@pytest.mark.browser
def test_the_neighbourhood_is_drawn_and_is_a_table(page: Page, slugs: dict[str, str]) -> None:
    page.goto(f"/graph?thing=actor/{slugs['actor']}")
    page.wait_for_selector("#graph[data-state=drawn]")
    assert page.locator("tbody tr").count() > 0
