"""Reports, or publishers, side by side: what they have in common, what one alone has, what they answer differently.

In common is what resolution joined: one shared mission or actor, or one cluster. All else is in one alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from missiongraph.ontology.identifiers import slugify
from missiongraph.ontology.terms import MG

from ..filters import last_segment
from ..labels import labels_of
from ..library import Snapshot
from ..query import QueryError
from ..results import EntityRef
from ..things import list_things
from .said import Said, said
from .sources import Sources, claims_of, cluster_of, sources_of

KINDS = ("mission", "barrier", "reform", "actor")
MOST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A report (``id`` its slug) or publisher (``id`` the slug of its name), and the IRIs of its reports."""

    id: str
    label: str
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """A thing or cluster that two sides or more have: side → what it says; a side that lacks it is absent."""

    id: str
    type: str
    label: str
    sides: dict[str, tuple[Said, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Of one kind of things, those in common and, by side, those in one alone."""

    kind: str
    common: tuple[Common, ...]
    only: dict[str, tuple[Said, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Differently:
    """A barrier in common that two sides or more answer, with no reform in common: side → its reforms."""

    barrier: EntityRef
    answers: dict[str, tuple[Said, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Sides with what they share, what one alone has, and what they answer differently."""

    sides: tuple[Side, ...]
    kinds: tuple[Kind, ...] = ()
    differently: tuple[Differently, ...] = ()


def compare(
    snapshot: Snapshot, *, reports: Sequence[str] = (), publishers: Sequence[str] = (), most: int | None = None
) -> Comparison:
    """Two to four reports (slugs or IRIs) or publishers (names or slugs); of fewer, the sides alone.

    :param most: of each kind, the things in common, and in one side alone, whose words are read; all where it is None.
    :raises QueryError: for too many, both kinds at once, or one that the library does not have.
    """
    sides = sides_of(snapshot, reports, publishers)
    if len(sides) < 2:
        return Comparison(sides=sides)
    side_of = {report: side.id for side in sides for report in side.reports}
    kinds = tuple(_kind(snapshot, kind, side_of, sides, most) for kind in KINDS)
    return Comparison(sides=sides, kinds=kinds, differently=_differently(snapshot, kinds[1], side_of))


def sides_of(snapshot: Snapshot, reports: Sequence[str], publishers: Sequence[str]) -> tuple[Side, ...]:
    """The sides by their names."""
    names = list(dict.fromkeys(last_segment(name) for name in (reports or publishers) if name))
    if reports and publishers:
        raise QueryError("reports and publishers cannot be compared at once", "Give report or publisher, not both.")
    if len(names) > MOST:
        raise QueryError(f"{len(names)} were given to compare", f"Choose {MOST} at most.")
    sources = sources_of(snapshot)
    return tuple((_of_report if reports else _of_publisher)(snapshot, sources, name) for name in names)


def _of_report(snapshot: Snapshot, sources: Sources, name: str) -> Side:
    iri = f"{snapshot.base}report/{name}"
    if iri not in sources.entries:
        raise QueryError(f"there is no report {name!r} in this library", "See /reports for those that are.")
    return Side(id=name, label=sources.entries[iri].title, reports=(iri,))


def _of_publisher(snapshot: Snapshot, sources: Sources, name: str) -> Side:
    wanted = slugify(name)
    found = {iri: e for iri, e in sources.entries.items() if e.publisher and slugify(e.publisher) == wanted}
    if not found:
        known = sorted({e.publisher for e in sources.entries.values() if e.publisher})
        raise QueryError(f"nothing in this library is published by {name!r}", f"Publishers are {', '.join(known)}.")
    label = next(e.publisher or name for _, e in sorted(found.items()))
    return Side(id=wanted, label=label, reports=tuple(sorted(found)))


def _kind(snapshot: Snapshot, kind: str, side_of: dict[str, str], sides: Sequence[Side], most: int | None) -> Kind:
    sources, cluster = sources_of(snapshot), cluster_of(snapshot)
    groups: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for item in list_things(snapshot, kind, limit=10_000_000).items:
        for side in sorted({side_of[r] for r in sources.said.get(item.id, ()) if r in side_of}):
            groups[cluster.get(item.id, item.id)][side].append(item.id)
    names = labels_of(snapshot, groups)
    first = [key for key in sorted(groups, key=lambda k: _size(groups[k], k, names)) if key in names]
    alone = {side.id: [g[side.id] for g in groups.values() if set(g) == {side.id}] for side in sides}
    quoted = None
    if most is not None:
        quoted = {m for key in first[:most] for members in groups[key].values() for m in members[:3]}
        quoted |= {m for members in alone.values() for m in [m for one in members for m in one][:most]}
    told = {
        side.id: said(
            snapshot,
            {m for group in groups.values() for m in group.get(side.id, ())},
            within=side.reports,
            quoted=quoted,
        )
        for side in sides
    }
    common = [
        Common(
            id=key,
            type=names[key].type,
            label=names[key].label,
            sides={side: tuple(told[side][iri] for iri in members) for side, members in group.items()},
        )
        for key in first
        for group in [groups[key]]
        if len(group) > 1
    ]
    only = {side.id: tuple(told[side.id][iri] for members in alone[side.id] for iri in members) for side in sides}
    return Kind(kind=kind, common=tuple(common), only=only)


def _size(group: Mapping[str, list[str]], key: str, names: Mapping[str, EntityRef]) -> tuple[int, int, str, str]:
    """What most sides have comes first, then what they say most."""
    return -len(group), -sum(map(len, group.values())), names[key].label if key in names else "", key


def _differently(snapshot: Snapshot, barriers: Kind, side_of: dict[str, str]) -> tuple[Differently, ...]:
    cluster = cluster_of(snapshot)
    answers: dict[str, list[str]] = defaultdict(list)
    for _, reform, barrier in claims_of(snapshot, MG.addresses.value):
        answers[barrier].append(reform)
    found = []
    for one in barriers.common:
        by_side = {side: sorted({r for m in members for r in answers[m.id]}) for side, members in one.sides.items()}
        by_side = {side: reforms for side, reforms in by_side.items() if reforms}
        groups = [{cluster.get(r, r) for r in reforms} for reforms in by_side.values()]
        if len(groups) > 1 and not set.intersection(*groups):
            told = said(snapshot, {r for reforms in by_side.values() for r in reforms})
            ref = EntityRef(id=one.id, type=one.type, label=one.label)
            shown = {side: tuple(told[r] for r in reforms if r in told) for side, reforms in by_side.items()}
            found.append(Differently(barrier=ref, answers=shown))
    return tuple(found)
