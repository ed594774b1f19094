"""The contents page: what the report itself says its headings are, on what level and page.

Found by its heading, its tags, or a column of page numbers at the right edge. Its entries are the best witness there
is for which lines of the body are headings, so they are read before the body is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .lines import Line

TITLE = re.compile(r"^(?:table of |list of )?contents(?: page)?$", re.I)
_LABEL = re.compile(r"^(?:page )?(\d{1,4}|[ivxlc]{1,7})$", re.I)
_ENDING = re.compile(r"^(?P<title>.*?\w.*?)[\s.…·_]*(?:\.{2,}|…|\s|\t)\s*(?P<label>\d{1,3}|[ivxl]{1,6})$")
_TOP = re.compile(
    r"^(?:chapter|part|section|annex|appendix|summary\b|executive summary|foreword|introduction$|conclusion)", re.I
)


@dataclass(slots=True)
class Entry:
    """One line of the contents."""

    title: str
    label: str
    level: int
    style: tuple[float, bool, int]
    lines: list[Line]


def squeeze(text: str) -> str:
    """Letters and digits alone, lower case."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def find(pages: list[list[Line]]) -> list[Entry]:
    """The entries of the contents pages near the front, in order."""
    entries: list[Entry] = []
    started = False
    for lines in pages[: max(12, len(pages) // 8)]:
        begins = next((line for line in lines if TITLE.match(line.text.strip())), None)
        tagged = sum(1 for line in lines if line.tag and line.tag.within("TOC", "TOCI"))
        if not (begins or tagged > 3 or started):
            continue
        area = [x for x in lines if x is not begins and (begins is None or x.y < begins.y + 2 or tagged > 3)]
        found = _entries(area)
        if len(found) >= 3 or (started and len(found) >= 1 and len(found) > 0.3 * len(area)):
            entries += found
            started = True
        elif started:
            break
    if entries:
        _levels(entries)
        return entries
    for lines in pages[:6]:
        begins = next((line for line in lines if TITLE.match(line.text.strip())), None)
        if begins and (found := _unpaged(lines, begins, pages)):
            return found
    return []


def _unpaged(lines: list[Line], begins: Line, pages: list[list[Line]]) -> list[Entry]:
    """A contents list without page numbers, as web pages have: lines below its title that are headings further on."""
    heads = {squeeze(x.text) for page in pages for x in page if x.bold or x.size > 1.1 * begins.size or x.size > 15}
    result: list[Entry] = []
    held: list[Line] = []
    below = [x for x in lines if x.y < begins.y]
    if begins.page < len(pages):
        below += pages[begins.page][:12]
    for line in below:
        held.append(line)
        name = squeeze(" ".join(x.text for x in held))
        if name in heads or any(h.startswith(name) and len(name) > 30 for h in heads):
            if name in heads:
                result.append(Entry(" ".join(x.text for x in held), "", 1, (line.size, line.bold, 0), held))
                held = []
        elif not any(h.startswith(name) for h in heads):
            held = []
            if result and result[-1].lines[-1].page == line.page and len(result) < 3:
                result = []
    return result if len(result) >= 3 else []


def _entries(lines: list[Line]) -> list[Entry]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda x: (-x.y, x.x0)):
        if rows and abs(rows[-1][0].y - line.y) < 0.45 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    result: list[Entry] = []
    held: list[Line] = []
    for row in rows:
        row.sort(key=lambda x: x.x0)
        text = " ".join(x.text for x in row)
        match = _ENDING.match(text) if len(row) > 1 or re.search(r"\D\s*\d+$|[.…]{2,}", text) else None
        if held and (held[-1].y - row[0].y > 2.2 * row[0].size or len(held) > 4):
            held = []
        if match and (len(row) > 1 or re.search(r"[.…·]{2,}|\s\d{1,3}$", text)):
            title = " ".join([*(x.text for x in held), match["title"]]).strip(" .…·_")
            first = held[0] if held else row[0]
            result.append(Entry(title, match["label"], 0, _style(first), [*held, *row]))
            held = []
        elif _LABEL.match(text) or text.lower() == "page":
            held = []
        else:
            held += row
    return result


def _style(line: Line) -> tuple[float, bool, int]:
    return (round(line.size * 2) / 2, line.bold, round(line.x0))


def _levels(entries: list[Entry]) -> None:
    """By type first, then by indent; chapter names are above what stands at the same indent."""
    kinds: list[tuple[float, bool]] = sorted({e.style[:2] for e in entries}, key=lambda k: (-k[0], not k[1]))
    many = {k: [e for e in entries if e.style[:2] == k] for k in kinds}
    above = 0
    for kind in kinds:
        group = many[kind]
        steps: list[int] = []
        hanging = [e for e in group if re.match(r"\d{1,2}\.? [A-Z]", e.title)]
        for x in sorted({e.style[2] for e in group if e not in hanging} or {e.style[2] for e in group}):
            if not steps or x - steps[-1] > 4:
                steps.append(x)
        tops = [e for e in group if _TOP.match(e.title)]
        split = (
            bool(tops)
            and len(tops) < 0.7 * len(group)
            and any(abs(e.style[2] - tops[0].style[2]) <= 4 for e in group if e not in tops)
            and above == 0
        )
        for entry in group:
            rank = max((i for i, x in enumerate(steps) if entry.style[2] >= x - 0.5), default=0)
            if re.match(r"\d{1,2}\.? [A-Z]", entry.title):  # a chapter's number hangs in the margin
                rank = 0
            entry.level = above + rank + 1 + (1 if split and entry not in tops else 0)
            if split and entry in tops:
                entry.level = above + 1
        above = max(e.level for e in group)
