"""Commands that serve: ``serve`` and ``demo``."""

from __future__ import annotations

import errno
import json
import logging
import socket
from importlib.resources import as_file
from pathlib import Path
from typing import Annotated

import typer

from .frame import OK, LibraryOption, UsageFault, app, library_path, out

Host = Annotated[str | None, typer.Option(help="Address to listen on (default 127.0.0.1).")]
Port = Annotated[int | None, typer.Option(min=0, max=65535, help="Port to listen on (default 8000).")]


@app.command()
def serve(
    context: typer.Context,
    library: LibraryOption = None,
    host: Host = None,
    port: Port = None,
    root_path: Annotated[str | None, typer.Option(help="Path under which a proxy serves the whole.")] = None,
    token: Annotated[str | None, typer.Option(envvar="MISSIONGRAPH_TOKEN", help="Allows upload and delete.")] = None,
) -> int:
    """Serve the API, the SPARQL endpoint and the pages."""
    _run(library_path(context, library), {"host": host, "port": port, "root_path": root_path, "token": token}, ())
    return OK


@app.command()
def demo(context: typer.Context, library: LibraryOption = None, host: Host = None, port: Port = None) -> int:
    """Ingest the shipped briefings, once, and serve them."""
    from missiongraph.corpus import folder
    from missiongraph.ingest.pipeline import ingest

    from .progress import Bar

    path = library_path(context, library)
    with as_file(folder()) as briefings, Bar() as bar:
        summary = ingest(path, [briefings], progress=bar)
    new = sum(one.outcome.value == "added" for one in summary.files)
    out.print(f"{path}: {len(summary.files)} briefings, {new} of them new", markup=False)
    _run(path, {"host": host, "port": port}, TO_TRY)
    return OK


#: What `demo` prints: a question, and the address that answers it.
TO_TRY = (
    ("Which reforms answer a barrier?", "/linked?q=small+charities+cannot+win+public+contracts&find=reforms"),
    ("What do the reports say on a subject?", "/search?q=sharing+data+between+services"),
    ("Ask the graph in SPARQL", "/sparql"),
)


def _run(path: Path, given: dict[str, object], to_try: tuple[tuple[str, str], ...]) -> None:
    from ..app import create_app
    from ..connections import server
    from ..settings import SettingError, from_environment

    try:
        settings = from_environment(given)
    except SettingError as error:
        raise UsageFault(str(error)) from error
    _log(settings.log)
    listener = _listen(settings.host, settings.port)
    application = create_app(path, settings)
    address = f"http://{settings.host}:{listener.getsockname()[1]}"
    for text, route in to_try:
        out.print(f"{text}\n  {address}{route}", markup=False)
    out.print(f"serving {path} on {address} (stop with Ctrl-C)", markup=False)
    quiet = server(application, log_config=None, log_level="warning", server_header=False, timeout_graceful_shutdown=10)
    quiet.run(sockets=[listener])


class _JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, the facts of a request, a traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """See :class:`logging.Formatter`."""
        found = {"time": self.formatTime(record), "level": record.levelname, "logger": record.name}
        found["message"] = record.getMessage()
        found |= getattr(record, "facts", {})
        if record.exc_info:
            found["traceback"] = self.formatException(record.exc_info)
        return json.dumps(found, ensure_ascii=False)


def _log(form: str) -> None:
    """Log to standard error: faults as text, or for machines JSON lines, each request among them.

    :raises UsageFault: for another form.
    """
    if form not in ("text", "json"):
        raise UsageFault(f"log={form!r} is not known: use text or json")
    handler = logging.StreamHandler()
    handler.setFormatter(_JsonLines() if form == "json" else logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(True)
    logging.getLogger("missiongraph").setLevel(logging.INFO if form == "json" else logging.WARNING)


class PortTakenError(OSError):
    """Another program listens there already."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        super().__init__(f"port {port} on {host} is in use: choose another with --port, or 0 for any free one")


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol by name: only then does asyncio send small answers at once, and not 40 ms later, when the client has
    # acknowledged what came before (Nagle's algorithm and delayed acknowledgements).
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTakenError(host, port) from error
        raise UsageFault(f"cannot listen on {host} port {port}: {error.strerror or error}") from error
    return listener
