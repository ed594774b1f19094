"""HEAD wherever GET is: the same answer without its body, and OPTIONS that say so."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

#: Key of the scope that tells a route that nobody reads the body.
HEAD = "missiongraph.head"


class HeadAsGet:
    """Runs a HEAD as the GET that it asks about; the server leaves the body out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the class."""
        if scope["type"] == "http" and scope["method"] == "HEAD":
            scope = {**scope, "method": "GET", HEAD: True}
        await self.app(scope, receive, send)
