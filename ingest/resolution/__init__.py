"""What joins reports: the links graph, a pure function of the set of reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pyoxigraph import Quad

from missiongraph.search.embedding import Vectors

from .answered import answered
from .clusters import Across
from .copies import copied, quoted
from .hierarchy import write_hierarchy, write_missions
from .linkable import Linkable, summarise
from .near import Known
from .shared import (
    LinksWriter,
    write_activity,
    write_agents,
    write_claims,
    write_references,
    write_shared,
    write_works,
)
from .ties import joined_by_hand, write_answers, write_clusters
from .works import formats, works

__all__ = ["Known", "Linkable", "Links", "resolve", "summarise"]


@dataclass(frozen=True, slots=True)
class Links:
    """Quads of ``<base>graph/links``, and those that are only inferred, of ``<base>graph/suggested``.

    ``known`` is what the next resolution may take over.
    """

    asserted: tuple[Quad, ...] = ()
    suggested: tuple[Quad, ...] = ()
    known: Known = field(default_factory=Known)


def resolve(
    linkables: Mapping[str, Linkable],
    base: str,
    vectors: Mapping[str, Vectors] | None = None,
    *,
    stamps: Mapping[str, str] | None = None,
    known: Known | None = None,
) -> Links:
    """What joins the reports with these slugs; without ``vectors`` of their entities, no clusters.

    :param vectors: slug → shape (entities that can be linked to, dimension), in the order of the record.
    :param stamps: slug → what the report's things rest on; with it, what is ``known`` of reports that are the same is
        taken over. It saves work and changes nothing.
    """
    writer = LinksWriter(base)
    if not linkables:
        return Links()
    of = works(linkables)
    near = formats(linkables, of)
    write_activity(writer)
    write_shared(writer, linkables)
    write_hierarchy(writer, linkables)
    write_missions(writer, linkables)
    write_references(writer, linkables)
    write_agents(writer, linkables)
    write_works(writer, linkables, of, near)
    write_claims(writer, linkables)
    answers = list(answered(linkables, base))
    copies = copied(linkables, near, base)
    quotes = quoted(linkables, answers, base)
    across = Across(
        works=of,
        formats=near,
        copies=copies | {quote: copies.get(first, first) for quote, first in quotes.items()},
        by_hand=joined_by_hand(linkables, base),
        known=known or Known(),
        stamps=stamps or {},
    )
    found = write_clusters(writer, linkables, vectors or {}, across)
    write_answers(writer, answers)
    return Links(tuple(writer.quads), tuple(writer.suggested), found)
