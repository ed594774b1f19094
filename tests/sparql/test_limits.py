"""What no query may do, what each may use, and how clients are told."""

from __future__ import annotations

import gzip
import http.server
import os
import signal
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from benchmarks.hostile import ATTACKS, listening, send

from missiongraph.api.problems import ProblemError
from missiongraph.api.settings import ServerSettings
from missiongraph.api.sparql.asking import ask
from missiongraph.api.sparql.guard import calls_out
from missiongraph.api.sparql.lanes import Budget, Lanes
from missiongraph.api.sparql.packing import pack, packed
from missiongraph.api.sparql.pool import Pool
from missiongraph.api.sparql.process import QueryStoppedError, Worker
from missiongraph.search.library import Library
from missiongraph.search.library.snapshot import GRAPH
from tests.conftest import Serve

ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
FOREVER = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?d && ?d != ?g) }"


def test_no_hostile_query_harms_the_server_or_reaches_a_listener(briefings_library: Path, serve: Serve) -> None:
    settings = ServerSettings(sparql_budget=0, sparql_memory=256, sparql_timeout=0.3, sparql_timeout_cap=0.5)
    with (
        serve(briefings_library, settings) as address,
        httpx.Client(base_url=address, timeout=120) as client,
        listening() as (call, reached),
    ):
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda one: send(client, one, call, 0.3)[0], ATTACKS))
        assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True
        assert not reached
    assert len(found) >= 40
    for attack, status in zip(ATTACKS, found, strict=True):
        assert status in (0, 200, 400, 403, 413, 503), attack.name
        if attack.name.startswith("call:") and attack.name != "call: from":
            assert status in (400, 403), attack.name


def test_head_says_what_get_says_without_the_body(client: httpx.Client) -> None:
    for query in ("ASK {}", ALL):
        got, head = (client.request(m, "/sparql", params={"query": query}) for m in ("GET", "HEAD"))
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-type"] == got.headers["content-type"]
        assert head.headers["etag"] == got.headers["etag"]
    for path in ("/ontology.ttl", "/.well-known/void", "/sparql", "/dump.nq", "/context.jsonld", "/sparql/examples"):
        assert (client.head(path).status_code, client.head(path).content) == (200, b"")


READ = "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/sparql", "GET, HEAD, POST, OPTIONS"),
        ("/sparql/", "GET, HEAD, POST, OPTIONS"),
        ("/sparql/examples", READ),
        ("/.well-known/void", READ),
        ("/dump.nq", READ),
        ("/context.jsonld", READ),
        ("/ontology", READ),
        ("/ontology.ttl", READ),
        ("/id/report/x", READ),
        ("/reports", "GET, HEAD, POST, OPTIONS"),
    ],
)
def test_every_address_names_its_methods_and_refuses_the_others(client: httpx.Client, path: str, methods: str) -> None:
    options, refused = client.options(path), client.put(path)
    assert (options.status_code, options.headers["allow"], options.content) == (204, methods, b"")
    assert (refused.status_code, refused.headers["allow"]) == (405, methods)
    if "/sparql" in path and "POST" in methods:
        forms = options.headers["accept-post"].split(", ")
        assert set(forms) == {"application/x-www-form-urlencoded", "application/sparql-query"}


def test_nothing_has_no_methods(client: httpx.Client) -> None:
    assert client.options("/nothing").status_code == 404


def test_other_sites_ask_only_where_they_are_named(briefings_library: Path, client: httpx.Client, serve: Serve) -> None:
    origin = {"origin": "https://yasgui.example"}
    unnamed = client.get("/sparql", params={"query": "ASK {}"}, headers=origin)
    assert "access-control-allow-origin" not in unnamed.headers
    settings = ServerSettings(cors_origins="https://yasgui.example")
    with serve(briefings_library, settings) as address, httpx.Client(base_url=address, timeout=60) as named:
        answer = named.get("/sparql", params={"query": "ASK {}"}, headers=origin)
        assert answer.headers["access-control-allow-origin"] == "https://yasgui.example"
        assert "access-control-allow-credentials" not in answer.headers
        read = answer.headers["access-control-expose-headers"].lower().split(", ")
        assert {"etag", "link", "query-advice", "result-limit", "retry-after"} <= set(read)
        asked = origin | {"access-control-request-method": "POST", "access-control-request-headers": "content-type"}
        assert named.options("/sparql", headers=asked).status_code == 200
        other = named.get("/sparql", params={"query": "ASK {}"}, headers={"origin": "https://else.example"})
        assert "access-control-allow-origin" not in other.headers


