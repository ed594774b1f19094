"""The spans that may be evidence: a sentence, a bullet, or a clause of a sentence that is too long to be quoted.

A quote should be the core of a statement, which readers take in at once; so a sentence of more than
:data:`LONGEST` words is offered in parts, cut where it enumerates. A table's row is offered cell by cell, each with the
heading of its column; rows of headings are not offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from missiongraph.ingest.sentences import sentences
from missiongraph.ontology.model import Block, Document, EntityKind, Passage, PassageKind

LONGEST = 48  # words
SHORTEST = 4  # words
SHORTEST_NAMED = 2  # words, of a cell whose column is announced as one of goals, barriers or reforms

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


#: What headings of columns announce, as singular or plural.
_COLUMNS = {
    EntityKind.MISSION: "mission goal target objective ambition aim pledge milestone",
    EntityKind.BARRIER: "barrier obstacle challenge problem hindrance constraint",
    EntityKind.REFORM: "reform recommendation proposal solution remedy",
}
_KIND_OF = {f"{word}{end}": kind for kind, names in _COLUMNS.items() for word in names.split() for end in ("", "s")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A span of a passage: ``passage`` is its index, ``text`` is ``passages[passage].text[start:end]``.

    ``column`` is the heading of the table's column in which it stands.
    """

    passage: int
    start: int
    end: int
    text: str
    first: bool
    last: bool
    column: str = ""


def units(document: Document, passages: tuple[Passage, ...]) -> list[Unit]:
    """The candidate spans in reading order."""
    found: list[Unit] = []
    for index, passage in enumerate(passages):
        if passage.kind not in _CANDIDATES:
            continue
        spans = list(_spans(document.blocks[passage.block], passage))
        for n, (start, end, column) in enumerate(spans):
            found.append(
                Unit(
                    passage=index,
                    start=start,
                    end=end,
                    text=passage.text[start:end],
                    first=n == 0,
                    last=n == len(spans) - 1,
                    column=column,
                )
            )
    return found


def _spans(block: Block, passage: Passage) -> Iterator[tuple[int, int, str]]:
    """The spans of a passage, each with the heading of its column."""
    text = passage.text
    for start, end, column in _cells(block, passage) if block.cells else [(0, len(text), "")]:
        if announced(column) is not None and len(text[start:end].split()) <= LONGEST // 2:
            if len(text[start:end].split()) >= SHORTEST_NAMED:
                yield start, end, column
            continue
        for a, b in sentences(text[start:end]):
            for c, d in _parts(text, start + a, start + b):
                if len(text[c:d].split()) >= SHORTEST:
                    yield c, d, column


def _cells(block: Block, passage: Passage) -> Iterator[tuple[int, int, str]]:
    """The cells of a row within a passage, each with its heading; none of a row of headings."""
    if len(block.cells) > 1 and all(not h and len(v.split()) <= 8 for h, v in block.cells):
        return
    at = 0
    for heading, value in block.cells:
        start = block.text.find(value, at)
        if start < 0:
            continue
        at = start + len(value)
        a, b = max(start - passage.start, 0), min(at - passage.start, len(passage.text))
        if value and b > a:
            yield a, b, heading


def announced(column: str) -> EntityKind | None:
    """What a heading of a column says that its cells are.

    >>> announced("Obstacle"), announced("Our recommendations"), announced("Page") is None
    (<EntityKind.BARRIER: 'barrier'>, <EntityKind.REFORM: 'reform'>, True)
    """
    named = re.sub(r"^(?:the|our|key|main|specific|policy)\s+", "", column.strip(" :*").lower())
    return _KIND_OF.get(named)


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


def lead_in(document: Document, passages: tuple[Passage, ...], unit: Unit) -> str:
    """The sentence that introduces a list item, the heading of a table's column, or nothing."""
    block = document.blocks[passages[unit.passage].block]
    return document.blocks[block.lead_in].text if block.lead_in is not None else unit.column
