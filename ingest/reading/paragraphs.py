"""Pieces of a PDF to drafts: what each is, by its type, its place, its sign, the contents page and the tags."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from . import contents, tables
from .body import Body, Piece
from .contents import squeeze
from .draft import Draft, Part
from .gather import BULLET, gather, numbered
from .lines import Line
from .rich import Rich
from .words import NO_WORDS, Words

_NOTE = re.compile(r"^(\d{1,3}|[*†‡])\s*(?=\S)")
_BROKEN = re.compile(r"(\w+)-$")
_ADDRESS = re.compile(r"https?://\S*[/.=?&_-]$")
_CAPTION = re.compile(r"^(?:figure|table|chart|map|exhibit|box|case study) ?\d*[:.]? ", re.I)

Style = tuple[float, int, bool, bool, bool]


class Flow:
    """Walks the pages of a report once and turns their pieces into drafts."""

    def __init__(self, pages: list[list[Line]], outline: list[tuple[int, str]]) -> None:
        self.body = Body.of(pages)
        self.words = Words.of(line.text for lines in pages for line in lines)
        self.entries = contents.find(pages)
        self.outline = outline
        self.known = self._known()
        self.spent = {id(line) for entry in self.entries for line in entry.lines}
        self.pages = pages
        self.out: list[Draft] = []
        self.open_note: Draft | None = None
        self.note_numbers: list[int] = []

    def _known(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for entry in self.entries:
            found.setdefault(squeeze(entry.title), entry.level)
        if not found:
            for level, title in self.outline:
                found.setdefault(squeeze(title), level)
        return found

    def pieces(self) -> list[Draft]:
        """The drafts of all pages in order."""
        parted = [self._parted(lines) for lines in self.pages]
        gathered = [gather([x for x in body if not self._in_contents(x, body)], self.body) for body, _ in parted]
        heads = self._headings(gathered)
        listed = False
        for lines, pieces, (_, notes) in zip(self.pages, gathered, parted, strict=True):
            if any(id(x) in self.spent for x in lines):
                self._contents(lines, first=not listed)
                listed = True
            for piece in pieces:
                self._piece(piece, heads)
            self._notes(notes)
        return tables.rows([d for d in self.out if d.rich.text])

    def _in_contents(self, line: Line, lines: list[Line]) -> bool:
        if id(line) in self.spent:
            return True
        return contents.TITLE.match(line.text.strip()) is not None and any(id(x) in self.spent for x in lines)

    def _contents(self, lines: list[Line], *, first: bool) -> None:
        here = {id(x) for x in lines}
        for entry in self.entries:
            if id(entry.lines[0]) in here:
                if first:
                    title = Rich("Contents", pages=[(0, entry.lines[0].page)])
                    self.out.append(Draft(Part.CONTENTS, title))
                    first = False
                text = f"{entry.title} {entry.label}".strip()
                self.out.append(Draft(Part.CONTENTS, Rich(text, pages=[(0, entry.lines[0].page)]), depth=entry.level))

    def _parted(self, lines: list[Line]) -> tuple[list[Line], list[Line]]:
        """Running text, and the notes at the foot of each column."""
        tagged = [line for line in lines if line.tag and line.tag.within("Note")]
        if tagged and all(x.size < 0.95 * self.body.size for x in tagged):
            marked = {id(line) for line in tagged}
            return [line for line in lines if id(line) not in marked], sorted(tagged, key=lambda x: (-round(x.y), x.x0))
        small = [line for line in lines if line.size <= 0.93 * self.body.size]
        starts = [line for line in small if _NOTE.match(line.text) and len(line.words) > 1]
        floor = min(
            (line.y for line in lines if line.size > 0.95 * self.body.size and len(line.text) > 3), default=None
        )
        if floor is not None:
            starts = [s for s in starts if s.y < floor]
        if not starts:
            low = [x for x in small if floor is not None and x.y < floor - 1.5 * x.size]
            if self.open_note is None and not low:
                return lines, []
            return lines, []
        top = max(line.y for line in starts)
        above = [x for x in small if floor is not None and top < x.y < floor - 1.2 * self.body.leading]
        notes = [line for line in small if line.y <= top + 0.2 * line.size]
        if above and all(len(x.text) > 20 for x in above) and max(x.y for x in above) - top < 6 * self.body.leading:
            notes += above  # a note that goes on from the page before
        marked = {id(line) for line in notes}
        return [line for line in lines if id(line) not in marked], sorted(notes, key=lambda x: (-round(x.y), x.x0))

    def _notes(self, lines: list[Line]) -> None:
        for line in lines:
            match = _NOTE.match(line.text)
            rich = line.rich(marks=False)
            if match and self._next_note(match[1], line):
                self.open_note = Draft(Part.NOTE, rich.cut(match.end()), mark=match[1])
                self.out.append(self.open_note)
            elif self.open_note is not None:
                add(self.open_note.rich, rich, self.words)
            else:
                self.open_note = Draft(Part.NOTE, rich, mark="")
                self.out.append(self.open_note)

    def _next_note(self, mark: str, line: Line) -> bool:
        """Whether a number at a line's beginning is a note's: small and raised, or next in order."""
        if not mark.isdigit():
            return True
        number = int(mark)
        raised = line.words[0].text == mark and line.words[0].size < 0.85 * line.size
        if raised or not self.note_numbers or number == 1 or 0 < number - self.note_numbers[-1] <= 3:
            self.note_numbers.append(number)
            return True
        return False

    def _headings(self, gathered: list[list[Piece]]) -> dict[int, int]:
        """Which pieces (by identity) are headings, and on which level."""
        votes: dict[Style, Counter[int]] = defaultdict(Counter)
        hits: dict[int, int] = {}
        sure = Counter[Style]()
        for pieces in gathered:
            for piece in pieces:
                level = self._listed(piece)
                if level and self._may_head(piece, listed=True):
                    hits[id(piece)] = level
                    votes[piece.style()][level] += 1
                    sure[piece.style()] += 1
        tagged = sum(1 for ps in gathered for p in ps if self._tagged(p))
        found: dict[int, int] = {}
        styles: dict[int, Style] = {}
        shifts = Counter(
            hits[id(p)] - self._tagged(p) for ps in gathered for p in ps if id(p) in hits and self._tagged(p)
        )
        offset = shifts.most_common(1)[0][0] if shifts else 0
        for pieces in gathered:
            for piece in pieces:
                tag = self._tagged(piece)
                style = piece.style()
                if (
                    id(piece) in hits
                    or (tag and self._may_head(piece, listed=True))
                    or (
                        self._may_head(piece, listed=False)
                        and (tagged < 5 or style in sure)
                        and self._stands_out(piece, sure)
                    )
                ):
                    styles[id(piece)] = style
                    if id(piece) in hits:
                        found[id(piece)] = hits[id(piece)]
                    elif depth := self._depth(piece):
                        found[id(piece)] = depth
                    elif tag and tagged >= 5:
                        found[id(piece)] = max(1, tag + offset)
        ranked = sorted({s for i, s in styles.items()}, key=lambda s: (-s[0], not s[4], not s[2], s[3]))
        settled = {s: votes[s].most_common(1)[0][0] for s in ranked if votes[s]}
        level = 0
        for style in ranked:
            if style not in settled:
                above = [
                    settled[s] for s in settled if s[0] > style[0] + 0.4 or (s[0] >= style[0] and s[2] and not style[2])
                ]
                settled[style] = max(above) + 1 if above else level + 1 if not votes else 1
            level = settled[style]
        for key, style in styles.items():
            found.setdefault(key, settled[style])
        return found

    def _depth(self, piece: Piece) -> int:
        """The level that a decimal number says: 2 for "3.1", 3 for "3.2.1"."""
        match = re.match(r"^(?:\d{1,2}|[A-Z])((?:\.\d{1,2}){1,3})\.?\s+[A-Z]", piece.text)
        return match[1].count(".") + 1 if match else 0

    def _listed(self, piece: Piece) -> int:
        wanted = squeeze(piece.text)
        if not wanted or len(piece.text) > 250:
            return 0
        level = self.known.get(wanted, 0)
        if not level:
            bare = squeeze(
                re.sub(
                    r"^(?:chapter|part|section|annex|appendix)?\s*[\dA-Z]{0,3}(?:\.\d+)*[.:]?\s+",
                    "",
                    piece.text,
                    flags=re.I,
                )
            )
            level = self.known.get(bare, 0) if len(bare) > 5 else 0
        return level

    def _tagged(self, piece: Piece) -> int:
        levels = {line.tag.heading if line.tag else 0 for line in piece.lines}
        return levels.pop() if len(levels) == 1 else 0

    def _may_head(self, piece: Piece, *, listed: bool) -> bool:
        text = piece.text
        if len(text) > 220 or not any(c.isalpha() for c in text) or (piece.head.tag and piece.head.tag.cell >= 0):
            return False
        apart = (
            piece.head.size > 1.04 * self.body.size
            or (piece.bold and not self.body.bold)
            or piece.italic
            or piece.head.font != self.body.font
        )
        if listed:
            return apart and not (piece.head.tag and piece.head.tag.within("TOC", "TOCI"))
        return (
            apart
            and not re.search(r"[.,;]$", text)
            and len(text) < 160
            and not BULLET.match(text)
            and len(piece.lines) <= 4
        )

    def _stands_out(self, piece: Piece, sure: Counter[Style]) -> bool:
        if numbered(piece.head) and (len(piece.text) > 60 or len(piece.lines) > 1):
            return False
        if piece.head.size >= 1.12 * self.body.size or sure[piece.style()] >= 2:
            return True
        return (
            piece.bold and not self.body.bold and piece.head.size > 0.97 * self.body.size and not numbered(piece.head)
        )

    def _piece(self, piece: Piece, heads: dict[int, int]) -> None:
        draft = self._draft(piece, heads)
        draft.gap = piece.first
        draft.boxed = piece.head.box >= 0
        if draft.boxed and draft.part in (Part.PARAGRAPH, Part.QUOTATION):
            draft.part = Part.BOX
        draft.indent = piece.head.x0
        self.out.append(draft)

    def _draft(self, piece: Piece, heads: dict[int, int]) -> Draft:
        rich = Rich()
        for line in piece.lines:
            add(rich, line.rich(), self.words)
        tag = piece.head.tag
        level = heads.get(id(piece), 0)
        if level:
            return Draft(Part.HEADING, rich, level=level)
        if tag and tag.cell >= 0 and tag.table >= 0:
            return Draft(Part.TABLE, rich, cells=tables.place(tag))
        bullet = BULLET.match(rich.text)
        if bullet:
            return Draft(Part.ITEM, rich.cut(bullet.end()), depth=max(1, tag.depth if tag else 1))
        sign = numbered(piece.head)
        if sign and not _CAPTION.match(rich.text):
            number = sign["number"].strip("().")
            at = re.match(r"^\S+\s*", rich.text)
            margin = piece.head.x0 < self.body.x0 - 0.5 * self.body.size or (
                re.fullmatch(r"\d+\.\d+", number) is not None
            )
            part = Part.PARAGRAPH if margin and number[0].isdigit() else Part.ITEM
            return Draft(part, rich.cut(at.end() if at else 0), number=number, depth=0 if part is Part.PARAGRAPH else 1)
        if tag and tag.item >= 0:
            return Draft(Part.ITEM, rich, depth=max(1, tag.depth))
        indent = min(line.x0 for line in piece.lines) - self.body.x0
        if 0.7 * self.body.size < indent < 6 * self.body.size and len(rich.text) > 80 and not piece.bold:
            return Draft(Part.QUOTATION, rich)
        return Draft(Part.PARAGRAPH, rich)


def add(rich: Rich, more: Rich, words: Words = NO_WORDS) -> None:
    """Append a line. A hyphen at the break goes where the report elsewhere writes the word without."""
    if not rich.text:
        rich.append(more)
        return
    broken = _BROKEN.search(rich.text)
    if broken:
        rest = re.match(r"\w*", more.text)
        if words.typographic(broken[1], rest.group() if rest else ""):
            rich.text = rich.text[:-1]
            rich.bold = [(start, min(end, len(rich.text))) for start, end in rich.bold]
    rich.append(more, between="" if broken or _ADDRESS.search(rich.text) else " ")
