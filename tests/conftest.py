"""What several suites share: a library of the shipped briefings, and a real server over it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import pytest

from missiongraph.api import connections
from missiongraph.api.app import create_app
from missiongraph.api.cli.serving import _listen
from missiongraph.api.settings import ServerSettings
from missiongraph.ingest.pipeline import ingest
from missiongraph.search.library import Library, Snapshot
from tests import shared

BRIEFINGS = Path.cwd() / "corpus" / "briefings"
Serve = Callable[..., AbstractContextManager[str]]


@pytest.fixture(scope="session")
def briefings_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped briefings as a library, ingested as a user would. Tests only read it."""
    root = tmp_path_factory.mktemp("briefings") / "library"
    ingest(root, [BRIEFINGS])
    return root


@pytest.fixture(scope="session")
def demos_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The text edition of one real report as a library."""
    report = shared.report("mission-ready-national-missions.txt")
    root = tmp_path_factory.mktemp("demos") / "library"
    ingest(root, [report])
    return root


@pytest.fixture(scope="session")
def snapshot(briefings_library: Path) -> Iterator[Snapshot]:
    """The live snapshot of the briefings."""
    with Library.open(briefings_library).snapshot() as opened:
        yield opened


@contextmanager
def serving(library: Path, settings: ServerSettings | None = None) -> Iterator[str]:
    """A server on a free port of the loopback, in a thread; yields its address."""
    listener = _listen("127.0.0.1", 0)
    server = connections.server(create_app(library, settings), log_level="warning", timeout_graceful_shutdown=5)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.02)
    assert thread.is_alive(), "the server did not start"
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()


@pytest.fixture(scope="session")
def serve() -> Serve:
    """Start a server over a library: ``with serve(path, settings) as address``."""
    return serving


@pytest.fixture(scope="session")
def server(briefings_library: Path) -> Iterator[str]:
    """The address of a server over the briefings, with the default settings."""
    with serving(briefings_library) as address:
        yield address


@pytest.fixture(scope="session")
def client(server: str) -> Iterator[httpx.Client]:
    """An HTTP client of that server."""
    with httpx.Client(base_url=server, timeout=60) as opened:
        yield opened
