"""What the links graph needs to know of one report: small, cached beside the record, so that publishing stays quick."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from missiongraph.ontology.model import Claim, Entity, EntityKind, Metadata, Reference, ReportRecord
from missiongraph.ontology.rdf import agent_key, is_shared
from missiongraph.search.contents import LINKABLE

from ..extraction.responses import asked
from .wording import sketch

QUOTED = 600  # characters of the first evidence that are kept of a thing


@dataclass(frozen=True, slots=True, kw_only=True)
class Linkable:
    """The part of a record that other reports can meet: shared entities, claims about them, cited works, agents.

    ``own`` are barriers, reforms and responses; ``rows`` their row in the entity vectors, -1 without; ``quotes`` their
    first evidence, ``asks`` all that a reform is evidenced by, a text a passage, and ``asked`` what a response quotes,
    all by key; ``sketch`` stands for the words of the report.
    ``pages`` of the file, if it has any. ``by_hand``: own key, the end of another thing's IRI, whether both are one.
    """

    sha256: str
    metadata: Metadata
    shared: tuple[Entity, ...] = ()
    own: tuple[Entity, ...] = ()
    rows: tuple[int, ...] = ()
    quotes: Mapping[str, str] = field(default_factory=dict)
    asks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    asked: Mapping[str, str] = field(default_factory=dict)
    sketch: tuple[int, ...] = ()
    claims: tuple[Claim, ...] = ()
    references: tuple[Reference, ...] = ()
    pages: int | None = None
    by_hand: tuple[tuple[str, str, bool], ...] = ()

    @property
    def agents(self) -> dict[str, str]:
        """Key → name of the report's creators and publisher."""
        names = [*self.metadata.creators, *([self.metadata.publisher] if self.metadata.publisher else [])]
        return {agent_key(name): name for name in names}

    @property
    def named(self) -> Iterator[str]:
        """The authors and publishers of the report and of the works that it cites, each as often as it is named."""
        yield from self.agents.values()
        for reference in self.references:
            yield from reference.authors
            if reference.publisher:
                yield reference.publisher


def summarise(record: ReportRecord) -> Linkable:
    """Keep what resolution reads."""
    entities = record.extraction.entities
    joined = (EntityKind.BARRIER, EntityKind.REFORM, EntityKind.RESPONSE)
    embedded = {e.key: row for row, e in enumerate(e for e in entities if e.kind in LINKABLE)}
    own = tuple(e for e in entities if e.kind in joined)
    texts = {p.key: p.text for p in record.passages}
    return Linkable(
        sha256=record.sha256,
        metadata=record.metadata,
        shared=tuple(e for e in entities if is_shared(e.key)),
        own=own,
        rows=tuple(embedded.get(e.key, -1) for e in own),
        quotes={e.key: texts[q.passage][q.start : q.end][:QUOTED] for e in own for q in e.evidence[:1]},
        asks={e.key: _by_passage(e, texts) for e in own if e.kind is EntityKind.REFORM},
        asked=asked(record.document, record.passages),
        sketch=sketch(block.text for block in record.document.blocks),
        claims=tuple(c for c in record.extraction.claims if is_shared(c.subject)),
        references=record.document.references,
        pages=record.document.page_count,
    )


def _by_passage(entity: Entity, texts: Mapping[str, str]) -> tuple[str, ...]:
    """The words of an entity's evidence, those of one passage together."""
    found: dict[str, list[str]] = {}
    for quote in entity.evidence:
        found.setdefault(quote.passage, []).append(texts[quote.passage][quote.start : quote.end])
    return tuple(" ".join(words)[:QUOTED] for words in found.values())
