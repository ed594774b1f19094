"""``/graph``: what stands around one thing, as a drawing and as a table of the same."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from missiongraph.search.evidence import Edge, edges
from missiongraph.search.labels import labels_of
from missiongraph.search.library import Snapshot

from ..answers import LiveSnapshot, answer
from ..problems import not_found
from .mapping import iri_of
from .words import path, step

router = APIRouter()
MOST = 60


@router.get("/graph")
def graph_route(
    request: Request,
    snapshot: LiveSnapshot,
    thing: Annotated[str, Query(description="kind/slug, or an IRI.")],
    steps: Annotated[int, Query(ge=1, le=2)] = 1,
) -> Response:
    """The links within one or two steps of a thing, the surest of each sort first."""
    iri = iri_of(snapshot, thing)
    found = around(snapshot, iri, steps)
    names = labels_of(snapshot, {iri} | {end for e in found for end in (e.subject, e.object)})
    if iri not in names:
        raise not_found(f"There is no {thing[:80]!r} in this library.")
    document: dict[str, Any] = {
        "id": iri,
        "nodes": [
            {"id": ref.id, "type": ref.type, "label": ref.label, "page": path(ref.id)}
            for ref in sorted(names.values(), key=lambda r: r.id)
        ],
        "edges": [
            {
                "source": e.subject,
                "target": e.object,
                "says": step(e.predicate),
                "basis": e.basis,
                "confidence": e.confidence,
            }
            for e in found
            if e.subject in names and e.object in names
        ],
    }
    return answer(request, snapshot, "graph", document, names=names, thing=thing, steps=steps)


def around(snapshot: Snapshot, iri: str, steps: int) -> list[Edge]:
    """Claims within some steps of a thing, at most :data:`MOST`: of each property in turn the surest."""
    found: dict[str, Edge] = {}
    here = {iri}
    for _ in range(steps):
        turn: Counter[tuple[str, bool]] = Counter()
        ranked = []
        for edge in sorted(edges(snapshot, here), key=lambda e: (-e.confidence, e.claim)):
            sort = (edge.predicate, edge.subject in here)
            turn[sort] += 1
            ranked.append((turn[sort], -edge.confidence, edge.claim, edge))
        for *_rank, edge in sorted(ranked, key=lambda row: row[:3]):
            if len(found) < MOST:
                found.setdefault(edge.claim, edge)
        here = {end for e in found.values() for end in (e.subject, e.object)}
    return list(found.values())
