"""Whether a hyphen at a line's end is the printer's or the word's own, by how the report writes the word elsewhere.

A dictionary was rejected: names and new words, which break as often, are in none, while a report nearly always writes
a word that it breaks somewhere whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a report, lower case, that no line's end touches."""

    known: frozenset[str]

    @classmethod
    def of(cls, lines: Iterable[str]) -> Words:
        """From its lines."""
        found: set[str] = set()
        for line in lines:
            found.update(word.lower() for word in _WORD.findall(re.sub(r"\w+-$", "", line)))
        return cls(frozenset(found))

    def typographic(self, first: str, second: str) -> bool:
        """Whether the hyphen between the two halves is only the printer's.

        >>> Words.of(["the government and its long-term plan"]).typographic("govern", "ment")
        True
        >>> Words.of(["the government and its long-term plan"]).typographic("long", "term")
        False
        """
        if not second or not second[0].islower() or not first.isalpha():
            return False
        whole, parted = (first + second).lower(), f"{first}-{second}".lower()
        if (whole in self.known) != (parted in self.known):
            return whole in self.known
        return second.lower() not in self.known and first.lower() not in _PREFIXES


_PREFIXES = frozenset(("non", "co", "pre", "post", "self", "anti", "cross", "multi", "inter", "sub", "semi", "re"))
NO_WORDS = Words(frozenset())
