"""Linked queries: tie a text to entities by meaning, walk the graph from them, explain every step.

A result is tied to the text by its own words, by ``d`` (:mod:`missiongraph.search.matching`), or reached by walking a
claim from an entity that the text speaks of; its ``path`` is the strongest such walk. A walk starts with
``m = d · ((d - CUT · top) / (top - CUT · top))²``, so that only what is nearly the best match leads on. The walks to
one result join as independent reasons do: ``w = 1 - Π (1 - mᵢ · cᵢ)`` over its strongest three, with the confidences
``c`` on the way. Then ``score = min(1, max(d + JOINT · w, WALKED · w))``, and ``1 - (1 - ALONE · d) · (1 - r · w)``
for an actor, whose ``d`` is that of its name or of a passage that names it, and whose rarity ``r`` keeps those that
everything asks something of from standing first. Where no stated link leads to a result, the path is empty and
``reached`` says that its own words do.

Editions of one report say the same: things of one kind with one label, or with one quote in two reports, are one
result, the others stand in ``also``.
"""

from __future__ import annotations

import re

import numpy as np

from missiongraph.ontology.terms import MG

from .evidence import Edge, edges, quotes
from .filters import Filters, allowed
from .labels import labels_of
from .library import Snapshot
from .matching import Tied, best, is_of, kind_of, tie
from .query import QueryError
from .results import EntityRef, LinkedHit, LinkedResult, Match, Quote
from .words import words

FINDABLE = {"reforms": "reform", "barriers": "barrier", "missions": "mission", "actors": "actor"}
#: Results beside half as many again as are asked for that are looked through, as editions say the same.
EDITIONS = 15
MATCHED = 12  # matches that are shown
STARTS = 48  # matches that are walked from
#: Below this share of the best match's strength nothing is walked from; more leads to actors, who are many a reform's.
CUT, ACTORS_CUT = 0.7, 0.25
#: Weight of a walk beside a match of what is looked for itself, and where there is none.
JOINT, WALKED = 0.1, 0.5
#: Weight of an actor's own name, where the walks to it count whole.
ALONE = 0.5
#: Weight of a walk that starts at an actor: many things affect or ask something of it.
FROM_ACTOR = 0.4
#: Weight of being named in a passage that speaks of the text, for an actor; and how many such passages are looked at.
NAMED, NAMING = 0.5, 30

#: What scores less than this share of the best result is no result; nor is a mission, barrier or reform that scores
#: less than this at all.
LEAST_OF_BEST, LEAST_SCORE = 0.5, 0.2
#: Two quotes say the same where this share of the longer one's words stand in the other.
SAME = 0.85

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
    tied = tie(snapshot, query, filters or Filters())
    starts = best(snapshot, tied.entities)
    if not starts:
        return LinkedResult(query=query, matched=(), results=(), note=_nothing(snapshot))
    matched = _distinct(starts)[:MATCHED]
    found = _walk(snapshot, tied, starts, FINDABLE[find])
    if filters:
        mask = allowed(snapshot.index, filters, snapshot.base)
        found = {iri: value for iri, value in found.items() if mask[snapshot.index.passages_of(iri)].any()}
    if roles:
        found = _with_roles(snapshot, found, roles)
    if of_class:
        found = {iri: value for iri, value in found.items() if is_of(snapshot, iri, MG[of_class])}
    results = _explain(snapshot, _ordered(found), limit)
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


def _distinct(matches: tuple[Match, ...]) -> tuple[Match, ...]:
    """The first of each kind and label."""
    return tuple({(m.type, m.label.casefold()): m for m in reversed(matches)}.values())[::-1]


Path = tuple[Edge, ...]
Reached = dict[str, list[tuple[float, Path]]]
Found = dict[str, tuple[float, Path]]


def _walk(snapshot: Snapshot, tied: Tied, starts: tuple[Match, ...], kind: str) -> Found:
    """Entities of the kind that match, or lie one claim away; actors of a barrier also two, through its reforms."""
    leading = _leading(starts[:STARTS], ACTORS_CUT if kind == "actor" else CUT)
    reached = _step(snapshot, {iri: [(m, ())] for iri, m in leading.items()})
    if kind == "actor":
        reforms: Reached = {iri: [best] for iri, (best, *_) in reached.items() if kind_of(snapshot, iri) == "reform"}
        for iri, walks in _step(snapshot, reforms).items():
            reached[iri] = sorted([*reached.get(iri, []), *walks], key=_strength)
    direct = tied.entities if kind != "actor" else _named(snapshot, tied)
    found: Found = {}
    for iri in sorted(direct.keys() | reached.keys()):
        if kind_of(snapshot, iri) == kind:
            walks = reached.get(iri, [])
            joined = 1.0 - float(np.prod([1.0 - score for score, _ in walks[:3]]))
            if kind == "actor":
                joined *= _rarity(snapshot, iri)
            score = _joint(direct.get(iri, 0.0), joined, actor=kind == "actor")
            if score >= LEAST_SCORE or kind == "actor":
                found[iri] = (score, walks[0][1] if walks else ())
    return found


