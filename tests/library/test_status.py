"""``status`` says whether what is published was made by this version."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from missiongraph.api.cli.frame import OK, run
from missiongraph.ingest import derive

Captured = pytest.CaptureFixture[str]


def status(library: Path, capsys: Captured) -> dict[str, object]:
    assert run(["--library", str(library), "status", "--json"]) == OK
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.parametrize(
    ("function", "words"), [("code_version", "3 of 3 reports"), ("build_version", "the snapshot made by")]
)
def test_a_library_of_another_version_says_that_it_needs_an_upgrade(
    library: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch, function: str, words: str
) -> None:
    assert status(library, capsys)["health"] == "good"
    monkeypatch.setattr(derive, function, lambda: "another version")
    found = status(library, capsys)
    assert found["health"] == "upgrade advised"
    assert words in str(found["upgrade"])
    assert "upgrade` derives anew" in str(found["upgrade"])
