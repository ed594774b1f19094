"""The data set described for machines: VoID with partitions, and DCAT with a download for each named graph.

Counted when the snapshot was published, so the description says what the graph holds; here it is written down, and the
graphs that join reports are hashed, once a snapshot.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

import pyoxigraph as ox

from missiongraph.ontology.terms import PREFIXES, SKOS
from missiongraph.search.library import Snapshot
from missiongraph.search.library.described import NamedGraph, hashed

from .documents import ontology

#: Prefixes of the description beside the library's.
USED = {
    "void": "http://rdfs.org/ns/void#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "spdx": "http://spdx.org/rdf/terms#",
}
_HEAD = " ".join(f"@prefix {name}: <{iri}> ." for name, iri in (PREFIXES | USED).items())


def describe(snapshot: Snapshot, root: str) -> list[ox.Triple]:
    """The description. ``root`` is the server's address, without a slash at its end."""
    text = _turtle(str(snapshot.path), snapshot).replace("urn:x-root:", root)
    rows = ox.parse(text, format=ox.RdfFormat.TURTLE)
    return [ox.Triple(row.subject, row.predicate, row.object) for row in rows]


@lru_cache(maxsize=2)
def _turtle(path: str, snapshot: Snapshot) -> str:
    found, data = snapshot.described, "<urn:x-root:/.well-known/void#library>"
    licence = next(str(t.object) for t in ontology() if t.predicate.value == f"{PREFIXES['dcterms']}license")
    lines = [_HEAD, f'{data} a void:Dataset, dcat:Dataset ; dcterms:title "The missiongraph library"@en ;']
    lines += [f"void:sparqlEndpoint <urn:x-root:/sparql> ; void:uriSpace {ox.Literal(snapshot.base)} ;"]
    lines += [f"void:dataDump <urn:x-root:/dump.nq> ; dcterms:identifier {ox.Literal(snapshot.name)} ;"]
    lines += [f"void:triples {found.triples} ; dcterms:license {licence} ."]
    lines += [f"{data} void:vocabulary <{iri}> ." for iri in PREFIXES.values()]
    for iri, count in found.classes.items():
        part = _part("class", iri)
        lines.append(f"{data} void:classPartition {part} . {part} void:class <{iri}> ; void:entities {count} .")
        if found.examples.get(iri, "").startswith(snapshot.base):
            lines.append(f"{data} void:exampleResource <{found.examples[iri]}> .")
    for iri, count in found.properties.items():
        part = _part("property", iri)
        lines.append(f"{data} void:propertyPartition {part} . {part} void:property <{iri}> ; void:triples {count} .")
    links, count = "<urn:x-root:/.well-known/void#matches>", found.properties.get(SKOS.exactMatch.value, 0)
    lines.append(
        f"{links} a void:Linkset ; void:subset {data} ; void:linkPredicate skos:exactMatch ; void:triples {count} ."
    )
    for name, graph in found.graphs.items():
        if name.startswith(snapshot.base):
            graph = graph if graph.sha256 else hashed(snapshot.store, name)
            lines += _download(name.removeprefix(snapshot.base), name, graph, data)
    return "\n".join(lines)


def _part(kind: str, iri: str) -> str:
    return f"<urn:x-root:/.well-known/void#{kind}-{hashlib.sha256(iri.encode()).hexdigest()[:12]}>"


def _download(local: str, name: str, graph: NamedGraph, data: str) -> list[str]:
    """The download of a named graph; the hash is that of its bytes."""
    file, part = f"<urn:x-root:/id/{local}.nt>", _part("graph", name)
    return [
        f"{data} dcat:distribution {part} ; void:dataDump {file} .",
        f"{part} a dcat:Distribution ; dcterms:identifier {ox.Literal(name)} ; dcat:downloadURL {file} ;",
        "dcat:mediaType <https://www.iana.org/assignments/media-types/application/n-triples> ;",
        f"void:triples {graph.triples} ;",
        f"spdx:checksum {part[:-1]}-hash> . {part[:-1]}-hash> a spdx:Checksum ;",
        f'spdx:algorithm spdx:checksumAlgorithm_sha256 ; spdx:checksumValue "{graph.sha256}" .',
    ]
