"""``sources.toml`` is well formed, and agrees with the reports where they are at hand."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import pytest

from missiongraph.corpus import sources
from tests.shared import FOLDER, needs_shared

each = pytest.mark.parametrize("entry", sources(), ids=lambda entry: str(entry["key"]))


def test_keys_and_hashes_are_unique() -> None:
    keys = [entry["key"] for entry in sources()]
    hashes = [digest for entry in sources() for digest in entry["sha256"]]
    assert len(set(keys)) == len(keys)
    assert len(set(hashes)) == len(hashes)


@each
def test_an_entry_has_what_a_reader_needs(entry: dict[str, Any]) -> None:
    for field in ("title", "short", "brief", "publisher", "licence_name"):
        assert entry[field].strip()
    assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", entry["date"])
    assert entry["sha256"]
    assert all(re.fullmatch(r"[0-9a-f]{64}", digest) for digest in entry["sha256"])
    assert all(entry[field].startswith("https://") for field in ("address", "licence") if field in entry)
    assert entry.get("responds_to", "demos") in {other["key"] for other in sources()}


@needs_shared
def test_every_report_at_hand_is_listed_by_its_hash() -> None:
    known = {digest for entry in sources() for digest in entry["sha256"]}
    files = [path for path in (FOLDER / "reports").iterdir() if path.suffix in {".pdf", ".txt", ".md"}]
    unknown = [path.name for path in files if hashlib.sha256(path.read_bytes()).hexdigest() not in known]
    assert unknown == []
