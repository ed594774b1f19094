"""One worker process: asked over a pipe, killed at its deadline, held back when it runs long."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from .worker import read_frame, write_frame

START = 60  # seconds that a worker may take to open its snapshot
LAST = (b"E", b"F", b"X")  # kinds of frames that end an answer


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
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        self.graph, self.once = graph, network
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
        self._deadline = time.monotonic() + START
        self._late: tuple[float, Callable[[], float] | None] = (0.0, None)
        try:
            frame = read_frame(self._read)
        except QueryTimeoutError:
            frame = None
        if frame is None or frame[0] != b"R":
            self.kill()
            raise WorkerEndedError

    def ask(
        self, request: dict[str, Any], timeout: float, *, late: tuple[float, Callable[[], float]] | None = None
    ) -> Iterator[tuple[bytes, bytes]]:
        """Send a request; yield the frames of the answer.

        :param late: seconds, and what to call when the answer is not whole by then; it returns the seconds after which
            it is called again, or 0.
        :raises QueryTimeoutError: at the deadline; the process is dead then.
        :raises WorkerEndedError: if the process ended by itself.
        """
        now = time.monotonic()
        self._deadline = now + timeout
        self._late = (now + late[0], late[1]) if late else (0.0, None)
        write_frame(self._in, b"Q", json.dumps(request).encode())  # type: ignore[arg-type]
        while True:
            frame = read_frame(self._read)
            if frame is None:
                raise WorkerEndedError
            yield frame
            if frame[0] in LAST:
                return

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def hold_back(self) -> None:
        """Let others go before it: the kernel gives it what they leave."""
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._process.pid, 19)
        self.once = True

    def kill(self) -> None:
        """End the process now."""
        self._process.kill()
        self._process.wait()
        with suppress(BrokenPipeError):
            self._in.close()
        self._out.close()

    def _read(self, size: int) -> bytes:
        handle, parts, missing = self._out.fileno(), [], size
        while missing:
            now, (due, call) = time.monotonic(), self._late
            if call is not None and now >= due:
                again = call()
                self._late = (now + again, call) if again else (0.0, None)
                continue
            if now >= self._deadline:
                self._process.kill()
                raise QueryTimeoutError
            until = self._deadline if call is None else min(due, self._deadline)
            if not select.select([handle], [], [], until - now)[0]:
                continue
            part = os.read(handle, min(missing, 1 << 16))
            if not part:
                break
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)
