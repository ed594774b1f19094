"""Retrieval figures for any collection, through the product's own index and ranking.

A document's score is its best passage. ``hybrid`` is what search ranks by; ``dense`` and ``bm25`` are its two halves.
"""

from __future__ import annotations

import csv
import json
import math
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from . import index as indexes
from .contents import IndexedPassage, IndexedReport
from .embedding import DIMENSION
from .index import SearchIndex
from .query import understood
from .ranking import embedder, rank

WAYS = ("hybrid", "dense", "bm25")


class CollectionError(ValueError):
    """A folder is not a collection in BEIR layout. ``folder`` is which."""

    def __init__(self, folder: Path, reason: str) -> None:
        self.folder, self.reason = folder, reason
        super().__init__(f"{folder}: {reason}. It needs corpus.jsonl, queries.jsonl and qrels.tsv or qrels/test.tsv.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Documents as (title, text) by id, queries by id, and grades by query and document."""

    documents: Mapping[str, tuple[str, str]]
    queries: Mapping[str, str]
    grades: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Means over the queries that have a relevant document; times in milliseconds, ranking with embedding."""

    ndcg_at_10: float
    recall_at_100: float
    mrr: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a run measured."""

    documents: int
    passages: int
    queries: int
    figures: Mapping[str, Figures]
    p50_ms: float
    p95_ms: float


def load(folder: Path) -> Collection:
    """Read a collection.

    :raises CollectionError: if a file is missing or a line cannot be read.
    """
    grades = next((p for p in (folder / "qrels.tsv", folder / "qrels" / "test.tsv") if p.exists()), None)
    if grades is None:
        raise CollectionError(folder, "no qrels")
    try:
        documents = {str(r["_id"]): (r.get("title") or "", r["text"]) for r in _lines(folder / "corpus.jsonl")}
        queries = {str(r["_id"]): r["text"] for r in _lines(folder / "queries.jsonl")}
        found: dict[str, dict[str, int]] = {}
        with grades.open(encoding="utf-8", newline="") as stream:
            for row in csv.reader(stream, delimiter="\t"):
                if len(row) >= 3 and row[-1].lstrip("-").isdigit():
                    found.setdefault(row[0], {})[row[-2]] = int(row[-1])
    except (OSError, KeyError, ValueError) as error:
        raise CollectionError(folder, f"cannot be read ({error})") from error
    return Collection(documents=documents, queries=queries, grades=found)


def _lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def measure(
    collection: Collection, cut: Callable[[str], Sequence[str]], *, progress: Callable[[int], None] | None = None
) -> Report:
    """Index a collection and rank its documents for each query.

    :param cut: a document's text to passages that the model takes whole.
    """
    with TemporaryDirectory(prefix="missiongraph-bench-") as folder:
        owners, index = _index(collection, cut, Path(folder) / "index", progress)
        return _run(collection, owners, index)


def _index(
    collection: Collection, cut: Callable[[str], Sequence[str]], folder: Path, progress: Callable[[int], None] | None
) -> tuple[NDArray[np.int64], SearchIndex]:
    passages: list[IndexedPassage] = []
    owners: list[int] = []
    for number, (title, text) in enumerate(collection.documents.values()):
        for piece in cut(f"{title}\n{text}".strip()) or [title or " "]:
            passages.append(
                IndexedPassage(
                    iri=f"urn:bench:{len(passages)}",
                    text=piece,
                    kind="paragraph",
                    position=len(passages),
                    section=title,
                    section_number=number,
                )
            )
            owners.append(number)
    report = IndexedReport(
        iri="urn:bench",
        slug="bench",
        title="",
        type="report",
        publisher=None,
        year=None,
        passages=tuple(passages),
        entities=(),
        passage_vectors=embedder().encode([p.text for p in passages], progress=progress),
        entity_vectors=np.zeros((0, DIMENSION), dtype=np.float32),
    )
    indexes.publish(folder, previous=None, removed=(), added=[report])
    return np.array(owners, dtype=np.int64), indexes.open(folder)


def _run(collection: Collection, owners: NDArray[np.int64], index: SearchIndex) -> Report:
    ids = list(collection.documents)
    rows: dict[str, list[tuple[float, float, float]]] = {way: [] for way in WAYS}
    times = []
    for number, text in collection.queries.items():
        grades = {d: g for d, g in collection.grades.get(number, {}).items() if g > 0 and d in collection.documents}
        if not grades:
            continue
        started = time.perf_counter()
        ranking = rank(index, understood(index, text)[0])
        times.append((time.perf_counter() - started) * 1000)
        for way, scores in zip(WAYS, (ranking.fused, ranking.dense, ranking.lexical), strict=True):
            best = np.full(len(ids), -np.inf)
            np.maximum.at(best, owners, scores)
            order = [ids[i] for i in np.lexsort((np.arange(len(ids)), -best))[:100] if way != "bm25" or best[i] > 0]
            rows[way].append(_figures(order, grades))
    times.sort()
    figures = {
        way: Figures(
            **dict(
                zip(
                    ("ndcg_at_10", "recall_at_100", "mrr"),
                    (round(statistics.mean(column), 4) for column in zip(*values, strict=True)),
                    strict=True,
                )
            )
        )
        for way, values in rows.items()
        if values
    }
    return Report(
        documents=len(ids),
        passages=len(index),
        queries=len(times),
        figures=figures,
        p50_ms=round(times[len(times) // 2], 1) if times else 0.0,
        p95_ms=round(times[int(len(times) * 0.95)], 1) if times else 0.0,
    )


def _figures(order: Sequence[str], grades: Mapping[str, int]) -> tuple[float, float, float]:
    """nDCG@10 (Järvelin and Kekäläinen 2002, linear gain), Recall@100 and reciprocal rank of the first relevant.

    >>> _figures(["b", "a"], {"a": 1})
    (0.6309297535714575, 1.0, 0.5)
    """
    gain = sum(grades.get(d, 0) / math.log2(i + 2) for i, d in enumerate(order[:10]))
    ideal = sum(g / math.log2(i + 2) for i, g in enumerate(sorted(grades.values(), reverse=True)[:10]))
    first = next((1 / (i + 1) for i, d in enumerate(order) if d in grades), 0.0)
    return gain / ideal, sum(d in grades for d in order[:100]) / len(grades), first
