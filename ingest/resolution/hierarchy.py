"""What the registry knows of the actors that the reports name: whom each belongs to, and who it is elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pyoxigraph import NamedNode

from missiongraph.ontology.terms import SKOS

from ..extraction.registry import Registered, registry
from .linkable import Linkable
from .shared import LinksWriter


def write_hierarchy(writer: LinksWriter, linkables: Mapping[str, Linkable]) -> None:
    """``skos:broader`` to the nearest actor above that is named too; ``skos:exactMatch`` to outside identifiers."""
    known = registry()
    named = {entity.key for one in linkables.values() for entity in one.shared}
    for key in sorted(named & known.keys()):
        above = nearest_above(key, known, named)
        if above is not None:
            writer.add(writer.iri(key), SKOS.broader, writer.iri(above))
        same = known[key].same_as
        if same is not None:
            writer.add(writer.iri(key), SKOS.exactMatch, NamedNode(same))


def nearest_above(key: str, known: Mapping[str, Registered], named: Collection[str]) -> str | None:
    """The first of the actors that one belongs to that is among the named; None if there is none."""
    seen = {key}
    above = known[key].broader
    while above is not None and above not in seen:
        if above in named:
            return above
        seen.add(above)
        above = known[above].broader if above in known else None
    return None
