"""Identifiers that come from content alone: never from generated labels, file names, counters or clocks."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from .model import Metadata

DEFAULT_BASE = "https://w3id.org/missiongraph/id/"

#: Kinds whose things reports share, so that their IRIs do not carry a report's slug.
SHARED_KINDS = frozenset({"actor", "mission", "reference", "work", "cluster", "agent"})


def slugify(text: str, *, limit: int = 60) -> str:
    """Lower-case ASCII words joined by hyphens, cut at a word.

    >>> slugify("Mission-Ready: National Missions")
    'mission-ready-national-missions'
    """
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_text.lower().replace("'", ""))
    slug = ""
    for word in words:
        if slug and len(slug) + 1 + len(word) > limit:
            break
        slug = f"{slug}-{word}" if slug else word[:limit]
    return slug or "untitled"


def short_hash(*parts: object, length: int = 8) -> str:
    """The first hexadecimal digits of the SHA-256 of the parts.

    >>> short_hash("passage", 0, "text") == short_hash("passage", 0, "text")
    True
    """
    joined = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(joined.encode()).hexdigest()[:length]


def report_slug(metadata: Metadata, sha256: str) -> str:
    """A report's slug: title, publisher, year and the first 8 digits of its SHA-256."""
    parts = [slugify(metadata.title), slugify(metadata.publisher, limit=24) if metadata.publisher else ""]
    parts += [str(metadata.year) if metadata.year else "", sha256[:8]]
    return "-".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Names:
    """Mints the IRIs of one report's things.

    >>> Names("https://example.org/id/", "a-report-2024-01234567").iri("barrier/0badcafe")
    'https://example.org/id/barrier/a-report-2024-01234567-0badcafe'
    >>> Names("https://example.org/id/", "a-report-2024-01234567").iri("actor/hm-treasury")
    'https://example.org/id/actor/hm-treasury'
    """

    base: str
    report: str

    def iri(self, key: str) -> str:
        """The IRI of a key; shared kinds do not carry the report's slug."""
        kind, _, local = key.partition("/")
        return f"{self.base}{kind}/{local}" if kind in SHARED_KINDS else f"{self.base}{kind}/{self.report}-{local}"

    @property
    def report_iri(self) -> str:
        """The report itself."""
        return f"{self.base}report/{self.report}"

    @property
    def graph(self) -> str:
        """The report's named graph."""
        return f"{self.base}graph/report/{self.report}"
