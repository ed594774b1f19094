"""A process killed at any step leaves the old set or the new set, whole, and the next command clears up after it.

The points of the kills are spread over all that a command does in the library's folder; see ``zygote.py``.
"""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from missiongraph.ingest.pipeline import describe
from missiongraph.ingest.verify import verify
from missiongraph.search.library import Library

from .asking import Ask
from .life import by_hand
from .states import graph, leftovers, slugs

Request = dict[str, Any]
Make = Callable[[Path, list[Path]], Request]


def add(_library: Path, made: list[Path]) -> Request:
    return {"run": "ingest", "paths": [str(made[3])]}


def swap(library: Path, made: list[Path]) -> Request:
    return {"run": "ingest", "paths": [str(made[4])], "replace": slugs(library)[1]}


def take(library: Path, _made: list[Path]) -> Request:
    return {"run": "remove", "report": slugs(library)[0]}


def name(library: Path, _made: list[Path]) -> Request:
    return {"run": "describe", "report": slugs(library)[0], "values": {"title": "Set by hand", "date": "2019-05"}}


def renew(library: Path, _made: list[Path]) -> Request:
    """An upgrade in which one report has to be derived anew."""
    with Library.open(library).snapshot() as snapshot:
        first = snapshot.manifest.reports[0]
    (library / "reports" / first.sha256 / f"{first.cache}.sums").unlink()
    return {"run": "upgrade"}


def put_right(library: Path, _made: list[Path]) -> Request:
    with Library.open(library).snapshot() as snapshot:
        return by_hand(library, snapshot.manifest.reports[1], "relabel", "A label put right")


COMMANDS = (add, swap, take, name, put_right, renew)
#: How far a command has come when it is killed.
SHARES = tuple(round(at / 8, 3) for at in range(9))


def survives(library: Path, make: Make, made: list[Path], share: float, ask: Ask) -> None:
    """Kill a command at a share of its way; hold the library to what a crash may leave."""
    twin = Path(shutil.copytree(library, library.with_name("twin")))
    points = ask(twin, make(twin, made))["points"]
    assert points > 10
    before, after = graph(library), graph(twin)
    # the graph store does not write quite as many files each time: leave room, so that the point is always reached
    request, at = make(library, made), 1 + round(share * (0.95 * points - 1))
    where = f"killed at point {at} of {points}"
    assert ask(library, request | {"kill_at": at})["signal"] == signal.SIGKILL, where
    left = graph(library)
    assert left in (before, after), f"{where}: neither the old nor the new set"
    assert verify(library).faults == () or request["run"] == "upgrade", where
    if left == before:
        assert ask(library, request)["error"] is None, where
    else:
        for each in (library, twin):
            describe(each, slugs(each)[0], {"language": "en"})
        after = graph(twin)
    assert graph(library) == after
    assert leftovers(library) == []


@pytest.mark.parametrize(
    ("make", "share"),
    [(add, 0.2), (add, 0.9), (swap, 0.97), (take, 0.85), (take, 1.0), (name, 0.99), (put_right, 0.6), (renew, 0.5)],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_a_kill_leaves_a_whole_library(make: Make, share: float, library: Path, made: list[Path], ask: Ask) -> None:
    survives(library, make, made, share, ask)


@pytest.mark.slow
@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("make", COMMANDS, ids=lambda f: f.__name__)
def test_fifty_four_kills(make: Make, share: float, library: Path, made: list[Path], ask: Ask) -> None:
    survives(library, make, made, share, ask)
