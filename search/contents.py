"""What the search index is told of one report, and the words by which it is embedded."""

from __future__ import annotations

from dataclasses import dataclass, field

from missiongraph.ontology.identifiers import Names
from missiongraph.ontology.model import Document, EntityKind, ReportRecord

from .embedding import Vectors

LINKABLE = (EntityKind.MISSION, EntityKind.BARRIER, EntityKind.REFORM, EntityKind.ACTOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedPassage:
    """One passage: identity, place, words, context, and the IRIs of the entities that it evidences or mentions.

    ``section`` is the path of headings; ``section_number`` tells sections with one path apart.
    """

    iri: str
    text: str
    kind: str
    position: int
    page: int | None = None
    page_label: str | None = None
    section: str = ""
    section_number: int | None = None
    lead_in: str = ""
    entities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedEntity:
    """One entity: its names, and the passages that evidence it."""

    iri: str
    type: str
    label: str
    aliases: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedReport:
    """One report. ``passage_vectors`` has shape (passages, dimension), ``entity_vectors`` (entities, dimension)."""

    iri: str
    slug: str
    title: str
    type: str
    publisher: str | None
    year: int | None
    passages: tuple[IndexedPassage, ...]
    entities: tuple[IndexedEntity, ...]
    passage_vectors: Vectors = field(repr=False)
    entity_vectors: Vectors = field(repr=False)


def section_path(document: Document, section: int | None) -> tuple[str, ...]:
    """The headings on the way to a section, outermost first."""
    path: list[str] = []
    while section is not None:
        path.insert(0, document.sections[section].label)
        section = document.sections[section].parent
    return tuple(path)


def lead_in(record: ReportRecord, block: int) -> str:
    """The sentence that introduces a list item, empty for other blocks."""
    index = record.document.blocks[block].lead_in
    return "" if index is None else record.document.blocks[index].text


def passage_texts(record: ReportRecord) -> list[str]:
    """What is embedded for each passage of a record, in order: its own words.

    Context comes in when the index is made (:func:`missiongraph.search.index.leaning`), where it costs no embedding.
    """
    return [passage.text for passage in record.passages]


def entity_texts(record: ReportRecord) -> list[str]:
    """What is embedded for each linkable entity of a record, in order: its label."""
    return [entity.label for entity in record.extraction.entities if entity.kind in LINKABLE]


def contents(record: ReportRecord, names: Names, passage_vectors: Vectors, entity_vectors: Vectors) -> IndexedReport:
    """A record as the index takes it."""
    metadata, document = record.metadata, record.document
    found: dict[str, dict[str, None]] = {}
    for entity in record.extraction.entities:
        if entity.kind in LINKABLE:
            for evidence in entity.evidence:
                found.setdefault(evidence.passage, {})[names.iri(entity.key)] = None
    for mention in record.extraction.mentions:
        found.setdefault(mention.passage, {})[names.iri(mention.entity)] = None
    passages = []
    for passage in record.passages:
        where = passage.page_at(0)
        passages.append(
            IndexedPassage(
                iri=names.iri(passage.key),
                text=passage.text,
                kind=passage.kind.value,
                position=passage.position,
                page=where.page if where else None,
                page_label=where.label if where else None,
                section=" › ".join(section_path(document, passage.section)),
                section_number=passage.section,
                lead_in=lead_in(record, passage.block),
                entities=tuple(found.get(passage.key, ())),
            )
        )
    entities = tuple(
        IndexedEntity(
            iri=names.iri(entity.key),
            type=entity.kind.value,
            label=entity.label,
            aliases=entity.aliases,
            passages=tuple(dict.fromkeys(names.iri(e.passage) for e in entity.evidence)),
        )
        for entity in record.extraction.entities
        if entity.kind in LINKABLE
    )
    return IndexedReport(
        iri=names.report_iri,
        slug=names.report,
        title=metadata.title,
        type=metadata.type.value,
        publisher=metadata.publisher,
        year=metadata.year,
        passages=tuple(passages),
        entities=entities,
        passage_vectors=passage_vectors,
        entity_vectors=entity_vectors,
    )
