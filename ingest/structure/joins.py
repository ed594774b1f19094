"""Paragraphs that a page end, a note or a column cut in two are made whole again.

The test is the sentence's own: a piece that does not end as a sentence does goes on in the next piece of running
text, if that piece can be a continuation. What stands between (notes, tables, figures' titles) stays in its place
after the joined paragraph.
"""

from __future__ import annotations

import re

from missiongraph.ingest.reading.draft import Draft, Part
from missiongraph.ingest.reading.words import Words
from missiongraph.ingest.sentences import complete

_RUNNING = (Part.PARAGRAPH, Part.ITEM, Part.QUOTATION, Part.BOX)
_SKIPPED = (Part.NOTE, Part.TABLE, Part.REFERENCE)
_OPEN_END = re.compile(
    r"(?:,|[–—-]|\b(?:a|an|the|of|to|in|on|for|and|or|with|by|at|from|as|that|which|this|these|its|their|is|are|was|were"
    r"|be|been|has|have|had|not|will|would|should|could|can|may|must|than|into|our|his|her|between|about))$",
    re.I,
)


def join(pieces: list[Draft]) -> list[Draft]:
    """The pieces with split paragraphs joined; changes the drafts it joins."""
    words = Words.of(piece.text for piece in pieces)
    long = [p for p in pieces if p.part is Part.PARAGRAPH and len(p.text) > 120]
    numbered = sum(p.number is not None for p in long) > 0.5 * len(long)
    result: list[Draft] = []
    open_piece: Draft | None = None
    for piece in pieces:
        if piece.part in _SKIPPED:
            result.append(piece)
            continue
        if open_piece is not None and (continues(open_piece, piece) or (numbered and _next_page(open_piece, piece))):
            glue(open_piece, piece, words)
            continue
        result.append(piece)
        open_piece = piece if piece.part in _RUNNING else None
    return result


def continues(first: Draft, second: Draft) -> bool:
    """Whether ``second`` goes on where ``first`` stops."""
    if second.number is not None or not second.text or not first.text or second.part is Part.ITEM:
        return False
    lower = second.text[:1].islower()
    indented = second.part is Part.QUOTATION and lower
    if second.part not in (Part.PARAGRAPH, first.part) and not indented:
        return False
    if complete(first.text):
        return second.gap and lower and first.part is Part.PARAGRAPH and first.text.endswith((".", '."', "”", '"'))
    if first.text.endswith(("-", "/")) or lower:
        return second.gap or len(first.text) > 40
    if not second.gap:
        return False
    if _OPEN_END.search(first.text):
        return True
    return first.part is Part.PARAGRAPH and second.part is Part.PARAGRAPH and len(first.text) > 80


def _next_page(first: Draft, second: Draft) -> bool:
    """In a report whose every paragraph is numbered, one without a number goes on from the page before."""
    return (
        second.gap
        and first.part is second.part is Part.PARAGRAPH
        and first.number is not None
        and second.number is None
        and not second.rich.wholly_bold
    )


def glue(first: Draft, second: Draft, words: Words | None = None) -> None:
    """Append the continuation."""
    hyphen = re.search(r"\w-$", first.text) is not None
    if hyphen and words is not None:
        halves = re.search(r"(\w+)-$", first.text), re.match(r"\w*", second.text)
        if halves[0] and halves[1] and words.typographic(halves[0][1], halves[1].group()):
            first.rich = first.rich.cut(0, len(first.text) - 1)
    first.rich.append(second.rich, between="" if hyphen or first.text.endswith("/") else " ")
