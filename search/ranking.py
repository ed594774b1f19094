"""How well each passage answers a query: meaning and words as partners on one fixed scale.

``score = cos(q, p) + 0.8 · bm25(q, p) / ceiling(q) + 0.06 · min(0, ln((n + 1) / 120)) + 0.05 · s``

- The cosine is taken as it is. ``ceiling(q) = Σ idf(t) · (k1 + 1)`` over the query's terms is what BM25 could give at
  most, its theoretical maximum as Bruch, Gai and Ingber call it ("An Analysis of Fusion Functions for Hybrid
  Retrieval", 2023, section 3). So words count for much when a passage holds all the rare terms of a short query, and
  for little when a long question meets scattered words: the weight follows the query with nothing learned per query.
  Dividing by the best score found instead gives the best of bad matches full marks; ranks alone (reciprocal rank
  fusion) forget how good the best were. Both did worse on all collections tried.
- A term of letters and digits, such as the number of a form, counts five times in ``bm25`` and once in the ceiling. The
  cosine hardly sees it, so that a question around it would be answered by passages on its other words.
- ``n`` is the passage's length in words. A line of five words is often the nearest in meaning to a question because
  it only names the subject; this is a prior that longer passages answer more.
- ``s`` is 1 where the graph holds a mission, barrier or reform that the passage states, else 0: those passages are the
  ones that reports are asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from .dense import EXACT
from .embedding import MiniLM, Vectors
from .index import SearchIndex
from .together import Together
from .words import content_stems

WORDS_SHARE = 0.8
BREVITY, FULL_LENGTH = 0.06, 120
STATES = 0.05
#: A passage belongs to the result by meaning when its cosine is at most this much below the best one's.
NEAR = 0.25
#: Where not every passage is compared in meaning: how many of the best by words and by meaning are compared exactly.
POOL = 600

Scores = NDArray[np.float32]
Ordinals = NDArray[np.int64]


@cache
def embedder() -> MiniLM:
    """The model that embeds questions, loaded once a process."""
    return MiniLM()


@lru_cache(maxsize=256)
def embedded(forms: tuple[str, ...]) -> Vectors:
    """The embeddings of a query's forms, shape ``(forms, dimension)``, read-only: pages ask twice for them."""
    vectors = _together()(forms)
    vectors.flags.writeable = False
    return vectors


@cache
def _together() -> Together:
    return Together(_alone)


def _alone(texts: Sequence[str]) -> Vectors:
    """By one thread: a few words gain nothing from more, and where other work holds a core, each layer waits for it."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return embedder().encode(texts)
    finally:
        torch.set_num_threads(threads)


@dataclass(frozen=True, slots=True)
class Ranking:
    """For each of ``ordinals`` (ascending) its cosine, its BM25 over the ceiling, and the fused score.

    ``ordinals`` are all passages where every one was compared.
    """

    ordinals: Ordinals
    dense: Scores
    lexical: Scores
    fused: Scores


def words_of(index: SearchIndex, forms: Sequence[str]) -> Scores:
    """BM25 over its ceiling for every passage, in the form in which it is best; shape ``(passages,)``."""
    best: Scores | None = None
    for form in forms:
        stems = content_stems(form)
        scores = index.lexical.scores(stems)
        scores /= np.float32(index.lexical.ceiling(stems))
        best = scores if best is None else np.maximum(best, scores, out=best)
    return np.zeros(len(index), dtype=np.float32) if best is None else best


def rank(
    index: SearchIndex,
    forms: Sequence[str],
    *,
    vectors: Vectors | None = None,
    allowed: NDArray[np.bool_] | None = None,
    also: Ordinals | None = None,
) -> Ranking:
    """Score passages for a query, given in one or more forms, of which the best counts in each half.

    :param vectors: the forms' embeddings where they are known already, shape ``(forms, dimension)``.
    :param allowed: passages that may be in the result; None for all.
    :param also: passages to score whatever their rank, where not all are.
    """
    vectors = embedded(tuple(forms)) if vectors is None else vectors
    lexical = words_of(index, forms)
    few = allowed is not None and not index.dense.exact and int(allowed.sum()) < EXACT
    if index.dense.exact or few:
        every = np.flatnonzero(allowed) if few and allowed is not None else np.arange(len(index))
        dense = np.max([index.dense.of(v, every) if few else index.dense.all(v) for v in vectors], axis=0)
    else:
        every, dense, lexical_pool = _pooled(index, vectors, lexical, allowed, also)
        return Ranking(every, dense, lexical_pool, fuse(dense, lexical_pool, index.length[every], index.states[every]))
    chosen = lexical if len(every) == len(index) else lexical[every]
    return Ranking(every, dense, chosen, fuse(dense, chosen, index.length[every], index.states[every]))


def _pooled(
    index: SearchIndex,
    vectors: Vectors,
    lexical: Scores,
    allowed: NDArray[np.bool_] | None,
    also: Ordinals | None,
) -> tuple[Ordinals, Scores, Scores]:
    """Passages near in meaning or best by words; the cosines of the best by either are exact."""
    rough = [index.dense.near(vector, within=NEAR) for vector in vectors]
    pools = [_best(lexical, POOL), *(ordinals for ordinals, _ in rough), *(() if also is None else (also,))]
    every = np.unique(np.concatenate(pools))
    if allowed is not None:
        every = every[allowed[every]]
    words = lexical[every]
    dense = np.full(len(every), -1.0, dtype=np.float32)
    for ordinals, cosines in rough:
        at = np.minimum(np.searchsorted(every, ordinals), max(0, len(every) - 1))
        held = every[at] == ordinals if len(every) else np.zeros(0, dtype=bool)
        dense[at[held]] = np.maximum(dense[at[held]], cosines[held])
    unseen = dense < 0
    fused = fuse(np.where(unseen, np.float32(0.3), dense), words, index.length[every], index.states[every])
    due = _best(fused, 2 * POOL)
    exact = np.max([index.dense.of(vector, every[due]) for vector in vectors], axis=0)
    dense[unseen] = 0.0
    dense[due] = exact
    return every, dense, words


def _best(scores: Scores, count: int) -> Ordinals:
    """About the ``count`` best above zero, ascending, and at least those; found by the quantile of a sample."""
    if len(scores) <= count:
        return np.flatnonzero(scores > 0)
    step = max(1, len(scores) // 20_000)
    sample = np.sort(scores[::step])
    floor = max(float(sample[-min(len(sample), count // step + 8)]), 1e-6)
    found = np.flatnonzero(scores >= floor)
    if len(found) > 2 * count:
        found = np.sort(found[np.argpartition(-scores[found], count)[:count]])
    return found


def fuse(dense: Scores, lexical: Scores, length: NDArray[np.int32], states: NDArray[np.bool_]) -> Scores:
    """The fused score; see the module.

    >>> fuse(np.float32([0.5]), np.float32([0.25]), np.int32([200]), np.bool_([False])).round(2).tolist()
    [0.7]
    """
    brevity = BREVITY * np.minimum(0.0, np.log((length + 1) / FULL_LENGTH))
    fused: Scores = (dense + WORDS_SHARE * lexical + brevity + STATES * states).astype(np.float32)
    return fused
