"""What search answers: frozen values whose fields are the documents that the routes and ``--json`` serialise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityRef:
    """An entity by IRI, class (``barrier``) and label."""

    id: str
    type: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One passage. ``text`` is the whole ``mg:text``; ``highlights`` are ``[start, end)`` in it, in code points."""

    passage: str
    report: str
    title: str
    type: str
    page: int | None
    page_label: str | None
    section: str
    kind: str
    text: str
    highlights: tuple[tuple[int, int], ...]
    score: float
    entities: tuple[EntityRef, ...] = ()
    publisher: str | None = None
    year: int | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetCount:
    """How many passages of the whole result have a value."""

    id: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """A page of passages, of ``total``, with facets over the whole result."""

    query: str
    total: int
    took_ms: float
    results: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of a report, word for word, with where they stand. ``issued`` is as precise as the report's date.

    ``speaker`` is the actor whose words the report says they are, where they are not its own.
    """

    quote: str
    page: int | None
    page_label: str | None
    passage: str
    report: str
    title: str = ""
    publisher: str | None = None
    issued: str | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One link that the answer was reached by, with the claim that states it."""

    subject: str
    predicate: str
    object: str
    claim: str
    basis: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An entity that the text was tied to, and how strongly (0 to 1)."""

    id: str
    type: str
    label: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedHit:
    """An entity found by walking the graph from what matched, or by what it says itself.

    ``reached`` is ``stated link`` where claims lead to it, in ``path``; ``own words`` where no stated link does but its
    own label and evidence are like the text, or where it is an actor, the passage that names it. ``also`` are the like
    of other editions.
    """

    id: str
    type: str
    label: str
    score: float
    path: tuple[Step, ...]
    evidence: tuple[Quote, ...]
    reached: str = "stated link"
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedResult:
    """The answer to a linked query; an empty one says why in ``note``."""

    query: str
    matched: tuple[Match, ...]
    results: tuple[LinkedHit, ...]
    note: str | None = None
