"""Which form of an answer a client prefers, by ``Accept`` with its q-values (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.requests import Request


@dataclass(frozen=True, slots=True)
class Range:
    """One media range of an ``Accept`` header."""

    type: str
    quality: float

    def specificity(self, offered: str) -> int:
        """How exactly the range names a media type: 3 exact, 2 by main type, 1 any, 0 not at all."""
        if self.type == offered:
            return 3
        if self.type == offered.partition("/")[0] + "/*":
            return 2
        return int(self.type == "*/*")


def ranges(header: str) -> list[Range]:
    """The media ranges of an ``Accept`` header; parts that cannot be read are left out.

    >>> ranges("text/html, application/json;q=0.5")
    [Range(type='text/html', quality=1.0), Range(type='application/json', quality=0.5)]
    """
    found = []
    for part in header.split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip().lower() == "q":
                try:
                    quality = min(1.0, max(0.0, float(value)))
                except ValueError:
                    quality = 0.0
        if "/" in name:
            found.append(Range(name.lower(), quality))
    return found


def preferred(header: str | None, offered: Sequence[str]) -> str | None:
    """The media type of those offered (first the default) that the client likes best; None if it takes none.

    >>> preferred("text/html;q=0.9, */*;q=0.1", ["application/json", "text/html"])
    'text/html'
    """
    wanted = ranges(header or "*/*") or [Range("*/*", 1.0)]

    def quality(media_type: str) -> float:
        fits = [(r.specificity(media_type), r.quality) for r in wanted if r.specificity(media_type)]
        return max(fits)[1] if fits else 0.0

    best = max(offered, key=quality)
    return best if quality(best) > 0 else None


def wants_html(request: Request) -> bool:
    """Whether a client prefers a page to the JSON document."""
    return preferred(request.headers.get("accept"), ["application/json", "text/html"]) == "text/html"
