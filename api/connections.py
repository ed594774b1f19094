"""Connections: requests are read by llhttp (httptools), with the limit on their heads that it lacks.

For a small answer, h11 was a third of what the server did, all of it in the one thread that reads for every client. It
holds no head of more than 64 KiB, and llhttp takes one without end, so the bytes of a head are counted here.
"""

from __future__ import annotations

from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LONGEST_HEAD = 1 << 16  # bytes of a request before its body: its line with the address, and its headers
_PROBLEM = (
    b'{"type":"about:blank","title":"The head of the request is too large","status":431,'
    b'"detail":"Address and headers may have 65,536 bytes. Send a long query by POST."}'
)
_REFUSED = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: application/problem+json\r\nconnection: close\r\n"
    b"content-length: %d\r\n\r\n%s" % (len(_PROBLEM), _PROBLEM)
)


class Connection(HttpToolsProtocol):
    """A connection of HTTP/1.1 whose client is refused (431) when the head of a request does not end."""

    _head: int | None = 0  # bytes so far of a head that is being read; None while a body is

    def data_received(self, data: bytes) -> None:
        """Read what has come, unless a head has gone on for too long."""
        if self._head is not None:
            self._head += len(data)
        super().data_received(data)
        if self._head is not None and self._head > LONGEST_HEAD and not self.transport.is_closing():
            self.transport.write(_REFUSED)
            self.transport.close()

    def on_headers_complete(self) -> None:
        """A head has come to its end."""
        self._head = None
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """A request has come to its end; what comes next is a head."""
        self._head = 0
        super().on_message_complete()


def server(application: Any, **options: Any) -> uvicorn.Server:
    """A server of an application; options are those of :class:`uvicorn.Config`."""
    return uvicorn.Server(uvicorn.Config(application, http=Connection, **options))
