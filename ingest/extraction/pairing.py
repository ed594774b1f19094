"""What brings two stated things near: place, structure, words and meaning, and how each pair fares among its rivals.

Annotators link a recommendation to a barrier that the same passage, list or section argues, mostly one or two
statements before it; which of several is decided by meaning. So every feature of a pair of spans is a table over all
spans of both classes, a pair of entities takes the most favourable one of its spans, and each of the telling features
is ranked and compared within the subject's pairs, within the object's, and within the report.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from missiongraph.ingest.resolution.wording import stems
from missiongraph.ontology.model import Document, Passage

from . import cues
from .features import Seen
from .found import Found
from .units import headings, lead_in

Table = NDArray[np.float64]
SPANS = 5  # of an entity, the most probable
_REMEDY = re.compile(
    r"\b(?:address|tackl|overcom|resolv|remed|mitigat|solv|counter|fix|reduc|improv|clos|remov|"
    r"to (?:ensure|help|support)|therefore|so that|this (?:would|will)|in order to|end(?:ing)?)"
)


class Ground:
    """The spans of a report, with what the tables need of each: section, passage, list, words, headings."""

    def __init__(self, document: Document, passages: tuple[Passage, ...], seen: Seen) -> None:
        own = [passages[u.passage] for u in seen.units]
        blocks = [document.blocks[p.block] for p in own]
        self.vectors = seen.vectors.astype(np.float64)
        self.size = len(own)
        half = seen.vectors.shape[1]
        near = seen.around[:, :half].astype(np.float64)
        self.near = near / np.maximum(np.linalg.norm(near, axis=1, keepdims=True), 1e-9)
        self.above = seen.around[:, half:].astype(np.float64)
        self.passage = np.array([u.passage for u in seen.units])
        self.block = np.array([p.block for p in own])
        self.lead = np.array([-1 if b.lead_in is None else b.lead_in for b in blocks])
        chains = [_chain(document, p.section) for p in own]
        self.section = np.array([c[0] for c in chains])
        self.parent = np.array([c[1] if len(c) > 1 else c[0] for c in chains])
        self.top = np.array([c[-1] for c in chains])
        titles = [headings(document, p.section) for p in own]
        intros = [lead_in(document, passages, u) for u in seen.units]
        self.words = _Words([stems(u.text) for u in seen.units])
        self.title = _Words([stems(" ".join(t[-1:])) for t in titles], self.words.weights)
        self.intro = _Words([stems(t) for t in intros], self.words.weights)
        plain = [cues.plain(" / ".join([*t, i])) for t, i in zip(titles, intros, strict=True)]
        announced = np.array([cues.heading_row(t) for t in plain]).reshape(self.size, len(cues.HEADING_NAMES))
        self.blames = announced[:, cues.HEADING_NAMES.index("h_barrier")]
        self.asks = announced[:, cues.HEADING_NAMES.index("h_recommend")]
        self.remedy = np.array([float(_REMEDY.search(cues.plain(u.text)) is not None) for u in seen.units])


class _Words:
    """Weighted words of each span: rarer words of the report weigh more."""

    def __init__(self, bags: Sequence[frozenset[str]], weights: dict[str, float] | None = None) -> None:
        counts = Counter(word for bag in bags for word in bag)
        self.weights = weights or {w: float(np.log((len(bags) + 1) / (n + 0.5))) for w, n in counts.items()}
        self.bags = bags
        self.norms: list[float] = [self._norm(bag) for bag in bags]
        self._places: dict[str, list[int]] = {}
        for index, bag in enumerate(bags):
            for word in bag:
                self._places.setdefault(word, []).append(index)

    def weight(self, bag: frozenset[str]) -> float:
        """The weight of some words together."""
        return sum(self.weights.get(w, 0.0) for w in sorted(bag))

    def cosine(self, one: frozenset[str], other: frozenset[str]) -> float:
        """How alike two bags of words are."""
        common = sum(self.weights.get(w, 0.0) ** 2 for w in sorted(one & other))
        return common / (self._norm(one) * self._norm(other))

    def cosines(self, bag: frozenset[str]) -> Table:
        """How alike a bag of words is to that of each span."""
        found = np.zeros(len(self.bags))
        for word in sorted(bag):
            found[self._places.get(word, [])] += self.weights.get(word, 0.0) ** 2
        return np.asarray(found / (self._norm(bag) * np.array(self.norms)), dtype=np.float64)

    def _norm(self, bag: frozenset[str]) -> float:
        return float(sum(self.weights.get(w, 0.0) ** 2 for w in sorted(bag)) ** 0.5) or 1.0

    def shared(self, mine: Sequence[int], other: _Words, theirs: Sequence[int], *, cosine: bool) -> Table:
        """Of each two spans the weight of the words that both have, or its cosine."""
        power = 2 if cosine else 1
        found = np.array(
            [
                [sum(self.weights.get(w, 0.0) ** power for w in sorted(self.bags[a] & other.bags[b])) for b in theirs]
                for a in mine
            ]
        ).reshape(len(mine), len(theirs))
        if not cosine:
            return found
        norms = np.outer([self.norms[a] for a in mine], [other.norms[b] for b in theirs])
        return np.asarray(found / norms, dtype=np.float64)


def _chain(document: Document, section: int | None) -> list[int]:
    found = []
    while section is not None:
        found.append(section)
        section = document.sections[section].parent
    return found or [-1]


def tables(ground: Ground, subjects: Sequence[Found], objects: Sequence[Found], most: int = SPANS) -> Table:
    """The features of every pair: subjects × objects × features; of each object at most ``most`` spans are seen."""
    mine, theirs = _Spans(subjects, SPANS), _Spans(objects, most)
    best = np.stack([_best(t, mine, theirs) for t in _of_spans(ground, mine.units, theirs.units)], axis=-1)
    whole = np.stack(_of_entities(ground, subjects, objects, mine, theirs, best), axis=-1)
    both = np.concatenate([best, whole], axis=-1)
    rivals = [among(both[:, :, i]) for i in (*RIVAL_BEST, *(best.shape[-1] + i for i in RIVAL_WHOLE))]
    return np.round(np.concatenate([both, *rivals], axis=-1), 4)


class _Spans:
    """The spans of entities, one after the other, and where each entity's begin."""

    def __init__(self, found: Sequence[Found], most: int) -> None:
        kept = [sorted(f.units[:most]) for f in found]
        self.units = [u for units in kept for u in units]
        self.owner = np.array([n for n, units in enumerate(kept) for _ in units])
        self.starts = np.concatenate([[0], np.cumsum([len(units) for units in kept])[:-1]]).astype(int)
        self.counts = np.array([len(units) for units in kept], dtype=np.float64)


