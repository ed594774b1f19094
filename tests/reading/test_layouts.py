"""Layouts that real reports use, typeset here: outline, text, notes and labels come out as they were put in."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import typst

from missiongraph.ingest.reading import read_here
from missiongraph.ontology.model import Document, PassageKind

NAMES = (
    "alder birch cedar dogwood elm fir gorse hazel ivy juniper larch maple nettle oak pine rowan sorrel thorn".split()
)
_SAID = (
    "has asked for a plan since the spring, and it set out what it would do with one in a letter that nobody has "
    "answered so far. Its tenants say that they were told to wait, and that they have waited long enough by now."
)


def text(name: str) -> str:
    """A paragraph that no other is like."""
    return f"The council of {name.title()} {_SAID} Nobody in {name.title()} disputes it."


@cache
def typeset(source: str, *, tags: bool = True) -> Document:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        path.write_bytes(typst.compile(source.encode(), pdf_tags=tags))
        return read_here(path)


def outline(document: Document) -> list[tuple[int, str]]:
    return [(section.level, section.label) for section in document.sections]


def running(document: Document) -> list[str]:
    return [block.text for block in document.blocks if block.kind is not PassageKind.HEADING]


def test_roman_labels_go_before_arabic_ones() -> None:
    found = typeset(
        '#set page(paper: "a4", numbering: "i")\n= Foreword\n'
        + text("alder")
        + "\n#pagebreak()\n"
        + text("birch")
        + "\n"
        '#pagebreak()\n#set page(numbering: "1")\n#counter(page).update(1)\n= Why homes\n' + text("cedar") + "\n"
        "== What is missing\n" + text("dogwood") + "\n#pagebreak()\n= What to do\n" + text("elm")
    )
    assert outline(found) == [(1, "Foreword"), (1, "Why homes"), (2, "What is missing"), (1, "What to do")]
    labels = {page.page: page.label for block in found.blocks for page in block.pages}
    assert labels == {1: "i", 2: "ii", 3: "1", 4: "2"}
    assert running(found) == [text(n) for n in ("alder", "birch", "cedar", "dogwood", "elm")]


def test_headings_in_the_margin_stand_over_the_text_beside_them() -> None:
    found = typeset(
        '#set page(paper: "a4", margin: (left: 6cm))\n#set text(size: 10pt)\n'
        '#let side(t) = place(left, dx: -4.5cm, block(width: 3.8cm, text(weight: "bold", t)))\n'
        '#text(size: 22pt, weight: "bold")[Homes by the Sea]\n\n#text(size: 16pt, weight: "bold")[Why homes]\n\n'
        "#side[Waiting lists]\n" + text("alder") + "\n\n" + text("birch") + "\n\n#side[Empty flats]\n" + text("cedar")
    )
    assert outline(found) == [(1, "Homes by the Sea"), (2, "Why homes"), (3, "Waiting lists"), (3, "Empty flats")]
    assert running(found) == [text("alder"), text("birch"), text("cedar")]
    sections = [found.sections[b.section or 0].label for b in found.blocks if b.kind is PassageKind.PARAGRAPH]
    assert sections == ["Waiting lists", "Waiting lists", "Empty flats"]


def test_two_columns_are_read_one_after_the_other_and_their_footnotes_apart() -> None:
    noted = NAMES[::4]
    paragraphs = [
        text(n)
        + (f"#footnote[Roe, A. Homes of {n}. Example Press, 3 May 2024. https://example.org/{n}]" if n in noted else "")
        for n in NAMES
    ]
    found = typeset(
        '#set page(paper: "a4", columns: 2, numbering: "1")\n#set super(typographic: false)\n#set par(justify: true)\n'
        "= Why homes\n" + "\n\n".join(paragraphs)
    )
    assert outline(found) == [(1, "Why homes")]
    assert running(found) == [text(n) for n in NAMES]
    cited = {
        block.text.split()[3]: [found.notes[m.note].references for m in block.marks]
        for block in found.blocks
        if block.marks
    }
    titles = {work.key: work.title for work in found.references}
    assert {name: [titles[k] for keys in notes for k in keys] for name, notes in cited.items()} == {
        name.title(): [f"Homes of {name}"] for name in noted
    }


def test_what_a_browser_prints_round_a_page_is_left_out() -> None:
    found = typeset(
        '#set page(paper: "a4", header: text(size: 8pt)[26/11/2024, 10:15 #h(1fr) A plan for homes - EXAMPLE.ORG], '
        "footer: text(size: 8pt)[https://www.example.org/publications/a-plan-for-homes #h(1fr) "
        '#context counter(page).display("1/1", both: true)])\n#set text(size: 13pt)\n= A plan for homes\n'
        + "\n\n".join((f"== Of {n}\n" if i % 6 == 0 else "") + text(n) for i, n in enumerate(NAMES))
    )
    assert (found.page_count or 0) >= 3
    assert outline(found) == [(1, "A plan for homes"), (2, "Of alder"), (2, "Of gorse"), (2, "Of nettle")]
    assert running(found) == [text(n) for n in NAMES]


def test_numbered_paragraphs_keep_their_numbers_out_of_the_text() -> None:
    rows = "\n".join(f"#grid(columns: (1cm, 1fr), [{i}.], [{text(n)}])\n" for i, n in enumerate(NAMES[:9], 1))
    found = typeset('#set page(paper: "a4", numbering: "1")\n= Evidence\n' + rows)
    assert [(b.number, b.text) for b in found.blocks if b.kind is not PassageKind.HEADING] == [
        (str(i), text(n)) for i, n in enumerate(NAMES[:9], 1)
    ]


def test_a_box_is_set_apart_from_the_text_round_it() -> None:
    found = typeset(
        '#set page(paper: "a4", numbering: "1")\n= Evidence\n' + text("alder") + "\n\n"
        "#rect(width: 100%, inset: 8pt)[*Box 1: A street in the north*\n\n" + text("birch") + "]\n\n" + text("cedar")
    )
    assert [(b.kind, b.text) for b in found.blocks if b.kind is not PassageKind.HEADING] == [
        (PassageKind.PARAGRAPH, text("alder")),
        (PassageKind.BOX, text("birch")),
        (PassageKind.PARAGRAPH, text("cedar")),
    ]
    assert "Box 1: A street in the north" in [b.text for b in found.blocks]


TABLE = """
    table.header[*Place*][*Homes*][*What was asked*], [Alder], [120], [A plan for the empty flats of the old mill],
    [Birch], [85], [Nothing], [Cedar], [40], [A letter, which nobody answered within the month]"""


@pytest.mark.parametrize("strokes", ["1pt", "(x, y) => (top: 0.5pt, bottom: 0.5pt)"])
@pytest.mark.parametrize("tags", [True, False])
def test_a_drawn_table_is_read_by_rows_with_or_without_tags(strokes: str, tags: bool) -> None:
    table = f"#table(columns: (1fr, auto, 1fr), stroke: {strokes}, {TABLE})"
    source = f'#set page(paper: "a4")\n= Homes\n{text("alder")}\n\n{table}\n\n'
    found = typeset(source + text("birch"), tags=tags)
    rows = [dict(block.cells) for block in found.blocks if block.kind is PassageKind.TABLE]
    assert [row.get("Homes") for row in rows[1:]] == ["120", "85", "40"]
    assert rows[3]["What was asked"] == "A letter, which nobody answered within the month"
    prose = [block.text for block in found.blocks if block.kind is PassageKind.PARAGRAPH]
    assert prose == [text("alder"), text("birch")]


def test_rules_round_running_text_make_no_table() -> None:
    rule = "\n\n#line(length: 100%)\n\n"
    found = typeset('#set page(paper: "a4")\n= Homes\n' + rule.join(map(text, NAMES[:5])), tags=False)
    assert running(found) == [text(n) for n in NAMES[:5]]


def test_superior_figures_are_marks_and_units_are_not() -> None:
    found = typeset('#set page(paper: "a4")\n= Homes\nAlder built few homes.¹² Each has 40 m² of floor, and no garden.')
    assert running(found) == ["Alder built few homes. Each has 40 m² of floor, and no garden."]
