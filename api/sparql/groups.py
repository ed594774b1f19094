"""Where the groups of a query stand, and what each is made of: spans of its text, not an algebra.

Just enough of the grammar (SPARQL 1.1, section 19.8, rules 53 to 69) to tell the parts of a group apart: runs of
triples between full stops, and patterns that begin with a keyword or a brace.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .tokens import Token

CLOSERS = {"{": "}", "(": ")", "[": "]"}
_STARTS = frozenset({"OPTIONAL", "MINUS", "GRAPH", "SERVICE", "FILTER", "BIND", "VALUES"})


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a group: tokens ``start`` to ``end`` (exclusive), its first keyword, and the variables it names."""

    start: int
    end: int
    kind: str
    variables: frozenset[str]


class Groups:
    """The brackets of a query matched, by index of token.

    :raises ValueError: for brackets that do not match.
    """

    def __init__(self, found: list[Token]) -> None:
        self.tokens = found
        self.match: dict[int, int] = {}
        self._parent: dict[int, int | None] = {}
        open_: list[int] = []
        for at, token in enumerate(found):
            if token.text in CLOSERS and token.kind == "other":
                braces = [one for one in open_ if found[one].text == "{"]
                self._parent[at] = braces[-1] if braces else None
                open_.append(at)
            elif token.kind == "other" and token.text in CLOSERS.values():
                if not open_ or CLOSERS[found[open_[-1]].text] != token.text:
                    raise ValueError(f"{token.text!r} closes nothing")
                self.match[open_.pop()] = at
        if open_:
            raise ValueError(f"{found[open_[-1]].text!r} is not closed")

    def around(self, at: int) -> Iterator[int]:
        """The opening braces of the groups around a group, out to the WHERE that they belong to."""
        group = self._parent[at]
        while group is not None:
            yield group
            group = self._parent[group]
            if group is not None and self.tokens[group + 1].word == "SELECT":
                return

    def graph(self, group: int) -> str | None:
        """The term of the GRAPH whose group this is."""
        if group > 1 and self.tokens[group - 2].word == "GRAPH":
            return self.tokens[group - 1].text
        return None

    def parts(self, group: int) -> list[Part]:
        """What a group is made of, in order."""
        at, last, parts = group + 1, self.match[group], []
        while at < last:
            end = self._end(at, last)
            if end > at:
                names = frozenset(t.text[1:] for t in self.tokens[at:end] if t.kind == "variable")
                parts.append(Part(at, end, self.tokens[at].word or self.tokens[at].text, names))
            at = end + (end < last and self.tokens[end].text == ".")
        return parts

    def _end(self, at: int, last: int) -> int:
        """The end of the part that begins at a token."""
        tokens, first = self.tokens, self.tokens[at]
        if first.text == "{":
            end = self.match[at] + 1
            while end + 1 < last and tokens[end].word == "UNION" and tokens[end + 1].text == "{":
                end = self.match[end + 1] + 1
            return end
        if first.word not in _STARTS:
            while at < last and tokens[at].text not in (".", "{") and tokens[at].word not in _STARTS:
                at = self.match[at] + 1 if at in self.match else at + 1
            return at
        braced = first.word in ("OPTIONAL", "MINUS", "GRAPH", "SERVICE", "VALUES")
        at += 1
        if first.word == "FILTER" and tokens[at].word in ("NOT", "EXISTS"):
            braced = True
        wanted = "{" if braced else "("
        while at < last and tokens[at].text != wanted:
            at = self.match.get(at, at) + 1
        return self.match[at] + 1 if at < last else last
