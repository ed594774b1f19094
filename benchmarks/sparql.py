"""SPARQL at a million triples: ``python -m benchmarks.sparql LIBRARY [--oxigraph BINARY] [--rdflib PYTHON]``.

The reports of a library are copied under other names until the default graph holds a million triples. Then, over HTTP
and in one run: each example query beside ``oxigraph serve-read-only`` on the same quads; eight clients beside one;
simple queries while ten run without end; the whole graph by CONSTRUCT and by the dump route, with the memory of server
and worker. With ``--rdflib`` also the examples at a tenth of the data beside rdflib-endpoint.

The others are installed in an environment of their own, whose programs are then named::

    python -m venv OTHERS && OTHERS/bin/pip install oxigraph rdflib-endpoint uvicorn
    python -m benchmarks.sparql LIBRARY --oxigraph OTHERS/bin/oxigraph --rdflib OTHERS/bin/python

(rdflib-endpoint does not bring uvicorn by itself, and without it no server starts.) Oxigraph's files are optimised
after they are loaded, as its own advice is and as a published library's are.
"""

from __future__ import annotations

import argparse
import multiprocessing
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import pyoxigraph as ox

from missiongraph.ontology.queries import examples
from missiongraph.ontology.store import APART, GraphStore
from missiongraph.search.library import Library

from .servers import library_of, serving

JSON = {"accept": "application/sparql-results+json, application/n-triples"}
FOREVER = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?d && ?d != ?g) }"
SIMPLE = """PREFIX mg: <https://w3id.org/missiongraph/ontology#>
SELECT ?r ?b WHERE { ?r mg:addresses ?b } LIMIT 20"""


def write_copies(library: Path, target: Path, triples: int) -> None:
    """N-Quads of a library's reports, each copied under other names until so many triples stand in the merge."""
    with Library.open(library).snapshot() as snapshot, target.open("w", encoding="utf-8") as out:
        store, base, count = snapshot.store, snapshot.base, 0
        shared = [name for name in store.graphs() if "/graph/report/" not in name]
        for name in shared:
            merged = not name.endswith(APART)
            for quad in store.quads(name):
                count += merged
                out.write(f"{quad} .\n" + (f"{quad.triple} .\n" if merged else ""))
        slugs = [name.rpartition("/")[2] for name in store.graphs() if name not in shared]
        for copy in range(10_000):
            for slug in slugs:
                for quad in store.quads(f"{base}graph/report/{slug}"):
                    if count >= triples:
                        return
                    lines = f"{quad} .\n{quad.triple} .\n"
                    out.write(lines.replace(slug, f"{slug}-c{copy}") if copy else lines)
                    count += 1


def fill(file: Path) -> Callable[[GraphStore], None]:
    """A function that loads N-Quads into a store."""
    return lambda store: store.native.bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS)


class NoAnswerError(Exception):
    """The other server ended, or did not answer in time. The message ends in what it said last."""


@contextmanager
def other(command: list[str], address: str, *, longest: float = 300.0) -> Iterator[str]:
    """Another server, once it answers.

    :param longest: seconds that it may take to answer an ASK for the first time.
    :raises NoAnswerError: if it never does.
    """
    with tempfile.TemporaryFile() as said, subprocess.Popen(command, stdout=said, stderr=said) as process:
        try:
            until = time.monotonic() + longest
            while not _answers(address):
                if (ended := process.poll()) is not None or time.monotonic() > until:
                    said.seek(0)
                    lines = said.read().decode(errors="replace").strip().splitlines()[-5:]
                    why = f"ended with {ended}" if ended is not None else f"did not answer in {longest:g} s"
                    raise NoAnswerError("\n".join([f"{command[0]} {why}:", *lines]))
                time.sleep(0.2)
            yield address
        finally:
            process.kill()  # it only reads, and may be asked to stop in the middle of a query


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, params={"query": "ASK {}"}, headers=JSON, timeout=60).is_success
    except httpx.TransportError:
        return False


def seconds(client: httpx.Client, address: str, query: str) -> float:
    """How long an answer takes, read whole."""
    started = time.perf_counter()
    answer = client.post(address, data={"query": query}, headers=JSON)
    answer.raise_for_status()
    return time.perf_counter() - started


