"""Damage is noticed by the hash of what was written, said in words, and mended from the sources where it can be."""

from __future__ import annotations

import gc
import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from missiongraph.api.cli.frame import FAILED, OK, run
from missiongraph.ingest.pipeline import ingest
from missiongraph.ingest.upgrade import LostReportError, upgrade
from missiongraph.ingest.verify import verify
from missiongraph.search.library import Library, LibraryError, NotWritableError

from .asking import Ask
from .states import graph, leftovers

KINDS = (
    "sources/*",
    "reports/*/*.json",
    "reports/*/*.npz",
    "snapshots/*/graph/*.sst",
    "snapshots/*/index/**/*",
)


def flip(path: Path, chance: random.Random) -> None:
    """Turn one bit of a file."""
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def victims(library: Path, kind: str) -> list[Path]:
    return sorted(p for p in library.glob(kind) if p.is_file() and p.stat().st_size)


@pytest.mark.parametrize("kind", KINDS)
def test_a_flipped_bit_is_noticed_and_mended(kind: str, library: Path, made: list[Path]) -> None:
    before = graph(library)
    flip(random.Random(kind).choice(victims(library, kind)), random.Random(kind))
    assert verify(library).faults
    if kind == "sources/*":
        ingest(library, made[:3])
    else:
        upgrade(library)
    assert verify(library).faults == ()
    assert graph(library) == before


@pytest.mark.slow
def test_two_hundred_flipped_bits_are_all_noticed_and_crash_no_reader(library: Path, ask: Ask) -> None:
    chance, everything = random.Random(4), [p for kind in KINDS for p in victims(library, kind)]
    for _ in range(200):
        path = chance.choice(everything)
        kept = path.read_bytes()
        flip(path, chance)
        assert verify(library).faults, f"a flipped bit in {path.relative_to(library)} was not noticed"
        assert ask(library, {"run": "read"})["signal"] == 0, f"{path.relative_to(library)} crashes who reads it"
        path.write_bytes(kept)
    assert verify(library).faults == ()


def test_a_damaged_block_of_the_graph_is_said_before_it_is_read(library: Path) -> None:
    graphs = victims(library, "snapshots/*/graph/*.sst")
    largest = max(graphs, key=lambda p: p.stat().st_size)
    whole = largest.read_bytes()
    largest.write_bytes(whole[: len(whole) // 2] + bytes([whole[len(whole) // 2] ^ 1]) + whole[len(whole) // 2 + 1 :])
    with Library.open(library).snapshot() as snapshot, pytest.raises(LibraryError, match=rf"{largest.name}.*upgrade"):
        snapshot.store.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    largest.write_bytes(whole)
    with Library.open(library).snapshot() as snapshot:
        assert snapshot.store.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")


def test_a_snapshot_file_cut_short_is_noticed_and_made_again(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = graph(library)
    largest = max(victims(library, "snapshots/*/graph/*.sst"), key=lambda p: p.stat().st_size)
    largest.write_bytes(largest.read_bytes()[:-100])
    assert run(["--library", str(library), "verify"]) == FAILED
    assert "upgrade" in capsys.readouterr().err
    assert run(["--library", str(library), "upgrade"]) == OK
    assert graph(library) == before
    assert verify(library).faults == ()


def test_a_lost_manifest_is_made_again_with_what_was_set_by_hand(library: Path) -> None:
    before = graph(library)
    next((library / "snapshots").glob("*/manifest.json")).unlink()
    with pytest.raises(LibraryError, match="upgrade"):
        verify(library)
    upgrade(library)
    assert graph(library) == before
    assert leftovers(library) == []


def test_what_is_lost_for_good_is_said_and_nothing_changes(library: Path) -> None:
    source, derived = victims(library, "sources/*")[0], library / "reports"
    flip(source, random.Random(1))
    for path in (derived / source.stem).glob("*.json"):
        path.write_bytes(path.read_bytes()[:-5])
    before = graph(library)
    with pytest.raises(LostReportError, match="ingest those files again"):
        upgrade(library)
    assert graph(library) == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of four megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a tmpfs")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def held(folder: Path) -> list[str]:
    """The files in a folder that this process has open or mapped."""
    handles = [os.readlink(link) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    maps = [line.split(maxsplit=5)[-1] for line in Path("/proc/self/maps").read_text().splitlines()]
    return sorted({path for path in (*handles, *maps) if path.startswith(str(folder))})


@pytest.fixture
def uncollected() -> Iterator[None]:
    """No garbage collection, so that what is only freed by it shows."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("uncollected")
def test_a_full_disk_leaves_the_library_as_it_was_and_no_file_open(small_disk: Path, made: list[Path]) -> None:
    library = small_disk / "library"
    ingest(library, made[:1], workers=1)
    before = graph(library)
    free = shutil.disk_usage(small_disk).free
    (small_disk / "ballast").write_bytes(b"x" * max(0, free - 60_000))
    with pytest.raises(NotWritableError, match="free some space"):
        ingest(library, made[1:4], workers=1)
    assert held(small_disk) == []
    (small_disk / "ballast").unlink()
    assert verify(library).faults == ()
    assert held(small_disk) == []
    (small_disk / "library.nq").unlink(missing_ok=True)
    assert graph(library) == before
    ingest(library, made[1:2], workers=1)
    assert leftovers(library) == []


def test_processes_find_what_one_finds(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(library).snapshot() as snapshot:
        entry = snapshot.manifest.reports[1]
    stored = next((library / "sources").glob(f"{entry.sha256}.*"))
    flip(stored, random.Random(2))
    alone = verify(library)
    monkeypatch.setattr("missiongraph.ingest.verify.MANY", 1)
    assert verify(library, workers=2) == alone
    assert [fault.where for fault in alone.faults] == [entry.slug]
