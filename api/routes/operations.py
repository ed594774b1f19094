"""``/healthz``, ``/readyz``, ``/metrics``: is the process alive, does it serve a library, what has it done?"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST

from ..answers import LiveSnapshot

router = APIRouter(tags=["operations"])


@router.get("/healthz", summary="Is the process alive?")
def healthz() -> dict[str, str]:
    """Always ``ok`` while the process answers."""
    return {"status": "ok"}


@router.get("/readyz", summary="Does it serve a library?")
def readyz(snapshot: LiveSnapshot) -> dict[str, Any]:
    """The snapshot that is served; 503 before the first."""
    return {"status": "ready", "snapshot": snapshot.name, "reports": len(snapshot.manifest.reports)}


@router.get("/metrics", summary="Figures for Prometheus")
def metrics_route(request: Request) -> Response:
    """Requests by route, their times, and what the live snapshot holds."""
    return Response(request.app.state.metrics.render(), media_type=CONTENT_TYPE_LATEST)
