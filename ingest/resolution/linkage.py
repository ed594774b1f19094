"""Average linkage over a sparse graph of alike pairs (UPGMA; a pair that is not there counts 0).

Likeness is in millionths, so that sums are exact and the outcome does not depend on their order; ties go to the
clusters of the least members.
"""

from __future__ import annotations

from collections.abc import Mapping
from heapq import heapify, heappop, heappush

ONE = 1_000_000


def linked(pairs: Mapping[tuple[int, int], int], least: int) -> list[list[int]]:
    """Groups of the ends of the pairs, each ascending, whose mean likeness over all pairs was ``least`` at each merge.

    >>> linked({(0, 1): 900_000, (1, 2): 800_000}, 500_000)
    [[0, 1], [2]]
    """
    sums: dict[int, dict[int, int]] = {}
    for (i, j), likeness in pairs.items():
        sums.setdefault(i, {})[j] = likeness
        sums.setdefault(j, {})[i] = likeness
    members = {node: [node] for node in sums}
    heap = [(-likeness, min(pair), max(pair), 1) for pair, likeness in pairs.items()]
    heapify(heap)
    while heap and -heap[0][0] >= least:
        _, a, b, product = heappop(heap)
        if a not in members or b not in members or product != len(members[a]) * len(members[b]):
            continue  # one of them has grown or gone since
        members[a] += members.pop(b)
        gone = sums.pop(b)
        del sums[a][b]
        for other, likeness in gone.items():
            if other != a:
                del sums[other][b]
                sums[a][other] = sums[other][a] = sums[a].get(other, 0) + likeness
        for other, total in sums[a].items():
            size = len(members[a]) * len(members[other])
            heappush(heap, (-(total // size), min(a, other), max(a, other), size))
    return sorted(sorted(group) for group in members.values())
