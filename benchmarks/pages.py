"""How heavy and how fast the pages are: ``python -m benchmarks.pages --library DIR`` prints a table.

Per page: bytes transferred (compressed, with its style and script), and the 95th percentile of the server's time over
loopback: of up to 20 different pages of its sort that are made anew, and of 40 requests for one that is kept.
"""

from __future__ import annotations

import argparse
import statistics
import threading
import time
from pathlib import Path

import httpx
import uvicorn

from missiongraph.api.app import create_app
from missiongraph.api.cli.serving import _listen

REQUESTS = 40


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


def measure(address: str) -> list[tuple[str, int, float, float]]:
    """Rows of page, bytes, milliseconds (p95) of pages made anew and of one that is kept."""
    headers = {"Accept": "text/html", "Accept-Encoding": "gzip"}
    rows, anew = [], others(httpx.Client(base_url=address, timeout=60))
    with httpx.Client(base_url=address, timeout=60, headers=headers) as client:
        fixed = sum(_size(client, f"/static/{name}") for name in ("site.css", "site.js", "mark.svg"))
        for name, path in addresses(httpx.Client(base_url=address, timeout=60)).items():
            first = _slow(client, anew[name]) if name in anew else float("nan")
            size = _size(client, path)
            kept = _slow(client, [path] * REQUESTS)
            rows.append((name, size + fixed, first, kept))
    return rows


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


def main() -> None:
    """Serve a library and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path, required=True)
    listener = _listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(create_app(parser.parse_args().library), log_level="warning"))
    threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    print("| page | kB transferred | p95 made anew, ms | p95 kept, ms |\n|---|---|---|---|")
    for name, size, first, kept in measure(f"http://127.0.0.1:{listener.getsockname()[1]}"):
        print(f"| {name} | {size / 1000:.1f} | {first:.0f} | {kept:.0f} |")
    server.should_exit = True


if __name__ == "__main__":
    main()
