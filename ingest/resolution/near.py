"""Pairs of things of different reports that are the same, kept from one snapshot to the next.

A pair rests on the labels, vectors and works of two reports alone, so what was found between two reports that did not
change still holds: only the things of reports that came are compared with all.

Vectors are rounded to small whole numbers, whose products are exact in float32: the outcome is the same on any machine
and in any order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .wording import overlap, stems

if TYPE_CHECKING:
    from scipy.sparse import csr_array

SCALE, LARGEST = 400, 127  # sums of 384 products of such numbers stay below 2^24
NEAR, SHARED_WORDS = 0.65, 0.20  # cosine of labels, Jaccard of their words: the same across works
FEWEST_WORDS = 2
NEAR_EDITION, SHARED_EDITION = 0.85, 0.60  # either is enough within a work
BLOCK = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A barrier or reform of one report. ``order`` sorts things by the age of their reports.

    ``stamp`` names all that the thing rests on: a thing of the same IRI and stamp is the same as before.
    """

    iri: str
    stamp: str
    slug: str
    work: str
    label: str
    quote: str
    order: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """What was found before: reports as they were (slug → stamp and work), and the pairs among their things."""

    reports: dict[str, tuple[str, str]] = field(default_factory=dict)
    pairs: dict[tuple[str, str], float] = field(default_factory=dict)


def rounded(rows: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    """Vectors as whole numbers; shape (things, dimension)."""
    return np.clip(np.rint(np.stack(rows) * SCALE), -LARGEST, LARGEST).astype(np.float32)


def pairs(things: Sequence[Thing], whole: NDArray[np.float32], known: Known) -> dict[tuple[int, int], float]:
    """Pairs (i < j) of ``things`` that are the same, with their cosine; those of unchanged reports are taken over.

    Two things are the same whose labels lie near and share words; in editions of a work those that say nearly the same.
    """
    place = {thing.iri: at for at, thing in enumerate(things)}
    kept = np.array([known.reports.get(t.slug) == (t.stamp, t.work) for t in things], dtype=bool)
    found: dict[tuple[int, int], float] = {}
    for (first, second), cosine in known.pairs.items():
        i, j = place.get(first, -1), place.get(second, -1)
        if i >= 0 and j >= 0 and kept[i] and kept[j]:
            found[min(i, j), max(i, j)] = cosine
    new = np.nonzero(~kept)[0]
    if len(new):
        for i, j, cosine in (*_near(things, whole, new), *_in_editions(things, new)):
            found.setdefault((min(i, j), max(i, j)), cosine)
    return found


def _near(
    things: Sequence[Thing], whole: NDArray[np.float32], new: NDArray[np.int64]
) -> Iterator[tuple[int, int, float]]:
    """Pairs of a new thing and any other that are the same, with their cosine."""
    words = _words(things)
    counts = np.asarray(words.sum(axis=1)).ravel()
    sizes = np.sqrt(np.einsum("ij,ij->i", whole, whole, dtype=np.float64)).clip(1.0)
    slugs = np.unique([thing.slug for thing in things], return_inverse=True)[1]
    works = np.unique([thing.work for thing in things], return_inverse=True)[1]
    least = (NEAR * 0.999 * sizes).astype(np.float32)
    for start in range(0, len(new), BLOCK):
        rows = new[start : start + BLOCK]
        at, other = np.nonzero(whole[rows] @ whole.T >= least[rows, None] * sizes[None, :].astype(np.float32))
        apart = slugs[rows[at]] != slugs[other]
        at, other = rows[at][apart], other[apart]
        products = np.einsum("ij,ij->i", whole[at], whole[other], dtype=np.float64)
        cosine = np.minimum(products / (sizes[at] * sizes[other]), 1.0)
        shared = np.asarray(words[at].multiply(words[other]).sum(axis=1)).ravel()
        across = (cosine >= NEAR) & (shared >= FEWEST_WORDS)
        across &= shared >= SHARED_WORDS * (counts[at] + counts[other] - shared)
        same = np.where(works[at] == works[other], cosine >= NEAR_EDITION, across)
        yield from zip(at[same].tolist(), other[same].tolist(), cosine[same].tolist(), strict=True)


def _words(things: Sequence[Thing]) -> csr_array:
    """Which thing's label has which stem; shape (things, stems), of ones."""
    from scipy.sparse import csr_array

    codes: dict[str, int] = {}
    rows = [[codes.setdefault(stem, len(codes)) for stem in sorted(stems(thing.label))] for thing in things]
    ends = np.cumsum([0, *map(len, rows)])
    flat = np.array([code for row in rows for code in row], dtype=np.int64)
    return csr_array((np.ones(len(flat), dtype=np.int64), flat, ends), shape=(len(things), max(1, len(codes))))


def _in_editions(things: Sequence[Thing], new: NDArray[np.int64]) -> Iterator[tuple[int, int, float]]:
    """Pairs of a new thing and another of the same work: in editions the words of the evidence are enough."""
    works: dict[str, list[int]] = {}
    for at, thing in enumerate(things):
        works.setdefault(thing.work, []).append(at)
    for i in new.tolist():
        for j in works[things[i].work]:
            alike = things[i].slug != things[j].slug
            if alike and overlap(stems(things[i].quote), stems(things[j].quote)) >= SHARED_EDITION:
                yield i, j, 1.0


def remembered(things: Iterable[Thing], found: Iterable[tuple[str, str, float]]) -> Known:
    """What the next snapshot may take over."""
    return Known({t.slug: (t.stamp, t.work) for t in things}, {(a, b): cosine for a, b, cosine in found})
