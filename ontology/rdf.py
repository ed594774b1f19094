"""From a report's record to its quads.

A report's graph holds only triples whose subject is the report's own. What it says *of* shared things (actors,
missions, references) is left to the links graph, which is a function of the set of reports; the annotations that
evidence them are its own. Claims whose basis is similarity alone go to the suggested graph, never to the report's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from .identifiers import SHARED_KINDS, Names, short_hash, slugify
from .model import Basis, Claim, Entity, EntityKind, Evidence, Passage, Predicate, ReportRecord
from .terms import CITO, DCTERMS, INVERSES, MG, OA, PROV, RDF, SKOS, XSD, types

CONTEXT = 32  # characters of prefix and suffix in a text quote selector

Term = NamedNode | Literal

CLASS_OF = {
    EntityKind.BARRIER: MG.Barrier,
    EntityKind.REFORM: MG.Reform,
    EntityKind.MISSION: MG.Mission,
    EntityKind.ACTOR: MG.Actor,
    EntityKind.SHIFT: MG.Shift,
    EntityKind.RESPONSE: MG.Response,
}


@dataclass(frozen=True, slots=True)
class ReportQuads:
    """A report's own graph, and its share of the suggested graph."""

    own: tuple[Quad, ...]
    suggested: tuple[Quad, ...]


def integer(value: int) -> Literal:
    """An ``xsd:integer``."""
    return Literal(str(value), datatype=XSD.integer)


def decimal(value: float) -> Literal:
    """A confidence, rounded to two places, in the canonical form of ``xsd:decimal`` (which is how stores keep it).

    >>> decimal(0.601).value, decimal(1.0).value
    ('0.6', '1')
    """
    return Literal(f"{value:.2f}".rstrip("0").rstrip("."), datatype=XSD.decimal)


def issued(value: str) -> Literal:
    """A date as precise as it is known.

    >>> issued("2025-03").datatype.value.rpartition("#")[2]
    'gYearMonth'
    """
    return Literal(value, datatype={4: XSD.gYear, 7: XSD.gYearMonth}.get(len(value), XSD.date))


def is_shared(key: str) -> bool:
    """Whether reports share the thing with this key."""
    return key.partition("/")[0] in SHARED_KINDS


def predicate_iri(predicate: Predicate) -> NamedNode:
    """The property that a claim asserts."""
    return DCTERMS.isPartOf if predicate is Predicate.IS_PART_OF else MG[predicate.value]


def agent_key(name: str) -> str:
    """The key of a creator or publisher.

    >>> agent_key("Home Affairs Committee")
    'agent/home-affairs-committee'
    """
    return f"agent/{slugify(name)}"


def render(record: ReportRecord, names: Names) -> ReportQuads:
    """The quads of one report, in a fixed order, each once."""
    writer = _Writer(record, names)
    writer.report()
    writer.sections()
    writer.references()
    writer.passages()
    for entity in record.extraction.entities:
        writer.entity(entity)
    for claim in record.extraction.claims:
        writer.claim(claim)
    own = dict.fromkeys(writer.own)
    return ReportQuads(
        tuple(own), tuple(q for q in dict.fromkeys(writer.suggested) if _moved(q, writer.graph) not in own)
    )


def _moved(quad: Quad, graph: NamedNode) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object, graph)


