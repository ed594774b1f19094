"""The endpoint's own description (SPARQL 1.1 Service Description): what it answers, in which forms, over what."""

from __future__ import annotations

import pyoxigraph as ox

from missiongraph.ontology.terms import DCTERMS
from missiongraph.search.library import Snapshot

from ..settings import ServerSettings
from .formats import FORMATS
from .search_service import TEXTS

_FORMAT_IRIS = {
    "json": "http://www.w3.org/ns/formats/SPARQL_Results_JSON",
    "xml": "http://www.w3.org/ns/formats/SPARQL_Results_XML",
    "csv": "http://www.w3.org/ns/formats/SPARQL_Results_CSV",
    "tsv": "http://www.w3.org/ns/formats/SPARQL_Results_TSV",
    "turtle": "http://www.w3.org/ns/formats/Turtle",
    "ntriples": "http://www.w3.org/ns/formats/N-Triples",
    "nquads": "http://www.w3.org/ns/formats/N-Quads",
    "trig": "http://www.w3.org/ns/formats/TriG",
    "jsonld": "http://www.w3.org/ns/formats/JSON-LD",
    "rdfxml": "http://www.w3.org/ns/formats/RDF_XML",
}


_MERGE = "The merge of the report, ontology and links graphs, made when the library was published."


#: Prefixes of the description beside the library's.
USED = {"sd": "http://www.w3.org/ns/sparql-service-description#", "void": "http://rdfs.org/ns/void#"}


def describe(snapshot: Snapshot, endpoint: str, settings: ServerSettings) -> list[ox.Triple]:
    """The description. The default graph is the merge of what is asserted, as its text says."""
    limits = (
        f"A query may take {settings.sparql_timeout:g} seconds (timeout= up to {settings.sparql_timeout_cap:g}) and "
        f"{settings.sparql_memory} MiB, an answer {settings.sparql_result_size} MiB; an answer beyond that is broken "
        f"off, which HTTP shows, never ended early. A client may use {settings.sparql_budget:g} seconds of queries in "
        f"a minute. SERVICE mg:search may be asked {TEXTS} distinct texts in a query."
    )
    graphs = {f"<{endpoint}#graph-{n}>": name for n, name in enumerate(snapshot.store.graphs(), start=1)}
    named = "\n".join(f"<{endpoint}#data> sd:namedGraph {node} ." for node in graphs)
    named += "\n".join(f"{node} a sd:NamedGraph ; sd:name <{name}> ." for node, name in graphs.items())
    formats = " , ".join(f"<{_FORMAT_IRIS[one.name]}>" for one in FORMATS)
    text = f"""@prefix sd: <{USED["sd"]}> .
@prefix void: <{USED["void"]}> .
@prefix dcterms: <{DCTERMS.base}> .

<{endpoint}> a sd:Service ;
  sd:endpoint <{endpoint}> ;
  dcterms:description "{limits}"@en ;
  sd:supportedLanguage sd:SPARQL11Query ;
  sd:resultFormat {formats} ;
  sd:defaultDataset <{endpoint}#data> .
<{endpoint}#data> a sd:Dataset ; sd:defaultGraph <{endpoint}#merge> .
<{endpoint}#merge> a sd:Graph ; void:triples {snapshot.store.count_merge()} ; dcterms:description "{_MERGE}"@en .
{named}
"""
    rows = ox.parse(text, format=ox.RdfFormat.TURTLE)
    return [ox.Triple(row.subject, row.predicate, row.object) for row in rows]
