"""A thing as one report says it: what lists across reports are made of."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from missiongraph.ontology.terms import DCTERMS, MG, OA

from ..evidence import quotes
from ..filters import last_segment
from ..labels import labels_of
from ..library import Snapshot
from ..results import Quote
from .sources import sources_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A thing with the report that says it, its date (``2024``, ``2024-11`` or ``2024-11-30``) and its first words."""

    id: str
    type: str
    label: str
    report: str
    title: str
    publisher: str | None
    issued: str | None
    number: str | None = None
    status: str | None = None
    quote: Quote | None = None


def said(
    snapshot: Snapshot,
    iris: Collection[str],
    *,
    within: Collection[str] | None = None,
    quoted: Collection[str] | None = None,
) -> dict[str, Said]:
    """IRI → the thing as the earliest of its reports says it; those alone that a report (of ``within``) says.

    A briefing speaks only where no report does.

    :param quoted: the things whose words are read; all where it is None.
    """
    sources, names, own = sources_of(snapshot), labels_of(snapshot, iris), _values(str(snapshot.path), snapshot)
    first: dict[str, str] = {}
    for iri in names:
        every = sources.reports([iri]) or sorted(set(sources.said.get(iri, ())))
        reports = [r for r in every if r in within] if within is not None else every
        if reports:
            first[iri] = reports[0]
    words = first_words(snapshot, {i: r for i, r in first.items() if quoted is None or i in quoted})
    found = {}
    for iri, report in first.items():
        entry, (number, status) = sources.entries[report], own.get(iri, (None, None))
        found[iri] = Said(
            id=iri,
            type=names[iri].type,
            label=names[iri].label,
            report=report,
            title=entry.title,
            publisher=entry.publisher,
            issued=entry.issued,
            number=number,
            status=status,
            quote=words.get(iri),
        )
    return found


def first_words(snapshot: Snapshot, wanted: Mapping[str, str]) -> dict[str, Quote]:
    """Thing → the first of its quotes in the report that is given with it."""
    only = []
    for iri, report in wanted.items():
        start = f"{snapshot.base}annotation/{last_segment(report)}-"
        body = ox.NamedNode(iri)
        notes = snapshot.store.native.quads_for_pattern(None, OA.hasBody, body, ox.DefaultGraph())
        only += [q.subject.value for q in notes if isinstance(q.subject, ox.NamedNode) and start in q.subject.value]
    found = quotes(snapshot, wanted, only=only)
    return {iri: said[0] for iri, said in found.items()}


@lru_cache(maxsize=2)
def _values(path: str, snapshot: Snapshot) -> dict[str, tuple[str | None, str | None]]:
    """Thing → its number and status."""
    rows = snapshot.store.select(
        f"""SELECT ?s ?n ?t WHERE {{ ?s a <{MG.Reform.value}> OPTIONAL {{ ?s <{DCTERMS.identifier.value}> ?n }}
        OPTIONAL {{ ?s <{MG.status.value}> ?t }} }}"""
    )
    return {
        r["s"].value: (
            r["n"].value if "n" in r else None,
            r["t"].value.rpartition("#")[2] if "t" in r else None,
        )
        for r in rows
    }
