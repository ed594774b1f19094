"""Passage search: what belongs to a result, in which order, and how it is shown."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .acronyms import forms
from .embedding import Vectors
from .facets import facets
from .filters import Filters, allowed
from .index import SearchIndex
from .labels import labels_of
from .library import Snapshot
from .ranking import NEAR, Ordinals, Scores, embedder, rank
from .results import EntityRef, Hit, SearchResult
from .spelling import corrected
from .words import STOP, content_stems, fold, stem


class QueryError(ValueError):
    """The query cannot be answered as it is. ``advice`` says what to change."""

    def __init__(self, reason: str, advice: str) -> None:
        self.reason, self.advice = reason, advice
        super().__init__(f"{reason}. {advice}")


def phrases_of(query: str) -> list[str]:
    """The quoted phrases of a query.

    >>> phrases_of('what blocks "social value" contracts')
    ['social value']
    """
    return [p.strip() for p in re.findall(r'["“]([^"“”]+)["”]', query) if re.search(r"\w", p)]


def understood(index: SearchIndex, query: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """The query in the forms that are searched for, and the misspelt words that were replaced.

    Spelling is folded, words that nobody knows are corrected, names are taken short and long. Quoted phrases are left
    as they are.
    """
    parts = re.split(r'(["“][^"“”]*["”])', query)
    changes: dict[str, str] = {}
    for i in range(0, len(parts), 2):
        parts[i], changed = corrected(parts[i], lambda: index.vocabulary, index.lexical)
        changes |= changed
    plain = " ".join(re.sub(r'["“”]', " ", "".join(parts)).split())
    return tuple(map(fold, forms(plain, index.acronyms))), changes


def holding(index: SearchIndex, forms: Sequence[str]) -> Ordinals:
    """Passages that hold the query's terms in one of its forms, or all but the commonest of them, ascending."""
    found = []
    for form in forms:
        stems = content_stems(form)
        if len(stems) > 2:
            counts = index.lexical.frequencies(stems)
            commonest = max(range(len(stems)), key=lambda i: counts[i])
            stems = [s for i, s in enumerate(stems) if i != commonest]
        found.append(index.lexical.holding(stems))
    return found[0] if len(found) == 1 else np.unique(np.concatenate(found))


@dataclass(frozen=True, slots=True)
class Answer:
    """A result by ordinals: ``order`` is all of it, ``first`` without near-duplicates, whose places ``also`` has.

    ``scores`` are those of ``first``.
    """

    order: Ordinals
    first: Ordinals
    also: dict[int, list[int]]
    scores: Scores


def answer(
    index: SearchIndex,
    forms: Sequence[str],
    *,
    phrases: Sequence[str] = (),
    mask: NDArray[np.bool_] | None = None,
    vectors: Vectors | None = None,
) -> Answer:
    """The whole result, in order.

    It is made of the passages that hold the query's terms (:func:`holding`) and of those whose cosine lies within
    :data:`missiongraph.search.ranking.NEAR` of the best one's; where phrases are quoted, of those that hold each
    phrase. Passages with equal scores stand in the order of their keys, whichever way the index came about.
    """
    quoted = index.text.holding(phrases, limit=len(index)) if phrases else None
    held = holding(index, forms) if quoted is None else np.sort(index.ordinals(quoted))
    ranking = rank(index, forms, vectors=vectors, allowed=mask, also=held)
    inside = np.zeros(len(index), dtype=bool)
    inside[held] = True
    if mask is not None:
        inside &= mask
    part = inside[ranking.ordinals]
    if quoted is None:
        fits = index.body[ranking.ordinals] if mask is None else (index.body & mask)[ranking.ordinals]
        near = ranking.dense >= ranking.dense[fits].max(initial=-1.0) - NEAR
        part |= near if mask is None else near & mask[ranking.ordinals]
    chosen, fused = ranking.ordinals[part], np.round(ranking.fused[part], 5)
    places = np.lexsort((index.keys[chosen], -fused, ~index.body[chosen]))
    order = chosen[places]
    keep, also = _collapse(index, order)
    return Answer(order, order[keep], also, fused[places][keep])


