"""Lists of missions, barriers, reforms and actors, and one thing with all that the graph says of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import pyoxigraph as ox

from missiongraph.ontology.terms import CITO, DCTERMS, MG, OA, PROV, RDF, SKOS

from .evidence import Edge, edges, quotes
from .filters import Filters, allowed
from .labels import labels_of
from .library import Snapshot
from .results import EntityRef, Quote

#: Plural of a route → segment of the IRI. Lists exist for these; single things for every kind of IRI.
KINDS = {
    "reports": "report",
    "missions": "mission",
    "barriers": "barrier",
    "reforms": "reform",
    "actors": "actor",
    "clusters": "cluster",
    "shifts": "shift",
    "responses": "response",
    "works": "work",
}
CLASSES = {
    "mission": MG.Mission,
    "barrier": MG.Barrier,
    "reform": MG.Reform,
    "actor": MG.Actor,
    "cluster": MG.Cluster,
    "shift": MG.Shift,
    "response": MG.Response,
    "work": MG.Work,
}

#: Properties of a thing that are shown as its own, by name in the document.
_OWN = {
    MG.status: "status",
    MG.target: "target",
    MG.deadline: "deadline",
    MG.tier: "tier",
    MG.decision: "decision",
    MG["from"]: "from",
    MG.to: "to",
    MG.confidence: "confidence",
    DCTERMS.identifier: "number",
    DCTERMS.bibliographicCitation: "citation",
    DCTERMS.source: "source",
    DCTERMS.issued: "issued",
}
#: Links that are told elsewhere in the document, or that say nothing to a reader.
_LEFT_OUT = {RDF.type, RDF.subject, RDF.predicate, RDF.object, OA.hasBody, MG.mentions, PROV.wasGeneratedBy}
#: Links whose other end is shown from where they lead to; passages and annotations that do so are many and left out.
_INWARD = (
    MG.addresses, MG.addressedBy, MG.advances, MG.hinders, MG.ledBy, MG.mobilises, MG.proposedBy, MG.affects,
    MG.constrains, MG.realises, MG.establishes, MG.respondsTo, MG.respondedBy, MG.inCluster, DCTERMS.isPartOf,
    DCTERMS.isVersionOf, DCTERMS.creator, DCTERMS.publisher, SKOS.broader, SKOS.narrower, SKOS.exactMatch,
    SKOS.closeMatch, CITO.cites, CITO.isCitedBy,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing of a list: how many quotes evidence it, in how many reports."""

    id: str
    type: str
    label: str
    slug: str
    evidence: int
    reports: int
    confidence: float | None = None
    number: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page of a list, of ``total``; ``next`` is the offset of the next page."""

    total: int
    items: tuple[Item, ...]
    next: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link from or to a thing. Without a claim, ``basis`` and ``confidence`` are ``None``."""

    predicate: str
    direction: str  # "out" or "in"
    other: EntityRef
    claim: str | None = None
    basis: str | None = None
    confidence: float | None = None
    evidence: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One thing with its links and evidence. ``properties`` are its literal values by name.

    ``quotes`` is how many there are, also where ``evidence`` has the first of each report alone; ``counts`` how many
    things each property leads to (``ledBy in``), also where ``links`` has the surest alone.
    """

    id: str
    type: str
    label: str
    slug: str
    classes: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    properties: dict[str, str | float | list[str]] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    evidence: tuple[Quote, ...] = ()
    quotes: int = 0
    counts: dict[str, int] = field(default_factory=dict)


def kind_of(snapshot: Snapshot, iri: str) -> str:
    """The kind of a thing by its IRI, such as ``barrier``."""
    return iri.removeprefix(snapshot.base).partition("/")[0]


def list_things(
    snapshot: Snapshot,
    kind: str,
    *,
    limit: int = 100,
    offset: int = 0,
    filters: Filters | None = None,
    of_class: str | None = None,
) -> Listing:
    """The things of a kind (``barrier``), the most evidenced first, those alone whose passages meet the filters.

    :param of_class: local name of a class of the vocabulary, such as ``CivilSociety``, that the things are to be of.
    """
    items = _all_items(str(snapshot.path), snapshot, kind)
    if of_class:
        members = {row["s"].value for row in snapshot.store.select(f"SELECT ?s {{ ?s a <{MG[of_class].value}> }}")}
        items = tuple(item for item in items if item.id in members)
    if filters:
        index = snapshot.index
        spoken = index.spoken_in(allowed(index, filters, snapshot.base))
        meets = spoken[index.codes([item.id for item in items])]
        items = tuple(item for item, fits in zip(items, meets.tolist(), strict=True) if fits)
    end = offset + limit
    return Listing(total=len(items), items=items[offset:end], next=end if end < len(items) else None)


@lru_cache(maxsize=16)
def _all_items(path: str, snapshot: Snapshot, kind: str) -> tuple[Item, ...]:
    store, cls = snapshot.store, CLASSES[kind].value
    counts: Counter[str] = Counter()
    reports: dict[str, set[str]] = defaultdict(set)
    for row in store.select(f"""SELECT ?s ?a ?r WHERE {{ ?s a <{cls}> . ?a <{OA.hasBody.value}> ?s ;
            <{OA.hasTarget.value}> ?t . ?t <{OA.hasSource.value}> ?p . ?p <{DCTERMS.isPartOf.value}> ?r }}"""):
        counts[row["s"].value] += 1
        reports[row["s"].value].add(row["r"].value)
    if kind == "cluster":
        for row in store.select(f"SELECT ?s ?m WHERE {{ ?m <{MG.inCluster.value}> ?s }}"):
            counts[row["s"].value] += 1
    found = []
    rows = store.select(f"""SELECT ?s ?l (SAMPLE(?c) AS ?conf) (SAMPLE(?n) AS ?num) (SAMPLE(?st) AS ?stat) WHERE {{
        ?s a <{cls}> ; <{SKOS.prefLabel.value}> ?l . OPTIONAL {{ ?s <{MG.confidence.value}> ?c }}
        OPTIONAL {{ ?s <{DCTERMS.identifier.value}> ?n }} OPTIONAL {{ ?s <{MG.status.value}> ?st }} }}
        GROUP BY ?s ?l""")
    for row in rows:
        iri = row["s"].value
        found.append(
            Item(
                id=iri,
                type=kind,
                label=row["l"].value,
                slug=iri.rpartition("/")[2],
                evidence=counts[iri],
                reports=len(reports[iri]),
                confidence=float(row["conf"].value) if "conf" in row else None,
                number=row["num"].value if "num" in row else None,
                status=row["stat"].value.rpartition("#")[2] if "stat" in row else None,
            )
        )
    return tuple(sorted(found, key=lambda item: (-item.reports, -item.evidence, item.label, item.id)))


def thing(snapshot: Snapshot, iri: str, *, most: int | None = None) -> Thing | None:
    """All that the graph says of a thing; None if it says nothing.

    :param most: quotes at most, of as many reports as there are first; and links of one property whose words are told.
    """
    store, node = snapshot.store.native, ox.NamedNode(iri)
    own = list(store.quads_for_pattern(node, None, None, ox.DefaultGraph()))
    if not own:
        return None
    classes, aliases = [], []
    properties: dict[str, str | float | list[str]] = {}
    label = iri.rpartition("/")[2]
    for quad in own:
        predicate, value = quad.predicate, quad.object
        assert not isinstance(value, ox.Triple)
        if predicate == RDF.type:
            classes.append(value.value)
        elif predicate in (SKOS.prefLabel, DCTERMS.title) and isinstance(value, ox.Literal):
            label = value.value
        elif predicate == SKOS.altLabel:
            aliases.append(value.value)
        elif predicate in _OWN:
            _put(properties, _OWN[predicate], value.value.rpartition("#")[2] if "#" in value.value else value.value)
        elif isinstance(value, ox.Literal):
            _put(properties, predicate.value.rpartition("#")[2].rpartition("/")[2], value.value)
    claims = edges(snapshot, [iri])
    bodies = store.quads_for_pattern(None, OA.hasBody, node, ox.DefaultGraph())
    said = [q.subject.value for q in bodies if isinstance(q.subject, ox.NamedNode)]
    return Thing(
        id=iri,
        type=kind_of(snapshot, iri),
        label=label,
        slug=iri.rpartition("/")[2],
        classes=tuple(sorted(classes)),
        aliases=tuple(sorted(aliases)),
        properties=dict(sorted(properties.items())),
        links=_links(snapshot, iri, own, claims, most),
        evidence=tuple(quotes(snapshot, [iri], only=chosen(snapshot, said, most)).get(iri, ())),
        quotes=len(said),
        counts=_counts(claims, iri),
    )


def _counts(claims: Sequence[Edge], iri: str) -> dict[str, int]:
    """Property and direction → how many things claims lead to."""
    ends = {(e.predicate, "out", e.object) if e.subject == iri else (e.predicate, "in", e.subject) for e in claims}
    found = Counter(f"{predicate.rpartition('#')[2].rpartition('/')[2]} {way}" for predicate, way, _ in ends)
    return dict(sorted(found.items()))


def chosen(snapshot: Snapshot, annotations: Sequence[str], most: int | None) -> list[str] | None:
    """Annotations at most, the first of each report before the second of any; None for all."""
    if most is None or len(annotations) <= most:
        return None
    turn: Counter[str] = Counter()
    ranked = []
    for iri in sorted(annotations):
        report = iri.rpartition("-")[0]
        turn[report] += 1
        ranked.append((turn[report], iri))
    return [iri for _, iri in sorted(ranked)[:most]]


def _put(properties: dict[str, str | float | list[str]], name: str, text: str) -> None:
    value = float(text) if name == "confidence" else text
    before = properties.get(name)
    if before is None:
        properties[name] = value
    elif isinstance(before, list):
        before.append(str(value))
    else:
        properties[name] = [str(before), str(value)]


def _links(
    snapshot: Snapshot, iri: str, own: list[ox.Quad], claims: Sequence[Edge], most: int | None
) -> tuple[Link, ...]:
    """Claims first, with their words; then the other links between labelled things."""
    said = quotes(snapshot, [edge.claim for edge in strongest(claims, iri, most)])
    stated = {edge.predicate for edge in claims} if most is not None else set()
    claims = strongest(claims, iri, most and most * FEW)
    told = {(edge.subject, edge.predicate, edge.object) for edge in claims}
    rows: list[tuple[str, str, str, Edge | None]] = [(e.subject, e.predicate, e.object, e) for e in claims]
    node, merge = ox.NamedNode(iri), ox.DefaultGraph()
    plain = [q for q in own if isinstance(q.object, ox.NamedNode)]
    inward = [p for p in _INWARD if p.value not in stated]
    plain = [q for q in plain if q.predicate.value not in stated]
    plain += [q for p in inward for q in snapshot.store.native.quads_for_pattern(None, p, node, merge)]
    for quad in plain:
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, ox.NamedNode)
        key = (quad.subject.value, quad.predicate.value, quad.object.value)
        inverse = (quad.object.value, MG.addresses.value, quad.subject.value)
        if key in told or quad.predicate in _LEFT_OUT or quad.predicate in _OWN:
            continue
        if quad.predicate == MG.addressedBy and inverse in told:
            continue
        rows.append((*key, None))
        told.add(key)
    others = {o if s == iri else s for s, _, o, _ in rows}
    names = labels_of(snapshot, others) | _titles(snapshot, {o for o in others if "/report/" in o})
    found = []
    for subject, predicate, value, edge in rows:
        other = value if subject == iri else subject
        if other not in names:
            continue
        found.append(
            Link(
                predicate=predicate,
                direction="out" if subject == iri else "in",
                other=names[other],
                claim=edge.claim if edge else None,
                basis=edge.basis if edge else None,
                confidence=edge.confidence if edge else None,
                evidence=tuple(said.get(edge.claim, ())) if edge else (),
            )
        )
    return tuple(
        sorted(found, key=lambda k: (k.predicate, k.direction, -(k.confidence or 0.0), k.other.label, k.other.id))
    )


#: Links that are told of one property, for each whose words are.
FEW = 4


def strongest(claims: Sequence[Edge], iri: str, most: int | None) -> list[Edge]:
    """Of each property and direction the surest claims, at most so many."""
    if most is None:
        return list(claims)
    taken: Counter[tuple[str, bool]] = Counter()
    kept = []
    for edge in sorted(claims, key=lambda e: (-e.confidence, e.claim)):
        key = (edge.predicate, edge.subject == iri)
        taken[key] += 1
        if taken[key] <= most:
            kept.append(edge)
    return kept


def _titles(snapshot: Snapshot, reports: set[str]) -> dict[str, EntityRef]:
    known = snapshot.entries
    return {iri: EntityRef(id=iri, type="report", label=known[iri].title) for iri in reports if iri in known}


__all__ = ["CLASSES", "KINDS", "Item", "Link", "Listing", "Thing", "kind_of", "list_things", "thing"]
