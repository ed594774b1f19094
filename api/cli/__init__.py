"""The ``missiongraph`` command. Nothing heavy is imported until a command needs it."""

from __future__ import annotations

import sys

from .frame import run


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))