def compare(ours: str, theirs: str, rounds: int) -> None:
    """Each example at both, in turn; the median of the rounds."""
    with httpx.Client(timeout=120) as client:
        met = 0
        for example in examples():
            rows: tuple[list[float], list[float]] = ([], [])
            for _ in range(rounds):
                for row, address in zip(rows, (ours, theirs), strict=True):
                    row.append(seconds(client, address, example.text) * 1000)
            here, there = map(statistics.median, rows)
            holds = here - there <= 3 if there < 10 else here / there <= 1.3
            met += holds
            print(f"{example.name:<36}{here:9.1f} ms{there:9.1f} ms  {here - there:+7.1f} ms  x{here / there:.2f}"
                  + ("" if holds else "  missed"), flush=True)  # fmt: skip
        print(f"{met} of {len(examples())} within 3 ms (under 10 ms) or 1.3 times (from 10 ms)")


def _client(address: str, queries: list[str], until: float) -> int:
    """One client that asks the queries in turn; how many it asked."""
    asked = 0
    with httpx.Client(timeout=120) as client:
        while time.time() < until:
            seconds(client, address, queries[asked % len(queries)])
            asked += 1
    return asked


def throughput(address: str, queries: list[str], length: float = 10.0) -> None:
    """Queries a second of one client and of eight."""
    rates: dict[int, list[float]] = {}
    for clients in (1, 8, 1, 8):
        until = time.time() + length
        with multiprocessing.get_context("fork").Pool(clients) as pool:
            done = pool.starmap(_client, [(address, queries[i:] + queries[:i], until) for i in range(clients)])
        rates.setdefault(clients, []).append(sum(done) / length)
    one, eight = statistics.mean(rates[1]), statistics.mean(rates[8])
    print(f"queries a second: one client {one:.1f}, eight {eight:.1f}: x{eight / one:.2f}")


def fairness(address: str, count: int = 300) -> None:
    """The 95th percentile of a simple query, idle and while ten queries run without end."""

    def p95() -> float:
        with httpx.Client(timeout=120) as client:
            seconds(client, address, SIMPLE)
            return statistics.quantiles([seconds(client, address, SIMPLE) * 1000 for _ in range(count)], n=20)[-1]

    def run() -> None:
        httpx.post(address, data={"query": FOREVER, "timeout": "20"}, timeout=60)

    idle = p95()
    threads = [threading.Thread(target=run) for _ in range(10)]
    for thread in threads:
        thread.start()
    time.sleep(2)
    loaded = p95()
    for thread in threads:
        thread.join()
    print(f"95th percentile of a simple query: idle {idle:.1f} ms, beside ten without end {loaded:.1f} ms: "
          f"x{loaded / idle:.2f}")  # fmt: skip


def _resident(pid: int, field: str = "VmRSS") -> float:
    """MiB that a process holds."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition(f"{field}:")[2].split()[0]) / 1024


def _children(pid: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(path.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def settle(pid: int, longest: float = 120.0) -> None:
    """Wait until a server has read ahead what it reads ahead: until it takes no processor for two seconds."""

    def used() -> int:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])

    until, quiet, last = time.monotonic() + longest, 0, used()
    while quiet < 2 and time.monotonic() < until:
        time.sleep(1)
        now = used()
        quiet, last = quiet + 1 if now - last <= 1 else 0, now


def whole(server: str, pid: int, path: str, parameters: dict[str, str]) -> None:
    """Read everything as it comes: time to the first byte, sizes, and what server and workers hold at most."""
    before, peak, worker, size = _resident(pid), 0.0, 0.0, 0
    started = time.perf_counter()
    first = None
    with httpx.stream("GET", server + path, params=parameters, timeout=300) as answer:
        for at, chunk in enumerate(answer.iter_raw()):
            first = first or time.perf_counter() - started
            size += len(chunk)
            if at % 200 == 0:
                peak = max(peak, _resident(pid))
                worker = max([worker, *(_resident(child) for child in _children(pid))])
    took = time.perf_counter() - started
    peak = max(peak, _resident(pid))
    print(f"{path}: first byte {first:.2f} s, {size / 1e6:.0f} MB in {took:.1f} s, server +{peak - before:.0f} MiB, "
          f"largest worker {worker:.0f} MiB", flush=True)  # fmt: skip


def main() -> None:
    """Make the data and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("--oxigraph", default=shutil.which("oxigraph"), help="the oxigraph program")
    parser.add_argument("--rdflib", help="a Python with rdflib-endpoint")
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--only", nargs="*", default=["whole", "fairness", "throughput", "compare"], help="what to measure"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_copies(given.library, folder / "data.nq", given.triples)
        library = library_of(folder / "library", fill(folder / "data.nq"))
        with serving(library, sparql_budget=0, sparql_timeout=120) as (address, pid):
            endpoint = f"{address}/sparql"
            if "whole" in given.only:
                query = {"query": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "format": "ntriples"}
                settle(pid)
                whole(address, pid, "/sparql", query)
                whole(address, pid, "/dump.nq", {})
            if "fairness" in given.only:
                fairness(endpoint)
            if "throughput" in given.only:
                with httpx.Client(timeout=120) as client:
                    throughput(endpoint, [e.text for e in examples() if seconds(client, endpoint, e.text) < 0.3])
            if "compare" in given.only and given.oxigraph:
                with oxigraph(given.oxigraph, folder) as theirs:
                    compare(endpoint, theirs, given.rounds)
        if given.rdflib:
            _rdflib(given.rdflib, given.library, folder)


