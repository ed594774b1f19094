"""How well a report's extraction agrees with hand annotations.

Entities are matched one to one by evidence, else by label; barriers and reforms are also scored *where said*, many to
many, so that neither splitting nor merging is punished there. Annotations marked optional are neither required nor
punished. Links are scored between matched ends, against those that the annotators share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from missiongraph.ontology.model import Basis, EntityKind, Extraction, Passage

from .extraction.gold import Gold, GoldEntity, agrees, words

#: Role in the annotations → (class of the subject, predicate, class of the object).
LINKS = {
    "addresses": ("reform", "addresses", "barrier"),
    "led_by": ("reform", "ledBy", "actor"),
    "mobilises": ("reform", "mobilises", "actor"),
    "hinders": ("barrier", "hinders", "mission"),
    "affects": ("barrier", "affects", "actor"),
    "advances": ("reform", "advances", "mission"),
}
KINDS = {"missions": "mission", "barriers": "barrier", "reforms": "reform", "actors": "actor"}
SAME_NAME = 0.88  # likeness of names from which an actor is the annotated one
SAME_LABEL, LOOSE_LABEL, LOOSE_LEAST = 0.85, 0.95, 0.6


@dataclass(frozen=True, slots=True)
class Item:
    """A found entity: its key, names and quotes (as words)."""

    key: str
    labels: tuple[str, ...]
    quotes: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Precision, recall and F1 (0 to 1); counts of what was found, wanted and right."""

    precision: float
    recall: float
    f1: float
    found: int
    wanted: int
    right: int
    end_to_end: float | None = None  # links: recall over all required ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The scores of one report by measure, what was missed and falsely found by class, and how sure it was."""

    report: str
    scores: Mapping[str, Score]
    missed: Mapping[str, tuple[str, ...]]
    false: Mapping[str, tuple[str, ...]]
    evidence: float  # share of entities with a quote
    sure: tuple[tuple[str, float, bool], ...]  # (class or predicate, confidence, whether the annotators have it)


def ratio(right: int, found: int, wanted: int, hit: int | None = None, **more: float) -> Score:
    """A score from counts; ``hit`` counts wanted ones that were found, where that differs from ``right``."""
    hit = right if hit is None else hit
    precision, recall = right / found if found else 0.0, hit / wanted if wanted else 0.0
    both = precision + recall
    return Score(
        precision=round(precision, 3),
        recall=round(recall, 3),
        f1=round(2 * precision * recall / both, 3) if both else 0.0,
        found=found,
        wanted=wanted,
        right=right,
        end_to_end=more.get("end_to_end"),
    )


def items(extraction: Extraction, passages: Sequence[Passage], kind: str) -> list[Item]:
    """The found entities of a class."""
    texts = {p.key: p.text for p in passages}
    return [
        Item(
            e.key,
            (e.label, *e.aliases),
            tuple(tuple(words(texts[v.passage][v.start : v.end])) for v in e.evidence),
        )
        for e in extraction.entities
        if e.kind is EntityKind(kind)
    ]


def likeness(found: Item, gold: GoldEntity, *, by_name: bool) -> float:
    """How alike they are, 0 where they are not the same: by quotes above 1, by labels up to 1."""
    from rapidfuzz import fuzz

    names = [(a.lower(), b.lower()) for a in found.labels for b in (gold.label, *gold.aliases)]
    label = max(fuzz.token_sort_ratio(a, b) for a, b in names) / 100
    if by_name:
        return label if label >= SAME_NAME else 0.0
    if any(agrees(list(q), g) for q in found.quotes for g in gold.quotes):
        return 1.0 + label
    loose = max(fuzz.token_set_ratio(a, b) for a, b in names) / 100
    return label if label >= SAME_LABEL or (loose >= LOOSE_LABEL and label >= LOOSE_LEAST) else 0.0


def match(found: Sequence[Item], gold: Sequence[GoldEntity], *, by_name: bool) -> dict[str, GoldEntity]:
    """Key of a found entity → the annotated one, one to one, the most alike first."""
    pairs = sorted(((likeness(f, g, by_name=by_name), f.key, g.id) for f in found for g in gold), reverse=True)
    by_id, used, result = {g.id: g for g in gold}, set[str](), dict[str, GoldEntity]()
    for score, key, id_ in pairs:
        if score > 0 and key not in result and id_ not in used:
            result[key] = by_id[id_]
            used.add(id_)
    return result


