"""Requests counted and timed for ``/metrics``, by route and not by address, so that the series stay few.

Each is a line of the log too, without its query: what people ask is theirs.
"""

from __future__ import annotations

import logging
import time
from collections.abc import MutableMapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from missiongraph.search.library import Snapshot

_log = logging.getLogger(__name__)


class Metrics:
    """The figures of one server."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ["method", "route", "status"]
        self._requests = Counter("missiongraph_requests", "Requests answered.", labels, registry=self.registry)
        self._seconds = Histogram(
            "missiongraph_request_seconds", "Time until the answer was sent.", ["route"], registry=self.registry
        )
        self.now = Gauge("missiongraph_requests_now", "Requests being answered.", registry=self.registry)
        self.reports = Gauge("missiongraph_reports", "Reports in the live snapshot.", registry=self.registry)
        self.quads = Gauge("missiongraph_quads", "Quads in the live snapshot.", registry=self.registry)
        self.snapshot = Gauge("missiongraph_snapshot", "Number of the live snapshot.", registry=self.registry)

    def holds(self, snapshot: Snapshot) -> None:
        """Take note of a new live snapshot."""
        self.reports.set(len(snapshot.manifest.reports))
        self.quads.set(snapshot.manifest.quads)
        self.snapshot.set(int(snapshot.name))

    def count(self, scope: MutableMapping[str, Any], status: int, seconds: float) -> None:
        """Count one request."""
        route = getattr(scope.get("route"), "path", "none")
        self._requests.labels(scope["method"], route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)
        said = {"method": scope["method"], "route": route, "status": status, "seconds": round(seconds, 4)}
        _log.info("request", extra={"facts": said})

    def render(self) -> bytes:
        """The figures in Prometheus' text form."""
        return generate_latest(self.registry)


class Measured:
    """An ASGI application whose requests are counted."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and count the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            with self.metrics.now.track_inprogress():
                await self.app(scope, receive, note)
        finally:
            self.metrics.count(scope, status, time.perf_counter() - started)
