"""The whole of a report's argument, from its spans: entities, then the links between them."""

from __future__ import annotations

from collections.abc import Iterator

from missiongraph.ontology.model import Document, EntityKind, Extraction, Mentioned, Passage

from .actors import Actor, actors, entity
from .attribution import Attribution, constrains
from .classifier import Weights, probabilities
from .entities import find
from .features import Seen
from .found import Found
from .links import Report, claims
from .settings import DEFAULTS, Settings
from .shifts import establishes, parts, realises, shifts
from .within import mission_parts

_ORDER = (EntityKind.MISSION, EntityKind.BARRIER, EntityKind.REFORM)


def argument(
    document: Document, passages: tuple[Passage, ...], seen: Seen, weights: Weights, settings: Settings = DEFAULTS
) -> Extraction:
    """Entities and claims of one report; a function of its arguments alone."""
    likely = probabilities(seen, weights)
    found = {kind.value: find(kind, document, passages, seen, likely, weights, settings) for kind in _ORDER}
    people = actors(passages)
    report = Report(document, passages, seen, people)
    turned = shifts(document, passages)
    linked = claims(report, found, weights, settings)
    linked += realises(turned, found["reform"], report) + parts(found["reform"], report)
    linked += establishes(found["reform"], report)
    linked += mission_parts(found["mission"], report)
    spoken = Attribution(report)
    linked += [*spoken.proposals(found["reform"]), *constrains(found["barrier"], found["reform"], report)]
    entities = [spoken.entity(f.entity) for kind in _ORDER for f in found[kind.value]]
    entities += [entity(actor, passages) for actor in people] + turned
    return Extraction(
        entities=tuple(entities),
        claims=tuple(spoken.claim(claim) for claim in linked),
        mentions=tuple(_mentions(passages, seen, found, people)),
    )


def _mentions(
    passages: tuple[Passage, ...], seen: Seen, found: dict[str, list[Found]], people: list[Actor]
) -> Iterator[Mentioned]:
    rows = {(seen.units[u].passage, f.entity.key) for entities in found.values() for f in entities for u in f.units}
    rows |= {(place[0], actor.key) for actor in people for place in actor.places}
    for index, key in sorted(rows):
        yield Mentioned(passage=passages[index].key, entity=key)
