"""The order in which a page is read: the file's own where it can be right, the page's geometry where it cannot.

A line that stands above another in the same column is read before it, always; among lines that this leaves open the
file's order decides. So boxes that were drawn last come where they stand, cells of a table stay in their rows,
and columns follow each other.
"""

from __future__ import annotations

import heapq
from itertools import pairwise

from .lines import Line

_MOST = 1200


def ordered(lines: list[Line], width: float) -> list[Line]:
    """The lines of one page in reading order."""
    if len(lines) < 2:
        return lines
    if len(lines) > _MOST:
        return sorted(lines, key=lambda line: (-round(line.y), line.x0))
    return _above_first(_columns(lines, width))


def _above_first(lines: list[Line]) -> list[Line]:
    after: list[list[int]] = [[] for _ in lines]
    waits = [0] * len(lines)
    order = sorted(range(len(lines)), key=lambda i: -lines[i].y)
    for rank, upper in enumerate(order):
        a = lines[upper]
        for lower in order[rank + 1 :]:
            b = lines[lower]
            if a.y - b.y <= 0.45 * min(a.size, b.size):
                continue
            shared = min(a.x1, b.x1) - max(a.x0, b.x0)
            if shared > 0.1 * min(a.x1 - a.x0, b.x1 - b.x0):
                after[upper].append(lower)
                waits[lower] += 1
    ready = [i for i, count in enumerate(waits) if count == 0]
    heapq.heapify(ready)
    result: list[Line] = []
    while ready:
        index = heapq.heappop(ready)
        result.append(lines[index])
        for lower in after[index]:
            waits[lower] -= 1
            if waits[lower] == 0:
                heapq.heappush(ready, lower)
    return result


def _columns(lines: list[Line], width: float) -> list[Line]:
    """Lines sorted column by column where the page has two columns of running text that the file mixes."""
    gutter = _gutter(lines, width)
    if gutter is None:
        return lines
    sides = [_side(line, gutter) for line in lines]
    turns = sum(1 for a, b in pairwise(sides) if a != b and a and b)
    if turns <= 0.2 * len(lines):
        return lines
    result: list[Line] = []
    held: list[tuple[int, float, Line]] = []
    for line in sorted(lines, key=lambda x: -x.y):
        side = _side(line, gutter)
        if side == 0:
            result += [x for _, _, x in sorted(held, key=lambda h: h[:2])]
            held = []
            result.append(line)
        else:
            held.append((side, -line.y, line))
    return result + [x for _, _, x in sorted(held, key=lambda h: h[:2])]


def _side(line: Line, gutter: float) -> int:
    return 1 if line.x1 <= gutter else 2 if line.x0 >= gutter else 0


def _gutter(lines: list[Line], width: float) -> float | None:
    """The middle of the gap between two columns that each hold at least 8 well filled lines."""
    for tenth in range(35, 66):
        x = width * tenth / 100
        left = [line for line in lines if line.x1 <= x]
        right = [line for line in lines if line.x0 >= x]
        if len(left) < 8 or len(right) < 8 or len(left) + len(right) < 0.75 * len(lines):
            continue
        wide = [max(side, key=lambda s: s.x1 - s.x0) for side in (left, right)]
        spans = [w.x1 - w.x0 for w in wide]
        fill = [
            sum(s.x1 - s.x0 for s in side) / len(side) / span for side, span in zip((left, right), spans, strict=True)
        ]
        if min(spans) > 0.25 * width and min(fill) > 0.6:
            return x
    return None
