"""Who may change the library: a bearer token for programs; for pages a session that was opened with the token.

The session is a cookie that proves the token was given, signed with it, so that the server keeps nothing and another
token ends all sessions. The cookie is not sent by other sites (``SameSite=Strict``), and each change has to carry a
second value that only our own pages hold.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time

from fastapi import Request
from fastapi.responses import Response

from .problems import ProblemError
from .settings import ServerSettings

COOKIE = "missiongraph-session"
HEADER = "x-csrf-token"
SECONDS = 12 * 3600


def token_of(request: Request) -> str:
    """The configured token.

    :raises ProblemError: 403 where there is none.
    """
    settings: ServerSettings = request.app.state.settings
    if not settings.token:
        raise ProblemError(
            403, "Changes are off", "This server takes no changes.", "Start it with --token or MISSIONGRAPH_TOKEN."
        )
    return settings.token


def permit(request: Request, csrf: str | None = None) -> None:
    """Let a change through.

    :param csrf: what the form sent beside the cookie; scripts send it as ``X-CSRF-Token``.
    :raises ProblemError: 401 without the token or a session, 403 for a session whose second value is missing or wrong.
    """
    token, header = token_of(request), request.headers.get("authorization")
    if header is None and signed_in(request):
        given = csrf or request.headers.get(HEADER, "")
        if not hmac.compare_digest(given.encode(), csrf_of(request).encode()):
            raise ProblemError(
                403, "Not from our page", "The form’s own value is missing or wrong.", "Open /upload anew."
            )
        return
    scheme, _, given = (header or "").partition(" ")
    if scheme.lower() != "bearer" or not same(given.strip(), token):
        raise ProblemError(
            401, "Not permitted", "The bearer token is missing or wrong.",
            "Send Authorization: Bearer TOKEN, or sign in at /upload.", headers={"WWW-Authenticate": "Bearer"},
        )  # fmt: skip


def same(given: str, token: str) -> bool:
    """Whether two secrets are the same, in a time that does not depend on where they differ."""
    return hmac.compare_digest(given.encode(), token.encode())


def sign_in(request: Request, response: Response) -> None:
    """Open a session: the browser keeps a cookie for twelve hours."""
    begun = f"{int(time.time()) + SECONDS}.{secrets.token_urlsafe(16)}"
    response.set_cookie(
        COOKIE, f"{begun}.{_sign(token_of(request), 'session', begun)}", max_age=SECONDS, httponly=True,
        samesite="strict", secure=request.url.scheme == "https", path=request.scope.get("root_path", "") or "/",
    )  # fmt: skip


def sign_out(request: Request, response: Response) -> None:
    """End the session of this browser."""
    response.delete_cookie(COOKIE, path=request.scope.get("root_path", "") or "/")


def signed_in(request: Request) -> bool:
    """Whether the request carries a session that was opened with the token of now and is not over."""
    settings: ServerSettings = request.app.state.settings
    begun, _, signature = request.cookies.get(COOKIE, "").rpartition(".")
    until = begun.partition(".")[0]
    if not settings.token or not (until.isascii() and until.isdigit()) or int(until) < time.time():
        return False
    return same(signature, _sign(settings.token, "session", begun))


def csrf_of(request: Request) -> str:
    """The value that forms of this session carry."""
    return _sign(token_of(request), "form", request.cookies.get(COOKIE, ""))


def _sign(token: str, purpose: str, text: str) -> str:
    return hmac.new(token.encode(), f"{purpose}\n{text}".encode(), hashlib.sha256).hexdigest()
