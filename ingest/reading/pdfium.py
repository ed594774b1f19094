"""Words out of a PDF through PDFium: fast, forgiving of damage, and it tells where each character stands.

pypdf's own text was measured on the same files and given up as the source (``docs/reading.md``). White space is
judged by the distance of the characters, because files hold spaces that are not seen and leave out some that are.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pypdfium2.raw as raw

from .lines import Word
from .tags import Tag

_BOLD = re.compile(r"bold|black|heavy|semi(?!condensed)|demi|extrab", re.I)
_ITALIC = re.compile(r"ital|obliq", re.I)
_SPACES = frozenset((0, 0x20, 0x0D, 0x0A, 0x09, 0xA0, 0x2002, 0x2003, 0x2009, 0x202F, 0x200A, 0x3000))
_LETTERS = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
    0xAD: "-",
    0x2010: "-",
    0x2011: "-",
    0xFFFE: "-",
    2: "-",
    0xF0B7: "•",
    0xF0A7: "▪",
    0xF0D8: "➢",
    0x200B: "",
    0xFEFF: "",
    0x200C: "",
    0x200D: "",
}
#: A gap of this part of the type size between two characters is a space even where the file has none.
GAP = 0.13
#: And a space over which the next character is drawn, within this part of the type's height, is none.
TOUCH = 0.02

Char = tuple[int, str, float, float]  # index, letter, left, right


class Words:
    """Reads pages of one open document, remembering its fonts and how many letters had no meaning."""

    def __init__(self) -> None:
        self._types: dict[bytes, tuple[int, bool, bool]] = {}
        self._box = raw.FS_RECTF()
        self._matrix = raw.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self.replaced = 0
        self.letters = 0

    def page(self, textpage: Any, tags: dict[int, Tag]) -> list[Word]:
        """The words of a page in the file's order, in the upright frame of most of its text."""
        frames: dict[int, list[Word]] = {}
        for turn, word in self._runs(textpage, tags):
            frames.setdefault(turn, []).append(word)
        if not frames:
            return []
        return max(frames.values(), key=lambda words: sum(len(w.text) for w in words))

    def _runs(self, textpage: Any, tags: dict[int, Tag]) -> Iterator[tuple[int, Word]]:
        handle, box = textpage.raw, self._box
        unicode_, object_, place = raw.FPDFText_GetUnicode, raw.FPDFText_GetTextObject, raw.FPDFText_GetLooseCharBox
        held: list[Char] = []
        owner, spaced, blank = 0, False, math.nan
        for index in range(textpage.count_chars()):
            code = unicode_(handle, index)
            if code in _SPACES:
                if held:
                    yield from self._words(handle, held, spaced, owner, tags)
                    held = []
                spaced = True
                place(handle, index, box)
                blank = box.left if box.right > box.left else math.nan
                continue
            pointer = ctypes.addressof(found.contents) if (found := object_(handle, index)) else 0
            if held and pointer != owner:
                yield from self._words(handle, held, spaced, owner, tags)
                held, spaced = [], False
            owner = pointer
            place(handle, index, box)
            if not held and spaced and 0 <= abs(box.left - blank) < TOUCH * (box.top - box.bottom):
                spaced = False  # the space was taken back: nobody sees it
            self.letters += 1
            self.replaced += code == 0xFFFD or (0xE000 <= code <= 0xF8FF and code not in _LETTERS)
            held.append((index, _LETTERS.get(code, "") if code in _LETTERS else _chr(code), box.left, box.right))
        if held:
            yield from self._words(handle, held, spaced, owner, tags)

    def _words(
        self, handle: Any, chars: list[Char], spaced: bool, owner: int, tags: dict[int, Tag]
    ) -> Iterator[tuple[int, Word]]:
        """The characters of one text object without white space, parted where they stand apart."""
        first, box, matrix = chars[0][0], self._box, self._matrix
        raw.FPDFText_GetMatrix(handle, first, matrix)
        raw.FPDFText_GetCharOrigin(handle, first, self._x, self._y)
        size = (raw.FPDFText_GetFontSize(handle, first) * math.hypot(matrix.c, matrix.d)) or 1.0
        turn = round(math.degrees(math.atan2(matrix.b, matrix.a)) / 90) % 4
        number, bold, italic = self._type(handle, first)
        mcid = raw.FPDFPageObj_GetMarkedContentID(raw.FPDFText_GetTextObject(handle, first)) if tags and owner else -1
        tag = tags.get(mcid)
        if turn:
            raw.FPDFText_GetLooseCharBox(handle, first, box)
            low, high = box.bottom, box.top
            raw.FPDFText_GetLooseCharBox(handle, chars[-1][0], box)
            x0, x1, y = _turned(
                turn, chars[0][2], min(low, box.bottom), chars[-1][3], max(high, box.top), self._x.value, self._y.value
            )
            text = "".join(c[1] for c in chars)
            yield turn, Word(text, x0, x1, y, size, number, bold, italic, spaced, tag)
            return
        y = self._y.value
        for part in _parted(chars, size):
            text = "".join(c[1] for c in part)
            if text:
                yield 0, Word(text, part[0][2], part[-1][3], y, size, number, bold, italic, spaced, tag)
            spaced = True

    def _type(self, handle: Any, index: int) -> tuple[int, bool, bool]:
        raw.FPDFText_GetFontInfo(handle, index, self._name, 128, self._flags)
        name = self._name.value
        found = self._types.get(name)
        if found is None:
            plain = name.decode("utf-8", "replace")
            weight = raw.FPDFText_GetFontWeight(handle, index)
            flags = self._flags.value
            bold = bool(_BOLD.search(plain)) or weight >= 600 or bool(flags & 0x40000)
            plain = plain.split("+", 1)[-1]
            number = next(
                (n for k, (n, _, _) in self._types.items() if k.split(b"+", 1)[-1] == plain.encode()), len(self._types)
            )
            found = (number, bold, bool(_ITALIC.search(plain)) or bool(flags & 0x40))
            self._types[name] = found
        return found


def _chr(code: int) -> str:
    return "�" if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF or code < 0x20 else chr(code)


def _parted(chars: list[Char], size: float) -> list[list[Char]]:
    gaps = [b[2] - a[3] for a, b in pairwise(chars)]
    if not gaps or max(gaps) <= GAP * size or sorted(gaps)[len(gaps) // 2] > 0.06 * size:
        return [chars]
    parts = [[chars[0]]]
    for gap, char in zip(gaps, chars[1:], strict=True):
        if gap > GAP * size:
            parts.append([])
        parts[-1].append(char)
    return parts


def _turned(
    turn: int, left: float, bottom: float, right: float, top: float, x: float, y: float
) -> tuple[float, float, float]:
    """Left, right and baseline as they stand when the text is turned upright."""
    if turn == 1:
        return bottom, top, -x
    if turn == 2:
        return -right, -left, -y
    return -top, -bottom, x