def _best(table: Table, mine: _Spans, theirs: _Spans) -> Table:
    rows = np.maximum.reduceat(table, mine.starts, axis=0)
    return np.asarray(np.maximum.reduceat(rows, theirs.starts, axis=1), dtype=np.float64)


#: Of the features below, those that are compared among rivals: nearness (8 of e-fold 6), likeness, shared words …
RIVAL_BEST = (4, 16, 17, 24)
#: … and of the features of whole entities: mean likeness, nearest likeness, how few stand between.
RIVAL_WHOLE = (0, 2, 3)


def _of_spans(ground: Ground, a: list[int], b: list[int]) -> list[Table]:
    """One table over spans × spans for each feature."""
    step = np.subtract.outer(a, b)
    apart = np.abs(step)
    same = {
        name: np.equal.outer(getattr(ground, name)[a], getattr(ground, name)[b])
        for name in ("passage", "section", "top", "parent")
    }
    near_parent = (
        same["parent"]
        | np.equal.outer(ground.parent[a], ground.section[b])
        | np.equal.outer(ground.section[a], ground.parent[b])
    )
    listed = ground.lead[a] >= 0
    found = [
        step == 0,
        (step == 1) | (step == 2),
        (step == -1) | (step == -2),
        np.exp(-apart / 2),
        np.exp(-apart / 6),
        np.exp(-apart / 20),
        np.exp(-apart / 60),
        step > 0,
        (step > 0) * np.exp(-apart / 6),
        same["passage"],
        same["section"],
        near_parent & ~same["section"],
        same["top"],
        np.equal.outer(ground.lead[a], ground.lead[b]) & listed[:, None],
        np.equal.outer(ground.lead[a], ground.block[b]) & listed[:, None],
        ground.remedy[a][:, None] * np.exp(-apart / 3),
        ground.vectors[a] @ ground.vectors[b].T,
        ground.words.shared(a, ground.words, b, cosine=True),
        ground.vectors[a] @ ground.above[b].T,
        ground.above[a] @ ground.vectors[b].T,
        ground.title.shared(a, ground.words, b, cosine=False) > 0,
        ground.words.shared(a, ground.title, b, cosine=False) > 0,
        ground.intro.shared(a, ground.words, b, cosine=False) / 10,
        ground.vectors[a] @ ground.near[b].T,
        ground.near[a] @ ground.vectors[b].T,
        ground.above[a] @ ground.above[b].T,
        ground.near[a] @ ground.near[b].T,
    ]
    return [np.asarray(t, dtype=np.float64) for t in found]


