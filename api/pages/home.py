"""``/``: the start page. Programs get the status of the library."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from ..answers import LiveSnapshot, answer

router = APIRouter()


@router.get("/")
def home_route(request: Request, snapshot: LiveSnapshot) -> Response:
    """One search box, what is in the library, and ways in."""
    manifest = snapshot.manifest
    document = {
        "name": "missiongraph",
        "snapshot": snapshot.name,
        "published": manifest.published,
        "reports": len(manifest.reports),
        "counts": manifest.counts,
        "documentation": "/docs",
    }
    return answer(request, snapshot, "start", document)
