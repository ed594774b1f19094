"""What the README shows is what runs."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from missiongraph.api.cli.frame import OK, run

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


def told(text: str) -> str:
    """A printed answer without its line ends and its scores, which differ a little between processors."""
    return " ".join(re.sub(r"\b[01]\.\d\d\b", "n", text).split())


def test_the_printed_answer_is_the_one_that_the_command_gives(
    briefings_library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command, _, answer = README.split("```\n$ ", 1)[1].split("```", 1)[0].partition("\n")
    assert run(["--library", str(briefings_library), *shlex.split(command)[1:]]) == OK
    assert told(capsys.readouterr().out) == told(answer)
