"""Where sentences begin and end: one rule for cutting passages, evidence and joins, so that they always agree.

A trained splitter was rejected: it would be another model to ship, and policy prose breaks on a short list of things
(abbreviations, initials, decimals, quotes that close after the full stop) that a table says better.
"""

from __future__ import annotations

import re

#: Words that take a full stop without ending a sentence, lower case, without that stop.
ABBREVIATIONS = frozenset(
    re.findall(
        r"\S+",
        "mr mrs ms dr prof rev hon rt sir st gen col lt sgt capt cllr messrs no nos vol vols pp p para paras art "
        "arts ch sec fig figs tab ed eds edn al cf ibid viz vs v e.g i.e eg ie approx est dept govt inc ltd plc "
        "co corp u.s u.k u.n e.u jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun q.v "
        "c ca a.m p.m ph.d",
    )
)
#: Of those, the ones that can also close a sentence when a capital follows.
_MAY_CLOSE = frozenset(
    re.findall(
        r"\S+",
        "al co corp inc ltd plc etc dept govt a.m p.m ph.d",
    )
)
_NUMBER_FOLLOWS = frozenset(
    re.findall(
        r"\S+",
        "no nos vol vols pp p para paras art arts ch sec fig figs tab",
    )
)

_END = re.compile(r"[.!?…]+[\"'”’)\]»]*(?=\s|$)")
_LAST_WORD = re.compile(r"[\w.’'-]+$")
_OPENERS = "\"'“‘([«–—-•"


def sentences(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences of ``text``, in order, without the white space around them.

    Every character that is not white space stands in exactly one span.

    >>> text = "Growth fell by 0.5% (see e.g. Fig. 2). “Why?” asked Dr. Smith."
    >>> [text[a:b] for a, b in sentences(text)]
    ['Growth fell by 0.5% (see e.g. Fig. 2).', '“Why?” asked Dr. Smith.']
    """
    spans: list[tuple[int, int]] = []
    start = _skip(text, 0)
    for match in _END.finditer(text):
        if match.end() <= start or not _ends(text, match.start(), match.end()):
            continue
        spans.append((start, match.end()))
        start = _skip(text, match.end())
    end = len(text.rstrip())
    if start < end:
        spans.append((start, end))
    return spans


def complete(text: str) -> bool:
    """Whether the text ends as a sentence does.

    >>> complete("We agree.”"), complete("the Cabinet Office and the")
    (True, False)
    """
    found = re.search(r"[.!?…:;][\"'”’)\]»*]*$", text.rstrip())
    return found is not None and (text.rstrip()[found.start()] != "." or not _abbreviated(text, found.start(), ""))


def _ends(text: str, stop: int, end: int) -> bool:
    following = text[end:].lstrip()[:40].lstrip(_OPENERS)
    first = following[:1]
    if not first:
        return True
    if first.islower():
        return False
    if text[stop] != ".":
        return first.isupper() or first.isdigit() or not first.isalnum()
    return text[stop:end] == "..." or not _abbreviated(text, stop, following)


def _abbreviated(text: str, stop: int, following: str) -> bool:
    found = _LAST_WORD.search(text, max(0, stop - 30), stop)
    if found is None:
        return False
    word = found.group().lower().strip("’'-")
    if len(word) == 1 and word.isalpha():  # an initial, but not "plan B." or the pronoun "I"
        return found.group().isupper() and following[:1].isupper() and found.group() != "I"
    if word in _NUMBER_FOLLOWS:
        return following[:1].isdigit() or (not following and word != "no") or (word != "no" and len(word) <= 2)
    if word in _MAY_CLOSE:
        return False
    if word == "may":
        return False
    if re.fullmatch(r"\d+", word):  # "1. First": a list number, not a sentence
        return not text[:stop].rstrip("0123456789").strip() or text[:stop].rstrip("0123456789").endswith("\n")
    return word in ABBREVIATIONS


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
