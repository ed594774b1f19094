"""Counting facets and collapsing near-duplicates by codes gives what counting passage by passage gives."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from missiongraph.search import index
from missiongraph.search.contents import IndexedPassage, IndexedReport
from missiongraph.search.embedding import DIMENSION
from missiongraph.search.facets import Things, counted
from missiongraph.search.filters import ENTITY_FILTERS
from missiongraph.search.index import SearchIndex
from missiongraph.search.query import answer

BASE = "urn:"
LABELS = {"urn:actor/né-1": 'The "Né" \\ one', "urn:barrier/1": "short budgets"}
TEXTS = (
    "councils ask for budgets that last longer than a single year",
    "charities ask for contracts that are let in small lots of work",
    "carers ask for leave that is paid by the employer and not by them",
)


def made(number: int) -> IndexedReport:
    """A report half of whose passages stand in others too; one name is not ASCII."""
    random = np.random.default_rng(number)
    vectors = random.normal(size=(30, DIMENSION)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return IndexedReport(
        iri=f"urn:report/r{number}",
        slug=f"r{number}",
        title="",
        type="report",
        publisher=("", "Somebody", "Nobody")[number % 3],
        year=None if number == 4 else 2020 + number % 2,
        passages=tuple(
            IndexedPassage(
                iri=f"urn:r{number}/p{i}",
                text=TEXTS[i % 3] if i % 2 else f"{TEXTS[i % 3]} {number} {random.integers(99, size=9)}",
                kind=("paragraph", "heading")[i % 5 == 0],
                position=i,
                section_number=i,
                entities=tuple({f"urn:barrier/{i % 4}", f"urn:actor/né-{number}", f"urn:group/{i % 2}"}),
            )
            for i in range(30)
        ),
        entities=(),
        passage_vectors=vectors,
        entity_vectors=np.zeros((0, DIMENSION), dtype=np.float32),
    )


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """Two segments."""
    folder: Path = tmp_path_factory.mktemp("facets")
    index.publish(folder / "a", previous=None, removed=(), added=[made(n) for n in range(5)])
    index.publish(folder / "b", previous=folder / "a", removed=(), added=[made(5)])
    return index.open(folder / "b")


@pytest.fixture(scope="module")
def things(found: SearchIndex) -> Things:
    """Its entities, one of them with a label that JSON has to escape."""
    return Things(found, BASE, LABELS)


def plainly(found: SearchIndex, order: list[int]) -> dict[str, dict[str, int]]:
    """The counts, passage by passage."""
    held: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for i in order:
        group, head, passage = int(found.group[i]), found.reports[found.report_of[i]], found.passages[i]
        held["report"][head.iri].add(group)
        held["kind"][passage.kind].add(group)
        if head.publisher:
            held["publisher"][head.publisher.lower()].add(group)
        if head.year:
            held["year"][str(head.year)].add(group)
        for iri in passage.entities:
            held[iri.split(":")[1].partition("/")[0]][iri].add(group)
    names = ("report", "publisher", "year", "kind", "mission", "barrier", "reform", "actor")
    return {name: {value: len(groups) for value, groups in held[name].items()} for name in names}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_counts_are_those_of_counting_one_by_one(found: SearchIndex, things: Things, data: st.DataObject) -> None:
    order = data.draw(st.lists(st.integers(0, len(found) - 1), unique=True))
    facets = counted(found, things, np.array(order, dtype=np.int64))
    assert {name: {row.id: row.count for row in rows} for name, rows in facets.items()} == plainly(found, order)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_facets_are_written_as_they_are_made(found: SearchIndex, things: Things, data: st.DataObject) -> None:
    order = np.array(data.draw(st.lists(st.integers(0, len(found) - 1), unique=True)), dtype=np.int64)
    written, made = counted(found, things, order).json(), counted(found, things, order)
    assert json.loads(written) == {name: [asdict(row) for row in rows] for name, rows in made.items()}
    for rows in made.values():
        assert [(-row.count, row.id) for row in rows] == sorted((-row.count, row.id) for row in rows)
    assert all(row.label == LABELS.get(row.id, row.id) for name in ENTITY_FILTERS for row in made[name])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from("councils charities carers budgets contracts paid".split()), min_size=1), st.data())
def test_each_group_of_near_duplicates_is_one_result(found: SearchIndex, words: list[str], data: st.DataObject) -> None:
    vector = np.random.default_rng(data.draw(st.integers(0, 99))).normal(size=(1, DIMENSION)).astype(np.float32)
    result = answer(found, [" ".join(words)], vectors=vector / np.linalg.norm(vector))
    first: dict[int, int] = {}
    also: dict[int, list[int]] = defaultdict(list)
    for i in result.order.tolist():
        leader = first.setdefault(int(found.group[i]), i)
        if leader != i:
            also[leader].append(i)
    assert result.first.tolist() == list(first.values())
    assert result.also == also
    assert max(Counter(found.group[result.first].tolist()).values()) == 1
