"""Random sequences of ingest, replace, remove, describe, correct, upgrade and kills end as a clean build does."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from .asking import Ask
from .life import Life, World


@pytest.mark.parametrize("sequences", [3, pytest.param(40, marks=pytest.mark.slow)])
def test_any_sequence_ends_as_a_clean_build(sequences: int, tmp_path: Path, ask: Ask) -> None:
    class Here(Life):
        world = World(tmp_path, ask)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=sequences,
            stateful_step_count=6,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
