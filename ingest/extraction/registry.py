"""The actors that policy reports share, read from the project's own Turtle.

Only a registry can say that "the Treasury", "HMT" and "HM Treasury" are one body in every report; names that it does
not hold are taken from the report (:mod:`.actors`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pyoxigraph as ox

from missiongraph.ontology.model import ActorKind, Tier

_MG = "https://w3id.org/missiongraph/ontology#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """An actor of the registry; ``same_as`` is an outside identifier, ``broader`` a key.

    ``loose`` are names such as "providers" that count only where a report names the actor plainly elsewhere.
    """

    key: str
    label: str
    aliases: tuple[str, ...]
    loose: tuple[str, ...] = ()
    kind: ActorKind
    tier: Tier | None = None
    same_as: str | None = None
    broader: str | None = None


@cache
def registry() -> dict[str, Registered]:
    """All registered actors by key.

    >>> registry()["actor/hm-treasury"].label
    'HM Treasury'
    """
    store = ox.Store()
    store.load((files(__package__) / "registry.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
    facts: dict[str, dict[str, list[str]]] = {}
    for quad in store:
        subject = f"actor/{str(quad.subject.value).rpartition('/')[2]}"
        facts.setdefault(subject, {}).setdefault(quad.predicate.value, []).append(quad.object.value)
    return {key: _registered(key, facts[key]) for key in sorted(facts)}


def _registered(key: str, facts: dict[str, list[str]]) -> Registered:
    def one(predicate: str) -> str | None:
        return facts[predicate][0] if predicate in facts else None

    tier, broader = one(f"{_MG}tier"), one(f"{_SKOS}broader")
    kind = facts["http://www.w3.org/1999/02/22-rdf-syntax-ns#type"][0]
    return Registered(
        key=key,
        label=facts[f"{_SKOS}prefLabel"][0],
        aliases=tuple(sorted(facts.get(f"{_SKOS}altLabel", []))),
        loose=tuple(sorted(facts.get(f"{_SKOS}hiddenLabel", []))),
        kind=ActorKind(kind.removeprefix(_MG)),
        tier=Tier(tier.removeprefix(_MG)) if tier else None,
        same_as=one(f"{_SKOS}exactMatch"),
        broader=f"actor/{broader.rpartition('/')[2]}" if broader else None,
    )
