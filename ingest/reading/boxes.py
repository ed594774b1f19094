"""Frames and tints on a page: which lines stand in a box that is drawn, not only indented.

Only the paths' bounds are asked for, so a page of many drawings costs little; what covers all of a page's text is its
ground, and what is lower than a line or narrower than half a column is an ornament.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as raw

from .lines import Line

_MOST = 4000

Box = tuple[float, float, float, float]  # left, bottom, right, top


def frame(page: Any, lines: list[Line], paths: list[Box]) -> list[Line]:
    """The lines, each told the box it stands in (the smallest, -1 for none)."""
    width, height = page.get_size()
    found = {
        (left, bottom, right, top)
        for left, bottom, right, top in paths
        if right - left > 0.28 * width and 22 < top - bottom < 0.9 * height
    }
    kept = 0
    for box in sorted(found, key=_area, reverse=True):
        inside = [
            x for x in lines if box[0] - 2 <= x.x0 and x.x1 <= box[2] + 4 and box[1] <= x.y + 0.3 * x.size < box[3]
        ]
        if inside and len(inside) < 0.93 * len(lines):
            for line in inside:
                line.box = kept
            kept += 1
    return lines


def drawn(page: Any) -> list[Box]:
    """The bounds of what is drawn on an upright page, in points, rounded, each once."""
    if page.get_rotation():
        return []
    edges = [ctypes.c_float() for _ in range(4)]
    found: set[Box] = set()
    for index in range(min(raw.FPDFPage_CountObjects(page.raw), _MOST)):
        item = raw.FPDFPage_GetObject(page.raw, index)
        if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_PATH and raw.FPDFPageObj_GetBounds(item, *edges):
            left, bottom, right, top = (round(e.value) for e in edges)
            found.add((left, bottom, right, top))
    return sorted(found)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
