"""Tables whose columns are announced as goals, obstacles or proposals."""

from __future__ import annotations

import pytest

from missiongraph.ingest.extraction.units import announced, units
from missiongraph.ontology.model import EntityKind, Extraction
from tests.extraction.seen import Extracted, extracted

REPORT = """# Buses that come

Fenland Works, March 2021. This paper was written for councils that run buses in rural counties.

## What the county wants

| Goal | Who must help |
|---|---|
| Halving the wait for a bus | Operators and the county council |
| 900 new shelters by 2029 | Parish councils with land beside roads |

## What holds it back

| Obstacle | Proposal |
|---|---|
| Contracts too short to buy buses | Let contracts for eight years or more |
| No shared timetable data | Publish one open timetable for the county |

## A measure of it

| Route | Riders |
|---|---|
| Ely to March by way of the fens | 1,204 riders a week in summer |
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Extracted:
    return extracted(tmp_path_factory.mktemp("tables"), REPORT)


def labels(extraction: Extraction, kind: EntityKind) -> list[str]:
    return [e.label for e in extraction.entities if e.kind is kind]


def test_rows_are_offered_cell_by_cell_and_rows_of_headings_not_at_all(
    report: Extracted,
) -> None:
    document, passages, _ = report
    cells = [(u.column, u.text) for u in units(document, passages) if u.column]
    assert ("Goal", "900 new shelters by 2029") in cells
    assert ("Obstacle", "No shared timetable data") in cells
    assert not any("|" in text for _, text in cells)
    assert not any(u.text.startswith("Obstacle") for u in units(document, passages))


def test_cells_of_announced_columns_become_what_their_heading_says(
    report: Extracted,
) -> None:
    extraction = report[2]
    assert {"Halve the wait for a bus", "900 new shelters by 2029"} <= set(labels(extraction, EntityKind.MISSION))
    barriers = labels(extraction, EntityKind.BARRIER)
    assert {"Contracts too short to buy buses", "No shared timetable data"} <= set(barriers)
    reforms = labels(extraction, EntityKind.REFORM)
    assert any(r.startswith("Let contracts") for r in reforms)
    assert any(r.startswith("Publish one open timetable") for r in reforms)
    assert not any("riders" in label.lower() for label in barriers + reforms)


def test_the_target_and_the_deadline_of_a_goal_in_a_table_are_read(
    report: Extracted,
) -> None:
    shelters = next(e for e in report[2].entities if e.label.startswith("900"))
    assert (shelters.target, shelters.deadline) == ("900 new shelters", "by 2029")


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Key challenges", EntityKind.BARRIER),
        ("Recommendation", EntityKind.REFORM),
        ("Our goals", EntityKind.MISSION),
        ("Missions of the probe", None),
        ("Page", None),
    ],
)
def test_only_a_heading_that_is_the_word_announces(heading: str, kind: EntityKind | None) -> None:
    assert announced(heading) is kind
