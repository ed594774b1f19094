"""Missions within missions, by what a sentence says and by their words."""

from __future__ import annotations

import pytest

from missiongraph.ingest.extraction.found import Found
from missiongraph.ingest.extraction.links import Report
from missiongraph.ingest.extraction.within import mission_parts
from missiongraph.ingest.resolution.hierarchy import write_missions
from missiongraph.ingest.resolution.linkable import Linkable
from missiongraph.ingest.resolution.shared import LinksWriter
from missiongraph.ontology.model import Entity, EntityKind, Evidence, Metadata

from .seen import seen, stated

TEXT = """# Islands

## Aims

Doubling the ferry crossings is part of the mission for living islands, and everybody agrees on that.

The plan for cleaner harbours includes the aim of halving oil spills before the decade ends.

Doubling the ferry crossings came up in the same meeting as the halving of oil spills.
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return seen(tmp_path_factory.mktemp("within"), TEXT)


def mission(report: Report, label: str, start: str) -> Found:
    return stated(report, EntityKind.MISSION, start, label)


def test_a_sentence_that_says_so_puts_one_mission_within_another(report: Report) -> None:
    missions = [
        mission(report, "Double the ferry crossings", "Doubling the ferry crossings is"),
        mission(report, "Living islands", "Doubling the ferry crossings is"),
        mission(report, "Cleaner harbours", "The plan for"),
        mission(report, "Halve oil spills", "The plan for"),
    ]
    said = {(c.subject, c.object) for c in mission_parts(missions, report)}
    assert said == {
        ("mission/double-the-ferry-crossings", "mission/living-islands"),
        ("mission/halve-oil-spills", "mission/cleaner-harbours"),
    }


def test_a_mission_with_all_the_words_of_another_is_part_of_the_widest_match() -> None:
    labels = ["Halve oil spills", "Halve oil spills in northern harbours", "Halve oil spills in harbours", "Harbours"]
    entities = tuple(
        Entity(
            key=f"mission/{n}",
            kind=EntityKind.MISSION,
            label=label,
            confidence=0.8,
            evidence=(Evidence(passage="passage/0", start=0, end=1),),
        )
        for n, label in enumerate(labels)
    )
    writer = LinksWriter("https://example.org/id/")
    write_missions(writer, {"one": Linkable(sha256="0" * 64, metadata=Metadata(title="One"), shared=entities)})
    said = {(str(q.subject).strip("<>")[-1], str(q.object).strip("<>")[-1]) for q in writer.quads}
    assert said == {("2", "0"), ("1", "2")}
