"""A segment of the index: some reports' passages and entities as columns, immutable, shared between snapshots.

Adding reports writes one new segment; small ones are merged so that there are never many (each is at least twice the
size of all that come after it, the logarithmic method of Bentley and Saxe, 1980). Merging copies columns and analyses
no text again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from missiongraph.ontology.model import PassageKind

from . import columns, dense, lexical, vocabulary
from .acronyms import introduced
from .columns import Array, Strings, spans
from .contents import IndexedEntity, IndexedPassage, IndexedReport
from .duplicates import Signatures, signatures
from .embedding import Vectors
from .lexical import Postings, key
from .vocabulary import Vocabulary
from .words import fold

#: Kinds of passage that come after all others: they hold no statement of their own.
FURNITURE = frozenset({"contents", "reference", "heading"})
KINDS = tuple(kind.value for kind in PassageKind)
#: How much of its neighbours and of its section's mean a passage's vector takes on.
NEIGHBOURS, SECTION = 0.15, 0.3
TEXTS = ("iri", "text", "section", "lead_in", "page_label")
NUMBERS = ("states", "kind", "position", "page", "section_number", "length", "signatures", "vectors")
NONE = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHead:
    """What a segment says of a report: its ``passages`` and ``entities`` are those next in the segment's order."""

    iri: str
    slug: str
    title: str
    type: str
    publisher: str | None
    year: int | None
    passages: int
    entities: int
    acronyms: dict[str, str]


@cache
def _heads() -> TypeAdapter[list[ReportHead]]:
    return TypeAdapter(list[ReportHead])


def leaning(report: IndexedReport) -> Vectors:
    """The passages' vectors, each leaning on its neighbours in the section and on the section's mean, length 1 again.

    ``v + NEIGHBOURS · (v₋₁ + v₊₁) + SECTION · mean(section)`` over body passages: a paragraph that goes on from
    another rarely repeats what both are about.
    """
    vectors = np.array(report.passage_vectors, dtype=np.float32)
    sections: dict[int | None, list[int]] = {}
    for i, passage in enumerate(report.passages):
        if passage.kind not in FURNITURE:
            sections.setdefault(passage.section_number, []).append(i)
    for rows in sections.values():
        own = report.passage_vectors[rows]
        mixed = own + SECTION * own.mean(axis=0)
        mixed[1:] += NEIGHBOURS * own[:-1]
        mixed[:-1] += NEIGHBOURS * own[1:]
        vectors[rows] = mixed / np.maximum(np.linalg.norm(mixed, axis=1, keepdims=True), 1e-9)
    return vectors


def indexed_words(passage: IndexedPassage) -> str:
    """The folded words under which a passage is found: its own, its heading's and those of the sentence before."""
    return fold(" ".join((passage.text, passage.section.rpartition(" › ")[2], passage.lead_in)))


def head_of(report: IndexedReport) -> ReportHead:
    """What a segment keeps of a report beside its columns."""
    return ReportHead(
        iri=report.iri,
        slug=report.slug,
        title=report.title,
        type=report.type,
        publisher=report.publisher,
        year=report.year,
        passages=len(report.passages),
        entities=len(report.entities),
        acronyms=introduced(p.text for p in report.passages),
    )


