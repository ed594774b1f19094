"""Columns of a segment: arrays and strings in files that are mapped into memory, so that opening reads almost nothing.

A column of strings is one file of UTF-8 and one of ends; a string is decoded when somebody looks at it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class Strings(Sequence[str]):
    """A column of strings, decoded one by one.

    >>> list(Strings.of(["mission", "", "réforme"]))
    ['mission', '', 'réforme']
    """

    def __init__(self, blob: NDArray[np.uint8], ends: NDArray[np.int64]) -> None:
        self.blob, self.ends = blob, ends

    @classmethod
    def of(cls, values: Iterable[str]) -> Strings:
        """A column in memory."""
        encoded = [value.encode() for value in values]
        blob = np.frombuffer(b"".join(encoded), dtype=np.uint8)
        return cls(blob, np.cumsum([0, *map(len, encoded)], dtype=np.int64))

    def __len__(self) -> int:
        return len(self.ends) - 1

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        if not 0 <= at < len(self):
            raise IndexError(at)
        return self.blob[self.ends[at] : self.ends[at + 1]].tobytes().decode()

    def __iter__(self) -> Iterator[str]:
        return (self[i] for i in range(len(self)))

    def several(self, rows: NDArray[np.int64]) -> list[str]:
        """The strings of some rows as a list, in the order of ``rows``, decoded together."""
        part = self.take(rows)
        raw, ends = part.blob.tobytes(), (part.ends - part.ends[0]).tolist()
        if raw.isascii():
            text = raw.decode("ascii")
            return [text[a:b] for a, b in pairwise(ends)]
        return [raw[a:b].decode() for a, b in pairwise(ends)]

    def take(self, rows: NDArray[np.int64]) -> Strings:
        """The strings of some rows, in the order of ``rows``."""
        sizes = (self.ends[1:] - self.ends[:-1])[rows]
        ends = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
        if len(rows) and np.array_equal(rows, np.arange(rows[0], rows[0] + len(rows))):
            return Strings(self.blob[self.ends[rows[0]] : self.ends[rows[-1] + 1]], ends)
        return Strings(self.blob[spans(self.ends[rows], sizes)], ends)

    @classmethod
    def joined(cls, parts: Sequence[Strings]) -> Strings:
        """Columns one after another."""
        blob = np.concatenate([part.blob for part in parts])
        sizes = np.concatenate([part.ends[1:] - part.ends[:-1] for part in parts])
        return cls(blob, np.concatenate(([0], np.cumsum(sizes))).astype(np.int64))


def spans(starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers of all spans, one after another.

    >>> spans(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    before = np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.int64)
    return np.repeat(starts - before, sizes) + np.arange(int(sizes.sum()), dtype=np.int64)


def save(folder: Path, columns: dict[str, Array | Strings]) -> None:
    """Write columns into a folder, one or two files each."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, column in columns.items():
        if isinstance(column, Strings):
            np.save(folder / f"{name}.blob.npy", column.blob)
            np.save(folder / f"{name}.ends.npy", column.ends)
        else:
            np.save(folder / f"{name}.npy", column)


def array(folder: Path, name: str) -> Array:
    """A column of numbers, mapped, as a plain array: each slice of a ``memmap`` makes one in Python."""
    found: Array = np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False))
    return found


def strings(folder: Path, name: str) -> Strings:
    """A column of strings, mapped."""
    return Strings(array(folder, f"{name}.blob"), array(folder, f"{name}.ends"))
