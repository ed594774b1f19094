"""Linked queries: tie a text to entities by meaning, walk the graph from them, explain every step.

A result is reached by walking a claim from an entity that the text speaks of; its ``path`` is the strongest such walk.
The walks that lead to it join as independent reasons do: ``w = 1 - Π (1 - mᵢ · cᵢ)`` over its strongest three, with the
match ``m`` of where a walk starts and the confidences ``c`` on the way. What is looked for may also match the text
itself, by ``d``; then ``score = min(1, max(d', w) + JOINT · min(d', w))`` with ``d' = ALONE · d``, so that what the
graph ties to the text and what speaks of it itself stand above what does one of the two. Without a walk the path is
empty.

Editions of one report say the same: things of one kind with one label are one result, the others stand in ``also``.
"""

from __future__ import annotations

import re

import numpy as np
import pyoxigraph as ox

from missiongraph.ontology.terms import MG, RDF

from .evidence import Edge, edges, quotes
from .filters import Filters, allowed
from .labels import labels_of
from .library import Snapshot
from .query import QueryError, understood
from .ranking import embedder, rank
from .results import LinkedHit, LinkedResult, Match

FINDABLE = {"reforms": "reform", "barriers": "barrier", "missions": "mission", "actors": "actor"}
#: Below this cosine a label or quote is not taken to be about the text.
LEAST = 0.33
#: Where no label and no passage comes this near, the library has nothing to say on the text. Measured: the best cosine
#: was 0.40 or more for 102 questions with an answer, and 0.38 or less for twelve about cooking, travel and the like.
FITS = 0.39
MATCHED = 12  # matches that are shown
STARTS = 48  # matches that are walked from
#: Weight of a match of what is looked for itself, where nothing leads to it; and of the weaker of match and walk.
ALONE, JOINT = 0.8, 0.5
#: Weight of a walk that starts at an actor: many things affect or ask something of it.
FROM_ACTOR = 0.4
#: Weight of a match through an evidence passage beside one through the label.
BY_EVIDENCE = 0.9
#: Weight of the words that a passage shares with the text, beside its cosine.
BY_WORDS = 0.5
#: How many evidence passages are looked at.
EVIDENCE = 30
#: How many labels are looked at.
NEAREST = 200

#: Roles that a filter can ask of an actor: name of the filter → property.
ROLES = {"led_by": MG.ledBy, "affects": MG.affects, "mobilises": MG.mobilises, "proposed_by": MG.proposedBy}


def linked(
    snapshot: Snapshot,
    query: str,
    *,
    find: str = "reforms",
    limit: int = 20,
    filters: Filters | None = None,
    roles: dict[str, str] | None = None,
    of_class: str | None = None,
) -> LinkedResult:
    """The entities of a kind that the graph ties to what the text speaks of.

    :param find: ``reforms``, ``barriers``, ``missions`` or ``actors``.
    :param roles: role (:data:`ROLES`) → slug or IRI of the actor who must have it.
    :param of_class: local name of a class of the vocabulary, such as ``CivilSociety``, that the answers are to be of.
    :raises QueryError: for a text without words or an unknown ``find``.
    """
    if find not in FINDABLE:
        raise QueryError(f"find={find!r} is not known", f"Use one of {', '.join(FINDABLE)}.")
    if not re.search(r"\w", query):
        raise QueryError("the query has no words", "Type what stands in the way, or what should happen.")
    starts = match(snapshot, query, filters or Filters())
    if not starts:
        return LinkedResult(query=query, matched=(), results=(), note=_nothing(snapshot))
    matched = _distinct(starts)[:MATCHED]
    found = _walk(snapshot, starts, FINDABLE[find])
    if filters:
        mask = allowed(snapshot.index, filters, snapshot.base)
        found = {iri: value for iri, value in found.items() if mask[snapshot.index.passages_of(iri)].any()}
    if roles:
        found = _with_roles(snapshot, found, roles)
    if of_class:
        found = {iri: value for iri, value in found.items() if _is(snapshot, iri, MG[of_class])}
    best = sorted(found.items(), key=lambda item: (-round(item[1][0], 4), item[0]))
    results = _explain(snapshot, best, limit)
    note = (
        None
        if results
        else (
            f"The text matches {matched[0].label!r}, but no {find} are linked to it in this library: "
            "none found, which does not mean that none exist."
        )
    )
    return LinkedResult(query=query, matched=matched, results=results, note=note)


