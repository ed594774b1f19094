"""Which words each report of a segment uses how often, as columns: what misspelt words are corrected to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .columns import Array, Strings, spans
from .words import STOP, words

LEAST_LETTERS = 4


def counted(texts: Iterable[str]) -> Counter[str]:
    """How often a report uses each word that a misspelling may be corrected to."""
    return Counter(
        word
        for text in texts
        for word in words(text)
        if len(word) >= LEAST_LETTERS and word.isalpha() and word not in STOP
    )


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Report ``r`` uses ``words[of[i]]`` ``counts[i]`` times, for ``i`` from ``ends[r]`` to ``ends[r + 1]``."""

    words: Strings
    of: NDArray[np.int32]
    counts: NDArray[np.int32]
    ends: NDArray[np.int64]

    @classmethod
    def made(cls, reports: Sequence[Counter[str]]) -> Vocabulary:
        """Out of the counts of some reports.

        >>> Vocabulary.made([Counter({"care": 2}), Counter({"care": 1, "ward": 1})]).total()
        {'care': 3, 'ward': 1}
        """
        names = sorted(set().union(*reports))
        codes = {word: code for code, word in enumerate(names)}
        return cls(
            Strings.of(names),
            np.array([codes[word] for report in reports for word in report], dtype=np.int32),
            np.array([count for report in reports for count in report.values()], dtype=np.int32),
            np.cumsum([0, *map(len, reports)], dtype=np.int64),
        )

    def columns(self) -> dict[str, Array | Strings]:
        """As columns of a segment."""
        return {
            "vocabulary": self.words,
            "vocabulary_of": self.of,
            "vocabulary_counts": self.counts,
            "vocabulary_ends": self.ends,
        }

    def taken(self, reports: NDArray[np.int64]) -> Vocabulary:
        """That of some of the reports, in the order given."""
        sizes = np.diff(self.ends)[reports]
        rows = spans(self.ends[reports], sizes)
        return Vocabulary(self.words, self.of[rows], self.counts[rows], np.concatenate(([0], np.cumsum(sizes))))

    def total(self) -> dict[str, int]:
        """How often all reports together use each word."""
        held = np.bincount(self.of, weights=self.counts, minlength=len(self.words)).astype(np.int64)
        return {word: count for word, count in zip(self.words, held.tolist(), strict=True) if count}


def joined(parts: Sequence[Vocabulary]) -> Vocabulary:
    """Those of segments, one after another."""
    names = sorted(set().union(*(part.words for part in parts)))
    codes = {word: code for code, word in enumerate(names)}
    recoded = [np.array([codes[word] for word in part.words], dtype=np.int32)[part.of] for part in parts]
    sizes = np.concatenate([np.diff(part.ends) for part in parts])
    return Vocabulary(
        Strings.of(names),
        np.concatenate(recoded),
        np.concatenate([part.counts for part in parts]),
        np.concatenate(([0], np.cumsum(sizes))).astype(np.int64),
    )
