"""What a snapshot holds, and the hashes by which damage is noticed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from .layout import write_atomically

NAME = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportEntry:
    """One report of a snapshot. ``cache`` names the derived files it was made from, ``set_by_hand`` is JSON.

    ``numbered`` is how many of the report's own numbered recommendations became reforms, and how many it has;
    ``missed`` are the numbers of the rest.
    """

    sha256: str
    slug: str
    title: str
    type: str
    file_name: str
    cache: str
    publisher: str | None = None
    issued: str | None = None
    pages: int | None = None
    grade: str = "good"
    passages: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    numbered: tuple[int, int] | None = None
    missed: tuple[str, ...] = ()
    set_by_hand: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedEntry:
    """A graph of the user's own: its IRI, the hash of its file in ``loaded/``, and how many triples it has."""

    graph: str
    sha256: str
    triples: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEntry:
    """A file of the snapshot, by path relative to it; ``stamp`` is inode, size and time of change when hashed."""

    sha256: str
    size: int
    stamp: tuple[int, int, int] = (0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A snapshot's contents. ``quads`` counts the named graphs; ``published`` is a UTC time, outside the graph.

    ``code`` is the version of the code that built it: a snapshot of other code is not built upon.
    """

    version: str
    base: str
    code: str = ""
    reports: tuple[ReportEntry, ...] = ()
    loaded: tuple[LoadedEntry, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    quads: int = 0
    published: str = ""
    files: dict[str, FileEntry] = field(default_factory=dict)

    def save(self, folder: Path) -> None:
        """Write it into a snapshot folder."""
        write_atomically(folder / NAME, _adapter().dump_json(self, indent=1))


def load(folder: Path) -> Manifest:
    """Read a snapshot's manifest.

    :raises OSError: if it is absent.
    :raises ValueError: if it is damaged.
    """
    return _adapter().validate_json((folder / NAME).read_bytes())


def _adapter() -> TypeAdapter[Manifest]:
    return TypeAdapter(Manifest)


def hash_file(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


#: Hash → inode, size and time of files that this process has found to have it.
_WHOLE: dict[str, set[tuple[int, int, int]]] = {}


def damaged(folder: Path, files: Mapping[str, FileEntry], part: str) -> str | None:
    """The first file of a part of a snapshot that is not as it was written; None where all are.

    A process reads a file once, and one that is hard-linked into several snapshots once for all of them: what changes
    later under a running server is not noticed here.
    """
    for name, entry in files.items():
        if not name.startswith(f"{part}/"):
            continue
        try:
            status = (folder / name).stat()
        except OSError:
            return name
        stamp = (status.st_ino, status.st_size, status.st_mtime_ns)
        if stamp not in _WHOLE.setdefault(entry.sha256, set()):
            if hash_file(folder / name) != entry.sha256:
                return name
            _WHOLE[entry.sha256].add(stamp)
    return None


def hash_folder(folder: Path, known: dict[str, FileEntry]) -> dict[str, FileEntry]:
    """Hash every file but the manifest, and see that it is on the disk.

    One that is the same inode as in ``known`` (a hard link) is not read again.
    """
    by_stamp = {entry.stamp: entry for entry in known.values() if entry.stamp[0]}
    entries: dict[str, FileEntry] = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.name not in (NAME, "LOCK")):
        status = path.stat()
        stamp = (status.st_ino, status.st_size, status.st_mtime_ns)
        entry = by_stamp.get(stamp)
        if entry is None:
            entry = FileEntry(sha256=_hash_and_sync(path), size=status.st_size, stamp=stamp)
            _WHOLE.setdefault(entry.sha256, set()).add(stamp)
        entries[path.relative_to(folder).as_posix()] = entry
    return entries


def _hash_and_sync(path: Path) -> str:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        os.fsync(stream.fileno())
    return digest
