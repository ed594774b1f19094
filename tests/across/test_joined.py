"""Works, clusters and answers across a library of small reports."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from missiongraph.ingest.corrections import CorrectionError
from missiongraph.ingest.corrections_graph import correct
from missiongraph.ingest.pipeline import ingest, remove
from missiongraph.ingest.verify import verify
from missiongraph.ontology.terms import DCTERMS, MG, OA, PROV, RDF, SKOS
from missiongraph.search.library import Library, Snapshot
from missiongraph.search.library.manifest import hash_file
from missiongraph.search.matrix import matrix
from tests.library.states import graph


def _rows(snapshot: Snapshot, query: str) -> list[tuple[str, ...]]:
    return sorted(tuple(value.value for value in row.values()) for row in snapshot.store.select(query))


@pytest.fixture(scope="module")
def live(joined: Path):  # type: ignore[no-untyped-def]
    """The live snapshot of the library."""
    with Library.open(joined).snapshot() as snapshot:
        yield snapshot


def _work(snapshot: Snapshot, name: str) -> str:
    query = f"SELECT ?w WHERE {{ ?r <{MG.fileName.value}> '{name}' ; <{DCTERMS.isVersionOf.value}> ?w }}"
    (row,) = _rows(snapshot, query)
    return row[0]


def test_a_second_edition_is_of_the_same_work(live: Snapshot) -> None:
    assert _work(live, "first.md") == _work(live, "second.md")


@pytest.mark.parametrize("name", ["summary.md", "other.md", "answer.md"])
def test_a_summary_anothers_report_of_that_title_and_an_answer_are_other_works(live: Snapshot, name: str) -> None:
    assert _work(live, name) != _work(live, "first.md")


def test_one_barrier_of_two_publishers_is_one_cluster_with_both_editions(live: Snapshot) -> None:
    query = f"""SELECT ?f WHERE {{ ?b <{MG.inCluster.value}> ?c ; <{SKOS.prefLabel.value}> ?l .
        ?a <{OA.hasBody.value}> ?b ; <{OA.hasTarget.value}>/<{OA.hasSource.value}> ?p .
        ?p <{DCTERMS.isPartOf.value}> ?r . ?r <{MG.fileName.value}> ?f FILTER(CONTAINS(LCASE(?l), 'trust')) }}"""
    assert {"first.md", "second.md", "other.md"} <= {row[0] for row in _rows(live, query)}
    clusters = _rows(
        live,
        f"SELECT DISTINCT ?c WHERE {{ ?b <{MG.inCluster.value}> ?c ; a <{MG.Barrier.value}> ; "
        f"<{SKOS.prefLabel.value}> ?l FILTER(CONTAINS(LCASE(?l), 'trust')) }}",
    )
    assert len(clusters) == 1


def test_a_match_by_likeness_stands_among_the_suggested_with_a_claim_on_both_ends(live: Snapshot) -> None:
    match = f"{{ ?a <{SKOS.closeMatch.value}> ?b }}"
    assert _rows(live, f"SELECT ?a WHERE {match}") == []
    claims = _rows(
        live,
        f"""SELECT ?a ?b WHERE {{ GRAPH <{live.base}graph/suggested> {{ ?a <{SKOS.closeMatch.value}> ?b .
        ?c <{RDF.predicate.value}> <{SKOS.closeMatch.value}> ; <{RDF.subject.value}> ?a ; <{RDF.object.value}> ?b ;
           <{PROV.wasDerivedFrom.value}> ?a, ?b }} }}""",
    )
    assert claims


def test_each_answer_is_tied_to_the_recommendation_of_its_number(live: Snapshot) -> None:
    rows = _rows(
        live,
        f"""SELECT DISTINCT ?n ?m WHERE {{ ?a <{MG.respondsTo.value}> ?r ; <{SKOS.prefLabel.value}> ?n .
        ?r <{DCTERMS.identifier.value}> ?m }}""",
    )
    assert {(label.rpartition(" ")[2], number) for label, number in rows} == {("1", "1"), ("2", "2"), ("3", "3")}


def test_what_joins_reports_holds_against_the_shapes(joined: Path) -> None:
    assert verify(joined).faults == ()


def test_a_copy_in_another_format_adds_nothing_to_the_map(tmp_path: Path, files: dict[str, Path]) -> None:
    alone = tmp_path / "alone"
    ingest(alone, [files["first.md"]], workers=1)
    both = tmp_path / "both"
    ingest(both, [files["first.md"], files["second.md"]], workers=1)
    with Library.open(alone).snapshot() as one, Library.open(both).snapshot() as two:
        for rows, columns in (("barriers", "reforms"), ("reforms", "barriers")):
            counted = [
                [(axis.works, axis.publishers) for axis in matrix(snapshot, rows=rows, columns=columns).rows]
                for snapshot in (one, two)
            ]
            assert counted[0] == counted[1]
        assert len(two.manifest.reports) == 2


def _cluster_of(library: Path, *words: str) -> list[str]:
    """The clusters of the barriers whose labels hold the words, one a barrier."""
    with Library.open(library).snapshot() as snapshot:
        rows = snapshot.store.select(
            f"""SELECT ?l ?c WHERE {{ ?b a <{MG.Barrier.value}> ; <{SKOS.prefLabel.value}> ?l
            OPTIONAL {{ ?b <{MG.inCluster.value}> ?c }} }}"""
        )
        return [
            r["c"].value if "c" in r else r["l"].value for r in rows if any(w in r["l"].value.lower() for w in words)
        ]


def _barrier(library: Path, name: str, word: str) -> str:
    with Library.open(library).snapshot() as snapshot:
        slug = next(e.slug for e in snapshot.manifest.reports if e.file_name == name)
        rows = snapshot.store.select(
            f"SELECT ?b ?l WHERE {{ ?b a <{MG.Barrier.value}> ; <{SKOS.prefLabel.value}> ?l }}"
        )
        return next(r["b"].value for r in rows if slug in r["b"].value and word in r["l"].value.lower())


def test_what_is_joined_or_split_by_hand_is_one_cluster_or_two_and_stays_so(
    tmp_path: Path, files: dict[str, Path]
) -> None:
    library = tmp_path / "library"
    ingest(library, [files["first.md"], files["other.md"]], workers=1)
    assert len(set(_cluster_of(library, "trust"))) == 1
    assert len(set(_cluster_of(library, "engineers", "boilers"))) == 2
    said = {"author": "A. Reader", "at": "2026-01-31"}
    engineers, boilers = _barrier(library, "first.md", "engineers"), _barrier(library, "other.md", "boilers")
    trust = [_barrier(library, name, "trust") for name in ("first.md", "other.md")]
    correct(library, [{"action": "join", "subject": engineers, "object": boilers, **said}])
    correct(library, [{"action": "split", "subject": trust[0], "object": trust[1], **said}])
    ingest(library, [files["answer.md"]], workers=1)
    assert len(set(_cluster_of(library, "engineers", "boilers"))) == 1
    assert len(set(_cluster_of(library, "trust"))) == 2
    with pytest.raises(CorrectionError, match="of another report"):
        correct(library, [{"action": "join", "subject": engineers, "object": engineers, **said}])


def _ingest(root: Path, path: Path, derived: Path) -> None:
    """Ingest a file whose derived files another library has, so that only publishing is done."""
    sha256 = hash_file(path)
    shutil.copytree(derived / "reports" / sha256, root / "reports" / sha256, dirs_exist_ok=True)
    assert ingest(root, [path], workers=1).refused == ()


@pytest.mark.parametrize("seed", range(5))
def test_any_order_with_removals_gives_the_graph_of_a_clean_build(
    tmp_path: Path, files: dict[str, Path], joined: Path, seed: int
) -> None:
    order = list(files.values())
    random.Random(seed).shuffle(order)
    root = tmp_path / "library"
    for path in order[:4]:
        _ingest(root, path, joined)
    with Library.open(root).snapshot() as snapshot:
        gone = next(e.slug for e in snapshot.manifest.reports if e.file_name == order[1].name)
    remove(root, gone)
    clean = tmp_path / "clean"
    for path in (order[3], order[0], order[2]):
        _ingest(clean, path, joined)
    assert graph(root) == graph(clean)
    for path in (order[4], order[1]):
        _ingest(root, path, joined)
    assert graph(root) == graph(joined)
