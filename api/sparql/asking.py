"""A query on its way to a worker: refused, or its searches put in, then run on the snapshot that was searched."""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import Any

from missiongraph.search.library import Snapshot
from missiongraph.search.library.snapshot import GRAPH

from ..problems import ProblemError
from .calls import overdue
from .faults import refuse
from .guard import calls_out
from .pool import Answer, Pool
from .search_service import blanked, says_search, splice

LONGEST_QUERY = 100_000  # characters of a query that says SERVICE: those are read token by token in the server


def ask(
    pool: Pool,
    snapshot: Snapshot,
    query: str,
    *,
    timeout: float = 30.0,
    since: float | None = None,
    allowed: Collection[str] = (),
    **options: Any,
) -> Answer:
    """Run a query on a snapshot; options are those of :meth:`Pool.run`.

    :param since: when the timeout begins, by ``time.monotonic``; now by default.
    :param allowed: endpoints that SERVICE may name.
    :raises ProblemError: for a query that is refused, wrong, too slow or too large.
    """
    since = time.monotonic() if since is None else since
    graph, limits = snapshot.path / GRAPH, {"timeout": timeout, "since": since}

    def check() -> None:
        if time.monotonic() >= since + timeout:
            raise overdue(timeout)

    def texts(outer: str) -> bytes:
        refuse(outer, allowed)
        network = calls_out(outer)
        return pool.run(outer, network=network, **options | limits | {"graph": graph, "format": "json"}).read()

    if len(query) > LONGEST_QUERY and "SERVICE" in query.upper():
        raise ProblemError(400, "The query is too long", f"A query with SERVICE may have {LONGEST_QUERY:,} characters.")
    if says_search(query) and (blank := blanked(query)) != query:
        refuse(blank, allowed)
        pool.parse(blank, told=query, graph=graph, base=options.get("base"), timeout=timeout, since=since)
        query = splice(query, snapshot, texts, check)
    refuse(query, allowed)
    network = bool(allowed) and calls_out(query)
    return pool.run(query, graph=graph, timeout=timeout, since=since, network=network, **options)
