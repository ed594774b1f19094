"""Goals are told by the forms in which reports name them, and the same goal is known again."""

from __future__ import annotations

import pytest

from missiongraph.ingest.extraction.goals import goals
from missiongraph.ingest.extraction.missions import deadline_of, joined, target_of

NAMED = [
    ("The mission to plant a million trees is popular.", "plant a million trees"),
    ("The clean river water mission needs farmers.", "clean river water"),
    ("Common aims are around improving the harvest.", "improve the harvest"),
    ("Zero waste has become our shared aspiration.", "Zero waste"),
    ("We want to make the country the best place to grow food.", "make the country the best place to grow food"),
    ("The goal for every child to read at seven is clear.", "every child to read at seven"),
]
NONE = [
    "The aim of this report is to describe the harvest.",
    "The mission councils met twice.",
    "Growers told us of rising prices.",
]


@pytest.mark.parametrize(("text", "wanted"), NAMED)
def test_a_goal_is_found_by_its_form(text: str, wanted: str) -> None:
    assert wanted in [goal.text for goal in goals(text)]


@pytest.mark.parametrize("text", NONE)
def test_aims_of_a_study_and_mere_words_name_no_mission(text: str) -> None:
    assert all(goal.weight < 1 for goal in goals(text))


def test_one_sentence_can_name_two_goals() -> None:
    found = [
        goal.text for goal in goals("The ambitions of halving food waste and doubling public gardens are welcome.")
    ]
    assert found == ["halve food waste", "double public gardens"]


def test_items_are_goals_where_their_lead_in_promises_goals_and_not_where_it_recommends() -> None:
    item = "Grow more food in towns"
    assert [goal.text for goal in goals(item, "The strategy has three objectives:")] == ["grow more food in towns"]
    assert not goals(item, "To reach the goals we recommend:")


def test_a_flight_is_no_mission() -> None:
    assert not goals("The mission to photograph the comet was launched.", flights=True)


def test_a_goal_in_other_words_is_the_same_goal() -> None:
    texts = ("The mission to halve food waste is bold.", "Halving the waste of food will take years.")
    named = [(n, goal) for n, text in enumerate(texts) for goal in goals(text)]
    assert [[index for index, _ in group.named] for group in joined(named)] == [[0, 1]]


@pytest.mark.parametrize(
    ("goal", "target", "deadline"),
    [
        ("Build 1.5 million greenhouses by 2031", "1.5 million greenhouses", "by 2031"),
        ("75% of schools to have a garden", "75% of schools to have", None),
        ("Clean rivers 2030", None, "2030"),
        ("Halve food waste", "Halve food waste", None),
    ],
)
def test_target_and_deadline_are_given_as_stated(goal: str, target: str | None, deadline: str | None) -> None:
    found = target_of([goal])
    assert found == target or (found is not None and target is not None and target.startswith(found))
    assert deadline_of([goal]) == deadline
