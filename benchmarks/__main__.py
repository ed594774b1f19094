"""``make bench``: the benchmarks, one after the other, or those that are named: ``python -m benchmarks reading pages``.

Each is a module of this folder and a process of its own, so that none warms another. Those that read the shared
reports or take hours say so in ``docs/benchmarks.md`` and are left out unless they are named.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.shared import FOLDER

#: Name → the arguments it is run with; ``LIBRARY`` stands for a library of the shipped briefings, ``MANY``
#: for one of 200 reports made by varying them, and the shared reports where they are.
BENCHMARKS: dict[str, tuple[str, ...]] = {
    "reading": (),
    "references": (),
    "places": (),
    "extraction": (),
    "across": (),
    "w3c": (str(FOLDER / "w3c"),),
    "library": (),
    "pages": ("--library", "LIBRARY", "--library", "MANY"),
    "drawing": ("--library", "MANY"),
    "embedding": ("LIBRARY",),
    "search_scale": ("LIBRARY",),
    "fuzz_reading": (),
}
LEFT_OUT = frozenset({"fuzz_reading", "search_scale"})


def main() -> int:
    """Run them; return how many failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*BENCHMARKS, []], help="which; all but the longest by default")
    names = parser.parse_args().names or [name for name in BENCHMARKS if name not in LEFT_OUT]
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            print(f"\n== {name}", flush=True)
            made = {"LIBRARY": library, "MANY": many}
            arguments = [made[one](Path(folder)) if one in made else one for one in BENCHMARKS[name]]
            failed += (
                subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *arguments], check=False).returncode != 0
            )
    return failed


def library(folder: Path) -> str:
    """The shipped briefings as a library, made once."""
    path = folder / "library"
    if not path.exists():
        _ingest(path, "corpus/briefings")
    return str(path)


def many(folder: Path) -> str:
    """200 reports, made once by varying the briefings and the shared reports."""
    path, few = folder / "many", folder / "few"
    if not path.exists():
        shared = [str(FOLDER / "reports")] if (FOLDER / "reports").exists() else []
        _ingest(few, "corpus/briefings", *shared)
        command = [sys.executable, "-m", "benchmarks.multiplied", "--from", str(few), "--library", str(path)]
        subprocess.run(command, check=True)
    return str(path)


def _ingest(library: Path, *paths: str) -> None:
    command = [sys.executable, "-c", "from missiongraph.api.cli import main; main()"]
    subprocess.run([*command, "--library", str(library), "ingest", *paths], check=True)


if __name__ == "__main__":
    sys.exit(main())
