"""What is above what: actors by the registry, missions by their words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from pyoxigraph import NamedNode

from missiongraph.ontology.model import EntityKind
from missiongraph.ontology.terms import DCTERMS, SKOS

from ..extraction.registry import Registered, registry
from .linkable import Linkable
from .shared import LinksWriter
from .wording import stems

WIDER = 2  # words that mean something, of a mission that others can be part of


def write_hierarchy(writer: LinksWriter, linkables: Mapping[str, Linkable]) -> None:
    """``skos:broader`` to the nearest actor above that is named too; ``skos:exactMatch`` to outside identifiers."""
    known = registry()
    named = {entity.key for one in linkables.values() for entity in one.shared}
    for key in sorted(named & known.keys()):
        if not writer.wants(key):
            continue
        nearest = nearest_above(key, known, named)
        if nearest is not None:
            writer.add(writer.iri(key), SKOS.broader, writer.iri(nearest))
        same = known[key].same_as
        if same is not None:
            writer.add(writer.iri(key), SKOS.exactMatch, NamedNode(same))


def write_missions(writer: LinksWriter, linkables: Mapping[str, Linkable]) -> None:
    """``dcterms:isPartOf`` from a mission to the nearest wider one: all words of the wider one are among its own.

    "Halve knife crime in London by 2030" is part of "Halve knife crime". Of several the one with most words is nearest,
    then the first in order. What reports themselves say of missions within missions are Claims of their own.
    """
    words: dict[str, frozenset[str]] = {}
    for slug in sorted(linkables):
        for entity in linkables[slug].shared:
            if entity.kind is EntityKind.MISSION:
                words.setdefault(entity.key, stems(entity.label))
    for key, own in sorted(words.items()):
        if writer.wants(key):
            found = [(-len(wider), other) for other, wider in words.items() if len(wider) >= WIDER and wider < own]
            if found:
                writer.add(writer.iri(key), DCTERMS.isPartOf, writer.iri(min(found)[1]))


def nearest_above(key: str, known: Mapping[str, Registered], named: Collection[str]) -> str | None:
    """The first of the actors that one belongs to that is among the named; None if there is none."""
    return next((each for each in above(key, known) if each in named), None)


def above(key: str, known: Mapping[str, Registered]) -> Iterator[str]:
    """The actors that a registered one belongs to, the nearest first."""
    seen = {key}
    each = known[key].broader
    while each is not None and each not in seen:
        yield each
        seen.add(each)
        each = known[each].broader if each in known else None
