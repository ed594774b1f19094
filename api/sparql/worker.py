"""The process that answers queries: ``python -m missiongraph.api.sparql.worker GRAPH_FOLDER MEMORY_MIB [network]``.

It opens the snapshot's graph read-only, then gives up sockets, further files and memory (:mod:`.confine`). It reads one
request a frame from standard input and writes frames to standard output; whoever started it kills it when a deadline
passes.

Frames are a type byte, a length of four bytes, and the content. Requests are ``Q`` with JSON: a query, one that is only
parsed, or graphs to dump. Answers are ``H`` (JSON: kind of result and media type), ``D`` (data) and ``F`` (the last
data), ``E`` (done, without data), or ``X`` (JSON: what is wrong with the query).
"""

from __future__ import annotations

import fcntl
import json
import os
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

import pyoxigraph as ox

from missiongraph.ontology.terms import PREFIXES

from .confine import confine
from .formats import BY_NAME, choose

_HEAD = struct.Struct(">cI")
CHUNK = 1 << 16  # bytes of a data frame
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


def write_frame(stream: BinaryIO, kind: bytes, content: bytes) -> None:
    """Write one frame."""
    stream.write(_HEAD.pack(kind, len(content)) + content)
    stream.flush()


def read_frame(read: Callable[[int], bytes]) -> tuple[bytes, bytes] | None:
    """Read one frame with a function that reads exactly so many bytes or fewer at the end; None at the end."""
    head = read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, length = _HEAD.unpack(head)
    content = read(length)
    return (kind, content) if len(content) == length else None


class _Frames:
    """A file that turns what is written to it into data frames."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._held, self._flushed = stream, bytearray(), time.monotonic()

    def write(self, data: bytes) -> int:
        """Keep the data, and pass it on when it fills a frame or was kept for long."""
        self._held += data
        if len(self._held) >= CHUNK or time.monotonic() - self._flushed > FLUSH:
            self._send(b"D")
        return len(data)

    def flush(self) -> None:
        """Nothing: what is held is passed on by size, by time, and at the end."""

    def end(self) -> None:
        """Pass on what is held as the last."""
        self._send(b"F")

    def _send(self, kind: bytes) -> None:
        write_frame(self._stream, kind, bytes(self._held))
        self._held.clear()
        self._flushed = time.monotonic()


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
    write_frame(out, b"H", json.dumps({"rows": rows, "media_type": chosen.media_type, "format": chosen.name}).encode())
    frames = _Frames(out)
    if isinstance(result, ox.QueryTriples):
        result.serialize(cast(IO[bytes], frames), format=GRAPHS[chosen.name])
    else:
        result.serialize(cast(IO[bytes], frames), format=RESULTS[chosen.name])
    frames.end()


def dump(store: ox.Store, request: dict[str, Any], out: BinaryIO) -> None:
    """Write named graphs whole: one in any form of a graph, several as N-Quads; statements in the store's own order."""
    chosen = BY_NAME[request["format"]]
    write_frame(out, b"H", json.dumps({"rows": False, "media_type": chosen.media_type, "format": chosen.name}).encode())
    frames, graphs = _Frames(out), [ox.NamedNode(iri) for iri in request["dump"]]
    target = cast(IO[bytes], frames)
    if chosen.name == "nquads":
        rows = (quad for graph in graphs for quad in store.quads_for_pattern(None, None, None, graph))
        ox.serialize(rows, output=target, format=GRAPHS["nquads"])
    else:
        used = {} if chosen.name == "ntriples" else PREFIXES
        store.dump(target, format=GRAPHS[chosen.name], from_graph=graphs[0], prefixes=used)
    frames.end()


def main() -> None:
    """Serve requests until standard input ends."""
    folder, memory = Path(sys.argv[1]), int(sys.argv[2])
    held = os.open(folder.parent, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_SH)  # so that nobody clears the snapshot away (search.library.locks.Hold)
    store = ox.Store.read_only(str(folder))
    for _ in zip(store.quads_for_pattern(None, None, None), range(1), strict=False):
        pass  # opens what the store opens late
    confine(folder, memory, network="network" in sys.argv[3:])
    source, out = sys.stdin.buffer, sys.stdout.buffer
    write_frame(out, b"R", b"")
    while (frame := read_frame(source.read)) is not None:
        request = json.loads(frame[1])
        try:
            (dump if "dump" in request else answer)(store, request, out)
        except SyntaxError as error:
            write_frame(out, b"X", json.dumps({"kind": "syntax", "message": str(error)}).encode())
        except (ValueError, RuntimeError, OSError) as error:
            write_frame(out, b"X", json.dumps({"kind": "query", "message": str(error)}).encode())


if __name__ == "__main__":
    main()
