"""One file over HTTP: redirects looked at one by one, size and time bounded, a cut-off transfer taken up again.

A transfer goes on with ``Range`` and ``If-Range`` (RFC 9110, sections 13.1.5 and 14), so a file that changed between
two parts is started anew, never joined.
"""

from __future__ import annotations

import hashlib
import os
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx

import missiongraph

from .errors import FetchError
from .guard import check_given, check_peer, check_redirect
from .kinds import HEAD, suffix_of

REDIRECTS, ATTEMPTS = 5, 5
_MOVED = frozenset({301, 302, 303, 307, 308})
#: Passing troubles of a server, tried again.
_AGAIN = frozenset({408, 416, 425, 429, 500, 502, 503, 504})

__all__ = ["Bounds", "Downloaded", "FetchError", "download"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The largest file in bytes, seconds for all of it, seconds to wait for the next byte and between attempts."""

    size: int = 300_000_000
    seconds: float = 600.0
    silence: float = 30.0
    pause: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Downloaded:
    """A file and where it came from: the address as given, the one that answered, the time (UTC, ISO 8601)."""

    path: Path
    address: str
    answered: str
    fetched: str
    sha256: str


@dataclass(slots=True)
class _Transfer:
    """A file on its way: what is there already and by what its server recognises it."""

    given: str
    part: Path
    bounds: Bounds
    deadline: float
    address: str = ""
    mark: str = ""
    media_type: str = ""
    have: int = 0
    whole: int | None = None
    faults: list[str] = field(default_factory=list)


def download(address: str, folder: Path, *, bounds: Bounds | None = None) -> Downloaded:
    """Fetch an address into a folder, under the name ``<stem><suffix>`` that its kind asks for.

    :raises FetchError: with the reason; nothing stays in the folder then.
    """
    check_given(address)
    bounds = bounds or Bounds()
    part = folder / f".{os.getpid()}.part"
    transfer = _Transfer(address, part, bounds, time.monotonic() + bounds.seconds)
    agent = {"user-agent": f"missiongraph/{missiongraph.__version__}", "accept-encoding": "identity"}
    part.touch()
    try:
        with httpx.Client(timeout=bounds.silence, headers=agent) as client:
            for attempt in range(ATTEMPTS):
                if attempt:
                    time.sleep(min(bounds.pause * 2 ** (attempt - 1), max(0.0, transfer.deadline - time.monotonic())))
                if _attempt(client, transfer):
                    return _kept(transfer, folder)
        raise FetchError(address, f"was cut off {ATTEMPTS} times ({transfer.faults[-1]}): try again later")
    finally:
        part.unlink(missing_ok=True)


def _attempt(client: httpx.Client, transfer: _Transfer) -> bool:
    """Get what is still missing; whether it is all there. A passing fault is noted, a lasting one raised."""
    try:
        with _answer(client, transfer) as response:
            if response.status_code == 416:  # what is there is no beginning of what the server has now
                transfer.mark = ""
            if response.status_code in _AGAIN:
                transfer.faults.append(f"the server says {response.status_code}")
                return False
            _begin(transfer, response)
            _receive(transfer, response)
    except httpx.TransportError as error:
        if transfer.have == 0 and isinstance(error, httpx.ConnectError | httpx.UnsupportedProtocol):
            raise FetchError(
                transfer.given, f"cannot be reached ({error}): check the address and the network"
            ) from error
        transfer.faults.append(str(error) or type(error).__name__)
        return False
    if transfer.whole is not None and transfer.have < transfer.whole:
        transfer.faults.append(f"{transfer.have} of {transfer.whole} bytes came")
        return False
    return True


@contextmanager
def _answer(client: httpx.Client, transfer: _Transfer) -> Iterator[httpx.Response]:
    """The answer at the end of the redirects."""
    address = transfer.given
    wanted = {"range": f"bytes={transfer.have}-", "if-range": transfer.mark} if transfer.have and transfer.mark else {}
    for _ in range(REDIRECTS + 1):
        _check_time(transfer)
        with client.stream("GET", address, headers=wanted) as response:
            _check_connection(transfer.given, address, response)
            if response.status_code not in _MOVED or "location" not in response.headers:
                transfer.address = address
                yield response
                return
            target = str(httpx.URL(address).join(response.headers["location"]))
        check_redirect(transfer.given, target)
        address = target
    raise FetchError(transfer.given, f"redirects more than {REDIRECTS} times")


def _check_connection(given: str, address: str, response: httpx.Response) -> None:
    """Look at the machine that answers, where no proxy is between: a name may have changed since it was looked up."""
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream is not None else None
    if peer is not None and not urllib.request.getproxies().get(httpx.URL(address).scheme):
        check_peer(given, address, str(peer[0]))


def _begin(transfer: _Transfer, response: httpx.Response) -> None:
    """See from the head of an answer whether to go on, and from where."""
    if response.status_code not in (200, 206):
        said = f"{response.status_code} {response.reason_phrase}".strip()
        raise FetchError(transfer.given, f"answers {said}: check the address")
    encoding = response.headers.get("content-encoding", "identity")
    if encoding != "identity":
        raise FetchError(transfer.given, f"answers in the encoding {encoding}, which was not asked for: refused")
    if response.status_code == 200 or not _goes_on(transfer, response):
        transfer.have = 0
        transfer.part.write_bytes(b"")
    if response.status_code == 206 and transfer.have == 0:
        raise httpx.RemoteProtocolError("the server sent another part than the one asked for")
    length = response.headers.get("content-length", "")
    transfer.whole = transfer.have + int(length) if length.isdigit() else None
    etag = response.headers.get("etag", "")
    transfer.mark = etag if etag and not etag.startswith("W/") else response.headers.get("last-modified", "")
    transfer.media_type = response.headers.get("content-type", "").partition(";")[0]
    if transfer.whole is not None and transfer.whole > transfer.bounds.size:
        raise FetchError(transfer.given, f"is larger than {transfer.bounds.size:,} bytes: refused")


def _goes_on(transfer: _Transfer, response: httpx.Response) -> bool:
    """Whether a part begins where the last one ended."""
    return str(response.headers.get("content-range", "")).startswith(f"bytes {transfer.have}-")


def _receive(transfer: _Transfer, response: httpx.Response) -> None:
    with transfer.part.open("ab") as stream:
        try:
            for chunk in response.iter_raw():
                stream.write(chunk)
                transfer.have += len(chunk)
                if transfer.have > transfer.bounds.size:
                    raise FetchError(transfer.given, f"is larger than {transfer.bounds.size:,} bytes: refused")
                _check_time(transfer)
        finally:
            stream.flush()


def _check_time(transfer: _Transfer) -> None:
    if time.monotonic() > transfer.deadline:
        raise FetchError(
            transfer.given, f"took more than {transfer.bounds.seconds:g} seconds: refused; try again later"
        )


def _kept(transfer: _Transfer, folder: Path) -> Downloaded:
    """The finished file under its name."""
    with transfer.part.open("rb") as stream:
        suffix = suffix_of(transfer.address, transfer.media_type, stream.read(HEAD))
        stream.seek(0)
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    stem = Path(httpx.URL(transfer.address).path).stem or str(httpx.URL(transfer.address).host)
    path = folder / f"{stem[:100]}{suffix}"
    transfer.part.replace(path)
    return Downloaded(
        path=path,
        address=transfer.given,
        answered=transfer.address,
        fetched=datetime.now(UTC).isoformat(timespec="seconds"),
        sha256=sha256,
    )
