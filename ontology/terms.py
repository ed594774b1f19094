"""The vocabulary as named constants, so that a misspelt term is an error at import and not an empty answer.

A test holds them against ``vocabulary/missiongraph.ttl``.

>>> MG.Barrier.value
'https://w3id.org/missiongraph/ontology#Barrier'
"""

from __future__ import annotations

from pyoxigraph import NamedNode

MG_NAMESPACE = "https://w3id.org/missiongraph/ontology#"


class _Namespace:
    """Terms of one namespace, by local name; only those that are listed exist."""

    def __init__(self, base: str, terms: str) -> None:
        self._base = base
        self._terms = {name: NamedNode(base + name) for name in terms.split()}

    @property
    def base(self) -> str:
        """The namespace IRI."""
        return self._base

    def __getattr__(self, name: str) -> NamedNode:
        try:
            return self._terms[name]
        except KeyError:
            raise AttributeError(f"{self._base} has no term {name!r} here") from None

    def __getitem__(self, name: str) -> NamedNode:
        return self.__getattr__(name)

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self._terms.values())


MG = _Namespace(
    MG_NAMESPACE,
    # classes
    "Report Work Section Passage Reference Mission Barrier Reform Actor PublicBody LocalGovernment BusinessOrLabour "
    "CivilSociety ResearchBody PoliticalParty InternationalBody Person Group Claim Cluster Shift Response Finding "
    "Example Policy Theme Annotation "
    # links
    "addresses addressedBy advances ledBy mobilises proposedBy realises establishes hinders affects constrains "
    "respondsTo respondedBy inCluster mentions section "
    # values
    "status recommended committed inPlace target deadline tier national devolved regional local community from to "
    "decision accepted acceptedInPart rejected deferred notStated confidence basis stated structure similarity "
    "text page pageLabel position kind paragraph item quotation box table heading contents reference level "
    "issuedYear sha256 fileName pageCount report response briefing "
    # search inside SPARQL
    "search matches score limit",
)
RDF = _Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "type subject predicate object Statement")
RDFS = _Namespace("http://www.w3.org/2000/01/rdf-schema#", "subClassOf label")
XSD = _Namespace("http://www.w3.org/2001/XMLSchema#", "integer decimal date gYear gYearMonth string boolean")
SKOS = _Namespace(
    "http://www.w3.org/2004/02/skos/core#",
    "prefLabel altLabel broader narrower exactMatch closeMatch Concept ConceptScheme inScheme",
)
OA = _Namespace(
    "http://www.w3.org/ns/oa#",
    "Annotation hasBody hasTarget hasSource hasSelector exact prefix suffix start end TextQuoteSelector "
    "TextPositionSelector SpecificResource",
)
DCTERMS = _Namespace(
    "http://purl.org/dc/terms/",
    "title creator publisher issued type language license source identifier isPartOf hasPart isVersionOf hasVersion "
    "isFormatOf bibliographicCitation",
)
PROV = _Namespace(
    "http://www.w3.org/ns/prov#", "wasAttributedTo wasGeneratedBy wasDerivedFrom Activity SoftwareAgent Agent Entity"
)
CITO = _Namespace("http://purl.org/spar/cito/", "cites isCitedBy")
SCHEMA = _Namespace("https://schema.org/", "Report CreativeWork Organization Person url name pagination")
FOAF = _Namespace("http://xmlns.com/foaf/0.1/", "Agent Person Group Organization name")
ORG = _Namespace("http://www.w3.org/ns/org#", "Organization FormalOrganization")
BIBO = _Namespace("http://purl.org/ontology/bibo/", "Report Document DocumentPart")

#: Prefixes as written in Turtle, in SPARQL examples and in the JSON-LD context.
PREFIXES: dict[str, str] = {
    "mg": MG_NAMESPACE,
    "rdf": RDF.base,
    "rdfs": RDFS.base,
    "xsd": XSD.base,
    "skos": SKOS.base,
    "oa": OA.base,
    "dcterms": DCTERMS.base,
    "prov": PROV.base,
    "cito": CITO.base,
    "schema": SCHEMA.base,
    "foaf": FOAF.base,
    "org": ORG.base,
    "bibo": BIBO.base,
    "owl": "http://www.w3.org/2002/07/owl#",
    "sh": "http://www.w3.org/ns/shacl#",
}

#: Superclasses that are asserted beside each class; the ontology says the same with rdfs:subClassOf.
SUPERCLASSES: dict[NamedNode, tuple[NamedNode, ...]] = {
    MG.Report: (SCHEMA.Report, BIBO.Report),
    MG.Reference: (SCHEMA.CreativeWork,),
    MG.Claim: (RDF.Statement,),
    MG.Work: (SCHEMA.CreativeWork,),
    MG.Theme: (SKOS.Concept,),
    MG.Actor: (FOAF.Agent,),
    MG.PublicBody: (MG.Actor, ORG.Organization, FOAF.Agent),
    MG.LocalGovernment: (MG.Actor, ORG.Organization, FOAF.Agent),
    MG.BusinessOrLabour: (MG.Actor, FOAF.Agent),
    MG.CivilSociety: (MG.Actor, FOAF.Agent),
    MG.ResearchBody: (MG.Actor, FOAF.Agent),
    MG.PoliticalParty: (MG.Actor, ORG.Organization, FOAF.Agent),
    MG.InternationalBody: (MG.Actor, ORG.Organization, FOAF.Agent),
    MG.Person: (MG.Actor, FOAF.Person, FOAF.Agent),
    MG.Group: (MG.Actor, FOAF.Group, FOAF.Agent),
}

#: Inverses that are asserted in both directions.
INVERSES: dict[NamedNode, NamedNode] = {MG.addresses: MG.addressedBy}


def types(cls: NamedNode) -> tuple[NamedNode, ...]:
    """A class and its superclasses, in the order in which they are asserted."""
    return (cls, *SUPERCLASSES.get(cls, ()))


def shortened(iri: str) -> str:
    """An IRI as people write it.

    >>> shortened("http://purl.org/dc/terms/title"), shortened("https://example.org/x")
    ('dcterms:title', 'https://example.org/x')
    """
    prefix = next((name for name, base in PREFIXES.items() if iri.startswith(base)), None)
    return iri if prefix is None else f"{prefix}:{iri.removeprefix(PREFIXES[prefix])}"
