"""Words copied out of a passage: how much of a query stands there in the query's own order.

``r(q, p) = max(0, (s - ¼) / ¾) · min(1, l / 6) · (1 - ln n / ln N)``: ``s`` is the share of the query's ``idf`` that
lies in runs of three or more of its words, little ones too, which ``p`` holds one after another; ``l`` is how many
words these are, and ``n`` how many of the ``N`` passages hold as large a share. A sentence quoted without quotation
marks stands in one passage or in a few, a set phrase such as the name of a law in many, and a question in one's own
words shares few runs: a quarter of it says nothing yet. Beside single words, ordered ones are the sequential dependence
model of Metzler and Croft ("A Markov Random Field Model for Term Dependencies", 2005).

Runs are looked for in the :data:`LOOKED_AT` passages that are best by words: one that holds a run holds its words.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .index import SearchIndex
from .words import STOP, stem, words

#: Words of a run; words in runs that count whole; share of a query that says nothing; how many passages are looked at.
RUN, WHOLE, CHANCE, LOOKED_AT = 3, 6, 0.25, 16

Scores = NDArray[np.float32]
Ordinals = NDArray[np.int64]


def in_runs(asked: Sequence[str], text: Sequence[str]) -> NDArray[np.bool_]:
    """Which words of a query lie in runs that a text holds; shape ``(words of the query,)``.

    >>> in_runs(words("who paid for the old bridge"), words("They paid for the old one")).tolist()
    [False, True, True, True, True, False]
    """
    held = set(zip(*(text[i:] for i in range(RUN)), strict=False))
    inside = np.zeros(len(asked), dtype=bool)
    for i, run in enumerate(zip(*(asked[i:] for i in range(RUN)), strict=False)):
        if run in held:
            inside[i : i + RUN] = True
    return inside


def copied(index: SearchIndex, query: str, rows: Ordinals) -> Scores:
    """``r`` of some passages; see the module; shape ``(rows,)``."""
    asked = words(query)
    if len(asked) < RUN or len(index) < 2:
        return np.zeros(len(rows), dtype=np.float32)
    weights = _weights(index, asked)
    inside = np.array([in_runs(asked, words(index.text_of(row))) for row in rows.tolist()], dtype=bool)
    inside = inside.reshape(len(rows), len(asked))
    shares = inside @ weights / max(float(weights.sum()), 1e-9)
    holding = np.array([np.count_nonzero(shares >= share) for share in shares.tolist()], dtype=np.int64)
    rare = 1.0 - np.log(np.maximum(1, holding)) / np.log(len(index))
    much = np.maximum(0.0, shares - CHANCE) / (1.0 - CHANCE)
    found: Scores = (much * np.minimum(1.0, inside.sum(axis=1) / WHOLE) * rare).astype(np.float32)
    return found


def _weights(index: SearchIndex, asked: Sequence[str]) -> NDArray[np.float64]:
    """The ``idf`` of each word of a query, of little ones none."""
    counts = index.lexical.frequencies([stem(word) for word in asked])
    return np.array(
        [0.0 if word in STOP else index.lexical.idf(count) for word, count in zip(asked, counts, strict=True)]
    )
