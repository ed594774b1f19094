"""Who does what in a clause: its subject, whether that can act, and how both read in another place."""

from __future__ import annotations

import re

from spacy.tokens import Token

from .phrases import ACTORS, small
from .syntax import leans

ASKING_VERBS = frozenset(
    "recommend propose suggest urge call need require ask encourage want commit plan intend seek continue expect "
    "invite agree promise pledge aim".split()
)
_NOT_ACTORS = frozenset("strategy plan framework bill act review report guidance policy paper".split())


def subject_of(verb: Token) -> Token | None:
    """The subject of a verb, or of the verb that governs it."""
    if verb.dep_ == "xcomp" and verb.head.lemma_ in ASKING_VERBS:
        whom = next((c for c in verb.head.children if c.dep_ == "dobj"), None)
        if whom is not None:
            return whom
    for token in (verb, verb.head if verb.dep_ in {"xcomp", "conj"} else verb):
        for child in token.children:
            if child.dep_ in {"nsubj", "nsubjpass", "expl"}:
                return child
    return None


def acts(subject: Token) -> bool:
    """Whether a subject is somebody who can be asked to act."""
    if subject.pos_ == "PRON":
        return subject.lower_ in {"we", "they", "i", "you", "who"}
    if subject.lemma_.lower() in _NOT_ACTORS:
        return False
    named = subject.pos_ == "PROPN" or re.match(r"[A-Z]{2,}s?$|[A-Z][a-z]?[A-Z]", subject.text) is not None
    return named or subject.lemma_.lower() in ACTORS


def as_object(text: str) -> str:
    """A subject as an object."""
    return {"they": "them", "it": "it", "we": "us"}.get(text.lower(), small(text))


def opening(tokens: list[Token]) -> dict[int, str]:
    """The first word small where it has its capital only from the start of the sentence."""
    if not tokens:
        return {}
    first = tokens[0]
    plain = first.i == 0 and first.pos_ != "PROPN" and first.text[1:].islower()
    return {0: first.lower_} if plain and not leans(first) and first.tag_ != "PRP$" else {}
