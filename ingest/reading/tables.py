"""Cells to rows: a table's row is one piece, each cell known by its header, because that is how a table is read."""

from __future__ import annotations

from .draft import Draft, Part
from .rich import Rich, joined
from .tags import Tag

Key = tuple[int, int, int, int]  # page, table, row, cell


def place(tag: Tag) -> tuple[tuple[str, str], ...]:
    """Where a cell stands, kept in its draft until :func:`rows` puts the rows together."""
    return ((f"{tag.table} {tag.row} {tag.cell}", "TH" if tag.within("TH") else "TD"),)


def rows(drafts: list[Draft]) -> list[Draft]:
    """The drafts with each run of cells replaced by its rows; a table of one cell is a box."""
    result: list[Draft] = []
    held: list[Draft] = []
    header: list[str] = []
    for draft in [*drafts, None]:
        if draft is not None and draft.part is Part.TABLE and len(draft.cells) == 1:
            if held and _table(held[-1]) != _table(draft):
                header = _close(held, result, header)
                held = []
            held.append(draft)
            continue
        if held:
            header = _close(held, result, header)
            held = []
        if draft is not None:
            if draft.part is not Part.NOTE:
                header = header if draft.gap else []
            result.append(draft)
    return result


def _table(draft: Draft) -> tuple[int | None, str]:
    return draft.page, draft.cells[0][0].split()[0]


def _close(cells: list[Draft], result: list[Draft], header: list[str]) -> list[str]:
    """Write one table's rows to ``result``; returns its header, which may go on over the page."""
    table: dict[str, dict[str, list[Draft]]] = {}
    for cell in cells:
        _, line, number = cell.cells[0][0].split()
        table.setdefault(line, {}).setdefault(number, []).append(cell)
    width = max(len(row) for row in table.values())
    if width == 1:
        for cell in cells:
            result.append(Draft(Part.BOX, cell.rich, gap=cell.gap, indent=cell.indent, boxed=True))
        return []
    if len(header) != width:
        header = []
    for unsorted in table.values():
        row = {number: unsorted[number] for number in sorted(unsorted, key=int)}
        parts = [joined(d.rich for d in found) for found in row.values()]
        heads = all(d.cells[0][1] == "TH" for found in row.values() for d in found)
        if heads and len(parts) > 1:
            header = [p.text for p in parts]
        names = header if len(header) == len(parts) and not heads else [""] * len(parts)
        first = next(iter(row.values()))[0]
        result.append(
            Draft(
                Part.TABLE,
                _line(parts),
                gap=first.gap,
                cells=tuple((name, p.text) for name, p in zip(names, parts, strict=True)),
            )
        )
    return header


def _line(parts: list[Rich]) -> Rich:
    return joined(parts, between=" | ")
