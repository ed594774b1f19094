"""Gaps: barriers, the like of several reports as one, that no reform of the library is tied to.

That none was found says nothing of the world: a reform may be missed by extraction, or stand in a report that is not
here. So a gap is shown with the reforms nearest in meaning and with how many of the numbered recommendations of its
reports were found, and is never called more than "none found".

Nor is every barrier without a tie a gap: where a reform stands near it in the report, extraction may have missed that
the one answers the other. Such a barrier is ``unsure`` and left out unless asked for. On five annotated reports 0.46
of all barriers without a tie were gaps in the annotation too, and 0.76 of those with no reform within
:data:`APART` passages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from missiongraph.ontology.terms import MG

from ..embedding import Vectors
from ..filters import Filters, allowed
from ..labels import labels_of
from ..library import ReportEntry, Snapshot
from ..membership import of_kind
from .said import Said, said
from .sources import Sources, claims_of, cluster_of, sources_of

NONE_FOUND = "none found"
NOTE = "None found in this library, which does not mean that none exists."
NEAREST = 3
#: A reform as near as this in the same report, in passages, makes a gap unsure.
APART = 14
#: Below this cosine of labels a reform is no candidate.
LEAST = 0.30


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """How many of the numbered recommendations of some reports were found, ``of`` how many; 0 of 0 if none counts."""

    found: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A reform near to a barrier in meaning that nothing ties to it; ``score`` is the cosine of the labels."""

    score: float
    reform: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A barrier, or cluster of barriers, without a reform.

    ``briefing``: briefings alone say it. ``unsure``: a reform stands so near that it may be one that answers it.
    """

    id: str
    type: str
    label: str
    answer: str
    publishers: tuple[str, ...]
    works: int
    evidence: int
    briefing: bool
    unsure: bool
    recall: Recall
    nearest: tuple[Candidate, ...]
    members: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """A page of gaps, of ``total``; those that most publishers name come first. ``next`` is the next offset.

    ``unsure`` is how many more barriers have no reform tied to them, and one near by.
    """

    total: int
    unsure: int
    note: str
    items: tuple[Gap, ...]
    next: int | None = None


def gaps(
    snapshot: Snapshot, *, limit: int = 100, offset: int = 0, filters: Filters | None = None, unsure: bool = False
) -> Gaps:
    """The gaps of a snapshot, of the barriers whose passages meet the filters.

    :param unsure: whether those that may be answered near by are among them.
    """
    sources, groups = sources_of(snapshot), _groups(snapshot)
    answered = {barrier for _, _, barrier in claims_of(snapshot, MG.addresses.value)}
    open_ = {key: members for key, members in groups.items() if not answered & set(members)}
    if filters:
        index = snapshot.index
        mask = allowed(index, filters, snapshot.base)
        open_ = {k: v for k, v in open_.items() if any(mask[index.passages_of(m)].any() for m in v)}
    near = with_reform_near(snapshot, open_)
    if not unsure:
        open_ = {key: members for key, members in open_.items() if key not in near}
    names = labels_of(snapshot, open_)
    counts = {key: sources.count(members) for key, members in open_.items() if key in names}
    order = sorted(counts, key=lambda k: (-counts[k][2], -counts[k][1], -counts[k][0], names[k].label, k))
    shown = order[offset : offset + limit]
    candidates = nearest(snapshot, {key: open_[key] for key in shown})
    things = {m for key in shown for m in open_[key]} | {r for found in candidates.values() for r, _ in found}
    told = said(snapshot, things)
    items = tuple(
        Gap(
            id=key,
            type=names[key].type,
            label=names[key].label,
            answer=NONE_FOUND,
            publishers=sources.publishers(open_[key]),
            works=counts[key][1],
            evidence=counts[key][0],
            briefing=counts[key][3],
            unsure=key in near,
            recall=recall_of(sources, open_[key]),
            nearest=tuple(Candidate(score=s, reform=told[r]) for r, s in candidates.get(key, ()) if r in told),
            members=tuple(told[m] for m in open_[key] if m in told),
        )
        for key in shown
    )
    end = offset + limit
    return Gaps(
        total=len(order),
        unsure=0 if unsure else len(near),
        note=NOTE,
        items=items,
        next=end if end < len(order) else None,
    )


def _groups(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """Cluster, or barrier without one → its barriers."""
    cluster = cluster_of(snapshot)
    found: dict[str, list[str]] = defaultdict(list)
    speaks = sources_of(snapshot).speaks
    for iri in of_kind(snapshot, "barrier"):
        if iri not in cluster and not speaks(iri):
            continue  # what a copy alone has is a difference of the reading
        found[cluster.get(iri, iri)].append(iri)
    return {key: tuple(sorted(members)) for key, members in found.items()}


def with_reform_near(snapshot: Snapshot, groups: dict[str, tuple[str, ...]]) -> set[str]:
    """The groups of which a member has a reform within :data:`APART` passages of its own report."""
    index = snapshot.index
    spoken = _with_reforms(str(snapshot.path), snapshot)
    if not len(spoken):
        return set()

    def near(ordinal: int) -> bool:
        close = spoken[np.searchsorted(spoken, ordinal - APART + 1) : np.searchsorted(spoken, ordinal + APART)]
        return bool((index.report_of[close] == index.report_of[ordinal]).any())

    return {
        key
        for key, members in groups.items()
        if any(near(ordinal) for member in members for ordinal in index.passages_of(member).tolist())
    }


@lru_cache(maxsize=2)
def _with_reforms(path: str, snapshot: Snapshot) -> NDArray[np.int64]:
    """The passages that speak of a reform, by their place in the index, ascending."""
    found = [snapshot.index.passages_of(iri) for iri in of_kind(snapshot, "reform")]
    return np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *found])).astype(np.int64)


def recall_of(sources: Sources, members: Collection[str]) -> Recall:
    """The recall known of the reports that say these things."""
    entries: list[ReportEntry] = [sources.entries[report] for report in sources.reports(members)]
    numbered = [entry.numbered for entry in entries if entry.numbered]
    return Recall(found=sum(found for found, _ in numbered), of=sum(of for _, of in numbered))


def nearest(
    snapshot: Snapshot, groups: Mapping[str, Collection[str]], kind: str = "reform", most: int = NEAREST
) -> dict[str, list[tuple[str, float]]]:
    """Key of a group → the things of a kind whose labels lie nearest, one of each cluster, best first."""
    cluster, row = cluster_of(snapshot), _rows(str(snapshot.path), snapshot)
    theirs, vectors = _of_kind(str(snapshot.path), snapshot, kind)
    mine = [(key, row[m]) for key, members in groups.items() for m in sorted(members) if m in row]
    if not theirs or not mine:
        return {}
    alike = snapshot.index.entity_vectors([at for _, at in mine]) @ vectors.T
    best: dict[str, NDArray[np.float32]] = {}
    for (key, _), scores in zip(mine, alike, strict=True):
        best[key] = np.maximum(best[key], scores) if key in best else scores
    return {key: _first(scores, theirs, cluster, most) for key, scores in best.items()}


def _first(
    scores: NDArray[np.float32], theirs: Sequence[str], cluster: Mapping[str, str], most: int
) -> list[tuple[str, float]]:
    few = np.argpartition(-scores, min(most * 8, len(scores) - 1))[: most * 8]
    found: dict[str, tuple[str, float]] = {}
    for at in sorted(few.tolist(), key=lambda at: (-scores[at], at)):
        if scores[at] >= LEAST and len(found) < most:
            found.setdefault(cluster.get(theirs[at], theirs[at]), (theirs[at], round(float(scores[at]), 2)))
    return list(found.values())


@lru_cache(maxsize=8)
def _of_kind(path: str, snapshot: Snapshot, kind: str) -> tuple[tuple[str, ...], Vectors]:
    """The things of a kind that have a vector, and the vectors."""
    row = _rows(path, snapshot)
    theirs = tuple(iri for iri in row if iri.startswith(f"{snapshot.base}{kind}/"))
    return theirs, np.ascontiguousarray(snapshot.index.entity_vectors([row[iri] for iri in theirs]))


@lru_cache(maxsize=2)
def _rows(path: str, snapshot: Snapshot) -> dict[str, int]:
    """Thing → a row of the index's entity vectors."""
    return {entity.iri: i for i, entity in enumerate(snapshot.index.entities)}
