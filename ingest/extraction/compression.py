"""The words of a head that fit into a label with the least said lost: compression of the parse as a search.

Growing a phrase word by word fills it with what comes first and leaves no room for what matters. Here every word that
can go has a price, and the dependency tree is pruned to a number of words at the least price over all ways to prune it
(Filippova and Strube, "Dependency tree based sentence compression", 2008, with prices by hand in place of learnt ones).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from spacy.tokens import Token

from .flaws import ENABLING
from .pruning import AS, COLOURS, MOST, SENTENCE_ADVERBS, SUBJECTS, count, hyphened, needed
from .syntax import leans, resolved, set_off
from .wholeness import COMPLEMENTS, NOUNS, filled, wanted

_NEVER = float("inf")
#: What it costs to lose a child, by its dependency; others are not lost, or are never wanted.
_PRICES = {
    "advmod": 0.5,
    "amod": 1.2,
    "poss": 0.9,
    "predet": 0.2,
    "nummod": 1.2,
    "npadvmod": 0.5,
    "acl": 1.3,
    "relcl": 1.3,
    "advcl": 1.1,
    "conj": 0.8,
    "agent": 0.8,
    "nmod": 1.5,
    "quantmod": 0.6,
}
#: Children that a label is better without.
_UNWANTED = frozenset("appos parataxis intj meta dep preconj punct cc".split())
#: What it costs a noun, or a verb with its object, to lose a preposition.
_OF_NOUN = {"of": 3.0, "between": 2.5, "among": 2.0, "to": 2.0, "for": 1.6, "against": 1.5, "on": 1.5, "into": 1.5}
_OF_VERB = {"into": 1.6, "from": 1.4, "to": 1.2, "with": 1.0, "as": 1.0, "on": 1.0, "for": 0.9, "against": 1.2}
#: Prepositions of what stands beside: time, means, occasion.
_ASIDE = frozenset("by through via during within alongside following under throughout at per after before".split())
_BEGINNINGS = {
    "start": 0.3,
    "outset": 0.3,
    "beginning": 0.3,
    "part": 0.2,
    "line": 0.3,
    "addition": 0.1,
    "order": 0.2,
    "relation": 0.8,
    "light": 0.1,
    "way": 0.3,
}
#: Verbs after which a clause needs no "that".
_CLEAR = frozenset("ensure sure hope think say recommend propose suggest".split())
#: Nouns that need no article.
_MASS = frozenset(
    "legislation guidance information data funding investment research support training evidence work progress access "
    "capacity infrastructure regulation awareness engagement procurement".split()
)
_SLIGHT = frozenset("amod poss npadvmod advcl agent".split())
_POINTING = frozenset("it they them this these those that he she him her we us you i there".split())
_FORBIDDEN = frozenset("if unless whether although though while whilst".split())
Kept = tuple[float, frozenset[Token]]
#: How the words of a head are chosen.
Take = Callable[..., list[Token]]


def compressed(head: Token, *, most: int = MOST, without: Iterable[Token] = (), alone: bool = False) -> list[Token]:
    """The words of a head that fit, with the least lost; the same arguments as :func:`.pruning.phrase`.

    Nothing where even what the head needs is too long.

    >>> from .syntax import parse, words
    >>> doc = parse("We should put the new and very important plan for gardens into every school of the town at once.")
    >>> words(compressed(doc[2], alone=True))
    'put the new plan for gardens into every school of the town'
    """
    left_out = {t.i for t in without}
    if alone:
        left_out |= {t.i for t in head.children if t.dep_ in SUBJECTS}
    ways = _ways(head, most, left_out)
    for _, tokens in sorted(ways.values(), key=lambda way: (way[0], -len(way[1]))):
        whole = sorted(hyphened(set(tokens)), key=lambda t: t.i)
        if count(whole) <= most:
            return whole
    return []


def _ways(token: Token, most: int, left_out: Collection[int]) -> dict[int, Kept]:
    """Of each number of words up to a limit, the cheapest way to keep a token with as many of its subtree."""
    ways: dict[int, Kept] = {_length(token): (_pointing(token), frozenset({token}))}
    for child in token.children:
        if child.i in left_out:
            continue
        price = _price(token, child)
        if price is None:
            continue
        kept = _ways(child, most - min(ways), left_out)
        marks = frozenset(_marks(token, child))
        extra = sum(_length(t) for t in marks)
        joined: dict[int, Kept] = {}
        for size, (cost, tokens) in ways.items():
            if price < _NEVER:
                _keep(joined, size, (cost + price, tokens))
            for added, (more, inner) in kept.items():
                if size + added + extra <= most:
                    _keep(joined, size + added + extra, (cost + more, tokens | inner | marks))
        ways = joined
        if not ways:
            break
    return ways


def _keep(ways: dict[int, Kept], size: int, way: Kept) -> None:
    if size not in ways or way[0] < ways[size][0] - 1e-9:
        ways[size] = way


def _length(token: Token) -> int:
    """How many words a token adds: none for marks, and one for all that hyphens hold together."""
    if token.is_punct or token.dep_ == "case" or (token.tag_ == "PRP$" and token.head.tag_ == "NNS"):
        return 0  # "their" before a plural mostly goes, for want of its owner
    return int(not (token.i > 0 and token.nbor(-1).text in {"-", "/"} and not token.nbor(-1).whitespace_))


def _pointing(token: Token) -> float:
    """What it costs to keep a word that points outside the label."""
    away = token.tag_ in {"PRP", "DT"} and token.pos_ == "PRON" and token.lower_ in _POINTING and token.dep_ != "expl"
    return 1.0 * (away and not resolved(token)) + 0.7 * leans(token)


def _marks(token: Token, child: Token) -> Iterable[Token]:
    """The "and" or comma that joins a child, which stays with it."""
    if child.dep_ == "conj":
        between = [c for c in token.children if token.i < c.i < child.i and (c.dep_ == "cc" or c.text == ",")]
        yield from between[-2:] if len(between) > 1 and between[-1].dep_ == "cc" else between[-1:]
    elif child.dep_ == "amod" and child.i < token.i and child.i + 1 < len(child.doc) and child.nbor(1).text == ",":
        following = child.nbor(2) if child.i + 2 < len(child.doc) else None
        if following is not None and following.dep_ == "amod" and following.head == token:
            yield child.nbor(1)


def _price(token: Token, child: Token) -> float | None:
    """What it costs a token to lose a child; infinite where it cannot, nothing where the child is unwanted."""
    dep, after = child.dep_, child.i > token.i
    if dep in _UNWANTED and not (dep == "punct" and child.text in {"-", "/"}):
        return None
    if dep == "det" and child.lower_ == "the" and _bare_is_fine(token):
        return 0.3
    if dep == "det":
        return _NEVER if child.lower_ not in {"all", "any", "some"} else 0.3
    if dep == "mark" and child.lower_ == "that" and token.dep_ == "ccomp" and token.head.lemma_ in _CLEAR:
        return 0.02
    if dep == "mark" or (dep == "advmod" and child.tag_ == "WRB"):
        return _NEVER
    if dep in {"prep", "agent"}:
        return _preposition(token, child)
    if dep == "acomp" and after and set_off(child):
        return None
    if dep in {"xcomp", "advcl"} and after and child.tag_ == "VB" and token.lemma_ in ENABLING:
        return 2.5
    if dep == "xcomp" and after and child.tag_ == "VB":
        said = [c for c in token.children if token.i < c.i < child.i and (c.dep_ == "dobj" or _of_what(c))]
        if said:
            return 2.0 if said[0].dep_ == "dobj" else _PRICES["advcl"]
    if dep not in _PRICES:
        return _NEVER if needed(token, child) or dep in {"oprd", "dative"} else None
    if after and dep != "conj" and set_off(child) and not _purpose(child):
        return None
    return _priced(token, child)


def _priced(token: Token, child: Token) -> float | None:
    """The price of a modifier."""
    dep = child.dep_
    if dep == "conj":
        return _conjunct(token, child)
    if dep == "advmod":
        return _adverb(token, child)
    if dep == "amod":
        compared = child.tag_ in {"JJR", "JJS"} or any(
            c.lower_ in {"more", "less", "not", "too"} for c in child.children
        )
        if child.lower_ == "own":
            return None
        if child.i > token.i:
            return 2.0
        return 1.6 if compared else 0.15 if child.lower_ in COLOURS else _PRICES[dep]
    if dep == "poss":
        return _NEVER if child.tag_ in {"PRP$", "WP$"} else _PRICES[dep]
    if dep == "acl":
        return 3.0 if wanted(token, child) else _PRICES[dep]
    if dep == "advcl":
        marked = [c.lower_ for c in child.children if c.dep_ == "mark"]
        return _PRICES[dep] if _purpose(child) or (marked and not _FORBIDDEN & set(marked)) else None
    return _PRICES[dep]


def _of_what(child: Token) -> bool:
    """Whether a preposition says what its verb is about, so that a clause after it may go."""
    return child.dep_ == "prep" and filled(child)


def _bare_is_fine(noun: Token) -> bool:
    """Whether a noun needs no article, and says which it is without one."""
    told = any(c.dep_ in {"amod", "compound", "nmod"} for c in noun.children) or noun.lemma_ in _MASS
    return told and (noun.tag_ == "NNS" or noun.lemma_ in _MASS)


def _purpose(clause: Token) -> bool:
    """Whether a clause says what for: "to cut costs"."""
    return clause.dep_ == "advcl" and clause.tag_ == "VB" and any(c.tag_ == "TO" for c in clause.children)


def _conjunct(token: Token, child: Token) -> float | None:
    """The price of a further item; a clause with a subject of its own, or of another kind, is unwanted."""
    if any(c.dep_ in {"nsubj", "nsubjpass", "expl"} for c in child.children):
        return None
    alike = token.pos_ == child.pos_ or (token.pos_ in NOUNS) == (child.pos_ in NOUNS)
    if not alike or not any(c.dep_ == "cc" or c.text == "," for c in token.children if token.i < c.i < child.i):
        return None
    if any(c.lower_ in {"between", "both", "either", "neither"} for c in (*token.children, token.head)):
        return _NEVER
    if token.pos_ == "VERB" and not any(c.dep_ in COMPLEMENTS | {"prep"} for c in token.children):
        return _NEVER if child.i - token.i <= 3 else 2.0
    return 0.5 if token.pos_ == "ADJ" else _PRICES["conj"]


def _adverb(token: Token, child: Token) -> float | None:
    if any(c.dep_ == "neg" for c in token.children) and child.lower_ in {"always", "necessarily", "fully", "yet"}:
        return _NEVER
    if token.pos_ in {"NUM", "DET"} or child.lower_ in {"nearly", "almost", "only"}:
        return _NEVER
    if any(t.dep_ == "neg" or t.lower_ in {"not", "never"} for t in child.subtree):
        return _NEVER
    if child.lower_ in SENTENCE_ADVERBS and token.pos_ in {"VERB", "AUX"}:
        return None
    if needed(token, child):
        return 1.6 if child.lower_ not in COLOURS else 0.2
    return 0.15 if child.lower_ in COLOURS or child.lower_.endswith("ly") else _PRICES["advmod"]


def _first_filled(verb: Token) -> Token | None:
    """The first preposition with something behind it, of a verb that takes nothing else: "live up to"."""
    if any(c.dep_ in COMPLEMENTS and c.i > verb.i for c in verb.children):
        return None
    first = next((c for c in verb.children if c.dep_ == "prep" and c.i > verb.i), None)
    return first if first is not None and filled(first) and first.lower_ not in _ASIDE else None


def _preposition(token: Token, child: Token) -> float | None:
    """The price of a preposition with what follows it."""
    if child.dep_ == "agent":
        return 1.0
    bare = not filled(child)
    if child.lower_ == "as" and any(c.lower_ == "as" for c in token.children if c.i < token.i):
        return _NEVER  # "as easy as possible"
    if bare:
        return _NEVER if needed(token, child) else None
    if child.lower_ in {"including", "like", "despite", "except", "unlike"} or any(
        c.lower_ in {"such", "well"} for c in child.children
    ):
        return None
    if child.i < token.i:
        return _NEVER if any(t.tag_ in {"WDT", "WP", "WP$"} for t in child.subtree) else None
    if set_off(child):
        return None
    if token.pos_ in NOUNS:
        inner = next((c for c in child.children if c.dep_ == "pobj"), None)
        if token.pos_ == "PROPN" and inner is not None and inner.pos_ == "PROPN" and child.i == token.i + 1:
            return _NEVER
        return _OF_NOUN.get(child.lower_, 1.2)
    if child.lower_ == "as" and token.pos_ == "VERB" and token.lemma_ not in AS:
        return None
    if needed(token, child) or (token.pos_ == "VERB" and child == _first_filled(token)):
        return _NEVER
    if token.lemma_ == "be" and not any(c.dep_ in {"attr", "acomp"} for c in token.children):
        return _NEVER
    inner = next((c for c in child.children if c.dep_ == "pobj"), None)
    if inner is not None and inner.lower_ in _BEGINNINGS:
        return _BEGINNINGS[inner.lower_]
    if child.lower_ in _ASIDE:
        return 0.4
    return _OF_VERB.get(child.lower_, 0.8)


def slighted(tokens: Iterable[Token]) -> float:
    """What words of a sentence lost of what colours, owns or explains them, by the same prices."""
    inside = {t.i: t for t in tokens}
    return sum(
        min(price, 2.0) * (1.0 + _purpose(child))
        for token in inside.values()
        for child in token.children
        if child.i not in inside and child.dep_ in _SLIGHT and (price := _price(token, child)) is not None
    )
