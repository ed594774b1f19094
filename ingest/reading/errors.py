"""Why a report could not be read, and what to do about it.

::

    ReadError
     ├─ UnsupportedFormatError   not a kind of file that is read, or not what its name says
     ├─ EmptyReportError         nothing in it to read
     │   └─ NoTextLayerError     pages are pictures: needs OCR
     ├─ DamagedFileError         cannot be repaired
     ├─ PasswordNeededError      encrypted, no password given
     │   └─ WrongPasswordError   the one given does not open it
     ├─ LimitExceededError       took more time, memory or pages than a report may
     └─ OcrUnavailableError      OCR was asked for and is not installed
"""

from __future__ import annotations

from pathlib import Path


class ReadError(Exception):
    """A report was refused. ``path`` is the file, ``reason`` why, ``advice`` what to do."""

    advice = "Check that the file opens in another program."

    def __init__(self, path: Path, reason: str, advice: str | None = None) -> None:
        self.path, self.reason = path, reason
        if advice is not None:
            self.advice = advice
        super().__init__(f"{path.name}: {reason}. {self.advice}")

    def __reduce__(self) -> tuple[type[ReadError], tuple[Path, str, str]]:
        return type(self), (self.path, self.reason, self.advice)


class UnsupportedFormatError(ReadError):
    """Not a kind of file that is read, or not what its name says."""

    advice = "Give a .pdf, .txt, .md, .html or .docx file whose content is what its name says."


class EmptyReportError(ReadError):
    """Nothing in the file can be read."""

    advice = "Give a file with text in it."


class NoTextLayerError(EmptyReportError):
    """The pages are pictures without a text layer."""

    advice = "Read it with --ocr (needs OCRmyPDF and Tesseract), or give an edition with a text layer."


class DamagedFileError(ReadError):
    """The file is damaged beyond repair."""

    advice = "Fetch it again, or open it in a PDF program and save a fresh copy."


class PasswordNeededError(ReadError):
    """The file is encrypted and no password was given."""

    advice = "Give its password with --password."


class WrongPasswordError(PasswordNeededError):
    """The password does not open the file."""

    advice = "Give the right password with --password."


class LimitExceededError(ReadError):
    """Reading took more time, memory or pages than one report may."""

    advice = "Split the file, or raise the limit if you trust it."


class OcrUnavailableError(ReadError):
    """OCR was asked for and its programs are not installed."""

    advice = "Install OCRmyPDF and Tesseract, or give an edition with a text layer."
