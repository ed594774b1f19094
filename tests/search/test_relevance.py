"""What a reader asks is found where a reader looks: at the top."""

from __future__ import annotations

import re

import pytest

from missiongraph.search.filters import Filters
from missiongraph.search.library import Snapshot
from missiongraph.search.query import QueryError, search, understood
from missiongraph.search.ranking import rank
from missiongraph.search.results import SearchResult
from missiongraph.search.segments import FURNITURE

from .cases import FIRST, FIRST_FIVE, MISSPELT, PHRASES, QUESTIONS, SAME


def explain(snapshot: Snapshot, question: str, result: SearchResult) -> str:
    """What ranked above and why: meaning, words and length of each."""
    index = snapshot.index
    ranking = rank(index, understood(index, question)[0])
    places = {passage.iri: i for i, passage in enumerate(index.passages)}
    rows = []
    for hit in result.results[:8]:
        at = places[hit.passage]
        halves = f"meaning {ranking.dense[at]:.3f} words {ranking.lexical[at]:.3f} length {index.length[at]}"
        rows.append(f"{hit.score:.3f} {halves} | {hit.section} | {hit.text[:90]}")
    return "\n".join([question, *rows])


def holds(text: str, words: str) -> bool:
    """Whether a text has the words, whatever the case and the kind of apostrophe."""
    return words.lower().replace("’", "'") in text.lower().replace("’", "'")


@pytest.mark.parametrize(("question", "words"), FIRST)
def test_the_answer_comes_first(snapshot: Snapshot, question: str, words: str) -> None:
    result = search(snapshot, question)
    assert holds(result.results[0].text, words), explain(snapshot, question, result)


@pytest.mark.parametrize(("question", "words"), FIRST_FIVE)
def test_the_answer_is_in_the_first_five(snapshot: Snapshot, question: str, words: str) -> None:
    result = search(snapshot, question)
    assert any(holds(hit.text, words) for hit in result.results[:5]), explain(snapshot, question, result)


@pytest.mark.parametrize("question", QUESTIONS)
def test_headings_and_lists_of_contents_never_stand_above_body_text(snapshot: Snapshot, question: str) -> None:
    kinds = [hit.kind in FURNITURE for hit in search(snapshot, question, limit=1000).results]
    assert kinds == sorted(kinds)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_get_the_same_results(snapshot: Snapshot, one: str, other: str) -> None:
    first, second = search(snapshot, one), search(snapshot, other)
    assert [hit.passage for hit in first.results] == [hit.passage for hit in second.results]
    assert first.total == second.total


@pytest.mark.parametrize(("wrong", "right"), MISSPELT)
def test_misspelt_words_are_forgiven_and_said(snapshot: Snapshot, wrong: str, right: str) -> None:
    result = search(snapshot, wrong)
    assert [hit.passage for hit in result.results] == [hit.passage for hit in search(snapshot, right).results]
    assert result.note is not None
    assert "searched for" in result.note


@pytest.mark.parametrize("phrase", PHRASES)
def test_quoted_phrases_are_exact(snapshot: Snapshot, phrase: str) -> None:
    result = search(snapshot, f'"{phrase}"', limit=1000)
    found = {hit.passage for hit in result.results} | {iri for hit in result.results for iri in hit.also}
    assert found == {p.iri for p in snapshot.index.passages if holds(p.text.replace("-", " "), phrase)}
    assert result.total


@pytest.mark.parametrize("beginning", ["volunteer", "neighb", "mutual a", "social val"])
def test_a_star_stands_for_any_ending_of_a_quoted_word(snapshot: Snapshot, beginning: str) -> None:
    result = search(snapshot, f'"{beginning}*"', limit=1000)
    found = {hit.passage for hit in result.results} | {iri for hit in result.results for iri in hit.also}
    pattern = re.compile(r"\b" + beginning.replace(" ", r"\W+"), re.IGNORECASE)
    assert found == {p.iri for p in snapshot.index.passages if pattern.search(p.text)}
    assert result.total


@pytest.mark.parametrize("number", range(7))
def test_a_report_filter_leaves_that_report_alone_and_its_facet_count_is_exact(snapshot: Snapshot, number: int) -> None:
    slug = snapshot.index.reports[number].slug
    everything = search(snapshot, "what stands in the way of councils and police", limit=1000)
    counts = {facet.id.rpartition("/")[2]: facet.count for facet in everything.facets["report"]}
    result = search(snapshot, "what stands in the way of councils and police", limit=1000, filters=Filters(report=slug))
    assert {hit.report.rpartition("/")[2] for hit in result.results} <= {slug}
    assert result.total >= counts.get(slug, 0)
    assert {facet.id.rpartition("/")[2]: facet.count for facet in result.facets["report"]} == {slug: result.total}


@pytest.mark.parametrize("kind", ["paragraph", "item", "table", "heading"])
def test_a_kind_filter_is_exact(snapshot: Snapshot, kind: str) -> None:
    result = search(snapshot, "recommendations to government", limit=1000, filters=Filters(kind=kind))
    assert {hit.kind for hit in result.results} == {kind}


@pytest.mark.parametrize("question", QUESTIONS[:8])
def test_pages_are_cuts_of_one_list(snapshot: Snapshot, question: str) -> None:
    whole = [hit.passage for hit in search(snapshot, question, limit=12).results]
    pages = [hit.passage for at in (0, 4, 8) for hit in search(snapshot, question, limit=4, offset=at).results]
    assert pages == whole


@pytest.mark.parametrize("question", QUESTIONS[:8])
def test_highlights_are_words_of_the_question(snapshot: Snapshot, question: str) -> None:
    from missiongraph.search.words import content_stems, fold, stem

    wanted = content_stems(" ".join(understood(snapshot.index, question)[0]))
    for hit in search(snapshot, question).results:
        assert all(stem(fold(hit.text[start:end])) in wanted for start, end in hit.highlights)


def test_a_query_without_words_is_refused(snapshot: Snapshot) -> None:
    with pytest.raises(QueryError):
        search(snapshot, "?!")
