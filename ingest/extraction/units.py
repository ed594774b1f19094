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

#: What stands in the way, as many things that a list goes through.
_IN_THE_WAY = re.compile(
    r"\b(?:barriers|obstacles|challenges|problems|difficulties|hurdles|hindrances|impediments|constraints|"
    r"shortcomings|weaknesses|failings|bottlenecks|blockers)\b",
    re.I,
)
#: Words by which a list is of something else: what is done about them, or how they were looked at.
_ABOUT = re.compile(
    r"\b(?:recommend\w*|propos\w*|suggest\w*|should|must|need|address\w*|tackl\w*|overc[ao]m\w*|remov\w*|resolv\w*|"
    r"mitigat\w*|solv\w*|solutions?|actions?|steps?|respon\w*|explor\w*|examin\w*|consider\w*|discuss\w*|ask\w*|"
    r"questions?|meet\w*|will|no|not|without|fewer|opportunit\w+|benefits?|advantages|strengths|successes|whether)\b",
    re.I,
)
_THESE = re.compile(r"^(?:(?:these|they|some|examples|among them)\b.{0,40}\b)?(?:includ\w+|are|were)\b.{0,30}:$", re.I)
#: Words by which a lead-in states that there are such things; a call for evidence only names what it is about.
_STATED = re.compile(
    r"\b(?:is|are|was|were|have|has|had|fac(?:e|es|ed|ing)|includ(?:e|es|ed)|identif(?:y|ies|ied)|found|find|saw|see|"
    r"heard|hear|told|raised|cited|reported|named|spoke|encounter\w*|experience[sd]?|remain\w*|exist\w*|highlight\w*|"
    r"described|mentioned|listed|noted|met)\b",
    re.I,
)
_FEW = 4  # words of a lead-in that needs no verb: "The main barriers:"
_LICENCE = re.compile(r"\b(?:licen[cs]e|copyright|terms of use)\b", re.I)
_GRANTS = re.compile(r"\b(?:licensors?|sub-?licen[cs]\w+|this licen[cs]e)\b", re.I)


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
    terms = _terms_of_use(document, passages)
    for index, passage in enumerate(passages):
        if passage.kind not in _CANDIDATES or passage.section in terms:
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


def _terms_of_use(document: Document, passages: tuple[Passage, ...]) -> frozenset[int]:
    """The sections that print a licence: headed as one or standing below it, and speaking of licensor and licence."""
    granting = {p.section for p in passages if p.section is not None and _GRANTS.search(p.text)}
    first = min((n for n in granting if _LICENCE.search(document.sections[n].label)), default=None)
    return frozenset() if first is None else frozenset(n for n in granting if n >= first)


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


def introduced(lead: str) -> EntityKind | None:
    """What the sentence that leads into a list says that its items are, where they are barriers.

    >>> introduced("We saw three obstacles to reform. These include:"), introduced("To meet the challenges we will:")
    (<EntityKind.BARRIER: 'barrier'>, None)
    """
    said = [lead[a:b].strip() for a, b in sentences(lead)]
    if not said or not said[-1].endswith(":"):
        return None
    last = " ".join(said[-2:]) if _THESE.match(said[-1]) else said[-1]
    stated = _STATED.search(last) or len(last.split()) <= _FEW
    return EntityKind.BARRIER if stated and _IN_THE_WAY.search(last) and not _ABOUT.search(last) else None


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


def announced_as(document: Document, passages: tuple[Passage, ...], unit: Unit) -> EntityKind | None:
    """What a cell is by the heading of its column, or a list item by the words that lead into its list.

    What goes on after an item's first sentence is open.
    """
    column = announced(unit.column)
    lead = document.blocks[passages[unit.passage].block].lead_in if unit.first else None
    return column if column is not None or lead is None else introduced(document.blocks[lead].text)


def lead_in(document: Document, passages: tuple[Passage, ...], unit: Unit) -> str:
    """The sentence that introduces a list item, the heading of a table's column, or nothing."""
    block = document.blocks[passages[unit.passage].block]
    return document.blocks[block.lead_in].text if block.lead_in is not None else unit.column
