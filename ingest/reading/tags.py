"""What a tagged PDF says of its own structure: for each marked piece of a page, the elements it lies in.

Tags are believed for what authors get right (headings, tables, lists, notes) and never for order or completeness:
real files tag half a page as one paragraph, or a box as a table of one cell.
"""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as raw

_DEPTH = 60
_BLOCKS = frozenset(
    re.findall(
        r"\S+",
        "P H H1 H2 H3 H4 H5 H6 LI LBody Lbl TD TH Caption TOCI Note BlockQuote Quote",
    )
)


@dataclass(frozen=True, slots=True)
class Tag:
    """``path`` are the elements' types from the root; the numbers tell elements of one page apart (-1: none)."""

    path: tuple[str, ...]
    block: int
    item: int = -1
    cell: int = -1
    row: int = -1
    table: int = -1

    @property
    def heading(self) -> int:
        """The level of the heading it lies in, 0 for none."""
        return next((int(p[1]) for p in self.path if len(p) == 2 and p[0] == "H" and p[1] in "123456"), 0)

    @property
    def depth(self) -> int:
        """How many lists it lies in."""
        return self.path.count("L")

    def within(self, *types: str) -> bool:
        """Whether it lies in an element of one of the types."""
        return any(t in self.path for t in types)


def page_tags(page: Any) -> dict[int, Tag]:
    """The tags of a page by marked content number; empty where the page has none."""
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return {}
    found: dict[int, Tag] = {}
    counter = [0]
    try:
        for index in range(min(raw.FPDF_StructTree_CountChildren(tree), 5000)):
            child = raw.FPDF_StructTree_GetChildAtIndex(tree, index)
            if child:
                _walk(child, Tag((), -1), found, counter)
    finally:
        raw.FPDF_StructTree_Close(tree)
    return found


def _walk(element: Any, above: Tag, found: dict[int, Tag], counter: list[int]) -> None:
    counter[0] += 1
    if len(above.path) > _DEPTH or counter[0] > 50_000:
        return
    kind, number = _type(element), counter[0]
    tag = Tag(
        (*above.path, kind),
        number if kind in _BLOCKS else above.block,
        number if kind == "LI" else above.item,
        number if kind in ("TD", "TH") else above.cell,
        number if kind == "TR" else above.row,
        number if kind == "Table" else above.table,
    )
    for index in range(raw.FPDF_StructElement_GetMarkedContentIdCount(element)):
        mcid = raw.FPDF_StructElement_GetMarkedContentIdAtIndex(element, index)
        if mcid >= 0:
            found.setdefault(mcid, tag)
    for index in range(raw.FPDF_StructElement_CountChildren(element)):
        child = raw.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            _walk(child, tag, found, counter)
        else:
            mcid = raw.FPDF_StructElement_GetChildMarkedContentID(element, index)
            if mcid >= 0:
                found.setdefault(mcid, tag)


def _type(element: Any) -> str:
    size = raw.FPDF_StructElement_GetType(element, None, 0)
    if not 2 < size < 200:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDF_StructElement_GetType(element, buffer, size)
    return buffer.raw[: size - 2].decode("utf-16le", "replace")
