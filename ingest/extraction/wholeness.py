"""Whether a few words of a sentence are whole: what they cost that others were left out.

A phrase can be short and well chosen, and yet end before the word that it wants: "a duty | to report", "encourage more
open | schools". The parse tells which words of a sentence want which, so that what was cut can be seen.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

COMPLEMENTS = frozenset("dobj attr acomp xcomp ccomp oprd nsubjpass".split())
NOUNS = frozenset({"NOUN", "PROPN", "NUM", "PRON"})
_FINITE = frozenset("VBZ VBP VBD MD".split())
#: Verbs whose "with …" says what they are about.
_PROVIDING = frozenset("provide supply equip present furnish replace task align associate confront burden".split())
#: Verbs whose "from …" says what does not come about.
_PREVENTING = frozenset("prevent stop keep deter discourage prohibit bar dissuade preclude exclude".split())
_SUBJECTS = frozenset("nsubj nsubjpass csubj expl".split())
_BEFORE_NOUN = frozenset("amod compound nmod det poss nummod quantmod npadvmod advmod predet".split())
#: Nouns that want a "to …".
_WANTING = frozenset(
    "way authority ability inability incentive disincentive opportunity power right duty obligation capacity failure "
    "willingness unwillingness reluctance tendency attempt effort decision requirement responsibility potential scope "
    "freedom chance commitment expectation intention option room mandate permission pressure propensity refusal route "
    "confidence need desire".split()
)


def severed(tokens: Iterable[Token]) -> float:
    """How badly words of a sentence are cut off from what they need: 0 where nothing is missed.

    A word that stands before its noun without it, a clause without its subject, a verb, adjective or "to" whose next
    word went, a noun whose "of …" or "to …" went.
    """
    taken = sorted(set(tokens), key=lambda t: t.i)
    if not taken:
        return 0.0
    inside = {t.i for t in taken}
    cost = sum(_lost(token, inside) for token in taken)
    cost += 3.0 * sum(t.i - 1 not in inside and t.nbor(-1).lower_ in {"and", "or"} for t in taken[1:])
    return cost + _ended(taken[-1], inside)


def _lost(token: Token, inside: set[int]) -> float:
    """What it costs one word that others went."""
    cost = 3.0 * _stray(token, inside)
    if token.dep_ in _BEFORE_NOUN and token.head.i > token.i and token.pos_ != "PUNCT":
        cost += 3.0 * (token.head.i not in inside and token.i + 1 not in inside)
    if token.pos_ in NOUNS | {"ADJ", "VERB"}:
        gone = [c for c in token.children if c.i not in inside]
        cost += 1.5 * any(c.dep_ == "acl" and wanted(token, c) for c in gone)
        cost += max((_parted(token, c) for c in gone if c.i == token.i + 1), default=0.0)
    if token.dep_ in {"relcl", "ccomp", "advcl", "conj"} and token.pos_ in {"VERB", "AUX"}:
        subject = any(c.dep_ in {"nsubj", "nsubjpass"} and c.i not in inside for c in token.children)
        cost += 3.0 * (subject and token.head.i in inside and token.head.i < token.i)
    if token.dep_ in {"nsubj", "nsubjpass"} and token.head.i not in inside and token.head.head.i in inside:
        cost += 3.0 * (token.head.head.i < token.i)  # "ensure plots | are let"
    if token.dep_ == "nsubj" and token.tag_ in {"NN", "NNP"} and token.head.lower_ in {"are", "were", "have"}:
        cost += 3.0 * any(c.dep_ == "conj" and c.i not in inside for c in token.children)
    if token.dep_ == "ccomp" and token.tag_ in {"VBZ", "VBP", "VBD"}:
        cost += 3.0 * (token.head.i in inside and not any(c.dep_ in _SUBJECTS for c in token.children))
    if token.pos_ == "VERB":
        cost += 2.0 * any(
            c.dep_ in COMPLEMENTS - {"attr", "nsubjpass"} and _after(token, c, inside) for c in token.children
        )
    return cost


def _after(verb: Token, child: Token, inside: set[int]) -> bool:
    """Whether what a verb takes behind it has gone, and nothing like it is left."""
    if verb.lemma_ in {"make", "render", "leave", "keep"} and child.pos_ == "ADJ" and child.i not in inside:
        return child.i > verb.i
    kept = any(c.dep_ in COMPLEMENTS and c.i > verb.i and c.i in inside for c in verb.children)
    return child.i > verb.i and child.i not in inside and not kept


def _parted(noun: Token, child: Token) -> float:
    """What it costs a word to lose what stands right behind it."""
    if noun.pos_ not in NOUNS:
        bare = noun.pos_ == "ADJ" or not any(c.dep_ in COMPLEMENTS for c in noun.children)
        inside = noun.dep_ not in _BEFORE_NOUN and noun.i + 1 < len(noun.doc)
        return 1.5 * (child.dep_ == "prep" and bare and inside and filled(child))
    if child.dep_ == "prep" and child.lower_ == "of":
        return 2.0
    if child.dep_ == "prep" and child.lower_ == "to":
        return 1.0
    return 0.0


def _stray(token: Token, inside: set[int]) -> bool:
    """Whether a noun phrase follows a noun that it has nothing to do with: "issues | people"."""
    if token.pos_ not in {"NOUN", "PROPN"} or token.dep_ not in {"conj", "appos", "pobj", "npadvmod", "dep"}:
        return False
    left = token.left_edge.i
    start = next((i for i in range(left, token.i + 1) if i in inside), token.i)
    previous = max((i for i in inside if i < start), default=None)
    if previous is None or previous + 1 == start:
        return False
    before = token.doc[previous]
    return bool(before.pos_ in NOUNS and token.head.i not in inside)


def _ended(last: Token, inside: set[int]) -> float:
    """What it costs to end where another word was to come."""
    if last.i + 2 >= len(last.doc):
        return 0.0
    following = last.nbor(1)
    if last.i and last.text[:1].isupper() and following.text[:1].isupper() and following.is_alpha:
        return 2.5  # "the Seed | Exchange"
    if following.tag_ in _FINITE and last.pos_ in NOUNS and any(t in inside for t in _ensuring(last)):
        return 2.5  # "ensure the plots | are let", where the parse takes the plots for an object
    if following.text == "," and last.pos_ in {"ADJ", "VERB"} and last.nbor(2).pos_ in {"ADJ", "VERB"}:
        return 2.0 * (last.tag_ in {"JJ", "VBN", "VBG"})  # "closer, kinder | schools"
    if last.tag_ == "VB" and (following.text == "," or following.dep_ == "cc") and last.nbor(2).pos_ in {"VERB", "ADV"}:
        return 2.5  # "to identify | and close gaps"
    if following.dep_ == "cc" or following.is_punct or following.i in inside:
        return 0.0
    if following.lower_ == "to" and last.lemma_ in _WANTING:
        return 2.5
    if following.lower_ == "to" and (last.pos_ in NOUNS or following.head.dep_ == "advcl"):
        return 0.0
    if following.lower_ == "with" and following.dep_ == "prep" and following.head.lemma_ in _PROVIDING:
        return 2.0
    if following.lower_ == "from" and following.dep_ == "prep" and following.head.lemma_ in _PREVENTING:
        return 2.5
    below = following
    while below.head != below and below.head.i not in inside:
        below = below.head
    if below.head != last or last.pos_ in NOUNS:
        return 0.0
    return 2.0 if last.pos_ in {"VERB", "AUX", "ADJ", "ADV", "ADP"} else 0.0


def _ensuring(last: Token) -> list[int]:
    """Where "ensure" and the like stand above a word: what follows them is a clause."""
    return [t.i for t in last.ancestors if t.lemma_ in {"ensure", "mean", "suggest", "recommend"} and t.i < last.i]


def wanted(noun: Token, verb: Token) -> bool:
    """Whether a noun says little without the "to …" right behind it: "the power to close"."""
    return noun.lemma_ in _WANTING and verb.left_edge.i == noun.i + 1 and noun.nbor(1).lower_ == "to"


def filled(preposition: Token) -> bool:
    """Whether a preposition has what it stands before."""
    return any(c.dep_ in {"pobj", "pcomp", "prep"} and c.i > preposition.i for c in preposition.children)


def narrowed(tokens: Iterable[Token]) -> float:
    """How many things went that narrow or widen what is said: "staff | in schools", "boroughs | and districts"."""
    inside = {t.i: t for t in tokens}
    return sum(_narrows(t, c) for t in inside.values() for c in t.children if c.i > t.i and c.i not in inside)


def _narrows(token: Token, child: Token) -> float:
    if child.dep_ == "conj":
        return float(token.pos_ in NOUNS | {"ADJ"} and child.pos_ == token.pos_)
    start = int(child.left_edge.i)
    if child.doc[start - 1].is_punct:
        return 0.0
    if child.dep_ == "prep":
        return (1.0 if token.pos_ in NOUNS else 0.5) * filled(child)
    return float(child.dep_ in {"relcl", "acl"} and token.pos_ in NOUNS)
