"""Hand annotations: what a reader found in a report, and when a found quote counts as one of theirs.

Two quotes agree when they share a run of words that is half of the annotated quote, or when a found quote of six words
or more lies within it; a found quote of more than sixty words agrees with nothing, since it points at nothing.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PLURALS = {"barrier": "barriers", "reform": "reforms", "mission": "missions", "actor": "actors"}


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """One annotated thing; ``links`` maps a role (``addresses``, ``led_by`` …) to ids."""

    id: str
    label: str
    quotes: tuple[tuple[str, ...], ...]
    optional: bool
    aliases: tuple[str, ...] = ()
    links: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gold:
    """An annotated report: entities by kind (``barrier`` …) and links that only one annotator has."""

    file: str
    name: str
    entities: dict[str, tuple[GoldEntity, ...]]
    disputed: dict[str, frozenset[tuple[str, str]]]


ROLES = ("addresses", "led_by", "mobilises", "advances", "hinders", "affects")


def load(path: Path) -> Gold:
    """Read one annotation file."""
    raw: dict[str, Any] = json.loads(path.read_text("utf-8"))
    entities = {kind: tuple(_entity(e) for e in raw[plural]) for kind, plural in PLURALS.items()}
    disputed = {k: frozenset((a, b) for a, b in v) for k, v in raw.get("disputed_links", {}).items()}
    return Gold(raw["file"], path.stem, entities, disputed)


def _entity(raw: dict[str, Any]) -> GoldEntity:
    return GoldEntity(
        raw["id"],
        raw["label"],
        tuple(tuple(words(q)) for q in raw.get("quotes", [])),
        bool(raw["optional"]),
        tuple(raw.get("aliases", [])),
        {role: tuple(raw[role]) for role in ROLES if raw.get(role)},
    )


def words(text: str) -> list[str]:
    """The words of a text without marks, case and typography.

    >>> words("The *Government’s* plan²")
    ['the', "government's", 'plan']
    """
    text = re.sub(r"<[^>]+>|\^\{[^}]*\}|[⁰¹²³⁴⁵⁶⁷⁸⁹]", "", text)
    text = unicodedata.normalize("NFKC", text).lower().replace("’", "'").replace("‘", "'")
    return re.findall(r"[a-z0-9']+", text.replace("*", "").replace("_", ""))


def shared_run(found: list[str], other: tuple[str, ...]) -> int:
    """The length of the longest run of words that both have."""
    best, row = 0, [0] * (len(other) + 1)
    for word in found:
        previous = 0
        for j, wanted in enumerate(other, 1):
            row[j], previous = (previous + 1 if word == wanted else 0), row[j]
            best = max(best, row[j])
    return best


def agrees(found: list[str], gold: tuple[str, ...]) -> bool:
    """Whether a found quote counts as the annotated one."""
    if not found or not gold or len(found) > 60:
        return False
    known = set(gold)
    common = sum(word in known for word in found)  # no run is longer
    if common < max(3, len(gold) * 0.5) and (len(found) < 6 or common < len(found)):
        return False
    best = shared_run(found, gold)
    return best >= max(3, len(gold) * 0.5) or (len(found) >= 6 and best == len(found))
