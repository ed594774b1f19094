"""A query as tokens with their places: what the guard reads, and what finds the blocks that are spliced.

A word is a token only where the grammar could read a keyword there: not in strings, IRIs, comments, variables or
prefixed names. Every alternative takes a run whole and never gives it back, and what follows a quote that is not closed
is one token, so a query of a megabyte is read in one pass, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
    (?P<space>\s++|\#[^\r\n]*+)
  | (?P<string>'''(?:'{0,2}(?:[^'\\]|\\.))*+'''|\"\"\"(?:"{0,2}(?:[^"\\]|\\.))*+\"\"\"
      |'(?:[^'\\\r\n]|\\.)*+'|"(?:[^"\\\r\n]|\\.)*+")
  | (?P<broken>['"].*+)
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*+>)
  | (?P<variable>[?$]\w++)
  | (?P<blank>_:\w[\w\-]*+)
  | (?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
  | (?P<number>(?:\d++(?:\.\d++)?|\.\d++)(?:[eE][+-]?\d++)?)
  | (?P<run>[^\W\d_][\w.\-]*+)?(?P<local>:(?:[\w:\-]|%[0-9A-Fa-f]{2}|\\.|\.++(?=[\w:\-%\\]))*+)?(?<=[\w.:\-%\\])
  | (?P<other>.)
    """,
    re.X | re.S,
)
_WORD = re.compile(r"[^\W\d_]\w*|.", re.S)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query. ``kind`` names its alternative: string, iri, variable, name, word, broken, other, …"""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""
        return self.start + len(self.text)

    @property
    def word(self) -> str:
        """A keyword in capitals; empty for other kinds."""
        return self.text.upper() if self.kind == "word" else ""


def tokens(query: str) -> Iterator[Token]:
    """The tokens of a query in order, without space and comments.

    >>> [(t.kind, t.text) for t in tokens("ASK { ?s mg:x 'SERVICE' } # SERVICE")][2:5]
    [('variable', '?s'), ('name', 'mg:x'), ('string', "'SERVICE'")]
    """
    at = 0
    while at < len(query):
        match = _TOKEN.match(query, at)
        assert match is not None
        kind, text = match.lastgroup or "other", match.group()
        if not text:  # nothing but the empty run
            kind, text = "other", query[at]
        if kind == "local":
            yield Token("name", text, at)
        elif kind == "run":
            for part in _WORD.finditer(text):
                yield Token("word" if part.group()[0].isalpha() else "other", part.group(), at + part.start())
        elif kind != "space":
            yield Token(kind, text, at)
        at += len(text)


def prefixes(query: list[Token]) -> dict[str, str]:
    """The prefixes that a query declares, with their IRIs."""
    found = {}
    for at, token in enumerate(query[:-2]):
        if token.word == "PREFIX" and query[at + 1].kind == "name" and query[at + 2].kind == "iri":
            found[query[at + 1].text[:-1]] = query[at + 2].text[1:-1]
    return found


def iri_of(token: Token, declared: dict[str, str]) -> str | None:
    """The IRI that a token names, absolute IRIs and declared prefixes alone."""
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    return declared[prefix] + local if token.kind == "name" and prefix in declared else None
