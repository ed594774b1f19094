"""Having a warm process (``zygote.py``) run commands on libraries."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

#: Has a fresh fork of a warm process run a command on a library, and says how it ended.
Ask = Callable[[Path, dict[str, Any]], dict[str, Any]]
#: For processes that tests start: this checkout's code.
ENVIRONMENT = os.environ | {"PYTHONPATH": f"{Path.cwd() / 'src'}:{Path.cwd()}", "OMP_NUM_THREADS": "1"}


@contextmanager
def asking() -> Iterator[Ask]:
    """The warm process, for as long as the block runs."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.library.zygote"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=ENVIRONMENT,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process:

        def one(library: Path, request: dict[str, Any]) -> dict[str, Any]:
            print(json.dumps(request | {"library": str(library)}), file=process.stdin, flush=True)
            line = next(line for line in process.stdout or () if line.startswith("answer "))
            answer: dict[str, Any] = json.loads(line.removeprefix("answer "))
            return answer

        yield one
        process.stdin.close()
        process.wait(timeout=30)
