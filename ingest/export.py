"""A snapshot in the formats that others use, chosen by suffix from one table.

N-Quads and N-Triples are sorted, so that two exports can be compared as text. Without ``everything`` the asserted named
graphs leave; with it also what is only suggested, corrections, and what a user loaded.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox

from missiongraph.ontology.store import APART
from missiongraph.ontology.terms import PREFIXES
from missiongraph.search.library import Snapshot


class UnknownFormatError(ValueError):
    """The suffix names no export. ``suffix`` is it."""

    def __init__(self, suffix: str) -> None:
        self.suffix = suffix
        super().__init__(
            f"no export is written to {suffix or 'a file without suffix'!r}: use one of {', '.join(FORMATS)}"
        )


def graphs(snapshot: Snapshot, *, everything: bool) -> list[str]:
    """The named graphs that an export holds."""
    apart = {f"{snapshot.base}{name}" for name in APART} | {one.graph for one in snapshot.manifest.loaded}
    return [name for name in snapshot.store.graphs() if everything or name not in apart]


def quads(snapshot: Snapshot, *, everything: bool) -> Iterator[ox.Quad]:
    """Their quads, graph by graph."""
    for name in graphs(snapshot, everything=everything):
        yield from snapshot.store.quads(name)


def _lines(snapshot: Snapshot, *, everything: bool, references: bool) -> bytes:
    lines = sorted({f"{quad} .\n" for quad in quads(snapshot, everything=everything)})
    return "".join(lines).encode()


def _triples(snapshot: Snapshot, *, everything: bool, references: bool) -> bytes:
    lines = sorted({f"{quad.triple} .\n" for quad in quads(snapshot, everything=everything)})
    return "".join(lines).encode()


def _serialised(rdf: ox.RdfFormat) -> Callable[..., bytes]:
    def write(snapshot: Snapshot, *, everything: bool, references: bool) -> bytes:
        rows: list[ox.Quad] | list[ox.Triple]
        rows = sorted(quads(snapshot, everything=everything), key=str)
        if not rdf.supports_datasets:
            rows = [quad.triple for quad in rows]
        buffer = BytesIO()
        ox.serialize(rows, output=buffer, format=rdf, prefixes=PREFIXES)
        return buffer.getvalue()

    return write


FORMATS: dict[str, Callable[..., bytes]] = {
    ".nq": _lines,
    ".nt": _triples,
    ".trig": _serialised(ox.RdfFormat.TRIG),
    ".ttl": _serialised(ox.RdfFormat.TURTLE),
    ".jsonld": _serialised(ox.RdfFormat.JSON_LD),
}


def export(snapshot: Snapshot, file: Path, *, everything: bool = False, references: bool = False) -> str:
    """Write a file whole or not at all; return what was written, in words.

    :raises UnknownFormatError: for a suffix without a format.
    """
    from .export_tables import TABLES

    FORMATS.update(TABLES)
    write = FORMATS.get(file.suffix.lower())
    if write is None:
        raise UnknownFormatError(file.suffix)
    content = write(snapshot, everything=everything, references=references)
    temporary = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content)
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)
    return f"{len(content):,} bytes of snapshot {snapshot.name}"
