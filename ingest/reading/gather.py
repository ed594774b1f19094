"""Lines to pieces: a piece ends where the type changes, the distance grows, a sign stands or the line had room left."""

from __future__ import annotations

import re

from .body import Body, Piece
from .lines import Line

BULLET = re.compile(r"^\s*(?:[-–—•*●▪◦○‣·∙■□➢►]|o(?=\s))\s+(?=\S)")
NUMBER = re.compile(
    r"^(?P<number>\d{1,3}(?:\.\d{1,2}){0,3}[.)]?|\(?[a-z]\)|[a-z]\.|\(?[ivx]{1,5}\)|[ivx]{1,4}\.|\d{1,2}[a-z]\.)\s+(?=\S)"
)
_MOST = 1500
_ENDED = re.compile(r"[.:!?;][”\"’')\]\d]*$")


def numbered(line: Line) -> re.Match[str] | None:
    """The number that a line begins with, where it numbers a paragraph or item."""
    if len(line.words) < 2:
        return None
    found = NUMBER.match(line.text)
    if not found:
        return None
    sign, word = found["number"], line.words[1]
    if sign.isdigit():  # without a stop: only where it stands apart, as headings' and paragraphs' numbers do
        return found if word.x0 - line.words[0].x1 > 0.7 * line.size else None
    if re.fullmatch(r"\d+\.\d+", sign) and word.text[:1].islower():
        return None
    return found


def gather(lines: list[Line], body: Body) -> list[Piece]:
    """The pieces of one page, from its lines in reading order."""
    pieces: list[Piece] = []
    for line in lines:
        if pieces and _goes_on(pieces[-1], line, body, _edge(lines, pieces[-1].lines[-1], body)):
            pieces[-1].lines.append(line)
        else:
            turned = bool(pieces) and line.y > pieces[-1].lines[-1].y + 2 * line.size  # the next column
            pieces.append(Piece([line], first=not pieces or turned))
    return pieces


def _edge(lines: list[Line], line: Line, body: Body) -> float:
    """How far right lines that begin where this one does run."""
    if len(lines) > _MOST:
        return body.x1
    near = [x.x1 for x in lines if abs(x.x0 - line.x0) < 5 * line.size and abs(x.size - line.size) < 0.15 * line.size]
    if len(near) < 4:
        return body.x1 if line.x0 < body.x0 + 8 * line.size else max(near, default=body.x1)
    return sorted(near)[int(0.93 * (len(near) - 1))]


def _goes_on(piece: Piece, line: Line, body: Body, edge: float) -> bool:
    last, head = piece.lines[-1], piece.head
    if last.box != line.box:
        return False
    if last.tag and line.tag and (last.tag.cell != line.tag.cell or last.tag.table != line.tag.table):
        return False
    if last.tag and line.tag and line.tag.cell >= 0:
        return True
    if (BULLET.match(line.text) and not _dash(line, last)) or (numbered(line) and not _reference(last)):
        return False
    if last.tag and line.tag and last.tag.item != line.tag.item and -1 not in (last.tag.item, line.tag.item):
        return False
    step = last.y - line.y
    size = max(line.size, last.size)
    if abs(step) < 0.5 * line.size and line.x0 > last.x1 - 1:  # the same row, after a wide gap
        return line.x0 - last.x1 < 6 * line.size
    usual = max(body.leading * size / body.size, 1.2 * size)
    if step <= 0.3 * size or step > 1.32 * usual:
        return False
    small = min(line.size, last.size) > 0.85 * size and not (piece.bold or line.bold)
    if abs(line.size - last.size) > 0.07 * size and not small:
        return False
    fits = last.x1 + (line.words[0].x1 - line.words[0].x0) + 0.5 * line.size < edge
    if (
        numbered(head)
        and len(piece.lines) > 1
        and abs(line.x0 - last.x0) < 1
        and step < 1.12 * usual
        and line.bold == last.bold
    ):
        return True
    if _changed(piece, line) and (fits or piece.style()[0] > 1.05 * body.size):
        return False
    indented = BULLET.match(head.text) is not None or numbered(head) is not None
    if indented and line.x0 < head.x0 - 0.5 * size:
        return False
    if indented and len(piece.lines) > 1 and line.x0 < last.x0 - 0.6 * size:
        return False
    if not indented and len(piece.lines) > 1 and line.x0 < last.x0 - 0.8 * size:
        return False
    if not indented and line.x0 > last.x0 + 0.8 * size and _ENDED.search(last.text):
        return False
    return not (fits and _ENDED.search(_bare(last)))


def _dash(line: Line, last: Line) -> bool:
    """A dash inside a sentence that happens to begin the line, set as close as any word."""
    near = len(line.words) > 1 and line.words[1].x0 - line.words[0].x1 < 0.42 * line.size
    return (
        line.words[0].text in "–—-" and near and not _ENDED.search(last.text) and abs(line.x0 - last.x0) < 2 * line.size
    )


def _bare(line: Line) -> str:
    words = [w for i, w in enumerate(line.words) if not i or not line.raised(w)]
    return words[-1].text if words else ""


def _reference(last: Line) -> bool:
    """A line that ends so that a number goes on in the next: "Part", "of", "and"."""
    return (
        re.search(
            r"\b(?:[Pp]arts?|[Ss]ections?|[Cc]hapters?|[Aa]nnex|of|and|the|to|by|in|at|than|nearly|over|about|from|No|–)$",
            last.text,
        )
        is not None
    )


def _changed(piece: Piece, line: Line) -> bool:
    """Whether the type changes at the line's beginning."""
    last = piece.lines[-1]
    first_word, last_word = line.words[0], last.words[-1]
    if piece.bold and not first_word.bold:
        return True
    if not last_word.bold and line.bold:
        return True
    return (piece.italic and not first_word.italic) or (
        not last_word.italic and line.italic and piece.head.font != line.font
    )
