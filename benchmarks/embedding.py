"""Measures embedding: ``python -m benchmarks.embedding LIBRARY [--passages 500] [--rounds 3]``.

The passages of a library are embedded by the product and by a bare ``SentenceTransformer.encode`` in both precisions,
in turn, on one thread, in seconds of the processor, so that other work beside disturbs the ratios little.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np

from missiongraph.search.embedding import BFLOAT16, FLOAT32, MiniLM, Vectors, _load
from missiongraph.search.library import Library


def bare(texts: list[str], precision: str) -> Vectors:
    """The library's own function, as a user would call it."""
    import torch

    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision == BFLOAT16):
        found = _load().encode(texts, normalize_embeddings=True, convert_to_tensor=True, show_progress_bar=False)
    vectors: Vectors = found.float().numpy()
    return vectors


def seconds(run: Callable[[], object]) -> float:
    """Processor time of one call."""
    started = time.process_time()
    run()
    return time.process_time() - started


def main() -> None:
    """Measure and print."""
    import torch

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("--passages", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    torch.set_num_threads(1)
    with Library.open(given.library).snapshot() as snapshot:
        step = max(1, len(snapshot.index) // given.passages)
        texts = [passage.text for passage in snapshot.index.passages[::step]]
    ways = {
        "bare float32": lambda: bare(texts, FLOAT32),
        "product float32": lambda: MiniLM().encode(texts),
        "bare bfloat16": lambda: bare(texts, BFLOAT16),
        "product bfloat16": lambda: MiniLM(precision=BFLOAT16, batch_size=16).encode(texts),
    }
    least = (ways["product float32"]() * ways["product bfloat16"]()).sum(axis=1).min()
    rounds = [{name: seconds(run) for name, run in ways.items()} for _ in range(given.rounds)]
    for name in ways:
        print(f"{name:<20} {len(texts) / median(row[name] for row in rounds):8.1f} passages a second of one core")
    for one, other in (
        ("product float32", "bare float32"),
        ("product bfloat16", "bare bfloat16"),
        ("product bfloat16", "product float32"),
    ):
        print(f"{one} over {other}: {np.median([row[other] / row[one] for row in rounds]):.2f}")
    print(f"least cosine between the precisions: {least:.5f}")


if __name__ == "__main__":
    main()
