"""Turn a briefing's Markdown into Typst markup, so that one short source holds its words and nothing of its looks.

The Markdown is the everyday kind (headings, paragraphs, lists, block quotes as boxes, one pipe table) with one
addition: ``^[hac p. 3, para 4]`` is a footnote that cites the source with that key at that place; several citations
are parted by semicolons. A key that ``sources.toml`` does not know is an error, so no fact can cite a report that
does not exist. A general Markdown-to-PDF tool was rejected because none writes the same bytes twice without patching.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

FOOTNOTE = re.compile(r"\^\[([^\]]+)\]")
_SPECIAL = re.compile(r"([\\#$*_`<>@\[\]~=+/\-\"'])")
_WRAP = {"strong_open": "#strong[", "strong_close": "]", "em_open": "#emph[", "em_close": "]"}


class UnknownSource(ValueError):
    """A footnote cites a key that ``sources.toml`` does not hold, or gives no place in the source."""

    def __init__(self, citation: str) -> None:
        self.citation = citation
        super().__init__(f"no source and place for the footnote {citation!r}: use a key of corpus/sources.toml")


def escape(text: str) -> str:
    """Text as Typst markup that prints exactly these characters, apostrophes in their printed form."""
    return _SPECIAL.sub(r"\\\1", text.replace("'", "’"))


@dataclass(frozen=True)
class Name:
    """How a source is printed: in full where a briefing first cites it, in brief afterwards."""

    full: str
    brief: str


def cite(footnote: str, names: Mapping[str, Name], cited: set[str]) -> str:
    """The printed form of ``key place; key place``; ``cited`` holds the keys cited before and takes in these.

    :raises UnknownSource: for a key that ``names`` lacks, or a citation without a place.
    """
    printed, last = [], ""
    for citation in footnote.split(";"):
        key, _, place = citation.strip().partition(" ")
        if key not in names or not place:
            raise UnknownSource(citation.strip())
        name = names[key].brief if key in cited else names[key].full
        printed.append(place if key == last else f"{name}, {place}")
        cited.add(key)
        last = key
    return "; ".join(printed) + "."


def typst(markdown: str, names: Mapping[str, Name]) -> str:
    """The body of a briefing as Typst markup; ``names`` maps citation keys to the printed names of sources."""
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    cited: set[str] = set()
    return "".join(_blocks(tokens, lambda footnote: cite(footnote, names, cited)))


def _blocks(tokens: Sequence[Token], note: Callable[[str], str]) -> Iterator[str]:
    opening = {
        "blockquote_open": "#note[\n",
        "bullet_list_open": "#list(tight: false,\n",
        "ordered_list_open": "#enum(tight: false,\n",
        "list_item_open": "[",
        "tr_open": "",
        "th_open": "[#strong[",
        "td_open": "[",
    }
    closing = {
        "paragraph_close": "\n\n",
        "heading_close": "\n\n",
        "blockquote_close": "]\n\n",
        "bullet_list_close": ")\n\n",
        "ordered_list_close": ")\n\n",
        "list_item_close": "],\n",
        "th_close": "]],",
        "td_close": "],",
        "tr_close": "\n",
        "table_close": ")\n\n",
    }
    for position, token in enumerate(tokens):
        if token.type == "heading_open":
            yield "=" * (int(token.tag[1:]) - 1) + " "
        elif token.type == "table_open":
            yield f"#grid-table({_columns(tokens[position:])},\n"
        elif token.type == "thead_open":
            yield "table.header("
        elif token.type == "thead_close":
            yield "),\n"
        elif token.type == "inline":
            yield _inline(token.content, note)
        else:
            yield opening.get(token.type, "") or closing.get(token.type, "")


def _columns(tokens: Sequence[Token]) -> int:
    closed = next(i for i, token in enumerate(tokens) if token.type == "tr_close")
    return sum(token.type == "th_open" for token in tokens[:closed])


def _inline(text: str, note: Callable[[str], str]) -> str:
    pieces = enumerate(FOOTNOTE.split(text))
    return "".join(f"#footnote[{escape(note(piece))}]" if i % 2 else _words(piece) for i, piece in pieces)


def _words(text: str) -> str:
    tokens = MarkdownIt("commonmark").parseInline(text)[0].children or []
    words = (" " if token.type == "softbreak" else token.content for token in tokens)
    marked = "".join(_WRAP.get(token.type) or escape(word) for token, word in zip(tokens, words, strict=True))
    lead = " " if text[:1].isspace() else ""
    tail = " " if text[-1:].isspace() and text.strip() else ""
    return lead + marked + tail
