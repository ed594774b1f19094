"""Pages that were made once for a snapshot are handed out again: they are a function of snapshot and address alone.

Whatever carries a cookie or a token, or sets one, is never kept. Pure ASGI, around the compression.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..negotiation import wants_html
from ..packing import takes_gzip

#: Bytes that are kept in all, and of one page at most.
MOST, LARGEST = 48_000_000, 1_000_000
Page = tuple[Message, bytes]
Key = tuple[str, ...]


class Remembered:
    """Keeps the pages of the live snapshot, those that were asked for last."""

    def __init__(self, app: ASGIApp, snapshot: Callable[[], str | None]) -> None:
        self.app, self.snapshot = app, snapshot
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from what is kept, else keep what is answered."""
        key = self._key(scope)
        if key is None:
            await self.app(scope, receive, send)
            return
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
        if page is not None:
            await send(page[0])
            await send({"type": "http.response.body", "body": page[1]})
            return
        start: list[Message] = []
        body = bytearray()

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start" and _fits(message):
                start.append(dict(message, headers=list(message["headers"])))
            elif message["type"] == "http.response.body" and start:
                body.extend(message.get("body", b""))
                if len(body) > LARGEST:
                    start.clear()
                    body.clear()
                elif not message.get("more_body", False):
                    self._keep(key, start[0], bytes(body))
            await send(message)

        await self.app(scope, receive, keep)

    def _key(self, scope: Scope) -> Key | None:
        if scope["type"] != "http" or scope["method"] != "GET":
            return None
        headers, snapshot = Headers(scope=scope), self.snapshot()
        if snapshot is None or "cookie" in headers or "authorization" in headers or not wants_html(Request(scope)):
            return None
        packed = "gzip" if takes_gzip(headers.get("accept-encoding", "")) else ""
        host = f"{scope['scheme']}://{headers.get('host', '')}"
        return (
            snapshot,
            host,
            scope.get("root_path", ""),
            scope["path"],
            scope["query_string"].decode("latin-1"),
            packed,
        )

    def _keep(self, key: Key, start: Message, body: bytes) -> None:
        with self._lock:
            for old in [k for k in self._pages if k[0] != key[0]]:
                self._bytes -= len(self._pages.pop(old)[1])
            before = self._pages.pop(key, None)
            self._bytes += len(body) - (len(before[1]) if before else 0)
            self._pages[key] = (start, body)
            while self._bytes > MOST:
                self._bytes -= len(self._pages.popitem(last=False)[1][1])


def _fits(start: Message) -> bool:
    """Whether an answer is a page that may be kept, as far as its head says."""
    headers = Headers(raw=start["headers"])
    page = headers.get("content-type", "").startswith("text/html")
    kept = "set-cookie" not in headers and "no-store" not in headers.get("cache-control", "")
    return start["status"] == 200 and page and kept


__all__ = ["Remembered"]
