"""A library changes while many ask: nobody is turned away, and no answer is of two snapshots."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from missiongraph.api.live import LiveLibrary
from missiongraph.ingest.derive import cache_key
from missiongraph.ingest.pipeline import remove
from missiongraph.search.library import Library, Snapshot
from missiongraph.search.library.manifest import hash_file
from tests.conftest import serving

from .asking import Ask
from .crowd import crowd
from .states import leftovers, slugs


@pytest.mark.parametrize(
    ("clients", "changes", "seconds"), [(4, 4, 4.0), pytest.param(8, 10, 60.0, marks=pytest.mark.slow)]
)
def test_every_answer_is_of_one_snapshot(
    library: Path, made: list[Path], ask: Ask, clients: int, changes: int, seconds: float
) -> None:
    sha256 = hash_file(made[3])
    add = {"run": "ingest", "paths": [str(made[3])]}
    assert ask(library, add)["error"] is None
    with Library.open(library).snapshot() as snapshot:
        slug = next(e.slug for e in snapshot.manifest.reports if e.sha256 == sha256)
        assert next(e.cache for e in snapshot.manifest.reports if e.sha256 == sha256) == cache_key(sha256)
    with serving(library) as address:
        change: list[dict[str, Any]] = [{"run": "remove", "report": slug}, add]
        told = crowd(address, library, change, ask, clients=clients, changes=changes, seconds=seconds)
    assert told.faults == []
    assert told.answers["0"]
    assert told.answers["1"]
    # what the server still read when the last snapshot was published goes with the next publish
    assert ask(library, {"run": "remove", "report": slug})["error"] is None
    assert leftovers(library) == []


def test_an_old_snapshot_goes_when_nobody_reads_it(library: Path) -> None:
    live = LiveLibrary(library)
    live.start()
    folders, slug = library / "snapshots", slugs(library)[0]
    with live.lease() as old:
        remove(library, slug)
        while live.library.current() != _served(live):
            time.sleep(0.05)
        assert old.path.is_dir()
        assert old.report(slug) is not None
    until = time.monotonic() + 60
    while len(list(folders.iterdir())) > 1 and time.monotonic() < until:
        time.sleep(0.05)
    live.stop()
    assert [path.name for path in folders.iterdir()] == [live.library.current()]


def _served(live: LiveLibrary) -> str:
    with live.lease() as snapshot:
        return snapshot.name


def test_what_is_told_of_a_snapshot_is_told_once_requests_get_it(library: Path) -> None:
    live = LiveLibrary(library)
    got: list[str] = []

    def told(snapshot: Snapshot) -> None:
        with live.lease() as leased:
            got.append(leased.name)

    live.when_live(told)
    try:
        live.look()
        remove(library, slugs(library)[0])
        live.look()
        with live.lease() as snapshot:
            assert got == [got[0], snapshot.name]
            assert got[0] != snapshot.name
    finally:
        live.stop()
