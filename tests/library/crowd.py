"""Many clients ask a server while its library changes: every answer must be that of one snapshot.

A report comes and goes, so there are two states, and what each answers is known beforehand. An answer that is neither
was put together from both.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from missiongraph.ontology.terms import DCTERMS, MG
from missiongraph.search.library import Library

from .asking import Ask

SPARQL = (
    f"SELECT ?sha (COUNT(?p) AS ?n) WHERE {{ ?p <{DCTERMS.isPartOf.value}> ?r . ?r <{MG.sha256.value}> ?sha }} "
    "GROUP BY ?sha ORDER BY ?sha"
)
ROUTES: tuple[tuple[str, dict[str, str]], ...] = (
    ("/search", {"q": "bus services", "limit": "50"}),
    ("/search", {"q": "trained staff in coastal towns", "limit": "50"}),
    ("/sparql", {"query": SPARQL, "format": "json"}),
    ("/reports", {"limit": "50"}),
)


@dataclass
class Told:
    """What the clients saw: how many answers of each state, and what was wrong."""

    answers: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    seen_after: list[float] = field(default_factory=list)


def answer(client: httpx.Client, route: str, parameters: dict[str, str]) -> Any:
    """A document without what differs from one asking to the next."""
    response = client.get(route, params=parameters)
    response.raise_for_status()
    document = response.json()
    if isinstance(document, dict):
        document.pop("took_ms", None)
    return document


def states(address: str, library: Path, change: list[dict[str, Any]], ask: Ask) -> list[list[Any]]:
    """What each state answers to each route; ends in the first."""
    found = []
    with httpx.Client(base_url=address, timeout=60) as client:
        for request in change:
            found.append([answer(client, *route) for route in ROUTES])
            _change(client, library, request, ask)
    return found


def _change(client: httpx.Client, library: Path, request: dict[str, Any], ask: Ask) -> float:
    """Have a command run; seconds until the server answers from the new snapshot."""
    assert ask(library, request)["error"] is None
    name, started = Library.open(library).current(), time.monotonic()
    while f"missiongraph_snapshot {float(name or '0')}" not in client.get("/metrics").text:
        assert time.monotonic() - started < 60, "the server never took up the new snapshot"
        time.sleep(0.02)
    return time.monotonic() - started


def crowd(
    address: str,
    library: Path,
    change: list[dict[str, Any]],
    ask: Ask,
    *,
    clients: int,
    changes: int,
    seconds: float,
) -> Told:
    """Have clients ask while the library changes, for at least so many seconds and changes."""
    known, told, done = states(address, library, change, ask), Told(), threading.Event()

    def client(number: int) -> None:
        with httpx.Client(base_url=address, timeout=60) as session:
            for at in range(number, 1_000_000):
                if done.is_set():
                    return
                route = at % len(ROUTES)
                try:
                    found = answer(session, *ROUTES[route])
                except (httpx.HTTPError, ValueError) as error:
                    told.faults.append(f"{ROUTES[route][0]}: {type(error).__name__} {error}")
                    continue
                of = [str(n) for n, answers in enumerate(known) if answers[route] == found]
                if of:
                    told.answers["/".join(of)] += 1
                else:
                    told.faults.append(f"{ROUTES[route][0]}: an answer of no state: {str(found)[:300]}")

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    with httpx.Client(base_url=address, timeout=60) as session:
        for at in range(changes):
            told.seen_after.append(_change(session, library, change[at % len(change)], ask))
            time.sleep(max(0.0, started + seconds * (at + 1) / changes - time.monotonic()))
    done.set()
    for thread in threads:
        thread.join()
    return told
