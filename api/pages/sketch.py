"""A small drawing of what stands beside a thing: its surest links left and right of it, in the page itself.

It shows at a glance what the lists below it say in words; the graph view draws more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Protocol

from missiongraph.search.things import Link

from .words import path

#: Things on each side; lengths in units of the drawing.
EACH, LINE, HEAD, WIDTH = 5, 24, 22, 760
LEFT, MIDDLE, RIGHT = 262, (288, 184), 498
LETTERS, TITLE = 36, 22


class Headed(Protocol):
    """Links under a heading."""

    @property
    def heading(self) -> str: ...
    @property
    def links(self) -> tuple[Link, ...]: ...


@dataclass(frozen=True, slots=True)
class Mark:
    """A heading (without ``href``) or a thing, at a height; ``curve`` leads to the middle."""

    y: int
    text: str
    href: str = ""
    type: str = ""
    curve: str = ""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is drawn: sides, the lines of the name in the middle with their heights, and the part that has something."""

    left: tuple[Mark, ...]
    right: tuple[Mark, ...]
    title: tuple[tuple[int, str], ...]
    type: str
    height: int
    top: int
    tall: int
    start: int
    width: int


def sketch(label: str, kind: str, groups: Sequence[Headed]) -> Sketch | None:
    """The drawing; None where there are no links."""
    shown = [group for group in groups if group.links][:4]
    if not shown:
        return None
    sides: list[list[Headed]] = [[], []]
    for group in shown:
        sizes = [sum(min(len(g.links), EACH) for g in side) for side in sides]
        sides[0 if sizes[0] <= sizes[1] else 1].append(group)
    rows = [[(g.heading, g.links[: max(2, EACH - 2 * (len(side) - 1))]) for g in side] for side in sides]
    heights = [sum(HEAD + LINE * len(links) for _, links in side) for side in rows]
    title = wrap(_short(label, 100), TITLE)
    tall = 18 * len(title) + 20
    height = max(*heights, tall) + 12
    middle = height // 2
    return Sketch(
        left=_side(rows[0], (height - heights[0]) // 2, LEFT, MIDDLE[0], middle),
        right=_side(rows[1], (height - heights[1]) // 2, RIGHT, MIDDLE[0] + MIDDLE[1], middle),
        title=tuple((middle - tall // 2 + 23 + 18 * n, line) for n, line in enumerate(title)),
        type=kind,
        height=height,
        top=middle - tall // 2,
        tall=tall,
        start=0 if rows[0] else MIDDLE[0] - 2,
        width=(WIDTH if rows[1] else sum(MIDDLE) + 2) - (0 if rows[0] else MIDDLE[0] - 2),
    )


def _side(rows: list[tuple[str, tuple[Link, ...]]], y: int, x: int, end: int, middle: int) -> tuple[Mark, ...]:
    marks = []
    for heading, links in rows:
        marks.append(Mark(y + 15, heading))
        y += HEAD
        for link in links:
            at, bend = y + LINE // 2, (x + end) // 2
            curve = f"M{x} {at}C{bend} {at} {bend} {middle} {end} {middle}"
            marks.append(Mark(at, _short(link.other.label, LETTERS), path(link.other.id), link.other.type, curve))
            y += LINE
    return tuple(marks)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


__all__ = ["Mark", "Sketch", "sketch"]
