"""Gaps, asks made again, responses and comparisons over a library of small reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from missiongraph.search.across.asked import asked_again
from missiongraph.search.across.compare import compare
from missiongraph.search.across.gaps import gaps, with_reform_near
from missiongraph.search.across.responses import responses
from missiongraph.search.library import Library, Snapshot
from missiongraph.search.membership import of_kind
from missiongraph.search.query import QueryError
from tests.conftest import Serve


@pytest.fixture(scope="module")
def live(joined: Path) -> Iterator[Snapshot]:
    """The live snapshot of the library."""
    with Library.open(joined).snapshot() as snapshot:
        yield snapshot


def _slug(snapshot: Snapshot, name: str) -> str:
    return next(e.slug for e in snapshot.manifest.reports if e.file_name == name)


def test_a_gap_that_two_publishers_name_comes_first_and_says_none_found(live: Snapshot) -> None:
    found = gaps(live, unsure=True)
    shared = [gap for gap in found.items if gap.publishers == ("Northfield Trust", "Southfield Institute")]
    assert found.items[: len(shared)] == tuple(shared)
    assert [word for word in ("public trust", "dredgers") if any(word in gap.label.lower() for gap in shared)] == [
        "public trust",
        "dredgers",
    ]
    assert any("boilers" in gap.label.lower() for gap in found.items[len(shared) :])
    assert {gap.answer for gap in found.items} == {"none found"}
    assert "does not mean" in found.note


def test_a_barrier_with_a_reform_near_by_is_shown_only_when_asked_for(live: Snapshot) -> None:
    barriers = of_kind(live, "barrier")
    near = with_reform_near(live, {iri: (iri,) for iri in barriers})
    asking = tuple(_slug(live, name) for name in ("first.md", "second.md", "answer.md"))
    assert near
    assert all(any(slug in iri for slug in asking) for iri in near), near
    sure, every = gaps(live), gaps(live, unsure=True)
    assert {gap.unsure for gap in sure.items} <= {False}
    assert sure.total + sure.unsure == every.total
    assert all(gap.unsure == any(said.id in near for said in gap.members) for gap in every.items)


def test_a_response_says_its_decision_and_what_it_answers(live: Snapshot) -> None:
    found = responses(live, decision="accepted")
    assert [reform.number for one in found.items for reform in one.answers if reform.title == "Island life"][:1] == [
        "1"
    ]
    assert found.decisions["accepted"] == len(found.items) == 1
    assert responses(live, filters=None).total == 3


def test_editions_of_one_work_ask_nothing_again(live: Snapshot) -> None:
    assert asked_again(live).total == 0


def test_a_barrier_of_both_is_in_common_and_the_rest_is_in_one_alone(live: Snapshot) -> None:
    both = [_slug(live, "first.md"), _slug(live, "other.md")]
    barriers = next(k for k in compare(live, reports=both).kinds if k.kind == "barrier")
    (common,) = barriers.common
    assert set(common.sides) == set(both)
    assert [said.label for said in barriers.only[both[0]]] != []
    assert {said.report for said in barriers.only[both[1]]} == {f"{live.base}report/{both[1]}"}
    by_publisher = compare(live, publishers=["Northfield Trust", "Southfield Institute"])
    assert [side.id for side in by_publisher.sides] == ["northfield-trust", "southfield-institute"]
    shared = {one.id: one.label for one in by_publisher.kinds[1].common}
    assert common.id in shared
    assert any("dredgers" in label for label in shared.values())
    assert len(shared) == 2


def test_what_cannot_be_compared_is_said(live: Snapshot) -> None:
    with pytest.raises(QueryError, match="no report"):
        compare(live, reports=["absent", "other"])
    with pytest.raises(QueryError, match="published by"):
        compare(live, publishers=["Nobody", "Northfield Trust"])


@pytest.mark.parametrize("path", ["/gaps", "/asked-again", "/responses", "/compare"])
def test_each_route_answers_a_document_and_a_page(joined: Path, serve: Serve, path: str) -> None:
    with serve(joined) as address, httpx.Client(base_url=address, timeout=60) as client:
        assert client.get(path).raise_for_status().json()
        page = client.get(path, headers={"accept": "text/html"})
        assert page.status_code == 200
        assert "<h1>" in page.text
