"""Labels that say what the next words are: "6. Conclusion", "Recommendation 4", "Government response".

A label is a sign like a bullet: what it says goes to the pieces it stands over, as their number and their being a
recommendation, and a bare one is then left out. In a response the recommendation that is quoted ends where the answer
begins: at the end of its box or indent, or at a heading that says so.
"""

from __future__ import annotations

import re

from missiongraph.ingest.reading.draft import Draft, Part

_BARE = re.compile(r"^(?:conclusions?|recommendations?)[.:]?$", re.I)
_HEADED = re.compile(
    r"^recommendations?:? (?:no\.? ?)?(?P<number>\d{1,3}(?:\.\d{1,2})?[a-z]?(?:\([ivx]+\))?)[.:]?\s*(?P<rest>.*)$", re.I
)
_LEADING = re.compile(r"^recommendation (?P<number>\d{1,3}[a-z]?)\s*[:.–—-]\s+(?=\S)", re.I)
_RUNNING = (Part.PARAGRAPH, Part.ITEM, Part.QUOTATION, Part.BOX)


def apply(pieces: list[Draft]) -> list[Draft]:
    """The pieces with labels worked in; changes the drafts that are labelled."""
    result: list[Draft] = []
    pending: Draft | None = None
    for index, piece in enumerate(pieces):
        if _BARE.match(piece.text) and piece.part is not Part.CONTENTS and _label(piece, pieces, index):
            pending = piece
            continue
        if pending is not None and piece.part in _RUNNING:
            piece.asks = True
            piece.number = piece.number or pending.number
            if piece.part in (Part.QUOTATION, Part.BOX):
                piece.part = Part.PARAGRAPH
            pending = None
        leading = _LEADING.match(piece.text) if piece.part in _RUNNING else None
        if leading:
            piece.number, piece.asks = leading["number"], True
            piece.rich = piece.rich.cut(leading.end())
        result.append(piece)
        headed = _HEADED.match(piece.text) if piece.part is Part.HEADING or _short(piece) else None
        if headed:
            piece.part, piece.level = Part.HEADING, piece.level or 9
            _mark(pieces[index + 1 :], headed["number"])
    return result


def _label(piece: Draft, pieces: list[Draft], index: int) -> bool:
    """Whether "Conclusion" stands over one paragraph rather than over a chapter."""
    if piece.number is not None or piece.part is not Part.HEADING:
        return True
    alike = sum(
        1 for p in pieces if _BARE.match(p.text) and p.text.lower().rstrip("s.") == piece.text.lower().rstrip("s.")
    )
    return alike > 2


def _short(piece: Draft) -> bool:
    return piece.part in (Part.PARAGRAPH, Part.BOX) and len(piece.text) < 24


def _mark(following: list[Draft], number: str) -> None:
    """Number what stands under "Recommendation 4" up to the answer."""
    quoted: Part | None = None
    boxed = False
    count = 0
    for piece in following:
        if piece.part in (Part.NOTE, Part.TABLE):
            continue
        if piece.part not in _RUNNING or count > 30:
            return
        if count == 0:
            boxed = piece.boxed
        if boxed and not piece.boxed:
            return
        if quoted is not None and quoted in (Part.QUOTATION, Part.BOX) and piece.part is Part.PARAGRAPH:
            return
        if piece.part is not Part.ITEM:
            quoted = quoted or piece.part
        if count == 0:
            piece.number = piece.number or number
        piece.asks = True
        count += 1
