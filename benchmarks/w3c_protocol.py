"""The W3C's tests of the SPARQL protocol: requests as their manifest spells them out, and what may be answered.

Tests of updates pass where the update is refused: this endpoint only reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import httpx
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDFS

from .w3c_suite import MF, ROOT

HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
_PATH = "sparql11/protocol/manifest.ttl"
_FORMS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": ("application/sparql-results+json", "application/sparql-results+xml", "text/csv"),
    "RDF": ("text/turtle", "application/rdf+xml", "application/n-triples"),
}


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and what is expected: beginnings of statuses, a form of answer, a truth value."""

    name: str
    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    statuses: tuple[str, ...]
    form: str | None
    truth: bool | None
    update: bool


def _graph(folder: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(folder / _PATH, format="turtle", publicID=ROOT + _PATH)


def graphs(folder: Path) -> dict[str, str]:
    """Named graphs that the tests ask for → file below the suites' folder."""
    graph = _graph(folder)
    rows = {str(graph.value(one, RDFS.label)): graph.value(one, UT.graph) for one in graph.objects(None, UT.graphData)}
    return {name: str(file).removeprefix(ROOT) for name, file in rows.items()}


def cases(folder: Path) -> list[Exchange]:
    """The last request of each test: those before it in tests of updates would change what it asks."""
    graph, found = _graph(folder), []
    for entry in Collection(graph, next(graph.objects(None, MF.entries))):
        action = graph.value(entry, MF.action)
        request = next(iter(Collection(graph, next(graph.objects(action, HT.requests)))))
        answer, body, headers = (graph.value(request, one) for one in (HT.resp, HT.body, HT.headers))
        encoding = str(graph.value(body, CNT.characterEncoding) or "utf-8")
        truth = graph.value(answer, MF.expectedBoolean)
        found.append(
            Exchange(
                name=str(entry).rpartition("#")[2],
                method=str(graph.value(request, HT.methodName)),
                path=str(graph.value(request, HT.absolutePath)),
                headers=tuple(
                    (str(graph.value(one, HT.fieldName)), str(graph.value(one, HT.fieldValue)))
                    for one in (Collection(graph, headers) if headers is not None else ())
                ),
                body=str(graph.value(body, CNT.chars) or "").encode(encoding) if body is not None else b"",
                statuses=tuple(str(one)[-3] for one in graph.objects(answer, MF.expectedStatus)),
                form=None if (form := graph.value(answer, MF.expectedFormat)) is None else str(form),
                truth=None if truth is None else bool(truth.toPython()),  # type: ignore[attr-defined]
                update="update" in str(entry).rpartition("#")[2],
            )
        )
    return found


def run(client: httpx.Client, one: Exchange) -> str | None:
    """Send a request; what is wrong with the answer, or None."""
    answer = client.request(one.method, one.path, headers=dict(one.headers), content=one.body, follow_redirects=True)
    if one.update:
        return None if 400 <= answer.status_code < 500 else f"not refused: {answer.status_code}"
    if str(answer.status_code)[0] not in one.statuses:
        return f"status {answer.status_code}, expected {one.statuses}"
    if one.form and answer.headers["content-type"].partition(";")[0] not in _FORMS[one.form]:
        return f"form {answer.headers['content-type']}"
    if one.truth is not None and answer.json()["boolean"] is not one.truth:
        return f"answered {answer.json()['boolean']}"
    return None
