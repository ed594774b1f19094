"""What the list routes answer: pages of things with their class and label."""

from __future__ import annotations

from typing import Any

from missiongraph.ontology.terms import DCTERMS, MG, SKOS
from missiongraph.search.library import ReportEntry, Snapshot
from missiongraph.search.things import thing


def list_reports(snapshot: Snapshot, *, limit: int | None = None, offset: int = 0) -> dict[str, Any]:
    """The reports of a snapshot, by slug: ``{"total", "items", "next"}``."""
    entries = snapshot.manifest.reports
    end = len(entries) if limit is None else offset + limit
    return {
        "total": len(entries),
        "items": [report_item(snapshot, entry) for entry in entries[offset:end]],
        "next": end if end < len(entries) else None,
    }


def report_item(snapshot: Snapshot, entry: ReportEntry) -> dict[str, Any]:
    """One report of a list."""
    numbered = {"found": entry.numbered[0], "of": entry.numbered[1], "missed": entry.missed} if entry.numbered else None
    return {
        "id": f"{snapshot.base}report/{entry.slug}",
        "type": entry.type,
        "label": entry.title,
        "slug": entry.slug,
        "publisher": entry.publisher,
        "issued": entry.issued,
        "pages": entry.pages,
        "grade": entry.grade,
        "passages": entry.passages,
        "counts": entry.counts,
        "numbered": numbered,
    }


def one_report(snapshot: Snapshot, entry: ReportEntry) -> dict[str, Any]:
    """One report: what it says of itself, its outline, and what was found in it."""
    found = thing(snapshot, f"{snapshot.base}report/{entry.slug}")
    assert found is not None
    return report_item(snapshot, entry) | {
        "sha256": entry.sha256,
        "file_name": entry.file_name,
        "properties": found.properties,
        "links": [link for link in found.links if link.other.type not in ("reference", "section", "passage")],
        "sections": _outline(snapshot, entry),
    }


def _outline(snapshot: Snapshot, entry: ReportEntry) -> list[dict[str, Any]]:
    """The sections that hold passages, in reading order: ``{"id", "label", "level", "page"}``."""
    rows = snapshot.store.select(f"""SELECT ?s ?l ?n (MIN(?o) AS ?first) (MIN(?g) AS ?page) WHERE {{
        ?p <{DCTERMS.isPartOf.value}> <{snapshot.base}report/{entry.slug}> ; <{MG.section.value}> ?s ;
           <{MG.position.value}> ?o . ?s <{SKOS.prefLabel.value}> ?l ; <{MG.level.value}> ?n .
        OPTIONAL {{ ?p <{MG.page.value}> ?g }} }} GROUP BY ?s ?l ?n""")
    return [
        {
            "id": row["s"].value,
            "label": row["l"].value,
            "level": int(row["n"].value),
            "page": int(row["page"].value) if "page" in row else None,
        }
        for row in sorted(rows, key=lambda row: int(row["first"].value))
    ]
