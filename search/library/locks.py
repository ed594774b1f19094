"""Locks by ``flock``: one writer at a time, and a shared hold on each snapshot that somebody reads.

The kernel lets go of them when a process ends, however it ends, so a crash never leaves a library locked.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import LibraryBusyError, NotWritableError


@contextmanager
def writing(lock: Path, *, wait: float = 30.0) -> Iterator[None]:
    """Hold the library for writing.

    :param wait: seconds to wait for another writer.
    :raises LibraryBusyError: if it is still writing then.
    :raises NotWritableError: if the lock cannot be opened for writing.
    """
    try:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise NotWritableError(lock.parent, error.strerror or str(error)) from error
    started = time.monotonic()
    try:
        while not _try(handle, fcntl.LOCK_EX):
            if time.monotonic() - started >= wait:
                raise LibraryBusyError(lock.parent, time.monotonic() - started)
            time.sleep(0.05)
        yield
    finally:
        os.close(handle)


def _try(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Hold:
    """A shared hold on a folder, until closed or until the process ends."""

    def __init__(self, folder: Path) -> None:
        self._handle: int | None = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        fcntl.flock(self._handle, fcntl.LOCK_SH)

    def close(self) -> None:
        """Let go."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def nobody_holds(folder: Path) -> bool:
    """Whether no process holds the folder just now."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return _try(handle, fcntl.LOCK_EX)
    finally:
        os.close(handle)