def where_said(found: Sequence[Item], gold: Sequence[GoldEntity]) -> Score:
    """Precision over found quotes, recall over required annotations, whatever belongs to whatever."""
    touched = {
        (f.key, n, g.id)
        for f in found
        for n, quote in enumerate(f.quotes)
        for g in gold
        if any(agrees(list(quote), q) for q in g.quotes)
    }
    wanted = {g.id for g in gold if not g.optional}
    precise = len({(key, n) for key, n, _ in touched})
    return ratio(precise, sum(len(f.quotes) for f in found), len(wanted), hit=len({i for _, _, i in touched} & wanted))


def score(extraction: Extraction, passages: Sequence[Passage], gold: Gold) -> Evaluation:
    """Hold what was extracted from a report against its annotations."""
    scores: dict[str, Score] = {}
    missed, false, matched = {}, {}, {}
    sure: list[tuple[str, float, bool]] = []
    confidence = {e.key: e.confidence for e in extraction.entities}
    quoted = entities = 0
    for name, kind in KINDS.items():
        found, annotated = items(extraction, passages, kind), gold.entities[kind]
        hits = matched[kind] = match(found, annotated, by_name=kind == "actor")
        wanted = [g for g in annotated if not g.optional]
        right = sum(not g.optional for g in hits.values())
        scores[name] = ratio(right, len(found) - (len(hits) - right), len(wanted))
        if kind in ("barrier", "reform"):
            scores[f"{name} where said"] = where_said(found, annotated)
        if kind != "actor":
            quoted, entities = quoted + sum(bool(f.quotes) for f in found), entities + len(found)
            sure += [(kind, confidence[f.key], f.key in hits) for f in found]
        have = {g.id for g in hits.values()}
        missed[name] = tuple(g.label for g in wanted if g.id not in have)
        false[name] = tuple(f.labels[0] for f in found if f.key not in hits)
    for role in LINKS:
        scores[LINKS[role][1]] = _links(extraction, gold, role, matched, sure)
    return Evaluation(
        report=gold.name,
        scores=scores,
        missed=missed,
        false=false,
        evidence=quoted / entities if entities else 1.0,
        sure=tuple(sure),
    )


def _links(
    extraction: Extraction,
    gold: Gold,
    role: str,
    matched: Mapping[str, Mapping[str, GoldEntity]],
    sure: list[tuple[str, float, bool]],
) -> Score:
    source, predicate, target = LINKS[role]
    subjects, objects = matched[source], matched[target]
    every = {(g.id, other) for g in gold.entities[source] for other in g.links.get(role, ())}
    optional = {g.id for kind in (source, target) for g in gold.entities[kind] if g.optional}
    required = {p for p in every - gold.disputed.get(role, frozenset()) if not set(p) & optional}
    both = set()
    for claim in extraction.claims:
        asserted = claim.predicate.value == predicate and claim.basis is not Basis.SIMILARITY
        if asserted and claim.subject in subjects and claim.object in objects:
            pair = (subjects[claim.subject].id, objects[claim.object].id)
            both.add(pair)
            sure.append((predicate, claim.confidence, pair in every))
    have, other = {g.id for g in subjects.values()}, {g.id for g in objects.values()}
    reachable = {(a, b) for a, b in required if a in have and b in other}
    hit = len(both & required)
    end = round(hit / len(required), 3) if required else 0.0
    return ratio(len(both & every), len(both), len(reachable), hit=hit, end_to_end=end)


def calibration_error(sure: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error over bins of equal mass (Naeini et al. 2015).

    >>> round(calibration_error([(0.9, True), (0.9, True), (0.1, False), (0.1, False)], bins=2), 2)
    0.1
    """
    return sum(n * abs(said - held) for n, said, held in reliability(sure, bins)) / max(len(sure), 1)


def reliability(sure: Sequence[tuple[float, bool]], bins: int = 10) -> list[tuple[int, float, float]]:
    """Of each bin of equal mass its size, mean confidence, and the share that held."""
    rows, ordered = [], sorted(sure, key=lambda row: row[0])
    for n in range(bins):
        part = ordered[n * len(ordered) // bins : (n + 1) * len(ordered) // bins]
        if part:
            rows.append((len(part), sum(c for c, _ in part) / len(part), sum(t for _, t in part) / len(part)))
    return rows
