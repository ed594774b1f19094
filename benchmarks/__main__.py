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

#: Name → the arguments it is run with; ``LIBRARY`` stands for a library of the shipped briefings.
BENCHMARKS: dict[str, tuple[str, ...]] = {
    "reading": (),
    "references": (),
    "places": (),
    "extraction": (),
    "across": (),
    "w3c": (str(FOLDER / "w3c"),),
    "library": (),
    "pages": ("--library", "LIBRARY"),
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
            arguments = [library(Path(folder)) if one == "LIBRARY" else one for one in BENCHMARKS[name]]
            failed += (
                subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *arguments], check=False).returncode != 0
            )
    return failed


def library(folder: Path) -> str:
    """The shipped briefings as a library, made once."""
    path = folder / "library"
    if not path.exists():
        command = [sys.executable, "-c", "from missiongraph.api.cli import main; main()"]
        subprocess.run([*command, "--library", str(path), "ingest", "corpus/briefings"], check=True)
    return str(path)


if __name__ == "__main__":
    sys.exit(main())
