"""Deriving everything anew from the stored sources: after a new version, and after damage.

What an upgrade that was cut off has derived already is found in the cache, so it goes on where it stopped. Nothing is
taken over from the last snapshot, so a damaged one is made again; where even its manifest is gone, the sources and
what was kept beside them say what it held.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from missiongraph.search.library import Library, UnreadableError
from missiongraph.search.library.locks import writing

from .derive import Cache, cache_key
from .pipeline import current_entries, derive_into_cache, holds
from .publish import Member, Publisher
from .settle import recall


class LostReportError(Exception):
    """A report can be derived no more: neither its stored file nor what was derived from it is whole."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        super().__init__(
            f"the stored files of {', '.join(names)} are damaged or gone, and so is what was derived from them: "
            "ingest those files again, or take them out with `missiongraph remove`; nothing was changed"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgraded:
    """How many reports there are, how many were derived anew, and those that could not be, each with its reason."""

    reports: int
    derived: int
    kept: tuple[str, ...]


def _quiet(_text: str, _done: int, _total: int) -> None:
    pass


def upgrade(library_path: Path, *, progress: Callable[[str, int, int], None] = _quiet, wait: float = 30.0) -> Upgraded:
    """Derive every report anew whose derived files are of another version or damaged, and build the snapshot afresh.

    :raises LostReportError: if a report can be made neither from its file nor from what was derived.
    """
    library = Library.open(library_path)
    with writing(library.layout.lock, wait=wait):
        found, members, kept, lost, derived = _members(library), [], [], [], 0
        cache, publisher = Cache(library.layout.reports), Publisher(library)
        for done, member in enumerate(found):
            progress(member.file_name, done, len(found))
            key, why = cache_key(member.sha256), None
            if not cache.whole(member.sha256, key):
                with publisher.readable():
                    why = _derive(library, member)
                derived += why is None
            if why is not None:
                if not cache.whole(member.sha256, member.cache):
                    lost.append(member.file_name)
                kept.append(f"{member.file_name}: {why}")
            members.append(
                Member(
                    sha256=member.sha256,
                    cache=member.cache if why else key,
                    file_name=member.file_name,
                    set_by_hand=member.set_by_hand,
                )
            )
        if lost:
            raise LostReportError(lost)
        publisher.publish(members, afresh=True)
        return Upgraded(reports=len(members), derived=derived, kept=tuple(kept))


def _derive(library: Library, member: Member) -> str | None:
    """Derive one anew; why it cannot be, if so."""
    stored = library.layout.source(member.sha256)
    if stored is None:
        return "the stored file is gone"
    if not holds(stored, member.sha256):
        return "the stored file is not the one that was given"
    return derive_into_cache(
        stored, member.file_name, member.sha256, library.layout.reports, library.settings.index_precision, None, False
    )[1]


def _members(library: Library) -> list[Member]:
    """The reports of the live snapshot; where its manifest cannot be read, those that were kept beside the sources."""
    try:
        return [Member.of(entry) for entry in current_entries(library)]
    except UnreadableError:
        members = []
        for path in sorted(library.layout.metadata.glob("*.json")):
            try:
                file_name, set_by_hand = recall(path)
            except (OSError, ValueError, KeyError):
                stored = library.layout.source(path.stem)
                file_name, set_by_hand = (stored.name if stored else path.stem), ""
            members.append(
                Member(sha256=path.stem, cache=cache_key(path.stem), file_name=file_name, set_by_hand=set_by_hand)
            )
        return members