def _nothing(snapshot: Snapshot) -> str:
    if not len(snapshot.index):
        return "The library holds no reports yet."
    return "Nothing in the library is close to this in meaning: no mission, barrier, reform or actor matches."


def match(snapshot: Snapshot, query: str, filters: Filters) -> tuple[Match, ...]:
    """The entities that a text speaks of, by their labels and by the words that evidence them."""
    return _best(snapshot, _scores(snapshot, query, filters))[:STARTS]


def alike(snapshot: Snapshot, query: str, kind: str, *, cls: str | None = None) -> tuple[Match, ...]:
    """As :func:`match`, but the entities of one kind alone, as many as there are.

    :param cls: IRI of a class that they must have besides.
    """
    scores = _scores(snapshot, query, Filters(), kind=kind)
    if cls is not None:
        scores = {iri: score for iri, score in scores.items() if _is(snapshot, iri, ox.NamedNode(cls))}
    return _best(snapshot, scores)


def _is(snapshot: Snapshot, iri: str, cls: ox.NamedNode) -> bool:
    return ox.Quad(ox.NamedNode(iri), RDF.type, cls, ox.DefaultGraph()) in snapshot.store.native


def _scores(snapshot: Snapshot, query: str, filters: Filters, *, kind: str | None = None) -> dict[str, float]:
    """How near each entity (of a kind) is to a text; empty where the library has nothing to say on it."""
    index = snapshot.index
    if not len(index):
        return {}
    forms, _ = understood(index, query)
    vectors = embedder().encode(forms)
    mask = allowed(index, filters, snapshot.base)
    scores: dict[str, float] = {}
    nearest = 0.0
    if index.entities:
        near = np.max([index.entity_cosines(vector) for vector in vectors], axis=0)
        order = np.argsort(-near, kind="stable")
        for i in order[: NEAREST if kind is None else len(order)].tolist():
            iri, score = index.entities[i].iri, float(near[i])
            if score < LEAST:
                break
            if mask[index.passages_of(iri)].any():
                nearest = max(nearest, score)
                if kind in (None, _kind(snapshot, iri)):
                    scores[iri] = max(score, scores.get(iri, 0.0))
    ranking = rank(index, forms, vectors=vectors)
    body = index.body[ranking.ordinals]
    if max(nearest, float(ranking.dense[body].max(initial=0.0))) < FITS:
        return {}
    spoken = np.minimum(1.0, BY_EVIDENCE * (ranking.dense + BY_WORDS * ranking.lexical))
    spoken[(ranking.dense < LEAST) | ~mask[ranking.ordinals] | ~body] = 0.0
    for i in np.argsort(-spoken, kind="stable")[:EVIDENCE].tolist():
        if spoken[i] >= LEAST:
            for iri in index.passages[int(ranking.ordinals[i])].entities:
                if "/actor/" not in iri and kind in (None, _kind(snapshot, iri)):
                    scores[iri] = max(float(spoken[i]), scores.get(iri, 0.0))
    return scores


def _best(snapshot: Snapshot, scores: dict[str, float]) -> tuple[Match, ...]:
    names = labels_of(snapshot, scores)
    best = sorted((iri for iri in scores if iri in names), key=lambda iri: (-round(scores[iri], 4), iri))
    return tuple(
        Match(id=iri, type=names[iri].type, label=names[iri].label, score=round(scores[iri], 4)) for iri in best
    )


def _distinct(matches: tuple[Match, ...]) -> tuple[Match, ...]:
    """The first of each kind and label."""
    return tuple({(m.type, m.label.casefold()): m for m in reversed(matches)}.values())[::-1]


