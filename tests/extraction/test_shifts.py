"""Shifts are lines that say "from X to Y"; a passing "from … to …" is none."""

from __future__ import annotations

from missiongraph.ingest.extraction.shifts import shifts
from missiongraph.ontology.model import Document, Metadata, Passage, PassageKind
from tests.shared import gold, needs_shared, report

EMPTY = Document(metadata=Metadata(title="t"), blocks=())


def passage(n: int, text: str, kind: PassageKind) -> Passage:
    return Passage(key=f"passage/{n}", text=text, kind=kind, position=n, block=n, start=0, end=len(text))


def test_a_heading_names_a_shift_once_however_often_it_is_written() -> None:
    lines = (
        passage(0, "From single plots to shared gardens", PassageKind.HEADING),
        passage(
            1, "Growers moved from the north to the south over many years, as we were told.", PassageKind.PARAGRAPH
        ),
        passage(2, "From single plots to shared gardens", PassageKind.ITEM),
    )
    assert [(s.change, len(s.evidence)) for s in shifts(EMPTY, lines)] == [(("single plots", "shared gardens"), 2)]


@needs_shared
def test_the_shifts_of_the_paper_are_found_all_five_and_no_other() -> None:
    import json

    from missiongraph.ingest.passages import cut
    from missiongraph.ingest.reading import read

    document = read(report("mission-ready-national-missions.txt"))
    wanted = json.loads(gold("mission-ready-national-missions.json").read_text("utf-8"))["shifts"]
    names = {(s if isinstance(s, str) else s["label"]).lower() for s in wanted}
    assert {s.label.lower() for s in shifts(document, cut(document))} == names
