"""What does not fit into a label goes where least is lost; an ask is turned where its own words are no order."""

from __future__ import annotations

import pytest

from missiongraph.ingest.extraction.compression import compressed
from missiongraph.ingest.extraction.flaws import flaws
from missiongraph.ingest.extraction.labels import label
from missiongraph.ingest.extraction.pruning import count
from missiongraph.ingest.extraction.syntax import parse, words
from missiongraph.ontology.model import EntityKind

REFORMS = [
    (
        "The council should use the Garden Charter to bring growers into plot and tender design from the start.",
        "Bring growers into plot and tender design from the start",
    ),
    (
        "The trust should work with the wardens of all districts to mend the fences along the river.",
        "Mend the fences along the river, with the wardens of all districts",
    ),
    ("Gates should be painted, greased and repaired by wardens.", "Paint, grease and repair gates"),
    ("Keeping the paths dry should be a priority for wardens.", "Make keeping the paths dry a priority for wardens"),
    (
        "The ministry should carry out a full review of the rents of plots in towns.",
        "Review the rents of plots in towns",
    ),
    ("The Seed Board should publish its plan for the gardens.", "Publish the Seed Board’s plan for the gardens"),
    ("The council commits to publishing the accounts of gardens.", "Publish the accounts of gardens"),
]


@pytest.mark.parametrize(("quote", "wanted"), REFORMS, ids=[w for _, w in REFORMS])
def test_an_ask_is_said_as_an_order_that_fits(quote: str, wanted: str) -> None:
    assert label(EntityKind.REFORM, [quote]) == wanted


@pytest.mark.parametrize(
    ("sentence", "most", "wanted"),
    [
        (
            "Put the new and very important plan for gardens into every school of the town at once.",
            12,
            "Put the new plan for gardens into every school of the town",
        ),
        ("Make tools available to make digging beds as easy as possible.", 12, None),
        ("Explain delays, poor soil, dry wells and late trains.", 5, "Explain delays and poor soil"),
    ],
)
def test_what_goes_is_what_is_missed_least(sentence: str, most: int, wanted: str | None) -> None:
    kept = compressed(parse(sentence)[:].root, most=most)
    assert words(kept) == (wanted or sentence.rstrip("."))
    assert count(kept) <= most


def test_nothing_is_offered_where_even_what_is_needed_is_too_long() -> None:
    assert compressed(parse("Mend the gates.")[:].root, most=1) == []


@pytest.mark.parametrize(
    ("sentence", "cut"),
    [
        ("Ask the Institute for Garden Studies now.", "Ask the Institute now"),
        ("Wells do not always run dry.", "Wells do not run dry"),
        ("Mend gates as soon as possible.", "Mend gates as soon"),
        ("Ask growers to sell seeds early.", "Ask growers"),
        ("Growers want better access to seeds.", "Growers want better access"),
    ],
)
def test_a_cut_that_says_something_else_costs(sentence: str, cut: str) -> None:
    doc, left = parse(sentence), cut.split()
    kept = [t for t in doc if left and t.text == left[0] and left.pop(0)]
    assert words(kept) == cut
    assert flaws(kept) > flaws(doc) == 0


def test_a_part_of_something_said_before_is_no_barrier() -> None:
    quote = "There are halls, some of which cannot hold a meeting of all the growers in the district."
    assert not label(EntityKind.BARRIER, [quote]).startswith("Some of which")


def test_an_announced_barrier_is_named_by_what_it_relates_to() -> None:
    assert label(EntityKind.BARRIER, ["A fourth challenge relates to delays and shortages in transport."]) == (
        "Delays and shortages in transport"
    )
