"""Made reports, and a library of three of them that tests copy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.made import write_reports

from missiongraph.ingest.pipeline import ingest

from .asking import Ask, asking


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Five small reports, each different."""
    return list(write_reports(tmp_path_factory.mktemp("made"), range(1, 6), paragraphs=8))


@pytest.fixture(scope="session")
def three(tmp_path_factory: pytest.TempPathFactory, made: list[Path]) -> Path:
    """A library of the first three. Tests only read it."""
    root = tmp_path_factory.mktemp("three") / "library"
    ingest(root, made[:3], workers=1)
    return root


@pytest.fixture
def library(tmp_path: Path, three: Path) -> Path:
    """A copy of that library to change."""
    return Path(shutil.copytree(three, tmp_path / "library"))


@pytest.fixture(scope="session")
def ask() -> Iterator[Ask]:
    """See ``asking.py``."""
    with asking() as one:
        yield one
