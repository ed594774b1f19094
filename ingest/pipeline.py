"""Taking reports in, out and in again: what the commands and the upload route call.

Each call holds the library for writing, derives what is new (in worker processes, each on one thread, so that the
same file gives the same numbers however many there are), and publishes one snapshot for all of it. A refused file
never harms the others.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from enum import StrEnum
from multiprocessing import get_context
from pathlib import Path

from missiongraph.search.library import Library, ReportEntry, UnknownReportError
from missiongraph.search.library.locks import writing
from missiongraph.search.library.manifest import hash_file

from . import metadata
from .derive import Cache, cache_key, derive
from .publish import Clock, Member, Publisher
from .reading import SUFFIXES, ReadError


class Outcome(StrEnum):
    """What became of one file."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    REPLACED = "replaced"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileResult:
    """One file of an ingest. ``seconds`` by stage; ``entry`` is how the report stands in the snapshot."""

    path: str
    outcome: Outcome
    reason: str | None = None
    sha256: str | None = None
    entry: ReportEntry | None = None
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What an ingest did. ``seconds`` are those of publishing, by stage."""

    files: tuple[FileResult, ...]
    seconds: dict[str, float]
    snapshot: str | None

    @property
    def refused(self) -> tuple[FileResult, ...]:
        """The files that were not taken in."""
        return tuple(f for f in self.files if f.outcome is Outcome.REFUSED)


class NothingToIngestError(Exception):
    """The paths name no report. ``path`` is the one at fault, ``why`` the reason."""

    def __init__(self, path: Path, why: str) -> None:
        self.path, self.why = path, why
        super().__init__(f"{path}: {why}")


#: Told of each step: what is going on, how many files are done, of how many.
Progress = Callable[[str, int, int], None]


def _quiet(_text: str, _done: int, _total: int) -> None:
    pass


def find(paths: Iterable[Path]) -> list[Path]:
    """The report files that paths name, folders searched through, in order and each once.

    :raises NothingToIngestError: for a path that does not exist or a folder without reports.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
            inside = [p for p in inside if not any(part.startswith(".") for part in p.relative_to(path).parts)]
            if not inside:
                raise NothingToIngestError(path, f"no reports in this folder: it has no {', '.join(SUFFIXES)} file")
            found.update(dict.fromkeys(inside))
        elif path.exists():
            found[path] = None
        else:
            raise NothingToIngestError(path, "there is no such file or folder: check the path")
    return list(found)


@dataclass(frozen=True, slots=True)
class _Job:
    path: Path
    sha256: str
    stored: Path
    by_hand: dict[str, object]


def ingest(
    library_path: Path,
    paths: Sequence[Path],
    *,
    replace: str | None = None,
    password: str | None = None,
    ocr: bool = False,
    workers: int | None = None,
    progress: Progress = _quiet,
    wait: float = 30.0,
) -> Summary:
    """Take reports in, and publish once.

    :param replace: slug or IRI of a report that the one file given takes the place of.
    :param wait: seconds to wait for another writer.
    :raises NothingToIngestError: if a path names no report.
    :raises missiongraph.search.library.LibraryError: if the library cannot be used.
    """
    files = find(paths)
    if replace is not None and len(files) != 1:
        raise NothingToIngestError(paths[0], "--replace takes exactly one file")
    library = Library.create(library_path)
    with writing(library.layout.lock, wait=wait):
        return _Ingest(library, progress, password, ocr).run(files, replace, workers)


