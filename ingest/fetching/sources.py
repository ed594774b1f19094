"""Reports by the name of a list of sources, or by address: downloaded, then taken in with what the list says of them.

Where the address of a listed report is a web page, the file is looked for among the page's links: one that is a known
edition by its hash, or the only one.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from missiongraph.search.library import Library, LibraryMissingError, ReportEntry

from .. import metadata
from ..pipeline import Summary, current_entries, ingest
from .download import Bounds, Downloaded, download
from .errors import FetchError

#: Entries of a list of sources that are set on the report → names as in ``report.toml``.
_SET = {"title": "title", "publisher": "publisher", "creators": "authors", "date": "date", "licence": "licence"}
#: Links of a page that are tried at most.
LINKS = 8


class UnknownSourceError(Exception):
    """A name is neither in the list of sources nor an address."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name = name
        super().__init__(f"{name} is neither an address nor a known report: use one of {', '.join(known)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A report to fetch. ``hashes`` are the editions known; ``values`` are set on the report, as in ``report.toml``."""

    address: str
    hashes: frozenset[str]
    values: dict[str, object]
    listed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What became of one name or address: the file's hash and time, or why not; ``note`` says what changed."""

    name: str
    address: str
    sha256: str | None = None
    fetched: str | None = None
    refused: str | None = None
    note: str | None = None


def read_sources(rows: Sequence[Mapping[str, Any]]) -> dict[str, Source]:
    """Sources by key, from the rows of a ``sources.toml``; those without an address are left out."""
    return {
        str(row["key"]): Source(
            address=str(row["address"]),
            hashes=frozenset(row.get("sha256", ())),
            values={to: row[name] for name, to in _SET.items() if name in row},
            listed=True,
        )
        for row in rows
        if "address" in row
    }


def fetch(
    library_path: Path,
    names: Sequence[str],
    sources: Mapping[str, Source],
    *,
    bounds: Bounds | None = None,
    progress: Callable[[str, int, int], None] = lambda _text, _done, _total: None,
) -> tuple[list[Fetched], Summary | None]:
    """Download and take in; what cannot be fetched does not hinder the rest.

    :returns: what became of each name, and of the files that came.
    :raises UnknownSourceError: for a name that is not known, before anything is fetched.
    """
    wanted = [(name, _source(name, sources)) for name in names]
    before = {entry.sha256: entry for entry in _entries(library_path)}
    results, files = [], []
    with tempfile.TemporaryDirectory() as scratch:
        for at, (name, source) in enumerate(wanted):
            progress(name, at, len(wanted))
            folder = Path(scratch) / str(at)
            folder.mkdir()
            try:
                got = _get(source, folder, bounds or Bounds())
            except FetchError as error:
                results.append(Fetched(name=name, address=source.address, refused=str(error)))
                continue
            note = _note(source, got, list(before.values()))
            results.append(
                Fetched(name=name, address=source.address, sha256=got.sha256, fetched=got.fetched, note=note)
            )
            values = {**source.values, "address": source.address, "fetched": got.fetched}
            rows = (f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())
            got.path.with_suffix(".toml").write_text("".join(rows), encoding="utf-8")
            files.append(got.path)
        return results, ingest(library_path, files, progress=progress) if files else None


def _entries(library_path: Path) -> tuple[ReportEntry, ...]:
    try:
        return current_entries(Library.open(library_path))
    except LibraryMissingError:
        return ()


def _source(name: str, sources: Mapping[str, Source]) -> Source:
    if "://" in name:
        return Source(address=name, hashes=frozenset(), values={}, listed=False)
    if name not in sources:
        raise UnknownSourceError(name, sorted(sources))
    return sources[name]


def _get(source: Source, folder: Path, bounds: Bounds) -> Downloaded:
    got = download(source.address, folder, bounds=bounds)
    if not source.listed or got.path.suffix != ".html" or got.sha256 in source.hashes:
        return got
    links = _links(got)
    for at, link in enumerate(links[:LINKS]):
        inside = folder / str(at)
        inside.mkdir()
        try:
            file = download(link, inside, bounds=bounds)
        except FetchError:
            if len(links) == 1:
                raise
            continue
        if file.sha256 in source.hashes or len(links) == 1:
            return file
    found = f"links to {', '.join(links)}" if links else "links to no file"
    raise FetchError(source.address, f"is a page that {found}: fetch the address of the one that you want")


def _links(page: Downloaded) -> list[str]:
    """The files that a page links to, in order."""
    from lxml import html

    tree = html.parse(str(page.path))
    targets = [urljoin(page.answered, str(a.get("href"))) for a in tree.iter("a") if a.get("href")]
    return list(dict.fromkeys(t for t in targets if urlsplit(t).path.lower().endswith((".pdf", ".docx"))))


def _note(source: Source, got: Downloaded, entries: Sequence[ReportEntry]) -> str | None:
    """Whether the address gave something else the last time, or is no edition that the list knows."""
    for entry in entries:
        values = metadata.parsed(entry.set_by_hand)
        if "fetched" in values and values.get("source") == source.address and entry.sha256 != got.sha256:
            return (
                f"the content changed since {values['fetched']}: it is taken in beside the edition of then, "
                f"which `missiongraph remove {entry.slug}` takes out"
            )
    if source.hashes and got.sha256 not in source.hashes:
        return "this is none of the editions that the list of sources knows"
    return None
