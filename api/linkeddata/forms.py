"""Which form of RDF a client gets, and triples as the answer in it: for every document that is made here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox
from fastapi import Request
from fastapi.responses import Response

from ..negotiation import preferred
from ..problems import ProblemError
from .documents import SUFFIXES, write

HTML = "text/html"
#: Media type → suffix. The first is for clients that take anything; the last two are what programs say in general.
_OFFERED = {media_type: suffix for suffix, media_type in SUFFIXES.items()} | {
    "application/json": "jsonld",
    "application/xml": "rdf",
}


def suffix_of(request: Request, *, html: bool) -> str:
    """The suffix of the form that a client prefers; ``html`` where that is the page.

    :raises ProblemError: 406 where it takes no form.
    """
    offered = [*_OFFERED, *([HTML] if html else [])]
    chosen = preferred(request.headers.get("accept"), offered)
    if chosen is None:
        fits = ", ".join([*SUFFIXES.values(), *([HTML] if html else [])])
        raise ProblemError(406, "No such form", "There is no form that the client takes.", f"Take {fits}.")
    return "html" if chosen == HTML else _OFFERED[chosen]


def document(triples: Iterable[ox.Triple], suffix: str, more: Mapping[str, str] | None = None) -> Response:
    """Triples as the answer in the form of a suffix; ``more`` are prefixes beside the library's."""
    return Response(write(triples, suffix, more), media_type=SUFFIXES[suffix], headers={"Vary": "Accept"})