def search(
    snapshot: Snapshot, query: str, *, limit: int = 10, offset: int = 0, filters: Filters | None = None
) -> SearchResult:
    """The passages that answer a query, best first; near-duplicates are one result with its other places in ``also``.

    Contents pages, reference lists and headings come after all others.

    :raises QueryError: if the query has no words.
    """
    started = time.perf_counter()
    if not re.search(r"\w", query):
        raise QueryError("the query has no words", "Type a question or some words to look for.")
    index = snapshot.index
    if not len(index):
        return SearchResult(query=query, total=0, took_ms=0.0, results=(), note="the library holds no passages yet")
    text, changes = understood(index, query)
    mask = allowed(index, filters, snapshot.base) if filters else None
    found = answer(index, text, phrases=phrases_of(query), mask=mask)
    hits = _hits(snapshot, found, slice(offset, offset + limit), " ".join(text))
    note = "; ".join(f"no passage holds {wrong!r}: searched for {right!r}" for wrong, right in changes.items())
    return SearchResult(
        query=query,
        total=len(found.first),
        took_ms=round((time.perf_counter() - started) * 1000, 1),
        results=hits,
        facets=facets(snapshot, found.order),
        note=note or None,
    )


def _collapse(index: SearchIndex, order: Ordinals) -> tuple[NDArray[np.bool_], dict[int, list[int]]]:
    """Which passages are the first of their group of near-duplicates, and by those the others in the result."""
    keep = np.ones(len(order), dtype=bool)
    places = np.flatnonzero(~index.alone[order])
    _, first, group = np.unique(index.group[order[places]], return_index=True, return_inverse=True)
    leader = first[group]
    others = np.flatnonzero(leader != np.arange(len(places)))
    keep[places[others]] = False
    also: dict[int, list[int]] = defaultdict(list)
    of = order[places]
    for one, other in zip(of[leader[others]].tolist(), of[others].tolist(), strict=True):
        also[one].append(other)
    return keep, also


def _hits(snapshot: Snapshot, found: Answer, shown: slice, query: str) -> tuple[Hit, ...]:
    index, page = snapshot.index, found.first[shown].tolist()
    passages = {i: index.passages[i] for i in page}
    names = labels_of(snapshot, {iri for passage in passages.values() for iri in passage.entities})
    hits = []
    for i, score in zip(page, found.scores[shown].tolist(), strict=True):
        passage, head = passages[i], index.reports[index.report_of[i]]
        hits.append(
            Hit(
                passage=passage.iri,
                report=head.iri,
                title=head.title,
                type=head.type,
                page=passage.page,
                page_label=passage.page_label,
                section=passage.section,
                kind=passage.kind,
                text=passage.text,
                highlights=highlights(passage.text, query),
                score=round(score, 4),
                entities=tuple(names[iri] for iri in passage.entities if iri in names),
                publisher=head.publisher,
                year=head.year,
                also=tuple(index.passages[j].iri for j in found.also.get(i, ())),
            )
        )
    return tuple(hits)


def highlights(text: str, query: str) -> tuple[tuple[int, int], ...]:
    """Where the words of a query stand in a text, whatever their ending or spelling.

    >>> highlights("Charities cannot win contracts", "contract")
    ((21, 30),)
    """
    wanted = set(content_stems(query))
    return tuple(match.span() for match in re.finditer(r"[^\W_]+", text) if _content_stem(match[0]) in wanted)


@lru_cache(maxsize=1 << 16)
def _content_stem(word: str) -> str | None:
    """The stem of a word as it stands in a text; None for a little word."""
    folded = fold(word)
    return None if folded in STOP else stem(folded)


__all__ = ["Answer", "EntityRef", "QueryError", "answer", "embedder", "facets", "highlights", "search", "understood"]
