"""A short text of ours as extraction sees it, and things that stand where a sentence of it says."""

from __future__ import annotations

from pathlib import Path

from missiongraph.ingest.extraction import extract
from missiongraph.ingest.extraction.actors import actors
from missiongraph.ingest.extraction.features import look
from missiongraph.ingest.extraction.found import Found, evidence
from missiongraph.ingest.extraction.links import Report
from missiongraph.ingest.passages import cut
from missiongraph.ingest.reading import read
from missiongraph.ontology.identifiers import slugify
from missiongraph.ontology.model import Document, Entity, EntityKind, Extraction, Passage
from missiongraph.search.embedding import MiniLM

#: A document, its passages, and what was found in them.
Extracted = tuple[Document, tuple[Passage, ...], Extraction]


def extracted(folder: Path, text: str) -> Extracted:
    """A Markdown text, and what extraction makes of it with the shipped weights."""
    document, passages = _read(folder, text)
    return document, passages, extract(document, passages, MiniLM())


def _read(folder: Path, text: str) -> tuple[Document, tuple[Passage, ...]]:
    path = folder / "report.md"
    path.write_text(text, "utf-8")
    document = read(path)
    return document, cut(document)


def seen(folder: Path, text: str) -> Report:
    """The report that a Markdown text is."""
    document, passages = _read(folder, text)
    return Report(document, passages, look(document, passages, MiniLM()), actors(passages))


def stated(report: Report, kind: EntityKind, start: str, label: str = "") -> Found:
    """A thing that the span which begins so states."""
    row = next(i for i, u in enumerate(report.seen.units) if u.text.startswith(start))
    quote = evidence(report.passages, report.seen, row)
    key = f"{kind.value}/{slugify(label or start)}"
    entity = Entity(key=key, kind=kind, label=label or start, confidence=0.8, evidence=(quote,))
    return Found(entity, (row,), report.seen.vectors[row].astype(float), 1.0)
