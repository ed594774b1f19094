"""The search index of a snapshot: segments of columns, postings and vectors, and one Tantivy index for phrases.

Segments are immutable and shared between snapshots by hard links, so adding a report writes that report alone (and now
and then merges small segments, see :mod:`missiongraph.search.segments`). Everything of size is mapped into memory;
opening reads the heads of the reports and the small columns. The architecture is the same for ten reports and for a
million passages: only segments of :data:`missiongraph.search.dense.EXACT` passages or more have an inverted file.
"""

from __future__ import annotations

import os
import shutil
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from missiongraph.ontology.identifiers import slugify

from .acronyms import ordered
from .columns import Array
from .contents import IndexedEntity, IndexedPassage, IndexedReport
from .dense import FILE, Dense, Part
from .duplicates import groups
from .embedding import DIMENSION, Vectors
from .lexical import Lexical, key
from .segments import FURNITURE, KINDS, ReportHead, Segment, joined, signatures_of
from .text import TextIndex

SEGMENTS, TEXT, GROUPS, FORMAT = "segments", "text", "groups.npy", "6"

T = TypeVar("T")


class IndexFormatError(RuntimeError):
    """The index of a snapshot was written by another version. ``folder`` is where."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(f"{folder} was written by another version of missiongraph. Run `missiongraph upgrade`.")


def publish(folder: Path, *, previous: Path | None, removed: Collection[str], added: Sequence[IndexedReport]) -> None:
    """Make the index of a new snapshot in a new folder, from the last one and what changed.

    :param removed: slugs of reports that left (or come again among ``added``).
    """
    (folder / SEGMENTS).mkdir(parents=True)
    (folder / "format").write_text(FORMAT, encoding="ascii")
    gone = frozenset((*removed, *(report.slug for report in added)))
    segments: list[Segment] = []
    if previous is not None:
        _check(previous)
        segments = [_without(segment, gone) for segment in _open_segments(previous)]
        _link(previous / TEXT, folder / TEXT)
    if added:
        segments.append(Segment.of(added))
    segments = _merged([segment for segment in segments if segment.heads])
    for number, segment in enumerate(segments):  # named by place: a rewritten one stays before those it is larger than
        place = folder / SEGMENTS / f"{number:08d}"
        if segment.folder is not None:
            _link(segment.folder, place)
        else:
            segment.save(place)
    np.save(folder / GROUPS, groups(signatures_of(segments)))
    TextIndex.create(folder / TEXT).update(removed=gone, added=added)


def _without(segment: Segment, gone: frozenset[str]) -> Segment:
    return segment.without(gone) if any(head.slug in gone for head in segment.heads) else segment


def _merged(segments: list[Segment]) -> list[Segment]:
    """Segments each at least twice the size of all that come after it."""
    kept = list(segments)
    tail: list[Segment] = []
    while kept and (not tail or kept[-1].passages < 2 * sum(s.passages for s in tail)):
        tail.insert(0, kept.pop())
    return [*_merged(kept), joined(tail)] if tail else []


def _link(old: Path, new: Path) -> None:
    """Take a folder's files over by hard links; what Tantivy replaces in place is copied."""
    new.mkdir(parents=True, exist_ok=True)
    for path in sorted(old.iterdir()):
        if path.suffix == ".json":
            shutil.copyfile(path, new / path.name)
        elif path.suffix != ".lock":
            os.link(path, new / path.name)


def _check(folder: Path) -> None:
    path = folder / "format"
    if not path.exists() or path.read_text(encoding="ascii") != FORMAT:
        raise IndexFormatError(folder)


def _open_segments(folder: Path) -> list[Segment]:
    return [Segment.open(path) for path in sorted((folder / SEGMENTS).iterdir())]


def kind(folder: Path) -> str:
    """How an index compares by meaning: ``exact``, or ``lists`` where a segment has an inverted file."""
    return "lists" if any((folder / SEGMENTS).glob(f"*/{FILE}")) else "exact"


def open(folder: Path) -> SearchIndex:
    """Open an index for reading.

    :raises IndexFormatError: if another version wrote it.
    """
    _check(folder)
    return SearchIndex(folder)


