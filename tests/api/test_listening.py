"""The socket that the server listens on."""

from __future__ import annotations

import asyncio
import socket

from missiongraph.api.cli.serving import _listen


def test_small_answers_are_sent_at_once() -> None:
    async def delayed() -> int:
        seen = asyncio.get_running_loop().create_future()

        async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            accepted: socket.socket = writer.get_extra_info("socket")
            seen.set_result(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        listener = _listen("127.0.0.1", 0)
        async with await asyncio.start_server(answer, sock=listener):
            _, writer = await asyncio.open_connection(*listener.getsockname())
            found: int = await seen
            writer.close()
            await writer.wait_closed()
        return found

    assert asyncio.run(delayed()) == 1
