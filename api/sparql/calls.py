"""A request while a worker runs it: its place in a lane, its deadline, and what it gives back, once, at its end."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..problems import ProblemError
from .lanes import GRACE, PATIENCE, Turn
from .process import Worker

if TYPE_CHECKING:
    from .pool import Pool


class CrowdedError(Exception):
    """A query runs long, and there is no room for another such."""


class Call:
    """One request while it runs: its worker, its place in a lane, when it began and when it ends at the latest."""

    def __init__(self, pool: Pool, turn: Turn, began: float, charge: Callable[[float], None] | None) -> None:
        self.pool, self.turn, self.began, self.charge = pool, turn, began, charge
        self.worker: Worker | None = None
        self.deadline, self.renewed = math.inf, 0.0
        self.streaming = self._moved = self._done = False
        self._lock, self._over = threading.Lock(), threading.Event()

    def late(self) -> float:
        """It runs long: make room for short ones; where the long lane is full, look again a while before giving up.

        Its worker is held back once it has used the processor for long itself: on a machine that others keep busy, one
        that merely waited for its turn would wait for ever.

        :returns: seconds until this is asked again; 0 for never.
        """
        if not self._moved and self.turn.move():
            self._moved = True
            self.pool.spare()
        if not self._moved and not self.streaming and time.monotonic() - self.began > GRACE:
            raise CrowdedError
        if self._moved and self.worker is not None and self.worker.used() >= PATIENCE:
            self.worker.hold_back()
            return 0.0
        return PATIENCE

    def stream(self) -> None:
        """The answer goes out as it comes: from now on the deadline does not wait for a client that is slow to read."""
        self.streaming = True
        threading.Thread(target=self._watch, name="sparql deadline", daemon=True).start()

    def step(self) -> None:
        """A client took what there was: a request that is renewed by this may take as long again."""
        if self.renewed and self.worker is not None:
            self.deadline = self.worker.deadline = time.monotonic() + self.renewed

    def _watch(self) -> None:
        while not self._over.wait(max(0.0, self.deadline - time.monotonic())):
            if time.monotonic() >= self.deadline:
                self._end(whole=False)
                return

    def done(self, *, whole: bool) -> None:
        """Give back what it held; a worker that did not come to an end is killed."""
        self._over.set()
        ended = self._end(whole=whole)
        if self.worker is not None and not (ended and whole):
            self.worker.kill()
            self.pool.spare()

    def _end(self, *, whole: bool) -> bool:
        """Let others have its place, whoever reads what it sent still; return whether this was not done before."""
        with self._lock:
            if self._done:
                return False
            self._done = True
        if self.worker is not None:
            if whole:
                self.pool.give(self.worker)
            else:
                self.worker.stop()
        self.turn.leave()
        if self.charge is not None:
            self.charge(time.monotonic() - self.began)
        return True


def overdue(timeout: float) -> ProblemError:
    """A query that was stopped at its deadline."""
    return ProblemError(
        503, "The query took too long", f"It was stopped after {timeout:.3g} seconds.",
        "Ask for less, add LIMIT, or give timeout= up to what the server allows.",
    )  # fmt: skip


def busy(why: str) -> ProblemError:
    return ProblemError(503, "All workers are busy", why, "Try again.", headers={"Retry-After": "5"})
