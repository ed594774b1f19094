"""Where else a report speaks of a thing: the spans that echo the one that names it.

The spans that make an entity are a mixture: some belong to its like, and others that state it were not taken. The one
that shares most with the entity's label says best what it is, and a report links a recommendation to a barrier where
it comes back to both. So links are sought from that span and the spans of the whole report that are most like it, and
from the entity's own spans beside them, since what joins two things often stands only where both are first stated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from missiongraph.ingest.resolution.wording import stems

from .found import Found
from .pairing import SPANS, Ground, among, tables

LEAST = 0.45  # mean of the cosines of meaning and of words from which a span echoes another
WINDOW = 2  # spans before and after, in which the words of a label may stand
#: Of the features of naming spans, those that are compared among rivals: likeness, words, nearness, words of labels.
RIVALS = (0, 1, 3, 7, 9, 11)

Table = NDArray[np.float64]


def naming(ground: Ground, found: Sequence[Found]) -> list[int]:
    """Of each entity the span that has most of the words of its label, of several the likeliest."""
    result = []
    for each in found:
        label = stems(each.entity.label)
        shares = [ground.words.weight(label & ground.words.bags[u]) for u in each.units[:SPANS]]
        result.append(each.units[int(np.argmax(np.round(shares, 5)))])
    return result


def echoed(ground: Ground, found: Sequence[Found], names: Sequence[int]) -> list[Found]:
    """The entities with other spans: the one that names it, then those of the report most like that one."""
    result = []
    for each, name in zip(found, names, strict=True):
        likeness = np.clip(ground.vectors @ ground.vectors[name], 0, 1) + ground.words.cosines(ground.words.bags[name])
        likeness = np.round(likeness / 2, 5)
        order = [int(u) for u in np.argsort(-likeness, kind="stable")[:SPANS] if u != name and likeness[u] >= LEAST]
        result.append(replace(each, units=(name, *order)[:SPANS]))
    return result


def linked(
    ground: Ground, subjects: Sequence[Found], objects: Sequence[Found]
) -> tuple[Table, list[Found], list[Found]]:
    """The features of every pair, subjects × objects × features, and both with the spans that these look at."""
    a, b = naming(ground, subjects), naming(ground, objects)
    mine, theirs = echoed(ground, subjects, a), echoed(ground, objects, b)
    own = np.stack(_of_names(ground, subjects, objects, a, b), axis=-1)
    rivals = [among(own[:, :, i]) for i in RIVALS]
    named = np.round(np.concatenate([own, *rivals], axis=-1), 4)
    every = [tables(ground, mine, theirs), named, tables(ground, subjects, objects)]
    return np.concatenate(every, axis=-1), mine, theirs


def _of_names(
    ground: Ground, subjects: Sequence[Found], objects: Sequence[Found], a: list[int], b: list[int]
) -> list[Table]:
    """One table over subjects × objects for each feature of the spans that name them, and of their labels."""
    step = np.subtract.outer(a, b)
    apart = np.abs(step)
    mine, theirs = ([stems(f.entity.label) for f in found] for found in (subjects, objects))
    found = [
        ground.vectors[a] @ ground.vectors[b].T,
        ground.words.shared(a, ground.words, b, cosine=True),
        np.exp(-apart / 3),
        np.exp(-apart / 12),
        np.equal.outer(ground.section[a], ground.section[b]),
        (step > 0) * np.exp(-apart / 4),
        np.exp(-apart / 60),
        np.array([[ground.words.cosine(x, y) for y in theirs] for x in mine]),
        _within(ground, theirs, a, 0),
        _within(ground, theirs, a, WINDOW),
        _within(ground, mine, b, 0).T,
        _within(ground, mine, b, WINDOW).T,
    ]
    return [np.asarray(t, dtype=np.float64) for t in found]


def _within(ground: Ground, labels: Sequence[frozenset[str]], places: Sequence[int], window: int) -> Table:
    """Places × labels: the share of a label's words, by rarity, that stand at a place or within a window of it."""
    bags = ground.words.bags
    around = [frozenset().union(*bags[max(0, p - window) : p + window + 1]) for p in places]
    totals = [ground.words.weight(label) or 1.0 for label in labels]
    return np.array(
        [[ground.words.weight(x & near) / t for x, t in zip(labels, totals, strict=True)] for near in around]
    )
