"""Quotes by their names in an address: a passage, or a passage and a hash of the quoted words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from missiongraph.ontology.identifiers import short_hash
from missiongraph.ontology.terms import DCTERMS, MG, OA
from missiongraph.search.evidence import values
from missiongraph.search.library import Snapshot
from missiongraph.search.results import Quote

from ..problems import ProblemError

MOST = 200
_NAME = re.compile(r"([\w.-]{1,200})(?:~([0-9a-f]{8}))?", re.ASCII)


def find(snapshot: Snapshot, names: Sequence[str]) -> list[Quote]:
    """The quotes of these names, in their order, once each; names of what is gone are left out.

    :raises ProblemError: 400 for a name that cannot be one, or for more than :data:`MOST`.
    """
    if len(names) > MOST:
        raise ProblemError(400, "Too many quotes", f"A basket holds {MOST} quotes.", "Split it in two.")
    wanted: list[tuple[str, str | None]] = []
    for name in dict.fromkeys(names):
        found = _NAME.fullmatch(name)
        if found is None:
            raise ProblemError(
                400, "Not a quote", f"item={name[:80]!r} names no quote.", "Take it from a quote’s link."
            )
        wanted.append((f"{snapshot.base}passage/{found[1]}", found[2]))
    passages = _passages(snapshot, {iri for iri, _ in wanted})
    exact = _exact(snapshot, {iri for iri, mark in wanted if mark})
    return [exact.get((iri, mark), passages[iri]) for iri, mark in wanted if iri in passages]


def _passages(snapshot: Snapshot, iris: set[str]) -> dict[str, Quote]:
    if not iris:
        return {}
    rows = snapshot.store.select(f"""SELECT ?p ?x ?r ?t ?page ?label WHERE {{ VALUES ?p {{ {values(iris)} }}
        ?p <{MG.text.value}> ?x ; <{DCTERMS.isPartOf.value}> ?r . ?r <{DCTERMS.title.value}> ?t .
        OPTIONAL {{ ?p <{MG.page.value}> ?page }} OPTIONAL {{ ?p <{MG.pageLabel.value}> ?label }} }}""")
    return {row["p"].value: _quote(snapshot, row) for row in rows}


def _exact(snapshot: Snapshot, iris: set[str]) -> dict[tuple[str, str | None], Quote]:
    if not iris:
        return {}
    rows = snapshot.store.select(f"""SELECT DISTINCT ?p ?x ?r ?t ?page ?label WHERE {{ VALUES ?p {{ {values(iris)} }}
        ?g <{OA.hasSource.value}> ?p ; <{OA.hasSelector.value}> ?s . ?s <{OA.exact.value}> ?x .
        ?p <{DCTERMS.isPartOf.value}> ?r . ?r <{DCTERMS.title.value}> ?t .
        OPTIONAL {{ ?g <{MG.page.value}> ?page }} OPTIONAL {{ ?g <{MG.pageLabel.value}> ?label }} }}""")
    return {(row["p"].value, short_hash(row["x"].value)): _quote(snapshot, row) for row in rows}


def _quote(snapshot: Snapshot, row: Mapping[str, object]) -> Quote:
    text = {name: str(getattr(value, "value", "")) for name, value in row.items()}
    entry = snapshot.entries.get(text["r"])
    return Quote(
        quote=text["x"],
        page=int(text["page"]) if text.get("page") else None,
        page_label=text.get("label"),
        passage=text["p"],
        report=text["r"],
        title=text["t"],
        publisher=entry.publisher if entry else None,
        issued=entry.issued if entry else None,
    )
