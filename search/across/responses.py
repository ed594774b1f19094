"""Responses: what was decided on the recommendations of another report, by whom, with the words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from missiongraph.ontology.terms import MG

from ..filters import Filters, allowed, last_segment
from ..labels import labels_of
from ..library import Snapshot
from ..query import QueryError
from ..results import EntityRef, Quote
from ..things import list_things
from .said import Said, said
from .sources import claims_of

DECISIONS = ("accepted", "acceptedInPart", "rejected", "deferred", "notStated")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision on a reform: the response that takes it, and its document."""

    id: str
    decision: str
    report: str
    title: str
    issued: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response: its decision, who takes it, its document, the reforms it answers and its words.

    ``evidence`` and ``reports`` count its quotes and the reports that they stand in.
    """

    id: str
    type: str
    label: str
    slug: str
    decision: str
    report: str
    title: str
    issued: str | None
    by: tuple[EntityRef, ...]
    answers: tuple[Said, ...]
    quote: Quote | None
    evidence: int
    reports: int
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """A page of responses, of ``total``; ``decisions`` counts all of these by decision."""

    total: int
    items: tuple[Answer, ...]
    decisions: dict[str, int]
    next: int | None = None


def responses(
    snapshot: Snapshot,
    *,
    decision: str | None = None,
    limit: int = 100,
    offset: int = 0,
    filters: Filters | None = None,
) -> Answers:
    """The responses of a snapshot, by document and label.

    :param filters: ``report`` is the document that answers or the report that is answered; ``reform`` what is answered;
        others are held against the passages of the response.
    :raises QueryError: for a decision that there is not.
    """
    if decision is not None and decision not in DECISIONS:
        raise QueryError(f"decision={decision!r} is not known", f"Use one of {', '.join(DECISIONS)}.")
    items = {item.id: item for item in list_things(snapshot, "response", limit=10_000_000).items}
    taken = _decisions(snapshot)
    answered, by = _tied(snapshot, MG.respondsTo.value), _tied(snapshot, MG.respondedBy.value)
    told = said(snapshot, set(items) | {reform for iri in items for reform in answered.get(iri, ())})
    kept = [
        iri
        for iri in items
        if iri in told and _meets(snapshot, filters, told[iri], [told[r] for r in answered.get(iri, ()) if r in told])
    ]
    counts = Counter(taken.get(iri, "notStated") for iri in kept)
    kept = [iri for iri in kept if decision in (None, taken.get(iri, "notStated"))]
    kept.sort(key=lambda iri: (told[iri].report, _natural(told[iri].label), iri))
    actors = labels_of(snapshot, {actor for iri in kept for actor in by.get(iri, ())})
    end = offset + limit
    return Answers(
        total=len(kept),
        decisions={name: counts[name] for name in DECISIONS if counts[name]},
        items=tuple(
            Answer(
                id=iri,
                type="response",
                label=told[iri].label,
                slug=items[iri].slug,
                decision=taken.get(iri, "notStated"),
                report=told[iri].report,
                title=told[iri].title,
                issued=told[iri].issued,
                by=tuple(actors[a] for a in by.get(iri, ()) if a in actors),
                answers=tuple(told[r] for r in answered.get(iri, ()) if r in told),
                quote=told[iri].quote,
                evidence=items[iri].evidence,
                reports=items[iri].reports,
                confidence=items[iri].confidence,
            )
            for iri in kept[offset:end]
        ),
        next=end if end < len(kept) else None,
    )


def decided(snapshot: Snapshot, reforms: Collection[str]) -> dict[str, tuple[Decided, ...]]:
    """Reform → what was decided on it."""
    wanted = set(reforms)
    pairs = [(s, o) for _, s, o in claims_of(snapshot, MG.respondsTo.value) if o in wanted]
    told, taken = said(snapshot, {s for s, _ in pairs}), _decisions(snapshot)
    found: dict[str, list[Decided]] = defaultdict(list)
    for response, reform in sorted(set(pairs)):
        if response in told:
            one = told[response]
            decision = taken.get(response, "notStated")
            found[reform].append(
                Decided(id=response, decision=decision, report=one.report, title=one.title, issued=one.issued)
            )
    return {reform: tuple(answers) for reform, answers in found.items()}


def _decisions(snapshot: Snapshot) -> dict[str, str]:
    rows = snapshot.store.select(f"SELECT ?s ?d WHERE {{ ?s <{MG.decision.value}> ?d }}")
    return {row["s"].value: row["d"].value.rpartition("#")[2] for row in rows}


def _tied(snapshot: Snapshot, predicate: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for _, subject, value in claims_of(snapshot, predicate):
        if value not in found[subject]:
            found[subject].append(value)
    return found


def _meets(snapshot: Snapshot, filters: Filters | None, response: Said, reforms: list[Said]) -> bool:
    if not filters:
        return True
    if filters.report is not None:
        slug = last_segment(filters.report)
        if slug not in {last_segment(one.report) for one in (response, *reforms)}:
            return False
    if filters.reform is not None and last_segment(filters.reform) not in {last_segment(r.id) for r in reforms}:
        return False
    rest = Filters(
        mission=filters.mission,
        barrier=filters.barrier,
        actor=filters.actor,
        publisher=filters.publisher,
        from_year=filters.from_year,
        to_year=filters.to_year,
        kind=filters.kind,
    )
    index = snapshot.index
    return not rest or bool(allowed(index, rest, snapshot.base)[index.passages_of(response.id)].any())


def _natural(label: str) -> tuple[tuple[int, str], ...]:
    """A label with its numbers by size: "Response 9" before "Response 10"."""
    import re

    return tuple((int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", label))
