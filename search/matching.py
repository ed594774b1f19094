"""Which entities a text speaks of: by their labels, by the passages that evidence them, by both.

``d = (spoken + LABEL · cos(q, label)) / (1 + LABEL)`` for a mission, barrier or reform, with ``spoken`` the best over
its passages of ``cos(q, p) + BY_WORDS · w(q, p) / √(C · W)``, meaning and words as :mod:`missiongraph.search.ranking`
weighs them, words for less; ``cos(q, label) / (1 + LABEL)`` where that is more.
An actor is named, not stated: ``cos(q, label)`` alone ties it to a text. The text counts in each of its forms: as it
is, with acronyms long and short, with the reports' words for its everyday ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

from missiongraph.ontology.terms import RDF

from .everyday import in_reports_words
from .filters import Filters, allowed
from .labels import labels_of
from .library import Snapshot
from .query import understood
from .ranking import embedded, per_word, rank
from .results import Match

#: Below this cosine a passage and a label are not taken to be about the text.
PASSAGE_LEAST, LEAST = 0.2, 0.33
#: Where no label of a mission, barrier or reform and no passage that states one comes this near, and no actor's name so
#: near, the library has nothing to say on the text. Measured: :mod:`benchmarks.linked`.
FITS, NAME_FITS = 0.335, 0.6
#: Weight of the words that a passage shares with the text, and of the label, beside the passage's cosine.
BY_WORDS, LABEL = 0.1, 0.15
#: How many of the best passages and labels are looked at.
PASSAGES, LABELS = 400, 200

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tied:
    """A text tied to the library: entity → how strongly, and ``spoken`` for every passage, shape ``(passages,)``."""

    entities: dict[str, float]
    spoken: Scores


def kind_of(snapshot: Snapshot, iri: str) -> str:
    """The kind of an entity by its IRI, such as ``barrier``."""
    return iri.removeprefix(snapshot.base).partition("/")[0]


def is_of(snapshot: Snapshot, iri: str, cls: ox.NamedNode) -> bool:
    """Whether an entity is of a class."""
    return ox.Quad(ox.NamedNode(iri), RDF.type, cls, ox.DefaultGraph()) in snapshot.store.native


def alike(snapshot: Snapshot, query: str, kind: str, *, cls: str | None = None) -> tuple[Match, ...]:
    """The entities of one kind that a text speaks of, as many as there are.

    :param cls: IRI of a class that they must have besides.
    """
    scores = tie(snapshot, query, Filters(), kind=kind).entities
    if cls is not None:
        scores = {iri: score for iri, score in scores.items() if is_of(snapshot, iri, ox.NamedNode(cls))}
    return best(snapshot, scores)


def best(snapshot: Snapshot, scores: dict[str, float]) -> tuple[Match, ...]:
    """Entities with labels, the strongest first."""
    names = labels_of(snapshot, scores)
    order = sorted((iri for iri in scores if iri in names), key=lambda iri: (-round(scores[iri], 4), iri))
    return tuple(
        Match(id=iri, type=names[iri].type, label=names[iri].label, score=round(scores[iri], 4)) for iri in order
    )


def tie(snapshot: Snapshot, query: str, filters: Filters, *, kind: str | None = None) -> Tied:
    """How strongly each entity (of a kind) is tied to a text; none where the library has nothing to say on it."""
    index = snapshot.index
    spoken = np.zeros(len(index), dtype=np.float32)
    if not len(index):
        return Tied({}, spoken)
    texts = (query, *in_reports_words(query))
    forms = tuple(dict.fromkeys(form for text in texts for form in understood(index, text)[0]))
    vectors = embedded(forms)
    near = np.max([index.entity_cosines(vector) for vector in vectors], axis=0, initial=-1.0)
    ranking = rank(index, forms, vectors=vectors)
    body, mask = index.body[ranking.ordinals], allowed(index, filters, snapshot.base)
    stated = ranking.dense[body & index.states[ranking.ordinals]]
    if float(stated.max(initial=0.0)) < FITS and not _labelled(snapshot, near):
        return Tied({}, spoken)
    about = body & mask[ranking.ordinals] & (ranking.dense >= PASSAGE_LEAST)
    by_words = BY_WORDS * per_word(ranking.dense, ranking.lexical, body) * ranking.lexical
    spoken[ranking.ordinals[about]] = (ranking.dense + by_words)[about]
    rows = _rows(str(snapshot.path), snapshot)
    found = {}
    for iri in _candidates(snapshot, near, spoken, LABELS if kind is None else len(near)):
        if kind in (None, kind_of(snapshot, iri)) and mask[index.passages_of(iri)].any():
            label = max((float(near[row]) for row in rows.get(iri, ())), default=0.0)
            score = _strength(
                label, float(spoken[index.passages_of(iri)].max()), named=kind_of(snapshot, iri) == "actor"
            )
            if score > 0:
                found[iri] = score
    return Tied(found, spoken)


def _labelled(snapshot: Snapshot, near: Scores) -> bool:
    """Whether a label is near enough by itself."""
    rows = np.flatnonzero(near >= FITS).tolist()
    iris = _iris(str(snapshot.path), snapshot)
    named = [float(near[row]) for row in rows if kind_of(snapshot, iris[row]) == "actor"]
    return len(named) < len(rows) or max(named, default=0.0) >= NAME_FITS


def _strength(label: float, said: float, *, named: bool) -> float:
    """See the module; from 0 to 1."""
    alone = label if label >= LEAST else 0.0
    return alone if named else min(1.0, max(said + LABEL * max(label, 0.0), alone) / (1.0 + LABEL))


def _candidates(snapshot: Snapshot, near: Scores, spoken: Scores, labels: int) -> Iterable[str]:
    """Entities of the nearest labels and of the passages that speak most of the text, each once."""
    index = snapshot.index
    order = np.argsort(-near, kind="stable")[:labels]
    iris = _iris(str(snapshot.path), snapshot)
    found = {iris[row]: None for row in order[near[order] >= LEAST].tolist()}
    passages = np.argsort(-spoken, kind="stable")[:PASSAGES]
    spans = [index.spoken[index.speaks[i] : index.speaks[i + 1]] for i in passages[spoken[passages] > 0].tolist()]
    codes = np.unique(np.concatenate(spans)) if spans else np.zeros(0, dtype=np.int32)
    return found | dict.fromkeys(index.name(code) for code in codes.tolist())


@lru_cache(maxsize=4)
def _iris(path: str, snapshot: Snapshot) -> list[str]:
    """The entity of each row of labels."""
    return [entity.iri for entity in snapshot.index.entities]


@lru_cache(maxsize=4)
def _rows(path: str, snapshot: Snapshot) -> dict[str, list[int]]:
    """Entity → the rows of its labels' vectors: an actor has one for every report that names it."""
    found: dict[str, list[int]] = {}
    for row, iri in enumerate(_iris(path, snapshot)):
        found.setdefault(iri, []).append(row)
    return found
