"""What is wrong with a query, in words that teach: the line, a caret under the place, and the likely fix."""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import get_close_matches
from typing import Any

from missiongraph.ontology.terms import MG, MG_NAMESPACE, PREFIXES

from ..problems import ProblemError
from .guard import calls_out, is_update

_PLACE = re.compile(r"(?:error )?at (\d+):(\d+)")


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
    line, column = (int(place.group(1)), int(place.group(2))) if place else (None, None)
    extra: dict[str, Any] = {"line": line, "column": column}
    detail = f"{message}."
    if line is not None and column is not None:
        extra["excerpt"] = excerpt(query, line, column)
        detail += f"\n{extra['excerpt']}"
    return ProblemError(400, "The query has a mistake", detail, advice(query), **extra)


def excerpt(query: str, line: int, column: int) -> str:
    """The line at fault with a caret under the place, both counted from 1.

    >>> print(excerpt("SELECT * {", 1, 8))
    SELECT * {
           ^
    """
    lines = query.splitlines()
    text = lines[line - 1] if line <= len(lines) else ""
    return f"{text}\n{' ' * (column - 1)}^"


def advice(query: str) -> str:
    """The likely fix: a prefix that is used and not declared, or a name that our vocabulary does not have."""
    declared = {name.lower() for name in re.findall(r"(?i)\bPREFIX\s+([\w.-]*):", query)}
    used = set(re.findall(r"(?<![\w<:/#?$\"'])([A-Za-z][\w-]*):[A-Za-z_]", query))
    missing = sorted(name for name in used & PREFIXES.keys() if name.lower() not in declared)
    lines = [f"PREFIX {name}: <{PREFIXES[name]}>" for name in missing]
    if lines:
        return "Put this before it:\n" + "\n".join(lines)
    return unknown_terms(query)


def unknown_terms(query: str) -> str:
    """Names in our namespace that do not exist, with the nearest that does; empty where all exist."""
    known = [term.value.removeprefix(MG_NAMESPACE) for term in MG]
    found = []
    for name in sorted(set(re.findall(r"\bmg:([A-Za-z]\w*)", query)) - set(known)):
        near = get_close_matches(name, known, n=1, cutoff=0.6)
        found.append(f"mg:{name} is not in the vocabulary" + (f": did you mean mg:{near[0]}?" if near else "."))
    return " ".join(found)
