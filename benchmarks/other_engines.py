"""What txtai and bm25s rank, for :mod:`benchmarks.beside`: run by a Python that has them.

The job is JSON: ``passages``, ``queries``, ``model`` (a folder) and ``k``; the answer is JSON too: for each engine and
query, the places of the best passages. txtai is hybrid, over the same model; bm25s stems English and drops its stop
words.
"""

import json
import sys
from pathlib import Path

import bm25s
import Stemmer
from txtai import Embeddings

job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
passages, queries, k = job["passages"], job["queries"], job["k"]

engine = Embeddings(path=job["model"], hybrid=True)
engine.index(enumerate(passages))
found = {"txtai": [[int(at) for at, _ in engine.search(query, k)] for query in queries]}

stem = Stemmer.Stemmer("english")
words = bm25s.BM25()
words.index(bm25s.tokenize(passages, stopwords="en", stemmer=stem, show_progress=False), show_progress=False)
places, scores = words.retrieve(
    bm25s.tokenize(queries, stopwords="en", stemmer=stem, show_progress=False), k=k, show_progress=False
)
found["bm25s"] = [
    [int(at) for at, score in zip(*row, strict=True) if score > 0] for row in zip(places, scores, strict=True)
]
Path(sys.argv[2]).write_text(json.dumps(found), encoding="utf-8")
