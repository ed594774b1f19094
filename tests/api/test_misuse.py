"""A command that was called wrongly ends with one line that says so, and the code for wrong usage."""

from __future__ import annotations

import pytest

from missiongraph.api.cli.frame import OK, USAGE, run


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["linkd", "empty plots"], "linked"),
        (["--librery", "here", "status"], "--library"),
        (["status", "--jsn"], "--json"),
        (["search"], "Missing argument"),
        (["serve", "--port", "eighty"], "--port"),
        (["export"], "Missing argument"),
    ],
    ids=lambda each: each[0] if isinstance(each, list) else "",
)
def test_misuse_is_told_in_words(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == USAGE
    written = capsys.readouterr()
    assert said in written.err
    assert "Traceback" not in written.err + written.out


@pytest.mark.parametrize("arguments", [["--help"], ["search", "--help"], ["--version"]])
def test_help_and_version_are_no_misuse(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == OK
    assert capsys.readouterr().out
