"""Quotes as references: RIS, BibTeX and plain, each with the page on which the words stand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from missiongraph.ontology.identifiers import slugify
from missiongraph.search.library import Snapshot
from missiongraph.search.results import Quote

from .words import local


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A report, and of a quote the words and the page (as printed where it is)."""

    key: str
    title: str
    publisher: str = ""
    year: str = ""
    page: str = ""
    quote: str = ""
    url: str = ""


def cited(snapshot: Snapshot, quotes: Iterable[Quote], address: str) -> list[Citation]:
    """Citations of quotes, in their order. ``address`` is where the server's pages start."""
    found = []
    for n, one in enumerate(quotes, 1):
        entry = snapshot.report(one.report)
        year = (entry.issued or "")[:4] if entry else ""
        publisher = (entry.publisher or "") if entry else ""
        found.append(
            Citation(
                key=f"{slugify(publisher or one.title, limit=20)}{year}-{n}",
                title=one.title,
                publisher=publisher,
                year=year,
                page=one.page_label or (str(one.page) if one.page else ""),
                quote=one.quote,
                url=f"{address}/report/{local(one.report)}",
            )
        )
    return found


def of_report(snapshot: Snapshot, slug: str, address: str) -> list[Citation]:
    """The citation of a report as a whole; empty where there is none of that name."""
    entry = snapshot.report(slug)
    if entry is None:
        return []
    whole = Quote(quote="", page=None, page_label=None, passage="", report=entry.slug, title=entry.title)
    return cited(snapshot, [whole], address)


def _line(text: str) -> str:
    return re.sub(r"[\s\x00-\x1f]+", " ", text).strip()


def ris(citations: Iterable[Citation]) -> str:
    """RIS records, lines ended by CRLF as the format wants."""
    lines: list[str] = []
    for one in citations:
        rows = (
            ("TY", "RPRT"), ("ID", one.key), ("TI", one.title), ("AU", one.publisher), ("PB", one.publisher),
            ("PY", one.year), ("SP", one.page), ("N1", one.quote), ("UR", one.url),
        )  # fmt: skip
        lines += [f"{tag}  - {_line(value)}" for tag, value in rows if value]
        lines += ["ER  - ", ""]
    return "\r\n".join(lines)


def bibtex(citations: Iterable[Citation]) -> str:
    """BibTeX entries of type ``techreport``."""
    entries = []
    for one in citations:
        rows = {
            "title": one.title, "institution": one.publisher, "year": one.year, "pages": one.page,
            "note": one.quote, "url": one.url,
        }  # fmt: skip
        body = ",\n".join(f"  {name} = {{{_tex(value)}}}" for name, value in rows.items() if value)
        entries.append(f"@techreport{{{one.key},\n{body}\n}}\n")
    return "\n".join(entries)


def _tex(text: str) -> str:
    bare = _line(text).translate({ord("{"): "(", ord("}"): ")", ord("\\"): "/"})
    return re.sub(r"([&%#_$])", r"\\\1", bare)


def plain(citations: Iterable[Citation]) -> str:
    """One reference a line, as in a note."""
    return "".join(f"{reference(one)}\n" for one in citations)


def reference(one: Citation) -> str:
    """Publisher (year), title, page."""
    head = f"{one.publisher} ({one.year or 'n.d.'}), " if one.publisher else ""
    return f"{head}{one.title}" + (f", p. {one.page}" if one.page else "")


__all__ = ["Citation", "bibtex", "cited", "of_report", "plain", "reference", "ris"]
