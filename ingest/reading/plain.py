"""Plain text: paragraphs, bullets, headings and notes told apart by how they stand on the page.

Two habits of such files matter most. Some put one paragraph on a line without blank lines; others wrap. And a text
taken from a PDF has its footnotes between the halves of a sentence that ran over the page: a note is then known by
its mark or, where that was lost, by its number being the next one or by how a citation ends.
"""

from __future__ import annotations

import re
from pathlib import Path

from .draft import Draft, Drafts, Part
from .errors import EmptyReportError, UnsupportedFormatError
from .inline import SUPERSCRIPTS, inline
from .rich import Rich

BULLET = re.compile(r"^\s*(?:[-–—•*●▪◦○‣·∙■□➢►]|o(?=\s{2,}))\s+(?=\S)")
NUMBERED = re.compile(r"^\s*(?P<number>\d{1,3}(?:\.\d{1,2})*|[a-z]|[ivx]{1,5}|\d{1,2}[a-z])[.)]\s+(?=\S)")
LETTERED = re.compile(r"^(?P<number>[a-z]) (?=['‘\"“A-Z]|[a-z]{2})")
_BARE = re.compile(r"^(?P<number>\d{1,4}) (?=\S)")
_MARK = re.compile(r"^\s*(?:(?P<sup>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4})|\^\{(?P<brace>\d{1,4})\}|\[\^(?P<foot>[\w-]{1,40})\]:)\s*(?=\S)")
_CITES = re.compile(r"(?:available at:? )?https?://|\[accessed|\baccessed (?:on )?\d|\bibid\b|\bdoi:", re.I)
_CITED = re.compile(r"\[(?:last )?accessed:? [^\]]{4,24}\]")
_NOTE_STARTS = "ABCDEFGHIJKLMNOPQRSTUVWXYZÀÉÖÜ'\"“‘h"
_TRAILING = re.compile(r"(?:https?://\S+|\S+/\S+|\])\s*$")


