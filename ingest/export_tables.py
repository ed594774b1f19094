"""Exports that are not RDF: claims as rows, reports as citations, entities and links as a graph for Gephi."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree import ElementTree

from missiongraph.ontology.terms import DCTERMS, MG, RDF, SKOS
from missiongraph.search.evidence import edges, quotes
from missiongraph.search.labels import labels_of
from missiongraph.search.library import Snapshot

CLAIM_COLUMNS = (
    "subject",
    "subject_label",
    "predicate",
    "object",
    "object_label",
    "basis",
    "confidence",
    "quote",
    "page",
    "report",
    "reference",
)


def _claims_csv(snapshot: Snapshot, *, everything: bool, references: bool) -> bytes:
    """One row a Claim, with its first quote, page and the report as a reference."""
    found = all_edges(snapshot)
    names = labels_of(snapshot, {iri for edge in found for iri in (edge.subject, edge.object)})
    evidence = quotes(snapshot, {edge.claim for edge in found})
    cited = {c.iri: c for c in citations(snapshot, references=False)}
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(CLAIM_COLUMNS)
    for edge in found:
        quote = next(iter(evidence.get(edge.claim, [])), None)
        label = {iri: names[iri].label if iri in names else "" for iri in (edge.subject, edge.object)}
        writer.writerow(
            [
                edge.subject,
                label[edge.subject],
                edge.predicate,
                edge.object,
                label[edge.object],
                edge.basis,
                f"{edge.confidence:.2f}",
                quote.quote if quote else "",
                (quote.page_label or quote.page or "") if quote else "",
                quote.report if quote else "",
                cited[quote.report].plain() if quote and quote.report in cited else "",
            ]
        )
    return buffer.getvalue().encode("utf-8-sig")


def all_edges(snapshot: Snapshot) -> list:  # type: ignore[type-arg]
    """Every asserted claim."""
    rows = snapshot.store.select(f"SELECT DISTINCT ?s WHERE {{ ?c a <{MG.Claim.value}> ; <{RDF.subject.value}> ?s }}")
    return list(edges(snapshot, {r["s"].value for r in rows}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """What RIS, BibTeX and a plain reference need of a report or a cited work."""

    iri: str
    title: str
    authors: tuple[str, ...]
    publisher: str | None
    issued: str | None
    url: str | None

    @property
    def year(self) -> str:
        """The year as text, empty if unknown."""
        return (self.issued or "")[:4]

    def plain(self, page: str | int | None = None) -> str:
        """A reference in one line, with a page where one is given."""
        who = ", ".join(self.authors) or self.publisher or "Unknown author"
        parts = [f"{who} ({self.year or 'n.d.'})", self.title]
        if self.publisher and self.publisher != who:
            parts.append(self.publisher)
        if page:
            parts.append(f"p. {page}")
        return ". ".join(part.rstrip(".") for part in parts) + "."


def citations(snapshot: Snapshot, *, references: bool) -> list[Citation]:
    """The reports, or with ``references`` the works that they cite, by IRI."""
    cls = MG.Reference if references else MG.Report
    rows = snapshot.store.select(f"""
        SELECT ?s ?title ?name ?publisher ?issued ?url WHERE {{
          ?s a <{cls.value}> .
          OPTIONAL {{ ?s <{DCTERMS.title.value}> ?title }}
          OPTIONAL {{ ?s <{DCTERMS.creator.value}>/<{SKOS.prefLabel.value}> ?name }}
          OPTIONAL {{ ?s <{DCTERMS.publisher.value}>/<{SKOS.prefLabel.value}> ?publisher }}
          OPTIONAL {{ ?s <{DCTERMS.issued.value}> ?issued }}
          OPTIONAL {{ ?s <{DCTERMS.source.value}> ?url }} }}""")
    by_iri: dict[str, dict[str, str]] = {}
    authors: dict[str, list[str]] = {}
    for row in rows:
        iri = row["s"].value
        values = {name: term.value for name, term in row.items()}
        by_iri[iri] = values | by_iri.get(iri, {})
        if "name" in values and values["name"] not in authors.setdefault(iri, []):
            authors[iri].append(values["name"])
    return [
        Citation(
            iri=iri,
            title=v.get("title", "Untitled"),
            authors=tuple(sorted(authors.get(iri, []))),
            publisher=v.get("publisher"),
            issued=v.get("issued"),
            url=v.get("url"),
        )
        for iri, v in sorted(by_iri.items())
    ]


def ris(found: list[Citation], pages: str | None = None) -> str:
    """Citations in the RIS format, each a report (``RPRT``)."""
    lines = []
    for one in found:
        lines += ["TY  - RPRT", f"TI  - {one.title}", *(f"AU  - {name}" for name in one.authors)]
        lines += [f"PB  - {one.publisher}"] if one.publisher else []
        lines += [f"PY  - {one.year}"] if one.year else []
        lines += [f"DA  - {one.issued.replace('-', '/')}"] if one.issued else []
        lines += [f"SP  - {pages}"] if pages else []
        lines += [f"UR  - {one.url or one.iri}", "ER  - ", ""]
    return "\r\n".join(lines)


def _braced(text: str) -> str:
    return re.sub(r"([&%$#_{}])", r"\\\1", text.replace("\\", "\\textbackslash "))


def bibtex(found: list[Citation], pages: str | None = None) -> str:
    """Citations in BibTeX, each a ``@techreport`` whose key is the last segment of its IRI."""
    entries = []
    for one in found:
        fields = {
            "title": one.title,
            "author": " and ".join(f"{{{name}}}" for name in map(_braced, one.authors)),
            "institution": one.publisher or "",
            "year": one.year,
            "pages": pages or "",
            "url": one.url or one.iri,
        }
        rows = [f"  {k} = {{{v if k in ('author', 'url') else _braced(v)}}}" for k, v in fields.items() if v]
        entries.append(f"@techreport{{{one.iri.rpartition('/')[2]},\n" + ",\n".join(rows) + "\n}\n")
    return "\n".join(entries)


def _graphml(snapshot: Snapshot, *, everything: bool, references: bool) -> bytes:
    """Entities as nodes with label and type, claims as directed edges with predicate, basis and confidence."""
    found = all_edges(snapshot)
    names = labels_of(snapshot, {iri for edge in found for iri in (edge.subject, edge.object)})
    root = ElementTree.Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    for key, on, kind in (
        ("label", "node", "string"),
        ("type", "node", "string"),
        ("predicate", "edge", "string"),
        ("basis", "edge", "string"),
        ("confidence", "edge", "double"),
    ):
        ElementTree.SubElement(root, "key", {"id": key, "for": on, "attr.name": key, "attr.type": kind})
    graph = ElementTree.SubElement(root, "graph", edgedefault="directed")
    for iri in sorted(names):
        node = ElementTree.SubElement(graph, "node", id=iri)
        ElementTree.SubElement(node, "data", key="label").text = names[iri].label
        ElementTree.SubElement(node, "data", key="type").text = names[iri].type
    for edge in found:
        if edge.subject in names and edge.object in names:
            line = ElementTree.SubElement(graph, "edge", id=edge.claim, source=edge.subject, target=edge.object)
            ElementTree.SubElement(line, "data", key="predicate").text = re.split(r"[#/]", edge.predicate)[-1]
            ElementTree.SubElement(line, "data", key="basis").text = edge.basis
            ElementTree.SubElement(line, "data", key="confidence").text = f"{edge.confidence:.2f}"
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _ris(snapshot: Snapshot, *, everything: bool, references: bool) -> bytes:
    return ris(citations(snapshot, references=references)).encode()


def _bib(snapshot: Snapshot, *, everything: bool, references: bool) -> bytes:
    return bibtex(citations(snapshot, references=references)).encode()


TABLES: dict[str, Callable[..., bytes]] = {".csv": _claims_csv, ".ris": _ris, ".bib": _bib, ".graphml": _graphml}
