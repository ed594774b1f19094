"""One worker process: asked over a pipe, killed at its deadline, held back when it runs long."""

from __future__ import annotations

import fcntl
import json
import math
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from .worker import HEAD, resident, write_frame

PIPE = 1 << 18  # bytes that a pipe holds
#: A worker answers in one thread: one heap, and what it frees goes back to the system.
ALLOCATION = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "1048576"}
LAST = (b"E", b"F", b"X")  # kinds of frames that end an answer
NEW_THREAD = HEAD.pack(b"N", 0)
LOWEST = 19  # priority: "nice" to all others
KEPT = 128 << 20  # bytes that a worker may hold after a query that ran long and go on


class QueryStoppedError(Exception):
    """An answer does not come to its end: a client that is sent it must see that it is broken."""


class QueryTimeoutError(QueryStoppedError):
    """A query outlived its deadline and was stopped."""


class WorkerEndedError(QueryStoppedError):
    """A worker ended while it answered: as a rule the query needed more memory than it may have."""


class ResultTooLargeError(QueryStoppedError):
    """An answer grew beyond what the server sends."""


class Worker:
    """One process over the graph of one snapshot. ``network`` leaves it its sockets."""

    def __init__(self, graph: Path, memory: int, *, network: bool = False) -> None:
        command = [sys.executable, "-m", "missiongraph.api.sparql.worker", str(graph), str(memory)]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)} | ALLOCATION
        self.graph, self.once, self._held_back = graph, network, False
        self._process = subprocess.Popen(
            [*command, "network"] if network else command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in, self._out = self._process.stdin, self._process.stdout
        with suppress(OSError, AttributeError):
            fcntl.fcntl(self._out, fcntl.F_SETPIPE_SZ, PIPE)
        self._poll = select.poll()
        self._poll.register(self._out, select.POLLIN)
        self._held = bytearray()
        self._began = 0.0
        self.deadline = math.inf  # by time.monotonic()
        self._late: tuple[float, Callable[[], float] | None] = (0.0, None)

    def ready(self, timeout: float) -> bool:
        """Wait until it has opened its snapshot; return whether it has in time.

        :raises WorkerEndedError: if it ended instead.
        """
        self.deadline = time.monotonic() + timeout
        try:
            frame = self._frame()
        except QueryTimeoutError:
            return False
        if frame is None or frame[0] != b"R":
            raise WorkerEndedError
        return True

    def ask(
        self, request: dict[str, Any], timeout: float, *, late: tuple[float, Callable[[], float]] | None = None
    ) -> Iterator[tuple[bytes, bytes]]:
        """Send a request; yield the frames of the answer.

        :param late: seconds, and what to call when the answer is not whole by then; it returns the seconds after which
            it is called again, or 0.
        :raises QueryTimeoutError: at the deadline; the process is dead then.
        :raises WorkerEndedError: if the process ended by itself.
        """
        now, began = time.monotonic(), self._clock()
        self._began = 0.0 if began == math.inf else began
        self.deadline = now + timeout
        self._late = (now + late[0], late[1]) if late else (0.0, None)
        before, self._held_back = NEW_THREAD if self._held_back else b"", False
        write_frame(self._in, b"Q", json.dumps(request).encode(), before=before)  # type: ignore[arg-type]
        while True:
            try:
                frame = self._frame()
            except QueryTimeoutError:
                self.stop()
                raise
            if frame is None:
                raise WorkerEndedError
            yield frame
            if frame[0] in LAST:
                return

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def used(self) -> float:
        """Seconds of the processor since it was asked; without end where the system does not say."""
        return self._clock() - self._began

    def _clock(self) -> float:
        """Seconds of the processor that the process has used (the clock of clock_getcpuclockid on Linux)."""
        try:
            return time.clock_gettime((~self._process.pid << 3) | 2)
        except (OSError, AttributeError):
            return math.inf

    def hold_back(self) -> None:
        """Let others go before it: the kernel gives its thread what they leave.

        The first thread of the process keeps its priority, and so does the one that it starts for the next request
        (Linux, where a priority is a thread's; elsewhere the process answers once).
        """
        process = self._process.pid
        try:
            for thread in map(int, os.listdir(f"/proc/{process}/task")):
                if thread != process:
                    os.setpriority(os.PRIO_PROCESS, thread, LOWEST)
            self._held_back = True
        except OSError:
            self.once = True
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, process, LOWEST)

    @property
    def spent(self) -> bool:
        """Whether it is to end with its answer, so that the system gets back what it holds."""
        return self.once or (self._held_back and resident(self._process.pid) > KEPT)

    def stop(self) -> None:
        """End the process now; another thread may be reading from it still."""
        self._process.kill()
        self._process.wait()

    def kill(self) -> None:
        """End the process, and the pipes to it."""
        self.stop()
        with suppress(BrokenPipeError):
            self._in.close()
        self._out.close()

    def _frame(self) -> tuple[bytes, bytes] | None:
        """The next frame; None where the process ended before it was whole."""
        while True:
            if len(self._held) >= HEAD.size:
                kind, length = HEAD.unpack_from(self._held)
                end = HEAD.size + length
                if len(self._held) >= end:
                    content = bytes(self._held[HEAD.size : end])
                    del self._held[:end]
                    return kind, content
            self._wait()
            part = os.read(self._out.fileno(), PIPE)
            if not part:
                return None
            self._held += part

    def _wait(self) -> None:
        """Wait for something to read.

        :raises QueryTimeoutError: at the deadline.
        """
        while True:
            now, (due, call) = time.monotonic(), self._late
            if call is not None and now >= due:
                again = call()
                self._late = (now + again, call) if again else (0.0, None)
                continue
            if now >= self.deadline:
                raise QueryTimeoutError
            until = self.deadline if call is None else min(due, self.deadline)
            if self._poll.poll(math.ceil((until - now) * 1000)):
                return
