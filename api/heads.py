"""HEAD wherever GET is: the same answer without its body; and the methods of every address, for who asks."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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


class Methods:
    """OPTIONS at every address, and all its methods where one is refused (405): a route knows only its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the class."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answers = scope["method"] == "OPTIONS"

        async def told(message: Message) -> None:
            nonlocal answers
            if message["type"] == "http.response.start":
                refused = message["status"] == 405
                answers = answers and refused
                if answers:
                    message = {**message, "status": 204, "headers": []}
                if refused:
                    MutableHeaders(scope=message)["Allow"] = ", ".join(methods(scope))
            elif answers:
                message = {"type": "http.response.body"}
            await send(message)

        await self.app(scope, receive, told)


def methods(scope: Scope) -> list[str]:
    """The methods that an address takes, in a fixed order."""
    routes = scope["app"].routes
    found = {
        one
        for one in ("GET", "POST", "PUT", "PATCH", "DELETE")
        if any(route.matches({**scope, "method": one})[0] is Match.FULL for route in routes)
    }
    found |= {"OPTIONS", "HEAD"} if "GET" in found else {"OPTIONS"}
    return [one for one in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS") if one in found]
