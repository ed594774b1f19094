"""Build the shipped briefings: ``source/<name>.md`` and ``briefings/<name>.toml`` become ``briefings/<name>.pdf``.

The same sources give the same bytes: Typst's own fonts only, the date from the metadata, no clock. So a briefing can be
checked against its source by building it again, and its hash names it in every library that takes it in.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path

from .markup import Name, escape, typst


def source_names(sources: Mapping[str, object]) -> dict[str, Name]:
    """Citation key to printed name, such as ``ai`` to ``DSIT, A pro-innovation approach… (2023)``."""
    entries = sources["source"]
    assert isinstance(entries, list)
    return {
        entry["key"]: Name(
            full=f"{entry['short']}, {entry['title']} ({entry['date'][:4]})",
            brief=f"{entry.get('brief', entry['short'])} ({entry['date'][:4]})",
        )
        for entry in entries
    }


def document(name: str, folder: Path) -> tuple[str, date]:
    """The Typst source of one briefing, and its date."""
    meta = tomllib.loads((folder / "briefings" / f"{name}.toml").read_text(encoding="utf-8"))
    names = source_names(tomllib.loads((folder / "sources.toml").read_text(encoding="utf-8")))
    issued = date.fromisoformat(meta["date"])
    looks = (resources.files(__package__) / "briefing.typ").read_text(encoding="utf-8")
    title, publisher = escape(meta["title"]), escape(meta["publisher"])
    setup = (
        f"#show: briefing.with(title: [{title}], plain: {_quoted(meta['title'])}, publisher: [{publisher}], "
        f"by: {_quoted(meta['publisher'])}, date: datetime(year: {issued.year}, month: {issued.month}, "
        f"day: {issued.day}))\n\n"
    )
    body = typst((folder / "source" / f"{name}.md").read_text(encoding="utf-8"), names)
    return looks + "\n" + setup + body, issued


def build(name: str, folder: Path) -> bytes:
    """One briefing as PDF bytes, the same on every machine and day."""
    import typst as compiler

    text, issued = document(name, folder)
    moment = int(datetime(issued.year, issued.month, issued.day, tzinfo=UTC).timestamp())
    made: bytes = compiler.compile(text.encode(), ignore_system_fonts=True, format="pdf", timestamp=moment)
    return made


def names(folder: Path) -> list[str]:
    """The briefings that have a source, in order."""
    return sorted(path.stem for path in (folder / "source").glob("*.md"))


def main(folder: Path = Path("corpus")) -> None:
    """Write each PDF beside its metadata and say what was written."""
    for name in names(folder):
        target = folder / "briefings" / f"{name}.pdf"
        target.write_bytes(build(name, folder))
        print(f"{target}: {target.stat().st_size:,} bytes")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
