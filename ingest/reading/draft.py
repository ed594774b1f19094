"""What every reader hands to :mod:`missiongraph.ingest.structure`: pieces of a report in reading order.

A draft knows what its format says for certain (a Markdown heading's level, a table's cells, the page) and leaves
open what only the whole report can tell: which text a note's mark points to, which paragraph goes on after a note,
where the sections nest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from missiongraph.ontology.model import Metadata, PageGrade

from .rich import Rich


class Part(StrEnum):
    """What a draft is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTATION = "quotation"
    BOX = "box"
    TABLE = "table"
    NOTE = "note"
    CONTENTS = "contents"
    REFERENCE = "reference"


@dataclass(slots=True)
class Draft:
    """One piece. ``level`` is a heading's, from 1; ``mark`` a note's; ``depth`` a list item's nesting, from 1."""

    part: Part
    rich: Rich
    level: int = 0
    number: str | None = None
    mark: str | None = None
    depth: int = 0
    cells: tuple[tuple[str, str], ...] = ()
    gap: bool = False  # a page ended or notes stood between this and the piece before it
    asks: bool = False  # the report itself marks it as a recommendation or conclusion
    indent: float = 0.0
    boxed: bool = False  # it stands in a frame or on a tint

    @property
    def text(self) -> str:
        """The words."""
        return self.rich.text

    @property
    def page(self) -> int | None:
        """The page on which it starts."""
        return self.rich.pages[0][1] if self.rich.pages else None


@dataclass(slots=True)
class Drafts:
    """A file as its reader saw it. ``labels`` are the printed page labels, by page number."""

    pieces: list[Draft]
    hints: dict[str, str] = field(default_factory=dict)  # title, author, date, language, license as the file names them
    cover: list[tuple[int, float, str]] = field(default_factory=list)  # (page, type size, line) of the first pages
    labels: dict[int, str] = field(default_factory=dict)
    page_count: int | None = None
    page_grades: tuple[PageGrade, ...] = ()
    metadata: Metadata | None = None
    ocr: bool = False
