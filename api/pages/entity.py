"""What the page of one thing shows beside its document: links under headings, its like elsewhere, ways to cite it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from fastapi import Request

from missiongraph.ontology.terms import MG
from missiongraph.search.across.gaps import NOTE, Recall, nearest, recall_of
from missiongraph.search.across.responses import Decided, decided
from missiongraph.search.across.said import Said, said
from missiongraph.search.across.sources import cluster_of, sources_of
from missiongraph.search.evidence import edges
from missiongraph.search.filters import Filters
from missiongraph.search.labels import labels_of
from missiongraph.search.library import Snapshot
from missiongraph.search.results import Quote
from missiongraph.search.things import Link, Thing, list_things

from ..answers import live_of
from .quoted import find
from .sketch import sketch
from .words import PREDICATES, item_of, local, path, query

#: Links shown at once under a heading, and in all; of quotes those shown at once.
SHOWN, LINKS, QUOTES = 8, 40, 6
#: Things that can be in a cluster.
JOINED = ("barrier", "reform")

SPARQL = """PREFIX mg: <{mg}>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?subject ?predicate ?object ?basis ?confidence WHERE {{
  VALUES ?thing {{ {iris} }}
  {{ ?claim rdf:subject ?thing }} UNION {{ ?claim rdf:object ?thing }}
  ?claim rdf:subject/skos:prefLabel ?subject ; rdf:predicate ?predicate ; rdf:object/skos:prefLabel ?object ;
         mg:basis ?basis ; mg:confidence ?confidence .
}} ORDER BY DESC(?confidence)"""


@dataclass(frozen=True, slots=True)
class Group:
    """Links of one sort: the heading, how many there are, and the surest of what stands at their other end."""

    heading: str
    total: int
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A barrier that no reform of its report is tied to, and what is known of the rest of the library."""

    recall: Recall
    nearest: tuple[tuple[float, Said], ...]
    note: str = NOTE


def thing(request: Request, snapshot: Snapshot, document: Thing, context: dict[str, Any]) -> dict[str, Any]:
    """Groups of links in the order of :data:`PREDICATES`, its like in other reports, citations and the query."""
    members = _members(snapshot, document)
    told = said(snapshot, members)
    like = sorted(told.values(), key=lambda one: (one.issued or "9999", one.report, one.id))
    whole = document.type == "cluster"
    found = groups(of_members(snapshot, document, members) if whole else document.links, document.counts)
    reports = Counter(
        r for iri in (members if whole else [document.id]) for r in sources_of(snapshot).said.get(iri, ())
    )
    cited = document.evidence or [one.quote for one in like if one.quote]
    address = str(request.url.replace(query=None))
    return {
        "groups": found,
        "shown": SHOWN,
        "quotes": QUOTES,
        "items": query({"item": [item_of(one) for one in cited[:40]]}),
        "sparql": query({"query": sparql_of([document.id, *(sorted(members)[:40] if whole else ())])}),
        "data": f"/id{path(document.id)}",
        "reports": [
            (iri, snapshot.entries[iri].title, n) for iri, n in reports.most_common() if iri in snapshot.entries
        ],
        "around": around(snapshot, document) if document.type == "actor" else [],
        "plain": plain_citation(document, address),
        "like": like,
        "others": len({one.report for one in like if one.id != document.id}),
        "cluster": cluster_of(snapshot).get(document.id),
        "answers": _answers(snapshot, document, like),
        "gap": gap(snapshot, document, members, found),
        "sketch": sketch(document.label, document.type, found),
    }


def _members(snapshot: Snapshot, document: Thing) -> set[str]:
    """The things of its cluster, or of the cluster that it is; itself alone where it has none."""
    clusters = cluster_of(snapshot)
    mine = document.id if document.type == "cluster" else clusters.get(document.id)
    found = {iri for iri, cluster in clusters.items() if cluster == mine} if mine else set()
    return found or ({document.id} if document.type in JOINED else set())