def _of_entities(
    ground: Ground, subjects: Sequence[Found], objects: Sequence[Found], mine: _Spans, theirs: _Spans, best: Table
) -> list[Table]:
    """One table over subjects × objects for each feature of whole entities."""
    shape = (len(subjects), len(objects))
    likeness = ground.vectors[mine.units] @ ground.vectors[theirs.units].T
    mean = np.add.reduceat(np.add.reduceat(likeness, mine.starts, axis=0), theirs.starts, axis=1)
    mean /= np.outer(mine.counts, theirs.counts)
    a, b, nearest = _nearest(mine, theirs, likeness)
    before, after = _order(mine, theirs, shape[1])
    section = best[:, :, 10]
    low, high = np.minimum(a, b), np.maximum(a, b)
    blames, asks = _most(ground.blames, theirs), _most(ground.asks, mine)
    row = np.ones(shape)
    return [
        np.array([[float(s.vector @ o.vector) for o in objects] for s in subjects]),
        mean,
        nearest * (np.abs(a - b) < 8),
        1 / (1 + before),
        1 / (1 + after),
        (before == 0).astype(np.float64),
        (before == 0) * section,
        (before < 3) * section,
        np.exp(-_between(low, high, theirs) / 2) * section,
        np.exp(-_between(low, high, mine) / 3) * section,
        row * np.minimum(theirs.counts, 5)[None, :] / 5,
        row * np.minimum(mine.counts, 5)[:, None] / 5,
        row * blames[None, :],
        row * asks[:, None],
        section * blames[None, :],
        section * asks[:, None],
        section * blames[None, :] * asks[:, None],
        row * np.array([f.score for f in subjects])[:, None] / 3,
        row * np.array([f.score for f in objects])[None, :] / 3,
        a / ground.size,
        b / ground.size,
        (a / ground.size > 0.9).astype(np.float64),
        ground.remedy[a.astype(int)],
    ]


def _most(values: Table, spans: _Spans) -> Table:
    return np.asarray(np.maximum.reduceat(values[spans.units], spans.starts), dtype=np.float64)


def _nearest(mine: _Spans, theirs: _Spans, likeness: Table) -> tuple[Table, Table, Table]:
    """Of each pair of entities its two spans that stand nearest, and how alike these are."""
    apart = np.abs(np.subtract.outer(mine.units, theirs.units))
    shape = (len(mine.starts), len(theirs.starts))
    a, b, alike = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for i, start in enumerate(mine.starts):
        for j, other in enumerate(theirs.starts):
            part = apart[start : start + int(mine.counts[i]), other : other + int(theirs.counts[j])]
            x, y = divmod(int(part.argmin()), part.shape[1])
            a[i, j], b[i, j] = mine.units[start + x], theirs.units[other + y]
            alike[i, j] = likeness[start + x, other + y]
    return a, b, alike


def _order(mine: _Spans, theirs: _Spans, count: int) -> tuple[Table, Table]:
    """How many other objects stand nearer before, and nearer after, some span of the subject; 99 beyond eight."""
    before = np.full((len(mine.starts), count), 99.0)
    after = before.copy()
    order = sorted(range(len(theirs.units)), key=lambda n: theirs.units[n])
    for unit, i in zip(mine.units, mine.owner, strict=True):
        ahead = [int(theirs.owner[n]) for n in reversed(order) if theirs.units[n] <= unit]
        behind = [int(theirs.owner[n]) for n in order if theirs.units[n] > unit]
        for table, row in ((before, ahead), (after, behind)):
            for rank, j in enumerate(list(dict.fromkeys(row))[:9]):
                table[i, j] = min(table[i, j], rank)
    return before, after


def _between(low: Table, high: Table, spans: _Spans) -> Table:
    """How many spans of a class stand strictly between two places."""
    units = np.sort(spans.units)
    count = np.searchsorted(units, high, side="left") - np.searchsorted(units, low, side="right")
    return np.asarray(np.maximum(count, 0), dtype=np.float64)


def among(table: Table) -> Table:
    """How a feature of a pair stands among its rivals: of the subject, of the object, of the report."""
    across = np.argsort(np.argsort(-table, axis=1, kind="stable"), axis=1)
    down = np.argsort(np.argsort(-table, axis=0, kind="stable"), axis=0)
    spread = table.std(axis=1, keepdims=True)
    return np.stack(
        [
            1 / (1 + across),
            1 / (1 + down),
            (table - table.mean()) / (table.std() + 1e-9) / 3,
            table.max(axis=1, keepdims=True) - table,
            table.max(axis=0, keepdims=True) - table,
            1 / (1 + across + down),
            (table - table.mean(axis=1, keepdims=True)) / (spread + 1e-9) / 3,
        ],
        axis=-1,
    )
