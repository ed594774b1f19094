"""Words copied out of a passage, without quotation marks, find that passage first."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from missiongraph.search import index as indexes
from missiongraph.search.contents import IndexedPassage, IndexedReport
from missiongraph.search.copied import copied
from missiongraph.search.embedding import DIMENSION
from missiongraph.search.filters import Filters
from missiongraph.search.index import SearchIndex
from missiongraph.search.library import Snapshot
from missiongraph.search.query import search
from missiongraph.search.ranking import words_of
from missiongraph.search.words import words

TEXTS = (
    "The harbour board shall publish its accounts before the spring tide each year.",
    "Accounts are published by the board of each harbour, in spring.",
    "Freedom of Information Act requests about ferries were refused.",
    "Under the Freedom of Information Act the board must answer within a month.",
    "A lighthouse keeper may keep goats.",
)


def made(folder: Path) -> SearchIndex:
    """An index of the texts, in two reports."""
    reports = [
        IndexedReport(
            iri=f"urn:{slug}",
            slug=slug,
            title=slug,
            type="report",
            publisher=None,
            year=None,
            passages=tuple(
                IndexedPassage(iri=f"urn:{slug}/{i}", text=text, kind="paragraph", position=i)
                for i, text in enumerate(texts)
            ),
            entities=(),
            passage_vectors=np.eye(len(texts), DIMENSION, dtype=np.float32),
            entity_vectors=np.zeros((0, DIMENSION), dtype=np.float32),
        )
        for slug, texts in (("one", TEXTS[:3]), ("two", TEXTS[3:]))
    ]
    indexes.publish(folder, previous=None, removed=(), added=reports[:1])
    indexes.publish(folder.with_name("more"), previous=folder, removed=(), added=reports[1:])
    return indexes.open(folder.with_name("more"))


def test_the_order_of_words_tells_a_copy_from_the_same_words(tmp_path: Path) -> None:
    index = made(tmp_path / "index")
    found = copied(index, "publish its accounts before the spring tide", np.arange(5))
    assert [index.text_of(i) for i in range(5)] == list(TEXTS)
    assert found[0] == 1.0
    assert not found[1:].any()


def test_a_set_phrase_in_many_passages_says_less_than_words_of_one(tmp_path: Path) -> None:
    index = made(tmp_path / "index")
    shared = copied(index, "under the freedom of information act", np.arange(5))
    assert 0 < shared[2] < shared[3]
    assert copied(index, "the freedom of information act", np.arange(5)).max() < 1.0


def test_two_words_and_questions_in_other_words_share_no_runs(tmp_path: Path) -> None:
    index = made(tmp_path / "index")
    assert not copied(index, "lighthouse keeper", np.arange(5)).any()
    assert words_of(index, ["when must the accounts of a harbour be out"]).copied is None


def test_runs_are_looked_for_among_what_the_filters_leave(tmp_path: Path) -> None:
    index = made(tmp_path / "index")
    allowed = np.array([False, True, True, True, True])
    assert words_of(index, ["publish its accounts before the spring tide"], allowed).copied is None


def test_words_of_a_passage_find_it_first(snapshot: Snapshot) -> None:
    body = [passage for passage in snapshot.index.passages if passage.kind == "paragraph"]
    for passage in body[::6]:
        run = " ".join(passage.text.split()[3:11])
        if len(words(run)) > 6 and '"' not in run and "“" not in run:
            first = search(snapshot, run, filters=Filters()).results[0]
            assert " ".join(words(run)) in " ".join(words(first.text)), (run, first.text)
