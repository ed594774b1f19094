"""What "these plans" and "the centre" stand for: the nearest fuller name with the same head before them.

A label is read without its sentence, so a noun that only points back says too little. Where the words before it name
the same thing with more than an article ("the seed exchange scheme … the scheme"), the fuller name is put in its place:
one that stands in the same passage, in the section, or that most of the report's mentions of the noun have.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from spacy.tokens import Doc, Token

from missiongraph.ontology.model import Document, Passage

from .phrases import clean
from .syntax import leans, parse
from .units import headings

MOST = 4  # words of a fuller name, without its article
_LEFT = frozenset("compound amod nmod poss".split())
_RIGHT = frozenset("prep relcl acl appos nmod punct".split())
#: What stands before a noun and names nothing.
_POINTING = frozenset(
    "such other further same following above particular certain first second third last next new existing current key "
    "main many several various different own more most own latter former relevant respective entire whole only "
    "significant serious great".split()
)
#: What may stand between the article and the noun and names it no better.
_STILL = frozenset("current existing new proposed present whole overall entire wider broader same".split())
#: Nouns that "the" names well enough, or that name a thing of their own each time.
_KNOWN = frozenset(
    "government public country economy state nation world internet media treasury parliament police law future past "
    "present time way need number use fact end right rest majority extent ability case issue problem challenge "
    "impact risk benefit environment population people staff union capital city weather ground sky data information "
    "evidence work aim goal lack effect result cost level rate role scale importance value quality basis purpose "
    "area part person individual taxpayer citizen household family child patient victim worker employer employee "
    "year month day week half point example reason cause outcome process development creation idea question answer "
    "kind type form range scope name place position situation context other one lead".split()
)
_NEAR = 8  # passages of the same section that are looked at
_LEAST = 3  # times that a report must name a thing so
_SHARE = 0.5  # of the times that it names the noun with something before it
_MODIFIED = re.compile(r"\b(?:(?P<first>[A-Za-z][A-Za-z-]*) )?(?P<last>[A-Za-z][A-Za-z-]*) $")
_LITTLE = frozenset(
    "a an the this that these those its their our his her my your of in on at by for with from as to and or but is "
    "are was were be been any each every no some all such which what whose both more most less not than per into "
    "only one two three first second third other same own many several few will would should must can could may "
    "might".split()
)
_TELLING = frozenset("of between with for".split())
_SENTENCE = re.compile(r"(?<=[.;:!?])\s+")


class Names:
    """The names that a report gives to things, for nouns that only point at them."""

    def __init__(self, document: Document, passages: Sequence[Passage]) -> None:
        self._document, self._passages = document, passages
        self._usual: dict[tuple[str, bool], str] = {}

    def before(self, index: int, start: int) -> list[str]:
        """What is read before a place, the nearest last: the section's headings and passages, then its own passage."""
        section = self._passages[index].section
        near = [p.text for p in self._passages[max(index - _NEAR, 0) : index] if p.section == section]
        return [*headings(self._document, section), *near, self._passages[index].text[:start]]

    @cached_property
    def _text(self) -> str:
        return " ".join(re.sub(r"\s+", " ", p.text) for p in self._passages)

    def usual(self, noun: Token) -> str:
        """The name that most of a report's fuller mentions of a noun have; nothing where there is no such name."""
        key = noun.lower_, noun.tag_ == "NNS"
        if key not in self._usual:
            self._usual[key] = self._most(noun)
        return self._usual[key]

    def _most(self, noun: Token) -> str:
        counts: Counter[str] = Counter()
        fuller: Counter[str] = Counter()
        for match in re.finditer(rf"\b{re.escape(noun.lower_)}\b", self._text):
            found = _MODIFIED.search(self._text[max(match.start() - 50, 0) : match.start()])
            if found is not None and found["last"].lower() not in _LITTLE | _STILL | _POINTING:
                counts[found["last"]] += 1
                first = found["first"] or ""
                fuller[f"{first} {found['last']}" if first.lower() not in _LITTLE else found["last"]] += 1
        total = sum(counts.values())
        if not total:
            return ""
        word, count = min(counts.items(), key=lambda item: (-item[1], item[0]))
        if count < _LEAST or count < _SHARE * total:
            return ""
        longer = max((name for name in fuller if name.split()[-1] == word), key=lambda name: (fuller[name], name))
        tried = [longer] if fuller[longer] >= _SHARE * count else []
        for name in [*tried, word]:
            found_names = _names(list(parse(f"The {name} {noun.lower_} is new.")), noun)
            if found_names:
                return found_names[-1]
        return ""


