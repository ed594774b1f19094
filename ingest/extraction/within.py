"""Missions within missions: "halving knife crime is part of the mission for safer streets"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from missiongraph.ingest.resolution.wording import stems
from missiongraph.ontology.model import Claim, Predicate

from .found import Found
from .links import Report, told

SURE = 0.7  # no annotation has these links: set by hand
_PART_OF = re.compile(
    r"\b(?:(?:is|are|as|a|one|core|key) )*(?:part|milestone|strand|element|target|objective|step)s? "
    r"(?:of|in|within|towards|under|for)\b|"
    r"\b(?:within|under|as part of|contribut\w+ to|towards) (?:the|its|our|their)\b",
    re.I,
)
_HAS_PART = re.compile(r"\b(?:includ(?:es?|ing)|consists? of|made up of|such as|among them|namely)\b", re.I)


def mission_parts(missions: Sequence[Found], report: Report) -> list[Claim]:
    """Which mission is part of which, where one sentence names both and says so; at most one claim a pair."""
    places = [set(report.naming(m.entity.label)) | set(m.units) for m in missions]
    found: dict[tuple[str, str], Claim] = {}
    for a, first in enumerate(missions):
        for b in range(a + 1, len(missions)):
            for unit in sorted(places[a] & places[b]):
                for part, whole in _told(report.seen.units[unit].text, first, missions[b]):
                    ends = part.entity.key, whole.entity.key
                    found.setdefault(ends, told(report, ends[0], Predicate.IS_PART_OF, ends[1], unit, SURE))
    return [claim for (part, whole), claim in sorted(found.items()) if (whole, part) not in found]


def _told(text: str, one: Found, other: Found) -> Iterator[tuple[Found, Found]]:
    """(part, whole) as a sentence states them: what joins the two must stand between their own words."""
    spans = [_named(text, one.entity.label, other.entity.label), _named(text, other.entity.label, one.entity.label)]
    if spans[0] is None or spans[1] is None or spans[0][0] == spans[1][0]:
        return
    (_, end, early), (start, _, late) = sorted(((*spans[0], one), (*spans[1], other)), key=lambda s: s[:2])
    between = text[end:start]
    if end > start or len(between.split()) > 12:
        return
    if _PART_OF.search(between):
        yield early, late
    elif _HAS_PART.search(between):
        yield late, early


def _named(text: str, label: str, other: str) -> tuple[int, int] | None:
    """From where to where a text has the words of a label that the other label has not."""
    wanted = stems(label) - stems(other)
    places = [m.span() for m in re.finditer(r"[\w’'-]+", text) if stems(m.group()) & wanted]
    return (places[0][0], places[-1][1]) if places else None
