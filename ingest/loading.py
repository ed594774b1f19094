"""A user's own RDF, kept apart in a named graph: brought into one form, held against the shapes, removable.

What was loaded stands in ``loaded/`` as sorted N-Quads, a file a graph, and every publish takes it from there: so it
outlives upgrades, and the same file gives the same graph. Blank nodes get their canonical names (RDFC 1.0).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from missiongraph.ontology.store import nquads
from missiongraph.search.library import Library, LibraryError
from missiongraph.search.library.layout import write_atomically
from missiongraph.search.library.locks import writing

from .pipeline import current_entries
from .publish import Member, Publisher

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}


class LoadError(LibraryError):
    """A file or graph cannot be loaded or taken out."""


def load_graph(library_path: Path, file: Path, graph: str, *, wait: float = 30.0) -> int:
    """Load a file as a named graph, in the place of what was loaded under that name; return how many triples.

    :raises LoadError: for a name that is not an IRI or is the library's own, or a file that cannot be read.
    :raises missiongraph.ingest.conforming.NonconformingError: if it breaks the shapes.
    """
    library = Library.open(library_path)
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`\x00-\x20]+", graph):
        raise LoadError(f"{graph!r} is not an absolute IRI: name the graph as https://example.org/my-graph")
    if graph.startswith(f"{library.settings.base}graph/"):
        raise LoadError(f"{graph} is a graph of the library itself: choose another name")
    lines = nquads(_read(file, graph))
    if not lines:
        raise LoadError(f"{file} holds no triples")
    content = "".join(f"{line}\n" for line in lines).encode()
    with writing(library.layout.lock, wait=wait):
        library.layout.make()
        target = _path(library, graph)
        _change(library, target, lambda: write_atomically(target, content))
    return len(lines)


def unload_graph(library_path: Path, graph: str, *, wait: float = 30.0) -> None:
    """Take out a graph that was loaded.

    :raises LoadError: if none was loaded under that name.
    """
    library = Library.open(library_path)
    with writing(library.layout.lock, wait=wait):
        target = _path(library, graph)
        if not target.exists():
            raise LoadError(f"no graph {graph} was loaded; `missiongraph status` counts those that were")
        _change(library, target, target.unlink)


def _path(library: Library, graph: str) -> Path:
    return library.layout.loaded / f"{hashlib.sha256(graph.encode()).hexdigest()[:16]}.nq"


def _change(library: Library, target: Path, change: Callable[[], None]) -> None:
    """Change what is loaded and publish; where that fails, all stays as it was."""
    before = target.read_bytes() if target.exists() else None
    change()
    try:
        Publisher(library).publish([Member.of(entry) for entry in current_entries(library)])
    except BaseException:
        if before is None:
            target.unlink(missing_ok=True)
        else:
            write_atomically(target, before)
        raise


def _read(file: Path, graph: str) -> list[ox.Quad]:
    form = FORMATS.get(file.suffix.lower())
    if form is None:
        raise LoadError(f"{file} is not read: use one of {', '.join(FORMATS)}")
    try:
        rows = list(ox.parse(path=str(file), format=form, base_iri=file.resolve().as_uri()))
    except (SyntaxError, ValueError, OSError) as error:
        raise LoadError(f"{file} cannot be read: {str(error).partition(chr(10))[0]}") from error
    if any(row.graph_name != ox.DefaultGraph() for row in rows):
        raise LoadError(f"{file} holds named graphs of its own: give it as triples")
    data = ox.Dataset(rows)
    data.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return [ox.Quad(row.subject, row.predicate, row.object, ox.NamedNode(graph)) for row in data]
