"""The missions of a report: the goals that its sentences name, joined where they are the same in other words.

Annotated missions are too few (some four a report) for a classifier to find them alone: with each report left out it
found none. So the forms by which reports name goals decide (:mod:`.goals`); how often a goal is named and what the
classifier thinks of its sentences only rank them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from missiongraph.ontology.identifiers import slugify
from missiongraph.ontology.model import Document, Entity, EntityKind, Passage

from .classifier import Weights, sigmoid
from .features import Seen
from .found import Found, evidence, mean_vector
from .goals import Goal, goals, listed, may_name_goal
from .labels import rank
from .phrases import Phrase
from .settings import Settings
from .units import announced, lead_in

_MISSION = re.compile(r"\bmissions?\b", re.I)
_FLIGHT = re.compile(
    r"\b(?:orbit\w*|satellites?|spacecraft|lunar|astronauts?|rockets?|payloads?|ESA|NASA|space)\b", re.I
)
_YEAR = r"(?:19|20)\d\d"
_DEADLINE = re.compile(
    rf"\b(?:by|before|until) (?:the )?(?:(?:end|start|middle|close) of )?(?:the )?(?:"
    rf"(?:spring|summer|autumn|winter|mid|"
    rf"january|february|march|april|may|june|july|august|september|october|november|december)[ -])?{_YEAR}s?\b|"
    rf"\bwithin (?:the next )?(?:\w+ )?(?:years?|months|decade)\b|\b{_YEAR}\b",
    re.I,
)
_TARGET = re.compile(
    rf"(?<![\w.])(?:£ ?)?(?!{_YEAR}\b)\d[\d,.]*(?: ?%| per cent| percent)?(?: (?:million|billion|thousand))?"
    r"(?: (?:of )?(?!and\b|in\b|by\b|to\b|for\b|on\b)[a-z-]+){0,3}|^(?:halve|double|triple)\b.+$",
    re.I,
)


@dataclass(slots=True)
class _Gathered:
    """A goal with the spans that name it: (span, goal)."""

    named: list[tuple[int, Goal]] = field(default_factory=list)
    stems: frozenset[str] = frozenset()


def find_missions(
    document: Document,
    passages: tuple[Passage, ...],
    seen: Seen,
    chances: NDArray[np.float64],
    weights: Weights,
    settings: Settings,
) -> list[Found]:
    """The missions of a report, in order of their first words."""
    named = gather(document, passages, seen)
    groups = sorted(joined(named), key=lambda g: (-_worth(g, chances), g.named[0][0]))
    kept = [g for g in groups if _worth(g, chances) >= settings.mission_least]
    found, keys = [], set[str]()
    for group in sorted(kept[: settings.mission_most], key=lambda g: g.named[0][0]):
        made = _mission(group, passages, seen, chances, weights, settings)
        if made.entity.key not in keys:
            keys.add(made.entity.key)
            found.append(made)
    return found


def gather(document: Document, passages: tuple[Passage, ...], seen: Seen) -> list[tuple[int, Goal]]:
    """The goals that the spans of a report name: (span, goal)."""
    named: list[tuple[int, Goal]] = []
    flights = _flights(seen)
    for index, unit in enumerate(seen.units):
        if announced(unit.column) is EntityKind.MISSION:
            named += [(index, goal) for goal in listed(unit.text)]
            continue
        intro = lead_in(document, passages, unit)
        if may_name_goal(unit.text) or may_name_goal(intro):
            named += [(index, goal) for goal in goals(unit.text, intro, flights=flights)]
    return named


def _flights(seen: Seen) -> bool:
    """Whether the report's missions are mostly flights to space."""
    about = [u.text for u in seen.units if _MISSION.search(u.text)]
    return sum(_FLIGHT.search(text) is not None for text in about) > 0.3 * len(about)


def joined(named: list[tuple[int, Goal]]) -> list[_Gathered]:
    """The same goals together, the plainest form of each first taken as what it is about."""
    groups: list[_Gathered] = []
    for index, goal in sorted(named, key=lambda pair: (-pair[1].weight, -len(pair[1].stems), pair[0])):
        best = max(groups, key=lambda g: _alike(g.stems, goal.stems), default=None)
        if best is None or _alike(best.stems, goal.stems) < 0.5:
            best = _Gathered(stems=goal.stems)
            groups.append(best)
        best.named.append((index, goal))
    for group in groups:
        group.named.sort(key=lambda pair: pair[0])
    return groups


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the shorter goal's stems that both have; a single stem in common is too little."""
    common, least = len(one & other), min(len(one), len(other))
    if common < 2 and (common < least or max(len(one), len(other)) > 2):
        return 0.0
    return common / least if least else 0.0


def _worth(group: _Gathered, chances: NDArray[np.float64]) -> float:
    """How surely a goal is one of the report's: its plainest form, how often it is named, the classifier's chance."""
    spans = sorted({index for index, _ in group.named})
    plainest = max(goal.weight for _, goal in group.named)
    return float(plainest + 0.5 * np.log(len(spans)) + 0.25 * np.log(max(chances[spans].max(), 0.0005) / 0.01))


def _mission(
    group: _Gathered,
    passages: tuple[Passage, ...],
    seen: Seen,
    chances: NDArray[np.float64],
    weights: Weights,
    settings: Settings,
) -> Found:
    weight_of: dict[int, float] = {}
    for index, goal in group.named:
        weight_of[index] = max(weight_of.get(index, 0.0), goal.weight)
    ordered = sorted(weight_of, key=lambda i: (-weight_of[i], -chances[i], i))
    kept = sorted(ordered[: settings.quotes])
    label = max(
        (goal for index, goal in group.named if index in kept),
        key=lambda g: rank(Phrase(g.text, g.weight + g.verbal, len(g.stems), g.weight + g.verbal)),
    ).text
    label = label[:1].upper() + label[1:]
    said = [label, *(goal.text for _, goal in group.named)]
    score = _worth(group, chances)
    slope, offset = weights.sureness.get(EntityKind.MISSION, (1.0, 0.0))
    entity = Entity(
        key=f"mission/{slugify(label)}",
        kind=EntityKind.MISSION,
        label=label,
        confidence=round(float(sigmoid(np.array(slope * score + offset))), 2),
        evidence=tuple(evidence(passages, seen, i) for i in kept),
        target=target_of(said),
        deadline=deadline_of(said),
    )
    return Found(entity, tuple(ordered), mean_vector(seen, ordered), score)


def target_of(texts: list[str]) -> str | None:
    """What is to be reached, as the first of the texts that has one states it.

    >>> target_of(["Build 1.5 million greenhouses by 2031"])
    '1.5 million greenhouses'
    """
    return _first(_TARGET, texts)


def deadline_of(texts: list[str]) -> str | None:
    """By when, as the first of the texts that says so states it.

    >>> deadline_of(["Build 1.5 million greenhouses by 2031"])
    'by 2031'
    """
    return _first(_DEADLINE, texts)


def _first(pattern: re.Pattern[str], texts: list[str]) -> str | None:
    return next((found.group().strip(" .,") for text in texts if (found := pattern.search(text))), None)
