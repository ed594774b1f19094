"""What a change of some reports can reach in the links graph: all else of it stays as it was.

The graph is a function of the whole set, but each of its subjects rests on few reports. A subject is reached when
a report that it rests on came, left, or stands otherwise than before; reaching too much costs time alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from missiongraph.ontology.identifiers import Names, slugify
from missiongraph.ontology.model import EntityKind
from missiongraph.ontology.rdf import agent_key

from ..extraction.registry import registry
from .hierarchy import above
from .kept import Known
from .linkable import Linkable
from .wording import stems


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The reports that came, left or stand otherwise, by slug, as they were ``before`` and as they are ``after``."""

    before: Mapping[str, Linkable]
    after: Mapping[str, Linkable]

    @property
    def slugs(self) -> set[str]:
        """All of them."""
        return {*self.before, *self.after}

    def each(self) -> Iterator[tuple[str, Linkable]]:
        """Slug and report, in either state."""
        yield from self.before.items()
        yield from self.after.items()

    def things(self, base: str) -> set[str]:
        """IRIs of their own barriers, reforms and responses, and of those that somebody joined to these or parted."""
        found = set[str]()
        for slug, one in self.each():
            names = Names(base, slug)
            found.update(names.iri(entity.key) for entity in one.own)
            found.update(base + other for _, other, _ in one.by_hand)
        return found


def renewed(stamps: Mapping[str, str], known: Known | None) -> set[str]:
    """Slugs of the reports whose things rest on something else than what is known of them."""
    reports = known.reports if known else {}
    return {slug for slug, stamp in stamps.items() if slug not in reports or reports[slug][0] != stamp}


def changed(
    linkables: Mapping[str, Linkable],
    states: Mapping[str, tuple[str, str, str]],
    known: Known | None,
    left: Mapping[str, Linkable],
) -> Change | None:
    """What stands otherwise than what is known; None where nothing is known of it.

    :param states: slug → what its things rest on, its work, the edition that speaks for it.
    :param left: reports as they were, of those that left or have other things.
    """
    if known is None or not known.reports:
        return None
    before: dict[str, Linkable] = {}
    after: dict[str, Linkable] = {}
    for slug in sorted({*known.reports, *states}):
        old, new = known.reports.get(slug), states.get(slug)
        if old == new:
            continue
        if old is not None:
            was = linkables.get(slug) if new is not None and old[0] == new[0] else left.get(slug)
            if was is None:
                return None
            before[slug] = was
        if new is not None:
            after[slug] = linkables[slug]
    return Change(before=before, after=after)


def reached(change: Change, linkables: Mapping[str, Linkable], works: Iterable[str], base: str) -> set[str]:
    """IRIs of the subjects that reports share, or that stand for reports, and rest on those that changed."""
    keys = {"activity/extraction", *works}
    missions = set[str]()
    for slug, one in change.each():
        names = Names("", slug)
        keys.add(f"report/{slug}")
        keys.update(entity.key for entity in one.shared)
        missions.update(entity.key for entity in one.shared if entity.kind is EntityKind.MISSION)
        keys.update(names.iri(claim.subject) for claim in one.claims)
        keys.update(reference.key for reference in one.references)
        keys.update(agent_key(name) for name in one.named)
    keys.update(_below(keys))
    keys.update(_narrower(missions, change, linkables))
    titles = {slugify(one.metadata.title, limit=200) for _, one in change.each()}
    for one in linkables.values():
        keys.update(r.key for r in one.references if r.title and slugify(r.title, limit=200) in titles)
    return {base + key for key in keys}


def _below(keys: set[str]) -> set[str]:
    """Registered actors that belong to one of these."""
    known = registry()
    return {key for key in known if not keys.isdisjoint(above(key, known))}


def _narrower(missions: set[str], change: Change, linkables: Mapping[str, Linkable]) -> set[str]:
    """Missions whose words hold all of any of these."""
    every = [*(one for _, one in change.each()), *linkables.values()]
    labels = {(e.key, e.label) for one in every for e in one.shared if e.kind is EntityKind.MISSION}
    wider = {stems(label) for key, label in labels if key in missions}
    return {key for key, label in labels if any(words <= stems(label) for words in wider)}


def firsts(things: set[str], *copies: Mapping[str, str]) -> set[str]:
    """The things, and what they are copies of."""
    found, waiting = set(things), list(things)
    while waiting:
        iri = waiting.pop()
        new = {each[iri] for each in copies if iri in each} - found
        found |= new
        waiting += new
    return found


def differing(one: Mapping[str, str], two: Mapping[str, str]) -> set[str]:
    """Keys and values of what two maps don't have in common."""
    differ = {key for key in {*one, *two} if one.get(key) != two.get(key)}
    return differ | {each[key] for each in (one, two) for key in differ if key in each}
