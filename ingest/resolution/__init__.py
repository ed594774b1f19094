"""What joins reports: the links graph, a pure function of the set of reports.

After a change of some reports only the subjects are made anew that it can reach (:mod:`.change`); the outcome is that
of making all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Quad

from missiongraph.ontology.terms import MG
from missiongraph.search.embedding import Vectors

from .answered import answered
from .change import Change, changed, differing, firsts, reached, renewed
from .clusters import Across, clusters
from .copies import copied, quoted
from .hierarchy import write_hierarchy, write_missions
from .kept import Answer, Known
from .linkable import Linkable, summarise
from .shared import (
    LinksWriter,
    write_activity,
    write_agents,
    write_claims,
    write_references,
    write_shared,
    write_works,
)
from .ties import claim_of, joined_by_hand, write_answers, write_clusters
from .works import formats, pairs_of_editions, works

__all__ = ["Known", "Linkable", "Links", "resolve", "summarise"]


@dataclass(frozen=True, slots=True)
class Links:
    """Quads of ``<base>graph/links``, and those that are only inferred, of ``<base>graph/suggested``.

    ``known`` is what the next resolution may take over. Where something was known before, the quads are only of the
    ``subjects`` that a change can reach, of the ``things`` (barriers and reforms) whose clusters it can, and of these
    clusters; None where they are all.
    """

    asserted: tuple[Quad, ...] = ()
    suggested: tuple[Quad, ...] = ()
    known: Known = field(default_factory=Known)
    subjects: frozenset[str] | None = None
    things: frozenset[str] = frozenset()


def resolve(
    linkables: Mapping[str, Linkable],
    base: str,
    vectors: Mapping[str, Vectors] | None = None,
    *,
    stamps: Mapping[str, str] | None = None,
    known: Known | None = None,
    left: Mapping[str, Linkable] | None = None,
) -> Links:
    """What joins the reports with these slugs; without ``vectors`` of their entities, no clusters.

    :param vectors: slug → shape (entities that can be linked to, dimension), in the order of the record.
    :param stamps: slug → what the report's things rest on.
    :param known: what was found before, by the same stamps.
    :param left: the reports as they were then, of those that are no more or have another stamp. Where one is missing,
        all is made anew.
    """
    stamped = {slug: (stamps or {}).get(slug, "") for slug in linkables}
    alike = pairs_of_editions(linkables, known.editions if known else (), renewed(stamped, known))
    of = works(linkables, alike)
    near = formats(linkables, of)
    states = {slug: (stamped[slug], of[slug], near.get(slug, "")) for slug in linkables}
    change = changed(linkables, states, known, left or {})
    if change is None or known is None:
        known = Known()
    fresh = set(linkables) if change is None else change.slugs
    ties = answered(linkables, base, known.answers, fresh)
    answers = [tie for pair in sorted(ties) for tie in ties[pair]]
    copies = copied(linkables, near, base, known.copies, fresh)
    quotes = quoted(linkables, answers, base)
    by_hand = joined_by_hand(linkables, base)
    touched = None if change is None else _touched(change, known, copies, quotes, by_hand, base)
    across = Across(
        works=of,
        formats=near,
        copies=copies | {quote: copies.get(first, first) for quote, first in quotes.items()},
        by_hand=by_hand,
        known=known.pairs,
        touched=touched,
    )
    found = clusters(linkables, vectors or {}, across, base)
    subjects: set[str] | None = None
    if change is not None:
        subjects = reached(change, linkables, [known.reports[slug][1] for slug in change.before], base)
        subjects |= {base + of[slug] for slug in change.after}
        subjects |= _of_answers(base, {tie for each in known.answers.values() for tie in each} ^ set(answers))
        subjects |= found.things | {member for one in found.clusters for member in one.members}
        subjects |= {base + one.key for one in found.clusters}
    writer = LinksWriter(base, subjects)
    _write_reports(writer, linkables)
    write_works(writer, linkables, of, near)
    write_clusters(writer, found.clusters)
    write_answers(writer, answers)
    return Links(
        asserted=tuple(writer.quads),
        suggested=tuple(writer.suggested),
        known=Known(reports=states, pairs=found.pairs, copies=copies, quotes=quotes, answers=ties, editions=alike),
        subjects=None if subjects is None else frozenset(subjects),
        things=frozenset(found.things),
    )


def _touched(
    change: Change,
    known: Known,
    copies: Mapping[str, str],
    quotes: Mapping[str, str],
    by_hand: Mapping[tuple[str, str], bool],
    base: str,
) -> set[str]:
    """IRIs of the things that came, left or stand otherwise.

    With them go what was joined to these by hand, whose cluster they may have held, and what any is a copy of.
    """
    found = change.things(base) | differing(known.copies, copies) | differing(known.quotes, quotes)
    found |= {end for pair in by_hand for end in pair if not found.isdisjoint(pair)}
    return firsts(found, known.copies, copies, known.quotes, quotes)


def _write_reports(writer: LinksWriter, linkables: Mapping[str, Linkable]) -> None:
    """What reports share, name and cite."""
    if linkables:
        write_activity(writer)
    for write in (write_shared, write_hierarchy, write_missions, write_references, write_agents, write_claims):
        write(writer, linkables)


def _of_answers(base: str, answers: set[Answer]) -> set[str]:
    """The subjects of these ties: responses and claims."""
    found = set()
    for response, reform, _ in answers:
        claim = claim_of(base, (NamedNode(response), MG.respondsTo, NamedNode(reform)))
        found |= {response, claim.value}
    return found
