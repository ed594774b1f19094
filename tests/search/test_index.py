"""The index gives the same results whichever way it came about, exactly or through lists."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from missiongraph.search import dense, index
from missiongraph.search.contents import IndexedPassage, IndexedReport
from missiongraph.search.embedding import DIMENSION
from missiongraph.search.index import SearchIndex
from missiongraph.search.query import answer

WORDS = "mission council reform barrier budget charity police carer ward data trust launch skill rent energy".split()


def made(number: int, passages: int = 40) -> IndexedReport:
    """A report of seeded words and vectors."""
    random = np.random.default_rng(number)
    vectors = random.normal(size=(passages, DIMENSION)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return IndexedReport(
        iri=f"urn:r{number}",
        slug=f"r{number}",
        title=f"Report {number}",
        type="report",
        publisher="Somebody",
        year=2020 + number % 5,
        passages=tuple(
            IndexedPassage(
                iri=f"urn:r{number}/p{i}",
                text=f"{number} {i} " + " ".join(random.choice(WORDS, size=12)),
                kind="paragraph",
                position=i,
                section_number=i,
                entities=(f"urn:barrier/{number % 3}", f"urn:actor/{i % 4}"),
            )
            for i in range(passages)
        ),
        entities=(),
        passage_vectors=vectors,
        entity_vectors=np.zeros((0, DIMENSION), dtype=np.float32),
    )


def answers(found: SearchIndex) -> list[str]:
    """Passages of a fixed query, best first."""
    vector = np.ones((1, DIMENSION), dtype=np.float32) / np.float32(DIMENSION**0.5)
    order = answer(found, ["charity budget"], vectors=vector).first
    return [found.passages[i].iri for i in order.tolist()]


def test_one_by_one_in_any_order_with_one_taken_out_is_all_at_once(tmp_path: Path) -> None:
    index.publish(tmp_path / "all", previous=None, removed=(), added=[made(n) for n in range(6)])
    last: Path | None = None
    for at, number in enumerate((5, 2, 9, 0, 4, 1, 3)):
        index.publish(tmp_path / f"{at}", previous=last, removed=(), added=[made(number)])
        last = tmp_path / f"{at}"
    index.publish(tmp_path / "less", previous=last, removed=["r9"], added=())
    whole, grown = index.open(tmp_path / "all"), index.open(tmp_path / "less")
    assert answers(whole) == answers(grown)
    assert {p.iri: p for p in whole.passages} == {p.iri: p for p in grown.passages}
    for iri in ("urn:barrier/1", "urn:actor/3", "urn:nobody"):
        assert {whole.passages[i].iri for i in whole.passages_of(iri).tolist()} == {
            grown.passages[i].iri for i in grown.passages_of(iri).tolist()
        }


def test_adding_a_report_leaves_the_files_of_a_larger_segment_as_they_are(tmp_path: Path) -> None:
    index.publish(tmp_path / "1", previous=None, removed=(), added=[made(0, 200)])
    index.publish(tmp_path / "2", previous=tmp_path / "1", removed=(), added=[made(1, 20)])
    before, after = ({f.stat().st_ino for f in (tmp_path / n / "segments").rglob("*.npy")} for n in "12")
    assert before < after


def test_a_large_segment_that_was_rewritten_is_not_again_with_the_next_report(tmp_path: Path) -> None:
    index.publish(tmp_path / "1", previous=None, removed=[], added=[made(number) for number in range(6)])
    index.publish(tmp_path / "2", previous=tmp_path / "1", removed=[], added=[made(6)])
    index.publish(tmp_path / "3", previous=tmp_path / "2", removed=[made(0).slug], added=[])
    index.publish(tmp_path / "4", previous=tmp_path / "3", removed=[], added=[made(7)])
    before, after = (
        max((tmp_path / n / "segments").rglob("text.blob.npy"), key=lambda f: f.stat().st_size) for n in "34"
    )
    assert before.stat().st_ino == after.stat().st_ino


def test_lists_find_what_comparing_all_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reports = [made(n, 400) for n in range(5)]
    index.publish(tmp_path / "exact", previous=None, removed=(), added=reports)
    monkeypatch.setattr(dense, "EXACT", 1000)
    index.publish(tmp_path / "lists", previous=None, removed=(), added=reports)
    exact, lists = index.open(tmp_path / "exact"), index.open(tmp_path / "lists")
    assert exact.dense.exact
    assert not lists.dense.exact
    assert (index.kind(tmp_path / "exact"), index.kind(tmp_path / "lists")) == ("exact", "lists")
    first, second = answers(exact)[:10], answers(lists)[:10]
    assert len(set(first) & set(second)) >= 9
