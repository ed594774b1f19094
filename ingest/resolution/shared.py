"""One node each for what reports share: actors, missions, cited works, publishers and authors.

A node's label is the one that most reports use, the first in alphabetical order where they tie; the others become
alternatives. So it is a function of the set of reports, whatever the order in which they came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from pyoxigraph import Literal, NamedNode, Quad

from missiongraph.ontology.identifiers import Names, slugify
from missiongraph.ontology.model import Entity, EntityKind, Reference
from missiongraph.ontology.rdf import agent_key, decimal, issued, predicate_iri
from missiongraph.ontology.terms import DCTERMS, FOAF, MG, PROV, RDF, SKOS, types

from .linkable import Linkable


class LinksWriter:
    """Collects triples of the links graph; with ``only``, those of the subjects with these IRIs."""

    def __init__(self, base: str, only: Collection[str] | None = None) -> None:
        self.base = base
        self.only = only
        self.graph = NamedNode(f"{base}graph/links")
        self.apart = NamedNode(f"{base}graph/suggested")
        self.quads: dict[Quad, None] = {}
        self.suggested: dict[Quad, None] = {}

    def wants(self, key: str) -> bool:
        """Whether triples of a shared key are collected."""
        return self.only is None or self.base + key in self.only

    def iri(self, key: str) -> NamedNode:
        """The IRI of a shared key."""
        return NamedNode(self.base + key)

    def add(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> None:
        """Assert a triple once."""
        if self.only is None or subject.value in self.only:
            self.quads[Quad(subject, predicate, value, self.graph)] = None

    def suggest(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> None:
        """State a triple once among what was only inferred."""
        self.suggested[Quad(subject, predicate, value, self.apart)] = None

    def typed(self, subject: NamedNode, cls: NamedNode) -> None:
        """Assert a class and its superclasses."""
        for each in types(cls):
            self.add(subject, RDF.type, each)


def best_label(labels: Counter[str]) -> str:
    """The commonest, then the first in order.

    >>> best_label(Counter(["b", "a", "b"]))
    'b'
    """
    return min(labels, key=lambda label: (-labels[label], label))


def write_shared(writer: LinksWriter, linkables: Mapping[str, Linkable]) -> None:
    """Actors and missions, with the labels, aliases and best confidence of all reports."""
    by_key: dict[str, list[Entity]] = {}
    for slug in sorted(linkables):
        for entity in linkables[slug].shared:
            if writer.wants(entity.key):
                by_key.setdefault(entity.key, []).append(entity)
    for key, entities in sorted(by_key.items()):
        _entity(writer, key, entities)


def _entity(writer: LinksWriter, key: str, entities: list[Entity]) -> None:
    iri, first = writer.iri(key), entities[0]
    if first.kind is EntityKind.ACTOR:
        kinds = Counter(e.actor_kind.value for e in entities if e.actor_kind)
        writer.typed(iri, MG[best_label(kinds)] if kinds else MG.Actor)
        tiers = Counter(e.tier.value for e in entities if e.tier)
        if tiers:
            writer.add(iri, MG.tier, MG[best_label(tiers)])
    else:
        writer.typed(iri, MG.Mission)
    label = best_label(Counter(e.label for e in entities))
    writer.add(iri, SKOS.prefLabel, Literal(label, language="en"))
    for alias in sorted({a for e in entities for a in (e.label, *e.aliases)} - {label}):
        writer.add(iri, SKOS.altLabel, Literal(alias, language="en"))
    for value in sorted({e.target for e in entities if e.target}):
        writer.add(iri, MG.target, Literal(value))
    for value in sorted({e.deadline for e in entities if e.deadline}):
        writer.add(iri, MG.deadline, Literal(value))
    writer.add(iri, MG.confidence, decimal(max(e.confidence for e in entities)))


def write_references(writer: LinksWriter, linkables: Mapping[str, Linkable]) -> None:
    """Cited works, each once, by the fullest citation of it."""
    by_key: dict[str, list[Reference]] = {}
    held: dict[str, list[str]] = {}
    for slug in sorted(linkables):
        held.setdefault(slugify(linkables[slug].metadata.title, limit=200), []).append(slug)
        for reference in linkables[slug].references:
            if writer.wants(reference.key):
                by_key.setdefault(reference.key, []).append(reference)
    for key, found in sorted(by_key.items()):
        best = min(found, key=lambda r: (-sum(map(bool, (r.title, r.publisher, r.issued, r.url))), r.text))
        iri = writer.iri(key)
        writer.typed(iri, MG.Reference)
        writer.add(iri, SKOS.prefLabel, Literal(best.title or best.text[:120], language="en"))
        writer.add(iri, DCTERMS.bibliographicCitation, Literal(best.text))
        if best.title:
            writer.add(iri, DCTERMS.title, Literal(best.title, language="en"))
        if best.issued:
            writer.add(iri, DCTERMS.issued, issued(best.issued))
        for name in sorted({*best.authors, *([best.publisher] if best.publisher else [])}):
            write_agent(writer, DCTERMS.publisher if name == best.publisher else DCTERMS.creator, iri, name)
        if best.url:
            writer.add(iri, DCTERMS.source, Literal(best.url))
        for slug in _held(best, held, linkables):
            writer.add(iri, SKOS.exactMatch, writer.iri(f"report/{slug}"))


def _held(cited: Reference, held: Mapping[str, list[str]], linkables: Mapping[str, Linkable]) -> list[str]:
    """The reports of the library that a citation means: the same title of three words or more, no other year."""
    title = slugify(cited.title or "", limit=200)
    if title.count("-") < 2:
        return []
    year = (cited.issued or "")[:4]
    own = {slug: (linkables[slug].metadata.issued or "")[:4] for slug in held.get(title, [])}
    return [slug for slug, issued_in in own.items() if not year or not issued_in or year == issued_in]


def write_agent(writer: LinksWriter, role: NamedNode, of: NamedNode, name: str) -> None:
    """A named author or publisher, tied to what it made."""
    agent = writer.iri(agent_key(name))
    writer.add(of, role, agent)
    writer.add(agent, RDF.type, FOAF.Agent)


def write_agents(writer: LinksWriter, linkables: Mapping[str, Linkable]) -> None:
    """Labels of authors and publishers, of reports and of cited works."""
    names: dict[str, Counter[str]] = {}
    for slug in sorted(linkables):
        for name in linkables[slug].named:
            if writer.wants(key := agent_key(name)):
                names.setdefault(key, Counter())[name] += 1
    for key, counts in sorted(names.items()):
        iri = writer.iri(key)
        writer.add(iri, RDF.type, FOAF.Agent)
        writer.add(iri, SKOS.prefLabel, Literal(best_label(counts), language="en"))


def write_claims(writer: LinksWriter, linkables: Mapping[str, Linkable]) -> None:
    """Links whose subject is shared: the plain triple; the Claim and its evidence stand in the report's graph."""
    for slug in sorted(linkables):
        names = Names(writer.base, slug)
        for claim in linkables[slug].claims:
            if writer.wants(claim.subject):
                value = NamedNode(names.iri(claim.object))
                writer.add(writer.iri(claim.subject), predicate_iri(claim.predicate), value)


def write_works(
    writer: LinksWriter, linkables: Mapping[str, Linkable], works: Mapping[str, str], formats: Mapping[str, str]
) -> None:
    """Works, the editions of each, and which are copies in another format; the commonest title names a work."""
    for slug, leading in sorted(formats.items()):
        writer.add(writer.iri(f"report/{slug}"), DCTERMS.isFormatOf, writer.iri(f"report/{leading}"))
    titles: dict[str, Counter[str]] = {}
    for slug, key in sorted(works.items()):
        if writer.wants(key):
            titles.setdefault(key, Counter())[linkables[slug].metadata.title] += 1
        writer.add(writer.iri(f"report/{slug}"), DCTERMS.isVersionOf, writer.iri(key))
    for key, names in sorted(titles.items()):
        writer.typed(writer.iri(key), MG.Work)
        writer.add(writer.iri(key), SKOS.prefLabel, Literal(best_label(names), language="en"))


def write_activity(writer: LinksWriter) -> None:
    """What generated the claims."""
    activity = writer.iri("activity/extraction")
    writer.add(activity, RDF.type, PROV.Activity)
    writer.add(activity, SKOS.prefLabel, Literal("Extraction by missiongraph", language="en"))
