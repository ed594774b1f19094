"""Labels are whole phrases: a reform's begins with a verb, a barrier's names what stands in the way."""

from __future__ import annotations

import pytest

from missiongraph.ingest.extraction.labels import label
from missiongraph.ontology.model import EntityKind

REFORMS = [
    ("The council should therefore publish a map of every allotment.", "Publish a map of every allotment"),
    ("Creating a register of empty plots", "Create a register of empty plots"),
    ("Water quality should be measured each month.", "Measure water quality"),
    ("We recommend that the ministry trains and hires wardens.", "Train and hire wardens"),
    ("The plan should set out dates for each district.", "Ensure the plan sets out dates for each district"),
    ("Ministers must not close the seed bank.", "Do not close the seed bank"),
    ("Growers should have access to clean water.", "Ensure growers have access to clean water"),
    ("4a) Establish a panel of growers (see annex 2)", "Establish a panel of growers"),
    ("Support for small growers is needed.", "Ensure support for small growers"),
]
BARRIERS = [
    ("However, there is a lack of trust between growers and councils.", "A lack of trust between growers and councils"),
    (
        "We heard that small growers struggle to find water, and that prices rise.",
        "Small growers struggle to find water",
    ),
    ("This makes it difficult for newcomers to rent a plot.", "It is difficult for newcomers to rent a plot"),
    ("It also undermines public confidence in the scheme.", "Public confidence in the scheme is undermined"),
    ("Fragmented waiting lists", "Fragmented waiting lists"),
]
MISSIONS = [
    ("Our aim is to double the number of plots by 2040.", "Double the number of plots by 2040"),
    ("We welcome the ambition of halving food waste.", "Halve food waste"),
]


@pytest.mark.parametrize(("quote", "wanted"), REFORMS)
def test_a_reform_begins_with_the_verb_of_its_ask(quote: str, wanted: str) -> None:
    assert label(EntityKind.REFORM, [quote]).startswith(wanted)


@pytest.mark.parametrize(("quote", "wanted"), BARRIERS)
def test_a_barrier_names_what_stands_in_the_way(quote: str, wanted: str) -> None:
    assert label(EntityKind.BARRIER, [quote]) == wanted


@pytest.mark.parametrize(("quote", "wanted"), MISSIONS)
def test_a_mission_reads_as_a_goal(quote: str, wanted: str) -> None:
    assert label(EntityKind.MISSION, [quote]) == wanted


def test_another_quote_is_taken_where_one_leans_on_what_was_said_before() -> None:
    quotes = ["They should do this.", "Councils should repair every greenhouse before the winter."]
    assert label(EntityKind.REFORM, quotes).startswith("Repair every greenhouse")


LONG = (
    "The Government should, in close partnership with growers, seed merchants, district councils and the many "
    "societies that look after allotments, urgently design, fund and test a national programme of training in soil "
    "care for young people who have never had a garden of their own, beginning with those districts where waiting "
    "lists are longest."
)


@pytest.mark.parametrize("kind", [EntityKind.REFORM, EntityKind.BARRIER, EntityKind.MISSION])
def test_a_label_keeps_within_twelve_words_and_ends_on_a_word_that_wants_no_other(kind: EntityKind) -> None:
    found = label(kind, [LONG])
    assert 3 <= len(found.split()) <= 12, found
    assert found.split()[-1] not in {"of", "to", "and", "the", "in", "with", "for", "a", "that"}, found