def of_members(snapshot: Snapshot, document: Thing, members: set[str]) -> tuple[Link, ...]:
    """What the members of a cluster are tied to, like things as one, the surest claim of each."""
    clusters = cluster_of(snapshot)
    best: dict[tuple[str, str, str], Link] = {}
    found = sorted(edges(snapshot, members), key=lambda e: (-e.confidence, e.claim))
    ends = {iri: clusters.get(iri, iri) for e in found for iri in (e.subject, e.object)}
    names = labels_of(snapshot, set(ends.values()))
    for edge in found:
        out = edge.subject in members
        other = ends[edge.object if out else edge.subject]
        if other in names:
            key = (local(edge.predicate), "out" if out else "in", other)
            link = Link(
                predicate=edge.predicate,
                direction=key[1],
                other=names[other],
                claim=edge.claim,
                basis=edge.basis,
                confidence=edge.confidence,
            )
            best.setdefault(key, link)
    return tuple(best.values())


def around(snapshot: Snapshot, document: Thing) -> list[tuple[Quote, list[tuple[int, int]]]]:
    """The passages that name an actor, with where: a bare name proves little."""
    words: dict[str, set[str]] = {}
    for one in document.evidence:
        words.setdefault(local(one.passage), set()).add(one.quote)
    found = find(snapshot, list(words)[:QUOTES])
    return [
        (one, [m.span() for name in words[local(one.passage)] for m in re.finditer(re.escape(name), one.quote)])
        for one in found
    ]


def groups(links: tuple[Link, ...], counts: Mapping[str, int]) -> list[Group]:
    """Links by property and direction; each other thing once, by the claim that is surest, those with words first."""
    found: dict[tuple[str, str], dict[str, Link]] = {}
    for link in sorted(links, key=lambda link: -(link.confidence or 0.0)):
        key = (local(link.predicate), link.direction)
        if key in PREDICATES and key[0] != "inCluster":
            found.setdefault(key, {}).setdefault(link.other.id, link)
    return [
        Group(heading, max(len(found[key]), counts.get(" ".join(key), 0)), tuple(found[key].values())[:LINKS])
        for key, heading in PREDICATES.items()
        if key in found
    ]


def gap(snapshot: Snapshot, document: Thing, members: set[str], found: list[Group]) -> Gap | None:
    """Where a barrier, and its like, have no reform: the nearest candidates and the recall known."""
    barrier = document.type == "barrier" or (document.type == "cluster" and any("/barrier/" in m for m in members))
    if not barrier or any(e.predicate == MG.addresses.value for e in edges(snapshot, members)):
        return None
    near = nearest(snapshot, {document.id: members}).get(document.id, [])
    told = said(snapshot, {iri for iri, _ in near})
    candidates = tuple((score, replace(told[iri], quote=None)) for iri, score in near if iri in told)
    return Gap(recall_of(sources_of(snapshot), members), candidates)


def _answers(snapshot: Snapshot, document: Thing, like: list[Said]) -> dict[str, tuple[Decided, ...]]:
    """What was decided on a reform and its like."""
    return decided(snapshot, {one.id for one in like}) if any(one.type == "reform" for one in like) else {}


def sparql_of(iris: list[str]) -> str:
    """A query for the links of things."""
    return SPARQL.format(mg=MG.Barrier.value.removesuffix("Barrier"), iris=" ".join(f"<{iri}>" for iri in iris))


def plain_citation(document: Thing, address: str) -> str:
    """How to cite the page of a thing in a note."""
    return f"“{document.label}” ({document.type}), missiongraph, {address}"


def report(request: Request, snapshot: Snapshot, document: dict[str, Any], context: dict[str, Any]) -> dict[str, Any]:
    """What was found in a report, most evidenced first, and whether its pages can be shown."""
    slug = str(document["slug"])
    filters = Filters(report=slug)
    source = live_of(request).library.layout.source(document["sha256"])
    kinds = ("mission", "barrier", "reform", "actor")
    return {
        "found": {kind: list_things(snapshot, kind, limit=10, filters=filters) for kind in kinds},
        "paged": source is not None and source.suffix == ".pdf",
        "data": f"/id/report/{slug}",
    }
