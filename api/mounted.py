"""The whole under a path of somebody else's site, whether or not the proxy takes that path off."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send


class Mounted:
    """Tells the routes under which path they are served."""

    def __init__(self, app: ASGIApp, root_path: str) -> None:
        self.app, self.root_path = app, root_path.rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the class."""
        if scope["type"] == "http" and self.root_path:
            scope["root_path"] = self.root_path  # in place: who counts requests reads the route from this scope
        await self.app(scope, receive, send)
