"""Inline marks of plain text and Markdown: emphasis goes, bold is remembered, note marks are taken out and kept.

Texts that people make from PDFs carry a loose Markdown: asterisks, a few HTML tags, superscript digits and ``^{7,8}``.
A Markdown parser would also eat what is meant literally, so this knows those marks and nothing else.
"""

from __future__ import annotations

import re

from .rich import Rich

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_DIGITS = "[⁰¹²³⁴⁵⁶⁷⁸⁹]"
_TOKEN = re.compile(
    rf"(?P<sup>{_DIGITS}+(?:[,˒‚] ?{_DIGITS}+)*)"
    r"|\^\{(?P<brace>\d+(?:[,;–-] ?\d+)*)\}"
    r"|<sup>\s*(?P<tag>\d+(?:[,;] ?\d+)*)\s*</sup>"
    r"|\[\^(?P<foot>[\w-]+)\](?!:)"
    r"|\^(?P<ordinal>st|nd|rd|th)\^"
    r"|\^\{(?P<other>[^{}]*)\}"
    r"|</?(?:u|b|i|em|strong|sup|sub|span|mark)>"
    r"|<br ?/?>"
    r"|\\(?P<escaped>[\\*_`#\[\]<>.-])"
    r"|\[(?P<link>[^\[\]]+)\]\((?P<address>[^()\s]+(?: \"[^\"]*\")?)\)"
    r"|(?P<stars>(?<!\\)\*{1,3})"
)


def inline(source: str, *, page: int | None = None) -> Rich:
    """The words of ``source`` without inline marks.

    >>> found = inline("the **five** *shifts*.^{7,8} Over 20 km² by the 3^rd^ year¹²")
    >>> found.text, found.marks, found.bold
    ('the five shifts. Over 20 km² by the 3rd year', [(16, '7'), (16, '8'), (44, '12')], [(4, 8)])
    """
    out = Rich(pages=[(0, page)] if page is not None else [])
    at, bold = 0, None
    for match in _TOKEN.finditer(source):
        out.text += source[at : match.start()]
        at = match.end()
        kind = match.lastgroup
        value = match.group(kind) if kind else ""
        if kind == "sup" and _unit(source[: match.start()], value):
            out.text += value
        elif kind in ("sup", "brace", "tag", "foot"):
            marks = [value] if kind == "foot" else re.findall(r"\d+", value.translate(SUPERSCRIPTS))
            out.marks.extend((len(out.text), mark) for mark in marks)
        elif kind == "stars" and _literal(source, match.start(), match.end()):
            out.text += value
        elif kind == "stars":
            if len(value) >= 2:
                if bold is not None and len(out.text) > bold:
                    out.bold.append((bold, len(out.text)))
                bold = len(out.text) if bold is None else None
        elif kind == "address":
            out.text += match.group("link")
        elif kind in ("escaped", "ordinal", "other"):
            out.text += value
        elif match.group() in ("<br>", "<br/>", "<br />"):
            out.text += " "
    out.text += source[at:]
    return out


def _unit(before: str, digits: str) -> bool:
    return digits in "²³" and re.search(r"(?:\d ?|\b)(?:[kcm]?m|ft|CO|in)$", before) is not None


def _literal(source: str, start: int, end: int) -> bool:
    left, right = source[start - 1 : start], source[end : end + 1]
    return (not left or left.isspace()) and (not right or right.isspace())


def figures(word: str) -> tuple[str, str]:
    """A word and the note's mark that superior figures at its end make: ``("years.", "12")``; no mark after a unit."""
    found = re.search(r"(?<=\D)[⁰¹²³⁴-⁹]+$", word)
    if found is None or _unit(word[: found.start()], found.group()):
        return word, ""
    return word[: found.start()], found.group().translate(SUPERSCRIPTS)
