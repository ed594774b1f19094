"""The reader: a report's text with its mentions marked, its pages by pdf.js, and the file as it was given."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, Response

from missiongraph.ontology.terms import DCTERMS, MG, OA, SKOS
from missiongraph.search.evidence import values
from missiongraph.search.labels import labels_of
from missiongraph.search.library import ReportEntry, Snapshot
from missiongraph.search.results import Quote

from ..answers import LiveSnapshot, answer, live_of
from ..problems import not_found
from . import quoted

router = APIRouter()

KINDS = ("mission", "barrier", "reform", "actor")
#: Passages of one part of a long report.
PART = 250
#: Suffix → media type in which a source may be shown; others are only handed out as files.
SHOWN = {".pdf": "application/pdf", ".txt": "text/plain; charset=utf-8", ".md": "text/plain; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a passage, ``[start, end)``, that evidence a thing."""

    start: int
    end: int
    thing: str
    kind: str


@dataclass(slots=True)
class Read:
    """A passage as the reader shows it."""

    id: str
    text: str
    kind: str
    page: str
    section: str
    marks: list[Mark] = field(default_factory=list)

    def pieces(self) -> list[tuple[str, Mark | None]]:
        """The text cut at its marks; of marks that overlap the first and longest stays."""
        cut: list[tuple[str, Mark | None]] = []
        at = 0
        for mark in sorted(self.marks, key=lambda m: (m.start, -m.end, m.thing)):
            if mark.start >= at:
                cut += [(self.text[at : mark.start], None), (self.text[mark.start : mark.end], mark)]
                at = mark.end
        return [(text, mark) for text, mark in [*cut, (self.text[at:], None)] if text]


def entry_of(snapshot: Snapshot, slug: str) -> ReportEntry:
    """The report of a slug.

    :raises ProblemError: 404 where there is none.
    """
    entry = snapshot.report(slug)
    if entry is None:
        raise not_found(f"There is no report {slug!r} in this library.", "See /reports.")
    return entry


@router.get("/reports/{slug}/read")
def read_route(
    request: Request,
    snapshot: LiveSnapshot,
    slug: str,
    show: Annotated[list[str], Query(description="Kinds of things whose words are marked.")] = [],  # noqa: B006
    part: Annotated[int | None, Query(ge=1)] = None,
    passage: str | None = None,
    quote: str | None = None,
) -> Response:
    """A report's words in order, with what was found in them."""
    entry = entry_of(snapshot, slug)
    found = passages_of(snapshot, slug)
    names = [quote] if quote else [passage] if passage else []
    wanted: Quote | None = next(iter(quoted.find(snapshot, names)), None)
    parts = max(1, -(-len(found) // PART))
    if part is None:
        part = 1 + next((n for n, one in enumerate(found) if wanted and one.id == wanted.passage), 0) // PART
    document = found[(min(part, parts) - 1) * PART : min(part, parts) * PART]
    mark(snapshot, document, [k for k in KINDS if k in show] or list(KINDS))
    if wanted and quote:
        _point(document, wanted)
    source = live_of(request).library.layout.source(entry.sha256)
    things = {m.thing for one in document for m in one.marks if m.thing}
    return answer(
        request, snapshot, "read", document, entry=entry, parts=parts, part=part, show=show, kinds=KINDS,
        names={iri: ref.label for iri, ref in labels_of(snapshot, things).items()}, wanted=wanted, quote=quote,
        paged=source is not None and source.suffix == ".pdf",
    )  # fmt: skip


def _point(document: list[Read], wanted: Quote) -> None:
    """Make the quoted words the one mark of their passage."""
    for one in document:
        start = one.text.find(wanted.quote) if one.id == wanted.passage else -1
        if start >= 0:
            one.marks = [Mark(start, start + len(wanted.quote), "", "quoted")]


def passages_of(snapshot: Snapshot, slug: str) -> list[Read]:
    """The passages of a report in reading order."""
    rows = snapshot.store.select(f"""SELECT ?p ?x ?n ?k ?page ?label ?s WHERE {{
        ?p <{DCTERMS.isPartOf.value}> <{snapshot.base}report/{slug}> ; <{MG.text.value}> ?x ; <{MG.position.value}> ?n ;
           <{MG.kind.value}> ?k . OPTIONAL {{ ?p <{MG.page.value}> ?page }}
        OPTIONAL {{ ?p <{MG.pageLabel.value}> ?label }}
        OPTIONAL {{ ?p <{MG.section.value}> ?c . ?c <{SKOS.prefLabel.value}> ?s }} }}""")
    found = []
    for row in sorted(rows, key=lambda row: int(row["n"].value)):
        page = row.get("label") or row.get("page")
        section = row.get("s")
        found.append(
            Read(
                id=row["p"].value,
                text=row["x"].value,
                kind=row["k"].value.rpartition("#")[2],
                page=page.value if page else "",
                section=section.value if section else "",
            )
        )
    return found


def mark(snapshot: Snapshot, document: list[Read], kinds: list[str]) -> None:
    """Add to passages the words that evidence things of some kinds."""
    if not document:
        return
    rows = snapshot.store.select(f"""SELECT ?p ?b ?from ?to WHERE {{
        VALUES ?p {{ {values([one.id for one in document])} }} ?t <{OA.hasSource.value}> ?p .
        ?a <{OA.hasTarget.value}> ?t ; <{OA.hasBody.value}> ?b .
        ?t <{OA.hasSelector.value}> ?s . ?s <{OA.start.value}> ?from ; <{OA.end.value}> ?to }}""")
    by_id = {one.id: one for one in document}
    for row in rows:
        kind = row["b"].value.removeprefix(snapshot.base).partition("/")[0]
        one = by_id.get(row["p"].value)
        if one is not None and kind in kinds:
            one.marks.append(Mark(int(row["from"].value), int(row["to"].value), row["b"].value, kind))


@router.get("/reports/{slug}/pages")
def pages_route(
    request: Request, snapshot: LiveSnapshot, slug: str, page: Annotated[int, Query(ge=1)] = 1, quote: str | None = None
) -> Response:
    """The page of a PDF itself, with the quoted words marked on it."""
    entry = entry_of(snapshot, slug)
    wanted = next(iter(quoted.find(snapshot, [quote])), None) if quote else None
    document = {"report": entry.slug, "title": entry.title, "page": page, "pages": entry.pages, "quote": wanted}
    if wanted and wanted.page and "page" not in request.query_params:
        document["page"] = wanted.page
    return answer(request, snapshot, "pages", document, name=quote)


@router.get("/reports/{slug}/source")
def source_route(request: Request, snapshot: LiveSnapshot, slug: str) -> Response:
    """The file as it was given. What a browser could run is handed out as a file, never shown."""
    entry = entry_of(snapshot, slug)
    source = live_of(request).library.layout.source(entry.sha256)
    if source is None:
        raise not_found("The library has lost the file of this report.", "Ingest it again.")
    shown = SHOWN.get(source.suffix)
    return FileResponse(
        source,
        media_type=shown or "application/octet-stream",
        filename=entry.file_name,
        content_disposition_type="inline" if shown else "attachment",
        headers={"Content-Security-Policy": "default-src 'none'; sandbox"},
    )
