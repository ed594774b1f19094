"""From a set of derived reports to the next snapshot.

A snapshot starts as a copy of the last one by hard links, so that publishing costs what changed: the graphs of reports
that left go, those of reports that came are added, and the links graph, a function of the whole set, is put right by
the difference. ``CURRENT`` is replaced last; a crash before that leaves the old snapshot live and a folder that the
next command clears away.
"""

from __future__ import annotations

import gc
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from pyoxigraph import Quad

import missiongraph
from missiongraph.ontology.identifiers import Names, report_slug, short_hash
from missiongraph.ontology.model import EntityKind, ReportRecord
from missiongraph.ontology.rdf import render
from missiongraph.ontology.store import Batch, GraphStore
from missiongraph.ontology.vocabulary import ontology_quads
from missiongraph.search import index
from missiongraph.search.contents import IndexedReport, contents
from missiongraph.search.embedding import Vectors
from missiongraph.search.library import (
    Library,
    Manifest,
    NotWritableError,
    ReportEntry,
    Snapshot,
    UpgradeNeededError,
)
from missiongraph.search.library.layout import sync_folder, write_atomically
from missiongraph.search.library.manifest import hash_folder
from missiongraph.search.library.snapshot import GRAPH, INDEX

from . import corrections, corrections_graph, metadata
from .conforming import conform, conform_reports
from .derive import Cache, DerivedError, build_version
from .describing import described
from .extraction.numbered import recall
from .joining import joined
from .loaded import put_loaded
from .resolution import Known, Linkable, kept, resolve, summarise
from .settle import settle
from .tally import Tally

