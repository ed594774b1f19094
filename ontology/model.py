"""What a report says, as typed frozen values: the one vocabulary that every stage speaks.

Reading returns a :class:`Document`; cutting it returns :class:`Passage` values; extraction returns entities and
claims with their :class:`Evidence`; :mod:`missiongraph.ontology.rdf` turns the sum of them, a :class:`ReportRecord`,
into quads and back. Nothing here knows an IRI: values refer to each other by *key* (``barrier/1f0c9a2e``), unique in
the report, and :class:`missiongraph.ontology.identifiers.Names` mints the IRI when the report's slug is known. So a
corrected title, which changes the slug, never means reading the file again.

Keys of a report's own things are ``<kind>/<hash of their place>``; keys of things that reports share (actors,
missions, references) are ``<kind>/<slug of the canonical name>``. Offsets count Unicode code points from 0, end
exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class PassageKind(StrEnum):
    """``mg:kind`` of a passage."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTATION = "quotation"
    BOX = "box"
    TABLE = "table"
    HEADING = "heading"
    CONTENTS = "contents"
    REFERENCE = "reference"


class EntityKind(StrEnum):
    """The classes of the contract that a report's words can evidence; the value is the IRI segment."""

    MISSION = "mission"
    BARRIER = "barrier"
    REFORM = "reform"
    ACTOR = "actor"
    SHIFT = "shift"
    RESPONSE = "response"


class ActorKind(StrEnum):
    """Subclasses of ``mg:Actor``, by local name."""

    PUBLIC_BODY = "PublicBody"
    LOCAL_GOVERNMENT = "LocalGovernment"
    BUSINESS_OR_LABOUR = "BusinessOrLabour"
    CIVIL_SOCIETY = "CivilSociety"
    RESEARCH_BODY = "ResearchBody"
    POLITICAL_PARTY = "PoliticalParty"
    INTERNATIONAL_BODY = "InternationalBody"
    PERSON = "Person"
    GROUP = "Group"


class Tier(StrEnum):
    """``mg:tier`` of an actor."""

    NATIONAL = "national"
    DEVOLVED = "devolved"
    REGIONAL = "regional"
    LOCAL = "local"
    COMMUNITY = "community"


class Status(StrEnum):
    """``mg:status`` of a reform."""

    RECOMMENDED = "recommended"
    COMMITTED = "committed"
    IN_PLACE = "inPlace"


class Decision(StrEnum):
    """``mg:decision`` of a response."""

    ACCEPTED = "accepted"
    ACCEPTED_IN_PART = "acceptedInPart"
    REJECTED = "rejected"
    DEFERRED = "deferred"
    NOT_STATED = "notStated"


class Basis(StrEnum):
    """``mg:basis`` of a claim: said in one sentence, made by section or list, or only inferred by likeness."""

    STATED = "stated"
    STRUCTURE = "structure"
    SIMILARITY = "similarity"


class Predicate(StrEnum):
    """Links that become claims; the value is the local name in ``mg:`` (``isPartOf`` is ``dcterms:isPartOf``)."""

    ADDRESSES = "addresses"
    ADVANCES = "advances"
    LED_BY = "ledBy"
    MOBILISES = "mobilises"
    PROPOSED_BY = "proposedBy"
    REALISES = "realises"
    ESTABLISHES = "establishes"
    IS_PART_OF = "isPartOf"
    HINDERS = "hinders"
    AFFECTS = "affects"
    CONSTRAINS = "constrains"
    RESPONDS_TO = "respondsTo"
    RESPONDED_BY = "respondedBy"


class ReportType(StrEnum):
    """``dcterms:type`` of a report."""

    REPORT = "report"
    RESPONSE = "response"
    BRIEFING = "briefing"


