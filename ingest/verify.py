"""Does what a library says hold? Every quote against its passage and the stored source, the graph against its shapes,
the index against the graph, every file against its hash.

The graph is checked against what is derived afresh from nothing but the stored record; the record's words against the
words of the source file, read again.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path

from missiongraph.ontology.shapes import validate
from missiongraph.ontology.terms import MG, OA
from missiongraph.search.library import Library, Snapshot
from missiongraph.search.library.manifest import hash_file

from .loaded import digest
from .verify_reports import Checks, Fault

__all__ = ["Fault", "Verification", "verify"]

#: With fewer reports than this for each process, starting one takes longer than it saves.
MANY = 50
#: Reports that a process checks at a time.
CHUNK = 8
#: The name of a check of the whole, or the slugs of reports.
Task = str | list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What was checked, and the faults."""

    quotes: int
    quads: int
    passages: int
    faults: tuple[Fault, ...]


def verify(library_path: Path, *, workers: int | None = None) -> Verification:
    """Check the live snapshot and the stored files that it was made from, in processes where there are many reports."""
    library = Library.open(library_path)
    with library.snapshot() as snapshot:
        damaged = list(_files(snapshot))
        if damaged:
            return Verification(quotes=0, quads=snapshot.manifest.quads, passages=0, faults=tuple(damaged))
        return Verification(
            quotes=_count_quotes(snapshot),
            quads=snapshot.manifest.quads,
            passages=len(snapshot.index),
            faults=tuple(_faults(library, snapshot, workers)),
        )


def _faults(library: Library, snapshot: Snapshot, workers: int | None) -> Iterator[Fault]:
    slugs = [entry.slug for entry in snapshot.manifest.reports]
    tasks: list[Task] = [*WHOLE, *(slugs[at : at + CHUNK] for at in range(0, len(slugs), CHUNK))]
    workers = min(workers or os.cpu_count() or 1, len(slugs) // MANY + 1)
    if workers == 1:
        checks = Checks(library, snapshot)
        for task in tasks:
            yield from _run(checks, task)
        return
    # a worker makes millions of small values that form no cycles: looking for those took a sixth of the time
    context, seldom = get_context("spawn"), (100_000,)
    with ProcessPoolExecutor(workers, context, initializer=gc.set_threshold, initargs=seldom) as pool:
        where = [library.layout.root] * len(tasks), [snapshot.name] * len(tasks)
        for found in pool.map(_run_in_worker, *where, tasks):
            yield from found


def _run(checks: Checks, task: Task) -> Iterator[Fault]:
    if isinstance(task, str):
        yield from WHOLE[task](checks.snapshot)
        return
    for slug in task:
        entry = checks.snapshot.report(slug)
        assert entry is not None
        yield from checks.of(entry)


def _run_in_worker(root: Path, name: str, task: Task) -> list[Fault]:
    return list(_run(_checks_of(root, name), task))


@cache
def _checks_of(root: Path, name: str) -> Checks:
    """In a worker: the snapshot that the main process holds."""
    library = Library.open(root)
    return Checks(library, library.snapshot_named(name))


def _files(snapshot: Snapshot) -> Iterator[Fault]:
    for name, entry in snapshot.manifest.files.items():
        path = snapshot.path / name
        if not path.is_file():
            yield Fault(what="the file is gone; run `missiongraph upgrade` to rebuild the snapshot", where=name)
        elif hash_file(path) != entry.sha256:
            yield Fault(what="the file is not what was published; run `missiongraph upgrade` to rebuild", where=name)


def _loaded(snapshot: Snapshot) -> Iterator[Fault]:
    """Is what a user loaded in the graph as it was given?"""
    for one in snapshot.manifest.loaded:
        if digest(snapshot.store.quads(one.graph)) != one.sha256:
            yield Fault(what="the loaded graph is not what was given: load it again", where=one.graph)


def _count_quotes(snapshot: Snapshot) -> int:
    row = snapshot.store.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ ?s <{OA.exact.value}> ?x }}")[0]
    return int(row["n"].value)


def _quotes(snapshot: Snapshot) -> Iterator[Fault]:
    """Is every quote the text of its passage from start to end?"""
    for graph in ("", f"GRAPH <{snapshot.base}graph/suggested>"):
        body = f"""?t <{OA.hasSource.value}> ?p ; <{OA.hasSelector.value}> ?q , ?w . ?q <{OA.exact.value}> ?x .
                   ?w <{OA.start.value}> ?s ; <{OA.end.value}> ?e ."""
        pattern = f"{graph} {{ {body} }}" if graph else body
        for row in snapshot.store.select(f"SELECT ?t ?x ?s ?e ?text WHERE {{ {pattern} ?p <{MG.text.value}> ?text }}"):
            if row["text"].value[int(row["s"].value) : int(row["e"].value)] != row["x"].value:
                yield Fault(what="the quote is not in its passage word for word", where=row["t"].value)


def _shapes(graph: str, snapshot: Snapshot) -> Iterator[Fault]:
    """Does a graph that reports share conform?"""
    for violation in validate(snapshot.store.native, f"{snapshot.base}graph/{graph}"):
        yield Fault(what=violation.message, where=violation.node)


def _index(snapshot: Snapshot) -> Iterator[Fault]:
    rows = snapshot.store.select(f"SELECT ?p ?t WHERE {{ ?p a <{MG.Passage.value}> ; <{MG.text.value}> ?t }}")
    graph = {row["p"].value: row["t"].value for row in rows}
    index = {passage.iri: passage.text for passage in snapshot.index.passages}
    for iri in sorted(graph.keys() - index.keys()):
        yield Fault(what="the passage is missing from the search index", where=iri)
    for iri in sorted(index.keys() - graph.keys()):
        yield Fault(what="the search index holds a passage that the graph does not", where=iri)
    for iri in sorted(graph.keys() & index.keys()):
        if graph[iri] != index[iri]:
            yield Fault(what="the search index holds other words than the graph", where=iri)
    if len(snapshot.index.dense) != len(snapshot.index.passages):
        yield Fault(what="there is not one vector for each passage", where="vector index")


#: The checks of a snapshot as a whole.
WHOLE: dict[str, Callable[[Snapshot], Iterator[Fault]]] = {
    "suggested": partial(_shapes, "suggested"),
    "links": partial(_shapes, "links"),
    "loaded": _loaded,
    "quotes": _quotes,
    "index": _index,
}