#: Graphs that depend on the whole set of reports.
JOINED = ("links", "ontology", "corrections", "suggested")
SHAPED = ("links", "suggested")  # those that are held against the shapes
Left = Mapping[str, Linkable]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A report that is to be in the next snapshot: its file, the derived files it is made from, what was set by hand.

    ``set_by_hand`` is JSON, as in :class:`missiongraph.search.library.ReportEntry`.
    """

    sha256: str
    cache: str
    file_name: str
    set_by_hand: str = ""

    @classmethod
    def of(cls, entry: ReportEntry) -> Member:
        """A report as it stands in a snapshot."""
        return cls(sha256=entry.sha256, cache=entry.cache, file_name=entry.file_name, set_by_hand=entry.set_by_hand)


@dataclass(slots=True)
class Clock:
    """Seconds by stage."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def time(self, stage: str) -> Iterator[None]:
        """Add what the block takes to a stage."""
        started = time.perf_counter()
        yield
        self.seconds[stage] = round(self.seconds.get(stage, 0.0) + time.perf_counter() - started, 4)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for cycles meanwhile: it would take a third of the time, and there are next to none."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class Publisher:
    """Makes the next snapshot of a library. The caller holds the library for writing."""

    def __init__(self, library: Library, clock: Clock | None = None) -> None:
        self.library = library
        self.layout = library.layout
        self.base = library.settings.base
        self.cache = Cache(self.layout.reports)
        self.clock = clock or Clock()

    def publish(self, members: Iterable[Member], *, afresh: bool = False) -> Manifest:
        """Publish the set of reports. ``afresh`` takes over nothing from the last snapshot."""
        wanted = {member.sha256: member for member in members}
        with self.readable(), self.previous(afresh) as last:
            if last is not None and last.manifest.code != build_version():
                last = None  # a snapshot of other code would mix its ways with ours
            before = {entry.sha256: entry for entry in last.manifest.reports} if last else {}
            entries, come = {}, []
            for sha256, member in sorted(wanted.items()):
                old = before.get(sha256)
                entry = old if old and self._same(old, member) else self._entry(member)
                entries[sha256] = entry
                if entry is not old:
                    come.append(entry)
            gone = [entry for sha, entry in sorted(before.items()) if entries.get(sha) is not entry]
            building = self._start(last)
            try:
                with _uncollected():
                    manifest = self._build(building, last, entries, come, gone)
                self._go_live(building, manifest)
            except BaseException:
                shutil.rmtree(building, ignore_errors=True)
                raise
        with self.readable():
            settle(self.library, manifest)  # after the last snapshot was let go, so that it goes too
        return manifest

    @contextmanager
    def previous(self, afresh: bool = False) -> Iterator[Snapshot | None]:
        """The live snapshot, if there is one to build on."""
        name = self.library.current()
        if afresh or name is None:
            yield None
            return
        with self.library.snapshot() as snapshot:
            yield snapshot

    def record(self, entry: Member | ReportEntry) -> ReportRecord:
        """A report's record as it stands in the graph: with the file's name and what was set by hand."""
        record = replace(self.cache.record(entry.sha256, entry.cache), file_name=entry.file_name)
        by_hand = metadata.parsed(entry.set_by_hand)
        return corrections.apply(metadata.apply(record, by_hand), corrections.parsed(by_hand))

    @contextmanager
    def readable(self) -> Iterator[None]:
        """Faults of the disk and of derived files as what they are to the user."""
        try:
            yield
        except OSError as error:
            raise NotWritableError(self.layout.root, error.strerror or str(error)) from error
        except DerivedError as error:
            raise UpgradeNeededError(self.layout.root, str(error)) from error

    def _same(self, old: ReportEntry, member: Member) -> bool:
        return Member.of(old) == member

    def _entry(self, member: Member) -> ReportEntry:
        record = self.record(member)
        data, document = record.metadata, record.document
        counts = {kind.value: sum(e.kind is kind for e in record.extraction.entities) for kind in EntityKind}
        numbers, missed = recall(document, record.extraction)
        return ReportEntry(
            sha256=member.sha256,
            cache=member.cache,
            file_name=member.file_name,
            title=data.title,
            slug=report_slug(data, member.sha256),
            type=data.type.value,
            publisher=data.publisher,
            issued=data.issued,
            pages=document.page_count,
            grade=document.grade.value,
            passages=len(record.passages),
            counts=counts,
            numbered=(len(numbers) - len(missed), len(numbers)) if numbers else None,
            missed=missed,
            set_by_hand=member.set_by_hand,
        )

    def _start(self, last: Snapshot | None) -> Path:
        self.layout.make()
        building = self.layout.snapshots / f".building-{os.getpid()}"
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir()
        return building

    def _build(
        self,
        folder: Path,
        last: Snapshot | None,
        entries: Mapping[str, ReportEntry],
        come: list[ReportEntry],
        gone: list[ReportEntry],
    ) -> Manifest:
        clock = self.clock
        with clock.time("copy"):
            if last is not None:
                last.store.backup(folder / GRAPH)
        before = last.described if last is not None else None
        tally = Tally(last.manifest if last is not None else None, before)
        with closing(GraphStore.open(folder / GRAPH)) as store:
            for entry in gone:
                with clock.time("graph"):
                    tally.take(self._remove(store, entry))
            with store.batch() as batch:
                indexed = [self._add(batch, tally, entry) for entry in come]
                with clock.time("graph"):
                    batch.write()
            earlier = kept.load(last.path) if last is not None else None
            known = self._join(store, tally, entries, earlier, self._left(gone))
            loaded, changed = put_loaded(self.layout, store, tally, last.manifest.loaded if last is not None else ())
            own = {Names(self.base, entry.slug).graph for entry in come}
            shared = [f"{self.base}graph/{name}" for name in JOINED]
            joins = [f"{self.base}graph/{name}" for name in SHAPED]
            with described(store, tally, before, {*changed, *own, *shared}, joins) as description:
                with clock.time("shapes"):
                    conform_reports(store, f"{self.base}graph/links", own)
                    for name in sorted(changed):
                        conform(store, name)
                    for name in SHAPED:
                        conform(store, f"{self.base}graph/{name}", tally.touched)
                with clock.time("index"):
                    previous = last.path / INDEX if last is not None else None
                    index.publish(folder / INDEX, previous=previous, removed=[e.slug for e in gone], added=indexed)
                with clock.time("describe"):
                    description().save(folder)
            if last is None:
                with clock.time("graph"):
                    store.optimize()  # of many loads one: reading takes a fifth less
        kept.save(folder, known)
        with clock.time("hash"):
            files = hash_folder(folder, last.manifest.files if last else {})
        return Manifest(
            version=missiongraph.__version__,
            base=self.base,
            code=build_version(),
            counts=tally.classes(),
            quads=tally.quads,
            files=files,
            loaded=loaded,
            reports=tuple(sorted(entries.values(), key=lambda entry: entry.slug)),
            published=datetime.now(UTC).isoformat(timespec="seconds"),
        )

    def _add(self, batch: Batch, tally: Tally, entry: ReportEntry) -> IndexedReport:
        """Put a report's own quads into the graph; return what the index is told of it."""
        names, record = Names(self.base, entry.slug), self.record(entry)
        derived = self.cache.load(entry.sha256, entry.cache)
        with self.clock.time("render"):
            quads = render(record, names)
        with self.clock.time("graph"):
            batch.add(quads.own, merged=True)
            batch.add(quads.suggested, merged=False)
            tally.put({*quads.own, *quads.suggested})
        vectors, before = derived.entity_vectors, derived.record.extraction
        if record.extraction is not before and entry.set_by_hand:
            vectors = corrections_graph.entity_vectors(before, vectors, record.extraction)
        return contents(record, names, derived.passage_vectors, vectors)

    def _join(
        self, store: GraphStore, tally: Tally, entries: Mapping[str, ReportEntry], known: Known | None, left: Left
    ) -> Known:
        """Put what depends on the whole set right by the difference: links, ontology, corrections, matches."""
        with self.clock.time("resolve"):
            linkables = {entry.slug: self._linkable(entry) for entry in entries.values()}
            vectors = {entry.slug: self._vectors(entry) for entry in entries.values()}
            stamps = {e.slug: f"{e.cache} {short_hash(e.set_by_hand)}" for e in entries.values()}
            links = resolve(linkables, self.base, vectors, stamps=stamps, known=known, left=left)
        with self.clock.time("graph"):
            graph = f"{self.base}graph/"
            made = (c for e in entries.values() for c in corrections_graph.of_entry(self.base, e))
            for gone, came in (
                *joined(store, links, self.base),
                store.replace_graph(f"{graph}ontology", list(ontology_quads(self.base)), merged=True),
                store.replace_graph(f"{graph}corrections", made, merged=False),
            ):
                tally.take(gone)
                tally.put(came)
            store.flush()
        return links.known

    def _left(self, gone: Iterable[ReportEntry]) -> Left:
        """What reports that left were to others, as far as their derived files are still there."""
        found = {}
        for entry in gone:
            with suppress(DerivedError):
                found[entry.slug] = self._linkable(entry)
        return found

    def _linkable(self, entry: ReportEntry) -> Linkable:
        linkable = self.cache.linkable(entry.sha256, entry.cache)
        if entry.set_by_hand:
            made = corrections.parsed(metadata.parsed(entry.set_by_hand))
            return replace(summarise(self.record(entry)), by_hand=corrections.joins(made))
        return linkable

    def _vectors(self, entry: ReportEntry) -> Vectors:
        """The vectors of a report's entities as they stand, corrected ones too."""
        rows = self.cache.entity_vectors(entry.sha256, entry.cache)
        if not entry.set_by_hand:
            return rows
        before, after = self.cache.record(entry.sha256, entry.cache).extraction, self.record(entry).extraction
        return rows if after == before else corrections_graph.entity_vectors(before, rows, after)

    def _remove(self, store: GraphStore, entry: ReportEntry) -> list[Quad]:
        names = Names(self.base, entry.slug)
        return [
            *store.remove_graph(names.graph),
            *store.remove_owned(f"{self.base}graph/suggested", names.report),
        ]

    def _go_live(self, building: Path, manifest: Manifest) -> None:
        with self.clock.time("publish"):
            manifest.save(building)
            names = self.layout.snapshot_names()
            number = int(names[-1]) + 1 if names else 1
            target = self.layout.snapshots / f"{number:06d}"
            for path in building.rglob("*"):
                if path.is_dir():
                    sync_folder(path)
            building.rename(target)
            sync_folder(self.layout.snapshots)
            write_atomically(self.layout.current, f"{target.name}\n".encode())
