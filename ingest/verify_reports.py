"""The checks of each report by itself.

Its words are held against its source file, read again; its graph against what its record gives, and against the shapes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from missiongraph.ontology.identifiers import Names
from missiongraph.ontology.model import Document, ReportRecord
from missiongraph.ontology.rdf import render
from missiongraph.ontology.shapes import Joined
from missiongraph.search.library import Library, ReportEntry, Snapshot
from missiongraph.search.library.manifest import hash_file

from .publish import Publisher
from .reading import ReadError, read, read_here


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What does not hold, and where."""

    what: str
    where: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class Checks:
    """The checks of one report after the other, with what they share."""

    def __init__(self, library: Library, snapshot: Snapshot) -> None:
        self.library, self.snapshot = library, snapshot
        self.publisher = Publisher(library)
        self.joined = Joined(snapshot.store.native, f"{snapshot.base}graph/links", many=True)

    def of(self, entry: ReportEntry) -> Iterator[Fault]:
        """What does not hold in one report."""
        source = self.library.layout.source(entry.sha256)
        if source is None:
            yield Fault(what="the stored source is gone: ingest the report again", where=entry.slug)
            return
        if hash_file(source) != entry.sha256:
            yield Fault(what="the stored source is not the file that was given: ingest it again", where=entry.slug)
            return
        try:
            record = self.publisher.record(entry)
        except (OSError, ValueError) as error:
            yield Fault(what=f"{error}; run `missiongraph upgrade`", where=entry.slug)
            return
        if not self.publisher.cache.whole(entry.sha256, entry.cache):
            yield Fault(what="what was derived is not as it was written; run `missiongraph upgrade`", where=entry.slug)
            return
        yield from _source(source, record, entry)
        yield from self._graph(record, entry)

    def _graph(self, record: ReportRecord, entry: ReportEntry) -> Iterator[Fault]:
        """Is the report's graph what its record gives, and does it conform?"""
        quads = set(render(record, Names(self.snapshot.base, entry.slug)).own)
        found = set(self.snapshot.store.quads(f"{self.snapshot.base}graph/report/{entry.slug}"))
        if quads != found:
            yield Fault(what=f"{len(quads ^ found)} quads of its graph differ from its record", where=entry.slug)
        for violation in self.joined.check(found):
            yield Fault(what=violation.message, where=violation.node)


def _source(source: Path, record: ReportRecord, entry: ReportEntry) -> Iterator[Fault]:
    """Are the record's words those of the file, on the same pages?"""
    try:
        document = _document(source)
    except ReadError as error:
        if not record.document.ocr:
            yield Fault(what=f"the stored source can no longer be read ({error})", where=entry.slug)
        return
    blocks = document.blocks
    for passage in record.passages:
        block = blocks[passage.block] if passage.block < len(blocks) else None
        if block is None or block.text[passage.start : passage.end] != passage.text:
            yield Fault(what=f"passage {passage.position} is not what the source says", where=entry.slug)


def _document(source: Path) -> Document:
    """A stored file read again. Its hash says that it is the one that was once read within limits, so only PDF, which
    is read by native code and slowly anyway, has a process of its own."""
    return read(source) if source.suffix == ".pdf" else read_here(source)
