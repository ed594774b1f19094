"""Misspelt words of a query, forgiven only where the library has no such word and the language model knows none.

The second test matters: a good English word that no report uses ("scared") carries meaning that its nearest neighbour
by letters ("shared") would destroy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping

from .words import STOP, fold, known_words, stem


def corrected(
    query: str, vocabulary: Callable[[], Mapping[str, int]], stems: Container[str]
) -> tuple[str, dict[str, str]]:
    """The query with unknown words replaced by the commonest near one, and what was replaced.

    A word of five letters or more may differ by one edit, of eight or more by two; a swap of neighbours is one edit
    (optimal string alignment). The first letter is taken to be right.

    :param vocabulary: gives the reports' words and how often they use them, if there is a word to correct.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    changes: dict[str, str] = {}
    for word in re.findall(r"[^\W\d_]+", query):
        low = fold(word)
        if len(low) < 5 or low in STOP or stem(low) in stems or word.isupper():
            continue
        if low in known_words() or stem(low) in known_words():
            continue
        counts = vocabulary()
        near = process.extract(
            low,
            [w for w in counts if w[0] == low[0] and abs(len(w) - len(low)) <= 2],
            scorer=OSA.distance,
            score_cutoff=2 if len(low) >= 8 else 1,
            limit=20,
        )
        if near:
            best = min(near, key=lambda row: (row[1], -counts[row[0]], row[0]))[0]
            changes[word] = best
    for wrong, right in changes.items():
        query = re.sub(rf"\b{re.escape(wrong)}\b", right, query)
    return query, changes
