"""The goals that a sentence names, by the forms in which reports name them, and the labels that a mission may have.

A form is grammar around a word such as *aim*: what stands after "our aim is to", before "mission", what "is our
ambition", the items under "three objectives:". Each yields the words of the goal itself, so that one sentence can name
two, and the same goal is known again in other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from .phrases import Phrase, base_form, base_forms, before, clean, offer, outside
from .pruning import MOST, count, phrase
from .syntax import parse, words

#: How much each noun says that what stands with it is a goal.
_GOALS = {
    "mission": 3.0,
    "ambition": 2.0,
    "aim": 2.0,
    "goal": 2.0,
    "aspiration": 2.0,
    "target": 1.5,
    "objective": 1.5,
    "vision": 1.5,
    "purpose": 1.0,
    "commitment": 1.0,
    "pledge": 1.5,
    "milestone": 1.5,
}
#: Verbs that only goals have, and positions that only goals claim.
_HALVE = frozenset("halve double triple quadruple eradicate eliminate end".split())
_CLAIM = re.compile(
    r"\b(?:best|most \w+|one of the (?:best|most \w+|leading)) (?:\w+ )?(?:place|places|countr\w+|econom\w+)\b|"
    r"\bsuperpower\b|"
    r"\b(?:global|world) (?:\w+ )?(?:leader|leading|leadership)\b|\bworld[- ]leading (?:nation|country|economy)\b",
    re.I,
)
_CLAIMING = frozenset("be become make establish strengthen position maintain put cement keep turn remain".split())
#: What names of missions are made of beside their goal.
_NOT_GOAL = frozenset(
    "national new shared government first own key specific particular socioeconomic overarching vague different "
    "concrete cross-cutting individual other such common ambitious long-term bold clear core main overall future "
    "single collective strong five six next mission missions critical science space novel test broader wider "
    "departmental".split()
)
_WORDS = re.compile(
    r"\b(?:missions?|ambitions?|aims?|goals?|aspirations?|targets?|objectives?|visions?|purposes?|commitments?|pledges?|"
    r"milestones?|aim(?:ed|ing)|halv\w+|doubl\w+|eradicat\w+|best|superpower|leader\w*|leading|attractive|ultimately)\b",
    re.I,
)


_INTRO = re.compile(r"\b(?:missions (?:are|were)|objectives?|goals?|aims?|ambitions?|targets?)\b[^.]*:?$", re.I)
_ASKED = re.compile(r"\b(?:propos|recommend|suggest)", re.I)
_POLITY = re.compile(
    r"\b(?:UK|Kingdom|Britain|country|nation|England|Wales|Scotland|Ireland|city|region|Europe|we|our)\b"
)
#: What has aims that are only its own.
_STUDY = re.compile(
    r"\b(?:reviews?|reports?|stud(?:y|ies)|inquiry|inquiries|investigations?|papers?|chapters?|sections?|workshops?|"
    r"survey|consultation|sessions?|meetings?|articles?)\b",
    re.I,
)
_MAYBE = frozenset("could may might would can not".split())


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal as one sentence names it: its words, how plainly the form says that it is one, and its stems."""

    text: str
    weight: float
    stems: frozenset[str]
    verbal: bool


def may_name_goal(text: str) -> bool:
    """Whether a text has any of the words around which goals stand.

    >>> may_name_goal("Our aim is to halve delays."), may_name_goal("We were told of delays.")
    (True, False)
    """
    return _WORDS.search(text) is not None


def goals(quote: str, intro: str = "", *, flights: bool = False) -> list[Goal]:
    """The goals that a sentence names, each once, the plainest form of it.

    :param intro: the sentence that introduces the list in which the quote stands
    :param flights: whether "mission" stands for a flight in the report, and so names no goal

    >>> [goal.text for goal in goals("The ambitions of halving crime and doubling public trust are welcome.")]
    ['halve crime', 'double public trust']
    """
    found: dict[frozenset[str], Goal] = {}
    for goal in _named(list(parse(clean(quote))), intro, flights):
        known = found.get(goal.stems)
        if len(goal.stems) >= 2 and (known is None or goal.weight > known.weight):
            found[goal.stems] = goal
    return list(found.values())


