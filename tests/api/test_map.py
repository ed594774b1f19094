"""The evidence map, over HTTP and from the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import httpx
import pytest

from missiongraph.api.cli.frame import run
from missiongraph.search.library import Snapshot
from missiongraph.search.matrix import PAIRS, matrix


def test_the_document_is_that_of_the_contract(client: httpx.Client) -> None:
    found = client.get("/matrix").json()
    assert found.keys() >= {"rows", "columns", "cells", "none_found", "single_source", "left_out"}
    rows, columns = ({axis["id"] for axis in found[side]} for side in ("rows", "columns"))
    assert found["cells"]
    for axis in found["rows"] + found["columns"]:
        assert axis.keys() >= {"id", "label", "works", "publishers"}
    for cell in found["cells"]:
        assert cell.keys() >= {"row", "column", "evidence", "works", "publishers"}
        assert cell["row"] in rows
        assert cell["column"] in columns
        assert cell["evidence"] > 0
    assert set(found["none_found"]) == rows - {cell["row"] for cell in found["cells"]}


@pytest.mark.parametrize(("rows", "columns"), PAIRS)
def test_cells_are_the_claims_of_the_graph(snapshot: Snapshot, rows: str, columns: str) -> None:
    found = matrix(snapshot, rows=rows, columns=columns, by="entity")
    predicate, row_is_subject = PAIRS[rows, columns]
    wanted = {
        (r["s"].value, r["o"].value) if row_is_subject else (r["o"].value, r["s"].value)
        for r in snapshot.store.select(f"SELECT ?s ?o WHERE {{ ?s <{predicate.value}> ?o }}")
    }
    told = {(cell.row, cell.column) for cell in found.cells}
    assert told == {pair for pair in wanted if pair[0] in {a.id for a in found.rows}}


def test_briefings_count_as_no_source(snapshot: Snapshot) -> None:
    found = matrix(snapshot)
    assert all(axis.works == 0 and axis.publishers == 0 and axis.briefing for axis in found.rows)
    assert not found.single_source


def test_a_turned_map_holds_the_same_cells(snapshot: Snapshot) -> None:
    one = matrix(snapshot, rows="barriers", columns="reforms")
    other = matrix(snapshot, rows="reforms", columns="barriers")
    assert {(c.row, c.column, c.evidence) for c in one.cells} == {(c.column, c.row, c.evidence) for c in other.cells}


def test_the_csv_holds_the_cells_of_the_document(client: httpx.Client) -> None:
    found = client.get("/matrix").json()
    answer = client.get("/matrix", headers={"accept": "text/csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {(r["row"], r["column"], int(r["evidence"])) for r in rows if r["column"]} == {
        (c["row"], c["column"], c["evidence"]) for c in found["cells"]
    }
    assert {r["row"] for r in rows if r["note"] == "none found"} == set(found["none_found"])


def test_the_html_file_needs_nothing_else_and_cites_its_sources(client: httpx.Client, snapshot: Snapshot) -> None:
    text = client.get("/matrix?format=html").text
    assert "http-equiv" not in text
    assert not [word for word in ("<script", "<link", "src=", "url(") if word in text]
    assert all(entry.title.replace("&", "&amp;") in text for entry in snapshot.manifest.reports)


def test_filters_and_faults(client: httpx.Client) -> None:
    slug = client.get("/reports?limit=1").json()["items"][0]["slug"]
    inside = client.get(f"/matrix?by=entity&report={slug}").json()
    assert inside["rows"]
    assert all(slug in axis["id"] for axis in inside["rows"])
    refused = client.get("/matrix?rows=actors&columns=missions")
    assert refused.status_code == 400
    assert "no map" in refused.json()["detail"]


@pytest.mark.parametrize("form", ["table", "csv", "json", "html"])
def test_the_command_prints_every_form(briefings_library: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    assert run(["--library", str(briefings_library), "matrix", "--format", form]) == 0
    printed = capsys.readouterr().out
    if form == "json":
        assert json.loads(printed)["cells"]
    assert len(printed) > 200
