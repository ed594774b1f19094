"""How the pages say things: addresses of IRIs, words for properties, highlights, control characters made visible."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlencode

from markupsafe import Markup, escape

from missiongraph.ontology.identifiers import short_hash
from missiongraph.search.results import Quote

#: Characters that turn the direction of text or are not seen at all, other than spaces and line ends.
_UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

#: Property and direction → heading of the list of things at its other end. The order is the page's.
PREDICATES: dict[tuple[str, str], str] = {
    ("addresses", "in"): "Reforms that address it",
    ("addresses", "out"): "Barriers it addresses",
    ("advances", "in"): "Reforms that advance it",
    ("hinders", "in"): "Barriers in its way",
    ("advances", "out"): "Missions it advances",
    ("hinders", "out"): "Missions it hinders",
    ("ledBy", "out"): "Who is asked to act",
    ("ledBy", "in"): "Asked to lead",
    ("mobilises", "out"): "Who benefits or is brought in",
    ("mobilises", "in"): "Brought in by",
    ("proposedBy", "out"): "Proposed by",
    ("proposedBy", "in"): "Proposed",
    ("affects", "out"): "Who is affected",
    ("affects", "in"): "Affected by",
    ("constrains", "out"): "Reforms it holds back",
    ("constrains", "in"): "Held back by",
    ("respondsTo", "in"): "Responses",
    ("respondsTo", "out"): "Answers",
    ("respondedBy", "out"): "Answered by",
    ("respondedBy", "in"): "Its answers",
    ("inCluster", "out"): "The same across reports",
    ("inCluster", "in"): "In the reports",
    ("closeMatch", "out"): "Alike in other reports",
    ("closeMatch", "in"): "Alike in other reports, matched from there",
    ("realises", "out"): "Shifts it realises",
    ("realises", "in"): "Reforms that realise it",
    ("establishes", "out"): "Bodies it would establish",
    ("establishes", "in"): "Would be established by",
    ("isPartOf", "in"): "Its parts",
    ("isPartOf", "out"): "Part of",
    ("broader", "out"): "Belongs to",
    ("broader", "in"): "Holds",
}
#: Steps of an explanation, as words between two things.
STEPS = {
    "addresses": "addresses",
    "advances": "advances",
    "hinders": "hinders",
    "ledBy": "is to be led by",
    "mobilises": "brings in",
    "proposedBy": "is proposed by",
    "affects": "affects",
    "constrains": "holds back",
    "respondsTo": "answers",
    "respondedBy": "is answered by",
    "closeMatch": "is like",
    "realises": "realises",
    "establishes": "would establish",
    "isPartOf": "is part of",
    "broader": "belongs to",
    "inCluster": "recurs as",
}
BASIS = {"stated": "stated", "structure": "from the report’s structure", "similarity": "inferred by the machine"}


def local(iri: str) -> str:
    """The last part of an IRI: ``addresses``, or a slug."""
    return re.split(r"[/#]", iri.rstrip("/"))[-1]


def kind(iri: str) -> str:
    """The part before the last: ``barrier``."""
    return iri.rstrip("/").rpartition("/")[0].rpartition("/")[2]


def path(iri: str) -> str:
    """Where a thing's page is, below the server's root.

    >>> path("https://example.org/id/barrier/a-report-0badcafe")
    '/barrier/a-report-0badcafe'
    """
    return f"/{quote(kind(iri))}/{quote(local(iri))}"


def item_of(one: Quote) -> str:
    """The name of a quote in the basket's address: its passage and a hash of its words."""
    return f"{local(one.passage)}~{short_hash(one.quote)}"


def visible(value: Any) -> Any:
    """Text with unseen control characters shown by their code points; everything else as it is.

    >>> visible("safe\u202etxt")
    'safe⟨U+202E⟩txt'
    """
    if isinstance(value, str) and not isinstance(value, Markup):
        return _UNSEEN.sub(lambda found: f"⟨U+{ord(found.group()):04X}⟩", value)
    return value


def marked(text: str, highlights: Iterable[tuple[int, int]]) -> Markup:
    """Text with the spans ``[start, end)`` in ``<mark>``; overlapping spans are joined.

    >>> marked("a <b> c", [(2, 5)])
    Markup('a <mark>&lt;b&gt;</mark> c')
    """
    parts: list[Markup] = []
    at = 0
    for start, end in sorted(highlights):
        start = max(start, at)
        if end > start:
            parts += [escape(visible(text[at:start])), Markup("<mark>{}</mark>").format(visible(text[start:end]))]
            at = end
    return Markup("").join([*parts, escape(visible(text[at:]))])


def place(one: Any) -> str:
    """Where words stand: the page as printed, else the page of the file, else nothing."""
    if one.page_label:
        return f"p. {one.page_label}"
    return f"p. {one.page}" if one.page else ""


def reference(one: Quote) -> str:
    """A quote's report and page, as in a note: ``Publisher (year), title, p. 3``."""
    head = f"{one.publisher} ({(one.issued or 'n.d.')[:4]}), " if one.publisher else ""
    return ", ".join(part for part in (f"{head}{one.title}", place(one)) if part)


def query(values: dict[str, Any]) -> str:
    """A query string of what is given; lists repeat their name."""
    given = {k: v for k, v in values.items() if v is not None and v != "" and v != []}
    return urlencode(given, doseq=True)


def step(iri: str) -> str:
    """A property as words between two things."""
    return STEPS.get(local(iri), local(iri))


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> count(1, "report"), count(1200, "report")
    ('1 report', '1,200 reports')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


FILTERS = {
    "path": path,
    "local": local,
    "kind": kind,
    "item": item_of,
    "marked": marked,
    "place": place,
    "reference": reference,
    "query": query,
    "count": count,
    "step": step,
    "basis": lambda name: BASIS.get(name or "", ""),
}
