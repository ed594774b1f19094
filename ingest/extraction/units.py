"""The spans that may be evidence: a sentence, a bullet, or a clause of a sentence that is too long to be quoted.

A quote should be the core of a statement, which readers take in at once; so a sentence of more than
:data:`LONGEST` words is offered in parts, cut where it enumerates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from missiongraph.ingest.sentences import sentences
from missiongraph.ontology.model import Block, Document, Passage, PassageKind

LONGEST = 48  # words
SHORTEST = 4  # words

_CANDIDATES = frozenset(
    {
        PassageKind.PARAGRAPH,
        PassageKind.ITEM,
        PassageKind.QUOTATION,
        PassageKind.BOX,
        PassageKind.TABLE,
        PassageKind.HEADING,
    }
)
_APARTS = re.compile(r"(?<=[;:])\s+|\s+[–—]\s+|,\s+(?=(?:and|but|or|which|while|with|including|so|as|where)\b)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A span of a passage: ``passage`` is its index, ``text`` is ``passages[passage].text[start:end]``."""

    passage: int
    start: int
    end: int
    text: str
    first: bool
    last: bool


def units(passages: tuple[Passage, ...]) -> list[Unit]:
    """The candidate spans in reading order."""
    found: list[Unit] = []
    for index, passage in enumerate(passages):
        if passage.kind not in _CANDIDATES:
            continue
        spans = [part for span in sentences(passage.text) for part in _parts(passage.text, *span)]
        spans = [(a, b) for a, b in spans if len(passage.text[a:b].split()) >= SHORTEST]
        for n, (start, end) in enumerate(spans):
            found.append(
                Unit(
                    passage=index,
                    start=start,
                    end=end,
                    text=passage.text[start:end],
                    first=n == 0,
                    last=n == len(spans) - 1,
                )
            )
    return found


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The span, cut near the middle at clauses until no part is too long.

    >>> _parts("one two three", 0, 13)
    [(0, 13)]
    """
    if len(text[start:end].split()) <= LONGEST:
        return [(start, end)]
    middle = (start + end) // 2
    cuts = [(start + m.start(), start + m.end()) for m in _APARTS.finditer(text[start:end])]
    cuts = [c for c in cuts if min(len(text[start : c[0]].split()), len(text[c[1] : end].split())) >= 8]
    if not cuts:
        return [(start, end)]
    left, right = min(cuts, key=lambda c: abs(c[0] - middle))
    return _parts(text, start, left) + _parts(text, right, end)


def headings(document: Document, section: int | None) -> list[str]:
    """The headings above, outermost first."""
    found: list[str] = []
    while section is not None:
        found.append(document.sections[section].label)
        section = document.sections[section].parent
    return found[::-1]


def lead_in(document: Document, block: Block) -> str:
    """The sentence that introduces a list item, or nothing."""
    return document.blocks[block.lead_in].text if block.lead_in is not None else ""
