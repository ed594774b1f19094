"""From spans to barriers, reforms and missions: taken, grouped, labelled, each with its evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from missiongraph.ontology.identifiers import short_hash
from missiongraph.ontology.model import Document, Entity, EntityKind, Passage, PassageKind, Status

from . import cues
from .antecedents import Names, named
from .classifier import Weights, regressed
from .features import Seen
from .found import Found, evidence, evidence_score, mean_vector
from .grouping import group
from .labels import best, cell_label
from .missions import find_missions
from .numbered import asks
from .responses import quoted
from .settings import Settings
from .sureness import Sights
from .units import Unit, announced_as

PARSED = 4  # quotes that offer a label
ANNOUNCED = 0.8  # the chance of a cell in a column that is headed as of its class


def find(
    kind: EntityKind,
    document: Document,
    passages: tuple[Passage, ...],
    seen: Seen,
    likely: Mapping[EntityKind, NDArray[np.float64]],
    weights: Weights,
    settings: Settings,
) -> list[Found]:
    """The entities of one class, in order of their first words; those of too little confidence are dropped."""
    announced = [announced_as(document, passages, unit) for unit in seen.units]
    chances = announced_chances(kind, announced, likely[kind])
    if kind is EntityKind.MISSION:
        return find_missions(document, passages, seen, chances, weights, settings)
    numbers = [_number(document, passages[u.passage]) if kind is EntityKind.REFORM else None for u in seen.units]
    least = np.array([settings.numbered_least if n is not None else settings.least(kind) for n in numbers])
    stated = {int(i) for i in np.flatnonzero(chances >= least)} if len(least) else set()
    stated |= _asked(numbers, chances, seen) if kind is EntityKind.REFORM else set()
    another = quoted(document)
    taken = sorted(i for i in stated if passages[seen.units[i].passage].block not in another)
    groups = group(
        seen.vectors[taken],
        settings.join(kind),
        numbers=[numbers[i] for i in taken],
        lists=[_list(document, passages, seen.units[i]) if kind is EntityKind.REFORM else None for i in taken],
    )
    names = Names(document, passages)
    sights, sure = Sights(kind, document, passages, seen, likely), weights.sureness.get(kind)
    found: dict[str, Found] = {}
    for rows in groups:
        members = [taken[r] for r in rows]
        number = next((numbers[i] for i in members if numbers[i] is not None), None)
        row = sights.row(members, chances, numbered=number is not None)
        confidence = regressed(sure, row) if sure is not None else float(chances[members].max())
        if sure is not None and number is None and confidence < settings.sure(kind):
            continue
        made = _entity(kind, members, passages, seen, announced, chances, number, settings, names)
        if made is not None:
            entity = replace(made.entity, confidence=round(confidence, 2))
            found.setdefault(entity.key, replace(made, entity=entity, sights=row))
    return list(found.values())


def announced_chances(
    kind: EntityKind, announced: Sequence[EntityKind | None], chances: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The chances of spans, raised where a column or list is announced as of the class, lowered in those of others."""
    found = chances.copy()
    for index, told in enumerate(announced):
        if told is kind:
            found[index] = max(found[index], ANNOUNCED)
        elif told is not None:
            found[index] = min(found[index], 1 - ANNOUNCED)
    return found


def _number(document: Document, passage: Passage) -> str | None:
    block = document.blocks[passage.block]
    return block.number if block.recommendation and passage.kind is not PassageKind.HEADING else None


def _list(document: Document, passages: tuple[Passage, ...], unit: Unit) -> int | None:
    """The block that leads into the list of which a span begins an item."""
    passage = passages[unit.passage]
    item = passage.kind is PassageKind.ITEM and passage.start == 0 and unit.first
    return document.blocks[passage.block].lead_in if item else None


def _asked(numbers: list[str | None], chances: NDArray[np.float64], seen: Seen) -> set[int]:
    """Of each numbered recommendation without a likely span, the likeliest that asks for something."""
    by_number: dict[str, list[int]] = {}
    for index, number in enumerate(numbers):
        if number is not None and len(seen.units[index].text.split()) >= 8:
            by_number.setdefault(number, []).append(index)
    best = {n: max(rows, key=lambda i: (chances[i], -i)) for n, rows in by_number.items()}
    return {i for i in best.values() if asks(seen.units[i].text)}


def _entity(
    kind: EntityKind,
    members: list[int],
    passages: tuple[Passage, ...],
    seen: Seen,
    announced: Sequence[EntityKind | None],
    chances: NDArray[np.float64],
    number: str | None,
    settings: Settings,
    names: Names,
) -> Found | None:
    """The entity that the spans state together, or none where they offer no good label."""
    ordered = sorted(members, key=lambda i: (-chances[i], i))
    kept = sorted(ordered[: settings.quotes])
    told = sorted(kept, key=lambda i: _telling(kind, seen.units[i].text), reverse=True)[:PARSED]
    text = seen.units[told[0]].text
    units = [seen.units[i] for i in told]
    offered = [(u.text, named(u.text, names.before(u.passage, u.start), names)) for u in units]
    label, worth = best(kind, [fuller for _, fuller in offered], [text for text, fuller in offered if text != fuller])
    if announced[told[0]] is kind:
        own = kind is EntityKind.BARRIER and (units[0].column or worth < settings.label(kind))
        label, worth = cell_label(text) if own else label, settings.label(kind)
    asked = number is not None and any(_asks(seen.units[i].text) for i in members)
    if not asked and worth < settings.label(kind):
        return None
    first = seen.units[min(members)]
    key = f"{kind.value}/{short_hash(kind.value, passages[first.passage].key, first.start)}"
    score = evidence_score(chances[members])
    entity = Entity(
        key=key,
        kind=kind,
        label=label,
        confidence=round(float(chances[members].max()), 2),
        evidence=tuple(evidence(passages, seen, i) for i in kept),
        number=number,
        status=_status(text) if kind is EntityKind.REFORM else None,
    )
    return Found(entity, tuple(ordered), mean_vector(seen, members), score)


def _asks(text: str) -> bool:
    return asks(text) or cues.has("encourage", cues.plain(text))


def _telling(kind: EntityKind, text: str) -> tuple[int, int]:
    """How well a span serves as a label: it says what is asked or missing in few words of its own."""
    plain = cues.plain(text)
    count = len(text.split())
    good = 2 * (kind is EntityKind.REFORM and cues.leads(plain) is not None)
    good += kind is EntityKind.REFORM and cues.has("should", plain)
    good += kind is EntityKind.BARRIER and any(
        cues.has(c, plain) for c in ("lack", "barrier", "inconsistent", "fail", "hamper")
    )
    good += 6 <= count <= 26
    good -= 2 * cues.has("pronoun", plain) + (text[:1].islower())
    return good, -count


def _status(text: str) -> Status:
    plain = cues.plain(text)
    if (
        cues.has("should", plain)
        or cues.has("recommend", plain)
        or cues.has("must", plain)
        or cues.has("propose", plain)
    ):
        return Status.RECOMMENDED
    if re.search(r"\b(?:we|government|department|ministers) (?:will|are committed|have committed|commit)\b", plain):
        return Status.COMMITTED
    if re.search(
        r"\b(?:has|have) (?:already |since |now )?(?:established|launched|set up|introduced|published|created)\b", plain
    ):
        return Status.IN_PLACE
    return Status.RECOMMENDED
