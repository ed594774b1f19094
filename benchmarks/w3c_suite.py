"""The W3C's SPARQL 1.0 and 1.1 tests: what each asks, and whether an answer is the one that is expected."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pyoxigraph as ox
import rdflib
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, XSD

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
RS = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
DAWGT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-dawg#")
ROOT = "http://w3c.example/"
#: Manifests of queries, their syntax and their results. Entailment and federation are left out.
MANIFESTS = (
    "sparql10/manifest-evaluation.ttl",
    "sparql10/manifest-syntax.ttl",
    "sparql11/manifest-sparql11-query.ttl",
    "sparql11/manifest-sparql11-results.ttl",
)
_RESULTS = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".csv": ox.QueryResultsFormat.CSV,
    ".tsv": ox.QueryResultsFormat.TSV,
}


@dataclass(frozen=True, slots=True)
class Case:
    """One test. ``kind`` is evaluation, positive or negative (syntax); files are paths below the suites' folder."""

    name: str
    kind: str
    query: str
    data: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    result: str | None = None
    lax: bool = False  # REDUCED: duplicates may be left out
    approved: bool = False  # by the working group


def cases(folder: Path) -> list[Case]:
    """All tests of queries, in the order of the manifests."""
    return [case for manifest in MANIFESTS for case in _manifest(folder, manifest)]


def _manifest(folder: Path, path: str) -> Iterator[Case]:
    graph = rdflib.Graph().parse(folder / path, format="turtle", publicID=ROOT + path)
    for rows in graph.objects(None, MF.include):
        for included in Collection(graph, rows):
            yield from _manifest(folder, _local(included))
    for rows in graph.objects(None, MF.entries):
        for entry in Collection(graph, rows):
            case = _case(graph, entry, path)
            if case is not None:
                yield case


def _case(graph: rdflib.Graph, entry: rdflib.term.Node, path: str) -> Case | None:
    kind, action = str(graph.value(entry, RDF.type)).partition("#")[2], graph.value(entry, MF.action)
    assert action is not None
    query, result = graph.value(action, QT.query) or action, graph.value(entry, MF.result)
    kinds = {"QueryEvaluationTest": "evaluation", "CSVResultFormatTest": "evaluation"}
    kinds |= {f"{one}SyntaxTest{version}": one.lower() for one in ("Positive", "Negative") for version in ("", "11")}
    if kind not in kinds:
        return None
    return Case(
        name=f"{path.rpartition('/')[0]}/{str(entry).rpartition('#')[2]}",
        kind=kinds[kind],
        query=_local(query),
        data=tuple(map(_local, graph.objects(action, QT.data))),
        named=tuple(map(_local, graph.objects(action, QT.graphData))),
        result=None if result is None else _local(result),
        lax=(entry, MF.resultCardinality, MF.LaxCardinality) in graph,
        approved=(entry, DAWGT.approval, DAWGT.Approved) in graph,
    )


def _local(iri: object) -> str:
    return str(iri).removeprefix(ROOT)


def load(store: ox.Store, folder: Path, file: str, graph: ox.NamedNode | ox.DefaultGraph) -> None:
    """Load a data file into a graph, its blank nodes as its own."""
    form = {".ttl": ox.RdfFormat.TURTLE, ".rdf": ox.RdfFormat.RDF_XML, ".nt": ox.RdfFormat.N_TRIPLES}
    rows = ox.parse(
        path=str(folder / file), format=form[Path(file).suffix], base_iri=ROOT + file, rename_blank_nodes=True
    )
    store.extend(ox.Quad(row.subject, row.predicate, row.object, graph) for row in rows)


Row = tuple[tuple[str, object], ...]


@dataclass(slots=True)
class Result:
    """An answer that can be compared: rows, a truth value, or a graph."""

    rows: list[Row] | None = None
    ordered: bool = False
    truth: bool | None = None
    graph: rdflib.Graph | None = None
    plain: bool = field(default=False)  # CSV: no kinds of terms


