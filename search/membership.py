"""Which things of a kind a map is made of: those of a kind, and of them those that meet the filters.

A thing meets a filter by mission or actor where a passage of it speaks of them, or where a claim ties it to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from missiongraph.ontology.terms import MG, RDF

from .across.sources import claims_of
from .filters import Filters, allowed
from .library import Snapshot
from .things import CLASSES

#: Kind of thing → the property that ties it to a mission; and to an actor where no role is given.
MISSION = {"barrier": MG.hinders, "reform": MG.advances}
ACTOR = {"barrier": (MG.affects,), "reform": (MG.ledBy, MG.mobilises, MG.proposedBy)}


def of_kind(snapshot: Snapshot, kind: str) -> tuple[str, ...]:
    """The IRIs of all things of a kind, sorted."""
    return _of_kind(str(snapshot.path), snapshot, kind)[0]


@lru_cache(maxsize=16)
def _of_kind(path: str, snapshot: Snapshot, kind: str) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """The things and their codes in the index."""
    things = tuple(sorted({thing for thing, _ in snapshot.store.pairs(RDF.type, CLASSES[kind])}))
    return things, snapshot.index.codes(things)


def kept(snapshot: Snapshot, kind: str, filters: Filters, role: str | None = None) -> list[str]:
    """The things of a kind that meet the filters. With a ``role`` (an IRI), an actor counts only where it has it."""
    things, codes = _of_kind(str(snapshot.path), snapshot, kind)
    inside = set(_by_passage(snapshot, things, codes, replace(filters, mission=None, actor=None)))
    for name, ties in (("mission", MISSION.get(kind)), ("actor", ACTOR.get(kind))):
        value = getattr(filters, name)
        if value is not None:
            iri = value if value.startswith("http") else f"{snapshot.base}{name}/{value}"
            properties = ties if isinstance(ties, tuple) else (ties,) if ties else ()
            strict = name == "actor" and role is not None and ties is not None
            found = {iri} | _tied(snapshot, iri, [role] if strict and role else [p.value for p in properties])
            if not strict:
                found |= set(
                    _by_passage(
                        snapshot, things, codes, Filters(mission=iri) if name == "mission" else Filters(actor=iri)
                    )
                )
            inside &= found
    return [iri for iri in things if iri in inside]


def _tied(snapshot: Snapshot, iri: str, properties: Sequence[str]) -> set[str]:
    return {subject for p in properties for _, subject, value in claims_of(snapshot, p) if value == iri}


def _by_passage(snapshot: Snapshot, things: Sequence[str], codes: NDArray[np.int64], filters: Filters) -> Sequence[str]:
    if not filters:
        return things
    spoken = snapshot.index.spoken_in(allowed(snapshot.index, filters, snapshot.base))
    return [things[i] for i in np.flatnonzero(spoken[codes]).tolist()]


__all__ = ["kept", "of_kind"]
