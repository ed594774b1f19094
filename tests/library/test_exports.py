"""Whatever leaves a library comes back whole through a library of somebody else."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import bibtexparser.entrypoint
import networkx
import pytest
import rdflib
import rispy
from rdflib.compare import to_isomorphic

from missiongraph.api.cli.frame import OK, USAGE, run
from missiongraph.ingest.export import export, quads
from missiongraph.ingest.pipeline import ingest
from missiongraph.ontology.terms import DCTERMS, MG, RDF
from missiongraph.search.library import Library, Snapshot

Captured = pytest.CaptureFixture[str]
DATASETS = {".nq": "nquads", ".trig": "trig", ".jsonld": "json-ld"}
BRIEFING = Path(__file__).parents[2] / "corpus" / "briefings" / "missions-and-partnership.pdf"
GRAPHS = {".nt": "nt", ".ttl": "turtle"}


@pytest.fixture(scope="module")
def snapshot(three: Path) -> Iterator[Snapshot]:
    with Library.open(three).snapshot() as opened:
        yield opened


@pytest.fixture(scope="module")
def suggesting(tmp_path_factory: pytest.TempPathFactory, made: list[Path]) -> Iterator[Snapshot]:
    """The live snapshot of a library in which likeness alone suggests links: a made report and a shipped briefing."""
    root = tmp_path_factory.mktemp("suggesting") / "library"
    ingest(root, [made[0], BRIEFING], workers=1)
    with Library.open(root).snapshot() as opened:
        yield opened


def _key(term: object) -> str:
    """A term in N-Triples, numbers by value: serialisers write 0.6 and 0.60 alike."""
    return term.n3() if isinstance(term, rdflib.term.Identifier) else str(term)


@pytest.mark.parametrize("everything", [False, True])
@pytest.mark.parametrize("suffix", DATASETS)
def test_quads_come_back_through_rdflib(suggesting: Snapshot, tmp_path: Path, suffix: str, everything: bool) -> None:
    file = tmp_path / f"all{suffix}"
    export(suggesting, file, everything=everything)
    found = rdflib.Dataset().parse(file, format=DATASETS[suffix])
    assert isinstance(found, rdflib.Dataset)
    wanted = rdflib.Dataset()
    lines = "".join(f"{quad} .\n" for quad in quads(suggesting, everything=everything))
    wanted.parse(data=lines, format="nquads")
    names = {str(graph.identifier) for graph in wanted.graphs() if len(graph)}
    assert names == {str(graph.identifier) for graph in found.graphs() if len(graph)}
    assert ("graph/suggested" in " ".join(names)) is everything
    assert {tuple(map(_key, q)) for q in found.quads()} == {tuple(map(_key, q)) for q in wanted.quads()}


@pytest.mark.parametrize("suffix", GRAPHS)
def test_triples_come_back_through_rdflib(snapshot: Snapshot, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"all{suffix}"
    export(snapshot, file)
    found = rdflib.Graph().parse(file, format=GRAPHS[suffix])
    wanted = rdflib.Graph()
    lines = "".join(f"{quad.triple} .\n" for quad in quads(snapshot, everything=False))
    wanted.parse(data=lines, format="nt")
    assert len(found) == len(wanted) > 100
    assert to_isomorphic(found) == to_isomorphic(wanted)


def test_lines_are_sorted_and_each_once(snapshot: Snapshot, tmp_path: Path) -> None:
    for suffix in (".nq", ".nt"):
        export(snapshot, tmp_path / f"all{suffix}")
        lines = (tmp_path / f"all{suffix}").read_text(encoding="utf-8").splitlines()
        assert lines == sorted(set(lines))


def test_claims_come_back_through_csv(snapshot: Snapshot, tmp_path: Path) -> None:
    file = tmp_path / "claims.csv"
    export(snapshot, file)
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    count = snapshot.store.select(f"SELECT (COUNT(?c) AS ?n) WHERE {{ ?c a <{MG.Claim.value}> }}")
    assert len(rows) == int(count[0]["n"].value)
    titles = {entry.title for entry in snapshot.manifest.reports}
    texts = {passage.text for passage in snapshot.index.passages}
    quoted = [row for row in rows if row["quote"]]
    assert quoted
    for row in quoted:
        assert any(row["quote"] in text for text in texts)
        assert any(title.rstrip(".") in row["reference"] for title in titles)


def test_reports_come_back_through_ris_and_bibtex(snapshot: Snapshot, tmp_path: Path) -> None:
    for suffix in (".ris", ".bib"):
        export(snapshot, tmp_path / f"reports{suffix}")
    wanted = {(entry.title, (entry.issued or "")[:4]) for entry in snapshot.manifest.reports}
    ris = rispy.loads((tmp_path / "reports.ris").read_text(encoding="utf-8"))
    assert {(one["title"], one["year"]) for one in ris} == wanted
    assert {one["type_of_reference"] for one in ris} == {"RPRT"}
    bib = bibtexparser.entrypoint.parse_string((tmp_path / "reports.bib").read_text(encoding="utf-8"))
    assert bib.failed_blocks == []
    assert {(one["title"], one["year"]) for one in bib.entries} == wanted
    assert len({one.key for one in bib.entries}) == len(wanted)


CITING = """# Buses for small towns

