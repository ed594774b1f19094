"""The process that answers queries: ``python -m missiongraph.api.sparql.worker GRAPH_FOLDER MEMORY_MIB [network]``.

It opens the snapshot's graph read-only, then gives up sockets, further files and memory (:mod:`.confine`). It reads one
request a frame from standard input and writes frames to standard output; whoever started it kills it when a deadline
passes.

Requests are answered in a thread beside the first one. A priority that was lowered cannot be raised again without
privilege, but a new thread begins with that of the thread that starts it: so one process, with what it has read of the
graph, outlives a query that was held back.

Frames are a type byte, a length of four bytes, and the content. Requests are ``Q`` with JSON: a query, one that is only
parsed, or graphs to dump; ``N`` before one has it answered in a new thread. Answers are ``H`` (JSON: kind of result and
media type), ``D`` (data) and ``F`` (the last data), ``E`` (done, without data), or ``X`` (JSON: what is wrong with the
query).
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import struct
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

import pyoxigraph as ox

from missiongraph.ontology.terms import PREFIXES

from .confine import confine
from .formats import BY_NAME, Format, choose

HEAD = struct.Struct(">cI")
FIRST, CHUNK = 1 << 15, 1 << 17  # bytes of the first data frame, and of those after it
HEAVY = 60 << 20  # bytes of memory from which a store is opened anew between two graphs
FLUSH = 0.5  # seconds after which less is passed on

RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}


def write_frame(stream: BinaryIO, kind: bytes, content: bytes | bytearray, *, before: bytes = b"") -> None:
    """Write one frame, at once with frames that were held ``before`` it."""
    stream.write(b"".join((before, HEAD.pack(kind, len(content)), content)))
    stream.flush()


def read_frame(read: Callable[[int], bytes]) -> tuple[bytes, bytes] | None:
    """Read one frame with a function that reads exactly so many bytes or fewer at the end; None at the end."""
    head = read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    kind, length = HEAD.unpack(head)
    content = read(length)
    return (kind, content) if len(content) == length else None


class _Frames:
    """A file that turns what is written to it into data frames, after one that says what they are."""

    def __init__(self, stream: BinaryIO, head: dict[str, Any]) -> None:
        self._stream, self._held, self._flushed = stream, bytearray(), time.monotonic()
        said = json.dumps(head).encode()
        self._before, self._size = HEAD.pack(b"H", len(said)) + said, FIRST

    def write(self, data: bytes) -> int:
        """Keep the data, and pass it on when it fills a frame or was kept for long."""
        self._held += data
        if len(self._held) >= self._size or time.monotonic() - self._flushed > FLUSH:
            self._send(b"D")
        return len(data)

    def flush(self) -> None:
        """Nothing: what is held is passed on by size, by time, and at the end."""

    def end(self) -> None:
        """Pass on what is held as the last."""
        self._send(b"F")

    def _send(self, kind: bytes) -> None:
        write_frame(self._stream, kind, self._held, before=self._before)
        self._held.clear()
        self._before, self._size, self._flushed = b"", CHUNK, time.monotonic()


def _head(chosen: Format, *, rows: bool) -> dict[str, Any]:
    return {"rows": rows, "media_type": chosen.media_type, "format": chosen.name}


def answer(store: ox.Store, request: dict[str, Any], out: BinaryIO) -> None:
    """Run one query and write the frames of its answer."""
    graphs = [ox.NamedNode(iri) for iri in request.get("default", ())]
    named = [ox.NamedNode(iri) for iri in request.get("named", ())]
    options: dict[str, Any] = {}
    if graphs or named:
        options = {"default_graph": graphs, "named_graphs": named}
    if request.get("parse"):
        ox.Store().query(request["query"], base_iri=request.get("base"))
        write_frame(out, b"E", b"")
        return
    result = store.query(request["query"], base_iri=request.get("base"), **options)
    rows = not isinstance(result, ox.QueryTriples)
    wanted = request.get("format")
    chosen = choose(request.get("accept"), rows=rows, name=wanted)
    if chosen is None:
        kind = "rows" if rows else "a graph"
        fits = ", ".join(one.name for one in BY_NAME.values() if one.rows is rows)
        problem = f"the query gives {kind}, which {wanted or request.get('accept')!r} cannot hold"
        write_frame(out, b"X", json.dumps({"kind": "format", "message": problem, "fits": fits}).encode())
        return
    frames = _Frames(out, _head(chosen, rows=rows))
    if isinstance(result, ox.QueryTriples):
        result.serialize(cast(IO[bytes], frames), format=GRAPHS[chosen.name])
    else:
        result.serialize(cast(IO[bytes], frames), format=RESULTS[chosen.name])
    frames.end()


class Graph:
    """A snapshot's graph, opened read-only, and opened again where reading it has taken much memory.

    The engine keeps the blocks and indexes of the files that it has read; it gives them back only when it is closed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.store = folder, _opened(folder)

    def lighten(self, heavy: int) -> None:
        """Give back what was kept, if the process holds more than so many bytes. Nothing may read from the store."""
        if resident() > heavy:
            del self.store
            with suppress(OSError, AttributeError):
                ctypes.CDLL(None).malloc_trim(0)
            self.store = _opened(self.folder)


