"""What people put right by hand, as data beside a report: kept in the library, applied whenever a snapshot is made.

A correction names things by key, which comes from the place of their first words, so it still holds after another
extraction has found the same words. One that names what is no longer found does nothing and stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from missiongraph.ontology.model import Basis, Claim, Entity, Extraction, Predicate, ReportRecord

KEY = "corrections"  # among the values set by hand


class Action(StrEnum):
    """What a correction does."""

    ACCEPT = "accept"
    REJECT = "reject"
    RELABEL = "relabel"
    MERGE = "merge"
    LINK = "link"
    UNLINK = "unlink"
    JOIN = "join"
    SPLIT = "split"


ACROSS = (Action.JOIN, Action.SPLIT)
_WITH_OBJECT = (Action.RELABEL, Action.MERGE, Action.LINK, Action.UNLINK, *ACROSS)


class CorrectionError(ValueError):
    """A correction that cannot be made; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One correction: ``subject`` and ``object`` are keys.

    ``object`` is the label of a relabel, and of a join or split the end of the IRI of a thing of another report.
    """

    action: Action
    subject: str
    author: str
    at: str  # ISO 8601
    predicate: str | None = None
    object: str | None = None


def made(values: Mapping[str, Any]) -> Correction:
    """A correction out of plain values.

    :raises CorrectionError: if it lacks something or has a value that cannot be used.
    """
    try:
        correction = Correction(**{**values, "action": Action(values["action"])})
        datetime.fromisoformat(correction.at)
    except (KeyError, TypeError, ValueError) as error:
        raise CorrectionError(f"not a correction: {error}") from error
    if not correction.author.strip():
        raise CorrectionError("a correction needs its author: give --author")
    if correction.action in _WITH_OBJECT and not correction.object:
        raise CorrectionError(f"{correction.action} needs a second thing (or a label)")
    if correction.action in (Action.LINK, Action.UNLINK):
        allowed = [p.value for p in Predicate]
        if correction.predicate not in allowed:
            raise CorrectionError(f"{correction.predicate!r} is no link: use one of {', '.join(allowed)}")
    return correction


def joins(corrections: Sequence[Correction]) -> tuple[tuple[str, str, bool], ...]:
    """Own key, end of the IRI of the other thing, whether both are one; the last word on a pair holds."""
    said = {(c.subject, str(c.object)): c.action is Action.JOIN for c in corrections if c.action in ACROSS}
    return tuple((subject, other, same) for (subject, other), same in said.items())


def parsed(by_hand: Mapping[str, object]) -> tuple[Correction, ...]:
    """The corrections among the values set by hand, in the order in which they were made."""
    rows = by_hand.get(KEY, [])
    return tuple(made(row) for row in rows) if isinstance(rows, list) else ()


def plain(corrections: Sequence[Correction]) -> dict[str, object]:
    """As values to be kept with those set by hand."""
    return {KEY: [{k: v for k, v in asdict(c).items() if v is not None} for c in corrections]}


def apply(record: ReportRecord, corrections: Sequence[Correction]) -> ReportRecord:
    """A record as corrected, one correction after the other."""
    extraction = record.extraction
    for correction in corrections:
        extraction = _STEPS[correction.action](extraction, correction)
    return replace(record, extraction=extraction) if corrections else record


def _known(extraction: Extraction, key: str | None) -> Entity | None:
    return next((e for e in extraction.entities if e.key == key), None)


def _changed(extraction: Extraction, key: str, **values: Any) -> Extraction:
    entities = tuple(replace(e, **values) if e.key == key else e for e in extraction.entities)
    return replace(extraction, entities=entities)


def _accept(extraction: Extraction, c: Correction) -> Extraction:
    return _changed(extraction, c.subject, confidence=1.0)


def _relabel(extraction: Extraction, c: Correction) -> Extraction:
    entity = _known(extraction, c.subject)
    if entity is None or entity.label == c.object:
        return extraction
    return _changed(extraction, c.subject, label=c.object)


def _reject(extraction: Extraction, c: Correction) -> Extraction:
    return Extraction(
        entities=tuple(e for e in extraction.entities if e.key != c.subject),
        claims=tuple(x for x in extraction.claims if c.subject not in (x.subject, x.object)),
        mentions=tuple(m for m in extraction.mentions if m.entity != c.subject),
    )


def _merge(extraction: Extraction, c: Correction) -> Extraction:
    """The first goes into the second: evidence, names, links and mentions with it."""
    gone, kept = _known(extraction, c.subject), _known(extraction, c.object)
    if gone is None or kept is None or gone.key == kept.key or gone.kind is not kept.kind:
        return extraction
    together = replace(
        kept,
        evidence=tuple(dict.fromkeys((*kept.evidence, *gone.evidence))),
        aliases=tuple(dict.fromkeys((*kept.aliases, *(n for n in (gone.label, *gone.aliases) if n != kept.label)))),
        confidence=max(kept.confidence, gone.confidence),
        number=kept.number or gone.number,
    )
    claims: dict[tuple[str, Predicate, str], Claim] = {}
    for claim in extraction.claims:
        ends = [kept.key if end == gone.key else end for end in (claim.subject, claim.object)]
        moved = replace(claim, subject=ends[0], object=ends[1])
        name = (moved.subject, moved.predicate, moved.object)
        if ends[0] != ends[1] and (name not in claims or moved.confidence > claims[name].confidence):
            claims[name] = moved
    mentions = [replace(m, entity=kept.key) if m.entity == gone.key else m for m in extraction.mentions]
    return Extraction(
        entities=tuple(together if e is kept else e for e in extraction.entities if e is not gone),
        claims=tuple(claims.values()),
        mentions=tuple(dict.fromkeys(mentions)),
    )


def _same(claim: Claim, c: Correction) -> bool:
    return (claim.subject, claim.predicate.value, claim.object) == (c.subject, c.predicate, c.object)


def _unlink(extraction: Extraction, c: Correction) -> Extraction:
    return replace(extraction, claims=tuple(x for x in extraction.claims if not _same(x, c)))


def _link(extraction: Extraction, c: Correction) -> Extraction:
    """The link is asserted, surely; its evidence is the machine's, else the first words of both ends."""
    ends = [_known(extraction, key) for key in (c.subject, c.object)]
    known = next((x for x in extraction.claims if _same(x, c)), None)
    evidence = known.evidence if known else tuple(v for e in ends if e is not None for v in e.evidence[:1])
    if None in ends or not evidence:
        return extraction
    basis = known.basis if known and known.basis is not Basis.SIMILARITY else Basis.STATED
    claim = Claim(
        subject=c.subject,
        predicate=Predicate(str(c.predicate)),
        object=str(c.object),
        basis=basis,
        confidence=1.0,
        evidence=evidence,
    )
    kept = tuple(x for x in extraction.claims if not _same(x, c))
    return replace(extraction, claims=(*kept, claim))


def _across(extraction: Extraction, c: Correction) -> Extraction:
    """What is said of things of two reports changes neither: it is met when reports are joined."""
    return extraction


_STEPS = {
    Action.ACCEPT: _accept,
    Action.REJECT: _reject,
    Action.RELABEL: _relabel,
    Action.MERGE: _merge,
    Action.LINK: _link,
    Action.UNLINK: _unlink,
    Action.JOIN: _across,
    Action.SPLIT: _across,
}
