"""A warm process that forks one child for each command it is asked for, and may kill or starve it.

It loads code and model, then never opens a library itself: RocksDB's threads do not survive a fork. A request is a line
of JSON, ``{"run", "library", …}``; so is the answer, ``{"points", "signal", "error"}``. A kill comes as SIGKILL out of
an audit hook, at the n-th time that the child opens, renames, links or removes something in the library's folder.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

EVENTS = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate"})


def perform(request: dict[str, Any]) -> None:
    """Do what is asked, in the child."""
    from missiongraph.ingest.corrections_graph import correct
    from missiongraph.ingest.pipeline import describe, ingest, remove
    from missiongraph.ingest.upgrade import upgrade

    library = Path(request["library"])
    match request["run"]:
        case "ingest":
            ingest(library, [Path(p) for p in request["paths"]], replace=request.get("replace"), workers=1)
        case "remove":
            remove(library, request["report"])
        case "describe":
            describe(library, request["report"], request["values"])
        case "correct":
            correct(library, request["requests"])
        case "read":
            read(library)
        case "upgrade":
            upgrade(library)
        case other:
            raise ValueError(other)


def read(library: Path) -> None:
    """Ask what a server asks: words, meaning, and every quad of the graph."""
    import missiongraph

    with missiongraph.open(library) as opened:
        opened.search("bus services in coastal towns")
        opened.linked("trained staff")
        opened.snapshot.store.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")


def child(request: dict[str, Any], answer: int) -> None:
    """Run the request under its limits and report."""
    count, root, kill_at = 0, request["library"], request.get("kill_at")

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        if event in EVENTS and str(arguments[0]).startswith(root):
            count += 1
            if count == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    if "handles" in request:
        limit = len(os.listdir("/proc/self/fd")) + request["handles"]
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    if request.get("nobody"):
        os.setuid(65534)
    error = None
    try:
        perform(request)
    except (Exception, SystemExit) as fault:  # noqa: BLE001
        error = f"{type(fault).__name__}: {fault}"
    os.write(answer, json.dumps({"points": count, "error": error}).encode())


def serve() -> None:
    """Fork for each line on standard input."""
    import torch

    torch.set_num_threads(1)
    import missiongraph.ingest.extraction
    import missiongraph.ingest.upgrade
    import missiongraph.ingest.verify  # noqa: F401
    from missiongraph.search.embedding import MiniLM

    MiniLM().encode(["warm"])
    for line in sys.stdin:
        reading, writing = os.pipe()
        process = os.fork()
        if process == 0:
            try:
                child(json.loads(line), writing)
            finally:
                os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as stream:
            told = stream.read()
        status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        result = json.loads(told) if told else {"points": 0, "error": None}
        print("answer " + json.dumps(result | {"signal": max(0, -status)}), flush=True)


if __name__ == "__main__":
    serve()
