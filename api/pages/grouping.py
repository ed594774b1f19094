"""Groups of the rows or columns of a map: by the mission they speak to, by who is asked to act, by who publishes them.

A thing that speaks to several missions stands under the one that most of its claims name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from missiongraph.ontology.terms import MG, MG_NAMESPACE
from missiongraph.search.across.sources import claims_of, sources_of
from missiongraph.search.labels import labels_of
from missiongraph.search.library import Snapshot
from missiongraph.search.matrix import Axis

#: What to group by, kind of thing → the properties whose objects name its group.
PROPERTIES = {
    ("mission", "barriers"): (MG.hinders,),
    ("mission", "reforms"): (MG.advances,),
    ("actor", "barriers"): (MG.affects,),
    ("actor", "reforms"): (MG.ledBy, MG.mobilises),
}
REST = {"mission": "No mission named", "actor": "No actor named", "publisher": "No source but briefings"}
CLASSES = {
    "PublicBody": "Public bodies",
    "LocalGovernment": "Local government",
    "BusinessOrLabour": "Business and labour",
    "CivilSociety": "Civil society",
    "ResearchBody": "Research bodies",
    "PoliticalParty": "Political parties",
    "InternationalBody": "International bodies",
    "Person": "People",
    "Group": "Groups of people",
}
#: Groups of their own at most; what is left stands together.
MOST = 24
OTHERS, SEVERAL, ALONE = "Others", "Several publishers", "Other actors"


@dataclass(frozen=True, slots=True)
class Grouping:
    """Names of groups, and of each row or column the number of its group."""

    names: tuple[str, ...] = ("",)
    of: Mapping[str, int] | None = None

    def at(self, iri: str) -> int:
        """The group of a row or column."""
        return self.of[iri] if self.of else 0


def grouped(snapshot: Snapshot, sides: Sequence[tuple[str, Sequence[Axis]]], group: str) -> tuple[Grouping, ...]:
    """Groups of rows and of columns: the largest of both together first, so that like stands beside like."""
    named = [_named(snapshot, plural, axes, group) for plural, axes in sides]
    sizes = Counter(name for names in named for name in names.values() if name)
    order = sorted(sizes, key=lambda name: (-sizes[name], name))
    rests = [ALONE if plural == "actors" else REST.get(group, OTHERS) for plural, _ in sides]
    return tuple(_numbered(names, order, rest) for names, rest in zip(named, rests, strict=True))


def _named(snapshot: Snapshot, plural: str, axes: Sequence[Axis], group: str) -> dict[str, str | None]:
    """Row or column → the name of its group."""
    if group == "none":
        return {}
    if plural == "actors":
        classes = _actor_classes(str(snapshot.path), snapshot)
        return {axis.id: classes.get(axis.id) for axis in axes}
    if group == "publisher" and plural != "missions":
        return _by_publisher(snapshot, axes)
    return _by_claim(snapshot, plural, axes, group)


def _numbered(names: Mapping[str, str | None], order: Sequence[str], rest: str) -> Grouping:
    used = set(names.values())
    if not used - {None}:
        return Grouping()
    kept = [name for name in order if name in used]
    place = {name: min(n, MOST) for n, name in enumerate(kept)}
    heads = [*kept[:MOST], *([OTHERS] if len(kept) > MOST else []), *([rest] if None in used else [])]
    return Grouping(tuple(heads), {iri: len(heads) - 1 if name is None else place[name] for iri, name in names.items()})


def _by_claim(snapshot: Snapshot, plural: str, axes: Sequence[Axis], group: str) -> dict[str, str | None]:
    tied = {p: _objects(str(snapshot.path), snapshot, p.value) for p in PROPERTIES.get((group, plural), ())}
    best: dict[str, str | None] = {}
    for axis in axes:
        found: Counter[str] = Counter()
        for objects in tied.values():
            for member in axis.members:
                found.update(objects.get(member, ()))
        best[axis.id] = min(found, key=lambda iri: (-found[iri], iri)) if found else None
    names = labels_of(snapshot, {iri for iri in best.values() if iri})
    return {axis: names[iri].label if iri in names else None for axis, iri in best.items()}


@lru_cache(maxsize=8)
def _objects(path: str, snapshot: Snapshot, predicate: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for _, subject, value in claims_of(snapshot, predicate):
        found[subject].append(value)
    return found


def _by_publisher(snapshot: Snapshot, axes: Sequence[Axis]) -> dict[str, str | None]:
    sources, found = sources_of(snapshot), dict[str, str | None]()
    for axis in axes:
        names = sources.publishers(axis.members)
        found[axis.id] = SEVERAL if len(names) > 1 else names[0] if names else None
    return found


@lru_cache(maxsize=2)
def _actor_classes(path: str, snapshot: Snapshot) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, heading in CLASSES.items():
        for row in snapshot.store.select(f"SELECT ?s WHERE {{ ?s a <{MG_NAMESPACE}{name}> }}"):
            found.setdefault(row["s"].value, heading)
    return found


__all__ = ["Grouping", "grouped"]
