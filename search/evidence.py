"""Quotes and claims out of the graph, many at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from missiongraph.ontology.terms import DCTERMS, MG, OA, PROV, RDF, SKOS

from .library import Snapshot
from .results import Quote, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A claim as an edge of the graph."""

    subject: str
    predicate: str
    object: str
    claim: str
    basis: str
    confidence: float

    def step(self) -> Step:
        """The edge as a step of an explanation."""
        return Step(
            subject=self.subject,
            predicate=self.predicate,
            object=self.object,
            claim=self.claim,
            basis=self.basis,
            confidence=self.confidence,
        )


def values(iris: Collection[str]) -> str:
    """IRIs as the rows of a VALUES block."""
    return " ".join(f"<{iri}>" for iri in sorted(iris))


def edges(snapshot: Snapshot, iris: Collection[str], *, suggested: bool = False) -> list[Edge]:
    """The asserted claims that touch any of the entities, or those that are only inferred, in a fixed order."""
    touching = _touching(str(snapshot.path), snapshot, suggested)
    if len(iris) == 1:
        return list(touching.get(next(iter(iris)), ()))
    found = {edge.claim: edge for iri in iris for edge in touching.get(iri, ())}
    return sorted(found.values(), key=_place)


def _place(edge: Edge) -> tuple[str, str, str, str]:
    return edge.subject, edge.predicate, edge.object, edge.claim


@lru_cache(maxsize=4)
def _touching(path: str, snapshot: Snapshot, suggested: bool) -> dict[str, list[Edge]]:
    """Thing → the claims that touch it: read once for a snapshot, as every page and walk asks for some.

    Five scans and a join by hand: a query that joins them took five times as long over a quarter of a million claims.
    """
    graph = ox.NamedNode(f"{snapshot.base}graph/suggested") if suggested else ox.DefaultGraph()
    native, known = snapshot.store.native, dict[str, str]()

    def scan(property_: ox.NamedNode) -> dict[str, str]:
        found = {}
        for quad in native.quads_for_pattern(None, property_, None, graph):
            assert not isinstance(quad.subject, ox.Triple)
            assert not isinstance(quad.object, ox.Triple)
            found[quad.subject.value] = known.setdefault(quad.object.value, quad.object.value)
        return found

    parts = [scan(p) for p in (RDF.subject, RDF.predicate, RDF.object, MG.basis, MG.confidence)]
    found: dict[str, list[Edge]] = defaultdict(list)
    for claim in sorted(parts[0]):
        row = [part.get(claim) for part in parts]
        if None not in row:
            subject, predicate, value, basis, confidence = (str(cell) for cell in row)
            edge = Edge(
                subject=subject,
                predicate=predicate,
                object=value,
                claim=claim,
                basis=basis.rpartition("#")[2],
                confidence=float(confidence),
            )
            for end in {subject, value}:
                found[end].append(edge)
    for claims in found.values():
        claims.sort(key=_place)
    return dict(found)


def quotes(
    snapshot: Snapshot, bodies: Collection[str], *, suggested: bool = False, only: Collection[str] | None = None
) -> dict[str, list[Quote]]:
    """Body IRI (entity or claim, or a claim that is only inferred) → its quotes, by place in the report.

    :param only: the annotations that are read, of all.
    """
    if not bodies:
        return {}
    rows_of = f"?body {{ {values(bodies)} }}" if only is None else f"?a {{ {values(only)} }}"
    graph = f"GRAPH <{snapshot.base}graph/suggested>" if suggested else ""
    rows = snapshot.store.select(f"""
        SELECT ?body ?x ?page ?label ?passage ?report ?title ?n ?who WHERE {{
          VALUES {rows_of}
          {graph} {{ ?a <{OA.hasBody.value}> ?body ; <{OA.hasTarget.value}> ?t .
          ?t <{OA.hasSource.value}> ?passage ; <{OA.hasSelector.value}> ?q . ?q <{OA.exact.value}> ?x }}
          ?passage <{DCTERMS.isPartOf.value}> ?report ; <{MG.position.value}> ?n .
          ?report <{DCTERMS.title.value}> ?title .
          OPTIONAL {{ {graph} {{ ?t <{MG.page.value}> ?page }} }}
          OPTIONAL {{ {graph} {{ ?t <{MG.pageLabel.value}> ?label }} }}
          OPTIONAL {{ {graph} {{ ?a <{PROV.wasAttributedTo.value}> ?actor }}
                      ?actor <{SKOS.prefLabel.value}> ?who }} }}""")
    if only is not None:
        wanted = set(bodies)
        rows = [row for row in rows if row["body"].value in wanted]
    result: dict[str, list[Quote]] = {}
    for r in sorted(rows, key=lambda r: (r["report"].value, int(r["n"].value), r["x"].value)):
        page, label, who = r.get("page"), r.get("label"), r.get("who")
        entry = snapshot.entries.get(r["report"].value)
        result.setdefault(r["body"].value, []).append(
            Quote(
                quote=r["x"].value,
                page=int(page.value) if page else None,
                page_label=label.value if label else None,
                passage=r["passage"].value,
                report=r["report"].value,
                title=r["title"].value,
                publisher=entry.publisher if entry else None,
                issued=entry.issued if entry else None,
                speaker=who.value if who else None,
            )
        )
    return result
