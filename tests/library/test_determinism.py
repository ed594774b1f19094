"""The same files give the same graph, byte for byte, however they came."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from missiongraph.ingest.pipeline import Outcome, ingest, remove

from .asking import ENVIRONMENT
from .states import clean_build, graph, leftovers, slugs

COMMAND = [sys.executable, "-c", "from missiongraph.api.cli import main; main()"]


def test_two_ingests_in_other_order_and_on_two_processes_are_identical(
    tmp_path: Path, made: list[Path], three: Path
) -> None:
    other = tmp_path / "other"
    ingest(other, made[2::-1], workers=2)
    assert graph(other) == graph(three)


def test_one_by_one_is_a_clean_build(tmp_path: Path, made: list[Path], three: Path) -> None:
    other = tmp_path / "other"
    for path in (made[1], made[0], made[2]):
        ingest(other, [path])
    assert graph(other) == graph(three)
    assert slugs(other) == slugs(three)


def test_adding_and_removing_a_report_leaves_what_a_clean_build_gives(
    library: Path, made: list[Path], three: Path
) -> None:
    before = graph(library)
    added = ingest(library, [made[3]]).files[0].entry
    assert added is not None
    assert graph(library) != before
    remove(library, added.slug)
    assert graph(library) == before == graph(three)
    assert leftovers(library) == []


def test_replacing_one_is_a_clean_build_of_the_new_set(library: Path, made: list[Path], tmp_path: Path) -> None:
    with_first = slugs(library)
    summary = ingest(library, [made[4]], replace=with_first[0])
    assert summary.files[0].outcome is Outcome.REPLACED
    kept = [path for path in made[:3] if not any(path.name in line for line in _removed(library, path))]
    assert graph(library) == clean_build([*kept, made[4]], tmp_path / "clean")


def _removed(library: Path, path: Path) -> list[str]:
    """The file's name if its report is no longer in the library."""
    return [] if any(f'fileName> "{path.name}"' in line for line in graph(library)) else [path.name]


def test_the_same_bytes_again_change_nothing(library: Path, made: list[Path]) -> None:
    before = (library / "CURRENT").read_bytes()
    assert [one.outcome for one in ingest(library, made[:2]).files] == [Outcome.UNCHANGED] * 2
    assert (library / "CURRENT").read_bytes() == before


def test_two_processes_that_ingest_at_once_both_succeed(tmp_path: Path, made: list[Path]) -> None:
    library = tmp_path / "library"
    running = [
        subprocess.Popen(
            [*COMMAND, "--library", str(library), "ingest", *map(str, files)], stderr=subprocess.PIPE, env=ENVIRONMENT
        )
        for files in (made[:1], made[1:2])
    ]
    ends = [process.communicate(timeout=120)[1].decode() for process in running]
    assert [process.returncode for process in running] == [0, 0], ends
    assert graph(library) == clean_build(made[:2], tmp_path / "clean")


def test_counts_kept_up_are_those_of_the_graph(library: Path, made: list[Path]) -> None:
    from missiongraph.search.library import Library

    ingest(library, [made[3]])
    remove(library, slugs(library)[0])
    with Library.open(library).snapshot() as snapshot:
        assert snapshot.manifest.counts == snapshot.store.class_counts()
        assert snapshot.manifest.quads == snapshot.store.count_quads()
