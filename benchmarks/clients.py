"""Many clients at once: ``python -m benchmarks.clients LIBRARY [--clients 16] [--seconds 60]``.

A server over a library, and clients in a process of their own that each ask ``/search`` one question after another
over an open connection. No question is asked twice, so each is embedded: they are runs of 4 to 12 words of
the library's passages. One client is timed before and after the many. Printed are throughput, its ratio to that of
one, p50 and p95, and errors; clients and server share the processor.
"""

from __future__ import annotations

import argparse
import http.client
import time
import urllib.parse
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from missiongraph.search.library import Library

from .servers import serving

WARMING = 20  # seconds in which the server reads what the first requests would wait for


def questions(library: Path) -> Iterator[str]:
    """Runs of words, none twice."""
    random, seen = np.random.default_rng(16), set()
    with Library.open(library).snapshot() as snapshot:
        passages = snapshot.index.passages
        print(f"{len(passages):,} passages", flush=True)
        while True:
            words = [word for word in passages[int(random.integers(len(passages)))].text.split() if '"' not in word]
            if len(words) > 12:
                start, size = int(random.integers(len(words) - 12)), int(random.integers(4, 13))
                text = " ".join(words[start : start + size])
                if text not in seen and any(c.isalpha() for c in text):
                    seen.add(text)
                    yield text


def ask(address: str, asked: Sequence[str], until: float) -> tuple[list[float], list[str]]:
    """One client: seconds of each answer, and what went wrong."""
    parts, times, errors = urllib.parse.urlsplit(address), [], []
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    for text in asked:
        started = time.perf_counter()
        if time.time() >= until:
            break
        try:
            connection.request(
                "GET", "/search?" + urllib.parse.urlencode({"q": text}), headers={"Accept": "application/json"}
            )
            reply = connection.getresponse()
            body = reply.read()
            if reply.status != 200 or b'"results":[{' not in body:
                errors.append(f"{reply.status}: {text}")
        except (OSError, http.client.HTTPException) as error:
            errors.append(f"{error!r}: {text}")
            connection.close()
        times.append(time.perf_counter() - started)
    return times, errors


def run(address: str, asked: Sequence[str], clients: int, seconds: float) -> tuple[float, float, float]:
    """Ask from so many clients for so long; print and return answers a second, p50 and p95 in milliseconds."""
    started = time.time()
    with ThreadPoolExecutor(clients) as threads:
        shares = [asked[i::clients] for i in range(clients)]
        found = [one.result() for one in [threads.submit(ask, address, s, started + seconds) for s in shares]]
    took = time.time() - started
    times = np.array([one for times, _ in found for one in times]) * 1000
    errors = [error for _, some in found for error in some]
    p50, p95 = np.percentile(times, [50, 95])
    rate = len(times) / took
    print(
        f"{clients:>3} clients, {took:5.1f} s: {rate:6.1f} answers a second, p50 {p50:6.1f} ms, p95 {p95:6.1f} ms, "
        f"{len(errors)} errors {errors[:3] or ''}",
        flush=True,
    )
    return rate, float(p50), float(p95)


def measure(library: Path, address: str, clients: int, seconds: float) -> None:
    """One client, many, one again."""
    asked = list(islice(questions(library), int(seconds * 400)))
    run(address, asked[: len(asked) // 8], 1, seconds / 4)
    before = run(address, asked[len(asked) // 8 : len(asked) // 4], 1, seconds / 4)
    many = run(address, asked[len(asked) // 4 : -len(asked) // 8], clients, seconds)
    after = run(address, asked[-len(asked) // 8 :], 1, seconds / 4)
    one = (before[0] + after[0]) / 2
    print(
        f"throughput {many[0] / one:.2f} times one client's; p95 {many[2]:.1f} ms, "
        f"2 · {clients} / throughput is {2000 * clients / many[0]:.1f} ms; "
        f"one client p50 {before[1]:.1f} and {after[1]:.1f} ms"
    )


def main() -> None:
    """Serve and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=60.0)
    given = parser.parse_args()
    with serving(given.library) as (address, _):
        time.sleep(WARMING)
        process = get_context("spawn").Process(
            target=measure, args=(given.library, address, given.clients, given.seconds)
        )
        process.start()
        process.join()


if __name__ == "__main__":
    main()
