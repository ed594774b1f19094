"""Forty queries made to harm: ``python -m benchmarks.hostile LIBRARY``.

Each is sent with a deadline of a second to a server of its own; prints the status, how long after the deadline the
answer came, and whether the server still answers and a listener on the loopback was reached.
"""

from __future__ import annotations

import argparse
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import httpx

from .servers import serving

DEADLINE = 1.0
_CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
_DOUBLE = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(60))
_SEARCH = "PREFIX mg: <https://w3id.org/missiongraph/ontology#> "


@dataclass(frozen=True, slots=True)
class Attack:
    """A request. ``CALL`` in its query stands for the address of a listener that must not be reached."""

    name: str
    query: str = ""
    body: bytes | None = None
    parameters: dict[str, str] = field(default_factory=dict)


def _calls() -> Iterator[Attack]:
    shapes = {
        "plain": "SELECT * { SERVICE <CALL> { ?s ?p ?o } }",
        "silent": "SELECT * { service silent <CALL> { ?s ?p ?o } }",
        "subquery": "SELECT * { { SELECT * { SERVICE <CALL> { ?s ?p ?o } } } }",
        "exists": "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <CALL> { ?s ?p ?o } } }",
        "variable": "SELECT * { VALUES ?e { <CALL> } SERVICE ?e { ?s ?p ?o } }",
        "bound": "SELECT * { BIND(IRI(CONCAT('CALL', '')) AS ?e) SERVICE ?e { ?s ?p ?o } }",
        "comment": "SELECT * { # comment\rSERVICE <CALL> { ?s ?p ?o } }",
        "codepoint": "SELECT * { \\u0053ERVICE <CALL> { ?s ?p ?o } }",
        "joined": "SELECT * { ?s ?p trueSERVICE <CALL> { ?s ?p ?o } }",
        "prefix": "PREFIX : <CALL> SELECT * { SERVICE: { ?s ?p ?o } }",
        "quote": "SELECT * { ?s ?p 'a\\'' . SERVICE <CALL> { ?s ?p \"' #\" } }",
        "loopback by name": "SELECT * { SERVICE <http://localhost:1/> { ?s ?p ?o } }",
        "link-local": "SELECT * { SERVICE <http://169.254.169.254/latest/meta-data/> { ?s ?p ?o } }",
        "beside a search": _SEARCH + 'SELECT * { SERVICE mg:search { ?p mg:matches "x" } SERVICE <CALL> { ?p ?q ?r } }',
        "in a search": _SEARCH + "SELECT * { SERVICE mg:search { ?p mg:matches ?t } { SERVICE <CALL> { ?t ?q ?t } } }",
        "from": "SELECT * FROM <CALL> { ?s ?p ?o }",
        "update": "LOAD <CALL>",
    }
    yield from (Attack(f"call: {name}", query) for name, query in shapes.items())


def _work() -> Iterator[Attack]:
    shapes = {
        "count of a cross product": f"SELECT (COUNT(*) AS ?n) {{ {_CROSS} }}",
        "sort of a cross product": f"SELECT * {{ {_CROSS} }} ORDER BY ?l ?a",
        "distinct cross product": f"SELECT DISTINCT ?a ?d ?g {{ {_CROSS} }}",
        "billions of groups": f"SELECT ?a ?d ?g (COUNT(*) AS ?n) {{ {_CROSS} }} GROUP BY ?a ?d ?g",
        "one long string": f"SELECT (GROUP_CONCAT(?c) AS ?s) {{ {_CROSS} }}",
        "doubled strings": f"SELECT * {{ BIND('xxxxxxxxxxxxxxxx' AS ?x0) {_DOUBLE} }}",
        "paths of any length": "SELECT * { ?a (!<x:x>)* ?b . ?b (!<x:y>)* ?c . ?c (!<x:z>)* ?d }",
        "paths in paths": "SELECT (COUNT(*) AS ?n) { ?a ((!<x:x>/!<x:y>)+/(!<x:z>|^!<x:z>)*)+ ?b }",
        "huge regex": "SELECT * { ?s ?p ?o FILTER REGEX(STR(?o), '((a{1,900}){1,900}){1,900}') }",
        "slow regex": "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER REGEX(CONCAT(STR(?c), STR(?f)), '(.*)*(.*)*x(.*)*$') }",
        "no rows found late": f"SELECT * {{ {_CROSS} FILTER(STR(?a) = STR(?l) && false) }}",
        "construct of a cross product": f"CONSTRUCT {{ ?a ?e ?i }} {{ {_CROSS} }}",
    }
    yield from (Attack(f"work: {name}", query) for name, query in shapes.items())


def _forms() -> Iterator[Attack]:
    search = 'SERVICE mg:search { ?p mg:matches "x" } '
    bodies = {
        "a megabyte": b"ASK { " + b"#" * ((1 << 20) - 10),
        "more than a megabyte": b" " * (1 << 21),
        "braces": b"ASK " + b"{" * 500_000,
        "brackets in a filter": b"ASK { FILTER(" + b"(" * 200_000 + b"1" + b")" * 200_000 + b") }",
        "angle brackets": b"<" * 900_000,
        "quotes": b"ASK { SERVICE " + b"'\\" * 40_000,
        "searches": f"{_SEARCH}SELECT * {{ {search * 2000} }}".encode(),
        "not UTF-8": b"ASK { ?s ?p '\xff\xfe' }",
        "UTF-16": "ASK {}".encode("utf-16"),
    }
    yield from (Attack(f"form: {name}", body=body) for name, body in bodies.items())
    yield Attack("form: NUL and half a pair", query="ASK { ?s ?p '\\uD800' }\0")
    yield Attack("form: no IRI", query="ASK {}", parameters={"default-graph-uri": "not an IRI", "timeout": "1e300"})


ATTACKS = (*_calls(), *_work(), *_forms())


def send(client: httpx.Client, attack: Attack, call: str, deadline: float = DEADLINE) -> tuple[int, float]:
    """Send one; the status (0 where the answer was broken off) and how long it took."""
    started, parameters = time.monotonic(), {"timeout": str(deadline)} | attack.parameters
    query = attack.query.replace("CALL", call)
    try:
        if attack.body is None:
            answer = client.post("/sparql", data={"query": query} | parameters)
        else:
            direct = {"content-type": "application/sparql-query"}
            answer = client.post("/sparql", content=attack.body, params=parameters, headers=direct)
        status = answer.status_code
    except httpx.RemoteProtocolError:
        status = 0
    return status, time.monotonic() - started


@contextmanager
def listening() -> Iterator[tuple[str, list[object]]]:
    """A listener on the loopback: its address, and who reached it."""
    reached: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        done: list[bool] = []

        def wait() -> None:
            while not done:
                with suppress(TimeoutError):
                    reached.append(listener.accept())

        thread = Thread(target=wait)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/sparql", reached
        finally:
            done.append(True)
            thread.join()


def main() -> None:
    """Send them all, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    late = []
    with (
        serving(parser.parse_args().library, sparql_budget=0) as (address, _),
        httpx.Client(base_url=address, timeout=60) as client,
        listening() as (call, reached),
    ):
        for attack in ATTACKS:
            status, took = send(client, attack, call)
            alive = client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
            late.append(took - DEADLINE)
            print(f"{attack.name:<34}{status:5}{took:8.2f} s{'' if alive else '  the server is gone'}", flush=True)
    print(f"{len(ATTACKS)} sent, at most {max(late):.2f} s after the deadline; listener reached {len(reached)} times")


if __name__ == "__main__":
    main()
