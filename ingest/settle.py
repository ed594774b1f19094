"""After a publish: the folder holds what the live snapshot needs and nothing else.

Whatever a crash left (a source without a report, a half-written file, an unfinished snapshot) goes with the next
command that publishes, and what a report that was removed left goes at once. Beside each source its file name and what
was set by hand are kept, so that a lost snapshot can be made again.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from missiongraph.search.library import Library, Manifest
from missiongraph.search.library.layout import write_atomically
from missiongraph.search.library.locks import nobody_holds

from .derive import cache_key
from .metadata import parsed


def settle(library: Library, manifest: Manifest) -> None:
    """Make sources, derived files and metadata those of the manifest. The caller holds the library for writing."""
    layout, entries = library.layout, {entry.sha256: entry for entry in manifest.reports}
    for folder in (layout.root, layout.sources, layout.metadata):
        for path in folder.glob(".*.tmp"):
            path.unlink()
    for folder in (layout.sources, layout.metadata):
        for path in folder.iterdir():
            if path.name.partition(".")[0] not in entries:
                path.unlink()
    for folder in layout.reports.iterdir():
        entry = entries.get(folder.name)
        if entry is None:
            shutil.rmtree(folder)
            continue
        keys = (entry.cache, cache_key(entry.sha256))
        for path in folder.iterdir():
            if not path.name.startswith(keys):
                path.unlink()
    for entry in manifest.reports:
        remember(layout.metadata / f"{entry.sha256}.json", entry.file_name, entry.set_by_hand)
    clear(library)


def remember(path: Path, file_name: str, set_by_hand: str) -> None:
    """Keep a file's name and what was set by hand, written only when it changed."""
    kept = {"file_name": file_name, "set_by_hand": parsed(set_by_hand)}
    content = json.dumps(kept, sort_keys=True, ensure_ascii=False).encode()
    if not path.exists() or path.read_bytes() != content:
        write_atomically(path, content)


def recall(path: Path) -> tuple[str, str]:
    """The file name and what was set by hand (JSON) that were kept.

    :raises OSError: if there is nothing.
    :raises ValueError: if it is damaged.
    """
    kept = json.loads(path.read_bytes())
    values = kept["set_by_hand"]
    return str(kept["file_name"]), json.dumps(values, sort_keys=True, ensure_ascii=False) if values else ""


def clear(library: Library) -> None:
    """Take away what no reader and no snapshot needs: older snapshots and unfinished ones."""
    current = library.current()
    for path in library.layout.snapshots.iterdir():
        if path.name != current and nobody_holds(path):
            shutil.rmtree(path, ignore_errors=True)
