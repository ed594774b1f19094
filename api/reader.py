"""The Python face: a library opened for reading, whose answers are the typed values that the routes serialise."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from missiongraph.search.filters import Filters
from missiongraph.search.library import Library, ReportEntry, Snapshot
from missiongraph.search.results import LinkedResult, SearchResult

from .everyday import actor_class, plain_word

if TYPE_CHECKING:
    import rdflib

    from missiongraph.search.matrix import Matrix

    from .sparql.pool import Pool


class Reader:
    """One snapshot of a library. It does not change while it is open: open the library again to see what came since.

    >>> import missiongraph
    >>> with missiongraph.open("library") as library:  # doctest: +SKIP
    ...     library.search("who funds youth clubs").results[0].text
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._pool: Pool | None = None

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot itself, for what has no method here."""
        return self._snapshot

    @property
    def reports(self) -> tuple[ReportEntry, ...]:
        """The reports, by slug."""
        return self._snapshot.manifest.reports

    @property
    def graph(self) -> rdflib.Graph:
        """The merge of what is asserted, as a read-only view for rdflib."""
        return self._snapshot.store.graph()

    def search(self, query: str, *, limit: int = 10, offset: int = 0, **filters: Any) -> SearchResult:
        """Passages by words and meaning; filters are the fields of :class:`~missiongraph.search.filters.Filters`.

        :raises missiongraph.search.query.QueryError: for a query without words.
        """
        from missiongraph.search.query import search

        return search(self._snapshot, query, limit=limit, offset=offset, filters=Filters(**filters))

    def linked(self, query: str, *, find: str = "reforms", limit: int = 20, **filters: Any) -> LinkedResult:
        """What the graph ties to a text: ``reforms``, ``barriers``, ``missions`` or ``actors``.

        Everyday words are taken too: ``recommendations``, and ``charities`` for actors of that kind alone.

        :raises missiongraph.search.query.QueryError: for a query without words or an unknown ``find``.
        """
        from missiongraph.search.linked import linked

        kind, cls = plain_word(find), actor_class(find)
        return linked(self._snapshot, query, find=kind, limit=limit, filters=Filters(**filters), of_class=cls)

    def matrix(
        self, *, rows: str = "barriers", columns: str = "reforms", by: str = "cluster", **filters: Any
    ) -> Matrix:
        """The evidence map.

        :raises missiongraph.search.query.QueryError: for rows and columns that there is no map of.
        """
        from missiongraph.search.matrix import matrix

        return matrix(self._snapshot, rows=rows, columns=columns, by=by, filters=Filters(**filters))

    def sparql(self, query: str, *, timeout: float = 30.0) -> list[dict[str, str]] | bool | str:
        """A SPARQL 1.1 query: rows of a SELECT (unbound variables left out), the truth of an ASK, a graph as Turtle.

        :param timeout: seconds until the query is stopped.
        :raises missiongraph.api.problems.ProblemError: for a query that is wrong, refused, too slow or too large.
        """
        import json

        from missiongraph.search.library.snapshot import GRAPH

        from .sparql.asking import ask
        from .sparql.pool import Pool

        if self._pool is None:
            self._pool = Pool(self._snapshot.path / GRAPH, workers=1)
        answer = ask(self._pool, self._snapshot, query, timeout=timeout)
        if not answer.rows:
            return answer.read().decode()
        document = json.loads(answer.read())
        if "boolean" in document:
            return bool(document["boolean"])
        return [{name: cell["value"] for name, cell in row.items()} for row in document["results"]["bindings"]]

    def close(self) -> None:
        """Let go of the snapshot."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None
        self._snapshot.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_library(path: str | Path) -> Reader:
    """Open a library folder for reading.

    :raises missiongraph.search.library.LibraryError: if there is none, or it cannot be read.
    """
    return Reader(Library.open(Path(path)).snapshot())
