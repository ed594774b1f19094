"""What training without a report says of that report: the only honest basis for a confidence or a score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from missiongraph.ontology.model import Entity, EntityKind

from .actors import Actor, actors
from .classifier import KINDS, Weights, probabilities
from .entities import find
from .found import Found, evidence
from .gold import GoldEntity, agrees, words
from .links import ENDS, Report, pairs
from .settings import DEFAULTS, Settings
from .train import OPTIONAL, Example, Row, fit

ROLE_OF = {
    "addresses": "addresses",
    "ledBy": "led_by",
    "mobilises": "mobilises",
    "advances": "advances",
    "hinders": "hinders",
    "affects": "affects",
}


@dataclass(frozen=True, slots=True)
class Held:
    """A report, the weights that the others give, and what these find in it."""

    example: Example
    weights: Weights
    found: dict[EntityKind, list[Found]]


#: Weights by the names of the reports that they were learnt from.
Known = dict[frozenset[str], Weights]


def left_out(examples: Sequence[Example], settings: Settings = DEFAULTS, known: Known | None = None) -> Iterator[Held]:
    """Each real report by what the others teach.

    :param known: weights that need not be learnt again; those that are learnt are added
    """
    known = {} if known is None else known
    for example in (each for each in examples if not each.gold.invented):
        others = [other for other in examples if not other.gold.shares_words_with(example.gold)]
        names = frozenset(other.gold.name for other in others)
        weights = known[names] = known[names] if names in known else fit(others)
        yield Held(example, weights, held_out(example, weights, settings))


def matched(found: Sequence[Found], gold: Sequence[GoldEntity], texts: Sequence[str]) -> dict[int, GoldEntity]:
    """One to one by evidence: the found entity (its index) to the annotated one, required ones first."""
    pairs = sorted(
        (g.optional, n, index)
        for n, f in enumerate(found)
        for index, g in enumerate(gold)
        if any(agrees(words(texts[u]), q) for u in f.units[: DEFAULTS.quotes] for q in g.quotes)
    )
    result: dict[int, GoldEntity] = {}
    used: set[int] = set()
    for _, n, index in pairs:
        if n not in result and index not in used:
            result[n] = gold[index]
            used.add(index)
    return result


def learn_links(held: Sequence[Held]) -> dict[str, list[Row]]:
    """Of each predicate the pairs of held-out matched entities: (report, features, whether annotated, weight)."""
    result: dict[str, list[Row]] = {}
    for each in held:
        known = each.example.pairs
        known.extend([] if known else annotated_pairs(each.example))
        for rows in (judged_pairs(each), known):
            for name, row in rows:
                result.setdefault(name, []).append(row)
    return result


def annotated_pairs(example: Example) -> Iterator[tuple[str, Row]]:
    """The pairs of a report's annotated entities, as if all had been found: some four times the linked ones."""
    texts = [words(u.text) for u in example.seen.units]
    found: dict[str, list[Found]] = {}
    ids: dict[str, list[GoldEntity]] = {}
    for kind in KINDS:
        stated = [
            (g, tuple(i for i, t in enumerate(texts) if any(agrees(t, q) for q in g.quotes))[: DEFAULTS.quotes])
            for g in example.gold.entities[kind.value]
        ]
        ids[kind.value] = [g for g, rows in stated if rows]
        found[kind.value] = [_as_found(example, kind, g, rows) for g, rows in stated if rows]
    people = actors(example.passages)
    named = matched_actors(people, example.gold.entities["actor"])
    for pair in pairs(Report(example.document, example.passages, example.seen, people), found):
        source, target = ENDS[pair.predicate]
        subject = ids[source][pair.subject]
        other = named.get(pair.object) if target == "actor" else ids[target][pair.object].id
        if other is not None:
            role = ROLE_OF[pair.predicate.value]
            disputed = (subject.id, other) in example.gold.disputed.get(role, frozenset())
            linked = other in subject.links.get(role, ())
            yield (
                pair.predicate.value,
                (example.gold.name, pair.features, linked, OPTIONAL if disputed else 1.0),
            )


def _as_found(example: Example, kind: EntityKind, gold: GoldEntity, rows: tuple[int, ...]) -> Found:
    vector = example.seen.vectors[list(rows)].astype(np.float64).mean(axis=0)
    entity = Entity(
        key=f"{kind.value}/{gold.id}",
        kind=kind,
        label=gold.label,
        confidence=0.8,
        evidence=tuple(evidence(example.passages, example.seen, i) for i in rows),
    )
    return Found(entity, rows, vector / max(float(np.linalg.norm(vector)), 1e-9), 1.0)


def judged_pairs(held: Held) -> Iterator[tuple[str, Row]]:
    """The pairs of a report's found entities that annotated ones match."""
    example, texts = held.example, [u.text for u in held.example.seen.units]
    found = {k.value: entities for k, entities in held.found.items()}
    hits: dict[str, dict[int, str]] = {
        k.value: {n: g.id for n, g in matched(found[k.value], example.gold.entities[k.value], texts).items()}
        for k in KINDS
    }
    people = actors(example.passages)
    hits["actor"] = matched_actors(people, example.gold.entities["actor"])
    for pair in pairs(Report(example.document, example.passages, example.seen, people), found):
        source, target = ENDS[pair.predicate]
        subject, other = hits[source].get(pair.subject), hits[target].get(pair.object)
        if subject is None or other is None:
            continue
        role = ROLE_OF[pair.predicate.value]
        linked = any(g.id == subject and other in g.links.get(role, ()) for g in example.gold.entities[source])
        disputed = (subject, other) in example.gold.disputed.get(role, frozenset())
        yield pair.predicate.value, (example.gold.name, pair.features, linked, OPTIONAL if disputed else 1.0)


def matched_actors(people: Sequence[Actor], gold: Sequence[GoldEntity]) -> dict[int, str]:
    """One to one by name: the found actor (its index) to the id of the annotated one."""
    from rapidfuzz import fuzz

    names = [{n.lower() for n in (a.aliases | {a.label})} for a in people]
    scored = sorted(
        (
            (-max(fuzz.token_sort_ratio(a, b.lower()) for a in names[n] for b in (g.label, *g.aliases)), n, g.id)
            for n in range(len(people))
            for g in gold
        ),
        key=lambda row: row,
    )
    result: dict[int, str] = {}
    used: set[str] = set()
    for score, n, id_ in scored:
        if score <= -88 and n not in result and id_ not in used:
            result[n] = id_
            used.add(id_)
    return result


def outcomes(held: Sequence[Held]) -> dict[EntityKind, list[Row]]:
    """Of each held-out group of spans what is known of it, and whether the annotators have it too."""
    result: dict[EntityKind, list[Row]] = {kind: [] for kind in KINDS}
    for each in held:
        name, gold = each.example.gold.name, each.example.gold.entities
        texts = [u.text for u in each.example.seen.units]
        for kind, found in each.found.items():
            hits = matched(found, gold[kind.value], texts)
            for n, f in enumerate(found):
                counts = OPTIONAL if n in hits and hits[n].optional else 1.0
                result[kind].append((name, f.sights or (f.score,), n in hits, counts))
    return result


def held_out(example: Example, weights: Weights, settings: Settings) -> dict[EntityKind, list[Found]]:
    """The entities of a report by weights that others gave."""
    likely = probabilities(example.seen, weights)
    return {k: find(k, example.document, example.passages, example.seen, likely, weights, settings) for k in KINDS}
