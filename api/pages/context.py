"""What the pages show beside the documents: facets as links, active filters, linked answers above the passages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from missiongraph.search.filters import Filters
from missiongraph.search.library import Snapshot
from missiongraph.search.linked import linked as ask
from missiongraph.search.results import LinkedResult, SearchResult
from missiongraph.search.things import list_things

from ..everyday import ACTORS, asked_class
from .words import local, query

#: Facet → its title, in the order of the page; the parameters of a filter are named alike, years apart.
FACETS = {
    "mission": "Mission",
    "barrier": "Barrier",
    "reform": "Reform",
    "actor": "Actor",
    "publisher": "Publisher",
    "report": "Report",
    "year": "Year",
    "kind": "Kind of passage",
}
#: Words of a question → what it looks for. Everyday words stand beside the ontology's.
ASKS = (
    ("actors", r"\bwho\b|\bwhich (?:actors?|bodies|body|organi[sz]ations?)\b"),
    ("reforms", r"\b(?:which|what|any) (?:\w+ )?(?:reforms?|recommendations?|changes?|actions?|solutions?|proposals?)\b"
                r"|\bwhat (?:should|could|can|would) (?:\w+ ){0,4}(?:be done|do|change|help)\b"),
    ("barriers", r"\b(?:which|what|any) (?:\w+ )?(?:barriers?|problems?|obstacles?|challenges?|issues?)\b"
                 r"|\bwhat (?:stands|gets) in the way\b|\bwhat (?:\w+ )?(?:stops|prevents|hinders|blocks|holds back)\b"
                 r"|^why\b"),
    ("missions", r"\b(?:which|what) (?:\w+ )?(?:missions?|goals?|aims?)\b"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet as a link that turns it on or off."""

    label: str
    count: int
    href: str
    active: bool


def asks_for(text: str) -> str | None:
    """What a question looks for, by its words; None where it only names a subject.

    >>> asks_for("Which recommendations help charities win contracts?"), asks_for("public contracts")
    ('reforms', None)
    """
    if asked_class(text):
        return "actors"
    return next((find for find, words in ASKS if re.search(words, text.lower())), None)


def changed(request: Request, **values: Any) -> str:
    """The address of the same page with some parameters changed, ``None`` taken away; a list begins anew."""
    now: dict[str, Any] = {k: request.query_params.getlist(k) for k in request.query_params}
    now.pop("offset", None)
    return "?" + query(now | {k.rstrip("_"): v for k, v in values.items()})


def search(request: Request, snapshot: Snapshot, document: SearchResult, context: dict[str, Any]) -> dict[str, Any]:
    """Facets, active filters, neighbouring pages, and answers where the question asks for one."""
    find = asks_for(document.query)
    filters: Filters = context["filters"]
    answers: LinkedResult | None = None
    if find and int(request.query_params.get("offset", "0")) == 0:
        cls = asked_class(document.query) if find == "actors" else None
        answers = ask(snapshot, document.query, find=find, limit=3, filters=filters, of_class=cls)
    return {
        "find": find,
        "answers": answers if answers and answers.results else None,
        "facets": _facets(request, document),
        "active": _active(request, document),
        **turning(request, document.total, len(document.results)),
    }


def turning(request: Request, total: int, shown: int) -> dict[str, Any]:
    """The addresses of the pages before and after, and which rows are shown."""
    offset = int(request.query_params.get("offset", "0") or 0)
    limit = int(request.query_params.get("limit", "0") or 0) or max(shown, 1)
    after, before = offset + shown, max(0, offset - limit)
    return {
        "first": offset + 1,
        "last": after,
        "after": changed(request) + f"&offset={after}" if after < total and shown else None,
        "before": changed(request) + f"&offset={before}" if offset else None,
    }


def _facets(request: Request, document: SearchResult) -> list[tuple[str, str, list[Option]]]:
    found = []
    for name, title in FACETS.items():
        values = document.facets.get(name, ())
        given = request.query_params.get("from" if name == "year" else name)
        options = []
        for one in values[:24]:
            value = one.id if name in ("publisher", "year", "kind") else local(one.id)
            active = given == value or given == one.id
            if name == "year":
                href = changed(request, from_=None if active else value, to=None if active else value)
            else:
                href = changed(request, **{name: None if active else value})
            options.append(Option(one.label, one.count, href, active))
        if options:
            found.append((name, title, options))
    return found


def _active(request: Request, document: SearchResult) -> list[tuple[str, str, str]]:
    """Filters that are on: title, value, the address without it."""
    found = []
    for name, title in {**FACETS, "from": "From", "to": "To"}.items():
        given = request.query_params.get(name)
        if given:
            facet = document.facets.get(name, ())
            label = next((o.label for o in facet if given in (o.id, local(o.id))), local(given).replace("-", " "))
            found.append((title, label, changed(request, **{name: None})))
    return found


def linked(request: Request, snapshot: Snapshot, document: LinkedResult, context: dict[str, Any]) -> dict[str, Any]:
    """Labels of what the steps of the paths join."""
    from missiongraph.search.labels import labels_of

    ends = {end for hit in document.results for step in hit.path for end in (step.subject, step.object)}
    return {
        "names": {iri: ref.label for iri, ref in labels_of(snapshot, ends).items()},
        "asked": request.query_params.get("find", context["find"]),
        "finds": [(f, changed(request, find=f)) for f in ("reforms", "barriers", "missions", "actors")],
    }


def start(request: Request, snapshot: Snapshot, document: Any, context: dict[str, Any]) -> dict[str, Any]:
    """What is in the library, and ways in."""
    manifest = snapshot.manifest
    lists = {plural: list_things(snapshot, kind, limit=6) for plural, kind in _LISTS}
    return {
        "lists": lists,
        "missions": lists["missions"].items,
        "recurring": [i for i in list_things(snapshot, "barrier", limit=3).items if i.label],
        "published": manifest.published[:10],
        "reports_total": len(manifest.reports),
        "newest": sorted(manifest.reports, key=lambda e: (e.issued or "", e.slug), reverse=True)[:5],
    }


_LISTS = (("missions", "mission"), ("barriers", "barrier"), ("reforms", "reform"), ("actors", "actor"))


def reports(request: Request, snapshot: Snapshot, document: Any, context: dict[str, Any]) -> dict[str, Any]:
    """Neighbouring pages of the list."""
    return turning(request, document["total"], len(document["items"]))


def things(request: Request, snapshot: Snapshot, document: Any, context: dict[str, Any]) -> dict[str, Any]:
    """Neighbouring pages of the list, and the classes of actors."""
    return turning(request, document.total, len(document.items)) | {"kinds": ACTORS, "cls": None}