def test_answers_are_compressed_for_those_who_take_it(client: httpx.Client) -> None:
    bodies = {}
    for coding in ("gzip", "identity"):
        answer = client.get("/sparql", params={"query": ALL, "format": "ntriples"}, headers={"accept-encoding": coding})
        assert answer.headers.get("content-encoding", "identity") == coding
        bodies[coding] = sorted(answer.text.splitlines())
    assert bodies["gzip"] == bodies["identity"]


@pytest.mark.parametrize("path", ["/sparql", "/ontology.ttl", "/reports"])
@pytest.mark.parametrize(
    ("header", "coding"),
    [("gzip;q=0", None), ("gzip;q=0, *", None), ("*;q=0, identity", None), ("*", "gzip"), ("br, gzip;q=0.1", "gzip")],
)
def test_codings_are_chosen_by_their_weights(client: httpx.Client, path: str, header: str, coding: str | None) -> None:
    query = {"query": "SELECT * WHERE { ?s ?p ?o } LIMIT 3000"} if path == "/sparql" else {}
    for _ in range(2):  # pages are remembered
        answer = client.get(path, params=query, headers={"accept-encoding": header})
        assert answer.status_code == 200
        assert answer.headers.get("content-encoding") == coding
        varies = answer.headers["vary"].split(", ")
        assert "Accept-Encoding" in varies
        assert len(varies) == len(set(varies)), varies


def test_what_was_packed_comes_out_whole_and_early_and_a_fault_hides_nothing() -> None:
    whole = [b"a" * 50_000, b"b", b"c" * 50_000]
    assert gzip.decompress(b"".join(packed(part for part in whole))) == b"".join(whole)
    assert gzip.decompress(pack(whole[0])) == whole[0]

    def broken() -> Iterator[bytes]:
        yield from whole
        raise QueryStoppedError

    read: list[bytes] = []
    reader, parts = zlib.decompressobj(31), packed(broken())
    with pytest.raises(QueryStoppedError):
        read.extend(reader.decompress(part) for part in parts)
    assert read[0] == whole[0]
    assert b"".join(read) == b"".join(whole)
    assert not reader.eof


def test_a_client_that_reads_nothing_holds_no_place_beyond_the_deadline(briefings_library: Path, serve: Serve) -> None:
    settings = ServerSettings(sparql_workers=1, sparql_long_queries=1, sparql_budget=0)
    query = urlencode({"query": ALL, "format": "ntriples", "timeout": "1.5"})
    with (
        serve(briefings_library, settings) as address,
        httpx.Client(base_url=address, timeout=60) as client,
        socket.socket() as idle,
    ):
        idle.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        idle.connect((httpx.URL(address).host, httpx.URL(address).port))
        idle.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        idle.recv(100)
        crowded = client.get("/sparql", params={"query": FOREVER, "timeout": "1"})
        time.sleep(2.5)
        alone = client.get("/sparql", params={"query": FOREVER, "timeout": "1"})
        assert "stopped after 1 seconds" in alone.json()["detail"], crowded.text
        idle.settimeout(30)
        while got := idle.recv(1 << 16):
            last = got
        assert not last.endswith(b"0\r\n\r\n")


def test_the_deadline_counts_from_the_request_and_a_worker_that_starts_is_waited_for_no_longer(
    briefings_library: Path,
) -> None:
    with Library.open(briefings_library).snapshot() as snapshot, Pool(snapshot.path / GRAPH) as pool:
        started = time.monotonic()
        with pytest.raises(ProblemError, match=r"0\.01 seconds"):
            pool.run("ASK {}", timeout=0.01)
        with pytest.raises(ProblemError, match="stopped after 5 seconds"):
            ask(pool, snapshot, "ASK {}", timeout=5.0, since=started - 6)
        assert time.monotonic() - started < 1
        assert pool.run("ASK {}", timeout=60).rows


