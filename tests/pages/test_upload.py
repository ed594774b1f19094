"""Adding and removing reports in the browser, and reports whose own text is hostile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from missiongraph.api.settings import ServerSettings
from missiongraph.ingest.pipeline import ingest
from tests.conftest import Serve
from tests.reading.hostile import cases

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

RLO = "\u202e"
LONG = "longword" * 1250
SCRIPT = "<script>window.owned=1</script><img src=x onerror=window.owned=1>"
HOSTILE = f"""# Clinics {SCRIPT} {RLO}fdp.exe

## "><svg onload=window.owned=1> {{{{ 7*7 }}}}

The main barrier is a shortage of nurses in community clinics.

The words of {LONG} follow {SCRIPT} here{RLO}.

## Recommendations

Recommendation 1: NHS England should publish {SCRIPT} staffing data every month.
"""
NAME = "<img src=x onerror=window.owned=1>.txt"


@pytest.fixture(scope="module")
def taking(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> Iterator[str]:
    """A server that takes reports, over a library of one that is hostile."""
    folder = tmp_path_factory.mktemp("taking")
    (folder / NAME).write_text(HOSTILE, encoding="utf-8")
    ingest(folder / "library", [folder / NAME], workers=1)
    with serve(folder / "library", ServerSettings(token="secret", upload_size=5)) as address:
        yield address


@pytest.fixture
def visitor(browser: Browser, taking: str) -> Iterator[Page]:
    """A page of a fresh profile over that server; whatever ran or was refused fails the test."""
    context = browser.new_context(base_url=taking, viewport={"width": 360, "height": 740})
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    opened.on("dialog", lambda dialog: faults.append(dialog.message))
    yield opened
    context.close()
    assert faults == []


def sign_in(page: Page) -> None:
    page.goto("/upload")
    page.get_by_label("Token").fill("secret")
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.browser
def test_a_good_a_scanned_and_a_broken_file_each_say_what_became_of_them(visitor: Page, tmp_path: Path) -> None:
    files = {
        "good.md": b"# Roads\n\nThe main barrier is that the council lacks money to mend its roads.\n\n"
        b"## Recommendations\n\nRecommendation 1: The Department for Transport should fund repairs.\n",
        "scan.pdf": next(case.data for case in cases() if case.name == "picture only"),
        "broken.pdf": b"%PDF-1.7 nothing more",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    visitor.goto("/upload")
    visitor.get_by_label("Token").fill("guess")
    visitor.get_by_role("button", name="Sign in").click()
    assert "not the token" in visitor.get_by_role("alert").inner_text()
    sign_in(visitor)
    visitor.locator("input[type=file]").set_input_files([tmp_path / name for name in files])
    visitor.get_by_role("button", name="Add them").click()
    visitor.wait_for_selector("#outcome[data-state=done]", timeout=60_000)
    rows = [row.inner_text() for row in visitor.locator("#outcome tbody tr").all()]
    assert len(rows) == 3
    title = visitor.locator("#outcome tbody a").first.inner_text()
    assert "Added" in rows[0]
    assert "graded good" in rows[0]
    assert "1 of its 1 numbered" in rows[0]
    for row, word in zip(rows[1:], ("scan", "broken"), strict=True):
        assert "Not taken" in row
        assert word in row
        assert "/tmp" not in row
    visitor.reload()
    visitor.get_by_role("link", name=f"Remove {title}").click()
    visitor.get_by_role("button", name="Remove it").click()
    assert visitor.url.endswith("/remove"), "the box has to be ticked first"
    visitor.get_by_role("checkbox").check()
    visitor.get_by_role("button", name="Remove it").click()
    assert visitor.get_by_role("status").first.inner_text() == f"Removed: {title}"
    assert visitor.get_by_role("link", name=f"Remove {title}").count() == 0


def test_a_session_changes_nothing_without_the_value_of_its_form(taking: str) -> None:
    report = {"files": ("a.md", b"# A\n\nThe council lacks money.\n")}
    with httpx.Client(base_url=taking, timeout=60) as client:
        assert client.post("/upload/sign-in", data={"token": "guess"}).status_code == 401
        signed = client.post("/upload/sign-in", data={"token": "secret"})
        cookie = signed.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        slug = client.get("/reports").json()["items"][0]["slug"]
        for answer in (
            client.post("/reports", files=report),
            client.post("/reports", files=report, data={"csrf": "guess"}),
            client.delete(f"/reports/{slug}"),
            client.post(f"/reports/{slug}/remove", data={"sure": "yes"}),
        ):
            assert answer.status_code == 403, answer.text
        client.cookies.set("missiongraph-session", "9999999999.x.0")
        assert client.post("/reports", files=report).status_code == 401
    assert httpx.get(f"{taking}/reports").json()["total"] == 1


@pytest.mark.browser
def test_hostile_text_of_a_report_is_shown_as_text_on_every_page(visitor: Page, taking: str) -> None:
    with httpx.Client(base_url=taking, timeout=60) as ask:
        slug = ask.get("/reports").json()["items"][0]["slug"]
        things = [f"/{k}/{ask.get(f'/{k}s').json()['items'][0]['slug']}" for k in ("barrier", "reform")]
        assert ask.get(f"/reports/{slug}/source").headers["content-type"].startswith("text/plain")
    sign_in(visitor)
    shown = []
    for address in (
        "/", "/reports", f"/report/{slug}", f"/reports/{slug}/read", "/search?q=nurses", "/linked?q=nurses",
        "/barriers", *things, "/matrix", f"/graph?thing={things[0][1:]}", f"/compare?report={slug}", "/upload",
        f"/reports/{slug}/remove", "/questions/evidence-of-barriers", "/sparql", f"/search?q=nurses {LONG[:1900]}",
    ):  # fmt: skip
        visitor.goto(address)
        assert visitor.evaluate("window.owned") is None, address
        assert visitor.locator("img").count() == 0, address
        shown.append(visitor.locator("body").inner_text())
        assert RLO not in shown[-1], address
        assert visitor.evaluate("document.documentElement.scrollWidth") <= 360, address
    assert sum("window.owned=1" in text for text in shown) >= 8
    assert any("⟨U+202E⟩" in text for text in shown)
