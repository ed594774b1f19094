"""Acronyms as the reports themselves introduce them: "Information Commissioner's Office (ICO)".

A query with either form is searched for in both, so that both get the same results. Pairs are accepted when
the letters are the initials of the words before the bracket, little words aside (Schwartz and Hearst, "A simple
algorithm for identifying abbreviation definitions", 2003, is more lenient and takes more that is wrong).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from .words import known_words

_PAIR = re.compile(r"((?:[A-Za-z][\w’'&-]*[ -]){1,9}[A-Za-z][\w’'-]*)\s*\(([A-Z][A-Za-z&]{1,9}s?)\)")
_LITTLE = frozenset({"and", "of", "the", "for", "in", "on", "to", "a", "&"})


def introduced(texts: Iterable[str]) -> dict[str, str]:
    """Acronym → expansion, the first of each.

    >>> introduced(["The Voluntary Sector Forum (VSF) met.", "a list (Annex)"])
    {'VSF': 'Voluntary Sector Forum'}
    >>> introduced(["a sick- and accident scheme- (SAS)"])
    {'SAS': 'sick and accident scheme'}
    """
    found: dict[str, str] = {}
    for text in texts:
        if "(" not in text:
            continue
        for match in _PAIR.finditer(text):
            acronym = match[2].removesuffix("s") if match[2][:-1].isupper() else match[2]
            if sum(c.isupper() for c in acronym) >= 2 and acronym not in found:
                expansion = _spelt(acronym, re.findall(r"[^ -]+", match[1]))
                if expansion:
                    found[acronym] = expansion
    return found


def _spelt(acronym: str, before: list[str]) -> str | None:
    letters = [c.lower() for c in acronym if c.isalpha()]
    at = len(before) - 1
    for k in range(len(letters) - 1, -1, -1):
        while at >= 0 and before[at][0].lower() != letters[k] and before[at].lower() in _LITTLE:
            at -= 1
        if at < 0 or before[at][:1].lower() != letters[k]:
            return None
        at -= 1
    return " ".join(before[at + 1 :])


def ordered(table: Mapping[str, str]) -> dict[str, str]:
    """A table with the longest names first, so that a name is not taken apart by one inside it."""
    return dict(sorted(table.items(), key=lambda pair: (-len(pair[1]), pair)))


def forms(query: str, table: Mapping[str, str]) -> tuple[str, ...]:
    """The query with known names all short and all long; the query alone where it has none.

    :param table: :func:`ordered`.

    Small letters do for an acronym that is not a word (PLACE is not place). Either form of a name gives the same two,
    so both get the same results.

    >>> forms("what does the VSF want", {"VSF": "Voluntary Sector Forum"})
    ('what does the VSF want', 'what does the Voluntary Sector Forum want')
    >>> forms("what does the voluntary sector forum want", {"VSF": "Voluntary Sector Forum"})
    ('what does the VSF want', 'what does the Voluntary Sector Forum want')
    """
    long = short = query
    low = query.lower()
    for acronym, expansion in table.items():
        if acronym.lower() not in low and expansion.lower() not in low:
            continue
        full = rf"(?i)\b{re.escape(expansion)}\b(?: \({re.escape(acronym)}\))?"
        typed = acronym if len(acronym) < 3 or acronym.lower() in known_words() else f"(?:{acronym}|{acronym.lower()})"
        brief = rf"(?<!\w){typed}(?!\w)"
        short = re.sub(brief, acronym, re.sub(full, acronym, short))
        long = re.sub(brief, _as(expansion), re.sub(full, _as(expansion), long))
        low = f"{short} {long}".lower()
    return (query,) if short == long else (short, long)


def _as(words: str) -> Callable[[re.Match[str]], str]:
    return lambda _: words
