"""Where things stand in a library folder, and how a file is put there whole or not at all."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of one library."""

    root: Path

    @property
    def settings(self) -> Path:
        """``library.toml``."""
        return self.root / "library.toml"

    @property
    def sources(self) -> Path:
        """The files as given, by hash."""
        return self.root / "sources"

    @property
    def reports(self) -> Path:
        """What was derived from one file alone, by hash."""
        return self.root / "reports"

    @property
    def metadata(self) -> Path:
        """What was set by hand, by hash."""
        return self.root / "metadata"

    @property
    def loaded(self) -> Path:
        """Graphs of the user's own, sorted N-Quads each."""
        return self.root / "loaded"

    @property
    def snapshots(self) -> Path:
        """The published states."""
        return self.root / "snapshots"

    @property
    def removed(self) -> Path:
        """Hashes of the slugs of removed reports, a line each: enough to answer 410, too little to tell a title."""
        return self.root / "removed"

    @property
    def current(self) -> Path:
        """The name of the live snapshot."""
        return self.root / "CURRENT"

    @property
    def lock(self) -> Path:
        """Held by the one process that writes."""
        return self.root / ".lock"

    def owns(self, name: str) -> bool:
        """Whether a name in the root is one that a library being made has before its settings are written."""
        folders = (self.sources, self.reports, self.metadata, self.loaded, self.snapshots, self.lock)
        return name in {folder.name for folder in folders} or name.startswith(f".{self.settings.name}.")

    def make(self) -> None:
        """Create the folders that are missing."""
        for folder in (self.root, self.sources, self.reports, self.metadata, self.loaded, self.snapshots):
            folder.mkdir(parents=True, exist_ok=True)

    def snapshot_names(self) -> list[str]:
        """Complete snapshots, oldest first."""
        if not self.snapshots.is_dir():
            return []
        return sorted(p.name for p in self.snapshots.iterdir() if re.fullmatch(r"\d{6,}", p.name))

    def source(self, sha256: str) -> Path | None:
        """The stored file with this hash."""
        return next(iter(sorted(self.sources.glob(f"{sha256}.*"))), None)


def sync_folder(path: Path) -> None:
    """Make renames in a folder last through a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that a crash leaves the old one or the new one, never a part."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
