"""What "these plans" and "the centre" stand for: the nearest fuller name with the same head before them.

A label is read without its sentence, so a noun that only points back says too little. Where the words before it name
the same thing with more than an article ("the seed exchange scheme … the scheme"), the fuller name is put in its place.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from .phrases import clean
from .syntax import leans, parse

MOST = 4  # words of a fuller name, without its article
_LEFT = frozenset("compound amod nmod poss".split())
_RIGHT = frozenset("prep relcl acl appos nmod punct".split())
#: What stands before a noun and names nothing.
_POINTING = frozenset(
    "such other further same following above particular certain first second third last next new existing current key "
    "main many several various different own more most own latter former relevant respective entire whole only "
    "significant serious great".split()
)
_SENTENCE = re.compile(r"(?<=[.;:!?])\s+")


def named(quote: str, before: str) -> str:
    """The quote with nouns that only point back replaced by the fuller names that stand before them.

    :param before: what the same passage says before the quote

    >>> named("The scheme has no money.", "Few growers know of the seed exchange scheme.")
    'The seed exchange scheme has no money.'
    """
    text = clean(quote)
    doc = parse(text)
    pieces: list[tuple[int, int, str]] = []
    for token in doc:
        article = _pointer(token)
        if article is None:
            continue
        fuller = _fuller(token, doc, before if leans(article) or token.dep_ in {"nsubj", "nsubjpass"} else "")
        if fuller:
            word = "The" if article.text[:1].isupper() else "the"
            pieces.append((article.idx, token.idx + len(token.text), f"{word} {fuller}"))
    for start, end, put in reversed(pieces):
        text = text[:start] + put + text[end:]
    return text if pieces else quote


def _pointer(token: Token) -> Token | None:
    """The article of a noun that nothing else describes."""
    if token.pos_ != "NOUN" or not token.is_lower:
        return None
    articles = [c for c in token.children if c.i < token.i]
    if (
        len(articles) != 1
        or articles[0].i != token.i - 1
        or articles[0].lower_ not in {"the", "this", "these", "those"}
    ):
        return None
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    described = any(c.i > token.i and c.dep_ in _RIGHT - {"punct"} for c in token.children)
    joined = following is not None and (following.text in {"-", "/", "’s", "'s"} or following.dep_ == "case")
    return None if described or joined or token.dep_ in _LEFT else articles[0]


def _fuller(token: Token, doc: Doc, before: str) -> str:
    """The nearest earlier name with the same head and number, without its article; nothing where there is none."""
    here = _names([t for t in doc if t.i < token.i], token)
    if here:
        return here[-1]
    stem = token.lemma_.lower()[:5]
    for sentence in reversed(_SENTENCE.split(before)[-4:]):
        if stem in sentence.lower():
            found = _names(list(parse(clean(sentence))), token)
            if found:
                return found[-1]
    return ""


def _names(tokens: list[Token], like: Token) -> list[str]:
    found = []
    for noun in tokens:
        if noun.pos_ not in {"NOUN", "PROPN"} or noun.lemma_.lower() != like.lemma_.lower() or noun.dep_ in _LEFT:
            continue
        if (noun.tag_[-1] == "S") != (like.tag_[-1] == "S"):
            continue
        left = [c for c in noun.children if c.i < noun.i and c.dep_ in _LEFT]
        if not left or any(c.lower_ in _POINTING or c.tag_ in {"PRP$", "JJR", "JJS", "CD", "VBG"} for c in left):
            continue
        words = noun.doc[left[0].left_edge.i : noun.i + 1]
        if len(words) <= MOST and all(t.is_alpha or t.text in {"-", "’s", "'s"} for t in words):
            found.append(words.text)
    return found