class Rows(Sequence[T]):
    """Rows of all segments by ordinal, put together when looked at."""

    def __init__(self, sizes: Sequence[int], get: Callable[[int, int], T]) -> None:
        self._ends = np.cumsum([0, *sizes])
        self._get = get

    def __len__(self) -> int:
        return int(self._ends[-1])

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> list[T]: ...
    def __getitem__(self, at: int | slice) -> T | list[T]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        if not 0 <= at < len(self):
            raise IndexError(at)
        segment = int(np.searchsorted(self._ends, at, side="right")) - 1
        return self._get(segment, int(at - self._ends[segment]))

    def __iter__(self) -> Iterator[T]:
        return (self[i] for i in range(len(self)))


class SearchIndex:
    """Passages and entities of a snapshot, by ordinal, with their vectors and words. Safe to read from many threads.

    ``passages[i]`` belongs to ``reports[report_of[i]]`` and speaks of ``spoken[speaks[i]:speaks[i + 1]]``, codes of
    entities, each with a name; it ``states[i]`` whether a mission, barrier or reform is among them. It has
    ``length[i]`` words, its section ``around[i]``. ``group[i]`` is the ordinal of the first passage that it is a
    near-duplicate of.
    """

    def __init__(self, folder: Path) -> None:
        segments = _open_segments(folder)
        self._segments = segments
        self.reports: list[ReportHead] = [head for segment in segments for head in segment.heads]
        self.passages: Rows[IndexedPassage] = Rows(
            [s.passages for s in segments], lambda segment, row: segments[segment].passage(row)
        )
        self.entities: Rows[IndexedEntity] = Rows(
            [len(s.array("entity_vectors")) for s in segments], lambda segment, row: segments[segment].entity(row)
        )
        self._entity_vectors: Rows[Vectors] = Rows(
            [len(s.array("entity_vectors")) for s in segments],
            lambda segment, row: segments[segment].array("entity_vectors")[row],
        )
        count = len(self.passages)
        firsts: list[int] = np.cumsum([0, *(s.passages for s in segments)])[:-1].tolist()
        self._firsts = firsts
        self.report_of: NDArray[np.int32] = np.repeat(
            np.arange(len(self.reports), dtype=np.int32), [head.passages for head in self.reports]
        )
        self.kind = self._column("kind", np.uint8)
        self.length = self._column("length", np.int32)
        self.around = self._around()
        self.states = self._column("states", np.bool_)
        self.keys = self._column("keys", np.uint64)
        self.body: NDArray[np.bool_] = np.isin(self.kind, [KINDS.index(k) for k in FURNITURE], invert=True)
        self.group: NDArray[np.int64] = np.load(folder / GROUPS, allow_pickle=False)
        self.alone: NDArray[np.bool_] = np.bincount(self.group, minlength=count)[self.group] == 1
        placed = list(zip(segments, firsts, strict=True))
        self.dense = Dense([Part.open(s.folder or folder, f, s.array("vectors")) for s, f in placed], count)
        self.lexical = Lexical([(f, s.postings) for s, f in placed], count)
        self.text = TextIndex.open(folder / TEXT)
        self._by_key = np.argsort(self.keys, kind="stable")
        self._speak()
        self._describe()

    def _column(self, name: str, kind: Any) -> Array:
        return np.concatenate([np.zeros(0, dtype=kind), *(s.array(name) for s in self._segments)])

    def _around(self) -> NDArray[np.int64]:
        """How many words the section of each passage has, its own with them."""
        section = self._column("section_number", np.int32).astype(np.int64)
        section += (np.int64(1) << 32) * self.report_of
        _, codes = np.unique(section, return_inverse=True)
        return np.bincount(codes, weights=self.length).astype(np.int64)[codes]

    def _speak(self) -> None:
        """Which passages speak of which entities, both ways."""
        keys, first, codes = np.unique(self._column("name_keys", np.uint64), return_index=True, return_inverse=True)
        ends = np.cumsum([0, *(len(s.array("name_keys")) for s in self._segments)])
        parts = [codes[a:][s.array("spoken")] for s, a in zip(self._segments, ends[:-1].tolist(), strict=True)]
        self.spoken: NDArray[np.int32] = np.concatenate([np.zeros(0, dtype=np.int32), *parts]).astype(np.int32)
        sizes = np.concatenate([np.zeros(0, dtype=np.int64), *(np.diff(s.array("speaks")) for s in self._segments)])
        self.speaks: NDArray[np.int64] = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
        self._entity_keys = keys
        self._name_ends, self._name_at = ends, first
        order = np.argsort(self.spoken, kind="stable")
        self._speakers = np.repeat(np.arange(len(self.passages), dtype=np.int32), np.diff(self.speaks))[order]
        self._spoken_ends = np.concatenate(([0], np.cumsum(np.bincount(self.spoken, minlength=len(keys)))))

    def _describe(self) -> None:
        """What filters, facets and the understanding of queries ask of the reports."""
        self.years = np.array([head.year or 0 for head in self.reports], dtype=np.int32)
        self.publishers: list[str] = [slugify(head.publisher) if head.publisher else "" for head in self.reports]
        self.publisher_slugs, codes = np.unique(np.array(self.publishers, dtype=np.str_), return_inverse=True)
        self.publisher: NDArray[np.int64] = codes
        introduced: dict[str, str] = {}
        for head in sorted(self.reports, key=lambda head: head.slug):
            for acronym, expansion in head.acronyms.items():
                introduced.setdefault(acronym, expansion)
        self.acronyms = ordered(introduced)

    @cached_property
    def vocabulary(self) -> dict[str, int]:
        """The words of the reports and how often they are used, put together when a word is first to be corrected."""
        total: Counter[str] = Counter()
        for segment in self._segments:
            total.update(segment.vocabulary.total())
        return total

    @property
    def names_held(self) -> int:
        """How many entities passages speak of: their codes are below it."""
        return len(self._entity_keys)

    def name(self, code: int) -> str:
        """The IRI of an entity by its code."""
        return self.names(np.array([code]))[0]

    def names(self, codes: NDArray[np.integer]) -> list[str]:
        """The IRIs of entities by their codes, in the order given."""
        rows = self._name_at[codes]
        segment = np.searchsorted(self._name_ends, rows, side="right") - 1
        found = np.empty(len(rows), dtype=object)
        for one in np.unique(segment).tolist():
            places = np.flatnonzero(segment == one)
            found[places] = self._segments[one].strings("name").several(rows[places] - self._name_ends[one])
        return list(found)

    def text_of(self, ordinal: int) -> str:
        """The text of a passage, without what else is known of it."""
        segment = bisect_right(self._firsts, ordinal) - 1
        return self._segments[segment].strings("text")[ordinal - self._firsts[segment]]

    def entity_vectors(self, rows: Sequence[int]) -> Vectors:
        """The vectors of some entities' labels; shape ``(rows, dimension)``."""
        if not rows:
            return np.zeros((0, DIMENSION), np.float32)
        return np.stack([self._entity_vectors[row] for row in rows])

    def entity_cosines(self, vector: Vectors) -> NDArray[np.float32]:
        """The cosine of a vector of shape ``(dimension,)`` with every entity's label; shape ``(entities,)``."""
        parts = [segment.array("entity_vectors") @ vector for segment in self._segments]
        return np.concatenate([np.zeros(0, dtype=np.float32), *parts])

    def ordinals(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        """The ordinals of passages by their keys in the text index, in the order given."""
        if not len(keys):
            return np.zeros(0, dtype=np.int64)
        return self._by_key[np.searchsorted(self.keys, keys, sorter=self._by_key)]

    def passages_of(self, entity: str) -> NDArray[np.int32]:
        """Ordinals of the passages that evidence or mention an entity."""
        wanted = np.uint64(key(entity))
        code = int(np.searchsorted(self._entity_keys, wanted))
        if code == len(self._entity_keys) or self._entity_keys[code] != wanted:
            return self._speakers[:0]
        return self._speakers[self._spoken_ends[code] : self._spoken_ends[code + 1]]

    def codes(self, entities: Sequence[str]) -> NDArray[np.int64]:
        """The codes of entities, -1 for those that no passage speaks of."""
        wanted = np.array([_key(iri) for iri in entities], dtype=np.uint64)
        at = np.searchsorted(self._entity_keys, wanted).astype(np.int64)
        known = at < len(self._entity_keys)
        known[known] = self._entity_keys[at[known]] == wanted[known]
        return np.where(known, at, -1)

    def spoken_in(self, mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which entities, by code, passages of a mask speak of; one more row for those of no code."""
        found = np.zeros(len(self._entity_keys) + 1, dtype=bool)
        found[self.spoken[np.repeat(mask, np.diff(self.speaks))]] = True
        return found

    def __len__(self) -> int:
        return len(self.passages)


_key = lru_cache(maxsize=1 << 18)(key)
