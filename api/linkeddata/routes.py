"""``/id/…``, ``/ontology``, ``/context.jsonld`` and ``/.well-known/void``.

A thing is not a document, so its address answers 303 with the address of the document in the form that the client
prefers: the page for people, ``.ttl`` and its kin for programs.
"""

from __future__ import annotations

import json
from urllib.parse import quote

import pyoxigraph as ox
from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from missiongraph.search.library import Snapshot
from missiongraph.search.library.snapshot import GRAPH
from missiongraph.search.things import KINDS

from ..answers import LiveSnapshot
from ..pages import render
from ..problems import ProblemError
from ..routes.listing import missing
from ..settings import ServerSettings
from ..sparql.pool import Pool
from ..sparql.routes import sent
from .documents import SUFFIXES, about, context, ontology
from .forms import document, suffix_of
from .terms import terms
from .void import USED, describe

router = APIRouter(tags=["linked data"])
#: Suffix of a graph's document → name of the form in which a worker writes it.
FORMS = {"ttl": "turtle", "jsonld": "jsonld", "rdf": "rdfxml", "nt": "ntriples"}


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", ""))


def _see(address: str) -> Response:
    return RedirectResponse(address, status_code=303, headers={"Vary": "Accept"})


@router.get("/id/{path:path}", summary="A thing by its IRI, as RDF or as a page")
def id_route(request: Request, snapshot: LiveSnapshot, path: str) -> Response:
    """303 to the document that the client prefers; with ``.ttl``, ``.jsonld``, ``.rdf`` or ``.nt`` the document."""
    name, dot, suffix = path.rpartition(".")
    if dot and suffix in SUFFIXES:
        if name.startswith("graph/") and _exists(snapshot, name):
            return _dump(request, snapshot, [_iri(snapshot, name)], FORMS[suffix])
        triples = about(snapshot, _iri(snapshot, name))
        if not triples:
            raise _gone(request, name)
        return document(triples, suffix)
    kind, _, slug = path.partition("/")
    if not _exists(snapshot, path):
        raise _gone(request, path)
    wanted = suffix_of(request, html=kind in KINDS.values())
    if wanted == "html":
        return _see(f"{_root(request)}/{kind}/{quote(slug)}")
    return _see(f"{_root(request)}/id/{quote(path)}.{wanted}")


def _iri(snapshot: Snapshot, path: str) -> str:
    return snapshot.base + quote(path, safe="/:@!$&'()*+,;=~")


def _dump(request: Request, snapshot: Snapshot, graphs: list[str], form: str) -> Response:
    """Named graphs as a worker writes them, sent as they come: the server holds none of it."""
    settings: ServerSettings = request.app.state.settings
    pool: Pool = request.app.state.sparql
    found = pool.dump(graphs, form, graph=snapshot.path / GRAPH, timeout=settings.sparql_timeout_cap)
    return sent(request, found, {"Vary": "Accept"})


@router.get("/dump.nq", summary="All asserted named graphs, as N-Quads")
def dump_route(request: Request, snapshot: LiveSnapshot) -> Response:
    """The whole, graph by graph."""
    from missiongraph.ingest.export import graphs

    return _dump(request, snapshot, graphs(snapshot, everything=False), "nquads")


def _exists(snapshot: Snapshot, path: str) -> bool:
    node, store = ox.NamedNode(_iri(snapshot, path)), snapshot.store.native
    if path.startswith("graph/"):
        return store.contains_named_graph(node)
    return next(iter(store.quads_for_pattern(node, None, None, ox.DefaultGraph())), None) is not None


def _gone(request: Request, path: str) -> ProblemError:
    kind, _, slug = path.partition("/")
    return missing(request, kind, slug)


@router.get("/ontology", summary="The vocabulary, as RDF or as a page")
def ontology_route(request: Request, snapshot: LiveSnapshot) -> Response:
    """The vocabulary in the form that the client prefers."""
    suffix = suffix_of(request, html=True)
    if suffix == "html":
        page = render(request, "ontology", snapshot=snapshot, document=terms())
        page.headers["Vary"] = "Accept"
        return page
    return document(ontology(), suffix)


@router.get("/ontology.{suffix}", summary="The vocabulary in one form")
def ontology_file(suffix: str) -> Response:
    """The vocabulary by suffix."""
    if suffix not in SUFFIXES:
        raise ProblemError(404, "Not found", f"There is no form .{suffix}.", f"Take one of {', '.join(SUFFIXES)}.")
    return document(ontology(), suffix)


@router.get("/context.jsonld", summary="The JSON-LD context")
def context_route() -> Response:
    """Short names for JSON-LD."""
    return Response(json.dumps(context(), indent=1), media_type="application/ld+json")


@router.get("/.well-known/void", summary="What the library's data set holds (VoID, DCAT)")
def void_route(request: Request, snapshot: LiveSnapshot) -> Response:
    """The description of the data set, as it was counted at publish."""
    suffix = suffix_of(request, html=False)
    root = str(request.base_url).rstrip("/")
    return document(describe(snapshot, root), suffix, USED)
