"""What holds the house together: one direction of imports, one identity for each module."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

FOLDERS = ("api", "corpus", "ingest", "ontology", "search")
SOURCES = sorted(path for folder in FOLDERS for path in Path(folder).rglob("*.py"))


def test_imports_go_one_way() -> None:
    assert lint_imports() == 0


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_other_folders_are_imported_by_their_full_name(path: Path) -> None:
    """`import search` would make a second copy of a module beside `missiongraph.search`."""
    bare = [
        f"{path}: {name}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in _absolute(node)
        if name.partition(".")[0] in FOLDERS
    ]
    assert not bare


def _absolute(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
        return [node.module]
    return []