def test_a_client_that_used_its_budget_is_told_when_to_come_back(briefings_library: Path, serve: Serve) -> None:
    settings = ServerSettings(sparql_budget=0.5, sparql_timeout=1.0)
    with serve(briefings_library, settings) as address, httpx.Client(base_url=address, timeout=60) as client:
        assert client.get("/sparql", params={"query": FOREVER}).status_code == 503
        refused = client.get("/sparql", params={"query": "ASK {}"})
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) > 0
        assert refused.headers["retry-after"] in refused.json()["detail"]
        assert client.get("/sparql").status_code == 200


def test_the_budget_fills_again_with_time() -> None:
    budget = Budget(60)
    budget.charge("a", 70, now=0.0)
    assert budget.wait("a", now=0.0) == pytest.approx(10)
    assert budget.wait("b", now=0.0) == 0
    assert budget.wait("a", now=10.5) == 0
    budget.charge("a", 1, now=1000.0)
    assert budget.wait("a", now=1000.0) == 0


def test_a_query_that_runs_long_makes_room_for_a_short_one() -> None:
    lanes = Lanes(1, 1)
    first = lanes.enter(0)
    assert first is not None
    assert lanes.enter(0) is None
    assert first.move()
    second = lanes.enter(0)
    assert second is not None
    assert not second.move()
    first.leave()
    assert second.move()


def test_an_answer_beyond_the_limit_never_ends_as_if_whole(briefings_library: Path, serve: Serve) -> None:
    got = bytearray()
    query = {"query": ALL, "format": "ntriples"}

    def read(address: str) -> None:
        plain = {"accept-encoding": "identity"}
        with httpx.stream("GET", f"{address}/sparql", timeout=60, params=query, headers=plain) as answer:
            assert answer.headers["result-limit"] == "1 MiB"
            for chunk in answer.iter_raw():
                got.extend(chunk)

    with serve(briefings_library, ServerSettings(sparql_result_size=1)) as address:
        with pytest.raises(httpx.RemoteProtocolError):
            read(address)
        assert b"# Cut here: the answer has more than 1 MiB" in got
        assert httpx.get(f"{address}/sparql", params={"query": "ASK {}"}).status_code == 200
        assert "1 MiB" in httpx.get(f"{address}/sparql").text


class _Endpoint(http.server.BaseHTTPRequestHandler):
    """A SPARQL endpoint with one row, or one that sends callers elsewhere."""

    elsewhere: str | None = None

    def do_GET(self) -> None:
        if self.elsewhere:
            self.send_response(302)
            self.send_header("Location", self.elsewhere)
            self.end_headers()
            return
        body = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"from afar"}}]}}'
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def endpoint(elsewhere: str | None = None) -> Iterator[str]:
    handler = type("Handler", (_Endpoint,), {"elsewhere": elsewhere})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/sparql"
    finally:
        server.shutdown()
        server.server_close()


def test_only_endpoints_that_are_named_are_called_and_none_that_they_point_to(
    briefings_library: Path, serve: Serve
) -> None:
    with listening() as (call, reached), endpoint() as named, endpoint(call) as turning:
        settings = ServerSettings(sparql_services=f"{named}, {turning}")
        with serve(briefings_library, settings) as address, httpx.Client(base_url=address, timeout=60) as client:

            def ask(target: str) -> httpx.Response:
                query = f"SELECT ?x {{ SERVICE <{target}> {{ ?s <a:b> ?x }} }}"
                return client.get("/sparql", params={"query": query})

            assert ask(named).json()["results"]["bindings"][0]["x"]["value"] == "from afar"
            assert ask(call).status_code == 403
            assert ask(turning).status_code == 400
            variable = f"SELECT ?x {{ VALUES ?e {{ <{named}> }} SERVICE ?e {{ ?s <a:b> ?x }} }}"
            assert client.get("/sparql", params={"query": variable}).status_code == 403
        assert not reached


