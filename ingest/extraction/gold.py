"""Hand annotations: what a reader found in a report, and when a found quote counts as one of theirs.

An annotation may hold a quote as its words or, so that nothing of a report is in it, as a mark: how many words it has
and the beginning of their SHA-256, by which they are found again in the report's passages.

Two quotes agree when they share a run of words that is half of the annotated quote, or when a found quote of six words
or more lies within it; a found quote of more than sixty words agrees with nothing, since it points at nothing.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from missiongraph.ontology.model import Passage

#: A quote by its number of words and a hash of them.
Mark = tuple[int, str]
_DIGITS = 12
PLURALS = {"barrier": "barriers", "reform": "reforms", "mission": "missions", "actor": "actors"}


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """One annotated thing; ``links`` maps a role (``addresses`` …) to ids, ``marks`` are quotes to be found."""

    id: str
    label: str
    quotes: tuple[tuple[str, ...], ...]
    optional: bool
    aliases: tuple[str, ...] = ()
    links: dict[str, tuple[str, ...]] = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Gold:
    """An annotated report: entities by kind (``barrier`` …) and links that only one annotator has.

    ``answers`` is the file of the report that this one responds to, and of which it therefore repeats the words; an
    ``invented`` report was written to be learnt from, and says nothing of how sure a find in a real one is.
    """

    file: str
    name: str
    entities: dict[str, tuple[GoldEntity, ...]]
    disputed: dict[str, frozenset[tuple[str, str]]]
    answers: str | None = None
    invented: bool = False

    def shares_words_with(self, other: Gold) -> bool:
        """Whether two annotations are of one report, or of a report and a response to it."""
        return self.file == other.file or self.file == other.answers or self.answers == other.file

    def found_in(self, passages: Iterable[Passage]) -> Gold:
        """The annotation with the words of its marks; a mark of which a report has no words is left out."""
        wanted = {mark for entities in self.entities.values() for entity in entities for mark in entity.marks}
        known = _found(wanted, passages) if wanted else {}
        return replace(self, entities={k: tuple(_filled(e, known) for e in v) for k, v in self.entities.items()})


ROLES = ("addresses", "led_by", "mobilises", "advances", "hinders", "affects")


def load(path: Path) -> Gold:
    """Read one annotation file."""
    raw: dict[str, Any] = json.loads(path.read_text("utf-8"))
    entities = {kind: tuple(_entity(e) for e in raw[plural]) for kind, plural in PLURALS.items()}
    disputed = {k: frozenset((a, b) for a, b in v) for k, v in raw.get("disputed_links", {}).items()}
    return Gold(raw["file"], path.stem, entities, disputed, raw.get("answers"), bool(raw.get("invented")))


def _entity(raw: dict[str, Any]) -> GoldEntity:
    return GoldEntity(
        raw["id"],
        raw["label"],
        tuple(tuple(words(q)) for q in raw.get("quotes", []) if isinstance(q, str)),
        bool(raw["optional"]),
        tuple(raw.get("aliases", [])),
        {role: tuple(raw[role]) for role in ROLES if raw.get(role)},
        tuple((count, digest) for count, digest in (q for q in raw.get("quotes", []) if not isinstance(q, str))),
    )


def mark(quote: Sequence[str]) -> Mark:
    """A quote without its words.

    >>> mark(["plots", "stand", "empty"])
    (3, '8a3c15936f78')
    """
    return len(quote), sha256(" ".join(quote).encode()).hexdigest()[:_DIGITS]


def _found(wanted: Iterable[Mark], passages: Iterable[Passage]) -> dict[Mark, tuple[str, ...]]:
    left, lengths = set(wanted), sorted({count for count, _ in wanted})
    found = {}
    for passage in passages:
        text = words(passage.text)
        for count in lengths:
            for start in range(len(text) - count + 1):
                run = tuple(text[start : start + count])
                if (marked := mark(run)) in left:
                    found[marked] = run
    return found


def _filled(entity: GoldEntity, known: dict[Mark, tuple[str, ...]]) -> GoldEntity:
    return replace(entity, quotes=(*entity.quotes, *(known[m] for m in entity.marks if m in known)))


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
