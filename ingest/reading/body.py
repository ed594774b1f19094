"""What the running text of a PDF looks like: the measure against which everything else on its pages is judged."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from .lines import Line


@dataclass(frozen=True, slots=True)
class Body:
    """Type size, font, usual distance of lines, left and right edge, and whether it is bold."""

    size: float
    font: int
    leading: float
    bold: bool
    x0: float
    x1: float

    @classmethod
    def of(cls, pages: list[list[Line]]) -> Body:
        """Measured over all lines, weighed by their letters."""
        sizes: Counter[float] = Counter()
        fonts: Counter[int] = Counter()
        for lines in pages:
            for line in lines:
                sizes[round(line.size * 2) / 2] += len(line.text)
        size = max(sizes, key=lambda s: sizes[s], default=11.0)
        running = [[x for x in lines if abs(x.size - size) < 0.6] for lines in pages]
        steps: Counter[float] = Counter()
        lefts: Counter[int] = Counter()
        rights: list[float] = []
        letters = bold = 0
        for lines in running:
            for first, second in pairwise(lines):
                step = first.y - second.y
                if abs(first.x0 - second.x0) < 1 and 0.8 * size < step < 2.5 * size:
                    steps[round(step * 2) / 2] += 1
            for line in lines:
                letters += len(line.text)
                bold += len(line.text) * line.bold
                fonts[line.font] += len(line.text)
                lefts[round(line.x0)] += 1
                rights.append(line.x1)
        rights.sort()
        return cls(
            size,
            max(fonts, key=lambda f: fonts[f], default=0),
            max(steps, key=lambda s: steps[s], default=1.25 * size),
            bold > 0.6 * letters,
            float(lefts.most_common(1)[0][0]) if lefts else 72.0,
            rights[int(len(rights) * 0.9)] if rights else 520.0,
        )


@dataclass(slots=True)
class Piece:
    """Lines that belong together, before it is known what they are."""

    lines: list[Line]
    first: bool = False  # the first of its page

    @property
    def head(self) -> Line:
        """The first line."""
        return self.lines[0]

    @property
    def text(self) -> str:
        """All words, in one line."""
        return " ".join(line.text for line in self.lines)

    @property
    def bold(self) -> bool:
        """Whether all lines are bold."""
        return all(line.bold for line in self.lines)

    @property
    def italic(self) -> bool:
        """Whether all lines are italic."""
        return all(line.italic for line in self.lines)

    def style(self) -> tuple[float, int, bool, bool, bool]:
        """What tells headings of one rank from another: size, font, bold, italic, capitals."""
        letters = [c for c in self.text if c.isalpha()]
        capitals = sum(c.isupper() for c in letters) > 0.9 * len(letters) and len(letters) > 3
        return (round(self.head.size * 2) / 2, self.head.font, self.bold, self.italic, capitals)
