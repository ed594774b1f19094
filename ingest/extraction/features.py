"""What the classifier sees of a span: its words' meaning, its cues, and where the report puts it.

Embeddings come from the frozen sentence model. A span's neighbourhood is the mean of vectors that are computed
anyway, so looking around costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from missiongraph.ontology.model import Document, Passage, PassageKind
from missiongraph.search.embedding import Embedder, Vectors

from . import cues
from .units import Unit, headings, lead_in, units

_KINDS = tuple(PassageKind)


@dataclass(frozen=True, slots=True)
class Seen:
    """The spans of a report with their vectors (n × 384), neighbourhood vectors (n × 768) and cues (n × k)."""

    units: list[Unit]
    vectors: Vectors
    around: Vectors
    cues: Vectors

    @property
    def matrix(self) -> Vectors:
        """All features of all spans: n × (3·384 + k)."""
        return np.hstack([self.vectors, self.around, self.cues])


def look(document: Document, passages: tuple[Passage, ...], embedder: Embedder) -> Seen:
    """The spans of a report and what can be seen of them."""
    found = units(document, passages)
    heading_of = [" – ".join(headings(document, passages[u.passage].section)[-2:]) for u in found]
    distinct = sorted(set(heading_of) - {""})
    texts = [u.text for u in found] + distinct
    vectors = embedder.encode(texts) if texts else np.zeros((0, embedder.dimension), dtype=np.float32)
    own, of_heading = vectors[: len(found)], dict(zip(distinct, vectors[len(found) :], strict=True))
    nothing = np.zeros(embedder.dimension, dtype=np.float32)
    above = np.array([of_heading.get(h, nothing) for h in heading_of], dtype=np.float32).reshape(len(found), -1)
    if not found:
        empty = np.zeros((0, embedder.dimension), dtype=np.float32)
        return Seen(found, own, np.hstack([empty, empty]), np.zeros((0, width()), dtype=np.float32))
    around = np.hstack([_neighbours(found, own), above])
    rows = np.array(_rows(document, passages, found), dtype=np.float32)
    return Seen(found, own, around.astype(np.float32), rows)


def _neighbours(found: list[Unit], vectors: Vectors) -> Vectors:
    """For each span the mean vector of the two before and the two after it."""
    total = np.zeros_like(vectors)
    counts = np.zeros(len(found), dtype=np.float32)
    for step in (-2, -1, 1, 2):
        index = np.arange(len(found)) + step
        inside = (index >= 0) & (index < len(found))
        total[inside] += vectors[index[inside]]
        counts[inside] += 1
    return (total / np.maximum(counts, 1)[:, None]).astype(np.float32)


def _rows(document: Document, passages: tuple[Passage, ...], found: list[Unit]) -> list[list[float]]:
    texts = [cues.plain(u.text) for u in found]
    own = [cues.row(text) for text in texts]
    none = [0.0] * len(cues.NAMES)
    rows = []
    for n, unit in enumerate(found):
        passage = passages[unit.passage]
        block = document.blocks[passage.block]
        chain = headings(document, passage.section)
        intro = cues.plain(lead_in(document, passages, unit))
        words = texts[n].split()
        verb = cues.leads(texts[n])
        rows.append(
            own[n]
            + (own[n - 1] if n else none)
            + (own[n + 1] if n + 1 < len(found) else none)
            + cues.row(intro)
            + cues.heading_row(cues.plain(chain[-1] if chain else ""))
            + cues.heading_row(cues.plain(" / ".join(chain[:-1])))
            + [float(passage.kind is kind) for kind in _KINDS]
            + [
                float(block.recommendation),
                float(block.number is not None),
                float(bool(intro)),
                float(unit.first),
                float(unit.last),
                float(unit.first and unit.last),
                float(verb is not None),
                float(verb is not None and words[0].endswith("ing")),
                float(verb is not None and passage.kind is PassageKind.ITEM),
                float(words[0][:1].isalpha() and unit.text[:1].islower()),
                float(unit.text.rstrip()[-1:] in '.!”’"'),
                min(len(words), 60) / 30,
                float(len(words) < 9),
                float(len(words) > 40),
                n / len(found),
                float(n / len(found) < 0.12),
                float(n / len(found) > 0.9),
                _bold_share(document, passage, unit),
                float(bool(block.cells)),
                min(block.depth, 3) / 3,
                float(any(word[:1].isupper() for word in unit.text.split()[1:])),
            ]
        )
    return rows


def width() -> int:
    """How many cues and places a row has."""
    return 4 * len(cues.NAMES) + 2 * len(cues.HEADING_NAMES) + len(_KINDS) + 21


def _bold_share(document: Document, passage: Passage, unit: Unit) -> float:
    start, end = passage.start + unit.start, passage.start + unit.end
    bold = sum(max(0, min(end, b) - max(start, a)) for a, b in document.blocks[passage.block].bold)
    return bold / (end - start)
