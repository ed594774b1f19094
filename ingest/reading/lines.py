"""Words with their place and type, put together to lines: what a PDF page is before anyone reads structure into it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from .inline import figures
from .rich import Rich
from .tags import Tag

_MARK = re.compile(r"^(?:\d{1,4}(?:[,–-]\d{1,4})*,?|[*†‡§]{1,3}|[a-z])$")
_SIGN = re.compile(r"^(?:[-–—•*●▪◦○‣·∙■□➢►o]|\d{1,3}[.)]|\(?[a-z]{1,4}[.)])$")


@dataclass(slots=True)
class Word:
    """A run of characters without white space in one type. ``y`` is the baseline, up from the page's foot; ``spaced``
    says that white space stands before it."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    font: int
    bold: bool
    italic: bool
    spaced: bool
    tag: Tag | None = None


@dataclass(slots=True)
class Line:
    """Words side by side on one baseline."""

    words: list[Word]
    page: int
    x0: float = 0.0
    x1: float = 0.0
    y: float = 0.0
    size: float = 0.0
    font: int = 0
    bold: bool = False
    italic: bool = False
    tag: Tag | None = None
    box: int = -1
    _text: str | None = field(default=None, repr=False)

    def settle(self) -> Line:
        """Work out place and type from the words, weighed by their letters."""
        sizes: Counter[float] = Counter()
        fonts: Counter[int] = Counter()
        letters = bold = italic = 0
        for word in self.words:
            weight = len(word.text)
            sizes[round(word.size, 1)] += weight
            fonts[word.font] += weight
            letters += weight
            bold += weight * word.bold
            italic += weight * word.italic
        self.size = max(sizes, key=lambda s: (sizes[s], s))
        self.font = max(fonts, key=lambda f: (fonts[f], -f))
        main = [w for w in self.words if abs(w.size - self.size) < 0.3] or self.words
        self.y = main[0].y
        self.x0, self.x1 = min(w.x0 for w in self.words), max(w.x1 for w in self.words)
        self.bold, self.italic = bold >= 0.8 * letters, italic >= 0.8 * letters
        self.tag = next((w.tag for w in reversed(main) if w.tag is not None), None)
        self._text = None
        return self

    @property
    def text(self) -> str:
        """The words, marks and all."""
        if self._text is None:
            self._text = "".join((" " if w.spaced and i else "") + w.text for i, w in enumerate(self.words))
        return self._text

    @property
    def sign(self) -> bool:
        """Whether it is a bullet or number alone."""
        return len(self.words) == 1 and _SIGN.match(self.words[0].text) is not None

    def raised(self, word: Word) -> bool:
        """Whether a word is a note's mark: small, above the baseline, a number or sign."""
        small = word.size < 0.83 * self.size
        return small and word.y > self.y + 0.08 * self.size and _MARK.match(word.text.strip("[]()")) is not None

    def rich(self, *, marks: bool = True) -> Rich:
        """The words with marks taken out and bold spans kept."""
        out = Rich(pages=[(0, self.page)])
        gap = False
        for index, word in enumerate(self.words):
            if marks and index and self.raised(word):
                out.marks.extend((len(out.text), sign) for sign in re.split(r"[,\s]+", word.text.strip("[]()")) if sign)
                continue
            gap = bool(index) and word.spaced
            if gap and out.text and not out.text.endswith(" "):
                out.text += " "
            start = len(out.text)
            text, sign = figures(word.text) if marks else (word.text, "")
            out.text += text
            if sign:
                out.marks.append((len(out.text), sign))
            if word.bold:
                if out.bold and out.bold[-1][1] >= start - 1:
                    out.bold[-1] = (out.bold[-1][0], len(out.text))
                else:
                    out.bold.append((start, len(out.text)))
        return out


def group(words: list[Word], page: int) -> list[Line]:
    """Words in the file's order as lines; a wide gap or a step back begins a new one."""
    words = _space(words)
    lines: list[Line] = []
    held: list[Word] = []
    for word in words:
        if held and not _beside(held, word):
            lines.append(Line(held, page).settle())
            held = []
        if held and _doubled(held[-1], word):
            continue
        held.append(word)
    if held:
        lines.append(Line(held, page).settle())
    return _signs(lines)


def _space(words: list[Word]) -> list[Word]:
    """White space between words that stand apart, though the file has none."""
    for first, second in pairwise(words):
        if (
            not second.spaced
            and abs(first.y - second.y) < 0.5 * second.size
            and second.x0 - first.x1 > 0.16 * max(first.size, second.size)
        ):
            second.spaced = True
    return words


def _signs(lines: list[Line]) -> list[Line]:
    """Bullets and numbers that the file holds apart are put before the line beside them."""
    signs = [line for line in lines if line.sign]
    if not signs:
        return lines
    gone: set[int] = set()
    for sign in signs:
        beside = [
            x for x in lines if not x.sign and abs(x.y - sign.y) < 0.35 * x.size and 0 < x.x0 - sign.x1 < 5 * x.size
        ]
        if beside:
            target = min(beside, key=lambda x: x.x0)
            target.words[0].spaced = True
            target.words = [*sign.words, *target.words]
            target.settle()
            gone.add(id(sign))
    return [line for line in lines if id(line) not in gone]


def _beside(held: list[Word], word: Word) -> bool:
    last = held[-1]
    size = max(last.size, word.size, max(w.size for w in held[-4:]))
    base = max(held[-6:], key=lambda w: w.size)
    if abs(word.y - base.y) > 0.55 * size:
        return False
    if last.tag and word.tag and last.tag.cell != word.tag.cell:
        return False
    gap = word.x0 - last.x1
    return -0.6 * size < gap < 2.6 * size or _doubled(last, word)


def _doubled(last: Word, word: Word) -> bool:
    """Text drawn twice, a hair apart, to look bold."""
    return last.text == word.text and abs(word.x0 - last.x0) < 0.25 * (last.x1 - last.x0) and abs(word.y - last.y) < 1
