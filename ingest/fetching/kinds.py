"""What kind of file an answer is: by its media type, by the address where that says nothing, held against its bytes."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import urlsplit

from .errors import FetchError

#: Media type → suffix of the reader that takes it.
SUFFIX_OF = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
}
#: Media types that say nothing: the address's own suffix counts.
_VAGUE = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/x-download"})
#: Suffix → how a file of the kind begins.
_BEGINS = {".pdf": b"%PDF-", ".docx": b"PK\x03\x04"}
#: How many bytes decide.
HEAD = 1024


class WrongTypeError(FetchError):
    """The answer is no file that can be read as a report."""


def suffix_of(address: str, media_type: str, head: bytes) -> str:
    """The suffix for what an address answered.

    :param media_type: the ``Content-Type`` without parameters.
    :param head: the first bytes.
    :raises WrongTypeError: if it is no report, or not what it says it is.
    """
    named = PurePosixPath(urlsplit(address).path).suffix.lower()
    named = {".htm": ".html", ".markdown": ".md"}.get(named, named)
    media_type = media_type.strip().lower()
    known = set(SUFFIX_OF.values())
    suffix = SUFFIX_OF.get(media_type)
    if media_type in _VAGUE or (suffix == ".txt" and named in known):
        suffix = named if named in known else ".pdf" if head.startswith(_BEGINS[".pdf"]) else None
    if suffix is None:
        raise WrongTypeError(address, f"answers {media_type or 'a file of no type'}, not {', '.join(sorted(known))}")
    if suffix == ".html" and named in _BEGINS:
        raise WrongTypeError(address, f"answers a web page, not the {named} file: open it in a browser to see why")
    if suffix in _BEGINS and _BEGINS[suffix] not in head[:HEAD]:
        raise WrongTypeError(address, f"says that it is {suffix} and is not: open it in a browser to see what it is")
    return suffix
