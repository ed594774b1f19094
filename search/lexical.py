"""The lexical half: BM25 over every passage that holds a word of the query, from postings that lie ready.

``bm25 = Σ idf(t) · tf · (k1 + 1) / (tf + k1 · (1 - b + b · n / N))`` (Robertson and Zaragoza, "The Probabilistic
Relevance Framework", 2009). All but ``idf`` is stored with each posting (as BM25S does, Lù 2024), which a fixed
reference length ``N`` allows: a passage's weight does not change when another report comes, and a query is a few
additions over arrays. Compared with the best 2,000 of a text engine nothing is cut off, and no hit becomes an object.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .columns import Array, Strings, spans
from .words import STOP, stem, words

#: ``k1`` and ``b`` are those of Anserini (Yang, Fang and Lin, 2017); ``N`` lies between those of what was measured.
K1, B, REFERENCE = 0.9, 0.4, 80.0

Scores = NDArray[np.float32]


@lru_cache(maxsize=200_000)
def key(text: str) -> int:
    """64 bits of the hash of a stem or an IRI, by which it is looked up."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


@dataclass(frozen=True, slots=True)
class Postings:
    """``rows[starts[t]:starts[t + 1]]`` are the passages that hold the stem whose key is ``keys[t]``, ascending."""

    keys: NDArray[np.uint64]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    weights: Scores

    def columns(self) -> dict[str, Array | Strings]:
        """As columns of a segment."""
        return {
            "terms": self.keys,
            "starts": self.starts,
            "postings": self.rows,
            "weights": self.weights,
        }

    def of(self, stem_key: int) -> tuple[NDArray[np.int32], Scores]:
        """Rows and weights of one stem; empty where no passage holds it."""
        at = int(np.searchsorted(self.keys, np.uint64(stem_key)))
        if at == len(self.keys) or int(self.keys[at]) != stem_key:
            return self.rows[:0], self.weights[:0]
        span = slice(int(self.starts[at]), int(self.starts[at + 1]))
        return self.rows[span], self.weights[span]


def postings(texts: Iterable[str]) -> Postings:
    """The postings of folded texts; little words are left out."""
    keys, rows, weights = array("Q"), array("i"), array("f")
    for row, text in enumerate(texts):
        found = words(text)
        norm = K1 * (1 - B + B * len(found) / REFERENCE)
        held = Counter(stem(w) for w in found if w not in STOP and len(w) > 1)
        keys.extend(map(key, held))
        rows.extend([row] * len(held))
        weights.extend(count * (K1 + 1) / (count + norm) for count in held.values())
    return _sorted(*(np.frombuffer(column, dtype=column.typecode) for column in (keys, rows, weights)))


def _sorted(keys: NDArray[np.uint64], rows: NDArray[np.int32], weights: Scores) -> Postings:
    terms, codes = np.unique(keys, return_inverse=True)
    order = np.argsort(codes.astype(np.int32), kind="stable")
    starts = np.concatenate(([0], np.cumsum(np.bincount(codes, minlength=len(terms))))).astype(np.int64)
    return Postings(terms, starts, rows[order], weights[order])


def taken(whole: Postings, rows: NDArray[np.int64], count: int) -> Postings:
    """The postings of some of ``count`` passages, renumbered in the order of ``rows`` (which ascend)."""
    new = np.full(count, -1, dtype=np.int32)
    new[rows] = np.arange(len(rows), dtype=np.int32)
    moved = new[whole.rows]
    keep = moved >= 0
    codes = np.repeat(np.arange(len(whole.keys)), np.diff(whole.starts))[keep]
    held = np.bincount(codes, minlength=len(whole.keys))
    starts = np.concatenate(([0], np.cumsum(held[held > 0]))).astype(np.int64)
    return Postings(np.asarray(whole.keys)[held > 0], starts, moved[keep], whole.weights[keep])


def joined(parts: Sequence[Postings], firsts: Sequence[int]) -> Postings:
    """Postings of segments one after another; ``firsts`` are the ordinals of their first passages."""
    terms, codes = np.unique(np.concatenate([part.keys for part in parts]), return_inverse=True)
    sizes = np.concatenate([np.diff(part.starts) for part in parts])
    held = np.bincount(codes, weights=sizes, minlength=len(terms)).astype(np.int64)
    starts = np.concatenate(([0], np.cumsum(held))).astype(np.int64)
    rows = np.empty(int(starts[-1]), dtype=np.int32)
    weights = np.empty(int(starts[-1]), dtype=np.float32)
    free, at = starts[:-1].copy(), 0
    for part, first in zip(parts, firsts, strict=True):
        mine = codes[at : at + len(part.keys)]
        counts = np.diff(part.starts)
        places = spans(free[mine], counts)
        rows[places] = part.rows + np.int32(first)
        weights[places] = part.weights
        free[mine] += counts
        at += len(part.keys)
    return Postings(terms, starts, rows, weights)


def identifies(stem: str) -> bool:
    """Whether a term is of letters and digits, as codes and numbers of forms are.

    >>> identifies("sa100"), identifies("2030"), identifies("charit")
    (True, False, False)
    """
    return any(c.isdigit() for c in stem) and any(c.isalpha() for c in stem)


class Lexical:
    """The postings of all segments, searched as one."""

    def __init__(self, parts: Sequence[tuple[int, Postings]], count: int) -> None:
        self._parts, self._count = parts, count

    def __contains__(self, stem: object) -> bool:
        return isinstance(stem, str) and self.frequencies([stem])[0] > 0

    def frequencies(self, stems: Sequence[str]) -> list[int]:
        """In how many passages each stem occurs."""
        return [sum(len(part.of(key(stem))[0]) for _, part in self._parts) for stem in stems]

    def idf(self, frequency: int) -> float:
        """Lucene's, never below zero."""
        return float(np.log(1 + (self._count - frequency + 0.5) / (frequency + 0.5)))

    def ceiling(self, stems: Sequence[str]) -> float:
        """What BM25 can give at most to a passage for these stems: the sum of ``idf · (k1 + 1)`` over known ones."""
        return sum(self.idf(df) * (K1 + 1) for df in self.frequencies(stems) if df) or 1.0

    def scores(self, stems: Sequence[str]) -> Scores:
        """BM25 of every passage; shape ``(passages,)``."""
        total = np.zeros(self._count, dtype=np.float32)
        for one, df in zip(stems, self.frequencies(stems), strict=True):
            weight = np.float32(self.idf(df))
            for first, part in self._parts:
                rows, weights = part.of(key(one))
                total[first : first + self._count][rows] += weight * weights
        return total

    def holding(self, stems: Sequence[str]) -> NDArray[np.int64]:
        """The passages that hold each of the stems, ascending."""
        found: list[NDArray[np.int64]] = [np.zeros(0, dtype=np.int64)]
        for first, part in self._parts if stems else ():
            lists = sorted((part.of(key(stem))[0] for stem in stems), key=len)
            rows = lists[0]
            for other in lists[1:]:
                if not len(rows):
                    break
                at = np.minimum(np.searchsorted(other, rows), len(other) - 1)
                rows = rows[other[at] == rows]
            found.append(rows.astype(np.int64) + first)
        return np.concatenate(found)
