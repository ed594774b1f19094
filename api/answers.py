"""One document, two forms: JSON for programs, a page where ``Accept`` prefers HTML. What every route ends in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import Response

from missiongraph.search.library import Snapshot

from .documents import written
from .live import LiveLibrary
from .negotiation import wants_html


def live_of(request: Request) -> LiveLibrary:
    """The library that the app serves."""
    live: LiveLibrary = request.app.state.live
    return live


def _leased(request: Request) -> Iterator[Snapshot]:
    with live_of(request).lease() as snapshot:
        yield snapshot


#: A route's parameter of this type is the live snapshot, held until the answer is made.
LiveSnapshot = Annotated[Snapshot, Depends(_leased)]


def answer(
    request: Request, snapshot: Snapshot, page: str, document: Any, *, form: str | None = None, **context: Any
) -> Response:
    """The document as the client prefers it.

    :param form: ``html`` or ``json``, which wins over ``Accept``.
    :param page: the page that shows it (a template of :mod:`missiongraph.api.pages`).
    :param context: what the page needs beside the document.
    """
    response: Response
    if form == "html" or (form is None and wants_html(request)):
        from .pages import render

        response = render(request, page, snapshot=snapshot, document=document, **context)
    else:
        response = Response(written(document), media_type="application/json")
    response.headers["Vary"] = "Accept"
    return response
