"""Whatever the file, reading ends within its limits in a document or in a refusal that says why and what to do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from missiongraph.ingest.reading import Limits, ReadError, read

from .hostile import Case, cases

CASES = cases()
LIMITS = Limits(seconds=30, memory=900_000_000, pages=2000)


@cache
def outcomes() -> dict[str, str | ReadError]:
    """What came of each case; two at a time, since each has its own process."""
    with TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        return dict(zip([c.name for c in CASES], pool.map(lambda c: _read(Path(folder), c), CASES), strict=True))


def _read(folder: Path, case: Case) -> str | ReadError:
    path = folder / f"{case.name}{case.suffix}"
    path.write_bytes(case.data)
    try:
        document = read(path, password=case.password, limits=LIMITS)
    except ReadError as error:
        return error
    return " ".join(block.text for block in document.blocks)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_hostile_file_ends_in_its_clear_outcome(case: Case) -> None:
    found = outcomes()[case.name]
    if isinstance(found, ReadError):
        assert case.outcome in ("any", type(found).__name__), found
        assert found.reason
        assert found.advice
    else:
        assert case.outcome in ("any", "read"), found[:200]
        assert found.strip()


def test_there_are_at_least_forty() -> None:
    assert len(CASES) >= 40
    assert len({case.name for case in CASES}) == len(CASES)


def test_doubled_type_is_read_once() -> None:
    found = outcomes()["doubled fake-bold"]
    assert isinstance(found, str)
    assert found.count("council") == 1


def test_the_password_opens_the_file() -> None:
    found = outcomes()["encrypted, right password"]
    assert isinstance(found, str)
    assert "tenants are waiting" in found


def test_text_that_is_turned_is_read_upright() -> None:
    found = outcomes()["turned text"]
    assert isinstance(found, str)
    assert "publish its plan for homes by June" in found
