"""Editions of one report share a work, by their words; a title alone, or some shared pages, make no edition."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from missiongraph.ingest.extraction.registry import Registered
from missiongraph.ingest.resolution import Linkable, resolve
from missiongraph.ingest.resolution.hierarchy import nearest_above
from missiongraph.ingest.resolution.wording import sketch
from missiongraph.ingest.resolution.works import pairs_of_editions, works
from missiongraph.ontology.model import ActorKind, Metadata, ReportType
from missiongraph.ontology.terms import DCTERMS, SKOS

BASE = "https://example.org/id/"


def _text(seed: int, count: int = 3000) -> list[str]:
    chance = random.Random(seed)
    return [f"w{chance.randint(1, 900)}" for _ in range(count)]


TEXT = _text(1)
TITLE = Metadata(title="Warm Homes: The Next Steps", publisher="Northfield", issued="2024")


def _report(sha256: str, words: list[str], metadata: Metadata = TITLE) -> Linkable:
    return Linkable(sha256=sha256, metadata=metadata, sketch=sketch([" ".join(words)]))


FIRST = _report("a", TEXT)
SPELT = replace(TITLE, title="Warm homes – the next steps")


def _works(other: Linkable) -> set[str]:
    """The works of the first report and another."""
    reports = {"a": FIRST, "b": other}
    alike = pairs_of_editions(reports, [], reports)
    assert alike == pairs_of_editions(reports, [("a", "gone")], ["b"]) == pairs_of_editions(reports, alike, [])
    return set(works(reports, alike).values())


@pytest.mark.parametrize(
    "other",
    [
        _report("b", TEXT, SPELT),
        _report("b", TEXT[:2400] + _text(2, 600)),
        _report("b", TEXT[:2700] + _text(2, 300), replace(TITLE, issued="2025")),
        _report("b", TEXT[20:], Metadata(title="untitled")),
    ],
    ids=["spelling", "changed", "next year", "copy without its title"],
)
def test_an_edition_is_of_the_same_work(other: Linkable) -> None:
    assert len(_works(other)) == 1


@pytest.mark.parametrize(
    "other",
    [
        _report("b", _text(3)),
        _report("b", TEXT[:300] + _text(3, 200)),
        _report("b", TEXT[:1600] + _text(3, 1400), replace(TITLE, publisher="Southfield")),
        _report("b", TEXT, replace(TITLE, type=ReportType.BRIEFING)),
        _report("b", TEXT[:1500] + _text(3), replace(TITLE, title="Response", type=ReportType.RESPONSE)),
    ],
    ids=["title alone", "summary", "another publisher", "briefing", "response that quotes"],
)
def test_what_is_no_edition_is_another_work(other: Linkable) -> None:
    assert len(_works(other)) == 2


def test_a_work_has_one_label_and_does_not_depend_on_the_order_of_arrival() -> None:
    three = {"a": FIRST, "b": _report("b", TEXT, SPELT), "c": _report("c", _text(9))}
    graphs = [resolve({slug: three[slug] for slug in order}, BASE).asserted for order in permutations(three)]
    assert len({frozenset(graph) for graph in graphs}) == 1
    of = {quad.object for quad in graphs[0] if quad.predicate == DCTERMS.isVersionOf}
    labelled = [quad.subject for quad in graphs[0] if quad.predicate == SKOS.prefLabel and quad.subject in of]
    assert len(labelled) == len(of) == 2


def test_an_actor_belongs_to_the_nearest_above_it_that_a_report_names() -> None:
    row: dict[str, Any] = {"aliases": (), "kind": ActorKind.PUBLIC_BODY}
    known = {
        "actor/a": Registered(key="actor/a", label="A", broader="actor/b", **row),
        "actor/b": Registered(key="actor/b", label="B", broader="actor/c", **row),
        "actor/c": Registered(key="actor/c", label="C", broader="actor/a", **row),
    }
    assert nearest_above("actor/a", known, {"actor/a", "actor/b", "actor/c"}) == "actor/b"
    assert nearest_above("actor/a", known, {"actor/a", "actor/c"}) == "actor/c"
    assert nearest_above("actor/a", known, {"actor/a"}) is None