class Grade(StrEnum):
    """How good the text layer of a page or report is."""

    GOOD = "good"
    POOR = "poor"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a report says of itself. ``issued`` is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, as precise as known."""

    title: str
    creators: tuple[str, ...] = ()
    publisher: str | None = None
    issued: str | None = None
    license: str | None = None  # an IRI
    source: str | None = None  # an address
    type: ReportType = ReportType.REPORT
    language: str = "en"

    @property
    def year(self) -> int | None:
        """The year of ``issued``."""
        return int(self.issued[:4]) if self.issued else None


@dataclass(frozen=True, slots=True)
class PageStart:
    """From ``offset`` in a block's or passage's text on, the words stand on this page of the file (from 1)."""

    offset: int
    page: int
    label: str | None = None


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A note's mark, taken out of the text at ``offset``; ``note`` is the index in :attr:`Document.notes`."""

    offset: int
    note: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section, by its heading. ``level`` counts from 1; ``parent`` is an index in the same tuple."""

    label: str
    level: int
    parent: int | None = None
    page: int | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph, list item, quotation, box paragraph, table row, heading, contents line or reference.

    ``text`` is whole: joined over lines, columns and pages, without notes' marks and furniture. ``number`` is the
    printed number of a numbered paragraph or recommendation (``7``, ``4a(iii)``), which is not part of ``text``;
    ``recommendation`` says that the report itself marks the block as a recommendation or conclusion.
    ``lead_in`` is the index in :attr:`Document.blocks` of the sentence that introduces a list item ("We recommend:").
    ``depth`` is the nesting of a list item, from 1. ``bold`` are spans of ``text`` in bold type.
    ``cells`` holds the cells of a table row, headers with it: ``((header, value), …)``.
    """

    kind: PassageKind
    text: str
    section: int | None = None
    pages: tuple[PageStart, ...] = ()
    number: str | None = None
    recommendation: bool = False
    lead_in: int | None = None
    depth: int = 0
    bold: tuple[tuple[int, int], ...] = ()
    marks: tuple[NoteMark, ...] = ()
    cells: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A cited work. ``key`` is shared by reports that cite the same work (``reference/<slug>``)."""

    key: str
    text: str
    authors: tuple[str, ...] = ()
    title: str | None = None
    publisher: str | None = None
    issued: str | None = None
    url: str | None = None
    pages: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A footnote or endnote, tied to its mark; ``references`` are keys of :attr:`Document.references`."""

    mark: str
    text: str
    page: int | None = None
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageGrade:
    """How well one page could be read; ``reason`` in words where it is not good."""

    page: int
    grade: Grade
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A report as read: metadata, outline, blocks in reading order, notes and cited works."""

    metadata: Metadata
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...] = ()
    notes: tuple[Note, ...] = ()
    references: tuple[Reference, ...] = ()
    page_count: int | None = None
    grade: Grade = Grade.GOOD
    page_grades: tuple[PageGrade, ...] = ()
    ocr: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A run of body text that the embedding model takes whole, cut from one block along sentences.

    ``text`` is ``Document.blocks[block].text[start:end]``; ``position`` is the ordinal in the report, from 0.
    """

    key: str
    position: int
    block: int
    start: int
    end: int
    text: str
    kind: PassageKind
    section: int | None = None
    pages: tuple[PageStart, ...] = ()
    references: tuple[str, ...] = ()

    def page_at(self, offset: int = 0) -> PageStart | None:
        """The page on which the character at ``offset`` of the text stands; None without pages."""
        found = None
        for start in self.pages:
            if start.offset <= offset or found is None:
                found = start
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words that say so: ``[start, end)`` in the text of a passage, named by key.

    ``attributed_to`` is the key of the actor whose words they are, where they are not the report's own.
    """

    passage: str
    start: int
    end: int
    attributed_to: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"evidence must be a span with words in it, not [{self.start}, {self.end})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A mission, barrier, reform, actor, shift or response that a report evidences, and how sure we are of it."""

    key: str
    kind: EntityKind
    label: str
    evidence: tuple[Evidence, ...]
    confidence: float
    aliases: tuple[str, ...] = ()
    number: str | None = None  # reform: the report's own number
    status: Status | None = None  # reform
    target: str | None = None  # mission, as stated
    deadline: str | None = None  # mission, as stated
    change: tuple[str, str] | None = None  # shift: (from, to)
    actor_kind: ActorKind | None = None  # actor
    tier: Tier | None = None  # actor
    proposed: bool = False  # actor: a body that is only proposed
    decision: Decision | None = None  # response


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A link between two entities (by key), why it is believed, how much, and the words."""

    subject: str
    predicate: Predicate
    object: str
    basis: Basis
    confidence: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentioned:
    """A passage speaks of an entity (``mg:mentions``), both by key."""

    passage: str
    entity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What extraction returns for one report. Claims whose basis is similarity go to the suggested graph."""

    entities: tuple[Entity, ...] = ()
    claims: tuple[Claim, ...] = ()
    mentions: tuple[Mentioned, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRecord:
    """All that was derived from one file alone, from which its graph follows."""

    sha256: str
    file_name: str
    document: Document
    passages: tuple[Passage, ...]
    extraction: Extraction = field(default_factory=Extraction)

    @property
    def metadata(self) -> Metadata:
        """What the report says of itself."""
        return self.document.metadata
