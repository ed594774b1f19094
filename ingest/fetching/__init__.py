"""Reports from the network: a file downloaded within limits, whole or not at all, with what is known of it."""

from .download import Bounds, Downloaded, download
from .errors import FetchError
from .guard import PrivateAddressError
from .kinds import WrongTypeError
from .sources import Source, UnknownSourceError, fetch, read_sources

__all__ = [
    "Bounds",
    "Downloaded",
    "FetchError",
    "PrivateAddressError",
    "Source",
    "UnknownSourceError",
    "WrongTypeError",
    "download",
    "fetch",
    "read_sources",
]
