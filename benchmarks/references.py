"""Counts the notes of a report whose cited work is right: ``python -m benchmarks.references``.

``tests/reading/references.json`` holds what was read by hand, for each note: the title, the authors or the publisher,
the date and the address that it prints, under its mark and a hash of its letters. A note counts when it prints all four
and all four came out as the list has them; a note that prints fewer counts against.
"""

from __future__ import annotations

import json
from hashlib import sha256
from importlib.resources import files

from tests.shared import report

from missiongraph.ingest.reading import read_here
from missiongraph.ontology.model import Document, Note, Reference

from .reading import ONE, TEXT, TWO, squeeze


def key(note: Note) -> str:
    """The mark and a hash of the letters of a note."""
    return f"{note.mark}:{sha256(squeeze(note.text).encode()).hexdigest()[:8]}"


def verdicts() -> dict[str, dict[str, str | list[str] | None]]:
    """The list made by hand."""
    found: dict[str, dict[str, str | list[str] | None]] = json.loads(
        files("tests.reading").joinpath("references.json").read_text("utf-8")
    )
    return found


def is_right(work: Reference, wanted: dict[str, str | list[str] | None]) -> bool:
    """Whether a work has the title, the authors or publisher, the date and the address that the list has, all four."""
    if not (wanted["title"] and wanted["date"] and wanted["address"] and (wanted["authors"] or wanted["publisher"])):
        return False
    named = wanted["authors"] == list(work.authors) and wanted["publisher"] in (None, work.publisher)
    found = (work.title, work.issued, work.url)
    return named and found == (wanted["title"], wanted["date"], wanted["address"])


def right(document: Document) -> tuple[int, int, list[str]]:
    """How many notes came out right, how many of the document's are in the list, and the marks of those not right.

    A note that is printed twice counts once. The PDFs number the same notes otherwise, so their letters tell them.
    """
    works = {work.key: work for work in document.references}
    listed = {name.partition(":")[2]: value for name, value in verdicts().items()}
    outcomes: dict[str, bool] = {}
    for note in document.notes:
        wanted = listed.get(key(note).partition(":")[2])
        if wanted is not None:
            cited = [works[k] for k in note.references]
            outcomes[key(note)] = len(cited) == 1 and is_right(cited[0], wanted)
    return sum(outcomes.values()), len(outcomes), [k.partition(":")[0] for k, good in outcomes.items() if not good]


def main() -> None:
    """Print the count for each edition of the report."""
    print(f"{len(verdicts())} notes in the list")
    for name in (TEXT, ONE, TWO):
        document = read_here(report(name))
        good, met, wrong = right(document)
        print(f"{name}: {len(document.notes)} notes, {met} in the list, {good} right; not right: {', '.join(wrong)}")


if __name__ == "__main__":
    main()
