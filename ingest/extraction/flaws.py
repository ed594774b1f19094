"""What a phrase says wrongly since words went: half a name, half a comparison, a denial that now denies more.

:mod:`.wholeness` prices what is missed; here stand the cuts that give another sense. They cost a phrase its place as a
label, and say nothing of how plainly the quote states its matter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from spacy.tokens import Token

from .wholeness import COMPLEMENTS, NOUNS, filled

_NAMING = frozenset("of for on and".split())
#: Adverbs that say how far a "not" reaches.
_REACHES = frozenset("always necessarily fully yet entirely all completely solely only every wholly both".split())
#: Verbs whose "to …" says what their object is to do.
ENABLING = frozenset(
    "enable empower allow help encourage require ask urge force cause lead oblige permit compel prompt incentivise "
    "instruct direct invite expect want".split()
)
#: Verbs that say nothing without an object.
_TRANSITIVE = frozenset(
    "assess examine ensure identify provide consider address deliver determine establish make use develop gather "
    "collect produce create achieve maintain introduce bring give include allow enable adopt publish conduct".split()
)
#: Nouns that say little without their preposition.
_RELATIONAL = {
    "role": ("in", "as", "of"),
    "part": ("in",),
    "rationale": ("for", "behind"),
    "requirement": ("under", "of", "for", "on"),
    "assistance": ("to", "with", "for"),
    "access": ("to",),
    "approach": ("to",),
    "barrier": ("to",),
    "response": ("to",),
    "contribution": ("to",),
    "change": ("to",),
    "impact": ("on",),
    "effect": ("on",),
    "emphasis": ("on",),
    "focus": ("on",),
    "reliance": ("on",),
    "dependence": ("on",),
    "need": ("for",),
    "demand": ("for",),
    "responsibility": ("for",),
    "improvement": ("in",),
    "increase": ("in",),
    "reduction": ("in",),
    "decline": ("in",),
    "investment": ("in",),
    "participation": ("in",),
    "involvement": ("in",),
    "interest": ("in",),
    "confidence": ("in",),
    "trust": ("in",),
    "gap": ("between",),
    "tension": ("between",),
    "conflict": ("between",),
    "balance": ("between",),
}
#: Nouns of which "the" and "these" alone do not say which is meant.
_NAMELESS = frozenset(
    "issue problem aim matter approach purpose point case situation topic question process ambition merger change "
    "recommendation proposal measure area work option risk challenge".split()
)
_POINTING = frozenset("the this that these those such".split())
_TELLING = frozenset("amod compound nmod prep relcl acl poss appos nummod ccomp".split())


def flaws(tokens: Iterable[Token]) -> float:
    """What it costs a phrase that the cut gave its words another sense."""
    inside = {t.i: t for t in tokens}
    return sum(_flaw(token, inside) for token in inside.values())


def _flaw(token: Token, inside: Collection[int]) -> float:
    gone = [c for c in token.children if c.i not in inside]
    cost = 3.0 * _half_name(token, gone, inside) + 2.5 * _half_compared(token, gone)
    if token.pos_ in {"VERB", "AUX"}:
        cost += 2.5 * (_wider_denial(token, gone) or _unconditional(token, gone, inside) or _idle(token, gone, inside))
    if token.pos_ == "NOUN":
        wanted = _RELATIONAL.get(token.lemma_.lower(), ())
        related = any(c.dep_ == "prep" and c.lower_ in wanted and c.i - token.i <= 2 and filled(c) for c in gone)
        cost += 1.2 * related + 2.0 * _nameless(token, inside)
    cost += 3.0 * _half_row(token, inside)
    return cost


def _half_name(token: Token, gone: list[Token], inside: Collection[int]) -> bool:
    """Whether a name lost its end: "the Institute | for Seeds", "the Garden | Returns"."""
    if token.pos_ != "PROPN" or token.i + 1 >= len(token.doc):
        return False
    following = token.nbor(1)
    if following.i not in inside and following.pos_ == "PROPN" and token.whitespace_:
        return True
    part = next((c for c in gone if c.i == token.i + 1 and c.dep_ == "prep" and c.lower_ in _NAMING), None)
    return part is not None and any(c.pos_ == "PROPN" and c.text[:1].isupper() for c in part.children)


def _nameless(noun: Token, inside: Collection[int]) -> bool:
    """Whether a noun points at something said before, and nothing that is kept says which: "these problems"."""
    return (
        noun.lemma_.lower() in _NAMELESS
        and any(c.lower_ in _POINTING for c in noun.children if c.i < noun.i)
        and not any(c.dep_ in _TELLING and c.i in inside and c.lower_ not in _POINTING for c in noun.children)
    )


def _half_row(token: Token, inside: Collection[int]) -> bool:
    """Whether a phrase ends in a row of describing words, of which the noun went: "open | , fair and lasting trade"."""
    if token.i != max(inside) or token.i + 3 >= len(token.doc) or not _describes(token.nbor(2)):
        return False
    joint, following = token.nbor(1).lower_, token.nbor(3)
    if token.tag_ == "NN" and token.dep_ == "dobj":  # "inclusive", where the parse takes it for what is meant
        return joint == "," and following.lower_ in {",", "and", "or"}
    row = joint in {",", "and", "or"} if token.tag_ == "JJ" else joint == "," and following.pos_ == "NOUN"
    return row and token.tag_ in {"JJ", "VBN", "VBG"}


def _describes(token: Token) -> bool:
    """Whether a word describes a noun that follows."""
    return token.tag_ == "JJ" or (token.tag_ in {"VBN", "VBG"} and token.dep_ == "amod")


def _half_compared(token: Token, gone: list[Token]) -> bool:
    """Whether "as soon" lost its "as possible"."""
    return any(c.lower_ == "as" and c.i > token.i for c in gone) and any(
        c.lower_ == "as" and c.i < token.i for c in token.children
    )


def _wider_denial(verb: Token, gone: list[Token]) -> bool:
    """Whether a "not" lost the word that says how far it reaches: "does not always"."""
    return any(c.dep_ == "neg" for c in verb.children) and any(c.lower_ in _REACHES for c in gone if c.dep_ == "advmod")


def _unconditional(verb: Token, gone: list[Token], inside: Collection[int]) -> bool:
    """Whether an "only" lost its "if …"."""
    only = any(t.lower_ == "only" and t.i in inside for t in verb.subtree)
    return only and any(
        c.dep_ == "advcl" and any(m.lower_ in {"if", "when", "where"} for m in c.children) for c in gone
    )


def _idle(verb: Token, gone: list[Token], inside: Collection[int]) -> bool:
    """Whether a verb lost the object that it shares with the next one, its "to …", or its stranded preposition."""
    objects = any(c.dep_ in COMPLEMENTS | {"prep"} for c in verb.children)
    shared = any(
        c.dep_ == "conj" and c.i - verb.i <= 4 and any(o.dep_ == "dobj" for o in c.children)
        for c in gone
        if c.i > verb.i
    )
    if shared and not objects and verb.dep_ != "ROOT":
        return True
    if verb.lemma_ in ENABLING and any(
        c.dep_ in {"xcomp", "ccomp", "advcl"} and c.tag_ == "VB" for c in gone if c.i > verb.i
    ):
        return any(c.dep_ == "dobj" for c in verb.children)
    if any(c.dep_ == "prep" and c.i > verb.i and not list(c.children) for c in gone):
        return any(t.dep_ == "relcl" for t in (verb, *verb.ancestors))
    last = verb.i == max(inside)
    named = any(c.dep_ in {"dobj", "nsubjpass", "ccomp"} and c.i in inside for c in verb.children)
    return last and verb.tag_ == "VB" and verb.lemma_ in _TRANSITIVE and not named and verb.head.pos_ not in NOUNS