def listed(quote: str) -> list[Goal]:
    """The goal of a cell in a column of goals, whatever its form.

    >>> [goal.text for text in ("Halving bus delays", "900 new libraries") for goal in listed(text)]
    ['halve bus delays', '900 new libraries']
    """
    doc = list(parse(clean(quote)))
    root = next((t for t in doc if t.dep_ == "ROOT"), None)
    if root is None:
        return []
    if root.i <= 1 and root.tag_ in {"VB", "VBG"} and _object(root) is not None:
        return [_verbal(root, 3.0)]
    return [Goal(words(doc).rstrip(". "), 3.0, _stems(doc), verbal=False)]


def _named(doc: list[Token], intro: str, flights: bool) -> Iterator[Goal]:
    for token in doc:
        lemma = token.lemma_.lower()
        if token.pos_ in {"NOUN", "PROPN"} and lemma in _GOALS:
            if not (flights and lemma == "mission"):
                yield from _around(token, _GOALS[lemma] - 1.0 * _when(token))
        elif lemma == "aim" and token.pos_ == "VERB":
            yield from (_verbal(v, 1.5) for v in token.children if v.dep_ == "xcomp")
        elif token.pos_ in {"VERB", "AUX"} and lemma in _HALVE and _object(token) is not None:
            yield _verbal(token, 2.0 if lemma == "halve" else 1.0, apart=True)
        elif token.pos_ in {"VERB", "AUX"} and lemma in _CLAIMING and token.tag_ in {"VB", "VBG"}:
            goal = _verbal(token, 2.0)
            claimed = _CLAIM.search(goal.text[:70]) and _POLITY.search(token.doc.text)
            if (
                claimed
                and len(goal.text.split()) > 4
                and not any(c.lower_ in _MAYBE or c.dep_ == "neg" for c in token.children)
            ):
                yield goal
    root = next((t for t in doc if t.dep_ == "ROOT"), None)
    if _introduces(intro) and root is not None and root.i <= 1 and root.tag_ in {"VB", "VBP", "VBG", "NN"}:
        yield _verbal(root, 2.5)


def _introduces(intro: str) -> bool:
    """Whether goals are what a lead-in promises, and not those of a study or what it recommends."""
    sentences = re.split(r"(?<=[.!?])\s", intro)
    own = any(_STUDY.search(s) and may_name_goal(s) for s in sentences)
    return _INTRO.search(sentences[-1]) is not None and not _ASKED.search(sentences[-1]) and not own


def _when(noun: Token) -> bool:
    """Whether a noun stands in a clause that only supposes: "when the goal is to …"."""
    return any(c.lower_ in {"when", "if", "where"} for c in noun.head.children)


def _around(noun: Token, worth: float) -> Iterator[Goal]:
    """The goals that stand with a noun such as *aim*."""
    near = [noun, *noun.children, *(g for c in noun.children for g in c.children)]
    if any(_STUDY.fullmatch(t.lower_) for t in near if t.i != noun.i):
        worth -= 1.5
    plural = noun.tag_ in {"NNS", "NNPS"}
    for verb in list(_predicate(noun)) or _complements(noun):
        yield _verbal(verb, worth, apart=plural, whom=_whom(noun, verb))
        if plural:
            yield from (_verbal(t, worth, apart=True) for t in verb.conjuncts if _object(t) is not None)
    if noun.lemma_.lower() == "mission":
        yield from _before_mission(noun)
    if noun.dep_ == "attr" and noun.head.lemma_ in {"be", "become", "remain"}:
        subject = next((c for c in noun.head.children if c.dep_ == "nsubj"), None)
        if subject is not None and subject.pos_ in {"NOUN", "PROPN"} and subject.lemma_.lower() not in _GOALS:
            yield _nominal(subject, worth)
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in {"of", "for"}:
            for what in (c for c in child.children if c.dep_ == "pobj" and c.pos_ in {"NOUN", "PROPN"}):
                yield _nominal(what, worth - 1.0)


def _predicate(noun: Token) -> Iterator[Token]:
    """The verbs that a sentence says a goal to be: "the aim is to halve", "aims are around halving"."""
    be = noun.head
    if noun.dep_ != "nsubj" or be.lemma_ not in {"be", "include", "remain"}:
        return
    if any(c.dep_ == "acomp" for c in be.children):
        return
    for child in be.children:
        if child.dep_ in {"xcomp", "ccomp", "dobj"} and (child.tag_ == "VBG" or _infinitive(child)):
            yield child
        if child.dep_ == "advcl" and child.tag_ == "VBG" and child.nbor(-1).lower_ in {"around", "about"}:
            yield child
        if child.dep_ == "prep" and child.lower_ in {"around", "about", "on"}:
            yield from (c for c in child.children if c.dep_ == "pcomp" and c.tag_ == "VBG")


