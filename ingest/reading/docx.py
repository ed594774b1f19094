"""Word files, by python-docx: headings by their style, lists by their numbering, tables and notes as Word keeps them.

The archive is looked at before it is opened: a bomb shows in the sizes that it states.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

from .draft import Draft, Drafts, Part
from .errors import DamagedFileError, EmptyReportError, LimitExceededError, PasswordNeededError, UnsupportedFormatError
from .rich import Rich

#: What the standard library raises for an archive that is broken, encrypted or of a later version than it knows.
_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, EOFError, ValueError)
_MOST_BYTES = 300_000_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_docx(path: Path) -> Drafts:
    """The pieces of a Word file; refuses what is none, encrypted, damaged, or a bomb."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    _look(path)
    try:
        document = docx.Document(str(path))
        notes = _notes(document)
        pieces = _Body(document, notes).pieces()
        properties = document.core_properties
        hints = {
            "title": properties.title or "",
            "author": properties.author or "",
            "language": (properties.language or "").split("-")[0],
        }
        if properties.created:
            hints["date"] = properties.created.date().isoformat()
    except (*_DAMAGED, PackageNotFoundError, XMLSyntaxError, KeyError, OSError, AttributeError) as error:
        raise DamagedFileError(path, "it is not a whole Word file") from error
    if not pieces:
        raise EmptyReportError(path, "there is no text in it")
    return Drafts(pieces=pieces, hints={k: v for k, v in hints.items() if v and v != "python-docx"})


def _look(path: Path) -> None:
    head = path.read_bytes()[:8]
    if not head:
        raise EmptyReportError(path, "the file is empty")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise PasswordNeededError(
            path, "it is encrypted or an old .doc", "Open it in Word and save it as .docx without a password."
        )
    if not head.startswith(b"PK"):
        raise UnsupportedFormatError(path, "the content is not a Word file")
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(item.file_size for item in archive.infolist()) > _MOST_BYTES:
                raise LimitExceededError(path, "it unpacks to more than 300 MB")
            if "word/document.xml" not in archive.namelist():
                raise UnsupportedFormatError(path, "the content is not a Word file")
    except _DAMAGED as error:
        raise DamagedFileError(path, "the archive is damaged") from error


def _notes(document: Any) -> dict[str, str]:
    """Footnotes and endnotes by kind and number."""
    from lxml import etree

    found: dict[str, str] = {}
    for part in document.part.package.iter_parts():
        kind = next((k for k in ("footnote", "endnote") if str(part.partname).endswith(f"/{k}s.xml")), None)
        if kind:
            root = etree.fromstring(part.blob, parser=etree.XMLParser(resolve_entities=False, no_network=True))
            for note in root.iter(f"{_W}{kind}"):
                if note.get(f"{_W}type") is None:
                    found[f"{kind}{note.get(f'{_W}id')}"] = " ".join(
                        "".join(t.text or "" for t in note.iter(f"{_W}t")).split()
                    )
    return found


class _Body:
    def __init__(self, document: Any, notes: dict[str, str]) -> None:
        self.document, self.notes = document, notes
        self.out: list[Draft] = []
        self.marks = 0
        self.counts: dict[tuple[str, int], int] = {}

    def pieces(self) -> list[Draft]:
        """Paragraphs and tables in order, each followed by the notes that it marks."""
        from docx.table import Table

        for item in self.document.iter_inner_content():
            if isinstance(item, Table):
                self._table(item)
            else:
                self._paragraph(item)
        return self.out

    def _paragraph(self, paragraph: Any) -> None:
        rich, cited = self._rich(paragraph)
        style = (paragraph.style.name or "").lower() if paragraph.style is not None else ""
        rich = rich.strip()
        if rich.text:
            self.out.append(self._draft(rich, style, paragraph))
        for mark, text in cited:
            self.out.append(Draft(Part.NOTE, Rich(text), mark=mark))

    def _draft(self, rich: Rich, style: str, paragraph: Any) -> Draft:
        heading = re.match(r"heading (\d)", style)
        if heading or style == "title":
            return Draft(Part.HEADING, rich, level=int(heading[1]) if heading else 1)
        if style.startswith("toc"):
            return Draft(Part.CONTENTS, rich)
        if "quote" in style:
            return Draft(Part.QUOTATION, rich)
        listed = paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None
        if listed or style.startswith("list"):
            level = paragraph._p.pPr.numPr.ilvl.val if listed and paragraph._p.pPr.numPr.ilvl is not None else 0
            return Draft(Part.ITEM, rich, number=self._number(style, level), depth=level + 1)
        number = re.match(r"^(\d{1,3}(?:\.\d{1,2})*)[.)]\s+(?=\S)", rich.text)
        if number:
            return Draft(Part.PARAGRAPH, rich.cut(number.end()), number=number[1])
        return Draft(Part.PARAGRAPH, rich)

    def _number(self, style: str, level: int) -> str | None:
        if "number" not in style:
            self.counts.clear()
            return None
        self.counts[style, level] = self.counts.get((style, level), 0) + 1
        return str(self.counts[style, level])

    def _rich(self, paragraph: Any) -> tuple[Rich, list[tuple[str, str]]]:
        out, cited = Rich(), []
        for element in paragraph._p.iter(
            f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}footnoteReference", f"{_W}endnoteReference"
        ):
            kind = element.tag[len(_W) :]
            if kind == "t":
                start = len(out.text)
                out.text += element.text or ""
                run = element.getparent()
                bold = run.find(f"{_W}rPr/{_W}b")
                if bold is not None and bold.get(f"{_W}val") not in ("0", "false"):
                    out.bold.append((start, len(out.text)))
            elif kind in ("tab", "br"):
                out.text += " "
            else:
                self.marks += 1
                out.marks.append((len(out.text), str(self.marks)))
                cited.append((str(self.marks), self.notes.get(f"{kind[:-9]}{element.get(f'{_W}id')}", "")))
        return out, [c for c in cited if c[1]]

    def _table(self, table: Any) -> None:
        header: list[str] = []
        for index, row in enumerate(table.rows):
            cells: list[str] = []
            for cell in row.cells:
                text = " ".join(cell.text.split())
                if not cells or text != cells[-1]:
                    cells.append(text)
            if not any(cells):
                continue
            if len(cells) == 1:
                self.out.append(Draft(Part.BOX, Rich(cells[0])))
                continue
            names = header if index and len(header) == len(cells) else [""] * len(cells)
            header = header or cells
            self.out.append(
                Draft(Part.TABLE, Rich(" | ".join(c for c in cells if c)), cells=tuple(zip(names, cells, strict=True)))
            )
