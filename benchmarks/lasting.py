"""What a library survives: ``python -m benchmarks.lasting sequences|kills [--times N]``.

``sequences``: that many random sequences of commands, some killed, each state held against a clean build
(``tests/library/life.py``). ``kills``: every command killed at nine points of its way, that many times over, each time
at other points (``tests/library/test_crashes.py``). Both raise at the first that does not hold.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.library.asking import asking
from tests.library.life import Life, Model, Request, World
from tests.library.test_crashes import COMMANDS, SHARES, survives

from missiongraph.ingest.pipeline import ingest

from .made import write_reports


def sequences(folder: Path, times: int) -> None:
    """Random lives of a library."""
    counted: Counter[str] = Counter()
    started = time.monotonic()
    with asking() as ask:

        class Counting(Life):
            world = World(folder, ask)

            def __init__(self) -> None:
                super().__init__()
                counted["sequences"] += 1
                if counted["sequences"] % 50 == 0:
                    print(f"{dict(counted)} in {time.monotonic() - started:.0f} s", flush=True)

            def perform(self, request: Request, after: Model, kill: int | None) -> None:
                super().perform(request, after, kill)
                counted[request["run"]] += 1
                counted["killed"] += not self.clean_up and kill is not None

        run_state_machine_as_test(
            Counting,
            settings=settings(
                max_examples=times,
                stateful_step_count=6,
                deadline=None,
                database=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
            ),
        )
    print(f"{dict(counted)}: all as a clean build, {time.monotonic() - started:.0f} s")


def kills(folder: Path, times: int) -> None:
    """Every command killed at points spread over its way."""
    made, done = list(write_reports(folder / "files", range(1, 6), paragraphs=8)), 0
    ingest(folder / "three", made[:3], workers=1)
    with asking() as ask:
        for at in range(times):
            for command in COMMANDS:
                for share in SHARES:
                    work = folder / "work"
                    library = Path(shutil.copytree(folder / "three", work / "library"))
                    survives(library, command, made, min(1.0, share + at / times / len(SHARES)), ask)
                    shutil.rmtree(work)
                    done += 1
                print(f"run {at + 1}, {command.__name__}: {done} of {done} whole", flush=True)


def main() -> None:
    """Parse the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["sequences", "kills"])
    parser.add_argument("--times", type=int, default=0, help="sequences (2000) or runs of all kills (3)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if given.what == "sequences":
            sequences(Path(folder), given.times or 2000)
        else:
            kills(Path(folder), given.times or 3)


if __name__ == "__main__":
    main()
