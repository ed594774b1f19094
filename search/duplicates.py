"""Near-duplicates: the same words in an executive summary and its chapter, or in two editions, are one result.

MinHash over runs of three words (Broder, "On the resemblance and containment of documents", 1997): two passages are
taken for the same when at least :data:`AGREE` of :data:`HASHES` minima agree, an estimate of their Jaccard likeness.
Signatures are made when a report is indexed; opening an index only compares those that fall into one band.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .words import words

HASHES, BANDS, AGREE = 16, 4, 13
_PRIME = (1 << 61) - 1
_MULTIPLY = np.array(
    [(6364136223846793005 * (i + 1) + 1442695040888963407) % (1 << 31) | 1 for i in range(HASHES)], dtype=np.uint64
)
_ADD = np.array([(2862933555777941757 * (i + 1) + 3037000493) % (1 << 31) for i in range(HASHES)], dtype=np.uint64)
#: Odd factors by which the minima of a band become one number; that two bands share it by chance does no harm.
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], dtype=np.uint64)

Signatures = NDArray[np.uint32]


def signature(text: str) -> Signatures:
    """Minima of a text, shape ``(HASHES,)``."""
    found = words(text)
    runs = [" ".join(found[i : i + 3]) for i in range(max(1, len(found) - 2))]
    hashes = np.array([zlib.crc32(run.encode()) for run in runs], dtype=np.uint64)
    mixed = (hashes[:, None] * _MULTIPLY + _ADD) >> np.uint64(16)
    least: Signatures = (mixed & np.uint64(0xFFFFFFFF)).min(axis=0).astype(np.uint32)
    return least


def signatures(texts: Sequence[str]) -> Signatures:
    """Shape ``(len(texts), HASHES)``."""
    if not texts:
        return np.zeros((0, HASHES), dtype=np.uint32)
    return np.stack([signature(text) for text in texts])


def groups(table: Signatures) -> NDArray[np.int64]:
    """For each row the ordinal of the first row that it is a near-duplicate of, itself included; shape ``(rows,)``."""
    leader = np.arange(len(table))
    for band in np.split(table.astype(np.uint64), BANDS, axis=1):
        _, first, inverse = np.unique((band * _MIX).sum(axis=1), return_index=True, return_inverse=True)
        other = first[inverse]
        alike = (table == table[other]).sum(axis=1) >= AGREE
        leader = np.where(alike & (leader[other] < leader), leader[other], leader)
    return leader[leader]
