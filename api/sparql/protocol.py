"""What a client asks, read from any of the three forms of the SPARQL 1.1 protocol."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from fastapi import Request

from ..problems import ProblemError

LARGEST = 1 << 20  # bytes of a request
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
_UPDATE = "application/sparql-update"


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """What a client asked, whichever form it used, and when (by ``time.monotonic``) its request was there."""

    query: str | None
    default: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    format: str | None = None
    timeout: float | None = None
    arrived: float = field(default_factory=time.monotonic)


async def read_request(request: Request) -> QueryRequest:
    """A query from any of the protocol's three forms.

    :raises ProblemError: for a form that is not the protocol's.
    """
    query, arrived = None, time.monotonic()
    try:
        pairs = parse_qsl(request.scope["query_string"].decode("ascii"), keep_blank_values=True, errors="strict")
        if request.method == "POST":
            query, more = await _body(request)
            pairs += more
    except UnicodeDecodeError as error:
        raise ProblemError(400, "The request is not UTF-8", f"{error}.", "Send the query in UTF-8.") from error
    if any(name == "update" for name, _ in pairs):
        raise ProblemError(403, "Updates are refused", "This endpoint only reads.")
    queries = [value for name, value in pairs if name == "query"] + ([query] if query is not None else [])
    if len(queries) > 1:
        raise ProblemError(400, "More than one query", "The protocol takes exactly one query in a request.")
    if queries and "\0" in queries[0]:
        raise ProblemError(400, "The query has a mistake", "The query holds a NUL character.", "Leave it out.")
    return QueryRequest(
        query=queries[0] if queries else None,
        default=_iris(pairs, "default-graph-uri"),
        named=_iris(pairs, "named-graph-uri"),
        format=next((value for name, value in pairs if name == "format"), None),
        timeout=_seconds(next((value for name, value in pairs if name == "timeout"), None)),
        arrived=arrived,
    )


async def _body(request: Request) -> tuple[str | None, list[tuple[str, str]]]:
    """The query of a direct POST, or the fields of a form."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    parts, size = [], 0
    async for part in request.stream():
        parts.append(part)
        size += len(part)
        if size > LARGEST:
            raise ProblemError(413, "The request is too large", f"A query may have {LARGEST:,} bytes.")
    text = b"".join(parts).decode("utf-8")
    if media_type == _UPDATE:
        raise ProblemError(403, "Updates are refused", "This endpoint only reads.")
    if media_type == DIRECT:
        return text, []
    if media_type == FORM:
        return None, parse_qsl(text, keep_blank_values=True, errors="strict")
    raise ProblemError(415, "No such form of a query", f"{media_type!r} is not one of the protocol's.",
                       f"Send {DIRECT} or {FORM}.")  # fmt: skip


def _iris(pairs: list[tuple[str, str]], name: str) -> list[str]:
    return [value for key, value in pairs if key == name]


def _seconds(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not value > 0:
        raise ProblemError(400, "A parameter cannot be used", f"timeout={text!r} is not a number of seconds.")
    return value
