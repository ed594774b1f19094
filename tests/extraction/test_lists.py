"""Lists that say what their items are, and sections that only print a licence."""

from __future__ import annotations

import pytest

from missiongraph.ingest.extraction.units import introduced, units
from missiongraph.ontology.model import EntityKind
from tests.extraction.seen import Extracted, extracted

REPORT = """# Allotments for all

Greenacre Works, May 2022. This paper was written for parishes that let allotments.

## Why plots stand empty

Parishes told us of several barriers to letting plots. These barriers include:

- Plot sheds without running water
- Waiting lists kept on paper by one clerk
- Leases from landowners for a single season
- Fear of theft at night

Each parish has at least one plot that anybody can visit on Sundays in summer.

## What we did

We went to see nine parishes. We asked:

- Who keeps the waiting list of the parish
- How long a plot may stand empty

## Licence to publish

The work is provided under the terms of this licence.

## 1 Restrictions

You may not sublicense the work, and the Licensor shall not be bound by any further terms that you fail to disclose.

## Other reports

Greenacre Works has written about hedges and about ponds in two earlier papers.
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Extracted:
    return extracted(tmp_path_factory.mktemp("lists"), REPORT)


def quotes(report: Extracted, kind: EntityKind) -> set[str]:
    _, passages, extraction = report
    texts = {passage.key: passage.text for passage in passages}
    found = [evidence for e in extraction.entities if e.kind is kind for evidence in e.evidence]
    return {texts[each.passage][each.start : each.end] for each in found}


def test_each_item_of_a_list_of_barriers_is_one(report: Extracted) -> None:
    found = quotes(report, EntityKind.BARRIER)
    assert {
        "Plot sheds without running water",
        "Waiting lists kept on paper by one clerk",
        "Leases from landowners for a single season",
        "Fear of theft at night",
    } <= found


def test_items_of_barriers_are_no_reforms_and_other_lists_are_no_barriers(report: Extracted) -> None:
    assert not any("clerk" in quote for quote in quotes(report, EntityKind.REFORM))
    assert not any("waiting list of the parish" in quote for quote in quotes(report, EntityKind.BARRIER))


def test_sections_that_print_a_licence_offer_nothing_and_those_after_do(report: Extracted) -> None:
    document, passages, _ = report
    offered = " ".join(unit.text for unit in units(document, passages))
    assert "Licensor" not in offered
    assert "terms of this licence" not in offered
    assert "two earlier papers" in offered


@pytest.mark.parametrize(
    "lead",
    [
        "These barriers include:",
        "There are three main obstacles to building more homes:",
        "Volunteers spoke of many difficulties. Among them are:",
        "The biggest challenges for small charities were:",
        "Key barriers:",
        "Growers face problems that include:",
    ],
)
def test_words_that_introduce_barriers(lead: str) -> None:
    assert introduced(lead) is EntityKind.BARRIER


@pytest.mark.parametrize(
    "lead",
    [
        "To overcome these barriers, we recommend:",
        "We looked at the key challenges and asked:",
        "Ministers should remove obstacles by:",
        "There were no barriers to any of these:",
        "We asked how growers overcame obstacles that are common:",
        "The barriers are well known.",
        "The plan has four parts:",
        "The opportunities and challenges that growers face are:",
        "From a grower's view, the challenges resulting from a short lease, including:",
        "",
    ],
)
def test_words_that_introduce_something_else(lead: str) -> None:
    assert introduced(lead) is None
