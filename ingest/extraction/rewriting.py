"""An ask in the form that a person would give it where its own words are too many, or no order.

Cutting leaves a label in the words and the order of its sentence. Here a passive becomes an order, a state something to
be made, a means steps behind its end, and an owner is named where the sentence has only "its".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from .clauses import acts, as_object, opening, subject_of
from .compression import compressed
from .phrases import base_form, base_forms, before
from .pruning import COLOURS, MOST, count, phrase
from .syntax import unowned, words

_JOINING = frozenset("work collaborate cooperate partner engage".split())
_CARRYING_OUT = frozenset("conduct undertake carry perform do make complete produce".split())
#: What is carried out, and the verb for it.
ANALYSES = {
    "analysis": "analyse",
    "review": "review",
    "assessment": "assess",
    "evaluation": "evaluate",
    "examination": "examine",
    "investigation": "investigate",
    "study": "study",
    "audit": "audit",
    "survey": "survey",
}
#: The words of an ask, and the tokens behind it; no words where the form does not apply.
Ask = tuple[str, list[Token]]


def rewritten(verb: Token) -> Iterator[tuple[Ask, float]]:
    """The other forms of an ask, each with what it is worth more than the cut sentence."""
    yield _owned(verb), 0.8
    yield _together(verb), 1.0
    yield _rendered(verb), 0.3
    yield _analysed(verb), 0.6
    yield _towards(verb), 1.0


def _owned(verb: Token) -> Ask:
    """ "The Seed Board should publish its plan" as "publish the Seed Board's plan"."""
    subject = subject_of(verb)
    if subject is None or subject.pos_ not in {"NOUN", "PROPN"} or subject.dep_ != "nsubj" or not acts(subject):
        return "", []
    rest = [t for t in compressed(verb, most=MOST - 2, without=before(verb), alone=True) if t.i > verb.i]
    alone = unowned(rest)
    whose = [t for t in rest if t.i in alone and t.lower_ in {"its", "their"}]
    who = phrase(subject, most=4)
    if len(whose) != 1 or count(who) > 4 or any(c.dep_ in {"conj", "relcl", "prep"} for c in subject.children):
        return "", []
    if whose[0].head.lower_ == "own" or any(c.lower_ == "own" for c in whose[0].head.children):
        return "", []
    name = words(who, opening(who))
    name = re.sub(r"^The ", "the ", name)
    forms = {whose[0].i: name + ("’" if name.endswith("s") else "’s"), **base_forms(verb)}
    return f"{base_form(verb)} {words(rest, forms)}", [verb, *rest]


def _analysed(verb: Token) -> Ask:
    """ "Carry out a full review of plots" as "review plots"."""
    noun = next((c for c in verb.children if c.dep_ == "dobj" and c.lemma_.lower() in ANALYSES), None)
    of = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ == "of"), None) if noun is not None else None
    if verb.lemma_ not in _CARRYING_OUT or noun is None or of is None:
        return "", []
    if any(c.dep_ in {"amod", "compound"} and c.lower_ not in COLOURS for c in noun.children):
        return "", []
    rest = compressed(of, most=MOST)[1:]
    return f"{ANALYSES[noun.lemma_.lower()]} {words(rest)}", [verb, noun, of, *rest]


def _together(verb: Token) -> Ask:
    """ "Plots should be listed, let and mended" as "list, let and mend plots"."""
    subject = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
    verbs = [verb, *(t for t in verb.conjuncts if t.i > verb.i)]
    if subject is None or len(verbs) < 2 or any(t.tag_ != "VBN" for t in verbs):
        return "", []
    apart = (c for t in verbs[:-1] for c in t.children if c.i > t.i and c.dep_ not in {"cc", "punct", "conj", "advmod"})
    if any(apart) or any(c.dep_ in {"nsubj", "nsubjpass", "aux"} for t in verbs[1:] for c in t.children):
        return "", []
    whom = compressed(subject, most=8)
    left = MOST - len(verbs) - 1 - count(whom)
    rest = [
        t
        for t in compressed(verbs[-1], most=left + 1, without=[*before(verbs[-1]), *_agents(verbs[-1])])
        if t.i > verbs[-1].i
    ]
    joined = ", ".join(base_form(t) for t in verbs[:-1]) + f" and {base_form(verbs[-1])}"
    return f"{joined} {as_object(words(whom, opening(whom)))} {words(rest)}", [*whom, *verbs, *rest]


def _agents(verb: Token) -> list[Token]:
    """Who a passive says does it, which an order does not."""
    return [c for c in verb.children if c.dep_ == "agent"]


def _rendered(verb: Token) -> Ask:
    """ "The plan should be public" as "make the plan public"."""
    subject = next((c for c in verb.children if c.dep_ in {"nsubj", "csubj"}), None)
    what = next((c for c in verb.children if c.dep_ in {"acomp", "attr"} and c.i > verb.i), None)
    if verb.lemma_ != "be" or subject is None or what is None or subject.pos_ == "PRON" or acts(subject):
        return "", []
    if what.dep_ == "attr" and not any(c.lower_ in {"a", "an"} for c in what.children):
        return "", []
    if what.lemma_ in {"able", "aware", "such", "willing", "likely", "necessary"} or any(
        c.dep_ == "neg" for c in verb.children
    ):
        return "", []
    whom = compressed(subject, most=7)
    rest = [t for t in compressed(verb, most=MOST - count(whom), without=before(verb), alone=True) if t.i > verb.i]
    if not whom or not rest:
        return "", []
    return f"make {as_object(words(whom, opening(whom)))} {words(rest)}", [*whom, verb, *rest]


def _towards(verb: Token) -> Ask:
    """ "Use the charter to let plots" as "let plots through the charter", "work with growers to …" as "… with growers".

    Where both do not fit, what it is for is said without the means.
    """
    if count(t for t in verb.subtree if t.i >= verb.i) <= MOST:
        return "", []
    if verb.lemma_ == "use":
        means = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
    elif verb.lemma_ in _JOINING:
        beside = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ == "with"), None)
        means = next((c for c in beside.children if c.dep_ == "pobj"), None) if beside is not None else None
    else:
        return "", []
    end = next((c for c in verb.children if c.dep_ in {"xcomp", "advcl"} and c.tag_ == "VB" and c.i > verb.i), None)
    if means is None or end is None or end.lemma_ == "ensure" or not any(c.tag_ == "TO" for c in end.children):
        return "", []
    rest = compressed(end, without=before(end), alone=True)
    by = compressed(means, most=MOST - count(rest) - 1)
    tail = (" through " if verb.lemma_ == "use" else ", with ") + words(by) if by else ""
    return f"{base_form(end)} {words([t for t in rest if t.i > end.i])}{tail}", [*rest, *by]
