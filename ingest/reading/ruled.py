"""Tables that are drawn, not tagged: rows between rules of one width, columns between
upright rules or empty gutters.

What is found is told the way tags tell it (:class:`~.tags.Tag`), so that cells become rows in one place. Few rules,
rows of one cell, or text across the gutters make no table: a false table would scatter running text.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from .boxes import Box
from .lines import Line
from .tags import Tag

_NEAR, _THIN, _WIDEST = 3.0, 3.0, 0.28
_GUTTER = 5.0
_TALLEST = 0.4  # of the page: a row higher than this is no row
_FIRST = 1_000_000  # numbers of cells, above all that tags of a page have

Span = tuple[float, float]


def tabulate(lines: list[Line], paths: list[Box], width: float, height: float) -> list[Line]:
    """The lines, cut at the columns of each drawn table and told their cell; other lines stay as they are."""
    for table, (left, right, levels) in enumerate(_frames(paths, width, height)):
        inside = [x for x in lines if left - 2 <= x.x0 and x.x1 <= right + 4 and levels[-1] <= _middle(x) <= levels[0]]
        bounds = _columns(inside, paths, (left, right), levels)
        cut = [part for line in inside for part in _cut(line, bounds)]
        grid = _grid(cut, bounds, levels)
        full = sum(len(row) > 1 for row in grid)
        if len(grid) < 2 or full < 2 or full < 0.6 * len(grid):
            continue
        _tag(grid, table)
        placed = {id(line) for line in inside}
        at = min((i for i, x in enumerate(lines) if id(x) in placed), default=0)
        rows = [line for row in grid for column in sorted(row) for line in row[column]]
        rest = [x for x in lines if id(x) not in placed]
        before = sum(id(x) not in placed for x in lines[:at])
        lines = [*rest[:before], *rows, *rest[before:]]
    return lines


def _middle(line: Line) -> float:
    return line.y + 0.3 * line.size


def _frames(paths: list[Box], width: float, height: float) -> list[tuple[float, float, list[float]]]:
    """Left, right and the heights of the rules (down the page) of everything drawn like a table."""
    spans: dict[int, list[Span]] = defaultdict(list)
    for left, bottom, right, top in paths:
        if right - left < 2 * _THIN:
            continue
        for level in {round(bottom), round(top)} if top - bottom > _THIN else {round((bottom + top) / 2)}:
            spans[level].append((left, right))
    found: list[tuple[float, float, list[float]]] = []
    for level in sorted(spans, reverse=True):
        for left, right in _merged(spans[level]):
            if right - left < _WIDEST * width:
                continue
            for frame in found:
                if (
                    abs(frame[0] - left) < _NEAR
                    and abs(frame[1] - right) < _NEAR
                    and frame[2][-1] - level < (_TALLEST * height)
                ):
                    if frame[2][-1] - level > 2 * _THIN:
                        frame[2].append(level)
                    break
            else:
                found.append((left, right, [float(level)]))
    return [frame for frame in found if len(frame[2]) > 2]


def _merged(spans: list[Span]) -> list[Span]:
    """Spans that touch, as one."""
    out: list[Span] = []
    for left, right in sorted(spans):
        if out and left <= out[-1][1] + _NEAR:
            out[-1] = (out[-1][0], max(out[-1][1], right))
        else:
            out.append((left, right))
    return out


def _columns(lines: list[Line], paths: list[Box], edges: Span, levels: list[float]) -> list[float]:
    """Where columns meet: at upright rules, else in the middle of gutters that no line of a full row crosses."""
    left, right = edges
    upright = {
        round(x)
        for box in paths
        if box[3] - box[1] > 2 * _THIN and box[1] > levels[-1] - _NEAR and box[3] < levels[0] + _NEAR
        for x in ((box[0] + box[2]) / 2,) * (box[2] - box[0] < _THIN) + (box[0], box[2]) * (box[2] - box[0] >= _THIN)
        if left + 2 * _NEAR < x < right - 2 * _NEAR
    }
    if upright:
        ordered = sorted(upright)
        return [x for i, x in enumerate(ordered) if not i or x - ordered[i - 1] > _NEAR]
    rows = [[x for x in lines if low <= _middle(x) < high] for high, low in pairwise(levels)]
    full = [row for row in rows if len({round(x.x0 / 20) for x in row}) > 1]
    covered = _merged([(w.x0, w.x1) for row in full for x in row for w in _runs(x)])
    return [(first[1] + second[0]) / 2 for first, second in pairwise(covered) if second[0] - first[1] > _GUTTER]


def _runs(line: Line) -> list[Line]:
    """The line cut where its words stand further apart than words do."""
    parts: list[list[int]] = [[0]]
    for index, (first, second) in enumerate(pairwise(line.words), 1):
        if second.x0 - first.x1 > 0.9 * line.size:
            parts.append([])
        parts[-1].append(index)
    return [_part(line, part) for part in parts]


def _cut(line: Line, bounds: list[float]) -> list[Line]:
    """The line's words by column; whole where a word crosses a bound."""
    if any(w.x0 < b - 1 and w.x1 > b + 1 for w in line.words for b in bounds):
        return [line]
    columns: dict[int, list[int]] = defaultdict(list)
    for index, word in enumerate(line.words):
        columns[_column((word.x0 + word.x1) / 2, bounds)].append(index)
    return [line] if len(columns) == 1 else [_part(line, columns[c]) for c in sorted(columns)]


def _part(line: Line, indices: list[int]) -> Line:
    return Line([line.words[i] for i in indices], line.page, box=line.box).settle()


def _column(x: float, bounds: list[float]) -> int:
    return sum(x > bound for bound in bounds)


def _grid(lines: list[Line], bounds: list[float], levels: list[float]) -> list[dict[int, list[Line]]]:
    """The rows with text in them: lines by column, down the page."""
    grid: list[dict[int, list[Line]]] = []
    for high, low in pairwise(levels):
        row: dict[int, list[Line]] = defaultdict(list)
        for line in sorted((x for x in lines if low <= _middle(x) < high), key=lambda x: (-x.y, x.x0)):
            row[_column(line.x0 + 1, bounds)].append(line)
        if row:
            grid.append(row)
    return grid


def _tag(grid: list[dict[int, list[Line]]], table: int) -> None:
    for number, row in enumerate(grid):
        head = number == 0 and len(row) > 1 and all(line.bold for cell in row.values() for line in cell)
        for column, cell in row.items():
            key = _FIRST + (table * 1000 + number) * 100 + column
            tag = Tag(("Table", "TR", "TH" if head else "TD"), key, cell=key, row=_FIRST + number, table=_FIRST + table)
            for line in cell:
                line.tag = tag
