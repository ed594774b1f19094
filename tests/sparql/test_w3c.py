"""The W3C's tests through HTTP: whatever the engine passes by itself, the endpoint passes."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
import rdflib
from benchmarks import w3c, w3c_protocol
from benchmarks.servers import library_of
from benchmarks.w3c_suite import Case, cases

from missiongraph.api.settings import ServerSettings
from tests import shared
from tests.conftest import Serve

FOLDER = shared.FOLDER / "w3c"
CASES = cases(FOLDER) if FOLDER.is_dir() else []
EXCHANGES = w3c_protocol.cases(FOLDER) if FOLDER.is_dir() else []
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")

pytestmark = shared.needs_shared


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> Iterator[httpx.Client]:
    """A server over the data of all tests."""
    library = library_of(tmp_path_factory.mktemp("w3c") / "library", lambda store: w3c.fill(store, FOLDER, CASES))
    settings = ServerSettings(sparql_budget=0)
    with serve(library, settings) as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client


@pytest.mark.parametrize("case", CASES[::25], ids=lambda case: case.name)
def test_a_sample_is_answered_as_by_the_engine_itself(suite: httpx.Client, case: Case) -> None:
    here, bare = w3c.through_http(suite, FOLDER, case), w3c.bare(FOLDER, case)
    assert here is None or bare is not None, here


@pytest.mark.slow
def test_every_query_test_is_answered_as_by_the_engine_itself(suite: httpx.Client) -> None:
    failed = {case.name: fault for case in CASES if (fault := w3c.through_http(suite, FOLDER, case)) is not None}
    worse = {name for name in failed for case in CASES if case.name == name and w3c.bare(FOLDER, case) is None}
    assert not worse
    approved = [case for case in CASES if case.approved]
    assert sum(case.name not in failed for case in approved) >= 0.97 * len(approved)


@pytest.mark.parametrize("one", EXCHANGES, ids=lambda one: one.name)
def test_the_protocol_is_kept(suite: httpx.Client, one: w3c_protocol.Exchange) -> None:
    assert w3c_protocol.run(suite, one) is None


def test_the_service_description_is_rdf_names_its_endpoint_and_keeps_to_its_schema(suite: httpx.Client) -> None:
    answer = suite.get("/sparql")
    graph = rdflib.Graph().parse(data=answer.content, format="turtle")
    (service,) = graph.subjects(rdflib.RDF.type, SD.Service)
    assert list(graph.objects(service, SD.endpoint)) == [rdflib.URIRef(str(suite.base_url).rstrip("/") + "/sparql")]
    ranges = {SD.defaultDataset: SD.Dataset, SD.defaultGraph: SD.Graph, SD.namedGraph: SD.NamedGraph}
    for prop, cls in ranges.items():
        assert all((value, rdflib.RDF.type, cls) in graph for value in graph.objects(None, prop))
    assert all(isinstance(name, rdflib.URIRef) for name in graph.objects(None, SD.name))
