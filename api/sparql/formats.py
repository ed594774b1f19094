"""The forms of an answer: one row each, the first of a family is what a client gets that takes anything."""

from __future__ import annotations

from dataclasses import dataclass

from ..negotiation import preferred


@dataclass(frozen=True, slots=True)
class Format:
    """A short name for ``?format=`` and the command, the media type, and whether it holds rows or a graph."""

    name: str
    media_type: str
    rows: bool


FORMATS = (
    Format("json", "application/sparql-results+json", True),
    Format("xml", "application/sparql-results+xml", True),
    Format("csv", "text/csv", True),
    Format("tsv", "text/tab-separated-values", True),
    Format("turtle", "text/turtle", False),
    Format("ntriples", "application/n-triples", False),
    Format("nquads", "application/n-quads", False),
    Format("trig", "application/trig", False),
    Format("jsonld", "application/ld+json", False),
    Format("rdfxml", "application/rdf+xml", False),
)
#: Media types that clients ask for by, and the format they get.
ALIASES = {"application/json": "json", "application/xml": "xml", "text/xml": "xml", "text/plain": "ntriples"}
BY_NAME = {one.name: one for one in FORMATS}
#: Names that other endpoints and their clients use, of rows and of graphs.
OTHER_NAMES = {
    True: {"srj": "json", "sparql-json": "json", "srx": "xml", "sparql-xml": "xml"},
    False: {
        "ttl": "turtle", "n3": "turtle", "nt": "ntriples", "n-triples": "ntriples", "nq": "nquads", "n-quads": "nquads",
        "json-ld": "jsonld", "json": "jsonld", "rdf": "rdfxml", "rdf+xml": "rdfxml", "rdf-xml": "rdfxml",
        "xml": "rdfxml",
    },
}  # fmt: skip
BY_TYPE = {one.media_type: one for one in FORMATS} | {media: BY_NAME[name] for media, name in ALIASES.items()}


def choose(accept: str | None, *, rows: bool, name: str | None = None) -> Format | None:
    """The format that a client gets for rows or a graph; None where it takes none of them.

    :param name: ``?format=``, which wins over ``Accept``.

    >>> choose(None, rows=False, name="xml").media_type
    'application/rdf+xml'
    """
    if name:
        said = name.lower()
        wanted = BY_NAME.get(OTHER_NAMES[rows].get(said, said)) or BY_TYPE.get(said)
        return wanted if wanted is not None and wanted.rows is rows else None
    offered = [one.media_type for one in FORMATS if one.rows is rows]
    offered += [media for media, short in ALIASES.items() if BY_NAME[short].rows is rows]
    media_type = preferred(accept, offered)
    return BY_TYPE[media_type] if media_type else None
