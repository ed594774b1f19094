"""The W3C's query tests through HTTP, beside pyoxigraph bare: ``python -m benchmarks.w3c FOLDER``.

The data of all tests stand in one library, a named graph a file; each test addresses its own by ``default-graph-uri``
and ``named-graph-uri``. Prints how many pass here and there, and each test that fails here with the reason.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pyoxigraph as ox
import rdflib

from missiongraph.ontology.store import GraphStore

from . import w3c_protocol
from .servers import library_of, serving
from .w3c_suite import ROOT, Case, Result, cases, expected, load, of_results, same

EMPTY = f"{ROOT}empty"


def fill(store: GraphStore, folder: Path, rows: list[Case]) -> None:
    """Load each data file of the tests as the named graph of its address."""
    files = {file for case in rows for file in (*case.data, *case.named)}
    files |= {str(p.relative_to(folder)) for p in (folder / "sparql10" / "dataset").glob("data*.ttl")}
    files |= {str(p.relative_to(folder)) for p in (folder / "sparql11" / "construct").glob("data*.ttl")}
    for file in sorted(files):
        load(store.native, folder, file, ox.NamedNode(ROOT + file))
    for name, file in w3c_protocol.graphs(folder).items():
        load(store.native, folder, file, ox.NamedNode(name))


@contextmanager
def endpoint(folder: Path, rows: list[Case]) -> Iterator[httpx.Client]:
    """A server over the data of the tests."""
    with tempfile.TemporaryDirectory() as place:
        library = library_of(Path(place) / "library", lambda store: fill(store, folder, rows))
        with serving(library, sparql_budget=0) as (address, _), httpx.Client(base_url=address, timeout=60) as client:
            yield client


def through_http(client: httpx.Client, folder: Path, case: Case) -> str | None:
    """Run a test; why it fails, or None."""
    text = f"BASE <{ROOT}{case.query}> " + (folder / case.query).read_bytes().decode("utf-8", "replace")
    suffix = Path(case.result or "").suffix
    accept = {".csv": "text/csv", ".tsv": "text/tab-separated-values", ".srj": "application/sparql-results+json"}
    fields: dict[str, list[str]] = {"query": [text]}
    if not re.search(r"(?i)\bFROM\s+(NAMED\s+)?<", text):
        fields["default-graph-uri"] = [ROOT + file for file in case.data] or [EMPTY]
        fields["named-graph-uri"] = [ROOT + file for file in case.named]
    answer = client.post(
        "/sparql",
        data=fields,
        headers={"accept": f"{accept.get(suffix, 'application/sparql-results+xml')}, application/n-triples"},
    )
    if case.kind == "negative":
        return None if answer.status_code == 400 else f"accepted: {answer.status_code}"
    if case.kind == "positive" and "custom function" in answer.text:
        return None  # it was read: only running it needs the function
    if answer.status_code != 200:
        return f"{answer.status_code}: {answer.json()['detail'][:100]!r}"
    if case.kind == "positive":
        return None
    assert case.result is not None
    form = answer.headers["content-type"]
    if "n-triples" in form:
        found = Result(graph=rdflib.Graph().parse(data=answer.content, format="nt"))
    else:
        found = of_results(answer.content, suffix if suffix in accept else ".srx")
    return None if same(found, expected(folder, case.result), lax=case.lax) else "another result"


def bare(folder: Path, case: Case) -> str | None:
    """Run a test on pyoxigraph itself; why it fails, or None."""
    store, text = ox.Store(), (folder / case.query).read_bytes().decode("utf-8", "replace")
    for file in case.data:
        load(store, folder, file, ox.DefaultGraph())
    for file in case.named:
        load(store, folder, file, ox.NamedNode(ROOT + file))
    if case.kind == "evaluation" and not case.data and not case.named:
        fill(GraphStore(store), folder, [])
    try:
        result = store.query(text, base_iri=ROOT + case.query)
    except SyntaxError as error:
        return None if case.kind == "negative" else f"syntax: {error}"
    except RuntimeError as error:
        return None if case.kind == "positive" else str(error)
    if case.kind != "evaluation":
        return "accepted" if case.kind == "negative" else None
    assert case.result is not None
    if isinstance(result, ox.QueryTriples):
        lines = b"".join(f"{triple} .\n".encode() for triple in result)
        found = Result(graph=rdflib.Graph().parse(data=lines, format="nt"))
    else:
        suffix = Path(case.result).suffix
        forms = {".csv": ox.QueryResultsFormat.CSV, ".tsv": ox.QueryResultsFormat.TSV}
        content = result.serialize(format=forms.get(suffix, ox.QueryResultsFormat.XML))
        assert content is not None
        found = of_results(content, suffix if suffix in forms else ".srx")
    return None if same(found, expected(folder, case.result), lax=case.lax) else "another result"


def main() -> int:
    """Run all; return 1 where a test fails that bare pyoxigraph passes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="holds sparql10 and sparql11")
    folder: Path = parser.parse_args().folder
    rows, passed, worse = cases(folder), Counter[str](), 0
    with endpoint(folder, rows) as client:
        for case in rows:
            here, there = through_http(client, folder, case), bare(folder, case)
            passed["all"] += 1
            passed["here"] += here is None
            passed["bare"] += there is None
            passed["approved"] += case.approved
            passed["approved here"] += case.approved and here is None
            if here is not None:
                worse += there is None
                print(f"{case.name}: {here}; bare: {there or 'passes'}")
        exchanges = w3c_protocol.cases(folder)
        faults = {one.name: fault for one in exchanges if (fault := w3c_protocol.run(client, one)) is not None}
    for name, fault in faults.items():
        print(f"protocol {name}: {fault}")
    print(f"{passed['here']} of {passed['all']} pass through HTTP, {passed['bare']} on bare pyoxigraph")
    print(f"of those that the working group approved, {passed['approved here']} of {passed['approved']}")
    print(f"protocol: {len(exchanges) - len(faults)} of {len(exchanges)}")
    return int(worse > 0)


if __name__ == "__main__":
    sys.exit(main())
