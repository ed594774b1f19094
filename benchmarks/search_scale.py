"""Measures ranking over a large collection: ``python -m benchmarks.search_scale LIBRARY [--passages 1000000]``.

The collection is made out of a real library (``benchmarks.passages_made``) and indexed by the product; questions are
read from JSONL files (``question`` in each line), or are runs of words of the library's passages. Building and
measuring are processes of their own. Printed are times of ranking without embedding the question, recall against
comparing every passage, opening, memory, adding a report, and bare FAISS and bare Tantivy over the same vectors and
texts.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from missiongraph.search import dense, index
from missiongraph.search.embedding import Vectors
from missiongraph.search.facets import Things, counted
from missiongraph.search.index import SearchIndex
from missiongraph.search.library import Library
from missiongraph.search.query import answer, understood
from missiongraph.search.ranking import embedder, fuse, rank, words_of

from .passages_made import Varied

AT, TOLERANCE = 10, 0.002
Question = tuple[tuple[str, ...], Vectors]


def percentiles(times: Sequence[float]) -> str:
    """Median and 95th percentile, in milliseconds."""
    p50, p95 = np.percentile(np.array(times) * 1000, [50, 95])
    return f"p50 {p50:7.2f} ms  p95 {p95:7.2f} ms"


def report(name: str, value: str) -> None:
    """One line a figure."""
    print(f"{name:<52} {value}", flush=True)


def seconds(run: Callable[[], object]) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def both(run: Callable[[], object]) -> tuple[float, float]:
    """How long one call takes, by the clock and of this thread's processor, which other work does not lengthen much."""
    started, used = time.perf_counter(), time.thread_time()
    run()
    return time.perf_counter() - started, time.thread_time() - used


def report_both(name: str, times: Sequence[tuple[float, float]]) -> None:
    """Two lines: by the clock and of the processor."""
    report(name, percentiles([clock for clock, _ in times]))
    report("  of its thread's processor (OMP_NUM_THREADS=1)", percentiles([used for _, used in times]))


def memory() -> str:
    """What this process holds of memory: its own, and mapped files that it has touched."""
    lines = Path("/proc/self/status").read_text().splitlines()
    held = {line.partition(":")[0]: int(line.split()[1]) / 1024 for line in lines if line.startswith(("Vm", "Rss"))}
    return f"{held['VmRSS']:,.0f} MiB ({held['RssAnon']:,.0f} own, {held['RssFile']:,.0f} of mapped files)"


def build(library: Path, folder: Path, passages: int) -> None:
    """Index the collection, and a report of 100 passages after it."""
    with Library.open(library).snapshot() as snapshot:
        made = Varied(snapshot.index, snapshot.base)
        reports = list(made.reports(passages))
        took = seconds(lambda: index.publish(folder / "whole", previous=None, removed=(), added=reports))
        report(f"indexing {passages:,} passages at once", f"{took:8.1f} s")


def add(library: Path, folder: Path) -> None:
    """Add a report of 100 passages."""
    with Library.open(library).snapshot() as snapshot:
        one = Varied(snapshot.index, snapshot.base).report(10_000_000, 100)
    took = seconds(lambda: index.publish(folder / "more", previous=folder / "whole", removed=(), added=[one]))
    report("adding a report of 100 passages", f"{took:8.2f} s")


def asked(library: Path, files: Sequence[Path], count: int) -> list[str]:
    """The questions of files, else runs of 3 to 12 words."""
    found = [json.loads(line)["question"] for file in files for line in file.read_text("utf-8").splitlines()]
    if found:
        return found[:count]
    random = np.random.default_rng(1)
    with Library.open(library).snapshot() as snapshot:
        texts = [p.text.split() for p in snapshot.index.passages if len(p.text.split()) > 12]
    rows = [texts[int(i)] for i in random.integers(len(texts), size=count)]
    return [" ".join(row[: int(random.integers(3, 13))]) for row in rows]


