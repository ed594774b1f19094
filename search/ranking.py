"""How well each passage answers a query: meaning and words as partners on one fixed scale.

``score = cos(q, p) + 0.25 · w(q, p) / √(C · W) + 4 · i(q, p) + 0.6 · r(q, p) + 0.07 · b(p) + 0.05 · s(p)``

- The cosine is taken as it is, and ``C`` is the best one. ``w = bm25(q, p) / Σ idf(t) · (k1 + 1)`` over the query's
  terms is BM25 over what it could give at most, its theoretical maximum as Bruch, Gai and Ingber call it ("An Analysis
  of Fusion Functions for Hybrid Retrieval", 2023, section 3), and ``W`` the best of it. ``w`` alone trusts words too
  much where a short query in other words than the answer's meets a passage that happens to hold them; ``w / W``, which
  gives the best of bad matches full marks, trusts scattered words of a long question too much. Their geometric mean,
  ``w / √W``, is at least as good as the better half on all collections of :mod:`benchmarks.collected` and in
  ``docs/benchmarks/search.md``, where the weight was also chosen with each collection left out. ``1 / √C`` has words
  count for more where nothing is near in meaning: rare words, names. Ranks alone (reciprocal rank fusion) forget how
  good the best were. The best are those among body text that the filters leave.
- ``i`` is the part of ``w`` that comes of terms of letters and digits, such as the number of a form. The cosine hardly
  sees them, so that a question around one would be answered by passages on its other words.
- ``r`` is how much of the query stands in the passage in the query's own order (:mod:`missiongraph.search.copied`): who
  copies a sentence without quotation marks wants the passage that it is from, whatever is nearer in meaning.
- ``b = min(0, ln((n + 1) / min(120, a + 1)))`` for a passage of ``n`` words in a section of ``a``. A line of five words
  is often the nearest in meaning to a question because it only names the subject; this is a prior that longer passages
  answer more. A text that is short as a whole is no such line.
- ``s`` is 1 where the graph holds a mission, barrier or reform that the passage states, else 0: those passages are the
  ones that reports are asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from .copied import LOOKED_AT, copied
from .dense import EXACT
from .embedding import MiniLM, Vectors
from .index import SearchIndex
from .lexical import identifies
from .together import Together
from .words import content_stems

WORDS, IDENTIFIERS, COPIED = 0.25, 4.0, 0.6
BREVITY, FULL_LENGTH = 0.07, 120
STATES = 0.05
#: The best cosine and the best share of words are taken for no less.
LEAST_COSINE, LEAST_WORDS = 0.1, 1e-6
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


@dataclass(frozen=True, slots=True)
class Words:
    """For each passage its BM25 over the ceiling, the part of that which identifiers have (None where the query has
    none), and how much of the query it holds in the query's order (None where no passage does).

    All have shape ``(passages,)``; ``best`` are the rows of the best by words, ascending.
    """

    all: Scores
    identifiers: Scores | None
    copied: Scores | None
    best: Ordinals

    def at(self, rows: Ordinals) -> Words:
        """Of some passages."""
        codes = None if self.identifiers is None else self.identifiers[rows]
        runs = None if self.copied is None else self.copied[rows]
        return Words(self.all[rows], codes, runs, self.best)


def words_of(index: SearchIndex, forms: Sequence[str], allowed: NDArray[np.bool_] | None = None) -> Words:
    """What passages hold of a query's words, each in the form in which it is best.

    :param forms: the query first, then what else it can be.
    :param allowed: passages that may be in the result, among which copied words are looked for; None for all.
    """
    best, codes = np.zeros(len(index), dtype=np.float32), None
    for form in forms:
        stems = content_stems(form)
        ceiling = np.float32(index.lexical.ceiling(stems))
        scores = index.lexical.scores(stems)
        scores /= ceiling
        np.maximum(best, scores, out=best)
        if names := [one for one in stems if identifies(one)]:
            scores = index.lexical.scores(names)
            scores /= ceiling
            codes = scores if codes is None else np.maximum(codes, scores, out=codes)
    rows = _best(best if allowed is None else np.where(allowed, best, np.float32(0)), POOL)
    first = rows[np.argsort(-best[rows], kind="stable")[:LOOKED_AT]]
    found = copied(index, forms[0], first)
    runs = None
    if found.any():
        runs = np.zeros(len(index), dtype=np.float32)
        runs[first] = found
    return Words(best, codes, runs, rows)


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
    words = words_of(index, forms, allowed)
    few = allowed is not None and not index.dense.exact and int(allowed.sum()) < EXACT
    if index.dense.exact:
        every = np.arange(len(index))
        dense = np.max([index.dense.all(v) for v in vectors], axis=0)
    elif few and allowed is not None:
        every = np.flatnonzero(allowed)
        dense = np.max([index.dense.of(v, every) for v in vectors], axis=0)
        words = words.at(every)
    else:
        every, dense = _pooled(index, vectors, words, allowed, also)
        words = words.at(every)
    return Ranking(every, dense, words.all, fuse(index, every, dense, words, allowed))


def _pooled(
    index: SearchIndex,
    vectors: Vectors,
    words: Words,
    allowed: NDArray[np.bool_] | None,
    also: Ordinals | None,
) -> tuple[Ordinals, Scores]:
    """Passages near in meaning or best by words, with cosines, which are exact for the best by either."""
    rough = [index.dense.near(vector, within=NEAR) for vector in vectors]
    pools = [words.best, *(ordinals for ordinals, _ in rough), *(() if also is None else (also,))]
    every = np.unique(np.concatenate(pools))
    if allowed is not None:
        every = every[allowed[every]]
    dense = np.full(len(every), -1.0, dtype=np.float32)
    for ordinals, cosines in rough:
        at = np.minimum(np.searchsorted(every, ordinals), max(0, len(every) - 1))
        held = every[at] == ordinals if len(every) else np.zeros(0, dtype=bool)
        dense[at[held]] = np.maximum(dense[at[held]], cosines[held])
    unseen = dense < 0
    fused = fuse(index, every, np.where(unseen, np.float32(0.3), dense), words.at(every), allowed)
    due = _best(fused, 2 * POOL)
    exact = np.max([index.dense.of(vector, every[due]) for vector in vectors], axis=0)
    dense[unseen] = 0.0
    dense[due] = exact
    return every, dense


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


def fuse(
    index: SearchIndex, ordinals: Ordinals, dense: Scores, words: Words, allowed: NDArray[np.bool_] | None = None
) -> Scores:
    """The fused scores of some passages, whose cosines and words are given; see the module."""
    counts = index.body[ordinals] if allowed is None else index.body[ordinals] & allowed[ordinals]
    fused = dense + WORDS * per_word(dense, words.all, counts) * words.all + prior(index)[ordinals]
    if words.identifiers is not None:
        fused += np.float32(IDENTIFIERS) * words.identifiers
    if words.copied is not None:
        fused += np.float32(COPIED) * words.copied
    return fused.astype(np.float32)


def per_word(dense: Scores, lexical: Scores, counts: NDArray[np.bool_]) -> np.float32:
    """``1 / √(C · W)``; see the module. ``counts`` are the passages of which the best are taken.

    >>> per_word(np.float32([0.5, 0.9]), np.float32([0.5, 0.7]), np.bool_([True, False]))
    np.float32(2.0)
    """
    nearest = max(float(dense.max(initial=-1.0, where=counts)), LEAST_COSINE)
    most = max(float(lexical.max(initial=0.0, where=counts)), LEAST_WORDS)
    return np.float32((nearest * most) ** -0.5)


@lru_cache(maxsize=2)
def prior(index: SearchIndex) -> Scores:
    """What the score of each passage has whatever is asked; see the module; shape ``(passages,)``."""
    short = np.log((index.length + 1) / np.minimum(FULL_LENGTH, index.around + 1))
    return (BREVITY * np.minimum(0.0, short) + STATES * index.states).astype(np.float32)
