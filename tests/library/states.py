"""What tests of a library's life ask of it: its graph as lines, its slugs, and whether anything is left over."""

from __future__ import annotations

import shutil
from pathlib import Path

from missiongraph.ingest.export import export
from missiongraph.ingest.pipeline import ingest
from missiongraph.search.library import Library


def graph(library: Path) -> list[str]:
    """The sorted N-Quads of everything in the library; none before the first publish."""
    opened = Library.open(library)
    if opened.current() is None:
        return []
    target = library.parent / f"{library.name}.nq"
    with opened.snapshot() as snapshot:
        export(snapshot, target, everything=True)
    return target.read_text(encoding="utf-8").splitlines()


def slugs(library: Path) -> list[str]:
    """The slugs of its reports."""
    with Library.open(library).snapshot() as snapshot:
        return [entry.slug for entry in snapshot.manifest.reports]


def leftovers(library: Path) -> list[str]:
    """Files and folders that the live snapshot does not need."""
    opened = Library.open(library)
    with opened.snapshot() as snapshot:
        entries = {entry.sha256: entry for entry in snapshot.manifest.reports}
    layout = opened.layout
    found = [p for folder in (layout.sources, layout.metadata) for p in folder.iterdir() if p.stem not in entries]
    found += [p for p in layout.reports.iterdir() if p.name not in entries]
    found += [
        p
        for sha256, entry in entries.items()
        for p in (layout.reports / sha256).iterdir()
        if not p.name.startswith(entry.cache)
    ]
    found += [p for p in layout.snapshots.iterdir() if p.name != opened.current()]
    found += list(library.rglob("*.tmp"))
    return sorted(str(p.relative_to(library)) for p in found)


def clean_build(files: list[Path], library: Path) -> list[str]:
    """The graph of a new library of these files."""
    shutil.rmtree(library, ignore_errors=True)
    ingest(library, files, workers=1)
    return graph(library)
