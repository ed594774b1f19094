"""The socket that the server listens on."""

from __future__ import annotations

import asyncio
import contextlib
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


def _talk(address: str, sent: list[bytes]) -> bytes:
    """Send parts over one connection, as far as the server takes them; return all that it answers."""
    host, _, port = address.removeprefix("http://").rpartition(":")
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        with contextlib.suppress(ConnectionError):
            for part in sent:
                connection.sendall(part)
        answer = b""
        with contextlib.suppress(ConnectionError):
            while part := connection.recv(1 << 16):
                answer += part
    return answer


def test_a_head_without_end_is_refused_and_a_long_one_is_not(server: str) -> None:
    start = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    headers = b"X-Filler: " + b"a" * 990 + b"\r\n"
    assert _talk(server, [start, *[headers] * 50, b"\r\n"]).startswith(b"HTTP/1.1 200 ")
    for filler in (headers, b"a" * 1000):  # many headers, and one that goes on
        answer = _talk(server, [start + b"X-Filler: ", *[filler] * 20_000])
        assert answer == b"" or answer.startswith(b"HTTP/1.1 431 ")  # the rest that was sent may cut the answer off


def test_requests_of_one_connection_are_answered_in_turn_whatever_their_heads_amount_to(server: str) -> None:
    one = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Filler: " + b"a" * 30_000 + b"\r\n%s\r\n"
    answer = _talk(server, [one % b"", one % b"", one % b"Connection: close\r\n"])
    assert answer.count(b"HTTP/1.1 200 ") == 3
