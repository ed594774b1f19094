"""From headings to sections: which level each has and which section it lies in.

A reader knows how a heading looks; only the whole report shows what that look means. Levels are made dense, and a
plain text's capitals are told apart by the contents page and the names that chapters have.
"""

from __future__ import annotations

import re

from missiongraph.ingest.reading.draft import Draft, Part
from missiongraph.ontology.model import Section

_CHAPTER = re.compile(
    r"^(?:(?:section|chapter|part|annex|appendix) "
    r"(?:[\divxlc]+|[a-z]|one|two|three|four|five|six|seven|eight|nine|ten)\b"
    r"|(?:executive )?summary\b|introduction$|conclusions?\b|acknowledge?ments?$|about (?:this|the) \w+$"
    r"|(?:ministerial )?foreword|contents$|glossary$|bibliography$|references$|recommendations$|licence to publish$"
    r"|methodology$|endnotes$|notes$)",
    re.I,
)
_PART = re.compile(r"^(?:section|chapter|part) ", re.I)
_NUMBER = re.compile(r"^(?:(?:chapter|section|part|annex|appendix) )?(\d+(?:\.\d+)*|[A-Z](?=[.:]))[.:]?\s+\S", re.I)


def squeeze(text: str) -> str:
    """Letters and digits alone, lower case: how contents lines and headings are compared."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def level_plain(pieces: list[Draft]) -> None:
    """Levels for a text without type: chapters, capitals beneath them, titles in small letters beneath those."""
    _cover(pieces)
    listed = [squeeze(re.sub(r"(?:page )?\d+$", "", p.text, flags=re.I)) for p in pieces if p.part is Part.CONTENTS]
    headings = [p for p in pieces if p.part is Part.HEADING]
    capitals = [p for p in headings if p.level == 1]
    chapters = [p for p in capitals if _CHAPTER.match(p.text) or _listed(p.text, listed)]
    if not any(_listed(p.text, listed) or _PART.match(p.text) for p in chapters):
        chapters = []  # names such as "Introduction" alone do not make the other capitals its children
    title = next((i for i, p in enumerate(pieces[:8]) if p.part is Part.HEADING), 0)
    for piece in headings:
        if piece.level == 1:
            piece.level = 1 if piece in chapters or not chapters or piece is pieces[title] else 2
        elif _CHAPTER.match(piece.text):
            piece.level = 1
        else:
            piece.level = 3 if len(capitals) > len(chapters) > 0 else 2 if capitals else 1


def _cover(pieces: list[Draft]) -> None:
    """Of the lines of a cover only the title is a heading, and none of those after the last words of the body."""
    first = next((i for i, p in enumerate(pieces) if p.part not in (Part.HEADING,)), 0)
    names = [p for p in pieces[:first] if len(p.text.split()) > 1]
    for piece in pieces[:first]:
        if first > 1 and piece is not (names or pieces)[0] and not _CHAPTER.match(piece.text):
            piece.part, piece.level = Part.PARAGRAPH, 0
    for piece in reversed(pieces):
        if piece.part is not Part.HEADING:
            break
        piece.part, piece.level = Part.PARAGRAPH, 0


def _listed(text: str, listed: list[str]) -> bool:
    wanted = squeeze(text)
    return any(line and (wanted == line or (len(line) > 8 and wanted.endswith(line[3:]))) for line in listed)


def sections(pieces: list[Draft]) -> tuple[tuple[Section, ...], list[int | None]]:
    """The sections in order, and for each piece the index of the one it lies in (a heading lies in its own)."""
    used = sorted({p.level for p in pieces if p.part is Part.HEADING})
    dense = {level: index + 1 for index, level in enumerate(used)}
    found: list[Section] = []
    stack: list[int] = []
    where: list[int | None] = []
    for piece in pieces:
        if piece.part is Part.HEADING:
            level = min(dense[piece.level], len(stack) + 1) if not stack else dense[piece.level]
            while stack and found[stack[-1]].level >= level:
                stack.pop()
            number = _NUMBER.match(piece.text)
            found.append(
                Section(
                    label=piece.text,
                    level=level,
                    parent=stack[-1] if stack else None,
                    page=piece.page,
                    number=piece.number or (number[1] if number else None),
                )
            )
            stack.append(len(found) - 1)
        where.append(stack[-1] if stack else None)
    return tuple(found), where
