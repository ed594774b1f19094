"""The shipped briefings have the parts they promise, and a rebuild gives what is shipped."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import typst as compiler
from pypdf import PdfReader
from pypdf.generic import Destination

from missiongraph.corpus import Briefing, briefings
from missiongraph.corpus.build import build, source_names
from missiongraph.corpus.markup import Name, UnknownSource, cite, typst
from missiongraph.ingest.metadata import beside

FOLDER = Path("corpus")
NAMES = source_names(tomllib.loads((FOLDER / "sources.toml").read_text(encoding="utf-8")))
each = pytest.mark.parametrize("briefing", briefings(), ids=lambda briefing: briefing.name)
PLACE = r"(pp?\. \d+|section |executive summary|introduction|opening|final section|title page)"


@cache
def reader(name: str) -> PdfReader:
    pdf = next(item.pdf for item in briefings() if item.name == name)
    return PdfReader(BytesIO(pdf.read_bytes()))


@cache
def text(name: str) -> str:
    return "\n".join(page.extract_text() for page in reader(name).pages)


def source(name: str) -> str:
    return (FOLDER / "source" / f"{name}.md").read_text(encoding="utf-8")


def headings(name: str) -> list[str]:
    def flat(outline: list[Any]) -> list[str]:
        found: list[str] = []
        for item in outline:
            found += [str(item.title)] if isinstance(item, Destination) else flat(item)
        return found

    return flat(reader(name).outline)


def test_there_are_at_least_six_briefings_and_25_pages() -> None:
    assert len(briefings()) >= 6
    assert sum(len(reader(briefing.name).pages) for briefing in briefings()) >= 25


def test_each_source_is_built_and_each_pdf_has_a_source() -> None:
    assert {briefing.name for briefing in briefings()} == {path.stem for path in (FOLDER / "source").glob("*.md")}


@each
def test_a_briefing_is_four_to_six_pages_and_small(briefing: Briefing) -> None:
    assert 4 <= len(reader(briefing.name).pages) <= 6
    assert len(briefing.pdf.read_bytes()) < 300_000


@each
def test_a_rebuild_gives_the_shipped_bytes(briefing: Briefing) -> None:
    assert build(briefing.name, FOLDER) == briefing.pdf.read_bytes()


@each
def test_the_first_page_says_that_it_is_a_summary(briefing: Briefing) -> None:
    assert "A summary, not a source." in reader(briefing.name).pages[0].extract_text()


@each
def test_a_briefing_has_its_parts(briefing: Briefing) -> None:
    found = headings(briefing.name)
    for part in ("In brief", "Further reading"):
        assert part in found
    assert any("recommend" in part or "proposes" in part for part in found)
    assert any("stands in the way" in part or "obstacles" in part for part in found)
    answers = any(re.search(r"governments? (had said|answered)", part) for part in found)
    assert answers or "No government reply" in text(briefing.name)
    markdown = source(briefing.name)
    assert len(re.findall(r"^\d+\. ", markdown, re.M)) >= 8, "numbered recommendations"
    assert markdown.count("|---") >= 1, "a table"
    assert re.search(r"^- ", markdown, re.M), "a list"
    assert "goal" in markdown.lower()


@each
def test_every_footnote_names_a_report_and_a_place_and_is_printed(briefing: Briefing) -> None:
    printed = re.sub(r"\s+", "", text(briefing.name))
    footnotes = re.findall(r"\^\[([^\]]+)\]", source(briefing.name))
    assert len(footnotes) >= 20
    cited: set[str] = set()
    for number, footnote in enumerate(footnotes, start=1):
        for citation in footnote.split(";"):
            assert re.match(rf"[\w-]+ {PLACE}", citation.strip()), citation
        words = cite(footnote, NAMES, cited).replace("'", "’")
        assert re.sub(r"\s+", "", f"{number}{words}") in printed, words


@each
def test_the_metadata_is_what_a_library_takes(briefing: Briefing) -> None:
    meta = briefing.metadata
    assert meta["publisher"] == "missiongraph"
    assert meta["type"] == "briefing"
    assert meta["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    assert date.fromisoformat(meta["date"])
    information = reader(briefing.name).metadata
    assert information is not None
    assert information.title == meta["title"]
    assert beside(Path("corpus/briefings") / f"{briefing.name}.pdf")["type"] == "briefing"


@pytest.mark.parametrize("footnote", ["nobody p. 3", "hac", "hac p. 1; nobody p. 2"])
def test_a_footnote_that_cites_no_known_source_is_an_error(footnote: str) -> None:
    with pytest.raises(UnknownSource):
        cite(footnote, NAMES, set())


def test_a_source_is_named_in_full_once_and_then_in_brief() -> None:
    names, cited = {"a": Name("A, Title (2025)", "A (2025)"), "b": Name("B, Other (2024)", "B (2024)")}, set[str]()
    assert cite("a p. 1; a p. 2; b p. 3", names, cited) == "A, Title (2025), p. 1; p. 2; B, Other (2024), p. 3."
    assert cite("a p. 4", names, cited) == "A (2025), p. 4."


@pytest.mark.parametrize("awkward", ["50% of #1", "a_b and $5", "mail@example.org <x>", "1 * 2 / 3", "back\\slash"])
def test_awkward_characters_print_as_themselves(awkward: str) -> None:
    pdf = compiler.compile(typst(awkward.replace("\\", "\\\\").replace("*", "\\*"), {}).encode(), format="pdf")
    assert awkward in PdfReader(BytesIO(pdf)).pages[0].extract_text()
