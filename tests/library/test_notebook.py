"""The notebook of the docs runs as it stands, and is kept without outputs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOK = Path("docs/library.ipynb")


def shown(cell: Any) -> str:
    """What a cell put out, as text."""
    return "".join(one.get("data", {}).get("text/plain", "") for one in cell.outputs)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::RuntimeWarning")
def test_the_notebook_runs(briefings_library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook: Any = nbformat.reads(NOTEBOOK.read_text(encoding="utf-8"), as_version=4)  # type: ignore[no-untyped-call]
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.id for cell in cells if cell.outputs or cell.execution_count] == []
    monkeypatch.setenv("MISSIONGRAPH_LIBRARY", str(briefings_library))
    where = {"metadata": {"path": str(Path.cwd())}}
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources=where).execute()
    tables = [shown(cell) for cell in cells]
    assert all(tables)
    assert [table for table in tables if "Empty DataFrame" in table] == []
    assert int(tables[-1]) > 1000
