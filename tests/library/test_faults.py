"""Each mistake is told in one line with the contract's exit code, and leaves the library as it was."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from missiongraph.api.cli.frame import FAILED, SOME_REFUSED, USAGE, run
from missiongraph.ingest.pipeline import ingest
from missiongraph.search.library import LibraryBusyError
from missiongraph.search.library.locks import writing

from .asking import Ask
from .states import graph, leftovers, slugs

Captured = pytest.CaptureFixture[str]


def told(capsys: Captured, library: Path, *arguments: str) -> tuple[int, list[str]]:
    """Exit code and the lines on standard error."""
    code = run(["--library", str(library), *arguments])
    return code, capsys.readouterr().err.strip().splitlines()


def newer(library: Path) -> str:
    (library / "library.toml").write_text("format = 99\n")
    return "install the newer missiongraph"


def damaged_settings(library: Path) -> str:
    (library / "library.toml").write_bytes(b"\xff\xfe not toml")
    return "cannot be read"


def damaged_manifest(library: Path) -> str:
    next((library / "snapshots").glob("*/manifest.json")).write_text("{")
    return "cannot be read"


def no_snapshot(library: Path) -> str:
    (library / "CURRENT").write_text("999999\n")
    return "cannot be read"


def files_of(library: Path) -> dict[str, bytes]:
    return {str(p.relative_to(library)): p.read_bytes() for p in library.rglob("*") if p.is_file()}


@pytest.mark.parametrize("harm", [newer, damaged_settings, damaged_manifest, no_snapshot], ids=lambda f: f.__name__)
@pytest.mark.parametrize("command", [("status",), ("reports",), ("ingest", "FILE"), ("remove", "x"), ("verify",)])
def test_an_unusable_library_is_refused_in_a_line(
    harm: Callable[[Path], str], command: tuple[str, ...], library: Path, made: list[Path], capsys: Captured
) -> None:
    expected, before = harm(library), files_of(library)
    code, lines = told(capsys, library, *[str(made[3]) if word == "FILE" else word for word in command])
    assert code == FAILED
    assert len(lines) == 1
    assert expected in lines[0]
    assert files_of(library) == before


def test_a_wrong_path_a_folder_without_reports_and_an_empty_file_are_told_apart(
    library: Path, tmp_path: Path, capsys: Captured
) -> None:
    empty, folder = tmp_path / "empty.md", tmp_path / "nothing"
    empty.touch()
    folder.mkdir()
    before = graph(library)
    for path, code, words in (
        (tmp_path / "missing.pdf", USAGE, "no such file"),
        (folder, USAGE, "no reports in this folder"),
        (empty, FAILED, "empty"),
    ):
        found, lines = told(capsys, library, "ingest", str(path))
        assert found == code, lines
        assert words in lines[-1]
    assert graph(library) == before
    assert leftovers(library) == []


def test_some_refused_and_the_rest_done_is_code_3(
    library: Path, made: list[Path], tmp_path: Path, capsys: Captured
) -> None:
    odd = tmp_path / "picture.png"
    odd.write_bytes(b"not a report")
    code = run(["--library", str(library), "ingest", "--json", str(made[3]), str(odd)])
    assert code == SOME_REFUSED
    outcomes = [one["outcome"] for one in json.loads(capsys.readouterr().out)["files"]]
    assert outcomes == ["added", "refused"]
    assert leftovers(library) == []


def test_no_library_and_another_folder_are_told_apart(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a-file").touch()
    assert told(capsys, tmp_path / "none", "status")[0] == FAILED
    code, lines = told(capsys, tmp_path / "other", "ingest", str(Path.cwd() / "README.md"))
    assert (code, len(lines)) == (FAILED, 1)
    assert "is not a library" in lines[0]
    assert os.listdir(tmp_path / "other") == ["a-file"]


def test_a_second_writer_is_told_to_come_back(library: Path, made: list[Path]) -> None:
    with writing(library / ".lock"), pytest.raises(LibraryBusyError, match="another process"):
        ingest(library, [made[3]], wait=0.2)


@pytest.mark.parametrize("handles", [0, 2, 4, 8, 16])
def test_without_file_handles_nothing_changes(library: Path, made: list[Path], handles: int, ask: Ask) -> None:
    before, request = graph(library), {"run": "ingest", "paths": [str(made[3])]}
    assert ask(library, request | {"handles": handles})["error"] is not None
    assert graph(library) == before
    assert ask(library, request)["error"] is None
    assert leftovers(library) == []


@pytest.mark.skipif(os.getuid() != 0, reason="needs root, to become somebody who may not write")
def test_a_folder_that_may_not_be_written_is_told(library: Path, ask: Ask) -> None:
    before = graph(library)
    for folder in library.parents[:3]:
        folder.chmod(0o755)
    request = {"run": "describe", "report": slugs(library)[0], "values": {"title": "Another"}, "nobody": True}
    assert str(ask(library, request)["error"]).startswith("NotWritableError")
    assert graph(library) == before
