"""Running headers and footers, page numbers and what a browser prints round a page: found by repetition, left out.

A line belongs to the furniture when it stands at the edge of the page, and the same line but for its digits stands at
the same height on other pages, or when it is a page number there.
"""

from __future__ import annotations

import re
from collections import defaultdict

from .lines import Line

_NUMBER = re.compile(
    r"^(?:page )?[-–—| ]*(?:\d{1,4}|[ivxlc]{1,7}|[A-Z]?-?\d{1,3})[-–—| ]*(?:(?:of|/) ?\d{1,4})?$", re.I
)
Place = tuple[int, float, str]  # page, height, text
_BROWSER = re.compile(r"^\d{1,2}/\d{1,2}/\d{2,4}, \d{1,2}:\d\d|^(?:https?|file)://\S+.*\s\d+/\d+$")


def split(pages: list[list[Line]], height: float) -> tuple[list[list[Line]], dict[int, str]]:
    """The pages without furniture, and the page numbers printed in it, by page (from 1)."""
    edges = [_edges(lines, height) for lines in pages]
    seen: dict[str, list[Place]] = defaultdict(list)
    for number, edge in enumerate(edges):
        for line in edge:
            seen[_mask(line.text)].append((number, line.y, line.text))
    kept, labels = [], {}
    for number, (lines, edge) in enumerate(zip(pages, edges, strict=True)):
        gone = {id(line) for line in edge if _is(line, number, seen, len(pages))}
        for line in lines:
            if id(line) in gone and (label := _label(line.text)):
                labels[lines[0].page] = label
        kept.append([line for line in lines if id(line) not in gone])
    return kept, labels


def _edges(lines: list[Line], height: float) -> list[Line]:
    ordered = sorted(lines, key=lambda line: -line.y)
    heights = sorted({round(line.y) for line in lines}, reverse=True)
    outer = set(heights[:3]) | set(heights[-3:])
    return [x for x in ordered if round(x.y) in outer and (x.y > 0.87 * height or x.y < 0.13 * height)]


def _mask(text: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\b[ivxlc]+\b", "#", text.strip().lower()))[:120]


def _is(line: Line, number: int, seen: dict[str, list[Place]], total: int) -> bool:
    if _BROWSER.match(line.text):
        return True
    alike = [place for place in seen[_mask(line.text)] if abs(place[1] - line.y) < 4]
    if len({text for _, _, text in alike}) > 2 and not _counts(alike):
        alike = [place for place in alike if place[2] == line.text]
    like = [n for n, _, _ in alike]
    if _NUMBER.match(line.text.strip()):
        return len(like) >= min(3, total)
    others = len(set(like))
    near = sum(1 for n in set(like) if 0 < abs(n - number) <= 4)
    return len(line.text) > 1 and others >= 3 and near >= 1 and (others >= 0.1 * total or near >= 2)


def _counts(places: list[Place]) -> bool:
    """Whether the number in lines that are otherwise the same goes up with the page."""
    steps = []
    for number, _, text in places:
        found = re.search(r"\d+|\b[ivxlc]+\b", text.lower())
        value = found.group() if found else ""
        steps.append(int(value) - number if value.isdigit() else _roman(value) - number)
    return max((steps.count(s) for s in set(steps)), default=0) >= 0.5 * len(steps)


def _roman(text: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}.get(c, 0) for c in text]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True)) if values else 0


def _label(text: str) -> str | None:
    bare = text.strip()
    if _BROWSER.match(bare):
        return None
    if _NUMBER.match(bare):
        found = re.search(r"\d+|[ivxlc]+", bare, re.I)
        return found.group() if found else None
    found = re.match(r"^(\d{1,4})\s+\D", bare) or re.search(r"\D\s+(\d{1,4})$", bare)
    return found[1] if found and int(found[1]) < 1900 else None
