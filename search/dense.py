"""The dense half: the cosine of a question with passages, exactly while that is fast, else through an IVF index.

A segment of :data:`EXACT` passages or more carries a FAISS inverted file with 8-bit codes (Jégou, Douze and Schmid,
"Product quantization for nearest neighbor search", 2011, for the inverted file): of its lists the :data:`PROBES`
nearest are read. Every cosine that orders a result is then computed anew from the full vectors, which stay on disk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .embedding import DIMENSION, Vectors

#: From this many passages on, a segment is searched through lists.
EXACT = 50_000
#: How many lists are read.
PROBES = 48
#: How many vectors k-means sees for each list.
SAMPLE = 64
SEED = 20_240_229
FILE = "ivf.faiss"

Scores = NDArray[np.float32]
Ordinals = NDArray[np.int64]


def lists_for(count: int) -> int:
    """How many lists a segment has: the power of two nearest to four times the root of its passages."""
    return int(2 ** round(np.log2(4 * count**0.5)))


def build(path: Path, vectors: Vectors) -> None:
    """Write the inverted file of a large segment; the same vectors give the same file."""
    import faiss

    lists = lists_for(len(vectors))
    quantizer = faiss.IndexFlatIP(DIMENSION)
    index = faiss.IndexIVFScalarQuantizer(
        quantizer, DIMENSION, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT, False
    )
    index.cp.seed, index.cp.niter, index.cp.spherical = SEED, 8, True
    index.cp.max_points_per_centroid, index.cp.min_points_per_centroid = SAMPLE, 1
    step = max(1, len(vectors) // (SAMPLE * lists))
    index.train(np.ascontiguousarray(vectors[::step][: SAMPLE * lists]))
    for first in range(0, len(vectors), 65_536):
        index.add(np.ascontiguousarray(vectors[first : first + 65_536]))
    faiss.write_index(index, str(path))


@dataclass(frozen=True, slots=True)
class Part:
    """The vectors of one segment, from ordinal ``first`` on; ``lists`` is None where it is searched exactly."""

    first: int
    vectors: Vectors
    lists: Any

    @classmethod
    def open(cls, folder: Path, first: int, vectors: Vectors) -> Part:
        """Map what a segment holds."""
        if not (folder / FILE).exists():
            return cls(first, vectors, None)
        import faiss

        lists = faiss.read_index(str(folder / FILE), faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY)
        return cls(first, vectors, lists)


class Dense:
    """The vectors of all segments, searched as one."""

    def __init__(self, parts: Sequence[Part], count: int) -> None:
        self.parts, self._count = parts, count
        self._firsts = np.array([part.first for part in parts], dtype=np.int64)

    @property
    def exact(self) -> bool:
        """Whether every passage is compared."""
        return all(part.lists is None for part in self.parts)

    def __len__(self) -> int:
        return sum(len(part.vectors) for part in self.parts)

    def all(self, vector: Vectors) -> Scores:
        """The cosine of a vector of shape ``(dimension,)`` with every passage, exactly; shape ``(passages,)``."""
        found = np.empty(self._count, dtype=np.float32)
        for part in self.parts:
            found[part.first : part.first + len(part.vectors)] = part.vectors @ vector
        return found

    def of(self, vector: Vectors, ordinals: Ordinals) -> Scores:
        """The cosine with some passages, exactly, in the order of ``ordinals``, which ascend."""
        bounds = np.searchsorted(ordinals, [*self._firsts, self._count])
        found = np.empty(len(ordinals), dtype=np.float32)
        for part, low, high in zip(self.parts, bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
            if low < high:
                found[low:high] = part.vectors[ordinals[low:high] - part.first] @ vector
        return found

    def near(self, vector: Vectors, *, within: float, probes: int = PROBES) -> tuple[Ordinals, Scores]:
        """Passages at most ``within`` from the best cosine, ascending, with a cosine good to 0.005.

        Of a segment with lists, those in the nearest lists; of others, all.
        """
        rows: list[Ordinals] = []
        scores: list[Scores] = []
        for part in self.parts:
            if part.lists is None:
                cosines = part.vectors @ vector
                rows.append(np.arange(len(cosines), dtype=np.int64) + part.first)
                scores.append(cosines)
            else:
                cosines, ids = _read(part.lists, vector, probes)
                rows.append(ids + part.first)
                scores.append(cosines)
        cosine, ordinal = np.concatenate(scores), np.concatenate(rows)
        keep = np.flatnonzero(cosine >= cosine.max(initial=-1.0) - within)
        keep = keep[np.argsort(ordinal[keep])]
        return ordinal[keep], cosine[keep]


def _read(index: Any, vector: Vectors, probes: int) -> tuple[Scores, Ordinals]:
    import faiss

    parameters = faiss.SearchParametersIVF()
    parameters.nprobe = probes
    _, cosines, ids = index.range_search(vector[None, :], 0.0, params=parameters)
    return cosines, ids