def _complements(noun: Token) -> Iterator[Token]:
    """The verbs that a goal carries: "mission to halve", "ambition of halving"."""
    for child in noun.children:
        near = child.left_edge.i - noun.i <= 4 or _whom(noun, child) is not None
        if near and child.dep_ in {"acl", "relcl", "xcomp"} and _infinitive(child):
            yield child
        if child.dep_ == "prep" and child.lower_ in {"of", "for", "to", "around", "on", "at"}:
            for verb in child.children:
                gerund = verb.tag_ == "VBG" and not any(c.dep_ in {"nsubj", "aux"} for c in verb.children)
                if verb.dep_ in {"pcomp", "pobj"} and (gerund or _infinitive(verb)):
                    yield verb


def _whom(noun: Token, verb: Token) -> Token | None:
    """Who is to do it: "the goal for every child to read"."""
    own = next((c for c in verb.children if c.dep_ == "nsubj" and c.pos_ in {"NOUN", "PROPN"}), None)
    if own is not None and _infinitive(verb):
        return own
    preps = [c for c in noun.children if c.dep_ == "prep" and c.lower_ == "for" and c.i < verb.i]
    return next((c for p in preps for c in p.children if c.dep_ == "pobj" and _infinitive(verb)), None)


def _infinitive(verb: Token) -> bool:
    return verb.tag_ == "VB" and any(c.tag_ == "TO" for c in verb.children)


def _object(verb: Token) -> Token | None:
    wanted = {"dobj", "attr", "acomp", "prep", "ccomp"}
    return next((c for c in verb.children if c.dep_ in wanted and c.i > verb.i), None)


def _before_mission(noun: Token) -> Iterator[Goal]:
    """The name before "mission", unless it is a proper name."""
    parts = {"compound", "amod", "nmod", "nummod"}
    named = [t for c in noun.children if c.dep_ in parts and c.i < noun.i for t in c.subtree]
    kept = [t for t in sorted(named, key=lambda t: t.i) if t.lower_ not in _NOT_GOAL and t.dep_ not in {"punct", "det"}]
    nouns = sum(t.pos_ in {"NOUN", "PROPN", "NUM"} for t in kept)
    if nouns >= 2 and not all(t.pos_ == "PROPN" and t.text[:1].isupper() for t in kept):
        yield Goal(words(kept), 2.5, _stems(kept), verbal=False)


def _verbal(verb: Token, worth: float, *, apart: bool = False, whom: Token | None = None) -> Goal:
    """A goal with its verb, and with who is to do it; ``apart`` leaves out verbs beside it."""
    others = [t for t in verb.conjuncts if _object(t) is not None and _object(verb) is not None] if apart else []
    who = phrase(whom, most=5) if whom is not None else []
    inner = phrase(verb, without=[*before(verb), *others], alone=True, most=MOST - count(who) - bool(who))
    rest = [t for t in inner if t.i > verb.i]
    forms = base_forms(verb) | {t.i: "our" for t in rest if t.lower_ == "our"}
    text = f"{base_form(verb)} {words(rest, forms)}".strip()
    return Goal(f"{words(who)} to {text}" if who else text, worth, _stems([*who, verb, *rest]), verbal=True)


def _nominal(noun: Token, worth: float) -> Goal:
    inner = [t for t in phrase(noun, without=outside(noun)) if t.dep_ != "det" or t.head != noun]
    return Goal(words(inner), worth, _stems(inner), verbal=False)


def _stems(tokens: Iterable[Token]) -> frozenset[str]:
    """The first letters of the words that mean something, so that "economic" and "economy" are one."""
    return frozenset(
        t.lemma_.lower()[:6]
        for t in tokens
        if (t.pos_ in {"NOUN", "PROPN", "ADJ", "NUM"} and not t.is_stop)
        or (t.pos_ == "VERB" and t.lemma_ not in {"make", "become", "have", "do", "go"})
    )


def mission_phrases(quote: str) -> Iterator[Phrase]:
    """What a quote aims at, as labels."""
    doc = parse(clean(quote))
    for goal in goals(quote):
        yield Phrase(goal.text, goal.weight + goal.verbal, len(goal.stems), goal.weight + goal.verbal)
    if len(doc.text.split()) <= MOST:
        yield offer(doc.text.rstrip("."), 0.5, doc)
    root = doc[:].root
    inner = phrase(root, without=outside(root))
    yield offer(words(inner), -1.0, inner)
