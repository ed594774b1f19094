"""Phrases of a few words out of a parsed sentence: what a head needs, and as much of what it carries as fits."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from .syntax import depth, set_off, words
from .wholeness import COMPLEMENTS, NOUNS, filled, narrowed, severed, wanted

MOST = 12  # words of a phrase
FEW = 5  # words up to which a phrase says so little that it needs its examples
MOST_OF_CLAUSE = 16  # words of a clause that says what stands in the way

#: What a phrase cannot stand without, by the dependency of the child.
_CORE = frozenset(
    "det nummod poss compound amod neg case quantmod predet nmod prt auxpass dobj attr acomp dative oprd nsubj "
    "nsubjpass expl pobj pcomp xcomp ccomp aux mark agent csubj number hmod hyph".split()
)
#: What a phrase can stand without, the more telling first.
_EXTRA = {"advmod": 1, "prep": 2, "conj": 2, "nmod": 2, "acl": 3, "npadvmod": 3, "advcl": 4, "relcl": 6}
#: What can go where a phrase is too long, the least telling with the highest number.
_LOOSE = {"relcl": 9, "advcl": 9, "acl": 8, "conj": 8, "prep": 8, "advmod": 5, "amod": 3, "xcomp": 2}
#: What belongs to its noun only where no comma stands between.
_CLOSE = frozenset("nmod compound amod nummod poss prep acl relcl advmod dobj".split())
SUBJECTS = frozenset("nsubj nsubjpass csubj aux mark expl".split())
#: Adverbs without which a clause says something else, and nouns that say nothing without what follows.
_WEIGHTY = frozenset(
    "never longer rarely seldom hardly barely scarcely largely only insufficiently poorly too together alone "
    "solely".split()
)
_LIGHT = frozenset(
    "way fact extent point position case time idea degree stage place situation amount ability need".split()
)
#: Nouns within prepositions of several words: "in line with".
_LINKS = frozenset(
    "line order relation addition response terms view respect behalf light support part place favour accordance use "
    "partnership collaboration consultation conjunction regard proportion account receipt danger risk need lack".split()
)
SENTENCE_ADVERBS = frozenset(
    "also therefore however further furthermore urgently now then thus hence moreover additionally accordingly "
    "consequently finally firstly secondly already currently still instead similarly simply just indeed meanwhile too "
    "first second third next clearly specifically particularly especially generally overall equally likewise".split()
)
AS = frozenset(
    "act serve use see treat recognise recognize establish regard work appoint designate describe view".split()
)
#: Adjectives and adverbs that colour what they stand before, and change little where they go.
COLOURS = frozenset(
    "potential possible current existing significant considerable substantial key important critical crucial "
    "essential vital major main core relevant appropriate necessary specific particular various different wide "
    "wider broad broader strong stronger robust effective effectively proactive ambitious tailored comprehensive "
    "thorough detailed further additional overall entire full fuller fully meaningful holistic coherent sustainable "
    "proportionate flexible innovative good timely rapid rapidly urgent regular regularly proper properly careful "
    "carefully positive active actively extensive known real really serious severe clear clearly successful "
    "successfully whole very highly particularly especially increasingly greatly better continued ongoing in-depth "
    "world- leading thriving vibrant".split()
)
_BETWEEN = frozenset("between among both either neither whether".split())
_AND = frozenset("and or but nor".split())


def phrase(head: Token, *, most: int = MOST, without: Iterable[Token] = (), alone: bool = False) -> list[Token]:
    """The words of a head with what it needs, and as much of what it carries as fits.

    Where something that narrows does not fit, adjectives that only colour give way to it.

    :param most: words at most, unless the head needs more
    :param without: children whose words are left out
    :param alone: leave out the subject and the auxiliaries of the head
    """
    left_out = {t.i for t in without}
    if alone:
        left_out |= {t.i for t in head.children if t.dep_ in SUBJECTS}
    plain = _grown(head, most, left_out)
    lost = narrowed(plain)
    if lost:
        colours = {t.i for t in head.subtree if _colours(t)}
        thin = _grown(head, most, left_out | colours) if colours else plain
        if narrowed(thin) < lost and severed(thin) <= severed(plain):
            return thin
    return plain


def _colours(token: Token) -> bool:
    """Whether an adjective or adverb only colours its word, which says the same without it."""
    first = token
    while first.dep_ == "conj":
        first = first.head
    return (
        first.dep_ in {"amod", "advmod"}
        and token.lower_ in COLOURS
        and not any(c.dep_ not in {"cc", "punct", "conj", "advmod"} for c in token.children)
        and first.head.lemma_ not in _LIGHT
    )


def _grown(head: Token, most: int, left_out: set[int]) -> list[Token]:
    taken = _trimmed(_core(head, left_out), head, most)
    examples = False
    while True:
        for _, group in sorted(_extras(taken, head, left_out, examples), key=lambda pair: (pair[0], pair[1][0].i)):
            bare = {t for token in group for t in _core(token, left_out)}
            full = {t for token in group for t in token.subtree if not left_out & {t.i, *(a.i for a in t.ancestors)}}
            grown = next((g for g in (taken | bare, taken | full) if _fits(g, taken, most)), None)
            if grown is not None:
                taken = grown
                break
        else:
            if examples or count(taken) > FEW:
                return sorted(hyphened(taken), key=lambda t: t.i)
            examples = True


def _fits(grown: set[Token], taken: set[Token], most: int) -> bool:
    """Whether a phrase may grow: it is short enough, and nothing more is cut off than before."""
    return count(grown) <= most and severed(hyphened(grown)) <= severed(hyphened(taken))


def count(tokens: Iterable[Token]) -> int:
    """How many words the tokens make."""
    return len(words(sorted(tokens, key=lambda t: t.i)).split())


def _core(head: Token, left_out: set[int]) -> set[Token]:
    """The head and what it cannot stand without."""
    taken, waiting = {head}, [head]
    while waiting:
        token = waiting.pop()
        for child in token.children:
            if child.i not in left_out and child not in taken and needed(token, child):
                taken |= set(_conjunct(token, child)) if child.dep_ == "conj" else {child}
                waiting.append(child)
    return taken


def needed(token: Token, child: Token) -> bool:
    """Whether a word says too little, or something else, without this child."""
    after = child.i > token.i
    if (child.dep_ == "ccomp" and not after) or (child.dep_ == "predet" and child.lower_ == "both"):
        return False
    if after and child.dep_ in _CLOSE and set_off(child):
        return False
    if child.dep_ == "dobj" and any(c.dep_ == "dobj" and c.i < child.i and not _owner(c) for c in token.children):
        return False
    if child.dep_ == "acl" and wanted(token, child):
        return True
    if child.dep_ == "preconj":
        return child.lower_ == "neither"
    if child.dep_ in {"relcl", "acl"}:
        return token.lemma_ in _LIGHT and token.dep_ == "pobj"
    if child.dep_ == "advmod":
        return token.pos_ in {"ADJ", "ADV", "NUM"} or child.tag_ in {"WRB", "JJR"} or child.lower_ in _WEIGHTY
    if child.dep_ == "prep":
        return _stranded(token, child) or (filled(child) and _bound(token, child))
    if child.dep_ == "conj":
        return _shares(token, child)
    return child.dep_ in _CORE


def _owner(noun: Token) -> bool:
    """Whether a noun owns the next one, whatever the parse: "growers' plots"."""
    return any(c.dep_ == "case" and c.i == noun.i + 1 for c in noun.children)


def _stranded(verb: Token, preposition: Token) -> bool:
    """Whether a preposition stands alone behind a passive, or behind a verb that a "what" before it completes."""
    alone = preposition.i == verb.i + 1 and not any(c.i > preposition.i for c in preposition.children)
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    return alone and verb.pos_ == "VERB" and (passive or verb.left_edge.tag_ in {"WP", "WDT"})


def _bound(token: Token, preposition: Token) -> bool:
    """Whether a word says nothing without its preposition: "invest in", "lack of", "in line with", "away from"."""
    next_to = preposition.i == token.i + 1
    if token.pos_ in {"ADV", "ADP"} or (token.dep_ == "pobj" and token.lower_ in _LINKS):
        return bool(next_to)
    if preposition.lower_ == "of" and token.pos_ in {"NOUN", "PROPN", "NUM", "PRON", "ADJ"}:
        return True
    bare = not any(c.dep_ in COMPLEMENTS for c in token.children)
    first = next((c for c in token.children if c.dep_ == "prep" and c.i > token.i), None)
    return token.pos_ in {"VERB", "ADJ"} and bare and preposition == first and preposition.i - token.i <= 3


def _shares(token: Token, conjunct: Token) -> bool:
    """Whether both must stand: "develop and publish a plan", "between A and B", "local and national"."""
    first = token
    while first.dep_ == "conj":
        first = first.head
    if any(c.lower_ in _BETWEEN for c in first.children) or first.head.lower_ == "between":
        return True
    near = conjunct.i - token.i <= 2
    if token.pos_ == "VERB":
        return near and not any(c.dep_ in COMPLEMENTS | {"prep"} for c in token.children)
    return near and token.dep_ in {"amod", "compound", "nmod"}


def _conjunct(token: Token, conjunct: Token) -> list[Token]:
    """A conjunct with the "and" or comma before it."""
    marks = [c for c in token.children if token.i < c.i < conjunct.i and (c.lower_ in _AND or c.text == ",")]
    return [*marks[-1:], conjunct]


def _list(token: Token, conjunct: Token) -> list[Token]:
    """All further items of a list with what parts them, or nothing where no "and" ends it."""
    found: list[Token] = []
    while True:
        between = [c for c in token.children if token.i < c.i < conjunct.i and (c.dep_ == "cc" or c.text == ",")]
        found += [*between, conjunct]
        following = next((c for c in conjunct.children if c.dep_ == "conj" and c.i > conjunct.i), None)
        if following is None:
            clauses = any(c.dep_ in {"nsubj", "nsubjpass"} for t in found for c in t.children)
            return found if any(c.lower_ in _AND for c in between) and not clauses else []
        token, conjunct = conjunct, following


def _extras(taken: set[Token], head: Token, left_out: set[int], examples: bool) -> Iterable[tuple[float, list[Token]]]:
    """What may be added: how late, and the tokens that head it."""
    for token in taken:
        for child in token.children:
            if (
                child in taken
                or child.i in left_out
                or child.dep_ not in _EXTRA
                or not _welcome(token, child, head, examples)
            ):
                continue
            group = _list(token, child) if child.dep_ == "conj" else [child]
            if group and not (child.dep_ == "acl" and len(hyphened(_core(child, left_out))) == 1 + 2 * _joined(child)):
                yield _EXTRA[child.dep_] + depth(token, head) / 10, group


def _joined(token: Token) -> bool:
    """Whether a word is the end of one that a hyphen holds together."""
    return token.i > 1 and token.nbor(-1).text == "-" and not token.nbor(-1).whitespace_


def _welcome(token: Token, child: Token, head: Token, examples: bool) -> bool:
    """Whether what a word carries can stand in a label."""
    if examples and child.dep_ == "prep" and _gives_examples(child):
        return filled(child)
    if child.dep_ in {"relcl", "advcl", "acl", "prep", "advmod", "npadvmod"} and set_off(child):
        return False
    if child.dep_ == "conj":
        return _likes(token, child)
    if child.dep_ == "advmod":
        return child.lower_ not in SENTENCE_ADVERBS and not any(c.lower_ in {"as", "so"} for c in child.children)
    if child.dep_ == "prep":
        example = (
            (child.lower_ == "like" and token.pos_ != "VERB")
            or child.lower_ == "including"
            or any(c.lower_ in {"such", "well"} for c in child.children)
        )
        loose = child.lower_ == "as" and token.pos_ == "VERB" and token.lemma_ not in AS
        compared = child.lower_ == "than" and not any(t.tag_ in {"JJR", "RBR"} for t in token.subtree if t.i < child.i)
        return (
            filled(child) and not compared and not example and not loose and not (token == head and child.i < token.i)
        )
    if child.dep_ == "relcl":
        return _contact(token, child) or any(
            t.tag_ in {"WDT", "WP", "WP$", "WRB", "TO"} for t in child.subtree if t.i < child.i
        )
    if child.dep_ == "advcl":  # what for: "to cut costs"
        return child.tag_ == "VB" and any(c.tag_ == "TO" for c in child.children)
    return True


def _contact(noun: Token, clause: Token) -> bool:
    """Whether a clause describes the noun right before it without a "that": "the risks growers take"."""
    subject = next((c for c in clause.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    return subject is not None and subject.pos_ != "PRON" and clause.left_edge.i == noun.i + 1


def _gives_examples(preposition: Token) -> bool:
    """Whether a preposition names some of what stands before it: "plants, including ferns"."""
    such = any(c.lower_ == "such" for c in preposition.children)
    return preposition.lower_ == "including" or (preposition.lower_ == "as" and such)


def _likes(token: Token, conjunct: Token) -> bool:
    """Whether two words are of a kind, so that "and" may join them."""
    if token.tag_ in {"VBZ", "VBP", "VBD"} and _bare_ing(conjunct):
        return False
    if {token.lower_, conjunct.lower_} in ({"was", "were"}, {"is", "are"}):
        return False  # of two subjects
    if any(c.dep_ == "expl" for c in token.children) and any(c.dep_ == "aux" for c in conjunct.children):
        return False  # "there should be … and will not …"
    return token.pos_ == conjunct.pos_ or (token.pos_ in NOUNS) == (conjunct.pos_ in NOUNS)


def _bare_ing(token: Token) -> bool:
    return token.tag_ == "VBG" and not any(c.dep_ == "aux" for c in token.children)


def _trimmed(taken: set[Token], head: Token, most: int) -> set[Token]:
    """Without the least telling parts, until the words are few enough or nothing can go."""

    def telling(token: Token) -> tuple[int, int, int]:
        held = 4 * (
            (token.dep_ == "prep" and token.lower_ == "of") or (token.dep_ == "acl" and wanted(token.head, token))
        )
        return _LOOSE[token.dep_] - held, depth(token, head), token.i

    while count(taken) > most:
        loose = [t for t in taken if t != head and t.dep_ in _LOOSE and t.head in taken and _droppable(t)]
        if not loose:
            break
        least = max(loose, key=telling)
        gone = set(least.subtree)
        if least.dep_ == "conj":
            between = (c for c in least.head.children if least.head.i < c.i < least.i)
            gone |= {c for c in between if c.dep_ in {"cc", "punct"}}
        taken = taken - gone
    return taken


def _droppable(token: Token) -> bool:
    if token.dep_ == "xcomp":
        return token.head.pos_ not in {"VERB", "AUX"}
    bound = token.tag_ == "WRB" or token.lower_ in _WEIGHTY or token.i > token.head.i
    return not (token.dep_ == "advmod" and bound)


def hyphened(taken: set[Token]) -> set[Token]:
    """With the other parts of words that hyphens hold together."""
    whole, waiting = set(taken), list(taken)
    while waiting:
        token = waiting.pop()
        for step in (-1, 1):
            near = token.i + step
            if not 0 <= near < len(token.doc):
                continue
            left, right = (token.doc[near], token) if step < 0 else (token, token.doc[near])
            if not left.whitespace_ and {"-", "/"} & {left.text, right.text} and token.doc[near] not in whole:
                whole.add(token.doc[near])
                waiting.append(token.doc[near])
    return whole
