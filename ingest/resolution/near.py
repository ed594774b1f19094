"""Pairs of things of different reports that are the same, kept from one snapshot to the next.

A pair rests on the labels, vectors and works of two reports alone, so what was found between two reports that did not
change still holds: only the things of reports that came are compared with all.

Vectors are rounded to small whole numbers, whose products are exact in float32: the outcome is the same on any machine
and in any order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .wording import overlap, stems

if TYPE_CHECKING:
    from scipy.sparse import csr_array

SCALE, LARGEST = 400, 127  # sums of 384 products of such numbers stay below 2^24
NEAR, SHARED_WORDS = 0.65, 0.20  # cosine of labels, Jaccard of their words: the same across works
FEWEST_WORDS = 2
NEAR_EDITION, SHARED_EDITION = 0.85, 0.60  # either is enough within a work
BLOCK, PAIRS = 1024, 1 << 17  # things, and pairs, that are compared at once


def _no_ends() -> NDArray[np.int64]:
    return np.empty((0, 2), dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Things that are the same, in order. A large library has half a million, so they stand in arrays.

    ``iris`` ascend; ``ends`` are two places in them, the lesser first; shape (pairs, 2). ``cosines`` are of the labels.
    """

    iris: tuple[str, ...] = ()
    ends: NDArray[np.int64] = field(default_factory=_no_ends)
    cosines: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))

    @classmethod
    def of(cls, iris: Sequence[str], ends: NDArray[np.int64], cosines: NDArray[np.float64]) -> Pairs:
        """Pairs by places in ``iris``, each pair once, in any order; those that are in no pair are left out."""
        used, places = np.unique(ends, return_inverse=True)
        named = [iris[at] for at in used.tolist()]
        order = sorted(range(len(named)), key=named.__getitem__)
        rank = np.empty(len(named), dtype=np.int64)
        rank[order] = np.arange(len(named))
        both = np.sort(rank[places.reshape(ends.shape)], axis=1)
        rows = np.lexsort((both[:, 1], both[:, 0]))
        return cls(tuple(named[at] for at in order), both[rows], cosines[rows])

    def __len__(self) -> int:
        return len(self.cosines)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Pairs):
            return NotImplemented
        alike = np.array_equal(self.ends, other.ends) and np.array_equal(self.cosines, other.cosines)
        return alike and self.iris == other.iris

    __hash__ = None  # type: ignore[assignment]

    def touching(self, things: Collection[str]) -> set[str]:
        """The ends of the pairs of which one is among these."""
        near = np.array([iri in things for iri in self.iris], dtype=bool)
        rows = near[self.ends].any(axis=1)
        return {self.iris[at] for at in np.unique(self.ends[rows]).tolist()}


class Thing(NamedTuple):
    """A barrier or reform of one report. ``order`` sorts things by the age of their reports."""

    iri: str
    slug: str
    work: str
    label: str
    quote: str
    order: tuple[str, str, str]


def rounded(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Vectors as whole numbers; shape (things, dimension)."""
    return np.clip(np.rint(rows * SCALE), -LARGEST, LARGEST).astype(np.float32)


def pairs(
    things: Sequence[Thing], whole: NDArray[np.float32], kept: NDArray[np.bool_], known: Pairs
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Pairs (i < j) of ``things`` that are the same, with their cosine; those among things that were kept are known.

    Two things are the same whose labels lie near and share words; in editions of a work those that say nearly the same.

    :param kept: shape (things,): which of them are as they were when the pairs that are known were found.
    :returns: the pairs, ascending, of shape (pairs, 2), and the cosines, of shape (pairs,).
    """
    place = {thing.iri: at for at, thing in enumerate(things) if kept[at]}
    at = np.array([place.get(iri, -1) for iri in known.iris], dtype=np.int64)
    standing = at[known.ends]
    rows = (standing >= 0).all(axis=1)
    new = np.nonzero(~kept)[0]
    found = [*_near(things, whole, new), *_in_editions(things, new)] if len(new) else []
    ends = np.concatenate([standing[rows], np.array([(i, j) for i, j, _ in found], dtype=np.int64).reshape(-1, 2)])
    cosines = np.concatenate([known.cosines[rows], np.array([cosine for *_, cosine in found], dtype=np.float64)])
    ends = np.sort(ends, axis=1)
    first = np.unique(ends[:, 0] * len(things) + ends[:, 1], return_index=True)[1]
    return ends[first], cosines[first]


def _near(
    things: Sequence[Thing], whole: NDArray[np.float32], new: NDArray[np.int64]
) -> Iterator[tuple[int, int, float]]:
    """Pairs of a new thing and any other that are the same, with their cosine."""
    sizes = np.sqrt(np.einsum("ij,ij->i", whole, whole, dtype=np.float64)).clip(1.0)
    slugs = np.unique([thing.slug for thing in things], return_inverse=True)[1]
    works = np.unique([thing.work for thing in things], return_inverse=True)[1]
    least = (NEAR * 0.999 * sizes).astype(np.float32)
    ends: list[NDArray[np.int64]] = []
    for start in range(0, len(new), BLOCK):
        rows = new[start : start + BLOCK]
        at, other = np.nonzero(whole[rows] @ whole.T >= least[rows, None] * sizes[None, :].astype(np.float32))
        apart = slugs[rows[at]] != slugs[other]
        ends.append(np.stack([rows[at][apart], other[apart]]))
    both = np.concatenate(ends, axis=1)
    involved, places = np.unique(both, return_inverse=True)
    places = places.reshape(both.shape)
    words = _words([things[i].label for i in involved.tolist()])
    counts = np.asarray(words.sum(axis=1)).ravel()
    for start in range(0, both.shape[1], PAIRS):
        (at, other), (one, two) = both[:, start : start + PAIRS], places[:, start : start + PAIRS]
        products = np.einsum("ij,ij->i", whole[at], whole[other], dtype=np.float64)
        cosine = np.minimum(products / (sizes[at] * sizes[other]), 1.0)
        shared = np.asarray(words[one].multiply(words[two]).sum(axis=1)).ravel()
        across = (cosine >= NEAR) & (shared >= FEWEST_WORDS)
        across &= shared >= SHARED_WORDS * (counts[one] + counts[two] - shared)
        same = np.where(works[at] == works[other], cosine >= NEAR_EDITION, across)
        yield from zip(at[same].tolist(), other[same].tolist(), cosine[same].tolist(), strict=True)


def _words(labels: Sequence[str]) -> csr_array:
    """Which label has which stem; shape (labels, stems), of ones."""
    from scipy.sparse import csr_array

    codes: dict[str, int] = {}
    rows = [[codes.setdefault(stem, len(codes)) for stem in sorted(stems(label))] for label in labels]
    ends = np.cumsum([0, *map(len, rows)])
    flat = np.array([code for row in rows for code in row], dtype=np.int64)
    return csr_array((np.ones(len(flat), dtype=np.int64), flat, ends), shape=(len(labels), max(1, len(codes))))


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
