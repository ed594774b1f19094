"""A real Chromium for the tests of the pages; where there is none they are skipped, and say so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    if not CHROMIUM.exists():
        pytest.skip("needs Debian's chromium at /usr/bin/chromium (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    """A page of a fresh profile over the briefings; an error in a script or a refused resource fails the test."""
    context = browser.new_context(base_url=server, accept_downloads=True)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    opened.on("requestfailed", lambda request: faults.append(f"failed: {request.url} {request.failure}"))
    yield opened
    context.close()
    assert not [fault for fault in faults if "ERR_ABORTED" not in fault]


@pytest.fixture
def scriptless(browser: Browser, server: str) -> Iterator[Page]:
    """The same with scripts off."""
    context = browser.new_context(base_url=server, java_script_enabled=False, accept_downloads=True)
    yield context.new_page()
    context.close()
