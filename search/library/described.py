"""What a snapshot's graph holds, counted when it was published: the figures of VoID and DCAT.

Kept beside the graph and carried on from one snapshot to the next by what came and left: counting a million triples
again at each publish, or when somebody asks, takes seconds.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
from pydantic import TypeAdapter

from missiongraph.ontology.store import GraphStore

from .layout import write_atomically

NAME = "described.json"
BLOCK = 1 << 20  # bytes read at once


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedGraph:
    """A named graph: how many triples, and the SHA-256 of its download in N-Triples.

    None for the hash of a graph that every report adds to: it is taken when somebody asks (:func:`hashed`).
    """

    triples: int
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """The merge by class and property (IRI → count), an example of each class, and every named graph by its IRI."""

    triples: int = 0
    classes: dict[str, int] = field(default_factory=dict)
    properties: dict[str, int] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)
    graphs: dict[str, NamedGraph] = field(default_factory=dict)

    def save(self, folder: Path) -> None:
        """Write it into a snapshot folder."""
        write_atomically(folder / NAME, _adapter().dump_json(self, indent=1))


def load(folder: Path) -> Described:
    """Read a snapshot's description.

    :raises OSError: if it is absent.
    :raises ValueError: if it is damaged.
    """
    return _adapter().validate_json((folder / NAME).read_bytes())


def hashed(store: GraphStore, name: str) -> NamedGraph:
    """How many triples a graph has, and the hash of its dump; the dump to a file keeps no other thread waiting."""
    digest, lines = hashlib.sha256(), 0
    with TemporaryDirectory(prefix="missiongraph-") as folder:
        path = Path(folder) / "graph.nt"
        store.native.dump(str(path), format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(name))
        with path.open("rb") as stream:
            while block := stream.read(BLOCK):
                digest.update(block)
                lines += block.count(b"\n")
    return NamedGraph(triples=lines, sha256=digest.hexdigest())


def _adapter() -> TypeAdapter[Described]:
    return TypeAdapter(Described)
