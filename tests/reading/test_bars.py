"""The bars of reading, on real reports: see ``docs/reading.md`` for what each figure means."""

from __future__ import annotations

from functools import cache

import pytest
from benchmarks import places, references
from benchmarks import reading as bench
from pypdf import PdfReader

from missiongraph.ingest.passages import cut
from missiongraph.ingest.reading import read_here
from missiongraph.ontology.model import Document, Passage, PassageKind
from tests.shared import needs_shared, report

pytestmark = needs_shared


@cache
def document(name: str) -> Document:
    return read_here(report(name))


@cache
def passages(name: str) -> tuple[Passage, ...]:
    return cut(document(name))


@pytest.mark.parametrize(("name", "bar"), [(bench.ONE, 0.98), (bench.TWO, 0.97)])
def test_body_sentences_come_out_whole_and_in_order(name: str, bar: float) -> None:
    wanted = bench.body_sentences(document(bench.TEXT))
    assert len(wanted) > 600
    assert bench.whole_and_in_order(document(name), wanted) >= bar


def test_headings_have_the_right_level() -> None:
    truth = list(bench._outline(PdfReader(report(bench.ONE)).outline, 1))
    precision, recall = bench.headings(document(bench.ONE), truth)
    assert precision >= 0.95
    assert recall >= 0.95


@pytest.mark.parametrize("name", [bench.ONE, bench.TWO, bench.TEXT])
def test_footnotes_stay_out_of_passages(name: str) -> None:
    assert bench.with_notes(passages(name)) <= 0.01


def test_sentences_that_a_page_end_splits_are_joined_in_the_text_edition() -> None:
    left_open, pieces = bench.broken_ends(document(bench.TEXT))
    assert left_open <= 0.03 * pieces


@pytest.mark.parametrize(
    ("gold", "name"), [(gold, name) for gold, names in bench.GOLD.items() for name in names if not name.endswith(".md")]
)
def test_annotated_quotes_stand_whole_in_one_passage(gold: str, name: str) -> None:
    assert bench.in_one_passage(passages(name), bench.quotes(gold)) >= 0.97


def test_the_page_of_a_quote_is_right() -> None:
    wanted = bench.quotes("mission-ready-national-missions")
    found = document(bench.ONE)
    assert bench.pages_right(found, passages(bench.ONE), report(bench.ONE), wanted) >= 0.99


@pytest.mark.parametrize(
    "name", [bench.SPACE, bench.HOME, bench.PAPER, bench.REVIEW, bench.SPACE_RESPONSE, bench.REVIEW_RESPONSE]
)
def test_the_outline_agrees_with_the_contents_page(name: str) -> None:
    share, count = bench.contents_found(document(name))
    assert count >= 3
    assert share >= 0.95


@pytest.mark.parametrize("name", bench.PDFS)
def test_no_passage_holds_furniture(name: str) -> None:
    assert bench.furniture(passages(name)) == 0


@pytest.mark.parametrize(("name", "least"), [(bench.SPACE, 39), (bench.HOME, 8)])
def test_recommendations_come_out_whole_with_a_number(name: str, least: int) -> None:
    assert bench.numbered(document(name), name)[0] >= least


@pytest.mark.parametrize(("name", "count"), [(bench.SPACE_RESPONSE, 40), (bench.REVIEW_RESPONSE, 13)])
def test_a_response_sets_each_quoted_recommendation_apart(name: str, count: int) -> None:
    kinds = (PassageKind.BOX, PassageKind.QUOTATION)
    found = document(name)
    quoted = [b.number for b in found.blocks if b.recommendation and b.number and b.kind in kinds]
    assert quoted == [str(n) for n in range(1, count + 1)]
    for index, block in enumerate(found.blocks):
        if block.recommendation and block.number and block.kind in kinds:
            rest = found.blocks[index + 1 : index + 12]
            answer = next((b for b in rest if b.kind is PassageKind.PARAGRAPH), None)
            assert answer is not None, block.number
            assert not answer.recommendation


def test_the_works_that_notes_cite_agree_with_the_list_made_by_hand() -> None:
    """The bar is 120 of 162; what was reached is held."""
    good, met, wrong = references.right(document(bench.TEXT))
    assert met == len(references.verdicts()) == 162
    assert good >= 145, wrong


@pytest.mark.parametrize("name", sorted(places.LABELLED))
def test_the_printed_label_of_a_quote_is_right(name: str) -> None:
    right, found = places.labels_right(passages(name), report(name), bench.quotes(places.LABELLED[name]))
    assert found > 200
    assert right >= 0.99 * found


def test_fewer_than_three_of_300_lines_have_a_fault() -> None:
    """The verdicts hold for the lines that were seen: read otherwise, they are to be judged anew."""
    lines, judged = places.sample(document), places.verdicts()
    assert places.digest(lines) == judged.sample
    assert len(judged.faults) < 3
    assert {tuple(fault[:3]) for fault in judged.faults} <= {line[:3] for line in lines}
