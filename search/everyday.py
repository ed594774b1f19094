"""Everyday words beside the words of policy reports: a question in the one is also put in the other.

The table (``everyday.txt``) is a small thesaurus of our own: what people say of the state, of care, courts, schools and
computing, and what reports say for it. It is applied to linked queries alone, as further forms of the question.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from .words import fold


@cache
def _table() -> tuple[dict[str, list[str]], re.Pattern[str]]:
    """Everyday word, singular and plural → the reports' words; and the pattern that finds one, the longest first."""
    found: dict[str, list[str]] = {}
    for line in files("missiongraph.search").joinpath("everyday.txt").read_text("utf-8").splitlines():
        said, _, written = line.partition(":")
        for word in said.split(",") if written and not line.startswith("#") else ():
            found[word.strip()] = found[plural(word.strip())] = written.strip().split(", ")
    return found, re.compile(rf"\b({'|'.join(map(re.escape, sorted(found, key=len, reverse=True)))})\b")


def plural(word: str) -> str:
    """The regular plural.

    >>> plural("agency"), plural("union"), plural("church")
    ('agencies', 'unions', 'churches')
    """
    if word.endswith("y") and word[-2] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"


def in_reports_words(question: str) -> tuple[str, ...]:
    """The question with the reports' words after it, and with the first of them in the places of its everyday ones.

    Beside the everyday words the others keep their sense; in their places the question reads as a report would put it.
    An acronym of the table, such as IT, is one where it stands in capitals. Nothing where no word is everyday.

    >>> in_reports_words("Jails are full")
    ('Jails are full (prison, prison capacity)', 'prison are full')
    """
    table, pattern = _table()
    held: dict[str, None] = {}

    def put(match: re.Match[str]) -> str:
        written = table.get(match[0])
        held.update(dict.fromkeys(written or ()))
        return written[0] if written else match[0]

    named = re.sub(r"\b[A-Z]{2,}\b", put, question)
    instead = pattern.sub(put, fold(named).replace("-", " "))
    return (f"{question} ({', '.join(held)})", instead) if held else ()
