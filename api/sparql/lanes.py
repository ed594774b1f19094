"""Who may use the processors: short queries go first, long ones share what is left, and no client takes it all.

Every query starts in the short lane. One that is not done after :data:`PATIENCE` makes room there and goes on at the
lowest priority, as long as the long lane has room. So queries without end cost the others the time in which they show
what they are.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

PATIENCE = 0.1  # seconds
GRACE = 2.0  # seconds that a query may stay in the short lane where the long one is full
CLIENTS = 10_000  # that are remembered


class Lanes:
    """Room for so many short queries at once, and for so many long ones beside them."""

    def __init__(self, short: int, long: int) -> None:
        self.short, self.long = threading.Semaphore(short), threading.Semaphore(long)

    def enter(self, timeout: float) -> Turn | None:
        """A place in the short lane; None where none is free in time."""
        return Turn(self) if self.short.acquire(timeout=timeout) else None


class Turn:
    """A query's place in a lane."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes, self._lane = lanes, lanes.short

    def move(self) -> bool:
        """Go over to the long lane; return whether there was room."""
        if not self._lanes.long.acquire(blocking=False):
            return False
        self._lane.release()
        self._lane = self._lanes.long
        return True

    def leave(self) -> None:
        """Give the place to the next."""
        self._lane.release()


class Budget:
    """Seconds of queries that each client may use in a minute, saved up to one minute's worth (a token bucket).

    :param seconds: a minute; 0 for no limit.

    >>> Budget(60).wait("10.0.0.1")
    0.0
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, client: str, now: float | None = None) -> float:
        """Seconds until a client may ask again; 0 where it may now."""
        if not self.seconds:
            return 0.0
        with self._lock:
            left = self._now(client, time.monotonic() if now is None else now)
        return max(0.0, -left) / (self.seconds / 60) if left < 0 else 0.0

    def charge(self, client: str, used: float, now: float | None = None) -> None:
        """Take what a query used from what a client has left, which may go below zero."""
        if not self.seconds:
            return
        now = time.monotonic() if now is None else now
        with self._lock:
            self._left[client] = (self._now(client, now) - used, now)
            self._left.move_to_end(client)
            while len(self._left) > CLIENTS:
                self._left.popitem(last=False)

    def _now(self, client: str, now: float) -> float:
        left, then = self._left.get(client, (self.seconds, now))
        return min(self.seconds, left + (now - then) * self.seconds / 60)