@contextmanager
def oxigraph(program: str, folder: Path) -> Iterator[str]:
    """The oxigraph server over the same quads; yields the address of its queries."""
    place, bind = ["--location", str(folder / "ox")], "127.0.0.1:7879"
    load = [program, "load", *place, "--file", str(folder / "data.nq")]
    subprocess.run(load, check=True, stderr=subprocess.DEVNULL)
    subprocess.run([program, "optimize", *place], check=True, stderr=subprocess.DEVNULL)
    with other([program, "serve-read-only", *place, "--bind", bind], f"http://{bind}/query") as address:
        yield address


def _rdflib(python: str, library: Path, folder: Path) -> None:
    """The examples at a hundred thousand triples beside rdflib-endpoint."""
    write_copies(library, folder / "small.nq", 100_000)
    lines = (line for line in (folder / "small.nq").open(encoding="utf-8") if _is_triple(line))
    (folder / "small.nt").write_text("".join(lines), encoding="utf-8")
    small = library_of(folder / "small", fill(folder / "small.nq"))
    program = (
        "import sys, rdflib, uvicorn; from rdflib_endpoint import SparqlEndpoint; "
        "g = rdflib.Dataset(default_union=True); g.parse(sys.argv[1], format='nt'); "
        "uvicorn.run(SparqlEndpoint(graph=g), port=7880, log_level='error')"
    )
    command = [python, "-c", program, str(folder / "small.nt")]
    with serving(small, sparql_budget=0) as (address, _):
        beside_slow(f"{address}/sparql", lambda: other(command, "http://127.0.0.1:7880/"))


def beside_slow(ours: str, start: Callable[[], AbstractContextManager[str]], longest: float = 60.0) -> None:
    """Each example once at both, the second time that it is asked here, for a server that may never come to an end.

    It is started anew after a query that it has not answered in ``longest`` seconds, as it goes on with that.
    """
    left = list(examples())
    with httpx.Client(timeout=120) as client:
        while left:
            with start() as theirs:
                while left:
                    example = left.pop(0)
                    _, here = (seconds(client, ours, example.text) * 1000 for _ in range(2))
                    try:
                        answer = httpx.post(theirs, data={"query": example.text}, headers=JSON, timeout=longest)
                        there = answer.elapsed.total_seconds() * 1000
                        said = f"{there:9.1f} ms  x{there / here:.0f}" if answer.is_success else str(answer.status_code)
                    except httpx.TimeoutException:
                        said = f"not in {longest:g} s"
                    print(f"{example.name:<36}{here:9.1f} ms  {said}", flush=True)
                    if said.startswith("not"):
                        break


def _is_triple(line: str) -> bool:
    row = next(iter(ox.parse(line, format=ox.RdfFormat.N_QUADS)))
    return row.graph_name == ox.DefaultGraph()


if __name__ == "__main__":
    main()
