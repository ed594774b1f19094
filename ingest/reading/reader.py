"""The one door to every format: which reader takes a file, and the process it is read in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from missiongraph.ontology.model import Document

from .draft import Drafts
from .errors import EmptyReportError, LimitExceededError, NoTextLayerError, ReadError, UnsupportedFormatError
from .limits import DEFAULT, Limits

#: OCR takes seconds a page, so it is given this many times what reading is.
_OCR_TIMES = 30


def read(path: Path, *, password: str | None = None, ocr: bool = False, limits: Limits = DEFAULT) -> Document:
    """The report in a file, read in a process of its own within ``limits``.

    ``password`` opens an encrypted PDF; with ``ocr`` a file without a text layer is read through OCRmyPDF and marked as
    such. Raises a :class:`~missiongraph.ingest.reading.errors.ReadError` with the reason where the file is refused.
    """
    from . import worker

    path = Path(path)
    _checked(path, limits)
    try:
        return worker.run(path, password=password, limits=limits)
    except NoTextLayerError:
        if not ocr:
            raise
    from .ocr import recognised

    with recognised(path, seconds=_OCR_TIMES * limits.seconds) as copy:
        return replace(worker.run(copy, password=password, limits=limits), ocr=True)


def read_here(path: Path, *, password: str | None = None, limits: Limits = DEFAULT) -> Document:
    """The same in this process, for files that are trusted: only the limits of size and pages hold."""
    from missiongraph.ingest.structure.build import build

    _checked(path, limits)
    document = build(drafts(path, password=password, limits=limits))
    if not any(block.text.strip() for block in document.blocks):
        raise EmptyReportError(path, "there is no text in it")
    return document


def drafts(path: Path, *, password: str | None = None, limits: Limits = DEFAULT) -> Drafts:
    """The pieces of a file, before its structure is found."""
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        from .pdf import read_pdf

        return read_pdf(path, password=password, limits=limits)
    reader = _READERS.get(suffix)
    if reader is None:
        raise UnsupportedFormatError(path, f"{suffix or 'a file without a suffix'} is not read")
    return reader(path)


def _checked(path: Path, limits: Limits) -> None:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise ReadError(
            path, f"it cannot be opened ({error.strerror})", "Check the path and its permissions."
        ) from error
    if path.is_dir():
        raise UnsupportedFormatError(path, "it is a folder", "Give a file.")
    if path.suffix.lower() not in SUFFIXES:
        raise UnsupportedFormatError(path, f"{path.suffix or 'a file without a suffix'} is not read")
    if size > limits.size:
        raise LimitExceededError(path, f"it is larger than {limits.size // 1_000_000} MB")
    if size == 0:
        raise EmptyReportError(path, "the file is empty")


def _plain(path: Path) -> Drafts:
    from missiongraph.ingest.structure.outline import level_plain

    from .plain import read_plain

    found = read_plain(path)
    level_plain(found.pieces)
    return found


def _markdown(path: Path) -> Drafts:
    from .markdown import read_markdown

    return read_markdown(path)


def _html(path: Path) -> Drafts:
    from .html import read_html

    return read_html(path)


def _docx(path: Path) -> Drafts:
    from .docx import read_docx

    return read_docx(path)


_READERS: dict[str, Callable[[Path], Drafts]] = {
    ".txt": _plain,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
    ".docx": _docx,
}

#: The suffixes that are read.
SUFFIXES = (".pdf", *_READERS)
