"""Errors as RFC 9457 problem documents: what was wrong, and what to do. One table from exception to status.

The user's mistake is 4xx, our failure 5xx. A fault that is in no row is logged with its traceback and answered as 500
without its text, which may hold what the client must not see.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from missiongraph.search.library import LibraryBusyError, LibraryError, UnknownReportError
from missiongraph.search.query import QueryError

MEDIA_TYPE = "application/problem+json"
_log = logging.getLogger(__name__)


class ProblemError(Exception):
    """A request that cannot be answered. ``detail`` says what was wrong, ``advice`` what to do."""

    def __init__(
        self,
        status: int,
        title: str,
        detail: str,
        advice: str = "",
        *,
        headers: Mapping[str, str] | None = None,
        **extra: Any,
    ) -> None:
        self.status, self.title, self.detail, self.advice = status, title, detail, advice
        self.headers, self.extra = dict(headers or {}), extra
        super().__init__(f"{detail} {advice}".strip())

    def document(self) -> dict[str, Any]:
        """The problem document."""
        found: dict[str, Any] = {"type": "about:blank", "title": self.title, "status": self.status}
        found["detail"] = f"{self.detail} {self.advice}".strip()
        return found | self.extra


#: Which exception becomes which status and title; the first that fits.
TABLE: tuple[tuple[type[Exception], int, str], ...] = (
    (QueryError, 400, "The query cannot be answered"),
    (UnknownReportError, 404, "No such report"),
    (LibraryBusyError, 503, "The library is busy"),
    (LibraryError, 503, "The library cannot be used"),
)


def not_found(what: str, advice: str = "Check the address, or search for it at /search.") -> ProblemError:
    """A 404."""
    return ProblemError(404, "Not found", what, advice)


def of(error: Exception) -> ProblemError:
    """The problem that an exception is."""
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, RequestValidationError):
        faults = [
            f"{'.'.join(map(str, e['loc'][1:])) or e['loc'][0]}: {str(e['msg']).lower()} (given: {e.get('input')!r})"
            for e in error.errors()
        ]
        return ProblemError(400, "A parameter cannot be used", "; ".join(faults) + ".", "See /docs for what it takes.")
    if isinstance(error, HTTPException):
        return ProblemError(error.status_code, str(error.detail), str(error.detail), headers=error.headers)
    for kind, status, title in TABLE:
        if isinstance(error, kind):
            return ProblemError(status, title, str(error))
    return ProblemError(500, "Something went wrong here", "The fault is ours and was logged.", "Try again later.")


def respond(request: Request, error: Exception) -> Response:
    """The answer to a request that failed: a page where the client wants HTML, else the problem document."""
    from .negotiation import wants_html
    from .pages import problem_page

    problem = of(error)
    if problem.status >= 500 and not isinstance(error, (ProblemError, LibraryError)):
        _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    answer: Response
    if wants_html(request):
        answer = problem_page(request, problem)
    else:
        answer = JSONResponse(problem.document(), status_code=problem.status, media_type=MEDIA_TYPE)
    answer.headers.update({"Vary": "Accept", **problem.headers})
    return answer


def install(app: FastAPI) -> None:
    """Answer every fault of an app with a problem document."""

    async def handler(request: Request, error: Exception) -> Response:
        return respond(request, error)

    for kind in (ProblemError, QueryError, LibraryError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, handler)
