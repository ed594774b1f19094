"""What the command line and the API say of hard files: passwords asked for, grades shown, no file harming another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from missiongraph.api.app import create_app
from missiongraph.api.cli.frame import FAILED, OK, SOME_REFUSED, run

from .hostile import PROSE, cases, encrypted, pdf, stream, text

Captured = pytest.CaptureFixture[str]


def _told(capsys: Captured, library: Path, *arguments: str) -> tuple[int, str, str]:
    code = run(["--library", str(library), *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def _file(folder: Path, name: str, data: bytes) -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


def _half_scanned() -> bytes:
    """Two pages, of which one is a picture: poor."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    leaf = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
    leaf += b"/Resources << /Font << /F1 7 0 R >> >> >>"
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
            3: leaf % 5,
            4: leaf % 6,
            5: stream(text(PROSE)),
            6: stream(b"0 0 595 842 re f"),
            7: font,
        }
    )


def test_an_encrypted_report_asks_for_its_password_and_is_taken_in_with_it(tmp_path: Path, capsys: Captured) -> None:
    library, locked = tmp_path / "library", _file(tmp_path, "locked.pdf", encrypted("sesame"))
    code, _, err = _told(capsys, library, "ingest", "--workers", "1", locked)
    assert code == FAILED
    assert "locked.pdf" in err
    assert "encrypted" in err
    assert "--password" in err
    code, _, err = _told(capsys, library, "ingest", "--workers", "1", "--password", "shut", locked)
    assert code == FAILED
    assert "does not open it" in err
    code, out, _ = _told(capsys, library, "ingest", "--workers", "1", "--password", "sesame", "--json", locked)
    assert code == OK
    assert [one["outcome"] for one in json.loads(out)["files"]] == ["added"]
    kept = [p for p in library.rglob("*") if p.is_file() and b"sesame" in p.read_bytes()]
    assert kept == []


def test_grades_are_shown_by_ingest_reports_and_the_api_and_a_scan_is_refused(tmp_path: Path, capsys: Captured) -> None:
    library = tmp_path / "library"
    good = _file(tmp_path, "good.txt", b"A sound report.\n\n" + PROSE)
    half = _file(tmp_path, "half.pdf", _half_scanned())
    scan = _file(tmp_path, "scan.pdf", next(c.data for c in cases() if c.name == "picture only"))
    code, out, err = _told(capsys, library, "ingest", "--workers", "1", good, half, scan)
    assert code == SOME_REFUSED
    assert "good" in out
    assert "poor" in out
    assert "scan.pdf" in err
    assert "--ocr" in err
    shown = _told(capsys, library, "reports")[1]
    assert "good" in shown
    assert "poor" in shown
    listed = json.loads(_told(capsys, library, "reports", "--json")[1])
    with TestClient(create_app(library)) as client:
        answered = client.get("/reports", headers={"accept": "application/json"}).json()
    for found in (listed, answered):
        assert sorted(one["grade"] for one in found["items"]) == ["good", "poor"]
