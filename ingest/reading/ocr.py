"""Pages that are pictures, read by OCRmyPDF and Tesseract where they are installed; nothing of them ships with us."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import DamagedFileError, LimitExceededError, OcrUnavailableError


@contextmanager
def recognised(path: Path, *, seconds: float) -> Iterator[Path]:
    """A copy of the file with a text layer on the pages that lack one, for as long as the block runs.

    Raises :class:`OcrUnavailableError` without the programs, :class:`LimitExceededError` when it takes too long and
    :class:`DamagedFileError` when they cannot read the file.
    """
    program = shutil.which("ocrmypdf")
    if program is None or shutil.which("tesseract") is None:
        raise OcrUnavailableError(path, "OCRmyPDF or Tesseract is not installed")
    with tempfile.TemporaryDirectory(prefix="missiongraph-ocr-") as folder:
        out = Path(folder) / path.name
        command = [program, "--skip-text", "--quiet", "--output-type", "pdf", str(path.resolve()), str(out)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)
        except subprocess.TimeoutExpired as error:
            raise LimitExceededError(path, f"OCR took more than {seconds:g} seconds") from error
        if done.returncode != 0 or not out.exists():
            raise DamagedFileError(path, f"OCR gave it up ({done.stderr.decode('utf-8', 'replace').strip()[-200:]})")
        yield out
