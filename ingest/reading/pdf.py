"""PDF: pages to lines, lines to pieces. PDFium reads the text, pypdf what the file says about itself."""

from __future__ import annotations

import io
import logging
from collections import Counter
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium

from missiongraph.ontology.model import Grade, PageGrade

from . import furniture
from .boxes import drawn, frame
from .draft import Drafts
from .errors import (
    DamagedFileError,
    EmptyReportError,
    LimitExceededError,
    NoTextLayerError,
    PasswordNeededError,
    UnsupportedFormatError,
    WrongPasswordError,
)
from .limits import DEFAULT, Limits
from .lines import Line, group
from .order import ordered
from .paragraphs import Flow
from .pdfium import Words
from .ruled import tabulate
from .tags import page_tags

logging.getLogger("pypdf").setLevel(logging.ERROR)


def read_pdf(path: Path, *, password: str | None = None, limits: Limits = DEFAULT) -> Drafts:
    """The pieces of a PDF; see :func:`missiongraph.ingest.reading.read` for what is refused."""
    document = _open(path, password)
    count = len(document)
    if count > limits.pages:
        document.close()
        raise LimitExceededError(path, f"it has {count} pages, more than {limits.pages}")
    try:
        pages, grades, (width, height) = _pages(document)
        labels = _labels(document)
        outline = [(item.level + 1, item.get_title()) for item in document.get_toc()]
        fields = document.get_metadata_dict(skip_empty=True)
        hints = {k.lower(): v for k, v in fields.items() if k in ("Title", "Author")}
    finally:
        document.close()
    if all(grade.grade is Grade.NONE for grade in grades):
        raise NoTextLayerError(path, f"none of its {len(grades)} pages has a text layer")
    bare, printed = furniture.split(pages, height)
    bare = [ordered(lines, width) for lines in bare]
    flow = Flow(bare, outline)
    return Drafts(
        pieces=flow.pieces(),
        hints=hints,
        labels={**labels, **printed},
        cover=[(line.page, line.size, line.text) for lines in bare[:4] for line in lines],
        page_count=len(pages),
        page_grades=tuple(grades),
    )


def _open(path: Path, password: str | None) -> Any:
    head = path.read_bytes()[:1024]
    if not head:
        raise EmptyReportError(path, "the file is empty")
    if b"%PDF-" not in head:
        raise UnsupportedFormatError(path, "the content is not a PDF")
    try:
        document = pdfium.PdfDocument(path, password=password)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise (
                WrongPasswordError(path, "the password does not open it")
                if password
                else PasswordNeededError(path, "it is encrypted")
            ) from error
        document = _repaired(path, error)
    if len(document) == 0:
        document.close()
        raise EmptyReportError(path, "it has no pages")
    return document


def _repaired(path: Path, error: Exception) -> Any:
    """The file as pypdf can put it together again, which is more patient with broken tables of contents."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    broken = (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OSError,
        AssertionError,
        ArithmeticError,
        NotImplementedError,
    )
    try:
        writer = PdfWriter()
        writer.append(PdfReader(path, strict=False))
        out = io.BytesIO()
        writer.write(out)
        return pdfium.PdfDocument(out.getvalue())
    except (*broken, pdfium.PdfiumError) as second:
        raise DamagedFileError(path, "it cannot be repaired") from second or error


def _pages(document: Any) -> tuple[list[list[Line]], list[PageGrade], tuple[float, float]]:
    pages: list[list[Line]] = []
    grades: list[PageGrade] = []
    heights: Counter[tuple[float, float]] = Counter()
    reader = Words()
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
            heights[(round(page.get_width()), round(page.get_height()))] += 1
            before, wrong = reader.letters, reader.replaced
            textpage = page.get_textpage()
            tags = page_tags(page)
            lines = _placed(page, group(reader.page(textpage, tags), number), tagged=bool(tags))
            textpage.close()
            page.close()
        except pdfium.PdfiumError:
            pages.append([])
            grades.append(PageGrade(number, Grade.NONE, "the page is damaged"))
            continue
        pages.append(lines)
        grades.append(_grade(number, reader.letters - before, reader.replaced - wrong))
    return pages, grades, heights.most_common(1)[0][0] if heights else (595.0, 842.0)


def _placed(page: Any, lines: list[Line], *, tagged: bool) -> list[Line]:
    """The lines told their box and, where no tags do, their cell."""
    if len(lines) < 3:
        return lines
    paths = drawn(page)
    lines = frame(page, lines, paths)
    return lines if tagged else tabulate(lines, paths, *page.get_size())


def _grade(number: int, letters: int, wrong: int) -> PageGrade:
    if letters == 0:
        return PageGrade(number, Grade.NONE, "no text layer")
    if wrong > 0.05 * letters:
        return PageGrade(number, Grade.POOR, f"{wrong} of {letters} characters have no known letter")
    return PageGrade(number, Grade.GOOD)


def _labels(document: Any) -> dict[int, str]:
    return {number + 1: label for number in range(len(document)) if (label := document.get_page_label(number))}
