"""A collection of any size out of a real library: texts varied from its passages, vectors mixed from theirs.

A passage's text is a real one with three words in ten replaced by words drawn from the whole library, its vector the
normalised mixture of two real vectors and noise. The same seed gives the same collection.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from missiongraph.search.contents import IndexedPassage, IndexedReport
from missiongraph.search.embedding import DIMENSION, Vectors
from missiongraph.search.index import SearchIndex

REPLACED, NOISE = 0.3, 0.4
A_REPORT = 400


class Varied:
    """Makes reports out of the passages of an index."""

    def __init__(self, index: SearchIndex, base: str, *, seed: int = 7) -> None:
        self._passages = [p for p in index.passages if len(p.text.split()) > 3]
        self._words = [p.text.split() for p in self._passages]
        self._pool = np.array([w for words in self._words for w in words], dtype=object)
        everyone = np.arange(len(index), dtype=np.int64)
        self._vectors = np.stack([vector for part in index.dense.parts for vector in part.vectors])[
            [i for i in everyone.tolist() if len(index.passages[i].text.split()) > 3]
        ]
        self._base, self._seed = base, seed

    def reports(self, passages: int, *, first: int = 0, each: int = A_REPORT) -> Iterator[IndexedReport]:
        """Reports of ``each`` passages, numbered from ``first``."""
        for number in range(first, first + -(-passages // each)):
            yield self.report(number, min(each, passages - (number - first) * each))

    def report(self, number: int, size: int) -> IndexedReport:
        """One report; its barriers, reforms and missions are its own, actors are shared."""
        random = np.random.default_rng((self._seed, number))
        chosen = random.integers(len(self._passages), size=size)
        return IndexedReport(
            iri=f"{self._base}report/made-{number}",
            slug=f"made-{number}",
            title=f"Made report {number}",
            type="report",
            publisher=f"Publisher {number % 40}",
            year=2000 + number % 26,
            passages=tuple(self._passage(number, at, int(i), random) for at, i in enumerate(chosen)),
            entities=(),
            passage_vectors=self._mixed(chosen, random),
            entity_vectors=np.zeros((0, DIMENSION), dtype=np.float32),
        )

    def _passage(self, number: int, at: int, chosen: int, random: np.random.Generator) -> IndexedPassage:
        words = list(self._words[chosen])
        for place in np.flatnonzero(random.random(len(words)) < REPLACED).tolist():
            words[place] = self._pool[int(random.integers(len(self._pool)))]
        real = self._passages[chosen]
        return replace(
            real,
            iri=f"{self._base}passage/made-{number}/{at}",
            text=" ".join(words),
            position=at,
            section_number=at // 8,
            entities=tuple(iri if "/actor/" in iri else f"{iri}-{number}" for iri in real.entities),
        )

    def _mixed(self, chosen: NDArray[np.int64], random: np.random.Generator) -> Vectors:
        other = self._vectors[random.integers(len(self._vectors), size=len(chosen))]
        share = random.uniform(0.5, 1.0, size=(len(chosen), 1)).astype(np.float32)
        noise = random.standard_normal((len(chosen), DIMENSION), dtype=np.float32) * np.float32(NOISE / DIMENSION**0.5)
        mixed = share * self._vectors[chosen] + (1 - share) * other + noise
        unit: Vectors = (mixed / np.linalg.norm(mixed, axis=1, keepdims=True)).astype(np.float32)
        return unit
