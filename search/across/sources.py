"""Where things are said: by which quotes, reports, works and publishers. Read once for a snapshot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from missiongraph.ontology.terms import DCTERMS, MG, OA, RDF

from ..evidence import quotes
from ..library import ReportEntry, Snapshot
from ..results import Quote


@dataclass(frozen=True, slots=True)
class Sources:
    """Body IRI → reports, one a quote; report → its entry and its work; which are briefings, which copies."""

    said: dict[str, list[str]]
    work: dict[str, str]
    entries: dict[str, ReportEntry]
    briefings: frozenset[str]
    copies: frozenset[str]

    def speaks(self, body: str) -> bool:
        """Whether a report says it that is no copy of another in the library."""
        return any(report not in self.copies for report in self.said.get(body, ()))

    def asks(self, body: str) -> bool:
        """Whether a report says it that is neither a briefing nor a response."""
        return any(self.entries[report].type == "report" for report in self.said.get(body, ()))

    def reports(self, bodies: Iterable[str]) -> list[str]:
        """The reports that say any of the bodies, briefings left out, by date and IRI."""
        found = {report for body in bodies for report in self.said.get(body, ())} - self.briefings
        return sorted(found, key=lambda report: (self.entries[report].issued or "9999", report))

    def publishers(self, bodies: Iterable[str]) -> tuple[str, ...]:
        """The names of the publishers of these reports, sorted."""
        names = {self.entries[report].publisher for report in self.reports(bodies)}
        return tuple(sorted(name for name in names if name))

    def works(self, bodies: Iterable[str]) -> set[str]:
        """The works of these reports."""
        return {self.work.get(report, report) for report in self.reports(bodies)}

    def count(self, bodies: Iterable[str]) -> tuple[int, int, int, bool]:
        """Quotes, works and publishers behind bodies, and whether briefings alone say it."""
        said = [report for body in bodies for report in self.said.get(body, ())]
        reports = {report for report in said if report not in self.briefings}
        works = {self.work.get(report, report) for report in reports}
        publishers = {self.entries[report].publisher for report in reports} - {None}
        return len(said), len(works), len(publishers), bool(said) and not reports


def sources_of(snapshot: Snapshot, *, suggested: bool = False) -> Sources:
    """The sources of a snapshot; ``suggested``: of the claims that are only inferred."""
    found = _sources(str(snapshot.path), snapshot)
    return replace(found, said=_suggested(str(snapshot.path), snapshot)) if suggested else found


@lru_cache(maxsize=2)
def _sources(path: str, snapshot: Snapshot) -> Sources:
    store = snapshot.store
    entries, said = snapshot.entries, dict[str, list[str]]()
    reports = {f"{snapshot.base}annotation/{entry.slug}": iri for iri, entry in entries.items()}
    for annotation, body in store.pairs(OA.hasBody):
        # An annotation is its report's own, and its IRI says whose: no join with its passage is needed.
        report = reports.get(annotation.rpartition("-")[0])
        if report is not None:
            said.setdefault(body, []).append(report)
    for found in said.values():
        found.sort()
    briefings = frozenset(iri for iri, entry in entries.items() if entry.type == "briefing")
    copies = frozenset(copy for copy, _ in store.pairs(DCTERMS.isFormatOf))
    return Sources(said, dict(store.pairs(DCTERMS.isVersionOf)), entries, briefings, copies)


@lru_cache(maxsize=2)
def _suggested(path: str, snapshot: Snapshot) -> dict[str, list[str]]:
    said: dict[str, list[str]] = defaultdict(list)
    for row in snapshot.store.select(f"""SELECT ?b ?r WHERE {{ GRAPH <{snapshot.base}graph/suggested> {{
            ?a <{OA.hasBody.value}> ?b ; <{OA.hasTarget.value}> ?t . ?t <{OA.hasSource.value}> ?p }}
            ?p <{DCTERMS.isPartOf.value}> ?r }}"""):
        said[row["b"].value].append(row["r"].value)
    return dict(said)


def cluster_of(snapshot: Snapshot) -> dict[str, str]:
    """Thing → its cluster, for those that have one."""
    return _clusters(str(snapshot.path), snapshot)


@lru_cache(maxsize=2)
def _clusters(path: str, snapshot: Snapshot) -> dict[str, str]:
    return dict(snapshot.store.pairs(MG.inCluster))


def claims_of(snapshot: Snapshot, predicate: str, *, suggested: bool = False) -> tuple[tuple[str, str, str], ...]:
    """The asserted claims of a property, or those that are only inferred, sorted: claim, subject, object."""
    return _claims(str(snapshot.path), snapshot, predicate, suggested)


@lru_cache(maxsize=32)
def _claims(path: str, snapshot: Snapshot, predicate: str, suggested: bool) -> tuple[tuple[str, str, str], ...]:
    graph = f"FROM <{snapshot.base}graph/suggested>" if suggested else ""
    rows = snapshot.store.select(f"""SELECT ?c ?s ?o {graph} WHERE {{ ?c <{RDF.predicate.value}> <{predicate}> ;
        <{RDF.subject.value}> ?s ; <{RDF.object.value}> ?o }}""")
    return tuple(sorted((row["c"].value, row["s"].value, row["o"].value) for row in rows))


def first_quotes(snapshot: Snapshot, bodies: Iterable[str]) -> dict[str, Quote]:
    """Body → the first of its quotes."""
    return {body: found[0] for body, found in quotes(snapshot, set(bodies)).items()}
