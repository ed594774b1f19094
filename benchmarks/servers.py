"""A server in a process of its own over a library, as a user would start it, and a library that holds any quads."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import httpx

from missiongraph.ingest.publish import Publisher
from missiongraph.ontology.store import GraphStore
from missiongraph.search.library import Library
from missiongraph.search.library.manifest import hash_folder
from missiongraph.search.library.snapshot import GRAPH


def library_of(folder: Path, fill: Callable[[GraphStore], None]) -> Path:
    """An empty library whose graph a function fills."""
    library = Library.create(folder)
    Publisher(library).publish([])
    with library.snapshot() as snapshot:
        with closing(GraphStore.open(snapshot.path / GRAPH)) as store:
            fill(store)
            store.optimize()
            store.flush()
        replace(snapshot.manifest, files=hash_folder(snapshot.path, {})).save(snapshot.path)
    return folder


@contextmanager
def serving(library: Path, **settings: object) -> Iterator[tuple[str, int]]:
    """``missiongraph serve`` on a free port, with settings by name; yields its address and the id of its process."""
    environment = os.environ | {f"MISSIONGRAPH_{name.upper()}": str(value) for name, value in settings.items()}
    command = [sys.executable, "-c", "from missiongraph.api.cli import main; main()", "--library", str(library)]
    with subprocess.Popen(
        [*command, "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        env=environment | {"PYTHONUNBUFFERED": "1"},
        text=True,
    ) as server:
        try:
            assert server.stdout is not None
            found = re.search(r"http://[\w.:]+", server.stdout.readline())
            assert found, "the server did not start"
            _wait(found.group())
            yield found.group(), server.pid
        finally:
            server.terminate()


def _wait(address: str) -> None:
    deadline = time.monotonic() + 180
    while True:
        try:
            httpx.get(f"{address}/healthz", timeout=60).raise_for_status()
            return
        except httpx.ConnectError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