def test_an_allowed_endpoint_does_not_cover_for_another() -> None:
    allowed = {"http://a/"}
    assert not calls_out("SELECT * { SERVICE <http://a/> {} SERVICE SILENT <http://a/> {} }", allowed)
    assert not calls_out("PREFIX a: <http://a/> SELECT * { SERVICE a: {} }", allowed)
    for query in (
        "SELECT * { SERVICE <http://a/> {} SERVICE <http://b/> {} }",
        "SELECT * { SERVICE ?a {} }",
        "SELECT * { SERVICE <http://a/> {} } # '\n SERVICE <http://b/> {}",
        "BASE <http://a/> SELECT * { SERVICE <b> {} }",
        "PREFIX a: <http://a/> PREFIX a: <http://b/> SELECT * { SERVICE a: {} }",
    ):
        assert calls_out(query, allowed), query


def test_a_confined_worker_opens_its_graph_again_to_give_memory_back(briefings_library: Path) -> None:
    with Library.open(briefings_library).snapshot() as snapshot:
        worker, names = Worker(snapshot.path / GRAPH, 256), snapshot.store.graphs()
        try:
            assert worker.ready(60)
            dumps = []
            for heavy in (0, 1 << 40):
                frames = list(worker.ask({"dump": names, "format": "nquads", "heavy": heavy}, 60))
                assert frames[-1][0] == b"F", frames[-1]
                dumps.append(b"".join(content for kind, content in frames if kind != b"H"))
            assert dumps[0] == dumps[1]
            assert dumps[0].count(b"\n") == snapshot.store.count_quads()
        finally:
            worker.kill()


def test_a_worker_that_only_waits_for_its_turn_is_not_held_back(briefings_library: Path) -> None:
    with Library.open(briefings_library).snapshot() as snapshot, Pool(snapshot.path / GRAPH, workers=2) as pool:
        pool.run("ASK {}", timeout=60)
        worker = pool._idle[0]
        os.kill(worker._process.pid, signal.SIGSTOP)
        threading.Timer(0.5, os.kill, (worker._process.pid, signal.SIGCONT)).start()
        started = time.monotonic()
        assert pool.run("ASK {}", timeout=60).rows
        assert time.monotonic() - started > 0.4
        assert (worker.alive, worker.once) == (True, False)
        assert os.getpriority(os.PRIO_PROCESS, worker._process.pid) == os.getpriority(os.PRIO_PROCESS, 0)


COUNT = "SELECT (COUNT(DISTINCT STR(?c)) AS ?n) WHERE { ?a ?b ?c }"  # longer than a moment, and not much


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="a priority is a thread's on Linux alone")
def test_a_worker_that_was_held_back_goes_on_with_what_it_has_read_at_the_priority_of_others(
    briefings_library: Path,
) -> None:
    with Library.open(briefings_library).snapshot() as snapshot:
        worker = Worker(snapshot.path / GRAPH, 256)
        try:
            assert worker.ready(60)
            priorities: list[list[int]] = []

            def late() -> float:
                worker.hold_back()
                tasks = map(int, os.listdir(f"/proc/{worker._process.pid}/task"))
                priorities.append(sorted(os.getpriority(os.PRIO_PROCESS, task) for task in tasks))
                return 0.0

            idle = os.getpriority(os.PRIO_PROCESS, 0)
            request = {"query": COUNT, "format": "json"}
            first = b"".join(content for _, content in worker.ask(request, 120, late=(0.01, late)))
            assert idle in priorities[0], "the first thread keeps its priority"
            assert 19 in priorities[0], "the thread that answers gave its up"
            assert not worker.spent
            assert b"".join(content for _, content in worker.ask(request, 120)) == first
            newest = max(map(int, os.listdir(f"/proc/{worker._process.pid}/task")))
            assert os.getpriority(os.PRIO_PROCESS, newest) == idle
        finally:
            worker.kill()


def test_workers_that_long_queries_needed_stay_a_while_and_then_end(
    briefings_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("missiongraph.api.sparql.pool.SURPLUS", 1.0)
    with Library.open(briefings_library).snapshot() as snapshot, Pool(snapshot.path / GRAPH, workers=1) as pool:
        workers = [Worker(snapshot.path / GRAPH, 256) for _ in range(3)]
        for worker in workers:
            assert worker.ready(60)
            pool.give(worker)
        assert [worker.alive for worker in workers] == [True] * 3
        until = time.monotonic() + 30
        while sum(worker.alive for worker in workers) > 1 and time.monotonic() < until:
            time.sleep(0.05)
        assert [worker.alive for worker in workers] == [False, False, True]
