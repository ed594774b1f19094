"""Cutting loses nothing, repeats nothing, and gives the model what it can take."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from missiongraph.ingest.passages import WORD_PIECES, count, cut
from missiongraph.ingest.sentences import complete, sentences
from missiongraph.ontology.model import Block, Document, Metadata, Note, NoteMark, PageStart, PassageKind, Reference

NOTE = Note(mark="1", text="A work", references=("reference/a",))
_PROSE = "The council should publish its plan, and e.g. Dr. Smith agrees that 0.5% of homes are empty. "


def _document(*texts: str) -> Document:
    blocks = tuple(Block(kind=PassageKind.PARAGRAPH, text=text) for text in texts)
    return Document(metadata=Metadata(title="A plan"), blocks=blocks)


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8"), max_size=400), max_size=4), st.integers(0, 60))
@settings(deadline=None, max_examples=60)
def test_every_character_of_text_is_in_exactly_one_passage(texts: list[str], times: int) -> None:
    document = _document(*texts, _PROSE * times)
    passages = cut(document)
    seen: dict[tuple[int, int], int] = {}
    for passage in passages:
        text = document.blocks[passage.block].text
        assert text[passage.start : passage.end] == passage.text
        for at in range(passage.start, passage.end):
            seen[passage.block, at] = seen.get((passage.block, at), 0) + 1
    for index, block in enumerate(document.blocks):
        for at, character in enumerate(block.text):
            if not character.isspace():
                assert seen.get((index, at)) == 1
    assert max(seen.values(), default=1) == 1
    assert len({p.key for p in passages}) == len(passages)


@given(st.integers(1, 80), st.sampled_from(["", "word " * 400, "x" * 3000]))
@settings(deadline=None, max_examples=30)
def test_a_passage_is_never_more_than_the_model_takes(times: int, middle: str) -> None:
    for passage in cut(_document(_PROSE * times + middle + _PROSE)):
        assert count(passage.text) <= WORD_PIECES


def test_passages_are_cut_between_sentences() -> None:
    for passage in cut(_document(_PROSE * 40)):
        assert complete(passage.text)
        assert passage.text.startswith("The council")


def test_a_passage_knows_its_pages_and_the_works_its_marks_cite() -> None:
    text = "One thing is said here. Another thing is said over the page."
    at = text.index("Another")
    block = Block(
        kind=PassageKind.PARAGRAPH,
        text=text,
        pages=(PageStart(0, 3, "1"), PageStart(at, 4, "2")),
        marks=(NoteMark(len(text), 0),),
    )
    document = Document(
        metadata=Metadata(title="A plan"),
        blocks=(block,),
        notes=(NOTE,),
        references=(Reference(key="reference/a", text="A work"),),
    )
    (passage,) = cut(document)
    assert [passage.page_at(0), passage.page_at(at)] == [PageStart(0, 3, "1"), PageStart(at, 4, "2")]
    assert passage.references == ("reference/a",)


def test_sentences_survive_abbreviations_decimals_and_quotes() -> None:
    text = (
        "Growth fell by 0.5% in Q1 (see Fig. 2). “Why?” asked Dr. A. Smith of the U.K. Treasury. "
        "No. 10 replied: “We agree.” It met e.g. Nesta vs. Demos… Then it stopped."
    )
    assert [text[a:b] for a, b in sentences(text)] == [
        "Growth fell by 0.5% in Q1 (see Fig. 2).",
        "“Why?” asked Dr. A. Smith of the U.K. Treasury.",
        "No. 10 replied: “We agree.”",
        "It met e.g. Nesta vs. Demos…",
        "Then it stopped.",
    ]


@given(st.text(alphabet="ab .!?\"'A1()\n”", max_size=200))
def test_sentences_cover_all_but_white_space_once(text: str) -> None:
    spans = sentences(text)
    covered = "".join(text[a:b] for a, b in spans)
    assert covered.replace(" ", "").replace("\n", "") == text.replace(" ", "").replace("\n", "")
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
