"""What is wrong with a query, in words that teach: the line, a caret under the place, and the likely fix."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from ..problems import ProblemError
from .guard import calls_out, is_update
from .mistakes import hints, mistake

_PLACE = re.compile(r"(?:error )?at (\d+):(\d+)")
MOST = 8  # things that a parser could have gone on with and that are told


def refuse(query: str, allowed: Collection[str] = ()) -> None:
    """Refuse what may not run.

    :param allowed: endpoints that SERVICE may name.
    :raises ProblemError: 403 for an update or a query that says SERVICE.
    """
    if is_update(query):
        raise ProblemError(403, "Updates are refused", "This endpoint only reads.", "Use `missiongraph ingest`.")
    if calls_out(query, allowed):
        raise ProblemError(
            403, "SERVICE is refused", "This endpoint does not call other endpoints.",
            "Leave the SERVICE part out; SERVICE mg:search { … } searches this library.",
        )  # fmt: skip


def fault(query: str, found: dict[str, Any]) -> ProblemError:
    """The problem that a worker reported."""
    message = str(found["message"])
    if found["kind"] == "format":
        return ProblemError(406, "No such form of this answer", f"{message}.", f"It can be had as {found['fits']}.")
    place = _PLACE.search(message)
    if place is None:
        return ProblemError(
            400, "The query has a mistake", f"{message}.", " ".join(hints(query)), line=None, column=None
        )
    line, column, known = int(place.group(1)), int(place.group(2)), mistake(query)
    said, advice = _expected(message), " ".join([*([known.advice] if known else []), *hints(query)])
    if known is not None and ((there := position(query, known.at)) <= (line, column) or known.first):
        (line, column), said = there, known.what
    shown = excerpt(query, line, column)
    detail = f"Line {line}, column {column}: {said}.\n{shown}"
    return ProblemError(400, "The query has a mistake", detail, advice, line=line, column=column, excerpt=shown)


def _expected(message: str) -> str:
    """A parser's message without its place and without the characters that a name could go on with.

    >>> _expected("error at 1:8: expected one of ':', CONSTRUCT, ['_' | '0' ..= '9'], Prefix not found")
    "expected ':' or CONSTRUCT"
    """
    said = _PLACE.sub("", message).lstrip(": ")
    named = said.removeprefix("expected one of ").removeprefix("expected ")
    if named == said:
        return said
    kept = [one for one in re.split(r",\s+(?![^\[\]]*\])", named) if one[0] != "[" and one != "Prefix not found"]
    told = [one for one in kept if one.count(" ") > 1]
    if told:
        return told[0]
    return f"expected {' or '.join(kept)}" if 0 < len(kept) <= MOST else "what stands here cannot be read"


def position(query: str, at: int) -> tuple[int, int]:
    """Line and column of an offset, both counted from 1.

    >>> position("ASK {\\n x", 7)
    (2, 2)
    """
    lines = query[:at].split("\n")
    return len(lines), len(lines[-1]) + 1


def excerpt(query: str, line: int, column: int) -> str:
    """The line at fault with a caret under the place, both counted from 1.

    >>> print(excerpt("SELECT * {", 1, 8))
    SELECT * {
           ^
    """
    lines = query.split("\n")
    text = lines[line - 1].rstrip("\r") if line <= len(lines) else ""
    return f"{text}\n{' ' * (column - 1)}^"
