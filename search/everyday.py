"""Everyday words beside the words of policy reports: a question in the one is also put in the other.

The table (``everyday.txt``) is a small thesaurus of our own: what people say of the state, of care, courts, schools and
computing, and what reports say for it. It is applied to linked queries alone, as one further form of the question.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from .words import fold


@cache
def _table() -> tuple[dict[str, str], re.Pattern[str]]:
    """Everyday word, singular and plural → the reports' words; and the pattern that finds one, the longest first."""
    found: dict[str, str] = {}
    for line in files("missiongraph.search").joinpath("everyday.txt").read_text("utf-8").splitlines():
        said, _, written = line.partition(":")
        for word in said.split(",") if written and not line.startswith("#") else ():
            found[word.strip()] = found[plural(word.strip())] = written.strip()
    return found, re.compile(rf"\b({'|'.join(map(re.escape, sorted(found, key=len, reverse=True)))})\b")


def plural(word: str) -> str:
    """The regular plural.

    >>> plural("agency"), plural("union"), plural("church")
    ('agencies', 'unions', 'churches')
    """
    if word.endswith("y") and word[-2] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"


def in_reports_words(question: str) -> str | None:
    """The question with the reports' words for its everyday ones after it; None where it has none.

    >>> in_reports_words("Jails are full")
    'Jails are full (prison, prison capacity)'
    """
    table, pattern = _table()
    words = [
        part for match in pattern.finditer(fold(question).replace("-", " ")) for part in table[match[1]].split(", ")
    ]
    return f"{question} ({', '.join(dict.fromkeys(words))})" if words else None
