"""Passages are embedded in the fastest precision that the processor has and that changes no result."""

from __future__ import annotations

from pathlib import Path

from missiongraph.search.embedding import BFLOAT16, FLOAT32, MiniLM
from missiongraph.search.library import Library
from missiongraph.search.precision import AGREE, PROBE, fastest, supported, usable


def test_a_new_library_records_the_precision_that_was_found(briefings_library: Path) -> None:
    assert Library.open(briefings_library).settings.index_precision == fastest()


def test_vectors_in_bfloat16_are_float32_rows_of_length_one_that_agree() -> None:
    texts = PROBE[::4]
    plain, brief = MiniLM().encode(texts), MiniLM(precision=BFLOAT16, batch_size=2).encode(texts)
    assert brief.dtype == plain.dtype
    assert (plain * brief).sum(axis=1).min() >= AGREE
    assert abs((brief * brief).sum(axis=1) - 1).max() < 1e-3
    assert (plain != brief).any()


def test_a_processor_without_bfloat16_goes_on_in_float32() -> None:
    assert usable(FLOAT32) == FLOAT32
    assert usable(BFLOAT16) == (BFLOAT16 if supported() else FLOAT32)
