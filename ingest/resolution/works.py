"""Which reports are editions of one work.

Editions share most of their words. A title alone joins nothing (two bodies publish an "Annual report"), nor do a few
shared pages (a summary, a response that quotes): what counts is the share of five-word runs that two reports have in
common of all that either has. Briefings are nobody's edition.

A near copy is the same report in another format: one of them speaks for all, since what is found in one reading of
the same words and not in the other is a difference of the reading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import combinations

from missiongraph.ontology.identifiers import short_hash, slugify
from missiongraph.ontology.model import Metadata, ReportType

from .linkable import Linkable
from .wording import resemblance

NEAR_COPY = 0.7  # of all runs of words, whatever the title
SAME_TITLE = 0.3  # with one title and publisher, in one year or without one
OTHER_YEAR = 0.5  # the same, in different years


def works(linkables: Mapping[str, Linkable]) -> dict[str, str]:
    """Slug → key of the work; a function of the set of reports."""
    parent = {slug: slug for slug in linkables}

    def root(slug: str) -> str:
        while parent[slug] != slug:
            slug = parent[slug]
        return slug

    for first, second in _candidates(linkables):
        if root(first) != root(second) and editions(linkables[first], linkables[second]):
            parent[root(second)] = root(first)
    members: dict[str, list[str]] = {}
    for slug in sorted(linkables):
        members.setdefault(root(slug), []).append(slug)
    return {slug: key_of([linkables[each] for each in group]) for group in members.values() for slug in group}


def _candidates(linkables: Mapping[str, Linkable]) -> list[tuple[str, str]]:
    """Pairs of reports, sorted, that share enough hashes to be editions."""
    have: dict[int, list[str]] = {}
    for slug in sorted(linkables):
        for value in linkables[slug].sketch:
            have.setdefault(value, []).append(slug)
    shared = Counter(pair for slugs in have.values() for pair in combinations(slugs, 2))
    size = {slug: len(one.sketch) for slug, one in linkables.items()}
    return sorted(pair for pair, n in shared.items() if n >= SAME_TITLE * max(size[pair[0]], size[pair[1]]))


def formats(linkables: Mapping[str, Linkable], works: Mapping[str, str]) -> dict[str, str]:
    """Slug of a near copy → slug of the edition that speaks for it: the one with pages, then with most cited works."""
    members: dict[str, list[str]] = {}
    for slug in sorted(works):
        members.setdefault(works[slug], []).append(slug)
    found = {}
    for group in members.values():
        first = min(group, key=lambda slug: _rank(linkables[slug]))
        for slug in group:
            if slug != first and resemblance(linkables[first].sketch, linkables[slug].sketch) >= NEAR_COPY:
                found[slug] = first
    return found


def _rank(one: Linkable) -> tuple[bool, int, str]:
    return one.pages is None, -len(one.references), one.sha256


def key_of(group: list[Linkable]) -> str:
    """The key of a work: by the title and bytes of its earliest edition."""
    first = min(group, key=_age)
    return f"work/{short_hash(slugify(first.metadata.title, limit=200), first.sha256, length=12)}"


def _age(one: Linkable) -> tuple[str, str]:
    return one.metadata.issued or "9999", one.sha256


def editions(first: Linkable, second: Linkable) -> bool:
    """Whether two reports are editions of one work."""
    a, b = first.metadata, second.metadata
    if ReportType.BRIEFING in (a.type, b.type) or a.type != b.type:
        return False
    if (
        not first.sketch
        or not second.sketch
        or max(first.sketch[0], second.sketch[0]) > min(first.sketch[-1], second.sketch[-1])
    ):
        return False
    least = NEAR_COPY
    if _same_title(a, b):
        least = SAME_TITLE if a.year is None or b.year is None or a.year == b.year else OTHER_YEAR
    return resemblance(first.sketch, second.sketch) >= least


def _same_title(a: Metadata, b: Metadata) -> bool:
    one, other = slugify(a.title, limit=200), slugify(b.title, limit=200)
    publishers = {slugify(p) for p in (a.publisher, b.publisher) if p}
    return (one == other or one.startswith(other + "-") or other.startswith(one + "-")) and len(publishers) < 2
