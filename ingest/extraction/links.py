"""Which of a report's things belong together: every pair that its words or its structure bring near is scored.

One logistic regression a predicate over a dozen features of the pair, learnt from annotated links and so calibrated
by construction; hand rules ("who stands before *should* is asked to act") are features, not verdicts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from missiongraph.ingest.resolution.wording import stems
from missiongraph.ontology.model import (
    ActorKind,
    Basis,
    Claim,
    Document,
    Evidence,
    Passage,
    Predicate,
)

from . import cues
from .actors import Actor
from .classifier import Weights, regressed
from .echoes import linked
from .features import Seen
from .found import Found, evidence
from .pairing import Ground, tables
from .settings import Settings
from .units import headings, lead_in

#: Predicate → (which subjects, which objects) among missions, barriers, reforms and actors.
ENDS = {
    Predicate.ADDRESSES: ("reform", "barrier"),
    Predicate.LED_BY: ("reform", "actor"),
    Predicate.MOBILISES: ("reform", "actor"),
    Predicate.ADVANCES: ("reform", "mission"),
    Predicate.HINDERS: ("barrier", "mission"),
    Predicate.AFFECTS: ("barrier", "actor"),
}
_OF_MISSIONS = frozenset({Predicate.ADVANCES, Predicate.HINDERS})
NAMING = 24  # spans that name a mission, of which its links may come
NAMED = 0.6  # share of a goal's words, by rarity, from which a span names it
_ASKED = re.compile(r"\b(?:should|must|will|needs? to|shall|ought to|is to|are to|could|to)\b")


@dataclass(frozen=True, slots=True)
class Pair:
    """A possible link: indices of its ends, its features, its basis and the units that speak for it."""

    predicate: Predicate
    subject: int
    object: int
    features: tuple[float, ...]
    basis: Basis
    units: tuple[int, ...]


class Report:
    """A report's passages, spans and actors, indexed for asking what is near what."""

    def __init__(self, document: Document, passages: tuple[Passage, ...], seen: Seen, actors: Sequence[Actor]) -> None:
        self.document, self.passages, self.seen, self.actors = document, passages, seen, actors
        self.ground = Ground(document, passages, seen)
        self.named: dict[int, list[tuple[int, int, int]]] = {}  # passage → (actor, start, end)
        for index, actor in enumerate(actors):
            for where, start, end in actor.places:
                self.named.setdefault(where, []).append((index, start, end))
        total = sum(len(a.places) for a in actors) or 1
        self.share = [len(a.places) / total for a in actors]
        self.often = sorted(range(len(actors)), key=lambda i: (-self.share[i], actors[i].key))[:3]
        self.by_block: dict[int, list[int]] = {}
        self.by_section: dict[int | None, list[int]] = {}
        for index, passage in enumerate(passages):
            self.by_block.setdefault(passage.block, []).append(index)
            self.by_section.setdefault(passage.section, []).append(index)

    def section(self, unit: int) -> int | None:
        """The section of a span."""
        return self.passages[self.seen.units[unit].passage].section

    def parent(self, unit: int) -> int | None:
        """The section above the one of a span."""
        section = self.section(unit)
        return self.document.sections[section].parent if section is not None else None

    def naming(self, label: str, least: int = 2) -> list[int]:
        """The spans whose own words name a thing by ``least`` words, the fullest first; at most :data:`NAMING`."""
        weights, bags = self.ground.words.weights, self.ground.words.bags
        wanted = stems(label)
        total = sum(weights.get(w, 0.0) for w in sorted(wanted)) or 1.0
        shares = []
        for index, bag in enumerate(bags):
            common = sorted(wanted & bag)
            if len(common) >= least and (share := sum(weights.get(w, 0.0) for w in common) / total) >= NAMED:
                shares.append((-round(share, 6), index))
        return [index for _, index in sorted(shares)[:NAMING]]

    def actors_in(self, passages: Sequence[int]) -> set[int]:
        """The actors that the passages name."""
        return {index for p in passages for index, _, _ in self.named.get(p, [])}


def pairs(report: Report, found: dict[str, list[Found]]) -> Iterator[Pair]:
    """Every pair that is worth scoring."""
    for predicate, (source, target) in ENDS.items():
        if target != "actor":
            yield from _between(report, predicate, found[source], found[target])
            continue
        for s, subject in enumerate(found[source]):
            yield from _with_actors(report, predicate, s, subject)


def claims(report: Report, found: dict[str, list[Found]], weights: Weights, settings: Settings) -> list[Claim]:
    """The links of a report, in a fixed order."""
    result = []
    for pair in pairs(report, found):
        row = weights.links.get(pair.predicate.value)
        if row is None:
            continue
        confidence = round(regressed(row, pair.features), 2)
        least = settings.link(pair.predicate)
        if confidence < (settings.suggested_least if pair.basis is Basis.SIMILARITY else least):
            continue
        source, target = ENDS[pair.predicate]
        subject = found[source][pair.subject].entity.key
        object_ = report.actors[pair.object].key if target == "actor" else found[target][pair.object].entity.key
        result.append(
            Claim(
                subject=subject,
                predicate=pair.predicate,
                object=object_,
                basis=pair.basis,
                confidence=confidence,
                evidence=_evidence(report, pair.units),
            )
        )
    return result


def told(
    report: Report,
    subject: str,
    predicate: Predicate,
    object_: str,
    unit: int,
    confidence: float,
    basis: Basis = Basis.STATED,
) -> Claim:
    """A claim that one span speaks for, by rule: its ends by key, and a confidence that is set by hand."""
    return Claim(
        subject=subject,
        predicate=predicate,
        object=object_,
        basis=basis,
        confidence=confidence,
        evidence=_evidence(report, (unit,)),
    )


