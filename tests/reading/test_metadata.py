"""What a report says of itself, by rules that hold for any publisher, and never by the name of its file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from missiongraph.ingest.reading import read_here
from missiongraph.ontology.identifiers import report_slug
from missiongraph.ontology.model import Metadata

UNTITLED = (
    "Councils and charities have long asked the centre of government for a seat at the table where plans are made and "
    "money is shared. They have rarely been given one. This article says what would change if they were."
)


def _metadata(folder: Path, text: str, name: str = "file.txt") -> Metadata:
    path = folder / name
    path.write_text(text, "utf-8")
    return read_here(path).metadata


def test_a_text_without_a_title_is_named_by_its_first_words(tmp_path: Path) -> None:
    title = _metadata(tmp_path, UNTITLED).title
    assert title.endswith("…")
    assert UNTITLED.startswith(title.rstrip("…"))
    assert 40 < len(title) <= 81


def test_the_name_of_the_file_changes_nothing(tmp_path: Path) -> None:
    found = {report_slug(_metadata(tmp_path, UNTITLED, name), "0" * 64) for name in ("a.txt", "0123abcd.txt")}
    assert len(found) == 1


@pytest.mark.parametrize(
    ("imprint", "publisher"),
    [
        ("Credit: Northfield, www.northfield.co.uk.", "Northfield"),
        ("Centre for Fair Growth, 1 High Street. hello@centreforfairgrowth.org", "Centre for Fair Growth"),
        ("Published by The Alder Trust in May 2024.", "The Alder Trust"),
        ("© 2024 Harbour Institute. All rights reserved.", "Harbour Institute"),
        ("Copyright © Harbour Institute 2024", "Harbour Institute"),
        ("© Crown copyright 2024", None),
        ("All of this is told at www.example.org in more detail.", None),
    ],
)
def test_the_publisher_is_read_from_the_imprint(tmp_path: Path, imprint: str, publisher: str | None) -> None:
    text = f"HOMES FOR ALL\n\nMAY 2024\n\n{imprint}\n\nWHY HOMES\n\nThere are too few homes, and nobody builds them.\n"
    found = _metadata(tmp_path, text).publisher
    assert (found or "").removeprefix("The ") == (publisher or "").removeprefix("The ")


def test_what_an_html_file_says_of_itself_is_read(tmp_path: Path) -> None:
    found = _metadata(
        tmp_path,
        '<!doctype html><html lang="cy"><head><title>Homes for all | Alder Trust</title>'
        '<meta name="author" content="Ann Roe"><meta property="og:site_name" content="The Alder Trust">'
        '<meta property="article:published_time" content="2024-05-03T10:00:00Z">'
        '<link rel="license" href="https://creativecommons.org/licenses/by/4.0/deed.en"></head>'
        f"<body><main><h1>Homes for all</h1><p>{UNTITLED}</p></main></body></html>",
        "report.html",
    )
    assert found.license == "https://creativecommons.org/licenses/by/4.0/"
    assert (found.title, found.creators, found.publisher) == ("Homes for all", ("Ann Roe",), "The Alder Trust")
    assert (found.issued, found.language) == ("2024-05-03", "cy")


def test_what_a_word_file_says_of_itself_is_read_and_its_pages_fill_what_it_leaves_out(tmp_path: Path) -> None:
    from docx import Document as Word

    word = Word()
    word.core_properties.title, word.core_properties.author = "Homes for all", "Ann Roe"
    word.core_properties.created = datetime(2024, 5, 3, tzinfo=UTC)
    word.add_heading("Homes for all", 0)
    word.add_paragraph(UNTITLED)
    word.save(str(tmp_path / "kept.docx"))
    kept = read_here(tmp_path / "kept.docx").metadata
    assert (kept.title, kept.creators, kept.issued) == ("Homes for all", ("Ann Roe",), "2024-05-03")

    word = Word()
    word.core_properties.title = ""
    word.add_heading("Homes for all", 0)
    word.add_paragraph("Published by The Alder Trust in May 2024.")
    word.add_heading("Why", 1)
    word.add_paragraph(UNTITLED)
    word.save(str(tmp_path / "bare.docx"))
    bare = read_here(tmp_path / "bare.docx").metadata
    assert (bare.title, bare.publisher, bare.issued) == ("Homes for all", "The Alder Trust", "2024-05")