class _Writer:
    """Collects the quads of one record; every method states the triples of one kind of thing."""

    def __init__(self, record: ReportRecord, names: Names) -> None:
        self.record = record
        self.names = names
        self.graph = NamedNode(names.graph)
        self.suggested_graph = NamedNode(f"{names.base}graph/suggested")
        self.this = NamedNode(names.report_iri)
        self.language = record.metadata.language
        self.own: list[Quad] = []
        self.suggested: list[Quad] = []
        self.passages_by_key = {passage.key: passage for passage in record.passages}
        self.section_iris = [NamedNode(names.iri(key)) for key in section_keys(record)]

    def iri(self, key: str) -> NamedNode:
        return NamedNode(self.names.iri(key))

    def add(self, subject: NamedNode, predicate: NamedNode, value: Term | None, *, suggested: bool = False) -> None:
        if value is not None:
            graph = self.suggested_graph if suggested else self.graph
            (self.suggested if suggested else self.own).append(Quad(subject, predicate, value, graph))

    def typed(self, subject: NamedNode, cls: NamedNode, *, suggested: bool = False) -> None:
        for each in types(cls):
            self.add(subject, RDF.type, each, suggested=suggested)

    def label(self, text: str) -> Literal:
        return Literal(text, language=self.language)

    def report(self) -> None:
        data, record = self.record.metadata, self.record
        self.typed(self.this, MG.Report)
        self.add(self.this, DCTERMS.title, self.label(data.title))
        for creator in data.creators:
            self.add(self.this, DCTERMS.creator, self.iri(agent_key(creator)))
        self.add(self.this, DCTERMS.publisher, self.iri(agent_key(data.publisher)) if data.publisher else None)
        self.add(self.this, DCTERMS.issued, issued(data.issued) if data.issued else None)
        self.add(self.this, MG.issuedYear, integer(data.year) if data.year else None)
        self.add(self.this, DCTERMS.type, MG[data.type.value])
        self.add(self.this, DCTERMS.language, Literal(data.language))
        self.add(self.this, DCTERMS.license, NamedNode(data.license) if data.license else None)
        self.add(self.this, DCTERMS.source, NamedNode(data.source) if data.source else None)
        self.add(self.this, MG.sha256, Literal(record.sha256))
        self.add(self.this, MG.fileName, Literal(record.file_name))
        pages = record.document.page_count
        self.add(self.this, MG.pageCount, integer(pages) if pages is not None else None)

    def sections(self) -> None:
        for section, iri in zip(self.record.document.sections, self.section_iris, strict=True):
            self.typed(iri, MG.Section)
            self.add(iri, SKOS.prefLabel, self.label(section.label))
            self.add(iri, MG.level, integer(section.level))
            parent = self.this if section.parent is None else self.section_iris[section.parent]
            self.add(iri, DCTERMS.isPartOf, parent)

    def references(self) -> None:
        for reference in self.record.document.references:
            self.add(self.this, CITO.cites, self.iri(reference.key))

    def passages(self) -> None:
        mentions: dict[str, list[str]] = {}
        for mention in self.record.extraction.mentions:
            mentions.setdefault(mention.passage, []).append(mention.entity)
        for passage in self.record.passages:
            iri = self.iri(passage.key)
            self.typed(iri, MG.Passage)
            self.add(iri, MG.text, Literal(passage.text))
            self.add(iri, MG.position, integer(passage.position))
            self.add(iri, MG.kind, MG[passage.kind.value])
            self.add(iri, DCTERMS.isPartOf, self.this)
            self.add(iri, MG.section, None if passage.section is None else self.section_iris[passage.section])
            self.page(iri, passage, 0)
            for key in passage.references:
                self.add(iri, CITO.cites, self.iri(key))
            for key in mentions.get(passage.key, ()):
                self.add(iri, MG.mentions, self.iri(key))

    def page(self, iri: NamedNode, passage: Passage, offset: int, *, suggested: bool = False) -> None:
        where = passage.page_at(offset)
        if where is not None:
            self.add(iri, MG.page, integer(where.page), suggested=suggested)
            self.add(iri, MG.pageLabel, Literal(where.label) if where.label else None, suggested=suggested)

    def entity(self, entity: Entity) -> None:
        iri = self.iri(entity.key)
        if not is_shared(entity.key):
            self.typed(iri, CLASS_OF[entity.kind])
            self.add(iri, SKOS.prefLabel, self.label(entity.label))
            for alias in entity.aliases:
                self.add(iri, SKOS.altLabel, self.label(alias))
            self.add(iri, DCTERMS.identifier, Literal(entity.number) if entity.number else None)
            self.add(iri, MG.status, MG[entity.status.value] if entity.status else None)
            self.add(iri, MG.decision, MG[entity.decision.value] if entity.decision else None)
            if entity.change:
                self.add(iri, MG["from"], Literal(entity.change[0]))
                self.add(iri, MG.to, Literal(entity.change[1]))
            self.add(iri, MG.confidence, decimal(entity.confidence))
        self.evidence(entity.key, entity.evidence)

    def claim(self, claim: Claim) -> None:
        suggested = claim.basis is Basis.SIMILARITY
        subject, value, predicate = self.iri(claim.subject), self.iri(claim.object), predicate_iri(claim.predicate)
        key = f"claim/{short_hash(claim.subject, claim.predicate, claim.object, claim.basis)}"
        iri = self.iri(key)
        if not is_shared(claim.subject):
            self.add(subject, predicate, value, suggested=suggested)
            if predicate in INVERSES:
                self.add(value, INVERSES[predicate], subject, suggested=suggested)
        self.typed(iri, MG.Claim, suggested=suggested)
        self.add(iri, RDF.subject, subject, suggested=suggested)
        self.add(iri, RDF.predicate, predicate, suggested=suggested)
        self.add(iri, RDF.object, value, suggested=suggested)
        self.add(iri, MG.confidence, decimal(claim.confidence), suggested=suggested)
        self.add(iri, MG.basis, MG[claim.basis.value], suggested=suggested)
        activity = NamedNode(f"{self.names.base}activity/extraction")
        self.add(iri, PROV.wasGeneratedBy, activity, suggested=suggested)
        self.evidence(key, claim.evidence, suggested=suggested)

    def evidence(self, body: str, items: tuple[Evidence, ...], *, suggested: bool = False) -> None:
        for item in items:
            place = short_hash(item.passage, item.start, item.end)
            annotation = self.iri(f"annotation/{short_hash(body, item.passage, item.start, item.end)}")
            target = self.iri(f"target/{place}")
            self.typed(annotation, OA.Annotation, suggested=suggested)
            self.add(annotation, OA.hasBody, self.iri(body), suggested=suggested)
            self.add(annotation, OA.hasTarget, target, suggested=suggested)
            speaker = self.iri(item.attributed_to) if item.attributed_to else None
            self.add(annotation, PROV.wasAttributedTo, speaker, suggested=suggested)
            self.target(target, place, item, suggested=suggested)

    def target(self, target: NamedNode, place: str, item: Evidence, *, suggested: bool) -> None:
        passage = self.passages_by_key[item.passage]
        text = passage.text
        quote, position = self.iri(f"quote/{place}"), self.iri(f"span/{place}")
        rows: tuple[tuple[NamedNode, NamedNode, Term], ...] = (
            (target, RDF.type, OA.SpecificResource),
            (target, OA.hasSource, self.iri(item.passage)),
            (target, OA.hasSelector, quote),
            (target, OA.hasSelector, position),
            (quote, RDF.type, OA.TextQuoteSelector),
            (quote, OA.exact, Literal(text[item.start : item.end])),
            (quote, OA.prefix, Literal(text[max(0, item.start - CONTEXT) : item.start])),
            (quote, OA.suffix, Literal(text[item.end : item.end + CONTEXT])),
            (position, RDF.type, OA.TextPositionSelector),
            (position, OA.start, integer(item.start)),
            (position, OA.end, integer(item.end)),
        )
        for row in rows:
            self.add(*row, suggested=suggested)
        self.page(target, passage, item.start, suggested=suggested)


def section_keys(record: ReportRecord) -> Iterator[str]:
    """The keys of a record's sections, from the headings on the way to each; like-named ones told apart by order."""
    sections = record.document.sections
    paths: list[tuple[str, ...]] = []
    seen: dict[tuple[str, ...], int] = {}
    for section in sections:
        path = (*(paths[section.parent] if section.parent is not None else ()), section.label)
        paths.append(path)
        seen[path] = seen.get(path, 0) + 1
        yield f"section/{short_hash(*path, seen[path])}"
