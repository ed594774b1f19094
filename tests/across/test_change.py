"""What joins reports, made anew only where a change reaches, is what it would be if all were made anew."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from missiongraph.ingest.derive import Cache
from missiongraph.ingest.joining import joined as put
from missiongraph.ingest.pipeline import ingest
from missiongraph.ingest.resolution import Known, Linkable, resolve
from missiongraph.ontology.identifiers import Names
from missiongraph.ontology.store import GraphStore
from missiongraph.ontology.terms import MG
from missiongraph.search.embedding import Vectors
from missiongraph.search.library import Library
from tests import shared

BASE = "https://example.org/id/"
STEPS = 12
Reports = dict[str, tuple[Linkable, str]]


def _reports(library: Path) -> tuple[dict[str, Linkable], dict[str, Vectors]]:
    """What joining reads of the reports of a library."""
    opened = Library.open(library)
    cache = Cache(opened.layout.reports)
    with opened.snapshot() as snapshot:
        entries = snapshot.manifest.reports
    return (
        {entry.slug: cache.linkable(entry.sha256, entry.cache) for entry in entries},
        {entry.slug: cache.entity_vectors(entry.sha256, entry.cache) for entry in entries},
    )


def _changed(one: Linkable, others: dict[str, Linkable], chance: random.Random) -> Linkable:
    """A report as somebody changes it by hand: its title, or what one of its things is joined to or parted from."""
    slug = chance.choice(sorted(others))
    if not one.own or not others[slug].own or chance.random() < 0.3:
        return replace(one, metadata=replace(one.metadata, title=f"{one.metadata.title} again"))
    own, other = chance.choice(one.own), chance.choice(others[slug].own)
    said = (own.key, Names("", slug).iri(other.key), chance.random() < 0.7)
    return replace(one, by_hand=(*one.by_hand, said))


def _next(before: Reports, pool: dict[str, Linkable], chance: random.Random, step: int) -> Reports:
    """Another state of a library: reports come and go, one may be changed by hand."""
    have = set(before)
    for _ in range(chance.randint(1, 2)):
        have ^= {chance.choice(sorted(pool))}
    after = {slug: before.get(slug, (pool[slug], "as read")) for slug in sorted(have)}
    if len(after) > 1 and chance.random() < 0.6:
        slug = chance.choice(sorted(after))
        others = {each: one for each, (one, _) in after.items() if each != slug}
        after[slug] = (_changed(after[slug][0], others, chance), f"step {step}")
    return after


def _assert_like_clean_builds(pool: dict[str, Linkable], vectors: dict[str, Vectors], seed: int) -> None:
    """Go through random changes; hold the graph and what is kept against those of a clean build after each."""
    chance, store = random.Random(seed), GraphStore.open()
    known: Known | None = None
    before: Reports = {}
    partial = 0
    for step in range(STEPS):
        after = _next(before, pool, chance, step)
        reports, stamps = {s: one for s, (one, _) in after.items()}, {s: stamp for s, (_, stamp) in after.items()}
        left = {s: one for s, (one, stamp) in before.items() if stamps.get(s) != stamp}
        links = resolve(reports, BASE, vectors, stamps=stamps, known=known, left=left)
        for _ in put(store, links, BASE):
            pass
        clean = resolve(reports, BASE, vectors, stamps=stamps)
        assert set(store.quads(f"{BASE}graph/links")) == set(clean.asserted)
        assert set(store.quads(f"{BASE}graph/suggested")) == set(clean.suggested)
        merged = store.native.quads_for_pattern(None, None, None, ox.DefaultGraph())
        assert {quad.triple for quad in merged} == {quad.triple for quad in clean.asserted}
        assert links.known == clean.known
        partial += len(links.asserted) < len(clean.asserted)
        known, before = links.known, after
    assert partial > STEPS / 3


@pytest.mark.parametrize("seed", range(10))
def test_changes_of_small_reports_give_the_graph_of_a_clean_build(joined: Path, seed: int) -> None:
    _assert_like_clean_builds(*_reports(joined), seed)


@pytest.mark.slow
@shared.needs_shared
def test_changes_of_real_reports_give_the_graph_of_a_clean_build(tmp_path: Path) -> None:
    assert ingest(tmp_path / "library", [shared.FOLDER / "reports"]).refused == ()
    for seed in range(10):
        _assert_like_clean_builds(*_reports(tmp_path / "library"), seed)


def test_what_was_joined_by_hand_to_a_report_that_left_keeps_its_other_cluster(joined: Path) -> None:
    pool, vectors = _reports(joined)
    clusters = resolve(pool, BASE, vectors).asserted
    members = sorted(str(quad.subject)[1:-1] for quad in clusters if quad.predicate == MG.inCluster)
    iris = {slug: {Names(BASE, slug).iri(e.key): e for e in one.own} for slug, one in pool.items()}
    checked = 0
    for slug in sorted(pool):
        own = [iri for iri in members if iri in iris[slug]]
        for gone in sorted(set(pool) - {slug}):
            if not own or not iris[gone]:
                continue
            said = (iris[slug][own[0]].key, min(iris[gone]).removeprefix(BASE), True)
            before = pool | {slug: replace(pool[slug], by_hand=(said,))}
            stamps = dict.fromkeys(before, "as read")
            known = resolve(before, BASE, vectors, stamps=stamps).known
            after = {each: one for each, one in before.items() if each != gone}
            part = resolve(after, BASE, vectors, stamps=stamps, known=known, left={gone: before[gone]})
            clean = resolve(after, BASE, vectors, stamps=stamps)
            mine = {quad for quad in clean.asserted if quad.subject == ox.NamedNode(own[0])}
            assert mine <= set(part.asserted)
            checked += bool(mine)
    assert checked


def test_a_report_that_left_without_a_trace_makes_all_anew(joined: Path) -> None:
    pool, vectors = _reports(joined)
    stamps = dict.fromkeys(pool, "as read")
    known = resolve(pool, BASE, vectors, stamps=stamps).known
    gone = min(pool)
    fewer = {slug: one for slug, one in pool.items() if slug != gone}
    assert resolve(fewer, BASE, vectors, stamps=stamps, known=known).subjects is None
    assert resolve(fewer, BASE, vectors, stamps=stamps, known=known, left={gone: pool[gone]}).subjects is not None
