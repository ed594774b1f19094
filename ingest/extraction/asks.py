"""What a quote asks for, as phrases that begin with a verb: the labels that a reform may have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from . import cues
from .clauses import ASKING_VERBS, acts, as_object, opening, subject_of
from .compression import Take, compressed
from .phrases import SAYING, Phrase, base_form, base_forms, before, clean, offer, reworded, small, third_person
from .pruning import MOST, count, phrase
from .rewriting import ANALYSES, rewritten
from .syntax import parse, words

_ASKING = frozenset("should must shall ought".split())
_EMPTY = frozenset(
    "be have see note think know say look go come get happen seem appear become remain mean read welcome "
    "commend thank applaud endorse benefit do".split()
)
#: Nouns whose "is to …" asks for something.
_STEPS = frozenset(
    "recommendation proposal solution step priority action option answer idea intention remedy reform change "
    "ask need plan "
    "matter task way commitment approach suggestion".split()
)
#: "Monitoring and evaluation of …", which asks for both.
_PAIR = re.compile(rf"(\w+ing) and ({'|'.join(ANALYSES)}) of\b", re.I)
#: Prepositions whose "-ing" says what stands beside the ask: "a role in providing", "in advance of introducing".
_BESIDE = frozenset("in to without of for after before from while".split())
#: What somebody else intends.
_INTENDED = frozenset(
    "recommendation commitment effort ambition decision intention aim view call goal principle proposal".split()
)
_NOMINAL = {
    "creation": "create",
    "establishment": "establish",
    "introduction": "introduce",
    "development": "develop",
    "appointment": "appoint",
    "publication": "publish",
    "adoption": "adopt",
    "expansion": "expand",
    "removal": "remove",
    "reduction": "reduce",
    "improvement": "improve",
    "implementation": "implement",
    "formation": "form",
    "provision": "provide",
    "simplification": "simplify",
    "review": "review",
}
_NOUN_AFTER = re.compile(r"^\w+ (?:for|of|from|is|are|was|were|has|have|and|in|on|between|across|to)\b", re.I)
#: "how they can share", of those who are asked.
_HOW = re.compile(r"\b(how|where|when) (?:they|it|we) (?:can|could|might|may|should|will|would) (?!be\b)")
_FINITE = re.compile(
    r"^\W*\w+ing\b[^,.;]*\b"
    r"(?:is|are|was|were|will|would|has|have|can|could|should|must|needs|remains|requires)\b"
)
_AMBIGUOUS = frozenset(
    "support access focus plan research report test change cost lead measure benchmark fund share help use review "
    "address link launch target balance challenge process design work train pilot transfer set reform need "
    "update".split()
)


def reform_phrases(quote: str) -> Iterator[Phrase]:
    """What a quote asks for, each beginning with a verb."""
    text = clean(quote)
    asked = _as_ask(text)
    doc = parse(asked or text)
    for token in doc:
        strength = _asks(token, bool(asked))
        if strength:
            yield from _made(_reform(token, phrase), strength, token)
            yield from map(reworded, _rewritten(token, strength))
    for token in doc:
        verb = _NOMINAL.get(token.lower_)
        if verb and any(c.dep_ == "prep" and c.lower_ == "of" for c in token.children):
            of = next(c for c in token.children if c.dep_ == "prep" and c.lower_ == "of")
            inner = list(phrase(of, most=MOST)[1:])
            recommended = token.head.lemma_ in {"recommend", "propose", "suggest", "urge", "support"}
            yield offer(f"{verb} {words(inner)}", 3.0 if recommended else 1.0, [token, of, *inner])
    bare = [t for t in phrase(doc[:].root, most=MOST - 1) if t.dep_ != "punct"]
    yield offer(f"pursue {small(words(bare))}", -3.0, bare)


def _rewritten(verb: Token, strength: float) -> Iterator[Phrase]:
    """The ask in forms that a person would give it where its own words are too many or no order."""
    if verb.lemma_ == "include":
        return
    if verb.dep_ == "conj":
        strength *= 1.4  # the second of two asks is as good a label, where it says more
    yield from _made(_reform(verb, compressed), strength, verb)
    for ask, more in rewritten(verb):
        yield from _made(ask, strength + more, verb)


def _as_ask(text: str) -> str | None:
    """A bullet that begins with its verb as a sentence that asks for it, which is parsed far better."""
    pair = _PAIR.match(text)
    if pair is not None and (first := cues.BASE_OF.get(pair.group(1).lower())) and not _FINITE.search(text):
        return f"We should {first} and {ANALYSES[pair.group(2).lower()]}{text[pair.end() :]}"
    found = re.match(r"(?:to |and |by |also |further |continu(?:e|ing) to )*(?P<verb>[A-Za-z-]+)", text, re.I)
    if found is None:
        return None
    if re.match(r"to [^,.;]+, ", text, re.I):
        return None  # the purpose, and the ask after it
    word = found.group("verb").lower()
    verb = word if word in cues.VERBS else cues.BASE_OF.get(word) if word.endswith("ing") else None
    if verb is None and word in cues.BASE_OF and parse(text)[:].root.i == 0:
        verb = cues.BASE_OF[word]
    if verb is None or (word in _AMBIGUOUS and _NOUN_AFTER.match(text[found.start("verb") :])):
        return None
    if text[:3].lower() == "to " and _finite_after(text, found.start("verb")):
        return None
    if word.endswith("ing") and (_FINITE.search(text) or parse(text[found.start("verb") :])[0].dep_ == "csubj"):
        return None
    return f"We should {verb}{text[found.end() :]}"


def _finite_after(text: str, start: int) -> bool:
    """Whether what begins with "to …" is a sentence about it: "To close a gate is costly"."""
    root = parse(text)[:].root
    return root.idx > start and root.tag_ in {"VBZ", "VBP", "VBD", "MD"}


def _asks(token: Token, leading: bool) -> float:
    """How surely a verb is what is asked for; 0 where it is not."""
    if token.pos_ not in {"VERB", "AUX"} or token.dep_ in {"aux", "auxpass"} or _asks_nothing(token):
        return 0.0
    modals = {c.lower_ for c in token.children if c.dep_ == "aux"}
    if token.dep_ == "advcl" and "to" in modals and _does_more(token.head):
        return 0.9 * _asks(token.head, leading)
    if modals & _ASKING:
        return 3.6 if leading and token.i == 2 else 3.0 - 1.2 * (token.dep_ == "relcl")
    head = token.head
    if token.dep_ in {"xcomp", "ccomp", "advcl", "acl"} and token.tag_ in {"VB", "VBG"}:
        if head.lemma_ == "need" and token.dep_ in {"xcomp", "ccomp"}:
            return 2.6
        expected = head.lemma_ == "expect" and any(c.dep_ == "auxpass" for c in head.children)
        if head.lemma_ in ASKING_VERBS and head.pos_ == "VERB" and token.dep_ != "advcl" and not expected:
            return 2.4
        if expected:
            return 0.0
        if head.lemma_ == "be" and token.dep_ == "xcomp":
            named = [c for c in head.children if c.dep_ in {"nsubj", "expl", "attr"}]
            return 1.0 if not named or any(c.lemma_.lower() in _STEPS for c in named) else 0.0
    if (
        token.dep_ == "ccomp"
        and token.i > head.i
        and head.lemma_ in {"recommend", "propose", "suggest", "urge"}
        and token.tag_ in {"VBP", "VBZ"}
    ):
        return 3.0
    if (
        token.tag_ == "VBN"
        and token.lemma_ in {"need", "require"}
        and any(c.dep_ == "nsubjpass" for c in token.children)
    ):
        return 2.0
    if "will" in modals and token.dep_ == "relcl":
        return 0.3  # what something will do
    if "will" in modals:
        subject = subject_of(token)
        return 2.0 if subject is None or acts(subject) else 0.3
    if token.dep_ == "ROOT" and token.tag_ == "VB" and not any(c.dep_ == "nsubj" for c in token.children):
        return 2.8
    if token.dep_ == "conj" and token.tag_ == "VB" and token.head.i < token.i:
        return 0.6 * _asks(head, False) if head.dep_ != "conj" else 0.0
    if token.tag_ == "VB" and "to" in modals:
        return 0.2  # what for, rather than what
    if token.dep_ == "pcomp" and head.lower_ == "to" and head.head.lemma_ == "commit":
        return 2.4
    if token.tag_ == "VBG" and token.dep_ in {"pcomp", "ROOT", "csubj", "dobj", "xcomp"}:
        return 0.2 if token.dep_ == "pcomp" and head.lower_ in _BESIDE else 0.9
    if (
        token.dep_ == "ROOT"
        and token.lemma_ not in SAYING
        and (token.tag_ in {"VBP", "VBZ", "VBD", "VBG"} or modals & {"would", "could", "can", "may"})
    ):
        return 0.4
    return 0.0


def _asks_nothing(token: Token) -> bool:
    """Whether what stands around a verb says that it is no ask: a condition, a denial, a clause about something."""
    if token.lemma_ in {"need", "want", "like"} and any(c.dep_ == "xcomp" for c in token.children):
        return True  # what is needed is the verb after it
    if any(c.dep_ == "mark" and c.lower_ in {"if", "whether"} for c in token.children) or _how(token):
        return True
    if token.dep_ == "pcomp" and token.head.lower_ == "without":
        return True
    if token.dep_ in {"xcomp", "ccomp", "advcl"} and any(
        c.dep_ == "neg" for above in list(token.ancestors)[:2] for c in above.children
    ):
        return True  # "it would not be acceptable to …"
    governor = token.head if token.dep_ == "xcomp" else token
    if governor.dep_ == "relcl" and not any(c.tag_ in {"WDT", "WP"} and c.dep_ == "nsubj" for c in governor.children):
        return True  # what is asked for is the noun before it
    if any(c.dep_ == "dobj" and c.i < token.i for c in token.children):
        return True  # "what the Government should do"
    return _inverted(token)  # "should we find that …"


def _inverted(verb: Token) -> bool:
    """Whether a "should" before its subject makes a condition: "should the gate be shut"."""
    subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass", "expl"}), None)
    asked = verb.doc[-1].text == "?"
    return (
        subject is not None
        and not asked
        and any(c.dep_ == "aux" and c.lower_ == "should" and c.i < subject.i for c in verb.children)
    )


def _does_more(verb: Token) -> bool:
    """Whether what a verb is for says what is asked: "do more to mend fences"."""
    return verb.lemma_ == "do" and any(c.dep_ == "dobj" and c.lower_ in {"more", "all", "much"} for c in verb.children)


def _agrees(verb: Token) -> bool:
    """Whether a verb only says that its speaker is for what others intend: "we support the Board's ambition"."""
    objects = (c.lemma_.lower() for c in verb.children if c.dep_ == "dobj")
    return verb.lemma_ in {"support", "share", "accept", "wish"} and any(o in _INTENDED for o in objects)


def _how(verb: Token) -> bool:
    """Whether a clause says how, why or when something should be done, which asks for nothing."""
    return verb.dep_ in {"ccomp", "pcomp", "advcl"} and verb.left_edge.tag_ in {"WRB", "WP", "WDT"}


def _reform(verb: Token, take: Take) -> tuple[str, list[Token]]:
    """The ask of a verb as text that begins with a base form, and the tokens behind it."""
    subject = subject_of(verb)
    negated = any(c.dep_ == "neg" for c in verb.children)
    passive = any(c.dep_ in {"auxpass", "nsubjpass"} for c in verb.children)
    if (
        passive
        and subject is not None
        and verb.lemma_ in {"need", "require"}
        and not any(c.dep_ == "xcomp" for c in verb.children)
    ):
        whom = take(subject, most=MOST - 1)
        what = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ == "for" and c.i > verb.i), None)
        what_for = take(what, most=MOST - 1 - count(whom)) if what is not None else []
        if count([*whom, *what_for]) < MOST:
            whom = [*whom, *what_for]
        return f"ensure {small(words(whom, opening(whom)))}", whom
    if passive and subject is None and not any(c.dep_ == "dobj" for c in verb.children):
        return "", []
    if passive and subject is not None:
        whom = take(subject, most=8)
        rest = [
            t
            for t in take(verb, most=MOST - count(whom), without=[subject, *before(verb), *_passives(verb)], alone=True)
            if t.i > verb.i
        ]
        text = f"{base_form(verb)} {as_object(words(whom, opening(whom)))} {words(rest)}"
        return _no(negated, text), [*whom, verb, *rest]
    inner = take(verb, without=before(verb), alone=True)
    rest = [t for t in inner if t.i > verb.i]
    if verb.lemma_ == "be" and subject is not None and subject.lower_ in {"it", "this", "that"}:
        return "", []
    if subject is None or acts(subject):
        if verb.lemma_ in {"be", "have"} and subject is not None and subject.pos_ != "PRON":
            return _ensured(verb, subject, rest, take)
        comma = "," if rest and rest[0].text == "," else ""
        return _no(negated, f"{base_form(verb)}{comma} {words(rest, base_forms(verb))}"), inner
    if subject.dep_ == "expl":
        none = (" not" if rest and rest[0].dep_ == "det" else " no") if negated else ""
        return f"ensure there {_finite(verb, rest)}{none} {words(rest)}", rest
    if subject.pos_ == "PRON":
        return _no(negated, f"{base_form(verb)} {words(rest)}"), rest
    if verb.tag_ == "VBG" and any(c.lemma_ == "be" and c.dep_ == "aux" for c in verb.children):
        return _no(negated, f"{base_form(verb)} {words(rest, base_forms(verb))}"), rest
    return _ensured(verb, subject, rest, take)


def _passives(verb: Token) -> list[Token]:
    """The passives joined with one, which have the same subject: "listed, let and mended"."""
    return [c for c in verb.children if c.dep_ == "conj" and c.i > verb.i and c.tag_ in {"VBN", "VBD"}]


def _ensured(verb: Token, subject: Token, rest: list[Token], take: Take) -> tuple[str, list[Token]]:
    """ "Ensure the plan sets out …": the thing that should act is no actor."""
    who = take(subject, most=6)
    denied = [c for c in verb.children if c.dep_ == "neg"]
    room = MOST - 2 - count(who) - 2 * bool(denied)
    rest = [t for t in take(verb, most=room + 1, without=[subject, *before(verb)], alone=True) if t.i > verb.i]
    if not rest:
        return "", []
    plural = subject.tag_ in {"NNS", "NNPS"} or any(t.dep_ == "conj" and t.head == subject for t in who)
    forms = {
        t.i: third_person(base_form(t), plural) for t in verb.conjuncts if t.tag_ in {"VB", "VBP"} and t.i > verb.i
    }
    base = base_form(verb)
    finite = third_person(base, plural)
    if denied:  # "ensure the plan does not …", "is not …"
        finite = f"{finite} not" if base == "be" else f"{third_person('do', plural)} not {base}"
    return f"ensure {small(words(who, opening(who)))} {finite} {words(rest, forms)}", [*who, *denied, verb, *rest]


def _no(negated: bool, text: str) -> str:
    return f"do not {text}" if negated else text


def _finite(verb: Token, rest: Iterable[Token]) -> str:
    noun = next((t for t in rest if t.dep_ in {"attr", "nsubj", "dobj"}), None)
    return "are" if noun is not None and noun.tag_ in {"NNS", "NNPS"} else "is"


def _made(found: tuple[str, list[Token]], worth: float, verb: Token) -> Iterator[Phrase]:
    text, tokens = found
    if not text:
        return
    text = _HOW.sub(r"\1 to ", text)
    known = 0.6 * (text.split()[0] in cues.VERBS) - 1.5 * (verb.lemma_ in _EMPTY and not text.startswith("ensure"))
    form = (
        0.4 * text.startswith("ensure ")
        + 2.0 * text.endswith(" welcome")
        + 0.8 * (verb.lemma_ == "include")
        + 1.5 * _agrees(verb)
    )
    yield offer(text, worth + known - 0.01 * verb.i, tokens, form=form)