Path = tuple[Edge, ...]
Reached = dict[str, list[tuple[float, Path]]]
Found = dict[str, tuple[float, Path]]


def _walk(snapshot: Snapshot, starts: tuple[Match, ...], kind: str) -> Found:
    """Entities of the kind that match, or lie one claim away; actors of a barrier also two, through its reforms."""
    direct = {m.id: m.score for m in starts}
    weight = {iri: score * (FROM_ACTOR if "/actor/" in iri else 1.0) for iri, score in direct.items()}
    reached = _step(snapshot, {iri: [(score, ())] for iri, score in weight.items()})
    if kind == "actor":
        reforms: Reached = {iri: [best] for iri, (best, *_) in reached.items() if _kind(snapshot, iri) == "reform"}
        for iri, walks in _step(snapshot, reforms).items():
            reached[iri] = sorted([*reached.get(iri, []), *walks], key=_strength)
    found: Found = {}
    for iri in direct.keys() | reached.keys():
        if _kind(snapshot, iri) == kind:
            walks = reached.get(iri, [])
            alone = ALONE * direct.get(iri, 0.0)
            joined = 1.0 - float(np.prod([1.0 - score for score, _ in walks[:3]]))
            score = min(1.0, max(alone, joined) + JOINT * min(alone, joined))
            found[iri] = (score, walks[0][1] if walks else ())
    return found


def _kind(snapshot: Snapshot, iri: str) -> str:
    return iri.removeprefix(snapshot.base).partition("/")[0]


def _strength(walk: tuple[float, Path]) -> tuple[float, list[str]]:
    return -walk[0], [edge.claim for edge in walk[1]]


def _step(snapshot: Snapshot, start: Reached) -> Reached:
    """What lies one claim further: for each thing the walks that reach it, the strongest first."""
    reached: Reached = {}
    for edge in edges(snapshot, list(start)):
        for here, there in ((edge.subject, edge.object), (edge.object, edge.subject)):
            if here in start:
                score, path = start[here][0]
                if there not in {end for step in path for end in (step.subject, step.object)}:
                    reached.setdefault(there, []).append((score * edge.confidence, (*path, edge)))
    return {iri: sorted(walks, key=_strength) for iri, walks in reached.items()}


def _with_roles(snapshot: Snapshot, found: Found, roles: dict[str, str]) -> Found:
    wanted = {
        (ROLES[role].value, value if value.startswith("http") else f"{snapshot.base}actor/{value}")
        for role, value in roles.items()
    }
    have: dict[str, set[tuple[str, str]]] = {}
    for edge in edges(snapshot, list(found)):
        have.setdefault(edge.subject, set()).add((edge.predicate, edge.object))
    return {iri: value for iri, value in found.items() if wanted <= have.get(iri, set())}


def _explain(snapshot: Snapshot, best: list[tuple[str, tuple[float, Path]]], limit: int) -> tuple[LinkedHit, ...]:
    """The first ``limit`` results of distinct labels with their evidence: the words of the path, then their own."""
    names = labels_of(snapshot, {iri for iri, _ in best})
    groups: dict[tuple[str, str], list[tuple[str, tuple[float, Path]]]] = {}
    for iri, value in best:
        if iri in names:
            groups.setdefault((names[iri].type, names[iri].label.casefold()), []).append((iri, value))
    shown = list(groups.values())[:limit]
    bodies = {rows[0][0] for rows in shown} | {edge.claim for rows in shown for edge in rows[0][1][1]}
    evidence = quotes(snapshot, bodies)
    hits = []
    for (iri, (score, path)), *others in shown:
        words = evidence.get(iri, []) + [q for edge in path for q in evidence.get(edge.claim, [])]
        hits.append(
            LinkedHit(
                id=iri,
                type=names[iri].type,
                label=names[iri].label,
                score=round(float(np.float32(score)), 4),
                path=tuple(edge.step() for edge in path),
                evidence=tuple(dict.fromkeys(words))[:6],
                also=tuple(other for other, _ in others),
            )
        )
    return tuple(hits)
