"""Which faults are the user's to mend, and the exit code of each; anything else is ours and shows its traceback."""

from __future__ import annotations

from .frame import FAILED, USAGE


def code_of(error: BaseException) -> int | None:
    """The exit code of a known fault, None for an unknown one."""
    from missiongraph.ingest.corrections import CorrectionError
    from missiongraph.ingest.export import UnknownFormatError
    from missiongraph.ingest.fetching import UnknownSourceError
    from missiongraph.ingest.metadata import MetadataError
    from missiongraph.ingest.pipeline import NothingToIngestError
    from missiongraph.ingest.upgrade import LostReportError
    from missiongraph.search.index import IndexFormatError
    from missiongraph.search.library import LibraryError, UnknownReportError
    from missiongraph.search.query import QueryError

    from ..problems import ProblemError

    table: tuple[tuple[type[BaseException], int], ...] = (
        (NothingToIngestError, USAGE),
        (UnknownSourceError, USAGE),
        (UnknownReportError, USAGE),
        (CorrectionError, USAGE),
        (MetadataError, USAGE),
        (QueryError, USAGE),
        (UnknownFormatError, USAGE),
        (ProblemError, FAILED),
        (LibraryError, FAILED),
        (LostReportError, FAILED),
        (IndexFormatError, FAILED),
        (OSError, FAILED),
    )
    return next((code for kind, code in table if isinstance(error, kind)), None)
