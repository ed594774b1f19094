"""Corrections are data: kept with the report, applied at every publish, written to their own graph."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions

from missiongraph.api.cli.frame import OK, USAGE, run
from missiongraph.ingest.corrections import Action, Correction
from missiongraph.ingest.corrections_list import row_of
from missiongraph.ingest.pipeline import ingest, remove
from missiongraph.ingest.upgrade import upgrade
from missiongraph.ingest.verify import verify
from missiongraph.ontology.identifiers import Names
from missiongraph.ontology.model import Extraction
from missiongraph.search.library import Library

MG = "https://w3id.org/missiongraph/ontology#"
REPORT = """# Allotments for every street

## What stands in the way

There is a lack of land that councils are willing to let to growers.

Waiting lists are poorly kept, which prevents newcomers from finding a plot.

## Recommendations

The Government should publish a national register of vacant plots.

Ministers should fund apprenticeships in horticulture for young adults.

We recommend that the Government should introduce a tax on land that is left empty.

The Environment Agency should publish the quality of river water each month.

We recommend that local authorities should establish a team of wardens in each district.
"""
BY = ("--author", "Ada Reader", "--at", "2026-01-31")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("correct")
    (folder / "allotments.md").write_text(REPORT, encoding="utf-8")
    ingest(folder / "library", [folder / "allotments.md"])
    return folder


@pytest.fixture
def library(original: Path, tmp_path: Path) -> Path:
    shutil.copytree(original / "library", tmp_path / "library")
    return tmp_path / "library"


def select(library: Path, query: str) -> list[tuple[str, ...]]:
    with Library.open(library).snapshot() as snapshot:
        found = snapshot.store.query(f"PREFIX mg: <{MG}> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> {query}")
        assert isinstance(found, QuerySolutions)
        return sorted(tuple(str(value.value) for value in row) for row in found)


def things(library: Path, cls: str) -> list[tuple[str, str]]:
    rows = select(library, f"SELECT ?e ?l {{ ?e a mg:{cls} ; skos:prefLabel ?l }}")
    return [(row[0], row[1]) for row in rows]


def correct(library: Path, *arguments: str) -> int:
    return run(["correct", *arguments, *BY, "--library", str(library)])


def lines(library: Path, tmp_path: Path) -> Iterator[str]:
    assert run(["export", str(tmp_path / "all.nq"), "--all", "--library", str(library)]) == OK
    yield from (tmp_path / "all.nq").read_text("utf-8").splitlines()


def test_each_correction_changes_the_graph_and_the_library_still_holds(library: Path) -> None:
    reforms, barriers = things(library, "Reform"), things(library, "Barrier")
    assert len(reforms) >= 3
    assert barriers
    gone, kept, renamed = (iri for iri, _ in reforms[:3])
    assert correct(library, "relabel", renamed, "Let land for ten years") == OK
    assert correct(library, "link", kept, "addresses", barriers[0][0]) == OK
    assert correct(library, "accept", kept) == OK
    assert correct(library, "merge", gone, kept) == OK
    after = dict(things(library, "Reform"))
    assert gone not in after
    assert after[renamed] == "Let land for ten years"
    assert ("1",) in select(library, f"SELECT ?c {{ <{kept}> mg:confidence ?c }}")
    assert (barriers[0][0],) in select(library, f"SELECT ?b {{ <{kept}> mg:addresses ?b }}")
    assert select(library, f"SELECT ?a {{ <{kept}> skos:altLabel ?a }}")
    assert correct(library, "unlink", kept, "addresses", barriers[0][0]) == OK
    assert correct(library, "reject", barriers[0][0]) == OK
    assert barriers[0][0] not in dict(things(library, "Barrier"))
    assert not verify(library).faults


def test_who_corrected_what_and_when_stands_in_the_corrections_graph(library: Path, tmp_path: Path) -> None:
    reform = things(library, "Reform")[0][0]
    assert correct(library, "relabel", reform, "Do something else") == OK
    text = "\n".join(line for line in lines(library, tmp_path) if "graph/corrections>" in line)
    for part in ("Ada Reader", "2026-01-31", "relabel", reform, "Do something else"):
        assert part in text


def test_corrections_outlive_other_ingests_and_clean_builds(library: Path, tmp_path: Path) -> None:
    reform = things(library, "Reform")[0][0]
    assert correct(library, "relabel", reform, "Do something else") == OK
    before = list(lines(library, tmp_path))
    other = tmp_path / "other.md"
    other.write_text("# Ponds\n\nCouncils should dig a pond in every park that has room for one.\n", encoding="utf-8")
    summary = ingest(library, [other])
    entry = summary.files[0].entry
    assert entry is not None
    assert dict(things(library, "Reform"))[reform] == "Do something else"
    upgrade(library)
    remove(library, entry.slug)
    assert list(lines(library, tmp_path)) == before


def test_corrections_are_listed_in_the_order_they_were_made_as_text_and_as_json(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (gone, _), (kept, _), (renamed, _) = things(library, "Reform")[:3]
    at = ("--library", str(library))
    assert run(["correct", "list", *at]) == OK
    assert capsys.readouterr().out == "no corrections\n"
    assert correct(library, "merge", gone, kept) == OK
    capsys.readouterr()
    assert correct(library, "relabel", renamed, "Let land", "--json") == OK
    rows = json.loads(capsys.readouterr().out)["corrections"]
    assert [(r["action"], r["subject"], r["object"], r["holds"]) for r in rows] == [
        ("merge", gone, kept, True),
        ("relabel", renamed, "Let land", True),
    ]
    assert [r["label"] for r in rows] == [None, "Let land"]
    assert {(r["author"], r["at"]) for r in rows} == {("Ada Reader", "2026-01-31")}
    assert run(["correct", "list", "--report", rows[0]["report"], *at]) == OK
    first, second = capsys.readouterr().out.splitlines()
    assert first == f"2026-01-31 Ada Reader: merge {gone} {kept}"
    assert second.endswith("(Let land)")
    assert run(["correct", "list", "--report", "none-such", *at]) == USAGE


def test_a_correction_of_what_is_no_longer_found_is_listed_as_one_that_does_not_hold() -> None:
    correction = Correction(action=Action.ACCEPT, subject="reform/gone", author="A", at="2026-01-31")
    row = row_of(Names("https://example.org/", "allotments"), correction, Extraction(), Extraction())
    assert (row.holds, row.label, row.subject) == (False, None, "https://example.org/reform/allotments-gone")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("burn", "x"), "is no correction"),
        (("merge", "x"), "takes THING INTO"),
        (("reject", "reform/none"), "not in the library"),
    ],
)
def test_what_cannot_be_corrected_is_refused_and_nothing_changes(
    library: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    before = Library.open(library).current()
    assert correct(library, *arguments) == USAGE
    assert said in capsys.readouterr().err
    assert Library.open(library).current() == before


def test_a_link_of_no_known_kind_and_a_date_that_is_none_are_refused(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = (iri for iri, _ in things(library, "Reform")[:2])
    assert correct(library, "link", one, "likes", other) == USAGE
    assert "is no link" in capsys.readouterr().err
    assert run(["correct", "accept", one, "--author", "A", "--at", "soon", "--library", str(library)]) == USAGE
    assert "isoformat" in capsys.readouterr().err
