"""From a reader's pieces to the :class:`~missiongraph.ontology.model.Document` that every later stage takes.

The order matters: halves are joined before marks are tied and lead-ins sought, because a lead-in is a whole sentence.
"""

from __future__ import annotations

import re

from missiongraph.ingest.reading.draft import Draft, Drafts, Part
from missiongraph.ontology.model import Block, Document, Grade, PageStart, PassageKind, Section

from . import labels, metadata, notes, outline
from .joins import join

_ASKS = re.compile(r"\b(?:recommendations?|conclusions)\b", re.I)

_WORKS = re.compile(
    r"^(?:\W*\d*[.:)]?\s*)(?:further|suggested|recommended) reading$|^(?:\W*\d*[.:)]?\s*)(?:list of )?"
    r"(?:references|bibliography|works cited|sources cited)$",
    re.I,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def build(drafts: Drafts) -> Document:
    """The document that a reader's pieces make; nothing in it depends on the name of the file."""
    pieces = labels.apply(join(drafts.pieces))
    found_notes, works = notes.collect(pieces)
    body = [piece for piece in pieces if piece.part is not Part.NOTE]
    parts, where = outline.sections(body)
    blocks: list[Block] = []
    last_note, lead = 0, None
    for piece, section in zip(body, where, strict=True):
        marks, last_note = notes.tie(piece.rich.marks, found_notes, last_note)
        lead = _lead(blocks, piece, section, lead)
        blocks.append(
            Block(
                kind=_kind(piece, parts[section].label if section is not None else ""),
                text=piece.text,
                section=section,
                pages=tuple(PageStart(offset, page, drafts.labels.get(page)) for offset, page in piece.rich.pages),
                number=piece.number,
                recommendation=piece.asks or _recommends(piece, _within(parts, section)) or _asked(blocks, lead, piece),
                lead_in=lead if piece.part is Part.ITEM else None,
                depth=piece.depth,
                bold=tuple(span for span in piece.rich.bold if span[0] < span[1]),
                marks=marks,
                cells=piece.cells,
            )
        )
    grades = drafts.page_grades
    return Document(
        metadata=drafts.metadata or metadata.find(drafts, body),
        blocks=tuple(blocks),
        sections=parts,
        notes=found_notes,
        references=works,
        page_count=drafts.page_count,
        page_grades=grades,
        grade=_overall(drafts),
        ocr=drafts.ocr,
    )


def _kind(piece: Draft, heading: str) -> PassageKind:
    """What a piece is; items under a heading such as "Further reading", and paragraphs with a year, are references."""
    cited = piece.part is Part.ITEM or (piece.part is Part.PARAGRAPH and _YEAR.search(piece.text) is not None)
    return PassageKind.REFERENCE if cited and _WORKS.match(heading) else PassageKind(piece.part.value)


def _lead(blocks: list[Block], piece: Draft, section: int | None, lead: int | None) -> int | None:
    """The block that introduces the list which ``piece`` belongs to."""
    if piece.part is not Part.ITEM or not blocks:
        return None
    last = blocks[-1]
    if last.section != section or last.kind is PassageKind.HEADING:
        return None
    if last.kind is PassageKind.ITEM:
        if piece.depth > last.depth:
            return len(blocks) - 1
        if piece.depth < last.depth:
            back = next((b for b in reversed(blocks) if b.kind is PassageKind.ITEM and b.depth == piece.depth), None)
            return back.lead_in if back is not None and back.section == section else None
        return lead
    return len(blocks) - 1 if last.text.rstrip().endswith((":", "–", "—", "-")) or not last.text.endswith(".") else None


def _within(parts: tuple[Section, ...], section: int | None) -> str:
    """The names of the section and those it lies in."""
    names: list[str] = []
    while section is not None:
        names.append(parts[section].label)
        section = parts[section].parent
    return "\n".join(names)


def _recommends(piece: Draft, label: str) -> bool:
    if piece.part not in (Part.PARAGRAPH, Part.ITEM, Part.QUOTATION, Part.BOX):
        return False
    return (
        piece.number is not None
        and piece.number[:1].isdigit()
        and _ASKS.search(label) is not None
        and len(piece.text) > 20
    )


def _asked(blocks: list[Block], lead: int | None, piece: Draft) -> bool:
    """A numbered item that a sentence like "The following recommendations are made:" introduces."""
    return (
        piece.part is Part.ITEM
        and piece.number is not None
        and piece.number[:1].isdigit()
        and lead is not None
        and re.search(r"\brecommend(?:ations?|s|ed)?\b[^.]*:$", blocks[lead].text, re.I) is not None
    )


def _overall(drafts: Drafts) -> Grade:
    kinds = [grade.grade for grade in drafts.page_grades]
    if not kinds:
        return Grade.GOOD
    if all(kind is Grade.NONE for kind in kinds):
        return Grade.NONE
    poor = sum(kind is not Grade.GOOD for kind in kinds)
    return Grade.POOR if poor > len(kinds) / 4 else Grade.GOOD
