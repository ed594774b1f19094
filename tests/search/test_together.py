"""Texts of many threads are embedded as few batches, each thread gets its own, and one fault stays with its batch."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from missiongraph.search.embedding import Vectors
from missiongraph.search.together import Together


def test_each_thread_gets_its_own_and_what_waits_is_one_batch() -> None:
    batches: list[int] = []
    first, go = threading.Event(), threading.Event()

    def encode(texts: Sequence[str]) -> Vectors:
        batches.append(len(texts))
        if len(batches) == 1:
            first.set()
            assert go.wait(10)
        return np.array([[float(text)] for text in texts], dtype=np.float32)

    together = Together(encode)
    with ThreadPoolExecutor(16) as threads:
        one = threads.submit(together, ["0"])
        assert first.wait(10)
        others = [threads.submit(together, [str(i), str(-i)]) for i in range(1, 16)]
        while len(together._waiting) < 15:
            pass
        go.set()
        assert one.result().tolist() == [[0.0]]
        assert [other.result().tolist() for other in others] == [[[float(i)], [float(-i)]] for i in range(1, 16)]
    assert batches == [1, 30]


def test_a_fault_reaches_who_asked_and_the_next_is_answered() -> None:
    def encode(texts: Sequence[str]) -> Vectors:
        if "bad" in texts:
            raise ValueError(texts)
        return np.zeros((len(texts), 1), dtype=np.float32)

    together = Together(encode)
    with pytest.raises(ValueError, match="bad"):
        together(["bad"])
    assert together(["good"]).shape == (1, 1)
