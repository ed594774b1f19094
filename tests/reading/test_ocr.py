"""A PDF of pictures is refused without OCR, and read and marked with it where the programs are installed."""

from __future__ import annotations

import shutil
import zlib
from pathlib import Path

import pytest

from missiongraph.ingest.reading import NoTextLayerError, read

from .hostile import page, pdf, stream

LINES = ("The council should publish a plan for homes.", "Tenants have waited for it since the spring.")


def _scan(folder: Path) -> Path:
    """A picture of two sentences, at 200 dots an inch, in a PDF."""
    import pypdfium2

    source = folder / "source.pdf"
    content = b"BT /F1 16 Tf 60 760 Td (%s) Tj 0 -30 Td (%s) Tj ET" % tuple(line.encode() for line in LINES)
    source.write_bytes(page(content))
    document = pypdfium2.PdfDocument(source)
    grey = document[0].render(scale=200 / 72, grayscale=True).to_numpy()
    document.close()
    high, wide = grey.shape[:2]
    image = b"/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode "
    path = folder / "scan.pdf"
    path.write_bytes(
        pdf(
            {
                1: b"<< /Type /Catalog /Pages 2 0 R >>",
                2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
                b"/Resources << /XObject << /I 5 0 R >> >> >>",
                4: stream(b"q 595 0 0 842 0 0 cm /I Do Q"),
                5: stream(zlib.compress(grey.tobytes()), image + b"/Width %d /Height %d " % (wide, high)),
            }
        )
    )
    return path


def test_a_scan_is_refused_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(NoTextLayerError, match="--ocr"):
        read(_scan(tmp_path))


def test_with_ocr_a_scan_is_read_and_marked(tmp_path: Path) -> None:
    if not (shutil.which("ocrmypdf") and shutil.which("tesseract")):
        pytest.skip("OCRmyPDF and Tesseract are not installed")
    document = read(_scan(tmp_path), ocr=True)
    assert document.ocr
    assert " ".join(b.text for b in document.blocks) == " ".join(LINES)
