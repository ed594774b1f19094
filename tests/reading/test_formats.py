"""What each format says is kept: headings, items with their lead-in, notes, tables, quotations, numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from missiongraph.ingest.reading import read_here
from missiongraph.ontology.model import Block, Document, PassageKind

PLAIN = """A PLAN FOR HOMES

INTRODUCTION

The council has too few homes, and the waiting list grows with every year.¹ We have asked why for a long time, and the

¹ Smith, J. Waiting lists explained. Example Press, 3 May 2024. Available at https://example.org/a [accessed 1/2/25]

answer is that nobody has been asked to lead.

We recommend:

- Publish a plan
- Name a lead

OUR SECOND CHAPTER

Nothing more is said in this chapter than these few words, which end here.
"""

MARKDOWN = """# A plan

## Why

Homes are few[^1] and **dear**. We recommend:

1. Publish a plan
   - with dates
2. Name a lead

> They have waited long enough.

| Year | Homes |
|---|---|
| 2024 | 12 |

[^1]: Smith, J. Waiting. Example Press, 3 May 2024. https://example.org/waiting
"""

HTML = """<html lang="en"><head><title>A plan</title></head><body><nav>Menu</nav><main><h1>A plan</h1><h2>Why</h2>
<p>Homes are few<sup><a href="#fn1">1</a></sup> and dear. We recommend:</p>
<ol><li>Publish a plan<ul><li>with dates</li></ul></li>
<li>Name a lead</li></ol><blockquote><p>They have waited long enough.</p></blockquote>
<table><tr><th>Year</th><th>Homes</th></tr><tr><td>2024</td><td>12</td></tr></table>
<ol><li id="fn1">Smith, J. Waiting. Example Press, 3 May 2024. https://example.org/waiting</li></ol></main>
<footer>Cookies</footer></body></html>"""


def _read(folder: Path, suffix: str, text: str) -> Document:
    path = folder / f"plan{suffix}"
    path.write_text(text, "utf-8")
    return read_here(path)


def _word(folder: Path) -> Document:
    import docx

    document = docx.Document()
    document.add_heading("A plan", 1)
    document.add_heading("Why", 2)
    document.add_paragraph("Homes are few and dear. We recommend:")
    document.add_paragraph("Publish a plan", style="List Number")
    document.add_paragraph("Name a lead", style="List Number")
    document.add_paragraph("They have waited long enough.", style="Quote")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip((c for row in table.rows for c in row.cells), ("Year", "Homes", "2024", "12"), strict=True):
        cell.text = text
    document.save(str(folder / "plan.docx"))
    return read_here(folder / "plan.docx")


def _kinds(document: Document, kind: PassageKind) -> list[Block]:
    return [block for block in document.blocks if block.kind is kind]


def test_plain_text_joins_what_a_note_stands_between_and_ties_the_mark(tmp_path: Path) -> None:
    document = _read(tmp_path, ".txt", PLAIN)
    whole = next(b for b in document.blocks if "waiting list" in b.text)
    assert whole.text.endswith("and the answer is that nobody has been asked to lead.")
    assert [document.notes[m.note].mark for m in whole.marks] == ["1"]
    work = document.references[0]
    assert (work.title, work.authors, work.publisher) == ("Waiting lists explained", ("Smith, J.",), "Example Press")
    assert (work.issued, work.url) == ("2024-05-03", "https://example.org/a")
    assert [s.label for s in document.sections] == ["A PLAN FOR HOMES", "INTRODUCTION", "OUR SECOND CHAPTER"]
    assert document.metadata.title == "A Plan for Homes"


def test_plain_items_name_the_sentence_that_introduces_them(tmp_path: Path) -> None:
    document = _read(tmp_path, ".txt", PLAIN)
    items = _kinds(document, PassageKind.ITEM)
    assert [b.text for b in items] == ["Publish a plan", "Name a lead"]
    assert {document.blocks[b.lead_in].text for b in items if b.lead_in is not None} == {"We recommend:"}


@pytest.mark.parametrize("suffix", [".md", ".html", ".docx"])
def test_marked_up_formats_agree(tmp_path: Path, suffix: str) -> None:
    document = _word(tmp_path) if suffix == ".docx" else _read(tmp_path, suffix, MARKDOWN if suffix == ".md" else HTML)
    assert [(s.label, s.level) for s in document.sections] == [("A plan", 1), ("Why", 2)]
    numbers = [(b.number, b.text) for b in _kinds(document, PassageKind.ITEM) if b.number]
    assert numbers == [("1", "Publish a plan"), ("2", "Name a lead")]
    assert all(b.recommendation for b in _kinds(document, PassageKind.ITEM) if b.number)
    assert [b.text for b in _kinds(document, PassageKind.QUOTATION)] == ["They have waited long enough."]
    assert _kinds(document, PassageKind.TABLE)[-1].cells == (("Year", "2024"), ("Homes", "12"))
    assert "Menu" not in " ".join(b.text for b in document.blocks)


@pytest.mark.parametrize(("suffix", "text"), [(".md", MARKDOWN), (".html", HTML)])
def test_notes_leave_the_text_and_their_work_is_known(tmp_path: Path, suffix: str, text: str) -> None:
    document = _read(tmp_path, suffix, text)
    first = next(b for b in document.blocks if b.text.startswith("Homes are few"))
    assert first.text.startswith("Homes are few and dear.")
    assert [document.notes[m.note].mark for m in first.marks] == ["1"]
    assert document.references[0].issued == "2024-05-03"


def test_a_report_that_is_not_english_is_read_and_marked(tmp_path: Path) -> None:
    words = "La ville doit publier un plan pour les logements et elle ne l'a pas fait dans les délais. "
    assert _read(tmp_path, ".txt", words * 5).metadata.language == "fr"


def test_reading_the_same_file_twice_gives_the_same_document(tmp_path: Path) -> None:
    assert _read(tmp_path, ".html", HTML) == _read(tmp_path, ".html", HTML)


def test_items_under_further_reading_are_references_and_those_elsewhere_are_not(tmp_path: Path) -> None:
    file = tmp_path / "boats.md"
    file.write_text(
        "# Boats\n\n## What to mend\n\n- Ropes that fray before the season is over, in every harbour.\n\n"
        "## Further reading\n\nThese two are at hand.\n\n- Ada Rowe, Ropes and what they hold, Harbour Press, 2019.\n\n"
        "Sam Lund, Masts, Harbour Press, 2020.\n",
        "utf-8",
    )
    kinds = {block.text[:9]: block.kind for block in read_here(file).blocks}
    assert kinds["Ropes tha"] is PassageKind.ITEM
    assert kinds["These two"] is PassageKind.PARAGRAPH
    assert kinds["Ada Rowe,"] is PassageKind.REFERENCE
    assert kinds["Sam Lund,"] is PassageKind.REFERENCE
