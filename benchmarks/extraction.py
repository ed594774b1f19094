"""How long extraction takes beside embedding: ``python -m benchmarks.extraction FILE…``.

Of each report, in one run: the float32 embedding of its passages, then extraction (which embeds its spans), and what
joins it to other reports when it is published into an empty library. The bar: the last two within twice the first.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from missiongraph.ingest.extraction import extract
from missiongraph.ingest.passages import cut
from missiongraph.ingest.pipeline import ingest
from missiongraph.ingest.reading import read
from missiongraph.search.embedding import MiniLM


def seconds(path: Path, model: MiniLM) -> tuple[int, float, float]:
    """The number of passages, the seconds that embedding them takes, and those of extraction."""
    document = read(path)
    passages = cut(document)
    started = time.perf_counter()
    model.encode([p.text for p in passages])
    embedded = time.perf_counter()
    extract(document, passages, model)
    return len(passages), embedded - started, time.perf_counter() - embedded


def resolving(path: Path) -> float:
    """The seconds that resolution takes of a report's ingest."""
    with tempfile.TemporaryDirectory() as folder:
        return ingest(Path(folder) / "library", [path]).seconds.get("resolve", 0.0)


def main(paths: list[Path]) -> None:
    """Print a line a report, and the whole."""
    model = MiniLM()
    seconds(paths[0], model)  # what is loaded on first use counts for neither
    total = [0.0, 0.0, 0.0]
    for path in paths:
        count, embedding, extraction = seconds(path, model)
        resolution = resolving(path)
        total = [a + b for a, b in zip(total, (embedding, extraction, resolution), strict=True)]
        print(f"{path.name}: {count} passages, {_line(embedding, extraction, resolution)}", flush=True)
    print(f"together: {_line(*total)}")


def _line(embedding: float, extraction: float, resolution: float) -> str:
    ratio = (extraction + resolution) / embedding
    return (
        f"embedding {embedding:.1f} s, extraction {extraction:.1f} s, resolution {resolution:.1f} s: {ratio:.2f} times"
    )


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or sorted(Path("corpus/briefings").glob("*.pdf")))