def _rarity(snapshot: Snapshot, iri: str) -> float:
    """1 for what one passage speaks of, 0 for what all do: being tied to what is everywhere says little."""
    return 1.0 - float(np.log(max(1, len(snapshot.index.passages_of(iri)))) / np.log(len(snapshot.index) + 1))


def _joint(direct: float, walked: float, *, actor: bool) -> float:
    """See the module; what is done to and by an actor counts as much as its name does."""
    if actor:
        return 1.0 - (1.0 - ALONE * direct) * (1.0 - walked)
    return min(1.0, max(direct + JOINT * walked, WALKED * walked))


def _leading(starts: tuple[Match, ...], cut: float) -> dict[str, float]:
    """Matches that are walked from, with the weight of a walk that starts there."""
    top = starts[0].score
    weight = {
        one.id: one.score
        * (max(0.0, one.score - cut * top) / (top - cut * top)) ** 2
        * (FROM_ACTOR if one.type == "actor" else 1.0)
        for one in starts
    }
    return {iri: weight_of for iri, weight_of in weight.items() if weight_of > 0}


def _named(snapshot: Snapshot, tied: Tied) -> dict[str, float]:
    """Actors that match, or that passages which speak of the text name: the rarer an actor, the more that says."""
    index = snapshot.index
    found = {iri: score for iri, score in tied.entities.items() if kind_of(snapshot, iri) == "actor"}
    for i in np.argsort(-tied.spoken, kind="stable")[:NAMING].tolist():
        for code in index.spoken[index.speaks[i] : index.speaks[i + 1]].tolist():
            iri = index.name(code)
            if tied.spoken[i] > 0 and kind_of(snapshot, iri) == "actor":
                score = NAMED * _rarity(snapshot, iri) * float(tied.spoken[i])
                found[iri] = max(found.get(iri, 0.0), min(1.0, score))
    return found


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


def _ordered(found: Found) -> list[tuple[str, float, Path]]:
    order = sorted((-round(score, 4), iri, path) for iri, (score, path) in found.items())
    return [(iri, -score, path) for score, iri, path in order if score <= LEAST_OF_BEST * order[0][0]]


def _explain(snapshot: Snapshot, order: list[tuple[str, float, Path]], limit: int) -> tuple[LinkedHit, ...]:
    """The first ``limit`` distinct results with their evidence: the words of the path, then their own."""
    order = order[: limit + limit // 2 + EDITIONS]
    names = labels_of(snapshot, {iri for iri, _, _ in order})
    bodies = {iri for iri, _, _ in order} | {edge.claim for _, _, path in order for edge in path}
    evidence = quotes(snapshot, bodies)
    hits = []
    for (iri, score, path), others in _grouped(order, names, evidence)[:limit]:
        said = evidence.get(iri, []) + [q for edge in path for q in evidence.get(edge.claim, [])]
        hits.append(
            LinkedHit(
                id=iri,
                type=names[iri].type,
                label=names[iri].label,
                score=round(float(np.float32(score)), 4),
                path=tuple(edge.step() for edge in path),
                reached="stated link" if path else "own words",
                evidence=tuple(dict.fromkeys(said))[:6],
                also=tuple(others),
            )
        )
    return tuple(hits)


Result = tuple[str, float, Path]


def _grouped(
    order: list[Result], names: dict[str, EntityRef], evidence: dict[str, list[Quote]]
) -> list[tuple[Result, list[str]]]:
    """Each distinct result with the others that are the same: one label, or one quote in another report."""
    groups: list[tuple[Result, list[str]]] = []
    said: list[tuple[str, Quote | None, set[str]]] = []
    for result in order:
        if result[0] not in names:
            continue
        label = names[result[0]].label.casefold()
        quote = next(iter(evidence.get(result[0], [])), None)
        held = set(words(quote.quote)) if quote else set()
        for place, one in enumerate(said):
            if one[0] == label or _one_quote(one[1], quote, one[2], held):
                groups[place][1].append(result[0])
                break
        else:
            groups.append((result, []))
            said.append((label, quote, held))
    return groups


def _one_quote(one: Quote | None, other: Quote | None, held: set[str], wanted: set[str]) -> bool:
    if one is None or other is None or one.report == other.report:
        return False
    return len(held & wanted) >= SAME * max(len(held), len(wanted))
