"""Words that two texts share: sketches of whole reports, and the words that carry the meaning of a label."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache

SHINGLE = 5  # words
SKETCH = 400  # hashes kept of a report

_WORD = re.compile(r"[a-z0-9]+")
_SUFFIX = re.compile(r"(?:isation|ising|ations?|ingly|ing|edly|ments?|ied|ies|ed|ers?|es|ly|s)$")
_EMPTY = frozenset(
    "a about across all an and any are as at be been being between both but by can could do does each every for from "
    "had has have how if in into is it its may more most must need needs no nor not of on or other our out over set "
    "shall should so such than that the their them there these they this those through to too under up use was we "
    "were what when where which who will with within without would you your government recommend recommends".split()
)


def words(text: str) -> list[str]:
    """Lower-case words, those that a line's end cuts with a hyphen joined.

    >>> words("The co-\\nordinated Plan")
    ['the', 'coordinated', 'plan']
    """
    return _WORD.findall(re.sub(r"-\s*\n\s*|\u00ad", "", text).lower())


@lru_cache(maxsize=100_000)
def stems(text: str) -> frozenset[str]:
    """The words of a text that carry meaning, without endings.

    >>> sorted(stems("Sharing of data between the departments"))
    ['data', 'depart', 'shar']
    """
    found = (w for w in words(text) if len(w) > 2 and w not in _EMPTY)
    return frozenset(cut if len(cut := _SUFFIX.sub("", w)) >= 4 or len(cut) >= len(w) - 3 >= 3 else w for w in found)


def sketch(texts: Iterable[str]) -> tuple[int, ...]:
    """The :data:`SKETCH` least hashes of the runs of :data:`SHINGLE` words, ascending (bottom-k MinHash)."""
    row = [word for text in texts for word in words(text)]
    runs = {" ".join(row[i : i + SHINGLE]) for i in range(max(1, len(row) - SHINGLE + 1))} if row else set()
    hashes = {int.from_bytes(hashlib.blake2b(run.encode(), digest_size=6).digest(), "big") for run in runs}
    return tuple(sorted(hashes)[:SKETCH])


def resemblance(first: tuple[int, ...], second: tuple[int, ...]) -> float:
    """The share of runs of words that two reports have in common, of all that either has, estimated from sketches.

    >>> resemblance(sketch(["one two three four five six"]), sketch(["one two three four five six"]))
    1.0
    """
    if not first or not second:
        return 0.0
    both = sorted({*first, *second})[:SKETCH]
    return len(set(both) & set(first) & set(second)) / len(both)


def overlap(first: frozenset[str], second: frozenset[str]) -> float:
    """Words in common by all words of either (Jaccard)."""
    return len(first & second) / len(first | second) if first and second else 0.0


def contained(part: frozenset[str], whole: frozenset[str]) -> float:
    """The share of the words of ``part`` that ``whole`` has."""
    return len(part & whole) / len(part) if part else 0.0
