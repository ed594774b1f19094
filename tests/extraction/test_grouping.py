"""The same thing said twice is one node; the report's own numbers keep things together and apart."""

from __future__ import annotations

import numpy as np

from missiongraph.ingest.extraction.grouping import group


def vectors(*degrees: float) -> np.ndarray:
    radians = np.radians(np.array(degrees))
    return np.column_stack([np.cos(radians), np.sin(radians)]).astype(np.float32)


def test_near_spans_are_one_and_far_ones_are_not() -> None:
    assert group(vectors(0, 90, 5, 95), 0.9) == [[0, 2], [1, 3]]


def test_spans_do_not_chain() -> None:
    assert len(group(vectors(0, 20, 40, 60, 80), 0.9)) > 1


def test_spans_of_one_number_stand_together_and_two_numbers_never_do() -> None:
    assert group(vectors(0, 90, 0), 0.9, numbers=["1", "1", "2"]) == [[0, 1], [2]]


def test_two_items_of_one_list_are_two_things_however_alike() -> None:
    near = vectors(0, 1, 2)
    assert group(near, 0.9) == [[0, 1, 2]]
    assert group(near, 0.9, lists=[7, 7, None]) in ([[0], [1, 2]], [[0, 2], [1]])
    assert group(near, 0.9, lists=[7, 8, None]) == [[0, 1, 2]]
