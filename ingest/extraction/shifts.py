"""The rest of the argument that needs no learning: shifts, what realises them, sub-reforms, bodies to be set up."""

from __future__ import annotations

import re

from missiongraph.ontology.identifiers import short_hash
from missiongraph.ontology.model import (
    Basis,
    Claim,
    Document,
    Entity,
    EntityKind,
    Evidence,
    Passage,
    PassageKind,
    Predicate,
)

from .found import Found, evidence
from .links import Report, told
from .units import headings

_SHIFT = re.compile(
    r"\bfrom (?P<old>(?!\d)[‘'\"“]?[a-z][^.;:,()]{4,60}?) to(?:wards?)? (?P<new>(?!\d)[‘'\"“]?[a-z][^.;:,()]{4,60})",
    re.I,
)
_CUE = re.compile(r"\b(?:shift|move|transition|change)\b", re.I)


def shifts(document: Document, passages: tuple[Passage, ...]) -> list[Entity]:
    """Headings and bold or numbered lines that say "From X to Y", one node for each pair."""
    found: dict[tuple[str, str], list[tuple[int, int, int]]] = {}
    for index, passage in enumerate(passages):
        if passage.kind in {PassageKind.CONTENTS, PassageKind.REFERENCE}:
            continue
        for match in _SHIFT.finditer(passage.text):
            before = passage.text[: match.start()]
            alone = len(before.split()) <= 5 and len(passage.text.split()) <= 24
            if not (
                (passage.kind is PassageKind.HEADING and alone)
                or (alone and re.match(r"\W*from\b|.*shift", passage.text, re.I))
            ):
                continue
            pair = (_side(match.group("old")), _side(match.group("new")))
            found.setdefault(pair, []).append((index, match.start(), match.end()))
    return [_shift(pair, places, passages) for pair, places in found.items()]


def _side(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" .‘’'\"“”").lower()


def _shift(pair: tuple[str, str], places: list[tuple[int, int, int]], passages: tuple[Passage, ...]) -> Entity:
    kept = tuple(
        Evidence(passage=passages[i].key, start=a, end=len(passages[i].text[:b].rstrip())) for i, a, b in places[:3]
    )
    return Entity(
        key=f"shift/{short_hash('shift', kept[0].passage, kept[0].start)}",
        kind=EntityKind.SHIFT,
        label=f"From {pair[0]} to {pair[1]}",
        evidence=kept,
        confidence=0.9,
        change=pair,
    )


def realises(turned: list[Entity], reforms: list[Found], report: Report) -> list[Claim]:
    """A reform that stands in a section whose heading is a shift realises it."""
    result = []
    for shift in turned:
        for reform in reforms:
            unit = next(
                (
                    u
                    for u in sorted(reform.units)
                    if any(_side(shift.label) in _side(h) for h in headings(report.document, report.section(u)))
                ),
                None,
            )
            if unit is not None:
                result.append(
                    Claim(
                        subject=reform.entity.key,
                        predicate=Predicate.REALISES,
                        object=shift.key,
                        basis=Basis.STRUCTURE,
                        confidence=0.7,
                        evidence=(evidence(report.passages, report.seen, unit), *shift.evidence[:1]),
                    )
                )
    return result


def parts(reforms: list[Found], report: Report) -> list[Claim]:
    """A reform in a list belongs to the reform that introduces the list."""
    owner: dict[int, Found] = {}
    for reform in reforms:
        for unit in reform.units:
            owner.setdefault(report.passages[report.seen.units[unit].passage].block, reform)
    result = []
    for reform in reforms:
        for unit in sorted(reform.units):
            lead = report.document.blocks[report.passages[report.seen.units[unit].passage].block].lead_in
            whole = owner.get(lead) if lead is not None else None
            if whole is not None and whole is not reform:
                ends = reform.entity.key, whole.entity.key
                result.append(told(report, ends[0], Predicate.IS_PART_OF, ends[1], unit, 0.75, Basis.STRUCTURE))
                break
    pairs = {(c.subject, c.object) for c in result}
    return [c for c in result if (c.object, c.subject) not in pairs or c.subject < c.object]


def establishes(reforms: list[Found], report: Report) -> list[Claim]:
    """A reform that names a body which is only proposed sets it up."""
    result = []
    for index, actor in enumerate(report.actors):
        if not actor.proposed:
            continue
        for reform in reforms:
            unit = next(
                (
                    u
                    for u in sorted(reform.units)
                    if re.search(
                        r"\b(?:creat|establish|set(?:ting)? up|form|launch|introduc|propos)",
                        report.seen.units[u].text,
                        re.I,
                    )
                    and any(
                        i == index and report.seen.units[u].start <= a < report.seen.units[u].end
                        for i, a, _ in report.named.get(report.seen.units[u].passage, [])
                    )
                ),
                None,
            )
            if unit is not None:
                result.append(told(report, reform.entity.key, Predicate.ESTABLISHES, actor.key, unit, 0.8))
    return result
