"""Things said after another report: those of a near copy, and the recommendations that a response quotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from missiongraph.ontology.identifiers import Names
from missiongraph.ontology.model import Entity, EntityKind, ReportType

from .linkable import Linkable
from .wording import contained, overlap, stems

LEAST = 0.5  # words of the evidence, or of the label, in common by all of either
QUOTED, SHORTEST = (
    0.8,
    4,
)  # share of a reform's words that stand in a recommendation that is answered; how many at least


def copied(
    linkables: Mapping[str, Linkable], formats: Mapping[str, str], base: str, known: Mapping[str, str], fresh: set[str]
) -> dict[str, str]:
    """IRI of a barrier or reform of a near copy → IRI of the same in the edition that speaks for it.

    What is ``known`` of reports that are not ``fresh`` (slugs) is taken over.
    """
    found: dict[str, str] = {}
    for slug, leading in sorted(formats.items()):
        mine, theirs = Names(base, slug), Names(base, leading)
        if fresh.isdisjoint((slug, leading)):
            own = [mine.iri(entity.key) for entity in linkables[slug].own]
            found |= {iri: known[iri] for iri in own if iri in known}
            continue
        for kind in (EntityKind.BARRIER, EntityKind.REFORM):
            for copy, first in _pairs(linkables[slug], linkables[leading], kind):
                found[mine.iri(copy.key)] = theirs.iri(first.key)
    return found


def _pairs(copy: Linkable, leading: Linkable, kind: EntityKind) -> Iterator[tuple[Entity, Entity]]:
    """Each thing of the copy with the most alike of the other, where they are alike enough."""
    rows = [(e, stems(leading.quotes.get(e.key, "")), stems(e.label)) for e in leading.own if e.kind is kind]
    for entity in copy.own:
        if entity.kind is kind and rows:
            quote, label = stems(copy.quotes.get(entity.key, "")), stems(entity.label)
            best = max(rows, key=lambda row: (_alike(quote, label, row), row[0].key))
            if _alike(quote, label, best) >= LEAST:
                yield entity, best[0]


def _alike(quote: frozenset[str], label: frozenset[str], row: tuple[Entity, frozenset[str], frozenset[str]]) -> float:
    return max(overlap(quote, row[1]), overlap(label, row[2]))


def quoted(linkables: Mapping[str, Linkable], answers: Iterable[tuple[str, str, float]], base: str) -> dict[str, str]:
    """IRI of a reform of a response → IRI of the reform of the report it answers, whose words it quotes."""
    answered: dict[str, set[str]] = {}
    for response, reform, _ in answers:
        answered.setdefault(response, set()).add(reform)
    wanted = set[str]().union(*answered.values())
    asks = {
        iri: [stems(text) for text in texts]
        for slug, one in linkables.items()
        for key, texts in one.asks.items()
        if (iri := Names(base, slug).iri(key)) in wanted
    }
    found = {}
    for slug, one in sorted(linkables.items()):
        if one.metadata.type is ReportType.RESPONSE:
            names = Names(base, slug)
            reforms = sorted({r for e in one.own for r in answered.get(names.iri(e.key), ())})
            for entity in one.own:
                said = stems(one.quotes.get(entity.key, entity.label))
                if entity.kind is EntityKind.REFORM and len(said) >= SHORTEST and reforms:
                    share, first = max((max(contained(said, text) for text in asks[r]), r) for r in reforms)
                    if share >= QUOTED:
                        found[names.iri(entity.key)] = first
    return found
