"""The library as a running server sees it: always the live snapshot, whole, and never closed under a request.

A thread looks at ``CURRENT`` several times a second. A new snapshot is opened and warmed beside the old one, then takes
its place for requests that come; the old one is closed when the last request that uses it is done, and taken away then:
a report that was removed is in it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from missiongraph.ingest.settle import clear
from missiongraph.search.library import Library, LibraryBusyError, LibraryError, LibraryMissingError, Snapshot
from missiongraph.search.library.locks import writing
from missiongraph.search.ranking import embedder

LOOK_EVERY = 0.25  # seconds
_log = logging.getLogger(__name__)


class _Counted:
    """A snapshot, how many requests use it, and whether another has taken its place."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot, self.users, self.old = snapshot, 0, False


class LiveLibrary:
    """Hands out the live snapshot of a library folder. Safe to use from many threads."""

    def __init__(self, path: Path) -> None:
        self.library = Library.open(path)
        self._lock = threading.Lock()
        self._now: _Counted | None = None
        self._listeners: list[Callable[[Snapshot], None]] = []
        self._told: list[Callable[[Snapshot], None]] = []
        self._stop = threading.Event()
        self._untidy = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="snapshot watcher", daemon=True)

    @property
    def path(self) -> Path:
        """The library's folder."""
        return self.library.layout.root

    def name(self) -> str | None:
        """The name of the live snapshot, if there is one."""
        now = self._now
        return now.snapshot.name if now is not None else None

    def on_change(self, listener: Callable[[Snapshot], None]) -> None:
        """Have a function called with each new snapshot, before requests get it."""
        self._listeners.append(listener)

    def when_live(self, listener: Callable[[Snapshot], None]) -> None:
        """Have a function called with each new snapshot, once every request gets it."""
        self._told.append(listener)

    def start(self) -> None:
        """Open what is live and watch for what comes."""
        embedder()
        self.look()
        self._watcher.start()

    def stop(self) -> None:
        """Stop watching and let go of the snapshot."""
        self._stop.set()
        if self._watcher.is_alive():
            self._watcher.join()
        self._replace(None)

    def look(self) -> bool:
        """Take up a newer snapshot if there is one; return whether there was."""
        name = self.library.current()
        with self._lock:
            if name is None or (self._now is not None and self._now.snapshot.name == name):
                return False
        snapshot = self.library.snapshot()
        _warm(snapshot)
        for listener in self._listeners:
            listener(snapshot)
        self._replace(_Counted(snapshot))
        for listener in self._told:
            listener(snapshot)
        _log.info("serving snapshot %s", snapshot.name)
        threading.Thread(target=self._ready, name="snapshot warmer", daemon=True).start()
        return True

    @contextmanager
    def lease(self) -> Iterator[Snapshot]:
        """The live snapshot, open for as long as the block runs.

        :raises LibraryMissingError: if nothing was published yet.
        """
        with self._lock:
            counted = self._now
            if counted is None:
                raise LibraryMissingError(self.path)
            counted.users += 1
        try:
            yield counted.snapshot
        finally:
            with self._lock:
                counted.users -= 1
                done = counted.old and counted.users == 0
            if done:
                self._close(counted)

    def _close(self, counted: _Counted) -> None:
        counted.snapshot.close()
        self._untidy.set()

    def _tidy(self) -> None:
        """Take away the snapshots that nobody reads, unless another process writes or this one may not."""
        self._untidy.clear()
        try:
            with writing(self.library.layout.lock, wait=0.0):
                clear(self.library)
            if len(list(self.library.layout.snapshots.iterdir())) > 1:  # a worker or another process reads one still
                self._untidy.set()
        except LibraryBusyError:
            self._untidy.set()
        except (LibraryError, OSError) as error:
            _log.info("older snapshots stay: %s", error)

    def _ready(self) -> None:
        """Read what pages ask for first, while requests are answered already."""
        try:
            with self.lease() as snapshot:
                for read in _asked_first():
                    if self._stop.is_set():
                        return
                    read(snapshot)
        except (LibraryError, OSError) as error:
            _log.warning("the snapshot could not be read ahead: %s", error)

    def _replace(self, new: _Counted | None) -> None:
        with self._lock:
            old, self._now = self._now, new
            if old is None:
                return
            old.old = True
            done = old.users == 0
        if done:
            self._close(old)

    def _watch(self) -> None:
        while not self._stop.wait(LOOK_EVERY):
            try:
                self.look()
                if self._untidy.is_set():
                    self._tidy()
            except (LibraryError, OSError) as error:
                _log.warning("the new snapshot cannot be opened, the last one goes on: %s", error)


#: What is asked ahead of the first reader; the misspelt word has the vocabularies read.
FIRST = "shared dataa"


def _asked_first() -> list[Callable[[Snapshot], object]]:
    from missiongraph.search.across.gaps import nearest
    from missiongraph.search.across.sources import cluster_of, sources_of
    from missiongraph.search.evidence import edges
    from missiongraph.search.linked import linked
    from missiongraph.search.matrix import matrix
    from missiongraph.search.query import search
    from missiongraph.search.things import list_things

    kinds = ("mission", "barrier", "reform", "actor")
    found: list[Callable[[Snapshot], object]] = [lambda s: search(s, FIRST), lambda s: linked(s, FIRST, limit=1)]
    found += [partial(list_things, kind=kind, limit=1) for kind in kinds]
    found += [sources_of, cluster_of, lambda s: edges(s, [s.base]), matrix, lambda s: nearest(s, {"": [""]})]
    return found


def _warm(snapshot: Snapshot) -> None:
    """Load what the first request would wait for."""
    from missiongraph.search.labels import labels_of

    assert snapshot.store is not None
    assert snapshot.index is not None
    labels_of(snapshot, {snapshot.base})