def expected(folder: Path, file: str) -> Result:
    """What a test expects."""
    path = folder / file
    if path.suffix in _RESULTS:
        return of_results(path.read_bytes(), path.suffix)
    graph = rdflib.Graph().parse(
        path, format={".ttl": "turtle", ".rdf": "xml", ".nt": "nt"}[path.suffix], publicID=ROOT + file
    )
    head = graph.value(None, RDF.type, RS.ResultSet)
    if head is None:
        return Result(graph=graph)
    truth = graph.value(head, RS.boolean)
    if truth is not None:
        return Result(truth=bool(truth.toPython()))  # type: ignore[attr-defined]
    solutions = list(graph.objects(head, RS.solution))
    ordered = any(graph.value(one, RS["index"]) is not None for one in solutions)
    if ordered:
        solutions.sort(key=lambda one: int(str(graph.value(one, RS["index"]))))
    return Result(rows=[_row(graph, one) for one in solutions], ordered=ordered)


def _row(graph: rdflib.Graph, solution: rdflib.term.Node) -> Row:
    bindings = graph.objects(solution, RS.binding)
    return tuple(sorted((str(graph.value(b, RS.variable)), _plain(graph.value(b, RS.value))) for b in bindings))


def of_results(content: bytes, suffix: str) -> Result:
    """An answer in one of the result formats."""
    if suffix == ".csv":
        head, *lines = csv.reader(content.decode().splitlines())
        return Result(rows=[tuple(sorted(zip(head, map(_cell, line), strict=True))) for line in lines], plain=True)
    found = ox.parse_query_results(content, format=_RESULTS[suffix])
    if isinstance(found, ox.QueryBoolean):
        return Result(truth=bool(found))
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return Result(rows=[tuple(sorted((n, _term(row[n])) for n in names if row[n] is not None)) for row in found])


def _cell(cell: str) -> object:
    """A cell of CSV: a number by its value, a blank node without its name."""
    if cell.startswith("_:"):
        return "_:"
    try:
        return Decimal(cell)
    except InvalidOperation:
        return cell


def _term(term: object) -> object:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    assert isinstance(term, ox.Literal)
    return _literal(term.value, term.language, term.datatype.value)


def _plain(term: object) -> object:
    if isinstance(term, rdflib.Literal):
        datatype = XSD.string if term.datatype is None else term.datatype
        return _literal(str(term), term.language, str(datatype))
    return term


def _literal(text: str, language: str | None, datatype: str) -> object:
    """A literal by its value where it is a number: a test is not about how many zeros are written."""
    if language:
        return (text, language.lower())
    name = datatype.removeprefix(str(XSD))
    try:
        if name in ("integer", "decimal"):
            return (name, Decimal(text))
        if name in ("double", "float"):
            return (name, float(text))
        if name == "boolean":
            return (name, text in ("true", "1"))
    except (ValueError, InvalidOperation):
        pass
    return (text, datatype)


def same(found: Result, wanted: Result, *, lax: bool = False) -> bool:
    """Whether an answer is the expected one, blank nodes apart from their names, duplicates too where ``lax``."""
    if wanted.graph is not None or found.graph is not None:
        return wanted.graph is not None and found.graph is not None and isomorphic(found.graph, wanted.graph)
    if wanted.truth is not None or found.truth is not None:
        return found.truth == wanted.truth
    assert found.rows is not None
    assert wanted.rows is not None
    if lax:
        return set(found.rows) == set(wanted.rows) and not Counter(found.rows) - Counter(wanted.rows)
    if wanted.plain:
        return Counter(found.rows) == Counter(wanted.rows)
    if wanted.ordered and [_nameless(r) for r in found.rows] != [_nameless(r) for r in wanted.rows]:
        return False
    if Counter(map(_nameless, found.rows)) != Counter(map(_nameless, wanted.rows)):
        return False
    return isomorphic(_as_graph(found.rows), _as_graph(wanted.rows))


def _nameless(row: Row) -> Row:
    return tuple((name, "_:" if isinstance(value, rdflib.BNode) else value) for name, value in row)


def _as_graph(rows: list[Row]) -> rdflib.Graph:
    """The rows that hold blank nodes, as a graph: a node a row."""
    graph = rdflib.Graph()
    for row in rows:
        if any(isinstance(value, rdflib.BNode) for _, value in row):
            node = rdflib.BNode()
            for name, value in row:
                one = value if isinstance(value, rdflib.term.Node) else rdflib.Literal(repr(value))
                graph.add((node, rdflib.URIRef(f"x:{name}"), one))
    return graph
