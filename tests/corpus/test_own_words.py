"""The briefings paraphrase: no run of ten words of theirs stands in a report, names and titles excepted."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from missiongraph.corpus import briefings
from tests.shared import FOLDER, needs_shared

SOURCE = Path("corpus/source")
LENGTH = 10


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower().replace("’", "'").replace("'", ""))


def shingles(text: str) -> Iterator[tuple[str, ...]]:
    run = words(text)
    return (tuple(run[i : i + LENGTH]) for i in range(len(run) - LENGTH + 1))


def report_text(path: Path) -> str:
    if path.suffix != ".pdf":
        return path.read_text(encoding="utf-8")
    with pypdfium2.PdfDocument(path) as pdf:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)


def titles() -> list[str]:
    listed = tomllib.loads(Path("corpus/sources.toml").read_text(encoding="utf-8"))["source"]
    return [entry["title"] for entry in listed]


def without_names(markdown: str) -> str:
    """The text without footnotes and emphasised titles; a name breaks a run of words where it stands."""
    text = re.sub(r"\^\[[^\]]*\]", " ", markdown)
    text = re.sub(r"(?<!\*)\*[^*\n]+\*(?!\*)", " titlebreak ", text)
    for title in titles():
        text = text.replace(title, " titlebreak ")
    return text


@pytest.fixture(scope="module")
def reported() -> set[tuple[str, ...]]:
    folder = FOLDER / "reports"
    return {
        shingle
        for path in sorted(folder.iterdir())
        if path.suffix in {".pdf", ".txt", ".md"}
        for shingle in shingles(report_text(path))
    }


@needs_shared
def test_the_reports_text_is_really_there_to_compare(reported: set[tuple[str, ...]]) -> None:
    assert len(reported) > 100_000


@needs_shared
@pytest.mark.parametrize("name", [briefing.name for briefing in briefings()])
def test_no_run_of_ten_words_is_copied(name: str, reported: set[tuple[str, ...]]) -> None:
    text = without_names((SOURCE / f"{name}.md").read_text(encoding="utf-8"))
    assert [" ".join(shingle) for shingle in shingles(text) if shingle in reported] == []
