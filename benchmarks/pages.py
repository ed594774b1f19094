"""How heavy and how fast the pages are: ``python -m benchmarks.pages --library DIR`` prints a table.

Per page: bytes that a first visit transfers (compressed: the page, its styles, scripts, icon and typefaces; not what
an editor, PDF or graph library adds) and those of the page alone, and the 95th percentile of the server's time over
loopback: of up to 20 different pages of its sort that are made anew, and of 40 requests for one that is kept.
"""

from __future__ import annotations

import argparse
import re
import statistics
import threading
import time
from pathlib import Path

import httpx
import uvicorn

from missiongraph.api.app import create_app
from missiongraph.api.cli.serving import _listen

REQUESTS = 40
WARMING = 40  # seconds in which the server reads what the first requests would wait for
HEADERS = {"Accept": "text/html", "Accept-Encoding": "gzip"}


def addresses(ask: httpx.Client) -> dict[str, str]:
    """Name → address, for what the library holds."""
    barrier, reform, actor = (ask.get(f"/{k}").json()["items"][0]["slug"] for k in ("barriers", "reforms", "actors"))
    report, other = (item["slug"] for item in ask.get("/reports").json()["items"][:2])
    return {
        "start": "/",
        "search": "/search?q=share data between services",
        "question": "/search?q=which reforms help to share data between services",
        "linked": "/linked?q=small charities cannot win public contracts",
        "map": "/matrix",
        "barriers": "/barriers",
        "barrier": f"/barrier/{barrier}",
        "reform": f"/reform/{reform}",
        "actor": f"/actor/{actor}",
        "report": f"/report/{report}",
        "read": f"/reports/{report}/read",
        "gaps": "/gaps",
        "compare": f"/compare?report={report}&report={other}",
    }


WORDS = (
    "share data",
    "small charities",
    "skills",
    "public contracts",
    "trust",
    "housing",
    "local funding",
    "regulation",
)
KINDS = ("barrier", "reform", "actor", "mission", "cluster", "report")


def others(ask: httpx.Client) -> dict[str, list[str]]:
    """Sort of page → addresses of different ones."""
    found = {}
    for kind in KINDS:
        slugs = [item["slug"] for item in ask.get(f"/{kind}s?limit=120").json()["items"]][::6]
        found[kind] = [f"/{kind}/{slug}" for slug in slugs]
    found["read"] = [f"/reports/{path.rpartition('/')[2]}/read" for path in found["report"]]
    found["search"] = [f"/search?q={one}" for one in WORDS]
    found["linked"] = [f"/linked?q={one}" for one in WORDS]
    found["map"] = [f"/matrix?actor={path.rpartition('/')[2]}" for path in found["actor"]]
    return found


def measure(address: str) -> list[tuple[str, int, int, float, float]]:
    """Rows of page, bytes with and without its parts, milliseconds (p95) of pages made anew and of one that is kept."""
    rows, anew = [], others(httpx.Client(base_url=address, timeout=60))
    with httpx.Client(base_url=address, timeout=60, headers=HEADERS) as client:
        for name, path in addresses(httpx.Client(base_url=address, timeout=60)).items():
            first = _slow(client, anew[name]) if name in anew else float("nan")
            size = _size(client, path)
            kept = _slow(client, [path] * REQUESTS)
            rows.append((name, size + sum(_size(client, one) for one in parts(client, path)), size, first, kept))
    return rows


def parts(client: httpx.Client, path: str) -> set[str]:
    """Addresses of what a page loads: styles, scripts and their imports, the icon, typefaces."""
    found = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get(path).text))
    for one in sorted(found):
        text = client.get(one).text if ".css" in one or ".js" in one else ""
        named = re.findall(r'url\("([^"]+)"\)|from "\./([^"]+)"', text)
        found |= {f"/static/{style or script}" for style, script in named}
    return {one for one in found if "/vendor/" not in one or "/fonts/" in one}


def _slow(client: httpx.Client, paths: list[str]) -> float:
    """The 95th percentile of the milliseconds of requests."""
    times = []
    for path in paths:
        start = time.perf_counter()
        client.get(path)
        times.append(1000 * (time.perf_counter() - start))
    return statistics.quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else float("nan")


def _size(client: httpx.Client, path: str) -> int:
    with client.stream("GET", path) as answer:
        answer.raise_for_status()
        return sum(len(part) for part in answer.iter_raw())


def show(library: Path) -> None:
    """Serve a library and print its table."""
    listener = _listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(create_app(library), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    print(f"\n{httpx.get(f'{address}/reports', timeout=60).json()['total']} reports\n")
    time.sleep(WARMING)
    print("| page | kB, first visit | kB, page alone | p95 made anew, ms | p95 kept, ms |\n|---|---|---|---|---|")
    for name, whole, alone, first, kept in measure(address):
        print(f"| {name} | {whole / 1000:.1f} | {alone / 1000:.1f} | {first:.0f} | {kept:.0f} |", flush=True)
    server.should_exit = True
    thread.join(10)


def main() -> None:
    """A table for each library."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path, required=True, action="append")
    for library in parser.parse_args().library:
        show(library)


if __name__ == "__main__":
    main()
