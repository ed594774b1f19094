"""Markdown, by markdown-it for the blocks; marks inside a line are read as plain text's are.

Older dialects are met half way: a heading without a space after its signs, and ``div`` lines round the title.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from .draft import Draft, Drafts, Part
from .errors import EmptyReportError
from .inline import inline
from .plain import decode

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(r"\A---\n(?P<fields>.*?)\n---\n", re.S)
_NOTE = re.compile(r"^\[\^(?P<mark>[\w-]+)\]:\s*")
_NUMBERED = re.compile(r"^(?P<number>\d{1,3}(?:\.\d{1,2})*)[.)] +(?=\S)")


def read_markdown(path: Path) -> Drafts:
    """The pieces of a Markdown file; raises what :func:`.plain.decode` does."""
    source = decode(path).replace("\r\n", "\n")
    if not source.strip():
        raise EmptyReportError(path, "the file has no text in it")
    hints = {}
    front = _FRONT.match(source)
    if front:
        hints = {k.lower(): v.strip("\"' ") for k, v in re.findall(r"^(\w+):\s*(.+)$", front["fields"], re.M)}
        source = source[front.end() :]
    source = re.sub(r"^(#{1,6})(?=[^#\s])", r"\1 ", source, flags=re.M)
    source = re.sub(r"^\s*</?(?:div|section|article|main)\b[^>]*>\s*$", "", source, flags=re.M)
    source = re.sub(r"<!--.*?-->", "", source, flags=re.S)
    source = re.sub(r"\n(?=\[\^[\w-]+\]:)", "\n\n", source)  # each note a piece, though no line parts them
    return Drafts(pieces=_Blocks().walk(source), hints=hints)


class _Blocks:
    def __init__(self) -> None:
        self.out: list[Draft] = []

    def walk(self, source: str) -> list[Draft]:
        from markdown_it import MarkdownIt

        tokens = MarkdownIt("commonmark").enable("table").parse(source)
        lists: list[int | None] = []  # the next number of each open list, None for bullets
        open_, quote, fresh = "", 0, False
        number: str | None = None
        level = 0
        for index, token in enumerate(tokens):
            kind = token.type
            if kind in ("bullet_list_open", "ordered_list_open"):
                lists.append(int(token.attrGet("start") or 1) if kind[0] == "o" else None)
            elif kind in ("bullet_list_close", "ordered_list_close"):
                lists.pop()
            elif kind == "list_item_open":
                number = token.info or None
                fresh = True
            elif kind in ("blockquote_open", "blockquote_close"):
                quote += 1 if kind.endswith("open") else -1
            elif kind == "heading_open":
                open_, level = "heading", int(token.tag[1])
            elif kind == "heading_close":
                open_ = ""
            elif kind == "table_open":
                self._table(tokens, index)
                open_ = "table"
            elif kind == "table_close":
                open_ = ""
            elif kind == "inline" and open_ != "table":
                self._inline(
                    token, "heading" if open_ == "heading" else "", level, len(lists), number, fresh, bool(quote)
                )
                fresh = False
            elif kind in ("fence", "code_block"):
                self._add(Draft(Part.BOX, inline(" ".join(token.content.split()))))
            elif kind == "html_block":
                text = " ".join(re.sub(r"<[^>]+>", " ", token.content).split())
                self._add(Draft(Part.PARAGRAPH, inline(text)))
        return self.out

    def _inline(
        self, token: Token, open_: str, level: int, depth: int, number: str | None, fresh: bool, quote: bool
    ) -> None:
        source = " ".join(token.content.split())
        note = _NOTE.match(source)
        if note:
            self._add(Draft(Part.NOTE, inline(source[note.end() :]), mark=note["mark"]))
        elif open_ == "heading":
            self._add(Draft(Part.HEADING, inline(source.rstrip("# ").replace("{:.no_toc}", "")), level=level))
        elif depth and fresh:
            self._add(Draft(Part.ITEM, inline(source), number=number, depth=depth))
        else:
            found = None if depth else _NUMBERED.match(source)
            rich = inline(source[found.end() :] if found else source)
            part = Part.QUOTATION if quote else Part.ITEM if depth else Part.PARAGRAPH
            self._add(Draft(part, rich, number=found["number"] if found else None, depth=depth))

    def _table(self, tokens: list[Token], start: int) -> None:
        rows: list[list[str]] = []
        for token in tokens[start:]:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline" and rows:
                rows[-1].append(inline(token.content).text)
            elif token.type == "table_close":
                break
        header = rows[0] if rows else []
        for row in rows:
            names = [""] * len(row) if row is header else header
            self._add(
                Draft(Part.TABLE, inline(" | ".join(c for c in row if c)), cells=tuple(zip(names, row, strict=False)))
            )

    def _add(self, draft: Draft) -> None:
        draft.rich = draft.rich.strip()
        if draft.rich.text:
            self.out.append(draft)