def named(quote: str, before: Sequence[str], names: Names | None = None) -> str:
    """The quote with nouns that only point back replaced by the fuller names that stand before them.

    :param before: what is read before the quote, the nearest last
    :param names: the names that the whole report gives

    >>> named("The scheme has no money.", ["Few growers know of the seed exchange scheme."])
    'The seed exchange scheme has no money.'
    """
    text = clean(quote)
    doc = parse(text)
    pieces: list[tuple[int, int, str]] = []
    for token in doc:
        article = _pointer(token)
        if article is None or (token.lemma_.lower() in _KNOWN and not leans(article)):
            continue
        fuller = _fuller(token, doc, before)
        if not fuller and names is not None and token.tag_ == "NN" and token.lemma_.lower() not in _KNOWN:
            fuller = names.usual(token)
        if fuller:
            word = "The" if article.text[:1].isupper() else "the"
            still = "".join(
                f"{t.text} " for t in doc[article.i + 1 : token.i] if t.lower_ not in fuller.lower().split()
            )
            pieces.append((article.idx, token.idx + len(token.text), f"{word} {still}{fuller}"))
    for start, end, put in reversed(pieces):
        text = text[:start] + put + text[end:]
    return text if pieces else quote


def _pointer(token: Token) -> Token | None:
    """The article of a noun that nothing else describes."""
    if token.pos_ != "NOUN" or not token.is_lower:
        return None
    left = [c for c in token.children if c.i < token.i]
    articles = [c for c in left if c.lower_ in {"the", "this", "these", "those"}]
    if (
        len(articles) != 1
        or articles[0] != left[0]
        or articles[0].i != token.i - len(left)
        or any(c.lower_ not in _STILL for c in left[1:])
    ):
        return None
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    described = any(c.i > token.i and c.dep_ in _RIGHT - {"punct"} for c in token.children)
    joined = following is not None and (following.text in {"-", "/", "’s", "'s"} or following.dep_ == "case")
    return None if described or joined or token.dep_ in _LEFT else articles[0]


def _fuller(token: Token, doc: Doc, before: Sequence[str]) -> str:
    """The nearest earlier name with the same head and number, without its article; nothing where there is none."""
    here = _names([t for t in doc if t.i < token.i], token)
    if here:
        return here[-1]
    stem = token.lemma_.lower()[:5]
    for text in reversed(before):
        for sentence in reversed(_SENTENCE.split(text)[-4:]):
            if stem in sentence.lower():
                found = _names(list(parse(clean(sentence))), token)
                if found:
                    return found[-1]
    return ""


def _names(tokens: list[Token], like: Token) -> list[str]:
    found = []
    for noun in tokens:
        alike = noun.lower_ == like.lower_ or noun.lemma_.lower() == like.lemma_.lower()
        if noun.pos_ not in {"NOUN", "PROPN"} or not alike or noun.dep_ in _LEFT:
            continue
        if (noun.tag_[-1] == "S") != (like.tag_[-1] == "S"):
            continue
        left = [c for c in noun.children if c.i < noun.i and c.dep_ in _LEFT]
        if any(c.lower_ in _POINTING or c.tag_ in {"PRP$", "JJR", "JJS", "CD", "VBG"} for c in left):
            continue
        right = noun.i if left else _narrowed_to(noun)
        if left or right > noun.i:
            words = noun.doc[left[0].left_edge.i if left else noun.i : right + 1]
            if len(words) <= MOST + (not left) and all(t.is_alpha or t.text in {"-", "’s", "'s"} for t in words):
                found.append(words.text)
    return found


def _narrowed_to(noun: Token) -> int:
    """The last word of "between …", "with …" or "for …" right behind a noun that is spoken of for the first time."""
    new = any(c.dep_ == "det" and c.lower_ in {"a", "an"} for c in noun.children)
    for child in noun.children:
        near = new and child.dep_ == "prep" and child.i == noun.i + 1 and child.lower_ in _TELLING
        if near and not any(t.pos_ in {"PRON", "VERB", "AUX"} or leans(t) for t in child.subtree):
            return int(child.right_edge.i)
    return int(noun.i)
