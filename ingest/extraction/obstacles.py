"""What a quote says stands in the way, as short clauses and noun phrases: the labels that a barrier may have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from . import cues
from .phrases import SAYING, Phrase, before, clean, offer, outside, participle
from .pruning import MOST, phrase
from .syntax import parse, words

_PRONOUNS = frozenset("it this that these those they he she we i you which who there".split())
_NEGATIVE = "barrier risk lack fail hamper burden inconsistent negation excess concern decline challenge".split()
_OBSTACLES = frozenset(
    "lack absence shortage barrier risk failure difficulty complexity gap obstacle challenge problem concern "
    "uncertainty fragmentation inconsistency delay burden cost pressure weakness dearth scarcity constraint "
    "duplication confusion reluctance resistance mistrust distrust inability variation decline loss threat "
    "bottleneck limitation restriction reliance overlap silo misalignment vacuum deficit shortfall disconnect "
    "disparity inequality".split()
)
_JOINING = re.compile(r"(?:however|but|and|although|while|whilst|so|also|yet|or|because|nevertheless|despite)\b", re.I)


def barrier_phrases(quote: str) -> Iterator[Phrase]:
    """What a quote says stands in the way, as short clauses and noun phrases."""
    text = clean(quote)
    doc = parse(text)
    if len(text.split()) <= MOST and not _JOINING.match(text):
        yield offer(words(doc), 0.8 + _bad(text), doc)
    for token in doc:
        if token.lemma_.lower() in _OBSTACLES and token.pos_ == "NOUN" and token.dep_ != "compound":
            inner = phrase(token, without=outside(token))
            yield offer(words(inner), 0.9 + _bad(words(inner)) + 0.3 * (token.dep_ in {"attr", "ROOT"}), inner)
        if token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"aux", "auxpass"}:
            yield from _clause(token)
    inner = phrase(doc[:].root, without=outside(doc[:].root))
    yield offer(words(inner), -1.0 + _bad(words(inner)), inner)


_GOOD = re.compile(
    r"\b(?:overcome|address(?:ed|ing)?|resolve[ds]?|solved|improve[ds]?|benefits?|success\w*|strengths?|opportunit\w+|"
    r"under ?way|performing well|welcomed?|not in doubt|example)\b",
    re.I,
)


def _bad(text: str) -> float:
    """How plainly a text says that something is amiss."""
    plain = cues.plain(text)
    signs = min(sum(cues.has(name, plain) for name in _NEGATIVE), 3)
    return (0.8 * signs if signs else -1.0) - 1.2 * (_GOOD.search(plain) is not None)


def _clause(verb: Token) -> Iterator[Phrase]:
    subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass", "expl", "csubj"}), None)
    if subject is None or subject.tag_ in {"WDT", "WP"} or verb.dep_ == "relcl":
        return
    worth = 1.0 - 0.02 * verb.i - 0.8 * (verb.dep_ in {"advcl"})
    worth += 0.5 * (verb.dep_ in {"ROOT", "ccomp"}) + 0.3 * (verb.dep_ == "ccomp" and verb.head.lemma_ in SAYING)
    if verb.lemma_ in SAYING:
        worth -= 2.0
        for said in (c for c in verb.children if c.dep_ in {"dobj", "pobj"}):
            inner = phrase(said, without=outside(said))
            yield offer(words(inner), worth + 1.5 + _bad(words(inner)), inner)
    if any(c.dep_ == "aux" and c.lower_ in {"should", "must"} for c in verb.children) or verb.lemma_ == "need":
        worth -= 1.2
    if verb.dep_ == "ccomp" and verb.head.lemma_ in {"ensure", "prevent", "avoid", "make"}:
        worth -= 2.0
    if any(c.dep_ == "mark" and c.lower_ in {"if", "unless", "whether"} for c in verb.children):
        worth -= 0.8
    named = next((c for c in verb.children if c.dep_ == "attr"), None)
    if (
        named is not None
        and verb.lemma_ == "be"
        and subject.lemma_ in _OBSTACLES | {"issue", "reason", "factor", "cause"}
    ):
        inner = phrase(named, without=outside(named))
        yield offer(words(inner), worth + 0.8 + _bad(words(inner)), inner)
    if subject.lower_ == "there" and verb.lemma_ in {"be", "remain", "exist"}:
        noun = next((c for c in verb.children if c.dep_ == "attr"), None)
        if noun is not None:
            inner = phrase(noun, without=outside(noun))
            yield offer(words(inner), worth + _bad(words(inner)), inner)
        return
    if subject.lower_ in _PRONOUNS and subject.dep_ != "expl":
        yield from _without_subject(verb, worth)
    before = [
        c
        for c in verb.children
        if c.dep_ in {"cc", "mark", "prep", "advcl", "intj", "npadvmod", "punct"} and c.i < subject.i
    ]
    before += [
        c
        for c in verb.children
        if c.dep_ == "advmod" and (c.i < subject.i or c.lower_ in {"therefore", "also", "however", "then", "thus"})
    ]
    inner = phrase(verb, without=[*before, *outside(subject)])
    yield offer(words(inner), worth + _bad(words(inner)), inner)


def _without_subject(verb: Token, worth: float) -> Iterator[Phrase]:
    """A clause whose subject is only a pronoun, turned so that it needs none."""
    negated = any(c.dep_ == "neg" for c in verb.children)
    modal = any(c.dep_ == "aux" and c.lower_ in {"can", "could", "ca"} for c in verb.children)
    rest = [t for t in phrase(verb, without=before(verb), alone=True, most=MOST - 1) if t.i > verb.i]
    tail = words(rest)
    turned = ""
    if verb.lemma_ == "lack":
        turned = f"lack of {tail}"
    elif verb.lemma_ == "have" and negated:
        turned = f"no {re.sub(r'^(?:a|an|any|the) ', '', tail)}"
    elif verb.lemma_ == "fail":
        turned = f"failure {tail}"
    elif negated and modal:
        turned = f"inability to {verb.lemma_} {tail}"
    elif verb.lemma_ == "be" and re.match(r"(?:unable|not able) to\b", tail):
        turned = re.sub(r"^(?:unable|not able)", "inability", tail)
    elif verb.lemma_ == "make" and (
        found := re.match(r"it (?:very |more |too )?(?:difficult|hard|harder|impossible|challenging)\b", tail)
    ):
        turned = f"it is {tail[3:]}" if found else ""
    elif (
        (target := next((c for c in verb.children if c.dep_ == "dobj"), None)) is not None
        and _bad(verb.lemma_) > 0
        and not negated
    ):
        whom = phrase(target, most=MOST - 3, without=outside(target))
        plural = target.tag_ in {"NNS", "NNPS"} or any(c.dep_ == "conj" for c in target.children)
        turned = f"{words(whom)} {'are' if plural else 'is'} {participle(verb.lemma_)}"
    if turned:
        yield offer(turned, worth + _bad(turned), rest)
