"""A published state of a library, opened for reading and held so that nobody clears it away meanwhile."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from missiongraph.ontology.store import GraphStore

from . import described
from . import manifest as manifests
from .described import Described
from .errors import LibraryMissingError, UnreadableError
from .layout import Layout
from .locks import Hold
from .manifest import Manifest, ReportEntry

if TYPE_CHECKING:
    from ..index import SearchIndex

GRAPH, INDEX = "graph", "index"


class Snapshot:
    """One immutable state: manifest, graph store and search index. Close it, or use it in a ``with`` block."""

    def __init__(self, path: Path, hold: Hold, manifest: Manifest) -> None:
        self.path = path
        self.manifest = manifest
        self._hold = hold

    @property
    def name(self) -> str:
        """The snapshot's name, which grows with every publish."""
        return self.path.name

    @property
    def base(self) -> str:
        """The start of the IRIs of the library's things."""
        return self.manifest.base

    @cached_property
    def store(self) -> GraphStore:
        """The graph, read-only. Its files are held against their hashes first.

        A block that is damaged has the engine give the same error without end, which takes all memory where a query
        gathers before it answers.

        :raises UnreadableError: if a file is not as it was written.
        """
        name = manifests.damaged(self.path, self.manifest.files, GRAPH)
        if name is not None:
            raise UnreadableError(self.path, f"{name} is not as it was written")
        return GraphStore.open(self.path / GRAPH, read_only=True)

    @cached_property
    def described(self) -> Described:
        """What the graph holds, as it was counted at publish.

        :raises UnreadableError: if the snapshot has no such description.
        """
        try:
            return described.load(self.path)
        except (OSError, ValueError) as error:
            raise UnreadableError(self.path, str(error)) from error

    @cached_property
    def index(self) -> SearchIndex:
        """The search index, loaded when first used."""
        from .. import index

        return index.open(self.path / INDEX)

    @cached_property
    def entries(self) -> dict[str, ReportEntry]:
        """The IRI of each report → its entry."""
        return {f"{self.base}report/{entry.slug}": entry for entry in self.manifest.reports}

    def report(self, name: str) -> ReportEntry | None:
        """The entry of a report by slug or IRI."""
        slug = name.removeprefix(f"{self.base}report/")
        return self.entries.get(f"{self.base}report/{slug}")

    def close(self) -> None:
        """Let go of the snapshot and of every file of it, also where a fault's traceback still names it."""
        if "store" in self.__dict__:
            self.store.close()
        for name in ("store", "index"):
            self.__dict__.pop(name, None)
        self._hold.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def current_name(layout: Layout) -> str | None:
    """The live snapshot's name; None when nothing was published yet."""
    try:
        return layout.current.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(layout.root, str(error)) from error


def open_named(layout: Layout, name: str) -> Snapshot:
    """Open a snapshot that is there.

    :raises OSError: if it is not.
    :raises ValueError: if its manifest is damaged.
    """
    hold = Hold(layout.snapshots / name)
    try:
        return Snapshot(layout.snapshots / name, hold, manifests.load(layout.snapshots / name))
    except (OSError, ValueError):
        hold.close()
        raise


def open_current(layout: Layout) -> Snapshot:
    """Open the live snapshot.

    :raises LibraryMissingError: if nothing was published.
    :raises UnreadableError: if it is damaged.
    """
    problem = "the live snapshot is gone"
    for _ in range(20):
        name = current_name(layout)
        if name is None:
            raise LibraryMissingError(layout.root)
        folder = layout.snapshots / name
        try:
            hold = Hold(folder)
        except OSError as error:
            problem = str(error)
            continue
        if current_name(layout) != name and not folder.is_dir():
            hold.close()
            continue
        try:
            return Snapshot(folder, hold, manifests.load(folder))
        except (OSError, ValueError) as error:
            hold.close()
            problem = f"manifest of snapshot {name}: {str(error).partition(chr(10))[0]}"
    raise UnreadableError(layout.root, problem)
