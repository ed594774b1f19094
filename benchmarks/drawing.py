"""How fast pages are drawn in Debian's Chromium: ``python -m benchmarks.drawing --library DIR``.

Of each page the Largest Contentful Paint, of the map also when it was first drawn (both from the start of the
navigation, server included), and the frames while it is scrolled through from corner to corner. Each page is asked for
once before, as the library's first reader would have.
"""

from __future__ import annotations

import argparse
import statistics
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import uvicorn

from missiongraph.api.app import create_app
from missiongraph.api.cli.serving import _listen

from .pages import addresses

if TYPE_CHECKING:
    from playwright.sync_api import Page

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PAINT = """() => new Promise((done) => {
  let last = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) last = one.startTime; })
    .observe({ type: "largest-contentful-paint", buffered: true });
  setTimeout(() => done(last), 400);
})"""
SCROLL = """() => new Promise((done) => {
  const map = document.getElementById("map"), frames = [];
  let last = performance.now(), n = 0;
  const step = (now) => {
    frames.push(now - last); last = now; n += 1;
    map.scrollTop = map.scrollHeight * n / 120;
    map.scrollLeft = map.scrollWidth * n / 120;
    n < 120 ? requestAnimationFrame(step) : done(frames.slice(1));
  };
  requestAnimationFrame(step);
})"""


def measure(page: Page, address: str) -> None:
    """Print a row for each page, then those of the map."""
    print("| page | Largest Contentful Paint, ms |\n|---|---|")
    for name, path in addresses(httpx.Client(base_url=address, timeout=120)).items():
        httpx.get(address + path, headers={"Accept": "text/html"}, timeout=120)
        page.goto(address + path, wait_until="load")
        print(f"| {name} | {page.evaluate(PAINT):.0f} |")
    times = []
    for _ in range(5):
        page.goto(f"{address}/matrix", wait_until="load")
        page.wait_for_selector("#map[data-state=drawn]")
        times.append(page.evaluate("performance.getEntriesByName('map-drawn')[0].startTime"))
    counts = page.evaluate("['rows', 'columns', 'cells'].map((n) => JSON.parse("
                           "document.getElementById('map-data').textContent)[n].length)")  # fmt: skip
    frames = page.evaluate(SCROLL)
    first, slow = statistics.median(times), statistics.quantiles(frames, n=20)[-1]
    print(f"map of {counts[0]} x {counts[1]}, {counts[2]} cells: first drawn {first:.0f} ms (median of 5)")
    print(f"frames while scrolling: median {statistics.median(frames):.1f} ms, p95 {slow:.1f} ms")


def main() -> None:
    """Serve a library, open it, measure."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path, required=True)
    listener = _listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(create_app(parser.parse_args().library), log_level="warning"))
    threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        measure(
            browser.new_page(viewport={"width": 1360, "height": 900}), f"http://127.0.0.1:{listener.getsockname()[1]}"
        )
        browser.close()
    server.should_exit = True


if __name__ == "__main__":
    main()
