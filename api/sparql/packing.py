"""Answers packed for clients that take gzip, as they come.

At the lowest level of compression: an answer is sent once, and at the level that pages are kept with, packing took
longer than the query. The first part, small parts and what stands before a fault are passed on at once, so that
neither a first row nor the comment that an answer was cut waits for more.
"""

from __future__ import annotations

import zlib
from collections.abc import Generator, Iterator

from .process import QueryStoppedError

LEVEL = 1
LEAST = 2000  # bytes that are worth it
_GZIP = 31  # window bits that ask zlib for gzip's frame
_PART = 1 << 15  # bytes of a part after which the packer may hold back what it has not finished


def pack(whole: bytes) -> bytes:
    """An answer in one piece, packed."""
    return zlib.compress(whole, LEVEL, _GZIP)


def packed(parts: Iterator[bytes]) -> Generator[bytes]:
    """The parts of an answer, packed; what was packed of one that is stopped is passed on before the fault."""
    packer, first = zlib.compressobj(LEVEL, zlib.DEFLATED, _GZIP), True
    try:
        for part in parts:
            data = packer.compress(part)
            if first or len(part) < _PART:
                data, first = data + packer.flush(zlib.Z_SYNC_FLUSH), False
            if data:
                yield data
    except QueryStoppedError:
        yield packer.flush(zlib.Z_SYNC_FLUSH)
        raise
    finally:
        parts.close()  # type: ignore[attr-defined]
    yield packer.flush()
