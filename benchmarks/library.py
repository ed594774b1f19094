"""Measures a library at size: ``python -m benchmarks.library [--reports 100] [--paragraphs 400] [--keep FOLDER]``.

Makes that many reports (``benchmarks.made``), takes all but one in, then publishes the last, and prints one line a
figure: what publishing costs beyond the report's own work, opening, status, verify, disk, removal. Vectors come
from words by a fixed hash, not from the model: here nothing is asked of their meaning, and embedding a million
words is another measurement.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import numpy as np

from missiongraph.ingest.derive import Cache, cache_key, derive
from missiongraph.ingest.pipeline import ingest, remove
from missiongraph.search.embedding import DIMENSION, Vectors
from missiongraph.search.library import Library, Snapshot
from missiongraph.search.library.manifest import hash_file

from .made import write_reports

T = TypeVar("T")


@cache
def _word(word: str) -> Vectors:
    seed = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")
    return np.random.default_rng(seed).standard_normal(DIMENSION).astype(np.float32)


class HashedWords:
    """An embedder of bags of words: each word a fixed random vector."""

    name, dimension = "hashed words", DIMENSION

    def encode(self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None) -> Vectors:
        """See :meth:`missiongraph.search.embedding.Embedder.encode`."""
        rows = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row += sum((_word(word) for word in text.lower().split()), _word(""))
            row /= np.linalg.norm(row)
        if progress is not None:
            progress(len(texts))
        return rows


def derive_one(library: Path, path: Path) -> None:
    """Put what one file gives into a library's cache, so that an ingest only publishes it."""
    sha256 = hash_file(path)
    derived = derive(path, sha256=sha256, file_name=path.name, embedder=HashedWords())
    Cache(Library.open(library).layout.reports).save(sha256, cache_key(sha256), derived)


def prepare(folder: Path, count: int, paragraphs: int) -> tuple[Path, list[Path]]:
    """A library with every report derived and none published."""
    library = folder / "library"
    Library.create(library).layout.make()
    files = list(write_reports(folder / "files", range(count), paragraphs=paragraphs))
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for at, _ in enumerate(pool.map(derive_one, [library] * count, files, chunksize=4), 1):
            if at % 50 == 0:
                print(f"derived {at} of {count}", file=sys.stderr)
    return library, files


def timed(name: str, run: Callable[[], T]) -> T:
    """Run and print the seconds."""
    started = time.perf_counter()
    result = run()
    print(f"{name:<44} {time.perf_counter() - started:8.2f} s", flush=True)
    return result


def command(library: Path, *arguments: str) -> None:
    """A command in a process of its own, as a user would run it."""
    subprocess.run(
        [sys.executable, "-c", "from missiongraph.api.cli import main; main()", "--library", str(library), *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
    )


def disk(folder: Path) -> int:
    """Bytes of the files in a folder, hard links once."""
    return sum({s.st_ino: s.st_size for p in folder.rglob("*") if p.is_file() for s in [p.stat()]}.values())


def measure(folder: Path, count: int, paragraphs: int) -> None:
    """All figures of a library with ``count`` reports."""
    library, files = prepare(folder, count, paragraphs)
    timed(f"publishing {count - 1} reports at once", lambda: ingest(library, files[:-1], workers=1))
    started = time.perf_counter()
    summary = ingest(library, files[-1:], workers=1)
    print(f"{'publishing one into that, file to snapshot':<44} {time.perf_counter() - started:8.2f} s")
    print(f"{'':<4}" + ", ".join(f"{stage} {value:.2f}" for stage, value in summary.seconds.items()))
    with timed("opening (process warm, store and index)", lambda: opened(library)) as snapshot:
        print(f"{'quads':<44} {snapshot.manifest.quads:8,}")
    timed("status (command, from its start)", lambda: command(library, "status"))
    sizes = {name: disk(library / name) for name in ("sources", "reports", "snapshots")}
    vectors = sum(p.stat().st_size for p in (library / "snapshots").rglob("*.npy"))
    print("disk, MB: " + ", ".join(f"{name} {size / 1e6:.1f}" for name, size in sizes.items()), end="")
    times = sum(sizes.values()) / (sizes["sources"] + vectors)
    print(f", vectors {vectors / 1e6:.1f}; times sources plus vectors {times:.1f}")
    started = time.perf_counter()
    timed("verify (command)", lambda: command(library, "verify"))
    print(f"{'verified reports a second':<44} {count / (time.perf_counter() - started):8.1f}")
    entry = summary.files[0].entry
    assert entry is not None
    timed("removing one", lambda: remove(library, entry.slug))


def opened(library: Path) -> Snapshot:
    """Open the live snapshot whole."""
    snapshot = Library.open(library).snapshot()
    _ = snapshot.store, snapshot.index
    return snapshot


def main() -> None:
    """Parse the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100)
    parser.add_argument("--paragraphs", type=int, default=400)
    parser.add_argument("--keep", type=Path, help="a folder to work in and leave behind")
    given = parser.parse_args()
    if given.keep:
        measure(given.keep, given.reports, given.paragraphs)
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), given.reports, given.paragraphs)


if __name__ == "__main__":
    main()