class _Ingest:
    """One ingest, while the library is held."""

    def __init__(self, library: Library, progress: Progress, password: str | None, ocr: bool) -> None:
        self.library, self.progress, self.password, self.ocr = library, progress, password, ocr
        self.layout = library.layout
        self.publisher = Publisher(library, Clock())
        self.results: dict[Path, FileResult] = {}

    def run(self, files: list[Path], replace: str | None, workers: int | None) -> Summary:
        entries = {entry.sha256: entry for entry in current_entries(self.library)}
        outgoing = find_report(list(entries.values()), replace, self.library.settings.base) if replace else None
        with self.publisher.readable():
            derived = self._derive(self._jobs(files, entries), workers)
        members = {sha256: Member.of(entry) for sha256, entry in entries.items()}
        if outgoing and derived:
            members.pop(outgoing.sha256, None)
        for job in derived:
            members[job.sha256] = Member(
                sha256=job.sha256,
                cache=cache_key(job.sha256),
                file_name=job.path.name,
                set_by_hand=metadata.merged("", job.by_hand),
            )
        if derived:
            self.progress("publishing", len(files), len(files))
            if outgoing and outgoing.sha256 not in members:
                self.library.note_removed(outgoing.slug)
            manifest = self.publisher.publish(members.values())
            by_sha = {entry.sha256: entry for entry in manifest.reports}
            for job in derived:
                done = self.results[job.path]
                outcome = Outcome.REPLACED if outgoing else Outcome.ADDED
                self.results[job.path] = FileResult(
                    path=done.path, outcome=outcome, sha256=job.sha256, entry=by_sha[job.sha256], seconds=done.seconds
                )
        return Summary(
            files=tuple(self.results[f] for f in files),
            seconds=self.publisher.clock.seconds,
            snapshot=self.library.current(),
        )

    def _jobs(self, files: list[Path], entries: dict[str, ReportEntry]) -> list[_Job]:
        """Store what is new by its hash; note what is refused or there already."""
        self.layout.make()
        jobs: dict[str, _Job] = {}
        for path in files:
            try:
                job = self._job(path)
            except (ReadError, metadata.MetadataError, OSError) as error:
                self.results[path] = FileResult(path=str(path), outcome=Outcome.REFUSED, reason=str(error))
                continue
            known = entries.get(job.sha256)
            if known is not None or job.sha256 in jobs:
                if known is not None and not holds(job.stored, job.sha256):
                    store_source(job.path, job.stored)
                self.results[path] = FileResult(
                    path=str(path), outcome=Outcome.UNCHANGED, sha256=job.sha256, entry=known
                )
            else:
                jobs[job.sha256] = job
        return list(jobs.values())

    def _job(self, path: Path) -> _Job:
        from .reading import EmptyReportError, UnsupportedFormatError

        suffix = path.suffix.lower()
        if suffix not in SUFFIXES:
            raise UnsupportedFormatError(path, f"{suffix or 'a file without suffix'} is not read")
        if path.stat().st_size == 0:
            raise EmptyReportError(path, "the file is empty")
        sha256 = hash_file(path)
        return _Job(path, sha256, self.layout.sources / f"{sha256}{suffix}", metadata.beside(path))

    def _derive(self, jobs: list[_Job], workers: int | None) -> list[_Job]:
        """Derive what is not in the cache; return the jobs that are ready to be published."""
        cache, ready = Cache(self.layout.reports), []
        due = []
        for job in jobs:
            if not holds(job.stored, job.sha256):
                store_source(job.path, job.stored)
            if cache.whole(job.sha256, cache_key(job.sha256)):
                self.results[job.path] = FileResult(path=str(job.path), outcome=Outcome.ADDED, sha256=job.sha256)
                ready.append(job)
            else:
                due.append(job)
        for job, seconds, fault in self._run(due, workers):
            if fault is None:
                self.results[job.path] = FileResult(
                    path=str(job.path), outcome=Outcome.ADDED, sha256=job.sha256, seconds=seconds
                )
                ready.append(job)
            else:
                self.results[job.path] = FileResult(
                    path=str(job.path), outcome=Outcome.REFUSED, reason=fault, sha256=job.sha256
                )
                erase(self.library, job.sha256)
        return sorted(ready, key=lambda job: job.sha256)

    def _run(self, jobs: list[_Job], workers: int | None) -> Iterable[tuple[_Job, dict[str, float], str | None]]:
        from missiongraph.search.precision import fastest

        def task(job: _Job) -> tuple[Path, str, str, Path, str, str | None, bool]:
            precision = self.library.settings.index_precision
            return job.stored, job.path.name, job.sha256, self.layout.reports, precision, self.password, self.ocr

        workers = min(workers or os.cpu_count() or 1, len(jobs))
        if workers <= 1:
            for done, job in enumerate(jobs):
                self._settle(fastest)
                self.progress(job.path.name, done, len(jobs))
                yield (job, *derive_into_cache(*task(job)))
            return
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            self._settle(lambda: pool.submit(fastest).result())
            # the largest first, so that the last worker does not start on it alone
            order = sorted(jobs, key=lambda job: (-job.stored.stat().st_size, job.sha256))
            waiting = {pool.submit(derive_into_cache, *task(job)): job for job in order}
            for done, future in enumerate(as_completed(waiting)):
                job = waiting[future]
                self.progress(job.path.name, done + 1, len(jobs))
                yield (job, *future.result())

    def _settle(self, fastest: Callable[[], str]) -> None:
        """Record in which precision a library that has no index yet embeds its passages."""
        if self.library.current() is None and (found := fastest()) != self.library.settings.index_precision:
            self.library.settings = replace(self.library.settings, index_precision=found)
            self.library.settings.save(self.layout.settings)


