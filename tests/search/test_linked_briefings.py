"""A linked query answers with what the graph ties to the text, each step with its words; or says that nothing fits."""

from __future__ import annotations

import pytest

from missiongraph.search.everyday import in_reports_words
from missiongraph.search.library import Snapshot
from missiongraph.search.linked import linked
from missiongraph.search.query import QueryError

ASKED = (
    ("reforms", "small firms cannot win government contracts"),
    ("barriers", "departments that do not work together"),
    ("missions", "safer streets and less crime"),
    ("actors", "who should carry out the inspection of mental health wards"),
)
OUTSIDE = (
    "recipe for lemon cake",
    "football transfer window",
    "best hiking boots for winter",
    "guitar chords for beginners",
    "tropical fish aquarium care",
)


@pytest.mark.parametrize(("find", "question"), ASKED)
def test_every_answer_is_of_the_kind_asked_for_with_quotes_that_stand_in_their_passage(
    snapshot: Snapshot, find: str, question: str
) -> None:
    result = linked(snapshot, question, find=find)
    texts = {passage.iri: passage.text for passage in snapshot.index.passages}
    assert result.results, result.note
    for hit in result.results:
        assert hit.type == find.removesuffix("s")
        assert all(quote.quote in texts[quote.passage] for quote in hit.evidence)
        assert hit.evidence or hit.path


@pytest.mark.parametrize(("find", "question"), ASKED)
def test_a_path_leads_from_something_that_matched_to_the_answer(snapshot: Snapshot, find: str, question: str) -> None:
    for hit in linked(snapshot, question, find=find).results:
        here = hit.id
        for step in reversed(hit.path):
            assert here in (step.subject, step.object)
            here = step.subject if here == step.object else step.object


@pytest.mark.parametrize("find", ["reforms", "barriers", "missions", "actors"])
@pytest.mark.parametrize("question", OUTSIDE)
def test_where_nothing_fits_nothing_is_answered_and_it_says_so(snapshot: Snapshot, find: str, question: str) -> None:
    result = linked(snapshot, question, find=find)
    assert not result.results
    assert not result.matched
    assert result.note


def test_what_the_text_may_mean_is_shown_best_first(snapshot: Snapshot) -> None:
    scores = [match.score for match in linked(snapshot, "councils and data").matched]
    assert len(scores) > 1
    assert scores == sorted(scores, reverse=True)


def test_an_unknown_kind_is_refused(snapshot: Snapshot) -> None:
    with pytest.raises(QueryError, match="reforms"):
        linked(snapshot, "councils", find="solutions")


def test_what_no_stated_link_leads_to_is_marked_so(snapshot: Snapshot) -> None:
    hits = [hit for find, question in ASKED for hit in linked(snapshot, question, find=find, limit=100).results]
    assert {hit.reached for hit in hits} == {"stated link", "own words"}
    assert all(bool(hit.path) == (hit.reached == "stated link") for hit in hits)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("jails are full", "prisons are full"),
        ("constabularies are short of cash", "police forces are short of funding"),
        ("watchdogs are slow", "regulators are slow"),
        ("IT is old", "information technology is old"),
    ],
)
def test_everyday_words_tie_a_question_to_what_the_reports_words_do(
    snapshot: Snapshot, said: str, written: str
) -> None:
    def tied(question: str) -> set[str]:
        return {hit.id for hit in linked(snapshot, question, find="barriers", limit=5).results}

    assert tied(said) & tied(written)


def test_an_acronym_of_the_thesaurus_is_one_only_in_capitals() -> None:
    assert in_reports_words("IT is slow")[1] == "information technology is slow"
    assert in_reports_words("it is slow") == ()


def test_the_reports_words_stand_beside_the_everyday_ones_and_in_their_places() -> None:
    beside, instead = in_reports_words("Jails cost cash")
    assert beside == "Jails cost cash (prison, prison capacity, funding)"
    assert instead == "prison cost funding"
