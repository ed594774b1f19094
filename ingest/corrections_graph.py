"""Corrections in the library: made, kept with the report, written to the corrections graph, met by the indexes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from pyoxigraph import Literal, NamedNode, Quad

from missiongraph.ontology.identifiers import Names, short_hash
from missiongraph.ontology.model import Extraction, Predicate, ReportRecord
from missiongraph.ontology.rdf import agent_key, predicate_iri
from missiongraph.search.contents import LINKABLE
from missiongraph.search.embedding import Vectors
from missiongraph.search.library import Library, ReportEntry
from missiongraph.search.library.locks import writing

from . import metadata
from .corrections import ACROSS, Action, Correction, CorrectionError, apply, parsed, plain

_PROV, _RDF = "http://www.w3.org/ns/prov#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SKOS, _DCTERMS = "http://www.w3.org/2004/02/skos/core#", "http://purl.org/dc/terms/"
_FOAF, _XSD = "http://xmlns.com/foaf/0.1/", "http://www.w3.org/2001/XMLSchema#"


def quads(names: Names, corrections: Sequence[Correction], language: str = "en") -> Iterator[Quad]:
    """Of each correction an activity: what it did (``dcterms:type``), by whom, when, and the statement it is about."""
    graph = NamedNode(f"{names.base}graph/corrections")
    for n, c in enumerate(corrections):
        digest = short_hash(n, c.action, c.subject, c.predicate, c.object, c.author, c.at)
        this = NamedNode(f"{names.base}correction/{names.report}-{digest}")
        agent = NamedNode(names.iri(agent_key(c.author)))
        stamp = "dateTime" if "T" in c.at else "date"
        rows: list[tuple[NamedNode, NamedNode, NamedNode | Literal | None]] = [
            (this, NamedNode(f"{_RDF}type"), NamedNode(f"{_PROV}Activity")),
            (this, NamedNode(f"{_DCTERMS}type"), Literal(c.action.value)),
            (this, NamedNode(f"{_PROV}wasAssociatedWith"), agent),
            (this, NamedNode(f"{_PROV}endedAtTime"), Literal(c.at, datatype=NamedNode(f"{_XSD}{stamp}"))),
            (this, NamedNode(f"{_RDF}subject"), NamedNode(names.iri(c.subject))),
            (this, NamedNode(f"{_RDF}predicate"), _predicate(c)),
            (this, NamedNode(f"{_RDF}object"), _object(c, names, language)),
            (agent, NamedNode(f"{_FOAF}name"), Literal(c.author)),
        ]
        yield from (Quad(s, p, o, graph) for s, p, o in rows if o is not None)


def _predicate(c: Correction) -> NamedNode | None:
    named = {Action.RELABEL: f"{_SKOS}prefLabel", Action.MERGE: f"{_DCTERMS}isReplacedBy"}
    named |= dict.fromkeys(ACROSS, f"{_SKOS}closeMatch")
    if c.action in named:
        return NamedNode(named[c.action])
    return predicate_iri(Predicate(c.predicate)) if c.predicate else None


def _object(c: Correction, names: Names, language: str) -> NamedNode | Literal | None:
    if c.object is None:
        return None
    if c.action in ACROSS:
        return NamedNode(names.base + c.object)
    return Literal(c.object, language=language) if c.action is Action.RELABEL else NamedNode(names.iri(c.object))


def of_entry(base: str, entry: ReportEntry) -> Iterator[Quad]:
    """The corrections of a report in a snapshot."""
    return quads(Names(base, entry.slug), parsed(metadata.parsed(entry.set_by_hand)))


def entity_vectors(before: Extraction, vectors: Vectors, after: Extraction) -> Vectors:
    """The vectors of the corrected entities: those known by their label, the others embedded now."""
    known = {e.label: vectors[i] for i, e in enumerate(e for e in before.entities if e.kind in LINKABLE)}
    labels = [e.label for e in after.entities if e.kind in LINKABLE]
    new = sorted(set(labels) - set(known))
    if new:
        from missiongraph.search.embedding import MiniLM

        known |= dict(zip(new, MiniLM().encode(new), strict=True))
    return np.array([known[label] for label in labels], dtype=np.float32).reshape(len(labels), vectors.shape[1])


def correct(library_path: Path, requests: Sequence[Mapping[str, str | None]], *, wait: float = 30.0) -> list[str]:
    """Make corrections and publish; return of each its report's slug. Things are given by IRI or by the end of it.

    Each request has ``action``, ``subject``, ``author``, ``at``, and where the action takes them ``predicate``,
    ``object`` and ``report`` (needed where the subject is an actor or a mission, which reports share).

    :raises CorrectionError: if a thing is not there or a correction cannot be made; then nothing is changed.
    """
    from .pipeline import current_entries
    from .publish import Member, Publisher

    library = Library.open(library_path)
    base = library.settings.base
    with writing(library.layout.lock, wait=wait):
        publisher, entries = Publisher(library), current_entries(library)
        by_hand = {e.sha256: e.set_by_hand for e in entries}
        slugs = []
        for request in requests:
            entry, correction = None, None
            for each in entries:
                if request.get("report") and not each.slug.startswith(
                    str(request["report"]).removeprefix(f"{base}report/")
                ):
                    continue
                record = publisher.record(replace(each, set_by_hand=by_hand[each.sha256]))
                names = Names(base, each.slug)
                subject = _key(record, names, request["subject"])
                if subject is not None:
                    if entry is not None:
                        raise CorrectionError(f"{request['subject']} is in several reports: say which with --report")
                    if request["action"] in ACROSS:
                        others = ((publisher.record(e), Names(base, e.slug)) for e in entries if e is not each)
                        request = {**request, "object": _elsewhere(others, subject, request)}
                    entry, correction = each, _correction(record, names, subject, request)
            if entry is None or correction is None:
                raise CorrectionError(
                    f"{request['subject']} is not in the library: give the IRI or slug of a thing in it"
                )
            slugs.append(entry.slug)
            values = metadata.parsed(by_hand[entry.sha256])
            by_hand[entry.sha256] = metadata.merged(by_hand[entry.sha256], plain([*parsed(values), correction]))
        publisher.publish([replace(Member.of(e), set_by_hand=by_hand[e.sha256]) for e in entries])
    return slugs


def _elsewhere(others: Iterable[tuple[ReportRecord, Names]], subject: str, request: Mapping[str, str | None]) -> str:
    """The end of the IRI of a thing of another report, of the kind of the subject."""
    kind = subject.partition("/")[0]
    if kind in ("barrier", "reform"):
        for record, names in others:
            key = _key(record, names, request.get("object"))
            if key is not None and key.startswith(f"{kind}/"):
                return names.iri(key).removeprefix(names.base)
    raise CorrectionError(
        f"{request.get('object')} is no {kind} of another report: {request['action']} takes two barriers or two "
        "reforms of different reports"
    )


def _correction(record: ReportRecord, names: Names, subject: str, request: Mapping[str, str | None]) -> Correction:
    from .corrections import made

    other = request.get("object")
    if other is not None and request["action"] not in (Action.RELABEL, *ACROSS):
        key = _key(record, names, other)
        if key is None:
            raise CorrectionError(f"{other} is not a thing of the same report: give its IRI or slug")
        other = key
    values = {k: request.get(k) for k in ("action", "author", "at", "predicate")} | {
        "subject": subject,
        "object": other,
    }
    correction = made(values)
    if (
        correction.action not in (Action.ACCEPT, *ACROSS)
        and apply(record, [correction]).extraction == record.extraction
    ):
        raise CorrectionError(f"{correction.action} {request['subject']}: that would change nothing")
    return correction


def _key(record: ReportRecord, names: Names, name: str | None) -> str | None:
    for entity in record.extraction.entities:
        iri = names.iri(entity.key)
        if name in (iri, iri.removeprefix(names.base), iri.rpartition("/")[2]):
            return entity.key
    return None
