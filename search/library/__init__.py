"""The library folder: a reader opens the live snapshot; the one writer publishes the next."""

from __future__ import annotations

import hashlib
from pathlib import Path

from . import settings as settings_module
from .errors import (
    LibraryBusyError,
    LibraryError,
    LibraryMissingError,
    NewerFormatError,
    NotALibraryError,
    NotWritableError,
    UnknownReportError,
    UnreadableError,
    UpgradeNeededError,
)
from .layout import Layout, write_atomically
from .manifest import Manifest, ReportEntry
from .settings import Settings
from .snapshot import Snapshot, current_name, open_current, open_named

__all__ = [
    "Layout",
    "Library",
    "LibraryBusyError",
    "LibraryError",
    "LibraryMissingError",
    "Manifest",
    "NewerFormatError",
    "NotALibraryError",
    "NotWritableError",
    "ReportEntry",
    "Settings",
    "Snapshot",
    "UnknownReportError",
    "UnreadableError",
    "UpgradeNeededError",
]


class Library:
    """A library folder that was checked: its format is known and its settings are read."""

    def __init__(self, layout: Layout, settings: Settings) -> None:
        self.layout = layout
        self.settings = settings

    @classmethod
    def open(cls, path: Path) -> Library:
        """Open an existing library.

        :raises LibraryMissingError: if there is nothing at the path.
        :raises NotALibraryError: if there is something else.
        :raises NewerFormatError: if a newer version wrote it.
        :raises UnreadableError: if it is damaged or may not be read.
        """
        layout = Layout(path)
        try:
            present = layout.settings.exists()
            others = path.is_file() or (path.is_dir() and any(not layout.owns(child.name) for child in path.iterdir()))
        except OSError as error:
            raise UnreadableError(path, error.strerror or str(error)) from error
        if not present:
            raise NotALibraryError(path) if others else LibraryMissingError(path)
        return cls(layout, settings_module.load(layout.settings))

    @classmethod
    def create(cls, path: Path, settings: Settings | None = None) -> Library:
        """Open a library, or make an empty one in a new or empty folder.

        :raises NotWritableError: if the folder cannot be made.
        """
        try:
            return cls.open(path)
        except LibraryMissingError:
            settings = settings or Settings()
            layout = Layout(path)
            try:
                layout.make()
                settings.save(layout.settings)
            except OSError as error:
                raise NotWritableError(path, error.strerror or str(error)) from error
            return cls(layout, settings)

    def snapshot(self) -> Snapshot:
        """Open the live snapshot and hold it."""
        return open_current(self.layout)

    def snapshot_named(self, name: str) -> Snapshot:
        """Open a snapshot that somebody else holds for as long as it is used here.

        :raises OSError: if it is gone.
        """
        return open_named(self.layout, name)

    def current(self) -> str | None:
        """The live snapshot's name, without opening it."""
        return current_name(self.layout)

    def was_removed(self, slug: str) -> bool:
        """Whether a report with this slug, or the report of a thing with this slug, was removed."""
        try:
            gone = set(self.layout.removed.read_text(encoding="ascii").split())
        except FileNotFoundError:
            return False
        return not gone.isdisjoint({slug_mark(slug), slug_mark(slug.rpartition("-")[0])})

    def note_removed(self, slug: str) -> None:
        """Remember, by a hash alone, that a report was removed."""
        path = self.layout.removed
        before = path.read_text(encoding="ascii") if path.exists() else ""
        if slug_mark(slug) not in before.split():
            write_atomically(path, f"{before}{slug_mark(slug)}\n".encode())


def slug_mark(slug: str) -> str:
    """The hash by which a removed report is remembered."""
    return hashlib.sha256(slug.encode()).hexdigest()
