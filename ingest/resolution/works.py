"""Which reports are editions of one work.

Editions share most of their words. A title alone joins nothing (two bodies publish an "Annual report"), nor do a few
shared pages (a summary, a response that quotes): what counts is the share of five-word runs that two reports have in
common of all that either has. Briefings are nobody's edition.

A near copy is the same report in another format: one of them speaks for all, since what is found in one reading of
the same words and not in the other is a difference of the reading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

from missiongraph.ontology.identifiers import short_hash, slugify
from missiongraph.ontology.model import Metadata, ReportType

from .linkable import Linkable
from .wording import resemblance

NEAR_COPY = 0.7  # of all runs of words, whatever the title
SAME_TITLE = 0.3  # with one title and publisher, in one year or without one
OTHER_YEAR = 0.5  # the same, in different years


def works(linkables: Mapping[str, Linkable], alike: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Slug → key of the work, by the pairs of reports that are editions of one; a function of the set of reports."""
    parent = {slug: slug for slug in linkables}

    def root(slug: str) -> str:
        while parent[slug] != slug:
            slug = parent[slug]
        return slug

    for first, second in alike:
        parent[root(second)] = root(first)
    members: dict[str, list[str]] = {}
    for slug in sorted(linkables):
        members.setdefault(root(slug), []).append(slug)
    return {slug: key_of([linkables[each] for each in group]) for group in members.values() for slug in group}


def pairs_of_editions(
    linkables: Mapping[str, Linkable], known: Iterable[tuple[str, str]], fresh: Collection[str]
) -> list[tuple[str, str]]:
    """Pairs of reports that are editions of one work, sorted; those among reports that are not fresh are known."""
    found = {pair for pair in known if not any(slug in fresh or slug not in linkables for slug in pair)}
    found |= {pair for pair in set(_candidates(linkables, fresh)) if editions(linkables[pair[0]], linkables[pair[1]])}
    return sorted(found)


def _candidates(linkables: Mapping[str, Linkable], fresh: Collection[str]) -> Iterator[tuple[str, str]]:
    """Pairs with a fresh report that share enough hashes to be editions; each in order."""
    have: dict[int, list[str]] = {}
    for slug in sorted(linkables):
        for value in linkables[slug].sketch:
            have.setdefault(value, []).append(slug)
    for slug in sorted(set(fresh) & linkables.keys()):
        size = len(linkables[slug].sketch)
        shared = Counter(chain.from_iterable(have[value] for value in linkables[slug].sketch))
        for other, n in shared.items():
            if other != slug and n >= SAME_TITLE * max(size, len(linkables[other].sketch)):
                yield min(slug, other), max(slug, other)


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
