"""What can be wrong with a library, each with the facts and what to do next.

LibraryError
├── NotALibraryError      the folder is something else
├── LibraryMissingError   there is nothing there yet
├── NewerFormatError      a newer missiongraph wrote it
├── UnreadableError       permissions, or damage
├── LibraryBusyError      another process is writing
├── UnknownReportError    no such report
├── UpgradeNeededError    what was derived is of another version, or damaged
└── NotWritableError      no space, or read-only
"""

from __future__ import annotations

from pathlib import Path


class LibraryError(Exception):
    """A library cannot be used as asked."""


class LibraryMissingError(LibraryError):
    """There is no library at the path."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"there is no library at {path}: make one with `missiongraph --library {path} ingest PATH…`")


class NotALibraryError(LibraryError):
    """The folder holds other things."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path} is not a library and not empty: name an empty or new folder with --library")


class NewerFormatError(LibraryError):
    """The library was written by a newer version."""

    def __init__(self, path: Path, found: int, known: int) -> None:
        self.path, self.found, self.known = path, found, known
        super().__init__(
            f"the library at {path} has format {found}, this version reads up to {known}: "
            "install the newer missiongraph that wrote it; nothing was changed"
        )


class UnreadableError(LibraryError):
    """The library cannot be read."""

    def __init__(self, path: Path, why: str) -> None:
        self.path, self.why = path, why
        super().__init__(
            f"the library at {path} cannot be read ({why}): check its permissions; "
            "`missiongraph upgrade` makes a damaged snapshot again from the stored files"
        )


class LibraryBusyError(LibraryError):
    """Another process is changing the library."""

    def __init__(self, path: Path, waited: float) -> None:
        self.path, self.waited = path, waited
        super().__init__(
            f"another process is changing the library at {path} (waited {waited:.0f} s): try again when it is done"
        )


class UnknownReportError(LibraryError):
    """No report of that name is in the library."""

    def __init__(self, name: str, near: list[str]) -> None:
        self.name, self.near = name, near
        hint = f"; did you mean {near[0]}?" if near else "; `missiongraph reports` lists them"
        super().__init__(f"no report {name!r} in the library{hint}")


class NotWritableError(LibraryError):
    """The folder cannot be written."""

    def __init__(self, path: Path, why: str) -> None:
        self.path, self.why = path, why
        super().__init__(
            f"cannot write to {path} ({why}): free some space or check its permissions; nothing was changed"
        )


class UpgradeNeededError(LibraryError):
    """What was derived from the reports cannot be used by this version, or is damaged."""

    def __init__(self, path: Path, why: str) -> None:
        self.path, self.why = path, why
        super().__init__(
            f"the library at {path} needs `missiongraph --library {path} upgrade` first ({why}); nothing was changed"
        )
