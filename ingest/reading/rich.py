"""Text that remembers where it came from while it is being joined.

Readers and structure move text around: lines become paragraphs, paragraphs run on over a page. What hangs on a
character (its page, a note's mark taken out before it, bold type) has to move with it, so it lives in one value
whose joins and cuts keep all of it right.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Rich:
    """Text with pages ``(offset, page)``, note marks ``(offset, mark)`` and bold spans ``(start, end)``."""

    text: str = ""
    pages: list[tuple[int, int]] = field(default_factory=list)
    marks: list[tuple[int, str]] = field(default_factory=list)
    bold: list[tuple[int, int]] = field(default_factory=list)

    def append(self, other: Rich, *, between: str = "") -> None:
        """Put ``other`` at the end, after ``between``; a page that goes on is not named twice."""
        self.text += between
        at = len(self.text)
        self.text += other.text
        for offset, page in other.pages:
            if not self.pages or self.pages[-1][1] != page:
                self.pages.append((at + offset if self.pages else 0, page))
        self.marks.extend((at + offset, mark) for offset, mark in other.marks)
        for start, end in other.bold:
            if self.bold and at + start - self.bold[-1][1] <= len(between) and start == 0:
                self.bold[-1] = (self.bold[-1][0], at + end)
            else:
                self.bold.append((at + start, at + end))

    def cut(self, start: int, end: int | None = None) -> Rich:
        """The part ``[start, end)`` with what hangs on it."""
        stop = len(self.text) if end is None else end
        result = Rich(self.text[start:stop])
        page = None
        for offset, number in self.pages:
            if offset <= start:
                page = number
            elif offset < stop:
                result.pages.append((offset - start, number))
        if page is not None:
            result.pages.insert(0, (0, page))
        elif result.pages:
            result.pages[0] = (0, result.pages[0][1])
        result.marks = [(o - start, m) for o, m in self.marks if start <= o <= stop and (o > start or start == 0)]
        result.bold = [(max(a, start) - start, min(b, stop) - start) for a, b in self.bold if a < stop and b > start]
        return result

    def strip(self) -> Rich:
        """Without white space at the ends."""
        left = len(self.text) - len(self.text.lstrip())
        right = len(self.text.rstrip())
        return self.cut(left, max(left, right)) if (left or right < len(self.text)) else self

    @property
    def wholly_bold(self) -> bool:
        """Whether nine tenths of the text are bold."""
        return bool(self.text) and sum(b - a for a, b in self.bold) >= 0.9 * len(self.text)


def joined(parts: Iterable[Rich], *, between: str = " ") -> Rich:
    """All parts in one."""
    result = Rich()
    for part in parts:
        result.append(part, between=between if result.text else "")
    return result
