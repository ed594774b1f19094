"""The corrections that a library holds, one row each, in the order in which they were made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from missiongraph.ontology.identifiers import Names
from missiongraph.ontology.model import Extraction
from missiongraph.search.library import Library, ReportEntry

from . import metadata
from .corrections import ACROSS, KEY, Action, Correction, CorrectionError, apply, parsed
from .publish import Publisher


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One correction of a report. Things are IRIs; ``object`` is a label after ``relabel``."""

    report: str
    action: Action
    subject: str
    label: str | None  # what the subject is called in the graph; nothing where it is not there
    predicate: str | None
    object: str | None
    author: str
    at: str
    holds: bool  # whether it finds what it names in its report; one that does not is kept and does nothing


def listed(library_path: Path, report: str | None = None) -> list[Listed]:
    """The corrections of a library, or of the reports whose IRI or slug begins so.

    :raises CorrectionError: if no report is called so.
    """
    library = Library.open(library_path)
    publisher, base = Publisher(library), library.settings.base
    with library.snapshot() as snapshot:
        wanted = (report or "").removeprefix(f"{base}report/")
        entries = [e for e in snapshot.manifest.reports if e.slug.startswith(wanted)]
        if wanted and not entries:
            raise CorrectionError(f"no report is called {report}: `missiongraph reports` lists them")
        return [row for entry in entries for row in _rows(publisher, entry, base)]


def _rows(publisher: Publisher, entry: ReportEntry, base: str) -> Iterator[Listed]:
    corrections = parsed(metadata.parsed(entry.set_by_hand))
    if not corrections:
        return
    names, now = Names(base, entry.slug), publisher.record(entry).extraction
    before = replace(entry, set_by_hand=metadata.merged(entry.set_by_hand, {KEY: []}))
    record = publisher.record(before)
    for correction in corrections:
        yield row_of(names, correction, record.extraction, now)
        record = apply(record, [correction])


def row_of(names: Names, c: Correction, before: Extraction, now: Extraction) -> Listed:
    """One correction as listed: ``before`` is what it was applied to, ``now`` what the graph has."""
    known = {e.key for e in before.entities}
    free = c.object is None or c.action in (Action.RELABEL, *ACROSS)
    other = f"{names.base}{c.object}" if c.action in ACROSS else c.object
    return Listed(
        report=names.report_iri,
        action=c.action,
        subject=names.iri(c.subject),
        label=next((e.label for e in now.entities if e.key == c.subject), None),
        predicate=c.predicate,
        object=other if free else names.iri(str(c.object)),
        author=c.author,
        at=c.at,
        holds=c.subject in known and (free or c.object in known),
    )