class Segment:
    """A segment, opened or in memory. Columns have one row a passage, or one an entity."""

    def __init__(self, heads: Sequence[ReportHead], held: dict[str, Array | Strings], folder: Path | None) -> None:
        self.heads, self._held, self.folder = heads, held, folder
        self.passages = sum(head.passages for head in heads)

    def array(self, name: str) -> Array:
        """A column of numbers."""
        column = self._held[name]
        assert isinstance(column, np.ndarray)
        return column

    def strings(self, name: str) -> Strings:
        """A column of strings."""
        column = self._held[name]
        assert isinstance(column, Strings)
        return column

    @property
    def postings(self) -> Postings:
        """Its words."""
        return Postings(*(self.array(name) for name in ("terms", "starts", "postings", "weights")))

    @property
    def vocabulary(self) -> Vocabulary:
        """What words its reports use."""
        return Vocabulary(
            self.strings("vocabulary"),
            *(self.array(f"vocabulary_{name}") for name in ("of", "counts", "ends")),
        )

    @classmethod
    def of(cls, reports: Sequence[IndexedReport]) -> Segment:
        """A segment in memory, out of what reports hold."""
        passages = [p for report in reports for p in report.passages]
        names = {iri: i for i, iri in enumerate(dict.fromkeys(iri for p in passages for iri in p.entities))}
        entities = [json.dumps(asdict(entity), ensure_ascii=False) for r in reports for entity in r.entities]
        held: dict[str, Array | Strings] = {
            name: Strings.of(getattr(p, name) or "" for p in passages) for name in TEXTS
        }
        held |= {
            "states": np.array([any("/actor/" not in iri for iri in p.entities) for p in passages], dtype=bool),
            "kind": np.array([KINDS.index(p.kind) for p in passages], dtype=np.uint8),
            "position": np.array([p.position for p in passages], dtype=np.int32),
            "page": np.array([NONE if p.page is None else p.page for p in passages], dtype=np.int32),
            "section_number": np.array(
                [NONE if p.section_number is None else p.section_number for p in passages], dtype=np.int32
            ),
            "length": np.array([len(p.text.split()) for p in passages], dtype=np.int32),
            "signatures": signatures([p.text for p in passages]),
            "vectors": np.concatenate([leaning(r) for r in reports]),
            "keys": np.array([key(p.iri) for p in passages], dtype=np.uint64),
            "speaks": np.cumsum([0, *(len(p.entities) for p in passages)], dtype=np.int64),
            "spoken": np.array([names[iri] for p in passages for iri in p.entities], dtype=np.int32),
            "name": Strings.of(names),
            "name_keys": np.array([key(iri) for iri in names], dtype=np.uint64),
            "entity": Strings.of(entities),
            "entity_vectors": np.concatenate([r.entity_vectors for r in reports]),
        }
        held |= lexical.postings(indexed_words(p) for p in passages).columns()
        held |= Vocabulary.made([vocabulary.counted(p.text for p in r.passages) for r in reports]).columns()
        return cls([head_of(report) for report in reports], held, None)

    @classmethod
    def open(cls, folder: Path) -> Segment:
        """Map a segment of an index."""
        heads = _heads().validate_json((folder / "reports.json").read_bytes())
        held: dict[str, Array | Strings] = {}
        for path in folder.glob("*.npy"):
            name = path.name.partition(".")[0]
            blob = path.name.count(".") == 2
            held[name] = columns.strings(folder, name) if blob else columns.array(folder, name)
        return cls(heads, held, folder)

    def save(self, folder: Path) -> None:
        """Write it, with an inverted file of its vectors where it is large."""
        columns.save(folder, self._held)
        (folder / "reports.json").write_bytes(_heads().dump_json(list(self.heads)))
        if self.passages >= dense.EXACT:
            dense.build(folder / dense.FILE, self.array("vectors"))

    def without(self, gone: frozenset[str]) -> Segment:
        """The segment without some reports, by slug."""
        stays = np.array([head.slug not in gone for head in self.heads], dtype=bool)
        rows = np.flatnonzero(np.repeat(stays, [head.passages for head in self.heads]))
        entities = np.flatnonzero(np.repeat(stays, [head.entities for head in self.heads]))
        speaks = self.array("speaks")
        sizes = np.diff(speaks)[rows]
        held: dict[str, Array | Strings] = {name: self.strings(name).take(rows) for name in TEXTS}
        held |= {name: self.array(name)[rows] for name in (*NUMBERS, "keys")}
        held |= {
            "speaks": np.concatenate(([0], np.cumsum(sizes))).astype(np.int64),
            "spoken": self.array("spoken")[spans(speaks[rows], sizes)],
            "name": self.strings("name"),
            "name_keys": self.array("name_keys"),
            "entity": self.strings("entity").take(entities),
            "entity_vectors": self.array("entity_vectors")[entities],
        }
        held |= lexical.taken(self.postings, rows, self.passages).columns()
        held |= self.vocabulary.taken(np.flatnonzero(stays)).columns()
        return Segment([head for head in self.heads if head.slug not in gone], held, None)

    def passage(self, row: int) -> IndexedPassage:
        """One passage, put together from the columns."""
        page, number = int(self.array("page")[row]), int(self.array("section_number")[row])
        low, high = self.array("speaks")[row : row + 2].tolist()
        names = self.strings("name")
        return IndexedPassage(
            iri=self.strings("iri")[row],
            text=self.strings("text")[row],
            kind=KINDS[int(self.array("kind")[row])],
            position=int(self.array("position")[row]),
            page=None if page == NONE else page,
            page_label=self.strings("page_label")[row] or None,
            section=self.strings("section")[row],
            section_number=None if number == NONE else number,
            lead_in=self.strings("lead_in")[row],
            entities=tuple(names[code] for code in self.array("spoken")[low:high].tolist()),
        )

    def entity(self, row: int) -> IndexedEntity:
        """One entity."""
        values = json.loads(self.strings("entity")[row])
        return IndexedEntity(
            iri=values["iri"],
            type=values["type"],
            label=values["label"],
            aliases=tuple(values["aliases"]),
            passages=tuple(values["passages"]),
        )


def joined(parts: Sequence[Segment]) -> Segment:
    """Segments as one, in their order."""
    if len(parts) == 1:
        return parts[0]
    firsts = np.cumsum([0, *(part.passages for part in parts)])[:-1].tolist()
    keys, first, codes = np.unique(
        np.concatenate([part.array("name_keys") for part in parts]), return_index=True, return_inverse=True
    )
    held: dict[str, Array | Strings] = {
        name: Strings.joined([part.strings(name) for part in parts]) for name in (*TEXTS, "entity")
    }
    held |= {
        name: np.concatenate([part.array(name) for part in parts]) for name in (*NUMBERS, "keys", "entity_vectors")
    }
    held |= {
        "speaks": _ends([np.diff(part.array("speaks")) for part in parts]),
        "spoken": np.concatenate(list(_recoded(parts, codes))),
        "name": Strings.joined([part.strings("name") for part in parts]).take(first.astype(np.int64)),
        "name_keys": keys,
    }
    held |= lexical.joined([part.postings for part in parts], firsts).columns()
    held |= vocabulary.joined([part.vocabulary for part in parts]).columns()
    return Segment([head for part in parts for head in part.heads], held, None)


def _ends(sizes: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.concatenate(([0], np.cumsum(np.concatenate(sizes)))).astype(np.int64)


def _recoded(parts: Sequence[Segment], codes: NDArray[np.int64]) -> Iterator[NDArray[np.int32]]:
    at = 0
    for part in parts:
        mine = codes[at : at + len(part.array("name_keys"))].astype(np.int32)
        yield mine[part.array("spoken")]
        at += len(mine)


def signatures_of(parts: Iterable[Segment]) -> Signatures:
    """The signatures of all passages."""
    return np.concatenate([signatures([]), *(part.array("signatures") for part in parts)])
