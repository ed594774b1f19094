"""One node a thing: the spans of a report that state the same barrier, reform or mission.

Average linkage over cosine similarity: single linkage chains a chapter into one group, complete linkage keeps a
summary apart from its body. Spans of one recommendation that the report itself numbers stand together from the start,
and two different numbers are never joined. Ties go to the earlier span, so the result is the same every time.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from missiongraph.search.embedding import Vectors


def group(
    vectors: Vectors, least: float, *, numbers: Sequence[str | None] = (), lists: Sequence[int | None] = ()
) -> list[list[int]]:
    """Groups of row indices, each sorted, in order of their first row.

    :param least: the mean similarity from which two groups are joined
    :param numbers: of each row the report's own number, where it has one
    :param lists: of each row the list of which it is an item of its own, where it is; two such are two things

    >>> import numpy as np
    >>> group(np.array([[1, 0], [0, 1], [1, 0]], dtype=np.float32), 0.9)
    [[0, 2], [1]]
    """
    labels = list(numbers) or [None] * len(vectors)
    groups = _seeds(labels)
    if len(groups) < 2:
        return groups
    similar = np.round(vectors.astype(np.float64) @ vectors.T.astype(np.float64), 5)
    member = np.zeros((len(groups), len(vectors)))
    for row, rows in zip(member, groups, strict=True):
        row[rows] = 1.0 / len(rows)
    means = member @ similar @ member.T
    barred = _different(groups, labels) | _different_items(groups, list(lists) or [None] * len(vectors))
    sizes = [len(g) for g in groups]
    while True:
        a, b = _closest(np.where(barred, -1, means))
        if barred[a, b] or means[a, b] < least:
            return sorted((sorted(g) for g in groups if g), key=lambda g: g[0])
        _join(means, barred, groups, sizes, a, b)


def _seeds(labels: list[str | None]) -> list[list[int]]:
    groups: list[list[int]] = []
    by_label: dict[str, list[int]] = {}
    for index, label in enumerate(labels):
        if label is not None and label in by_label:
            by_label[label].append(index)
            continue
        groups.append([index])
        if label is not None:
            by_label[label] = groups[-1]
    return groups


def _different(groups: list[list[int]], labels: list[str | None]) -> NDArray[np.bool_]:
    """Which groups are never joined: a group with itself, and any two that have numbers."""
    tagged = np.array([labels[g[0]] is not None for g in groups])
    different: NDArray[np.bool_] = np.eye(len(groups), dtype=bool) | (tagged[:, None] & tagged[None, :])
    return different


def _different_items(groups: list[list[int]], lists: list[int | None]) -> NDArray[np.bool_]:
    """Which groups hold items of one list."""
    of = [{lists[i] for i in g} - {None} for g in groups]
    return np.array([[not one.isdisjoint(other) for other in of] for one in of])


def _closest(means: NDArray[np.float64]) -> tuple[int, int]:
    flat = int(np.argmax(means))
    a, b = divmod(flat, means.shape[1])
    return min(a, b), max(a, b)


def _join(
    means: NDArray[np.float64], barred: NDArray[np.bool_], groups: list[list[int]], sizes: list[int], a: int, b: int
) -> None:
    """Join two groups: what may not be joined to one of them may not be joined to both."""
    together = sizes[a] + sizes[b]
    means[a] = means[:, a] = (means[a] * sizes[a] + means[b] * sizes[b]) / together
    barred[a] = barred[:, a] = barred[a] | barred[b]
    barred[b] = barred[:, b] = True
    groups[a], groups[b] = groups[a] + groups[b], []
    sizes[a], sizes[b] = together, 0