def _opened(folder: Path) -> ox.Store:
    store = ox.Store.read_only(str(folder))
    for _ in zip(store.quads_for_pattern(None, None, None), range(1), strict=False):
        pass  # opens what the store opens late
    return store


def resident(process: int | str = "self") -> int:
    """Bytes of memory that a process holds; 0 where the system does not say."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")
    except OSError:
        return 0


def dump(graph: Graph, request: dict[str, Any], out: BinaryIO) -> None:
    """Write named graphs whole: one in any form of a graph, several as N-Quads; statements in the store's own order."""
    chosen = BY_NAME[request["format"]]
    frames, names = _Frames(out, _head(chosen, rows=False)), [ox.NamedNode(iri) for iri in request["dump"]]
    target = cast(IO[bytes], frames)
    if chosen.name == "nquads":
        for name in names:
            ox.serialize(graph.store.quads_for_pattern(None, None, None, name), target, format=GRAPHS["nquads"])
            graph.lighten(request.get("heavy", HEAVY))
    else:
        used = {} if chosen.name == "ntriples" else PREFIXES
        graph.store.dump(target, format=GRAPHS[chosen.name], from_graph=names[0], prefixes=used)
    frames.end()


def main() -> None:
    """Open the snapshot, give up what is not needed, and serve requests until standard input ends."""
    folder, memory = Path(sys.argv[1]), int(sys.argv[2])
    held = os.open(folder.parent, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_SH)  # so that nobody clears the snapshot away (search.library.locks.Hold)
    graph = Graph(folder)
    confine(folder, memory, network="network" in sys.argv[3:])
    write_frame(sys.stdout.buffer, b"R", b"")
    again = [True]
    while again and again.pop():  # a thread that failed says nothing, and the process ends
        thread = threading.Thread(target=lambda: again.append(serve(graph, sys.stdin.buffer, sys.stdout.buffer)))
        thread.daemon = True
        thread.start()
        thread.join()


def serve(graph: Graph, source: BinaryIO, out: BinaryIO) -> bool:
    """Answer requests until they end; return whether they go on in a new thread."""
    while (frame := read_frame(source.read)) is not None:
        if frame[0] == b"N":
            return True
        request = json.loads(frame[1])
        try:
            if "dump" in request:
                dump(graph, request, out)
            else:
                answer(graph.store, request, out)
        except SyntaxError as error:
            write_frame(out, b"X", json.dumps({"kind": "syntax", "message": str(error)}).encode())
        except (ValueError, RuntimeError, OSError) as error:
            write_frame(out, b"X", json.dumps({"kind": "query", "message": str(error)}).encode())
    return False


if __name__ == "__main__":
    main()