Published by the Institute of Roads

March 2024

## What we found

Buses in small towns run less often than they did.[^1] Nobody leads on timetables.[^2]

[^1]: Ada Rowe (2021), Fifty & more timetables, Institute of Roads. https://example.org/timetables
[^2]: Ben Hall and Cy Moss (2019), "Who runs a bus?", Transport Review.
"""


def test_cited_works_leave_as_ris_and_bibtex(tmp_path: Path) -> None:
    report, library = tmp_path / "buses.md", tmp_path / "library"
    report.write_text(CITING, encoding="utf-8")
    ingest(library, [report])
    for suffix in (".ris", ".bib"):
        assert run(["--library", str(library), "export", "--references", str(tmp_path / f"cited{suffix}")]) == OK
    ris = rispy.loads((tmp_path / "cited.ris").read_text(encoding="utf-8"))
    bib = bibtexparser.entrypoint.parse_string((tmp_path / "cited.bib").read_text(encoding="utf-8"))
    assert len(ris) == len(bib.entries) == 2
    assert bib.failed_blocks == []
    assert sorted(one["year"] for one in ris) == sorted(one["year"] for one in bib.entries) == ["2019", "2021"]
    with Library.open(library).snapshot() as snapshot:
        rows = snapshot.store.select(f"SELECT ?t WHERE {{ ?s a <{MG.Reference.value}> ; <{DCTERMS.title.value}> ?t }}")
    assert sorted(one["title"] for one in ris) == sorted(row["t"].value for row in rows)


def test_entities_come_back_through_networkx(snapshot: Snapshot, tmp_path: Path) -> None:
    file = tmp_path / "graph.graphml"
    export(snapshot, file)
    found = networkx.read_graphml(file, force_multigraph=True)
    claims = f"?c a <{MG.Claim.value}> ; <{RDF.subject.value}> ?s ; <{RDF.object.value}> ?o"
    rows = snapshot.store.select(f"SELECT ?c ?s ?o WHERE {{ {claims} }}")
    assert {(r["c"].value, r["s"].value, r["o"].value) for r in rows} == {
        (key, one, other) for one, other, key in found.edges(keys=True)
    }
    assert all(data["label"] and data["type"] for _node, data in found.nodes(data=True))
    assert all(0 <= data["confidence"] <= 1 for *_ends, data in found.edges(data=True))


def test_an_unknown_suffix_is_told(three: Path, tmp_path: Path, capsys: Captured) -> None:
    assert run(["--library", str(three), "export", str(tmp_path / "x.xlsx")]) == USAGE
    assert ".graphml" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("asked", [("search", "bus services"), ("linked", "a shared register of flood defence")])
def test_answers_leave_as_rows_and_as_quotes(three: Path, capsys: Captured, asked: tuple[str, str]) -> None:
    printed = {}
    for form in ("json", "csv", "quotes"):
        assert run(["--library", str(three), *asked, "--format", form]) == OK
        printed[form] = capsys.readouterr().out
    results = json.loads(printed["json"])["results"]
    wanted = [
        (q.get("quote") or q["text"], str(q["page_label"] or q["page"] or ""))
        for hit in results
        for q in hit.get("evidence", [hit])
    ]
    rows = list(csv.DictReader(io.StringIO(printed["csv"])))
    assert wanted
    assert [(row.get("quote") or row["text"], row["page"]) for row in rows] == wanted
    lines = [line for line in printed["quotes"].splitlines() if line.startswith("“")]
    assert lines == [f"“{text}” ({row['reference']})" for (text, _page), row in zip(wanted, rows, strict=True)]


def test_the_map_leaves_as_quotes(three: Path, capsys: Captured) -> None:
    assert run(["--library", str(three), "matrix", "--format", "quotes"]) == OK
    printed = capsys.readouterr().out
    assert run(["--library", str(three), "matrix", "--json"]) == OK
    found = json.loads(capsys.readouterr().out)
    labels = {axis["id"]: axis["label"] for axis in (*found["rows"], *found["columns"])}
    headings = [f"{labels[cell['row']]} – {labels[cell['column']]}" for cell in found["cells"]]
    assert headings
    assert [block.splitlines()[0] for block in printed.strip().split("\n\n")] == headings
    assert all(len(block.splitlines()) > 1 for block in printed.strip().split("\n\n"))
