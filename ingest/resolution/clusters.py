"""Clusters: the same barrier, or the same reform, as it recurs across works and editions.

Two things of different reports are the same when their labels lie near each other in meaning *and* share words that
carry it; in editions of one work, when they say nearly the same; or when somebody said so by hand. Groups are made by
average linkage, where a pair that is not the same counts nothing, so most pairs of a cluster must hold and no chain of
weak links comes through. Things of near copies, and recommendations that a
response quotes, stand in the cluster of what they copy.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from missiongraph.ontology.identifiers import Names, short_hash
from missiongraph.ontology.model import EntityKind, ReportType
from missiongraph.search.embedding import Vectors

from .linkable import Linkable
from .linkage import ONE, linked
from .near import Pairs, Thing, pairs, rounded

LEAST = 0.50  # mean over all pairs of a cluster

Scores = dict[tuple[int, int], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Things that are the same. ``matches`` are each member's best pair of those of other works that it is like."""

    key: str
    label: str
    confidence: float
    members: tuple[str, ...]
    matches: tuple[tuple[str, str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Across:
    """What clusters rest on beside the things.

    ``works`` and ``formats`` are by slug, ``copies`` by IRI; ``by_hand`` are pairs of IRIs that somebody said are the
    same, or are not; ``known`` are the pairs that were found before. ``touched`` are IRIs of things that came, left, or
    stand otherwise than they did then; None where nothing is known.
    """

    works: Mapping[str, str]
    formats: Mapping[str, str]
    copies: Mapping[str, str]
    by_hand: Mapping[tuple[str, str], bool]
    known: Pairs
    touched: Collection[str] | None = None


@dataclass(slots=True)
class Found:
    """Clusters by kind and key, all pairs of things that are the same, and the things that the clusters may hold.

    Where something is known these are only clusters of the ``things`` that a change can reach: what is touched, and
    what pairs join to that, through however many; the clusters of other things are as they were.
    """

    clusters: list[Cluster] = field(default_factory=list)
    pairs: Pairs = field(default_factory=Pairs)
    things: set[str] = field(default_factory=set)


def clusters(linkables: Mapping[str, Linkable], vectors: Mapping[str, Vectors], across: Across, base: str) -> Found:
    """The clusters of the reports. Briefings, which only sum up, are left out."""
    result = Found(things=set(across.touched or ()))
    result.things |= across.known.touching(result.things)
    reached = frozenset(result.things)
    iris: list[str] = []
    joined = []
    for kind in (EntityKind.BARRIER, EntityKind.REFORM):
        things, rows = _things(kind, linkables, vectors, across, base)
        if not things:
            continue
        whole = rounded(rows)
        kept = np.array([across.touched is not None and t.iri not in across.touched for t in things], dtype=bool)
        ends, cosines = pairs(things, whole, kept, across.known)
        joined.append((ends + len(iris), cosines))
        iris += [thing.iri for thing in things]
        if across.touched is not None:
            near = _reached(things, ends, across.by_hand, reached)
            at = np.cumsum(near) - 1
            rows_near = near[ends[:, 0]] if len(ends) else np.zeros(0, dtype=bool)
            ends, cosines = at[ends[rows_near]], cosines[rows_near]
            things, whole = [thing for thing, is_near in zip(things, near, strict=True) if is_near], whole[near]
        found = {(i, j): cosine for (i, j), cosine in zip(ends.tolist(), cosines.tolist(), strict=True)}
        result.things.update(thing.iri for thing in things)
        groups = _groups(things, found, across.by_hand)
        made = _clusters(kind, things, whole, groups, across.copies)
        result.clusters += sorted(made, key=lambda one: one.key)
    if joined:
        result.pairs = Pairs.of(iris, *(np.concatenate(parts) for parts in zip(*joined, strict=True)))
    return result


def _reached(
    things: list[Thing], ends: NDArray[np.int64], by_hand: Mapping[tuple[str, str], bool], reached: Collection[str]
) -> NDArray[np.bool_]:
    """Which of the things are reached, or joined by pairs, through however many, to one that is."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    place = {thing.iri: at for at, thing in enumerate(things)} if by_hand else {}
    said = [(place[a], place[b]) for a, b in by_hand if a in place and b in place]
    every = np.concatenate([ends, np.array(said, dtype=np.int64).reshape(-1, 2)])
    size = (len(things), len(things))
    edges = coo_array((np.ones(len(every), dtype=np.int8), (every[:, 0], every[:, 1])), shape=size)
    parts = connected_components(edges, directed=False)[1]
    starts = np.array([thing.iri in reached for thing in things], dtype=bool)
    near: NDArray[np.bool_] = np.isin(parts, np.unique(parts[starts]))
    return near


def _things(
    kind: EntityKind, linkables: Mapping[str, Linkable], vectors: Mapping[str, Vectors], across: Across, base: str
) -> tuple[list[Thing], Vectors]:
    """The things of a kind, the oldest first, and the vector of each; shape (things, dimension)."""
    found: list[Thing] = []
    parts = []
    for slug, one in linkables.items():
        if one.metadata.type is ReportType.BRIEFING or slug not in vectors or slug in across.formats:
            continue
        names, work, age = Names(base, slug), across.works[slug], (one.metadata.issued or "9999", one.sha256)
        rows = []
        for entity, row in zip(one.own, one.rows, strict=True):
            if entity.kind is kind and row >= 0 and (iri := names.iri(entity.key)) not in across.copies:
                quote = one.quotes.get(entity.key, entity.label)
                found.append(Thing(iri, slug, work, entity.label, quote, (*age, entity.key)))
                rows.append(row)
        if rows:
            parts.append(vectors[slug][rows])
    order_of = sorted(range(len(found)), key=lambda at: found[at].order)
    every = np.concatenate(parts)[order_of] if parts else np.empty((0, 0), dtype=np.float32)
    return [found[at] for at in order_of], every


def _groups(
    things: list[Thing], found: Scores, by_hand: Mapping[tuple[str, str], bool]
) -> Iterator[tuple[list[int], Scores]]:
    """Groups of things (indices, ascending) with the pairs among them that are the same.

    What was joined by hand is put together last, where nothing that was split by hand parts it.
    """
    place = {thing.iri: at for at, thing in enumerate(things)}
    said = {
        (min(place[a], place[b]), max(place[a], place[b])): value
        for (a, b), value in by_hand.items()
        if a in place and b in place
    }
    scores = found | {pair: 1.0 for pair, value in said.items() if value}
    likeness = {
        (i, j): round(ONE * (cosine if things[i].work != things[j].work else 1.0)) for (i, j), cosine in scores.items()
    }
    apart = [pair for pair, value in said.items() if not value]
    groups = linked(likeness | dict.fromkeys(apart, -(ONE**2)), round(LEAST * ONE))
    of = {node: set(group) for group in groups for node in group}
    for pair in sorted(pair for pair, value in said.items() if value):
        union = of[pair[0]] | of[pair[1]]
        if not any(union.issuperset(split) for split in apart):
            of |= dict.fromkeys(union, union)
    inside: dict[int, Scores] = {}
    for (i, j), cosine in sorted(scores.items()):
        if of[i] is of[j] or of[i] == of[j]:
            inside.setdefault(min(of[i]), {})[i, j] = cosine
    for group in sorted({tuple(sorted(group)) for group in of.values()}):
        if len(group) > 1:
            yield list(group), inside.get(group[0], {})


def _clusters(
    kind: EntityKind,
    things: list[Thing],
    whole: NDArray[np.float32],
    groups: Iterator[tuple[list[int], Scores]],
    copies: Mapping[str, str],
) -> Iterator[Cluster]:
    """The groups as clusters, with the copies of their members; so is a thing alone that has copies."""
    copied: dict[str, list[str]] = {}
    for copy, first in sorted(copies.items()):
        copied.setdefault(first, []).append(copy)
    grouped = set()
    for group, scores in groups:
        grouped.update(group)
        yield _cluster(kind, things, whole, group, scores, copied)
    for at, thing in enumerate(things):
        if at not in grouped and thing.iri in copied:
            yield _cluster(kind, things, whole, [at], {}, copied)


def _cluster(
    kind: EntityKind,
    things: list[Thing],
    whole: NDArray[np.float32],
    group: list[int],
    scores: Scores,
    copied: Mapping[str, list[str]],
) -> Cluster:
    rows = whole[group].astype(np.int64)
    centre = rows.sum(axis=0)
    nearness = (rows @ centre) / np.sqrt((rows * rows).sum(axis=1)).clip(1.0)
    best = min(range(len(group)), key=lambda at: (-round(float(nearness[at]), 6), things[group[at]].label))
    across = {pair: score for pair, score in scores.items() if things[pair[0]].work != things[pair[1]].work}
    counted = across or scores
    members = [things[i].iri for i in group]
    return Cluster(
        key=f"cluster/{kind.value}-{short_hash(things[group[0]].iri, length=12)}",
        label=things[group[best]].label,
        confidence=sum(counted.values()) / len(counted) if counted else 1.0,
        members=(*members, *(copy for member in members for copy in copied.get(member, ()))),
        matches=tuple((things[i].iri, things[j].iri, across[i, j]) for i, j in sorted(_best(across))),
    )


def _best(scores: Scores) -> set[tuple[int, int]]:
    """Of each thing its best pair: all pairs of a cluster would grow with the square of its size."""
    best: dict[int, tuple[int, int]] = {}
    for pair in sorted(scores, key=lambda pair: (-scores[pair], pair)):
        for end in pair:
            best.setdefault(end, pair)
    return set(best.values())
