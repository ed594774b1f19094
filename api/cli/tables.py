"""Results as tables for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from missiongraph.ingest.pipeline import Summary
    from missiongraph.search.library import ReportEntry
    from missiongraph.search.results import LinkedResult, Quote, SearchResult


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, justify="right" if column.islower() else "left", overflow="fold")
    return table


def ingest_table(out: Console, summary: Summary) -> None:
    """One row a file: what became of it, how well it could be read, what was found, how long it took."""
    table = _table("Report", "Outcome", "Read", "passages", "barriers", "reforms", "numbered", "seconds")
    for one in summary.files:
        entry = one.entry
        title = entry.title if entry else one.path.rpartition("/")[2]
        cells = ["", "", "", "", ""]
        if entry:
            numbered = f"{entry.numbered[0]} of {entry.numbered[1]}" if entry.numbered else ""
            cells = [
                entry.grade,
                str(entry.passages),
                str(entry.counts.get("barrier", 0)),
                str(entry.counts.get("reform", 0)),
                numbered,
            ]
        seconds = f"{one.seconds['all']:.1f}" if "all" in one.seconds else ""
        table.add_row(Text(title[:60]), one.outcome.value, *cells, seconds)
    out.print(table)
    for one in summary.files:
        if one.entry and one.entry.missed:
            out.print(f"not found in {one.entry.title}: recommendations {', '.join(one.entry.missed)}", markup=False)
    stages = ", ".join(f"{stage} {value:.2f} s" for stage, value in summary.seconds.items())
    out.print(f"published {summary.snapshot}: {stages}" if stages else "nothing new", markup=False)


def reports_table(out: Console, entries: tuple[ReportEntry, ...]) -> None:
    """One row a report."""
    table = _table("Report", "Title", "Publisher", "Date", "Read", "pages", "passages")
    for entry in entries:
        badge = "" if entry.type == "report" else f" [{entry.type}]"
        table.add_row(
            Text(entry.slug),
            Text(entry.title + badge),
            Text(entry.publisher or ""),
            entry.issued or "",
            entry.grade,
            str(entry.pages or ""),
            str(entry.passages),
        )
    out.print(table)


def where(quote: Quote) -> str:
    """A quote's report and page in words."""
    page = quote.page_label or quote.page
    return f"{quote.title}, p. {page}" if page else quote.title


def search_list(out: Console, result: SearchResult) -> None:
    """Passages, best first, each with its place."""
    for number, hit in enumerate(result.results, 1):
        page = hit.page_label or hit.page
        place = ", ".join(str(p) for p in (hit.title, f"p. {page}" if page else "", hit.section) if p)
        badge = " [summary, not a source]" if hit.type == "briefing" else ""
        text = Text(hit.text)
        for start, end in hit.highlights:
            text.stylize("bold", start, end)
        out.print(Text.assemble((f"{number}. {place}{badge}", "cyan"), f"  {hit.score:.2f}"))
        out.print(text)
        out.print()
    out.print(result.note or f"{len(result.results)} of {result.total} passages, {result.took_ms:.0f} ms", markup=False)


def linked_list(out: Console, result: LinkedResult) -> None:
    """What the text was tied to, then each answer with its path and its words."""
    if result.matched:
        out.print("Understood as: " + "; ".join(f"{m.label} ({m.type})" for m in result.matched[:4]), markup=False)
        out.print()
    for number, hit in enumerate(result.results, 1):
        out.print(Text.assemble((f"{number}. {hit.label}", "bold"), f"  {hit.score:.2f}"))
        for step in hit.path:
            name = step.predicate.rpartition("#")[2].rpartition("/")[2]
            out.print(f"   by: {name} ({step.basis}, {step.confidence:.2f})", markup=False)
        if not hit.path:
            out.print("   by: its own words, no stated link", markup=False)
        for quote in hit.evidence[:2]:
            out.print(f"   “{quote.quote}” ({where(quote)})", markup=False)
    if result.note:
        out.print(result.note, markup=False)
