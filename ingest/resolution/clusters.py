"""Clusters: the same barrier, or the same reform, as it recurs across works and editions.

Two things of different reports are the same when their labels lie near each other in meaning *and* share words that
carry it; in editions of one work, when they say nearly the same; or when somebody said so by hand. Groups are made by
average linkage, where a pair that is not the same counts nothing, so most pairs of a cluster must hold and no chain of
weak links comes through. Things of near copies, and recommendations that a
response quotes, stand in the cluster of what they copy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from missiongraph.ontology.identifiers import Names, short_hash
from missiongraph.ontology.model import EntityKind, ReportType
from missiongraph.search.embedding import Vectors

from .linkable import Linkable
from .linkage import ONE, linked
from .near import Known, Thing, pairs, remembered, rounded

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
    same, or are not; ``known`` is what was found before; ``stamps``, by slug, name what a report's things rest on.
    """

    works: Mapping[str, str]
    formats: Mapping[str, str]
    copies: Mapping[str, str]
    by_hand: Mapping[tuple[str, str], bool]
    known: Known
    stamps: Mapping[str, str]


def clusters(
    linkables: Mapping[str, Linkable], vectors: Mapping[str, Vectors], across: Across, base: str
) -> tuple[list[Cluster], Known]:
    """The clusters of the reports by kind and key, and what the next snapshot may take over.

    Briefings, which only sum up, are left out.
    """
    made: list[Cluster] = []
    every: list[Thing] = []
    held: list[tuple[str, str, float]] = []
    for kind in (EntityKind.BARRIER, EntityKind.REFORM):
        things, rows = _things(kind, linkables, vectors, across, base)
        if things:
            whole = rounded(rows)
            found = pairs(things, whole, across.known)
            every += things
            held += [(things[i].iri, things[j].iri, cosine) for (i, j), cosine in sorted(found.items())]
            groups = _groups(things, found, across.by_hand)
            made += sorted(_clusters(kind, things, whole, groups, across.copies), key=lambda one: one.key)
    return made, remembered(every, held)


def _things(
    kind: EntityKind, linkables: Mapping[str, Linkable], vectors: Mapping[str, Vectors], across: Across, base: str
) -> tuple[list[Thing], list[NDArray[np.float32]]]:
    found = []
    for slug, one in linkables.items():
        if one.metadata.type is ReportType.BRIEFING or slug not in vectors or slug in across.formats:
            continue
        names = Names(base, slug)
        for entity, row in zip(one.own, one.rows, strict=True):
            if entity.kind is kind and row >= 0 and names.iri(entity.key) not in across.copies:
                thing = Thing(
                    iri=names.iri(entity.key),
                    stamp=across.stamps.get(slug, ""),
                    slug=slug,
                    work=across.works[slug],
                    label=entity.label,
                    quote=one.quotes.get(entity.key, entity.label),
                    order=(one.metadata.issued or "9999", one.sha256, entity.key),
                )
                found.append((thing, vectors[slug][row]))
    found.sort(key=lambda pair: pair[0].order)
    return [thing for thing, _ in found], [row for _, row in found]


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
