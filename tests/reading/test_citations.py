"""A passage cites the works of its marks, and a work is one node however often and wherever it is cited."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Literal, NamedNode

from missiongraph.ingest.passages import cut
from missiongraph.ingest.reading import read_here
from missiongraph.ingest.resolution import resolve, summarise
from missiongraph.ontology.identifiers import Names
from missiongraph.ontology.model import ReportRecord
from missiongraph.ontology.rdf import render
from missiongraph.ontology.terms import CITO, DCTERMS, MG, RDF

BASE = "https://example.org/id/"
HOMES = (
    "Roe, A. Homes for all. Example Press, 3 May 2024{pages}. Available at https://example.org/homes [accessed {day}]"
)
FIRST = f"""# A plan

One in ten homes stands empty, by the count of last year.[^1] Nobody has counted since.

Rents went up as well.[^2] And so did the waiting list.[^3]

Nothing is cited here, where the council speaks for itself.

[^1]: {HOMES.format(pages=", p. 4", day="01/02/2025")}
[^2]: Doe, B. Rents. Other Press, 4 June 2023. https://example.org/rents
[^3]: {HOMES.format(pages=", p. 9", day="03/02/2025")}
"""
SECOND = f"""# An answer

The government has read of the empty homes.[^1] It will count them.

[^1]: {HOMES.format(pages="", day="05/06/2025").replace("https://example.org/homes", "https://www.example.org/homes/")}
"""


def _record(folder: Path, name: str, text: str) -> ReportRecord:
    path = folder / name
    path.write_text(text, "utf-8")
    document = read_here(path)
    return ReportRecord(sha256=name[0] * 64, file_name=name, document=document, passages=cut(document))


def _cited(record: ReportRecord, slug: str) -> dict[str, set[str]]:
    """What each subject of a report's graph cites, by local name, passages by their first words."""
    quads = render(record, Names(BASE, slug)).own
    texts = {q.subject: q.object.value for q in quads if q.predicate == MG.text and isinstance(q.object, Literal)}
    found: dict[str, set[str]] = {}
    for quad in quads:
        if quad.predicate == CITO.cites and isinstance(quad.object, NamedNode):
            subject = texts.get(quad.subject, "the report")
            found.setdefault(" ".join(subject.split()[:2]), set()).add(quad.object.value.removeprefix(BASE))
    return found


def test_each_passage_cites_the_works_of_its_own_marks(tmp_path: Path) -> None:
    record = _record(tmp_path, "first.md", FIRST)
    homes, rents = "reference/homes-for-all-2024", "reference/rents-2023"
    assert [work.key for work in record.document.references] == [homes, rents]
    assert _cited(record, "first") == {
        "the report": {homes, rents},
        "One in": {homes},
        "Rents went": {homes, rents},
    }


def test_a_mark_late_in_a_long_paragraph_is_cited_by_the_passage_that_holds_it(tmp_path: Path) -> None:
    filler = " ".join(
        f"Sentence {n} of this paragraph says nothing that anybody would need to cite." for n in range(60)
    )
    text = f"# A plan\n\n{filler} Homes stand empty.[^1]\n\n[^1]: {HOMES.format(pages='', day='01/02/2025')}\n"
    record = _record(tmp_path, "long.md", text)
    citing = [p for p in record.passages if p.references]
    assert len(record.passages) > 3
    assert [p.text.endswith("Homes stand empty.") for p in citing] == [True]


def test_a_work_that_two_reports_cite_is_one_node_with_its_title_date_and_address(tmp_path: Path) -> None:
    records = {"first": _record(tmp_path, "first.md", FIRST), "second": _record(tmp_path, "second.md", SECOND)}
    cited = [_cited(record, slug)["the report"] for slug, record in records.items()]
    assert cited[0] & cited[1] == {"reference/homes-for-all-2024"}
    links = resolve({slug: summarise(record) for slug, record in records.items()}, BASE).asserted
    works = [q.subject for q in links if q.predicate == RDF.type and q.object == MG.Reference]
    assert len(works) == len(set(works)) == 2
    node = NamedNode(f"{BASE}reference/homes-for-all-2024")
    values = {
        predicate: [str(q.object) for q in links if q.subject == node and q.predicate == predicate]
        for predicate in (DCTERMS.title, DCTERMS.issued, DCTERMS.source, DCTERMS.publisher)
    }
    assert [len(found) for found in values.values()] == [1, 1, 1, 1]
    assert values[DCTERMS.title] == ['"Homes for all"@en']
    assert values[DCTERMS.issued][0].startswith('"2024-05-03"')
