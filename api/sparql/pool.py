"""Workers that answer queries, each killed and replaced when a query outlives its deadline.

A worker holds one snapshot. When the library publishes another, idle workers are replaced at once and busy ones when
they are done, so every answer comes from one snapshot. Queries that run long have workers beside those of the short
ones; these stay a while after, as under load the next such query is not far, and to start one costs as much of the
processor as a query.
"""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from ..problems import ProblemError
from .calls import Call, CrowdedError, busy, overdue
from .faults import fault
from .lanes import PATIENCE, Lanes
from .process import QueryTimeoutError, ResultTooLargeError, Worker, WorkerEndedError

MIB = 1 << 20
SURPLUS = 60.0  # seconds between two looks at whether more workers are free than are kept
START = 60  # seconds that a worker may take to open its snapshot when nobody waits for it
#: Formats in which a line can say to people that an answer was cut.
COMMENTED = frozenset({"turtle", "ntriples", "nquads", "trig"})


@dataclass(slots=True)
class Answer:
    """A query's answer: its media type, whether it is rows, and its bytes as they come (``whole`` if in one piece)."""

    media_type: str
    format: str
    rows: bool
    chunks: Iterator[bytes] = field(repr=False)
    whole: bytes | None = field(default=None, repr=False)

    def read(self) -> bytes:
        """The whole of it."""
        return b"".join(self.chunks) if self.whole is None else self.whole


