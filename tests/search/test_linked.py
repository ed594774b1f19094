"""A text in any words is tied to the graph, and every answer says how and by which words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from missiongraph.search.library import Library, Snapshot
from missiongraph.search.linked import linked
from missiongraph.search.query import QueryError
from missiongraph.search.results import LinkedResult
from tests.shared import needs_shared


@pytest.fixture(scope="module")
def demos(demos_library: Path) -> Iterator[Snapshot]:
    with Library.open(demos_library).snapshot() as opened:
        yield opened


def words_of(result: LinkedResult, first: int = 6) -> list[str]:
    """What each of the first answers says: its label and its quotes, in lower case."""
    return [" ".join([hit.label, *(quote.quote for quote in hit.evidence)]).lower() for hit in result.results[:first]]


#: Question, what to find, and words of which at least one of the first six answers must hold all.
QUESTIONS = [
    ("small charities cannot win public contracts", "reforms", ("reform procurement",)),
    ("citizens are never asked about policy", "reforms", ("participation",)),
    ("departments work in silos", "reforms", ("partnerships unit",)),
    ("councils are short of money", "barriers", ("local government", "challenging")),
    ("who could mobilise volunteers locally", "actors", ("local infrastructure",)),
]


@needs_shared
@pytest.mark.parametrize(("question", "find", "wanted"), QUESTIONS, ids=[q[0] for q in QUESTIONS])
def test_a_question_in_other_words_finds_what_the_report_says(
    demos: Snapshot, question: str, find: str, wanted: tuple[str, ...]
) -> None:
    result = linked(demos, question, find=find)
    assert any(all(word in said for word in wanted) for said in words_of(result)), words_of(result)


@needs_shared
def test_answers_about_public_contracts_carry_path_quote_and_place(demos: Snapshot) -> None:
    result = linked(demos, "small charities cannot win public contracts", find="reforms")
    texts = {passage.iri: passage.text for passage in demos.index.passages}
    for hit in result.results[:5]:
        assert hit.path
        assert hit.path[-1].subject == hit.id or hit.path[-1].object == hit.id
        assert hit.evidence
        assert all(quote.quote in texts[quote.passage] for quote in hit.evidence)


def test_a_mission_is_found_by_what_it_wants(snapshot: Snapshot) -> None:
    result = linked(snapshot, "fewer young people hurt by knives", find="missions")
    assert "knife crime" in words_of(result)[0]
    assert result.results[0].evidence


@pytest.mark.parametrize("find", ["reforms", "barriers", "actors"])
def test_each_kind_is_found_in_the_briefings(snapshot: Snapshot, find: str) -> None:
    result = linked(snapshot, "small charities cannot win public contracts", find=find)
    assert result.results
    assert {hit.type for hit in result.results} == {find[:-1]}
    scores = [hit.score for hit in result.results]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_a_path_leads_from_what_matched_to_the_answer(snapshot: Snapshot) -> None:
    result = linked(snapshot, "small charities cannot win public contracts", find="actors")
    walked = [hit for hit in result.results if hit.path]
    assert walked
    for hit in walked:
        assert hit.id in (hit.path[-1].subject, hit.path[-1].object)
        assert all(step.basis in ("stated", "structure") for step in hit.path)


def test_one_label_is_one_answer(snapshot: Snapshot) -> None:
    result = linked(snapshot, "trust in government", find="barriers", limit=50)
    labels = [hit.label.casefold() for hit in result.results]
    assert len(labels) == len(set(labels))
    assert len({match.label.casefold() + match.type for match in result.matched}) == len(result.matched)


@pytest.mark.parametrize("question", ["how long do I boil an egg", "cheap flights to Lisbon in May"])
def test_what_no_report_speaks_of_is_said_to_be_missing(snapshot: Snapshot, question: str) -> None:
    result = linked(snapshot, question, find="reforms")
    assert not result.results
    assert result.note


def test_a_query_without_words_or_kind_is_refused_with_advice(snapshot: Snapshot) -> None:
    with pytest.raises(QueryError, match="no words"):
        linked(snapshot, " ? ", find="reforms")
    with pytest.raises(QueryError, match="Use one of"):
        linked(snapshot, "charities", find="reform")
