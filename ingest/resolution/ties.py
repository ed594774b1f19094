"""Clusters and answers as triples: asserted in the links graph, matches by likeness alone among the suggested."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pyoxigraph import Literal, NamedNode

from missiongraph.ontology.identifiers import Names, short_hash
from missiongraph.ontology.model import Basis
from missiongraph.ontology.rdf import decimal
from missiongraph.ontology.terms import MG, PROV, RDF, SKOS, types

from .clusters import Cluster
from .kept import Answer
from .linkable import Linkable
from .shared import LinksWriter

Add = Callable[[NamedNode, NamedNode, NamedNode | Literal], None]


def write_clusters(writer: LinksWriter, found: Iterable[Cluster]) -> None:
    """Clusters with label, confidence and members; ``skos:closeMatch`` between members of different works."""
    for cluster in found:
        iri = writer.iri(cluster.key)
        writer.typed(iri, MG.Cluster)
        writer.add(iri, SKOS.prefLabel, Literal(cluster.label, language="en"))
        writer.add(iri, MG.confidence, decimal(cluster.confidence))
        for member in cluster.members:
            writer.add(NamedNode(member), MG.inCluster, iri)
        for first, second, score in cluster.matches:
            a, b = NamedNode(first), NamedNode(second)
            writer.suggest(b, SKOS.closeMatch, a)
            _claim(writer, writer.suggest, (a, SKOS.closeMatch, b), Basis.SIMILARITY, score)


def joined_by_hand(linkables: Mapping[str, Linkable], base: str) -> dict[tuple[str, str], bool]:
    """Pairs of IRIs, each in order, that somebody said are the same or are not."""
    return {
        tuple(sorted((Names(base, slug).iri(key), base + other))): same  # type: ignore[misc]
        for slug, one in sorted(linkables.items())
        for key, other, same in one.by_hand
    }


def write_answers(writer: LinksWriter, answers: Iterable[Answer]) -> None:
    """``mg:respondsTo``, by the number and words of the recommendation that a response quotes."""
    for response, reform, confidence in answers:
        triple = (NamedNode(response), MG.respondsTo, NamedNode(reform))
        _claim(writer, writer.add, triple, Basis.STRUCTURE, confidence)


def claim_of(base: str, triple: tuple[NamedNode, NamedNode, NamedNode]) -> NamedNode:
    """The claim of a triple that joins reports."""
    return NamedNode(f"{base}claim/match-{short_hash(*(each.value for each in triple), length=12)}")


def _claim(
    writer: LinksWriter, add: Add, triple: tuple[NamedNode, NamedNode, NamedNode], basis: Basis, confidence: float
) -> None:
    """A triple, and its claim, which rests on both ends."""
    subject, predicate, value = triple
    iri = claim_of(writer.base, triple)
    add(*triple)
    for cls in types(MG.Claim):
        add(iri, RDF.type, cls)
    add(iri, RDF.subject, subject)
    add(iri, RDF.predicate, predicate)
    add(iri, RDF.object, value)
    add(iri, MG.confidence, decimal(confidence))
    add(iri, MG.basis, MG[basis.value])
    add(iri, PROV.wasGeneratedBy, writer.iri("activity/extraction"))
    add(iri, PROV.wasDerivedFrom, subject)
    add(iri, PROV.wasDerivedFrom, value)
