"""`evaluate` scores as the shared scorer does, and says what is wrong with annotations that it cannot use."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

import pytest

from missiongraph.api.cli.frame import OK, USAGE, run
from missiongraph.ingest.pipeline import ingest
from missiongraph.ingest.scoring import calibration_error, reliability
from tests.shared import FOLDER, gold, needs_shared, report

NAME = "governing-in-partnership"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("evaluate") / "library"
    ingest(root, [report(f"{NAME}.txt")])
    return root


@needs_shared
def test_scores_are_those_of_the_shared_scorer(
    library: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    export = tmp_path / "export.nq"
    assert run(["export", str(export), "--library", str(library)]) == OK
    monkeypatch.setattr(sys, "path", [str(FOLDER / "eval"), *sys.path])
    scorer = import_module("score_extraction")
    theirs, _ = scorer.score(json.loads(gold(f"{NAME}.json").read_text("utf-8")), scorer.load(export))
    capsys.readouterr()
    assert run(["evaluate", str(gold(f"{NAME}.json")), "--library", str(library), "--json"]) == OK
    ours = json.loads(capsys.readouterr().out)["reports"][0]["scores"]
    for measure, row in ours.items():
        for figure in ("precision", "recall", "f1"):
            if figure in theirs[measure] and not (measure == "actors" and figure != "recall"):
                assert row[figure] == pytest.approx(theirs[measure][figure], abs=0.001), (measure, figure)
    assert theirs["evidence"]["quotes word for word"] == 1.0


@needs_shared
def test_misses_name_what_was_missed(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", str(gold(f"{NAME}.json")), "--library", str(library), "--misses"]) == OK
    printed = capsys.readouterr().out
    assert "reforms missed:" in printed
    assert "expected calibration error" in printed


@needs_shared
def test_a_report_that_is_not_in_the_library_is_said_to_be_missing(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["evaluate", str(gold("dhsc-rapid-review.json")), "--library", str(library)]) == USAGE
    assert "ingest it first" in capsys.readouterr().err


@pytest.mark.parametrize("content", ["", "{", "[]", '{"file": "a.txt"}'])
def test_annotations_that_cannot_be_used_are_refused(
    content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "gold.json"
    path.write_text(content, encoding="utf-8")
    assert run(["evaluate", str(path), "--library", str(tmp_path)]) == USAGE
    assert "check the file" in capsys.readouterr().err


def test_calibration_error_is_none_where_shares_meet_confidences() -> None:
    sure = [(0.5, True), (0.5, False)] * 10
    assert calibration_error(sure, bins=10) == pytest.approx(0.0)
    assert sum(n for n, _, _ in reliability(sure)) == len(sure)
    assert calibration_error([(1.0, False)] * 10) == pytest.approx(1.0)


def test_what_is_taught_must_be_there_and_be_learnt_from(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "gold.json"
    assert run(["evaluate", str(path), "--taught", str(tmp_path)]) == USAGE
    assert "--left-out" in capsys.readouterr().err
    assert run(["evaluate", str(path), "--left-out", str(tmp_path), "--taught", str(tmp_path)]) == USAGE
    assert "no annotations" in capsys.readouterr().err
