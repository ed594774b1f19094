"""Where a download may go: the address that was given, and wherever it redirects to that is not inside a network.

An address that somebody typed is theirs to choose, also inside their own network. A redirect is chosen by a stranger:
it may lead to a public address or stay on the host that was given.
"""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from .errors import FetchError


class PrivateAddressError(FetchError):
    """A redirect leads into a private network."""


def check_given(address: str) -> None:
    """Is it an address that can be fetched at all?

    :raises FetchError: if not.
    """
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FetchError(address, "not a web address: it starts with http:// or https:// and a host")


def check_redirect(given: str, target: str) -> None:
    """May a redirect be followed?

    :raises FetchError: if it leads elsewhere than the web.
    :raises PrivateAddressError: if it leads to a private address of another host.
    """
    check_given(target)
    host = str(urlsplit(target).hostname)
    if host == urlsplit(given).hostname:
        return
    for found in _addresses(host):
        check_peer(given, target, found)


def check_peer(given: str, target: str, found: str) -> None:
    """Is the network address that a host has, or that was connected to, a public one?

    :raises PrivateAddressError: if it is not and the host is another than the one given.
    """
    if urlsplit(target).hostname != urlsplit(given).hostname and not ipaddress.ip_address(found).is_global:
        raise PrivateAddressError(given, f"redirects into a private network ({target}): refused")


def _addresses(host: str) -> set[str]:
    try:
        return {str(row[4][0]).partition("%")[0] for row in socket.getaddrinfo(host, None)}
    except OSError:
        return set()  # the connection itself will say that there is no such host
