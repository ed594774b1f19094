"""A cited report that the library holds is linked to it."""

from __future__ import annotations

from dataclasses import replace

from missiongraph.ingest.resolution import Linkable, resolve
from missiongraph.ingest.structure.references import parse
from missiongraph.ontology.model import Metadata
from missiongraph.ontology.terms import SKOS

BASE = "https://example.org/id/"
CITED = parse("Roe, A. A plan for more homes. Northfield, 3 May 2024. https://example.org/plan")


def _matches(metadata: Metadata) -> list[tuple[str, str]]:
    assert CITED is not None
    citing = Linkable(sha256="0" * 64, metadata=Metadata(title="Something else"), references=(CITED,))
    quads = resolve({"citing": citing, "held": Linkable(sha256="1" * 64, metadata=metadata)}, BASE).asserted
    return [(str(q.subject)[1:-1], str(q.object)[1:-1]) for q in quads if q.predicate == SKOS.exactMatch]


def test_a_citation_of_a_report_in_the_library_is_linked_to_it() -> None:
    assert CITED is not None
    held = Metadata(title="A Plan for More Homes", issued="2024-05")
    assert _matches(held) == [(BASE + CITED.key, BASE + "report/held")]


def test_another_year_or_another_title_is_another_report() -> None:
    held = Metadata(title="A Plan for More Homes", issued="2019")
    assert _matches(held) == []
    assert _matches(replace(held, title="A plan", issued="2024")) == []
