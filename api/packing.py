"""Answers packed for those who take gzip, by the weights of ``Accept-Encoding``: ``gzip;q=0`` refuses it.

Starlette's own middleware looks for the word alone. Here the header is told to it as it is meant, and what varies is
named once.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Message, Receive, Scope, Send


def takes_gzip(header: str) -> bool:
    """Whether an ``Accept-Encoding`` header takes gzip.

    >>> takes_gzip("deflate, gzip;q=0.5"), takes_gzip("gzip;q=0, *"), takes_gzip("*"), takes_gzip("identity")
    (True, False, True, False)
    """
    weights: dict[str, float] = {}
    for part in header.lower().split(","):
        name, _, parameter = part.partition(";")
        key, _, value = parameter.partition("=")
        try:
            weights[name.strip()] = float(value) if key.strip() == "q" else 1.0
        except ValueError:
            weights[name.strip()] = 0.0
    return weights.get("gzip", weights.get("*", 0.0)) > 0


class Packing(GZipMiddleware):
    """See the module."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pack an answer if its client takes that."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        said = Headers(scope=scope).get("accept-encoding", "")
        if (takes := takes_gzip(said)) != ("gzip" in said):
            others = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            scope["headers"] = [*others, (b"accept-encoding", b"gzip" if takes else b"identity")]

        async def once(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if "vary" in headers:
                    headers["Vary"] = ", ".join(dict.fromkeys(one.strip() for one in headers["vary"].split(",")))
            await send(message)

        await super().__call__(scope, receive, once)