def derive_into_cache(
    stored: Path, file_name: str, sha256: str, reports: Path, precision: str, password: str | None, ocr: bool
) -> tuple[dict[str, float], str | None]:
    """Derive one stored file into the cache; return seconds by stage, and why it was refused if it was.

    :param precision: of the passages' vectors.

    Runs in a worker, on one thread: the order of float additions must not depend on the number of cores.
    """
    import torch

    from missiongraph.search.embedding import MiniLM
    from missiongraph.search.precision import usable

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    started = time.perf_counter()
    try:
        derived = derive(
            stored,
            sha256=sha256,
            file_name=file_name,
            embedder=MiniLM(),
            for_index=MiniLM(precision=usable(precision), batch_size=16),
            password=password,
            ocr=ocr,
        )
    except ReadError as error:
        return {}, str(error).replace(stored.name, file_name)
    finally:
        torch.set_num_threads(threads)
    Cache(reports).save(sha256, cache_key(sha256), derived)
    seconds = {stage: round(value, 4) for stage, value in derived.seconds.items()}
    return seconds | {"all": round(time.perf_counter() - started, 4)}, None


def holds(stored: Path, sha256: str) -> bool:
    """Whether a stored file is there and is the one that was given."""
    return stored.is_file() and hash_file(stored) == sha256


def store_source(path: Path, target: Path) -> None:
    """Copy a file in under its hash, whole or not at all."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        shutil.copyfile(path, temporary)
        with temporary.open("rb") as stream:
            os.fsync(stream.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def current_entries(library: Library) -> tuple[ReportEntry, ...]:
    """The reports of the live snapshot; none before the first."""
    if library.current() is None:
        return ()
    with library.snapshot() as snapshot:
        return snapshot.manifest.reports


def find_report(entries: Sequence[ReportEntry], name: str, base: str) -> ReportEntry:
    """A report by slug, IRI, or a beginning of the slug that fits one alone.

    :raises UnknownReportError: if there is none.
    """
    slug = name.removeprefix(f"{base}report/")
    exact = [entry for entry in entries if entry.slug == slug]
    near = [entry for entry in entries if entry.slug.startswith(slug)]
    if exact or len(near) == 1:
        return (exact or near)[0]
    raise UnknownReportError(name, [entry.slug for entry in near])


def remove(library_path: Path, name: str, *, wait: float = 30.0) -> ReportEntry:
    """Take a report out, with its source, what was derived from it, and the older snapshots that held it.

    :raises UnknownReportError: if it is not there.
    """
    library = Library.open(library_path)
    with writing(library.layout.lock, wait=wait):
        entries = current_entries(library)
        entry = find_report(entries, name, library.settings.base)
        library.note_removed(entry.slug)
        Publisher(library).publish([Member.of(e) for e in entries if e is not entry])
        return entry


def describe(library_path: Path, name: str, values: dict[str, object], *, wait: float = 30.0) -> ReportEntry:
    """Set title, authors, publisher, date, licence, type or address of a report by hand, and publish.

    :raises UnknownReportError: if it is not there.
    :raises missiongraph.ingest.metadata.MetadataError: for a value that cannot be used.
    """
    library = Library.open(library_path)
    with writing(library.layout.lock, wait=wait):
        entries = current_entries(library)
        entry = find_report(entries, name, library.settings.base)
        by_hand = metadata.merged(entry.set_by_hand, metadata.checked(values, "describe"))
        members = [replace(Member.of(e), set_by_hand=by_hand) if e is entry else Member.of(e) for e in entries]
        manifest = Publisher(library).publish(members)
        return next(e for e in manifest.reports if e.sha256 == entry.sha256)


def erase(library: Library, sha256: str) -> None:
    """Take away a file that was refused, and what was derived from it."""
    for path in library.layout.sources.glob(f"{sha256}.*"):
        path.unlink()
    shutil.rmtree(library.layout.reports / sha256, ignore_errors=True)