def measure(library: Path, folder: Path, files: Sequence[Path], count: int) -> None:
    """Everything that is asked of the index."""
    with Library.open(library).snapshot() as snapshot:
        base = snapshot.base
    started = time.perf_counter()
    found = index.open(folder / "more")
    report("opening", f"{time.perf_counter() - started:8.2f} s")
    report("memory after opening", memory())
    texts = asked(library, files, count)
    forms = [understood(found, text)[0] for text in texts]
    questions = list(zip(forms, [embedder().encode(form) for form in forms], strict=True))
    passes = range(max(1, 300 // len(questions)))
    for form, vectors in questions:
        rank(found, form, vectors=vectors)
    plain = [both(lambda q=q: rank(found, q[0], vectors=q[1])) for _ in passes for q in questions]
    report("understanding the question", percentiles([seconds(lambda t=t: understood(found, t)) for t in texts]))
    report_both("ranking", plain)
    things = Things(found, base, {})
    whole = [both(lambda q=q: full(found, q, things)) for _ in passes for q in questions]
    report_both("ranking, collapsing, facet counts", whole)
    sizes = [len(answer(found, form, vectors=vectors).first) for form, vectors in questions]
    report("results of a question, median and most", f"{int(np.median(sizes)):,} and {max(sizes):,}")
    report("memory after these", memory())
    bare(found, questions, folder, texts)
    report(f"recall@{AT} against comparing every passage", f"{np.mean([recall(found, q) for q in questions]):.4f}")


def full(found: SearchIndex, question: Question, things: Things) -> None:
    """All that a search does but embed the question, put words to the page and write the facets."""
    counted(found, things, answer(found, question[0], vectors=question[1]).order)


def recall(found: SearchIndex, question: Question) -> float:
    """How much of the first ten is among the exact first ten, or as good as the tenth within the tolerance."""
    forms, vectors = question
    cosines = np.max([found.dense.all(vector) for vector in vectors], axis=0)
    exact = fuse(found, np.arange(len(found)), cosines, words_of(found, forms))
    exact[~found.body] = -1.0
    tenth = np.partition(exact, -AT)[-AT]
    first = answer(found, forms, vectors=vectors).order[:AT]
    return float((exact[first] >= tenth - TOLERANCE).sum()) / AT


def bare(found: SearchIndex, questions: Sequence[Question], folder: Path, texts: Sequence[str]) -> None:
    """FAISS alone over the same vectors, exactly and through the same lists, and Tantivy alone over the same texts."""
    import faiss

    largest = max(found.dense.parts, key=lambda part: len(part.vectors))
    vectors = [v[:1] for _, v in questions]
    flat = [seconds(lambda v=v: faiss.knn(v, largest.vectors, AT, metric=faiss.METRIC_INNER_PRODUCT)) for v in vectors]
    report("bare FAISS, every vector", percentiles(flat))
    if largest.lists is not None:
        parameters = faiss.SearchParametersIVF(nprobe=dense.PROBES)
        report(
            f"bare FAISS, {dense.PROBES} lists",
            percentiles([seconds(lambda v=v: largest.lists.search(v, AT, params=parameters)) for v in vectors]),
        )
    tantivy_alone(found, folder / "tantivy", texts)


def tantivy_alone(found: SearchIndex, folder: Path, texts: Sequence[str]) -> None:
    """Tantivy with its English stemmer, any word of the question, the best ten."""
    import tantivy

    schema = tantivy.SchemaBuilder().add_text_field("text", stored=False, tokenizer_name="en_stem").build()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    engine = tantivy.Index(schema, path=str(folder))
    writer = engine.writer(heap_size=256_000_000, num_threads=1)
    for passage in found.passages:
        document = tantivy.Document()
        document.add_text("text", passage.text)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    engine.reload()
    searcher = engine.searcher()
    queries = [engine.parse_query_lenient(text, ["text"])[0] for text in texts]
    for query in queries:
        searcher.search(query, AT)
    times = [seconds(lambda q=q: searcher.search(q, AT)) for q in queries]
    report("bare Tantivy, any word of the question", percentiles(times))


def alone(run: Callable[..., None], *arguments: object) -> None:
    """Run in a process of its own."""
    process = get_context("spawn").Process(target=run, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"{run.__name__} failed")


def main() -> None:
    """Build, add, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("--passages", type=int, default=1_000_000)
    parser.add_argument("--questions", type=Path, nargs="*", default=[])
    parser.add_argument("--count", type=int, default=200, help="how many questions are asked")
    parser.add_argument("--keep", type=Path, help="build here and keep it; what is there already is not built again")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        if not (folder / "whole").exists():
            alone(build, given.library, folder, given.passages)
        if not (folder / "more").exists():
            alone(add, given.library, folder)
        alone(measure, given.library, folder, given.questions, given.count)


if __name__ == "__main__":
    main()
