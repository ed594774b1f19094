"""What a document about a thing holds, and the forms in which it is written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from missiongraph.ontology.terms import DCTERMS, MG, PREFIXES, RDFS, SKOS, XSD
from missiongraph.ontology.vocabulary import turtle
from missiongraph.search.library import Snapshot

#: Suffix of a document → its media type. The first is what a client gets that takes anything.
SUFFIXES = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "nt": "application/n-triples",
}
#: Triples that point at a thing and are told in its document; the rest are found at the things that point.
INCOMING = 2000
_OWL = PREFIXES["owl"]


def about(snapshot: Snapshot, iri: str) -> list[ox.Triple]:
    """What the merge says of a thing, what points at it, and the labels of both ends; empty for what is not there."""
    store, merge, node = snapshot.store.native, ox.DefaultGraph(), ox.NamedNode(iri)
    own = list(store.quads_for_pattern(node, None, None, merge))
    if not own:
        return []
    incoming = [q for q, _ in zip(store.quads_for_pattern(None, None, node, merge), range(INCOMING), strict=False)]
    near = {q.object for q in own if isinstance(q.object, ox.NamedNode)} | {q.subject for q in incoming}
    labels = [
        quad
        for other in sorted(near - {node}, key=str)
        for predicate in (SKOS.prefLabel, DCTERMS.title, RDFS.label)
        for quad in store.quads_for_pattern(other, predicate, None, merge)
    ]
    return _sorted([*own, *incoming, *labels])


def ontology() -> list[ox.Triple]:
    """The vocabulary."""
    return list(_triples(ox.parse(turtle(), format=ox.RdfFormat.TURTLE)))


def write(triples: Iterable[ox.Triple], suffix: str, more: Mapping[str, str] | None = None) -> bytes:
    """Triples in the form of a suffix of :data:`SUFFIXES`; ``more`` are prefixes beside the library's."""
    if suffix == "jsonld":
        return _json_ld(triples, more or {})
    form = ox.RdfFormat.from_media_type(SUFFIXES[suffix])
    assert form is not None
    used = {} if suffix == "nt" else PREFIXES | dict(more or {})
    written = ox.serialize(triples, format=form, prefixes=used)
    assert written is not None
    return written


def context() -> dict[str, Any]:
    """The JSON-LD context: prefixes, and each term of the vocabulary by its bare name, with its kind of value."""
    terms: dict[str, Any] = {"id": "@id", "type": "@type", **PREFIXES}
    terms |= {"label": {"@id": SKOS.prefLabel.value, "@language": "en"}, "title": DCTERMS.title.value}
    kinds: dict[str, list[ox.Triple]] = {}
    for triple in ontology():
        if isinstance(triple.subject, ox.NamedNode) and triple.subject.value.startswith(MG.base):
            kinds.setdefault(triple.subject.value, []).append(triple)
    for iri, triples in sorted(kinds.items()):
        name, values = iri.removeprefix(MG.base), {str(t.object) for t in triples}
        if f"<{_OWL}ObjectProperty>" in values:
            terms[name] = {"@id": iri, "@type": "@id"}
        elif f"<{_OWL}DatatypeProperty>" in values:
            ranges = [t.object.value for t in triples if t.predicate.value.endswith("#range")]  # type: ignore[union-attr]
            typed = ranges and ranges[0] != XSD.string.value
            terms[name] = {"@id": iri, "@type": ranges[0]} if typed else iri
        elif f"<{_OWL}Class>" in values:
            terms[name] = iri
    return {"@context": terms}


def _json_ld(triples: Iterable[ox.Triple], more: Mapping[str, str]) -> bytes:
    import rdflib

    lines = "\n".join(f"{triple} ." for triple in triples)
    data = rdflib.Graph().parse(data=lines, format="nt")
    text = data.serialize(
        format="json-ld", context=context()["@context"] | dict(more), auto_compact=True, sort_keys=True
    )
    return json.dumps(json.loads(text), ensure_ascii=False, indent=1).encode()


def _sorted(quads: Iterable[ox.Quad]) -> list[ox.Triple]:
    return list({str(t): t for t in sorted(_triples(quads), key=str)}.values())


def _triples(quads: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    return (ox.Triple(q.subject, q.predicate, q.object) for q in quads)