def read_plain(path: Path, text: str | None = None) -> Drafts:
    """The pieces of a plain text file.

    Raises :class:`UnsupportedFormatError` for bytes that are not text, :class:`EmptyReportError` for none.
    """
    source = decode(path) if text is None else text
    if not source.strip():
        raise EmptyReportError(path, "the file has no text in it")
    chunks = _chunks(source.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n"))
    return Drafts(pieces=_Plain().pieces(chunks))


def decode(path: Path) -> str:
    """The text of a file in UTF-8, UTF-16 with its mark, or Windows-1252."""
    data = path.read_bytes()
    if data.startswith((b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0")):
        raise UnsupportedFormatError(path, "the content is not text")
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        controls = sum(1 for c in text if (c < " " and c not in "\n\r\t\f") or c == "\x7f")
        if controls > len(text) / 200:
            break
        return re.sub(r"[\x00-\x08\x0b\x0e-\x1f\x7f]", "", text)
    raise UnsupportedFormatError(path, "the content is not text in UTF-8, UTF-16 or Windows-1252")


def _chunks(source: str) -> list[list[str]]:
    """Runs of lines between blank lines; each line alone where the file puts a paragraph on each line."""
    runs = [
        [line.expandtabs(1) if "\t" not in line.strip() else line for line in run.split("\n") if line.strip()]
        for run in re.split(r"\n[ \t\xa0]*(?:\n[ \t\xa0]*)+", source)
    ]
    runs = [run for run in runs if run]
    result: list[list[str]] = []
    for run in runs:
        wide = max(len(line) for line in run)
        result.extend([[line] for line in run] if wide > 160 and not _hanging(run) else [run])
    return result


def _hanging(run: list[str]) -> bool:
    """Wrapped items or notes, whose following lines are continuations."""
    return any(line[:1] == " " or line[:1].islower() or _MARK.match(line) for line in run[1:])


class _Plain:
    """Goes through the chunks once, remembering which note is expected next."""

    def __init__(self) -> None:
        self.out: list[Draft] = []
        self.next_note = 1
        self.seen: set[int] = set()
        self.contents = False
        self.after_note = False

    def pieces(self, chunks: list[list[str]]) -> list[Draft]:
        for index, chunk in enumerate(chunks):
            following = chunks[index + 1][0] if index + 1 < len(chunks) else ""
            self._chunk(chunk, following)
        return self.out

    def _chunk(self, lines: list[str], following: str) -> None:
        if self._contents(lines) or self._table(lines):
            return
        first = True
        noted = False
        for line in self._logical(lines):
            noted = self._note(line) or (noted and self._unmarked(line))
            if not noted:
                self._body(line, alone=len(lines) == 1, first=first, following=following)
            first = False

    def _contents(self, lines: list[str]) -> bool:
        head = re.sub(r"[\W_]+", " ", lines[0]).strip().lower()
        if len(lines) == 1 and head in ("contents", "table of contents", "list of contents"):
            self.contents = True
            self._add(Draft(Part.CONTENTS, inline(lines[0].strip("# "))))
            return True
        if self.contents and all(
            re.search(r"(?:\.{3,}|\t|\s{2,}|\bpage )\s*(?:page )?\d+\s*$", x, re.I) for x in lines
        ):
            for line in lines:
                self._add(Draft(Part.CONTENTS, inline(" ".join(line.split()))))
            return True
        self.contents = False
        return False

    def _table(self, lines: list[str]) -> bool:
        if not all(line.strip().count("\t") >= 2 for line in lines):
            return False
        rows = [[cell.strip() for cell in line.strip("\n").split("\t")] for line in lines]
        header, body = (rows[0], rows[1:]) if len(rows) > 1 else ([""] * len(rows[0]), rows)
        for row in body:
            cells = tuple((header[i] if i < len(header) else "", cell) for i, cell in enumerate(row) if cell)
            text = ". ".join(f"{name}: {cell}" if name else cell for name, cell in cells)
            self._add(Draft(Part.TABLE, inline(text), cells=cells))
        return True

    def _logical(self, lines: list[str]) -> list[str]:
        """Wrapped lines put together: a new one begins with a bullet, number or mark, or after a full stop."""
        result: list[str] = []
        wide = max(len(line) for line in lines)
        for line in lines:
            starts = BULLET.match(line) or _MARK.match(line) or NUMBERED.match(line)
            bare = _BARE.match(line)
            expected = (
                bare is not None
                and abs(int(bare["number"]) - self.next_note) <= 10
                and line[bare.end() :][:1].isupper()
            )
            ended = bool(result) and _CITED.search(result[-1][-40:]) is not None
            cited = bool(result) and _CITES.search(result[-1]) is not None
            short = bool(result) and len(result[-1]) < 70 and not line[:1].islower() and line[:1] != " " and wide < 90
            if (
                not result
                or starts
                or (expected and (self.after_note or cited))
                or (line[:1] == " " and ended)
                or (bare and ended)
                or (short and not self._wrapped(lines))
            ):
                result.append(line.strip() if not BULLET.match(line) else line)
            else:
                result[-1] += _glue(result[-1]) + line.strip()
        return result

    @staticmethod
    def _wrapped(lines: list[str]) -> bool:
        return len(lines) > 1 and min(len(line) for line in lines[:-1]) > 45

    def _note(self, line: str) -> bool:
        """Whether the line is a note or goes on with one; if so it is taken."""
        match = _MARK.match(line)
        if match:
            mark = (match["sup"] or match["brace"] or match["foot"]).translate(SUPERSCRIPTS)
            if not mark.isdecimal() or len(mark) > 4 or int(mark) == 1 or abs(int(mark) - self.next_note) <= 12:
                return self._add_note(mark, line[match.end() :])
        bare = _BARE.match(line)
        if (
            bare
            and abs(int(bare["number"]) - self.next_note) <= 10
            and line[bare.end() :][:1] in _NOTE_STARTS
            and (_CITES.search(line) or (self.after_note and int(bare["number"]) == self.next_note))
        ):
            return self._add_note(bare["number"], line[bare.end() :])
        if not _CITES.search(line) and not re.match(r"^\s*[a-z0-9-]+[./]\S*/\S+", line):
            return False
        recent = [d for d in self.out[-7:] if d.part is Part.NOTE]
        half = next((d for d in reversed(recent) if not _TRAILING.search(d.text) and not d.text.endswith(".")), None)
        if (
            half is None
            and recent
            and re.match(r"\s*available at\b", line, re.I)
            and not _TRAILING.search(recent[-1].text)
        ):
            half = recent[-1]
        broken = next((d for d in reversed(recent) if not d.text.rstrip(".").endswith("]")), None)
        if half is not None:
            number = re.search(rf"(?<=\]) {self.next_note - 1} (?=[A-Z])|(?<=\]) \d{{1,3}} (?=[A-Z])", line)
            rest = line[number.start() :].strip() if number else ""
            half.rich.append(
                inline(re.sub(r"[\^{}]", "", line[: number.start()] if number else line).strip()), between=" "
            )
            return self._note(rest) if rest else True
        if broken is not None and re.match(r"^\s*[a-z0-9-]+[./]\S*/\S+", line):
            broken.rich.append(inline(line.strip()), between="")
            return True
        if (
            re.search(r"available at https?://", line, re.I)
            and _CITED.search(line)
            and (recent or not BULLET.match(line))
        ):
            return self._add_note(str(self._missing()), line)
        return False

    def _unmarked(self, line: str) -> bool:
        """A line that follows a note without white space and names a year or an address is the next note."""
        if not re.match(r"\s*[A-Z]", line) or not re.search(r"\b(?:19|20)\d\d\b|https?:", line):
            return False
        return self._add_note(str(self._missing()), line)

    def _missing(self) -> int:
        """The number of a note whose mark was lost: the lowest not yet seen."""
        near = range(max(1, max(self.seen, default=0) - 8), self.next_note)
        return next((n for n in near if n not in self.seen), self.next_note)

    def _add_note(self, mark: str, text: str) -> bool:
        """A note; further notes or body text that stand in the same paragraph are parted from it."""
        if mark.isdecimal() and len(mark) < 5:
            number = int(mark)
            if number == 1:
                self.seen.clear()
                self.next_note = 1
            self.seen.add(number)
            self.next_note = max(self.next_note, number + 1)
        parts = re.split(rf"(?<=\])\s+{self.next_note} (?=[A-Z])", text, maxsplit=1)
        body = ""
        found = list(_CITED.finditer(parts[0]))
        if found and len(parts[0]) - found[-1].end() > 60 and not _CITES.search(parts[0][found[-1].end() :]):
            parts[0], body = parts[0][: found[-1].end()], parts[0][found[-1].end() :].strip(" .")
        self.out.append(Draft(Part.NOTE, Rich(inline(parts[0].strip()).text), mark=mark))
        self.after_note = True
        if len(parts) > 1:
            self._add_note(str(self.next_note), parts[1])
        if body:
            self._body(body, alone=False, first=True, following="")
        return True

    def _body(self, line: str, *, alone: bool, first: bool, following: str) -> None:
        bullet, number = BULLET.match(line), None
        depth = 1 + (len(line) - len(line.lstrip())) // 2 if bullet else 0
        if bullet:
            line = line[bullet.end() :]
        match = NUMBERED.match(line) or (LETTERED.match(line) if len(line) > 40 else None)
        if match:
            number, line = match["number"], line[match.end() :]
        line = line.strip()
        if bullet or number:
            self._add(Draft(Part.ITEM, inline(line), number=number, depth=depth or 1))
            return
        level = heading_level(line, following) if alone or first else 0
        text = line.lstrip("#").strip() if level else line
        if line.startswith(">"):
            self._add(Draft(Part.QUOTATION, inline(line.lstrip("> "))))
            return
        self._add(Draft(Part.HEADING if level else Part.PARAGRAPH, inline(text), level=level))

    def _add(self, draft: Draft) -> None:
        draft.rich = draft.rich.strip()
        if draft.rich.text:
            draft.gap = self.after_note
            self.after_note = False
            self.out.append(draft)


def _glue(before: str) -> str:
    return "" if re.search(r"/\S*$", before) and not before.endswith((" ", ",", ">")) else " "


def heading_level(line: str, following: str) -> int:
    """0 for no heading; 1 for all capitals, 2 for a title that text follows (Markdown's ``#`` count their own).

    >>> heading_level("FIVE SHIFTS FOR NATIONAL MISSIONS", ""), heading_level("We agree.", "Then")
    (1, 0)
    """
    hashes = re.match(r"^(#{1,6})\s*\S", line)
    if hashes:
        return len(hashes[1])
    bare = re.sub(r"[*_]|</?\w+>", "", line).strip()
    letters = [c for c in bare if c.isalpha()]
    if not letters or len(bare) > 140 or re.search(r"[.,;:][\"'’”]?$", bare) or _CITES.search(bare):
        return 0
    capitals = sum(c.isupper() for c in letters) / len(letters)
    if capitals > 0.9 and len(letters) > 3 and not re.search(r"\S@\S|^www\.|^T:|\d{4,} \d{3,}", bare, re.I):
        return 1
    words = bare.split()
    prose = len(following) > max(80, len(bare)) or following.rstrip().endswith(":") or NUMBERED.match(following)
    if (
        len(bare) <= 90
        and len(words) <= 14
        and bare[:1].isupper() | bare[:1].isdigit()
        and prose
        and not re.search(r"\b(?:19|20)\d\d$", bare)
    ):
        return 2
    return 0
