"""One report, read in a process of its own, so that a hostile file can harm nobody else.

The parent sends what to read as JSON on standard input and takes back a pickle that may hold nothing but the model's
own values (:func:`load`): a reader that was taken over by its file cannot make the parent run anything.
"""

from __future__ import annotations

import io
import json
import os
import pickle
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from missiongraph.ontology.model import Document

from .errors import DamagedFileError, LimitExceededError, ReadError
from .limits import Limits

_TRUSTED = ("missiongraph.ontology.model", "missiongraph.ingest.reading.errors")


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if module in _TRUSTED or (module, name) in (
            ("pathlib", "PosixPath"),
            ("pathlib._local", "PosixPath"),
            ("pathlib", "WindowsPath"),
        ):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is not one of the model's values")


def load(data: bytes) -> Document | ReadError:
    """What a reader sent back; :class:`pickle.UnpicklingError` for anything but the model's values."""
    found = _Unpickler(io.BytesIO(data)).load()
    if not isinstance(found, Document | ReadError):
        raise pickle.UnpicklingError("neither a document nor a refusal")
    return found


def run(path: Path, *, password: str | None, limits: Limits) -> Document:
    """Read ``path`` in a new process and return its document, or raise its refusal."""
    request = {
        "path": str(path),
        "password": password,
        "memory": limits.memory,
        "pages": limits.pages,
        "seconds": limits.seconds,
    }
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "missiongraph.ingest.reading.worker"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        try:
            out, err = process.communicate(json.dumps(request).encode(), timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise LimitExceededError(path, f"reading it took more than {limits.seconds:g} seconds") from None
    if process.returncode == 0:
        with suppress(pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, TypeError, ValueError):
            found = load(out)
            if isinstance(found, ReadError):
                raise found
            return found
        raise DamagedFileError(path, "its reader sent nothing back that could be understood")
    if b"MemoryError" in err or -process.returncode in (signal.SIGABRT, signal.SIGTRAP, signal.SIGILL, signal.SIGKILL):
        raise LimitExceededError(path, f"reading it took more than {limits.memory // 1_000_000} MB of memory")
    if -process.returncode == signal.SIGXCPU:
        raise LimitExceededError(path, f"reading it took more than {limits.seconds:g} seconds")
    last = err.decode("utf-8", "replace").strip().splitlines()[-1:] or [f"exit {process.returncode}"]
    raise DamagedFileError(path, f"its reader broke down ({last[0][:200]})")


def _bound(memory: int, seconds: float) -> None:
    """Tell the system what this process may take, where the system can be told."""
    try:
        import resource
    except ImportError:  # not on Windows: there the parent's clock alone holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Read the request, answer with a document or a refusal."""
    request = json.loads(sys.stdin.buffer.read())
    _bound(request["memory"], request["seconds"])
    from .reader import read_here

    limits = replace(Limits(), pages=request["pages"])
    answer: Document | ReadError
    try:
        answer = read_here(Path(request["path"]), password=request["password"], limits=limits)
    except ReadError as error:
        answer = error
        answer.__cause__ = answer.__context__ = None
    sys.stdout.buffer.write(pickle.dumps(answer, protocol=5))


if __name__ == "__main__":
    main()
