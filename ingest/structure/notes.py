"""Notes tied to their marks, and the works they cite, each once.

A mark names the note with the same sign that comes next in the report (numbering may begin anew in each chapter), so
marks and notes are walked in step rather than looked up in one table.
"""

from __future__ import annotations

from dataclasses import replace

from missiongraph.ingest.reading.draft import Draft, Part
from missiongraph.ontology.model import Note, NoteMark, Reference

from . import references


def collect(pieces: list[Draft]) -> tuple[tuple[Note, ...], tuple[Reference, ...]]:
    """All notes in order, and the cited works in order of first citation."""
    works: dict[str, Reference] = {}
    notes: list[Note] = []
    previous: str | None = None
    for piece in pieces:
        if piece.part is not Part.NOTE:
            continue
        keys: list[str] = []
        if piece.text.lower().startswith("ibid") and previous:
            keys.append(previous)
        else:
            for found in filter(None, map(references.parse, references.works(piece.text))):
                kept = works.get(found.key)
                works[found.key] = found if kept is None else _richer(kept, found)
                keys += [found.key] if found.key not in keys else []
        previous = keys[-1] if keys else previous
        notes.append(Note(mark=piece.mark or "", text=piece.text, page=piece.page, references=tuple(keys)))
    return tuple(notes), tuple(works.values())


def _richer(first: Reference, second: Reference) -> Reference:
    return replace(
        first,
        authors=first.authors or second.authors,
        publisher=first.publisher or second.publisher,
        issued=first.issued or second.issued,
        url=_longer(first.url, second.url),
    )


def _longer(first: str | None, second: str | None) -> str | None:
    """The whole address where the other breaks off at a page's end, or lost a hyphen at a line's."""
    if second and (second.startswith(first or "") or _joined(second) == _joined(first or "")):
        return max(first or "", second, key=len)
    return first


def _joined(address: str) -> str:
    return address.replace("-", "")


def tie(marks: list[tuple[int, str]], notes: tuple[Note, ...], after: int) -> tuple[tuple[NoteMark, ...], int]:
    """The marks of one piece as indices of notes, looking on from note ``after``; and the last note met."""
    tied: list[NoteMark] = []
    for offset, sign in marks:
        index = _find(notes, sign, after)
        if index is not None:
            tied.append(NoteMark(offset, index))
            after = max(after, index)
    return tuple(tied), after


def _find(notes: tuple[Note, ...], sign: str, after: int) -> int | None:
    for index in range(max(0, after - 1), min(len(notes), after + 80)):
        if notes[index].mark == sign:
            return index
    for index in range(max(0, after - 40), max(0, after - 1)):
        if notes[index].mark == sign:
            return index
    return None
