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


def group(vectors: Vectors, least: float, *, numbers: Sequence[str | None] = ()) -> list[list[int]]:
    """Groups of row indices, each sorted, in order of their first row.

    :param least: the mean similarity from which two groups are joined
    :param numbers: of each row the report's own number, where it has one

    >>> import numpy as np
    >>> group(np.array([[1, 0], [0, 1], [1, 0]], dtype=np.float32), 0.9)
    [[0, 2], [1]]
    """
    labels = list(numbers) or [None] * len(vectors)
    groups = _seeds(labels)
    if len(groups) < 2:
        return groups
    similar = np.round(vectors.astype(np.float64) @ vectors.T.astype(np.float64), 5)
    means = np.array([[similar[np.ix_(a, b)].mean() for b in groups] for a in groups])
    tags = [next((labels[i] for i in g if labels[i] is not None), None) for g in groups]
    sizes = [len(g) for g in groups]
    np.fill_diagonal(means, -1)
    for a in range(len(groups)):
        for b in range(len(groups)):
            if a != b and tags[a] is not None and tags[b] is not None:
                means[a, b] = -1
    while True:
        a, b = _closest(means)
        if means[a, b] < least:
            return sorted((sorted(g) for g in groups if g), key=lambda g: g[0])
        _join(means, groups, tags, sizes, a, b)


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


def _closest(means: NDArray[np.float64]) -> tuple[int, int]:
    flat = int(np.argmax(means))
    a, b = divmod(flat, means.shape[1])
    return min(a, b), max(a, b)


def _join(
    means: NDArray[np.float64], groups: list[list[int]], tags: list[str | None], sizes: list[int], a: int, b: int
) -> None:
    together = sizes[a] + sizes[b]
    forbidden = (means[a] < 0) | (means[b] < 0)
    joined = (means[a] * sizes[a] + means[b] * sizes[b]) / together
    never = np.array([tags[i] is not None for i in range(len(tags))]) & ((tags[a] or tags[b]) is not None)
    joined[never | (forbidden & never)] = -1
    means[a], means[:, a] = joined, joined
    means[b], means[:, b] = -1, -1
    means[a, a] = -1
    groups[a], groups[b] = groups[a] + groups[b], []
    tags[a], tags[b] = tags[a] or tags[b], None
    sizes[a], sizes[b] = together, 0
    for i, g in enumerate(groups):
        if not g:
            means[a, i] = means[i, a] = -1