def _evidence(report: Report, units: tuple[int, ...]) -> tuple[Evidence, ...]:
    return tuple(evidence(report.passages, report.seen, u) for u in dict.fromkeys(units))


def _between(report: Report, predicate: Predicate, subjects: list[Found], objects: list[Found]) -> Iterator[Pair]:
    if not subjects or not objects:
        return
    if predicate in _OF_MISSIONS:
        objects = [replace(m, units=tuple(dict.fromkeys([*m.units, *report.naming(m.entity.label)]))) for m in objects]
        features, near, others = tables(report.ground, subjects, objects, NAMING), subjects, objects
    else:
        features, near, others = linked(report.ground, subjects, objects)
    for s, subject in enumerate(subjects):
        for o, other in enumerate(objects):
            basis, units = _joined(report, subject, other)
            if basis is Basis.SIMILARITY:
                again, echoes = _joined(report, _with(subject, near[s]), _with(other, others[o]))
                basis, units = (basis, units) if again is Basis.SIMILARITY else (Basis.STRUCTURE, echoes)
            yield Pair(predicate, s, o, tuple(map(float, features[s, o])), basis, units)


def _with(found: Found, more: Found) -> Found:
    return replace(found, units=tuple(dict.fromkeys([*found.units, *more.units])))


def _joined(report: Report, subject: Found, other: Found) -> tuple[Basis, tuple[int, int]]:
    """What joins two entities, and their spans that stand nearest."""
    apart, a, b = min((abs(a - b), a, b) for a in sorted(subject.units) for b in sorted(other.units))
    if apart <= 1 and report.seen.units[a].passage == report.seen.units[b].passage:
        return Basis.STATED, (a, b)
    mine, theirs = (
        {report.section(u) for u in f.units} | {report.parent(u) for u in f.units} for f in (subject, other)
    )
    if (mine & theirs) - {None}:
        return Basis.STRUCTURE, (a, b)
    return Basis.SIMILARITY, (a, b)


def _with_actors(report: Report, predicate: Predicate, s: int, subject: Found) -> Iterator[Pair]:
    units = sorted(subject.units)
    own = sorted({report.seen.units[u].passage for u in units})
    blocks = [report.document.blocks[report.passages[p].block] for p in own]
    intro = [i for b in blocks if b.lead_in is not None for i in report.by_block.get(b.lead_in, [])]
    before = [p - 1 for p in own if p > 0 and report.passages[p - 1].section == report.passages[p].section]
    nearby = report.actors_in([*own, *intro, *before]) | set(report.often)
    section = [p for u in own for p in report.by_section[report.passages[u].section]]
    counts = (
        [sum(1 for p in section for i, _, _ in report.named.get(p, []) if i == a) for a in range(len(report.actors))]
        if nearby
        else []
    )
    titles = " ".join(cues.plain(h) for p in own for h in headings(report.document, report.passages[p].section))
    intros = " ".join(cues.plain(lead_in(report.document, report.passages, report.seen.units[u])) for u in units)
    most = max(counts, default=0) or 1
    for index in sorted(nearby):
        actor = report.actors[index]
        at = _where(report, units, index)
        stated = at is not None
        asked, after, first = at[1:] if at else (0.0, 0.0, 0.0)
        names = [cues.plain(n) for n in actor.aliases | {actor.label}]
        features = (
            float(stated),
            asked,
            after,
            first,
            float(index in report.actors_in(own)),
            float(index in report.actors_in(intro)),
            float(index in report.actors_in(before)),
            counts[index] / most,
            min(report.share[index] * 5, 1.0),
            float(index == report.often[0]),
            float(any(n in titles for n in names)),
            float(actor.key == "actor/uk-government"),
            float(actor.kind is ActorKind.PUBLIC_BODY),
            float(actor.kind is ActorKind.GROUP),
            float(actor.kind is ActorKind.CIVIL_SOCIETY),
            float(actor.kind is ActorKind.BUSINESS_OR_LABOUR),
            float(any(n in intros for n in names)),
            asked * (actor.kind is not ActorKind.GROUP),
            float(not stated and actor.key == "actor/uk-government" and not _someone(report, units)),
        )
        basis = Basis.STATED if stated else (Basis.STRUCTURE if counts[index] else Basis.SIMILARITY)
        yield Pair(predicate, s, index, features, basis, (at[0] if at else subject.units[0],))


def _where(report: Report, units: list[int], actor: int) -> tuple[int, float, float, float] | None:
    """The first span that names the actor; is it before the ask, after it, and the first one named?"""
    best: tuple[int, float, float, float] | None = None
    for u in units:
        unit = report.seen.units[u]
        inside = sorted((a, b, i) for i, a, b in report.named.get(unit.passage, []) if unit.start <= a < unit.end)
        mine = [(a, b) for a, b, i in inside if i == actor]
        if not mine:
            continue
        modal = _ASKED.search(unit.text)
        ask = unit.start + modal.start() if modal else unit.start
        row = (
            u,
            float(mine[0][1] <= ask and ask - mine[0][1] < 60),
            float(mine[0][0] > ask),
            float(inside[0][2] == actor),
        )
        if best is None or row[1:] > best[1:]:
            best = row
    return best


def _someone(report: Report, units: list[int]) -> bool:
    """Whether some actor is named before the ask."""
    for u in units:
        unit = report.seen.units[u]
        modal = _ASKED.search(unit.text)
        if modal and any(
            unit.start <= a and b <= unit.start + modal.start() for _, a, b in report.named.get(unit.passage, [])
        ):
            return True
    return False