class Pool:
    """Workers over the live snapshot. Safe to use from many threads.

    :param long: how many queries may run longer than :data:`lanes.PATIENCE` at once.
    :param memory: MiB that a worker may take beyond what it starts with.
    :param size: MiB that an answer may have.
    """

    def __init__(self, graph: Path, *, workers: int = 2, long: int = 10, memory: int = 1024, size: int = 2048) -> None:
        self._graph, self._memory, self._size, self._count = graph, memory, size * MIB, workers
        self._idle: deque[Worker] = deque()  # the last to be free is the next to be asked
        self._most = workers + long
        self._lanes = Lanes(workers, long)
        self._over = threading.Event()
        self._starting, self._trimming = threading.Semaphore(1), threading.Semaphore(1)

    def move(self, graph: Path) -> None:
        """Answer from another snapshot from now on; have a worker ready for it."""
        self._graph = graph
        self._drop_idle()
        self.spare()

    def spare(self) -> None:
        """Have a worker started beside, unless one is free or on its way."""
        if not self._over.is_set() and not self._idle and self._starting.acquire(blocking=False):
            threading.Thread(target=self._warm, name="sparql warm-up", daemon=True).start()

    def close(self) -> None:
        """End all workers."""
        self._over.set()
        self._drop_idle()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(
        self,
        query: str,
        *,
        graph: Path | None = None,
        accept: str | None = None,
        format: str | None = None,
        default: list[str] | None = None,
        named: list[str] | None = None,
        base: str | None = None,
        timeout: float = 30.0,
        since: float | None = None,
        network: bool = False,
        charge: Callable[[float], None] | None = None,
    ) -> Answer:
        """Start a query and return its answer as soon as the first bytes are there.

        :param graph: the snapshot's graph that it is asked of; the live one by default.
        :param format: a name of :data:`formats.FORMATS`, which wins over ``accept``.
        :param base: the IRI that relative IRIs are resolved against where the query has no BASE.
        :param timeout: seconds until the query is stopped, waiting for a worker included.
        :param since: when they began, by ``time.monotonic``; now by default.
        :param network: let it call the endpoints that it names.
        :param charge: called with the seconds that the query used when it is done.
        :raises ProblemError: for a query that is wrong, too slow or too large.
        """
        request: dict[str, Any] = {"query": query, "accept": accept, "format": format, "base": base}
        request |= {"default": default or [], "named": named or []}
        return self.request(request, graph=graph, timeout=timeout, since=since, network=network, charge=charge)

    def parse(
        self, query: str, *, told: str, graph: Path, base: str | None, timeout: float, since: float | None = None
    ) -> None:
        """See whether a query can be read; a mistake is shown in the text ``told``, of the same extent.

        :raises ProblemError: if not.
        """
        request = {"query": query, "parse": True, "base": base}
        self.request(request, graph=graph, timeout=timeout, since=since, told=told)

    def dump(self, graphs: list[str], format: str, *, graph: Path, timeout: float) -> Answer:
        """Named graphs whole: one in a form of graphs, or several as N-Quads.

        :param timeout: seconds that a client may take nothing of it.
        :raises ProblemError: if no worker is free.
        """
        return self.request({"dump": graphs, "format": format}, graph=graph, timeout=timeout, renewed=True)

    def request(
        self,
        request: dict[str, Any],
        *,
        graph: Path | None = None,
        timeout: float,
        since: float | None = None,
        network: bool = False,
        charge: Callable[[float], None] | None = None,
        told: str | None = None,
        renewed: bool = False,
    ) -> Answer:
        """Start what a worker can do (:mod:`.worker`); see :meth:`run`.

        :param renewed: count the timeout anew from each part of the answer that a client takes.
        """
        deadline = (time.monotonic() if since is None else since) + timeout
        if deadline <= time.monotonic():
            raise overdue(timeout)
        turn = self._lanes.enter(max(0.0, deadline - time.monotonic()))
        if turn is None:
            raise busy("No worker was free before the deadline.")
        call = Call(self, turn, time.monotonic(), charge)
        try:
            call.worker = self._started(graph or self._graph, network, deadline)
            if call.worker is None:
                raise overdue(timeout)
            call.deadline, call.renewed = deadline, timeout if renewed else 0.0
            frames = call.worker.ask(request, deadline - time.monotonic(), late=(PATIENCE, call.late))
            head: dict[str, Any] = {"media_type": "", "format": "", "rows": False}
            kind, content = self._next(frames, timeout)
            if kind == b"H":
                head = json.loads(content)
                kind, content = self._next(frames, timeout)
            if kind == b"X":
                call.done(whole=True)
                raise fault(told or str(request.get("query", "")), json.loads(content))
        except BaseException:
            call.done(whole=False)
            raise
        answer = Answer(head["media_type"], head["format"], head["rows"], iter(()))
        if kind == b"D":
            call.stream()
            answer.chunks = self._stream(call, content, frames, head["format"])
            return answer
        call.done(whole=True)
        answer.whole = content
        return answer

    def _next(self, frames: Iterator[tuple[bytes, bytes]], timeout: float) -> tuple[bytes, bytes]:
        try:
            return next(frames)
        except QueryTimeoutError:
            raise overdue(timeout) from None
        except CrowdedError:
            raise busy("Too many long queries run already.") from None
        except (WorkerEndedError, BrokenPipeError):
            raise ProblemError(
                503, "The query needs too much memory",
                f"It needed more than {self._memory} MiB, or is nested too deeply, and was stopped.",
                "Ask for less at once.",
            ) from None  # fmt: skip

    def _stream(self, call: Call, first: bytes, frames: Iterator[tuple[bytes, bytes]], form: str) -> Iterator[bytes]:
        whole, sent = False, len(first)
        try:
            yield first
            call.step()
            for kind, content in frames:
                if kind == b"X":
                    raise WorkerEndedError
                whole = kind in (b"E", b"F")
                sent += len(content)
                if sent > self._size:
                    if form in COMMENTED:
                        yield f"\n# Cut here: the answer has more than {self._size // MIB} MiB.\n".encode()
                    raise ResultTooLargeError
                if content:
                    yield content
                call.step()
            if not whole:
                raise WorkerEndedError
        finally:
            call.done(whole=whole)

    def _started(self, graph: Path, network: bool, deadline: float) -> Worker | None:
        """A worker that has opened its snapshot; None where none has by the deadline."""
        worker = None if network else self._free(graph)
        if worker is not None:
            return worker
        worker = Worker(graph, self._memory, network=network)
        try:
            if worker.ready(deadline - time.monotonic()):
                return worker
        except WorkerEndedError:
            worker.kill()
            raise ProblemError(503, "No worker", "A worker could not open the library.", "Try again.") from None
        threading.Thread(target=self._finish, args=(worker,), name="sparql warm-up", daemon=True).start()
        return None

    def _free(self, graph: Path) -> Worker | None:
        while True:
            try:
                worker = self._idle.pop()
            except IndexError:
                return None
            if worker.alive and worker.graph == graph:
                return worker
            worker.kill()

    def give(self, worker: Worker) -> None:
        """Take a worker back that has answered."""
        unfit = worker.spent or worker.graph != self._graph or not worker.alive
        if unfit or self._over.is_set() or len(self._idle) >= self._most:
            worker.kill()
            return
        self._idle.append(worker)
        if len(self._idle) > self._count and self._trimming.acquire(blocking=False):
            threading.Thread(target=self._trim, name="sparql surplus", daemon=True).start()

    def _trim(self) -> None:
        """After a while, end those that are free beyond the number that is kept, longest unasked first."""
        self._over.wait(SURPLUS)
        self._trimming.release()
        with suppress(IndexError):
            while len(self._idle) > self._count:
                self._idle.popleft().kill()

    def _warm(self) -> None:
        try:
            with suppress(OSError):
                self._finish(Worker(self._graph, self._memory))
        finally:
            self._starting.release()

    def _finish(self, worker: Worker) -> None:
        """Wait for a worker that starts; for the next query."""
        try:
            if worker.ready(START):
                self.give(worker)
            else:
                worker.kill()
        except WorkerEndedError:
            worker.kill()
        if self._over.is_set():
            self._drop_idle()

    def _drop_idle(self) -> None:
        while True:
            try:
                self._idle.pop().kill()
            except IndexError:
                return
