"""Where the real reports, annotations and collections are, for the tests that need them.

They are not part of the project: ``MISSIONGRAPH_SHARED`` names their folder, else ``shared`` beside the checkout is
used, and a test that needs them is skipped, with this reason, where they are absent.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("MISSIONGRAPH_SHARED", "") or Path.cwd().parent / "shared")

needs_shared = pytest.mark.skipif(
    not (FOLDER / "reports").is_dir(),
    reason=f"needs the shared reports: none at {FOLDER} (set MISSIONGRAPH_SHARED)",
)


def report(name: str) -> Path:
    """A real report by file name."""
    return FOLDER / "reports" / name


def gold(name: str) -> Path:
    """An annotation or question file by name."""
    return FOLDER / "eval" / "gold" / name
