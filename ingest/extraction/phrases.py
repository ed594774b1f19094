"""What labels are made of: phrases with their worth, cleaned quotes, and the forms of verbs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from spacy.tokens import Token

from . import cues
from .compression import slighted
from .flaws import flaws
from .syntax import leans, resolved, unowned
from .wholeness import narrowed, severed

SAYING = frozenset(
    "say find hear note report tell argue warn highlight identify state raise believe think understand recognise "
    "acknowledge suggest know feel conclude show see mean indicate observe explain describe point stress "
    "emphasise demonstrate reveal claim comment mention agree consider appear seem express remain speak talk "
    "discuss refer".split()
)
ACTORS = frozenset(
    "government minister ministry department treasury council authority board regulator body provider company "
    "organisation organization team trust force committee commission leader secretary chief university agency "
    "office employer business firm funder partner charity parliament developer operator manager professional "
    "service system programme sector industry nation country officer director inspectorate police group "
    "institution taskforce hub england owner collaborative cluster forum unit community clinician practice union "
    "trade supplier researcher practitioner staff commissioner stakeholder".split()
)
_STARTERS = frozenset(
    "the a an all any each every some many most more new no not local national regional there this these those "
    "such our their its support access funding data better further public private clear existing current future "
    "other both".split()
)
#: Nouns of which everybody knows which is meant.
_SEEN = frozenset("government public country economy state nation world internet media police future past law".split())
_DESCRIBING = frozenset("amod compound nmod prep relcl acl poss appos nummod".split())
_PARTICIPLES = {
    "hold": "held",
    "break": "broken",
    "cut": "cut",
    "lose": "lost",
    "make": "made",
    "slow": "slowed",
    "leave": "left",
    "put": "put",
    "drive": "driven",
    "undermine": "undermined",
    "stop": "stopped",
    "hit": "hit",
    "give": "given",
}


#: Below any threshold of plainness.
NOT_PLAIN = -99.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Text that may serve as a label, its worth as one, and how many words of it mean something."""

    text: str
    worth: float
    content: int
    plain: float  # how plainly it says what is asked or amiss, whatever else the sentence says
    known: int = 0  # how many pronouns stand for a word of it


def clean(text: str) -> str:
    """A quote without numbering, marks, brackets and quotation marks.

    >>> clean("4a) The plan (2019) is “late”.")
    'The plan is late.'
    """
    text = re.sub(
        r"^\W*(?:recommendation\s*\d*\s*[:.–-]?\s*)?(?:\(?[0-9]+[a-z]?[.)](?!\d)\s*|\(?(?:[a-z]|[ivx]+)\)\s*|[•–-]\s*)*",
        "",
        text,
        flags=re.I,
    )
    text = re.sub(r"\[([A-Za-z]+)\]", r"\1", text)  # an editor's letters: "require[d]"
    text = re.sub(r"\s*\([^)]*\)|\s*\[[^\]]*\]|[\"“”*_]", "", text)
    text = re.sub(r"\bin order (?=to\b)", "", text).replace(" & ", " and ")
    text = re.sub(r"(?<![A-Za-z])[‘']([^‘’']+(?:[’'](?=[a-z])[^‘’']+)*)[’'](?![a-z])", r"\1", text)
    text = re.sub(r"(?<=[a-z])n[’']t\b", " not", text.replace("can’t", "cannot").replace("can't", "cannot"))
    text = re.sub(r"\s[–—-]\s|—", " – ", text)
    prefix = re.match(r"(?P<name>[^:.,;]{3,60}):\s+(?P<rest>\S+ \S+ \S+.*)", text)
    if prefix is not None and len(prefix.group("name").split()) <= 5 and cues.leads(cues.plain(text)) is None:
        text = prefix.group("rest")
    text = re.sub(
        r",? (?:where|if|as|when|wherever) (?:possible|necessary|appropriate|required|needed|relevant|applicable)\b,?",
        "",
        text,
    )
    if sum(c.isupper() for c in text) > 0.6 * sum(c.isalpha() for c in text):
        text = text.capitalize()
    text = re.sub(r"(?:(?<=[a-z])|(?<=[a-z][.,]))(?:\d{1,3}|[¹²³⁰-⁹]+)(?=\s|$)", "", text)
    text = re.sub(r",? as (?:soon|quickly|early) as (?:possible|practicable|feasible)\b,?", "", text)
    text = re.sub(r",? (?:for example|for instance)\b,?|, in particular\b,?| in particular(?=[,.;:]|$)", "", text)
    text = re.sub(r"^including (?=\w+ing\b)", "", text, flags=re.I)
    text = re.sub(
        r"(?<=[a-z]s)’(?= [a-z])", "'", text
    )  # parsed as of a plural, where "’" would be taken for a closing quote
    return re.sub(r"\s+", " ", text).strip(" ,;:–—-")


def offer(text: str, worth: float, tokens: Iterable[Token], *, form: float = 0.0) -> Phrase:
    """A phrase, its worth less what its words lost; the costs were fitted to judged labels.

    :param form: what its form costs it as a label
    """
    tokens = sorted(set(tokens), key=lambda t: t.i)
    meant = [t for t in tokens if t.pos_ in {"NOUN", "PROPN", "ADJ", "VERB", "NUM"} and not t.is_stop]
    lost = min(narrowed(tokens), 3)
    worth -= severed(tokens) + 1.5 * sum(leans(t) for t in tokens) + 0.8 * len(unowned(tokens))
    known = sum(resolved(t) for t in tokens)
    pronouns = sum(t.tag_ == "PRP" and t.dep_ != "expl" for t in tokens) - known
    cost = (
        form
        + flaws(tokens)
        + 0.4 * slighted(tokens)
        + 0.9 * lost
        + 0.4 * _gaps(tokens)
        + 1.2 * len(_bare(tokens))
        + 0.6 * pronouns
    )
    text = re.sub(r"\s+", " ", text).strip(" ,;:.–—-•")
    return Phrase(text, worth - cost, len(meant), worth - 0.4 * lost, known)


def reworded(found: Phrase) -> Phrase:
    """A phrase in other words than plainness counts: it may be a label, and is no reason to keep an entity."""
    return replace(found, plain=NOT_PLAIN)


def _gaps(tokens: list[Token]) -> int:
    """How often words of the sentence are left out between others."""
    return sum(b.i - a.i > 1 for a, b in pairwise(tokens))


def _bare(tokens: list[Token]) -> list[Token]:
    """Nouns that "the" alone stands before, and of which nothing says which they are: "the plan"."""
    inside = {t.i for t in tokens}
    heads = [t.head for t in tokens if t.lower_ == "the" and t.dep_ == "det" and t.i < t.head.i and t.head.i in inside]
    return [
        noun
        for noun in heads
        if noun.pos_ == "NOUN"
        and noun.lemma_.lower() not in _SEEN
        and not any(c.i in inside and c.dep_ in _DESCRIBING for c in noun.children)
    ]


def small(text: str) -> str:
    """The first letter small, unless the first word is a name or an acronym."""
    first = text.split(" ", 1)[0]
    lower = first.lower()
    plain = first[1:] == lower[1:] and (
        lower in _STARTERS or lower.rstrip("s") in ACTORS or lower.removesuffix("ies") + "y" in ACTORS
    )
    return text[:1].lower() + text[1:] if plain else text


def before(verb: Token) -> list[Token]:
    """The children of a verb that stand before it, but its "not"."""
    return [c for c in verb.children if c.i < verb.i]


def outside(token: Token) -> list[Token]:
    """What links a phrase to the sentence around it."""
    return [c for c in token.children if c.dep_ in {"cc", "mark", "punct", "intj", "preconj"} and c.i < token.i]


def base_form(verb: Token) -> str:
    """The base form of a verb, spelt as in British reports."""
    if verb.lower_ in {"am", "is", "are", "was", "were", "be", "been"}:
        return "be"
    if verb.tag_ in {"VB", "VBP"} and verb.is_alpha:
        return verb.lower_
    lemma = verb.lemma_.lower()
    return lemma[:-1] if lemma not in cues.VERBS and lemma[:-1] in cues.VERBS else lemma


def base_forms(verb: Token) -> dict[int, str]:
    """The base forms of the verbs that share the ask: "develops and publishes"."""
    shared = (t for t in verb.conjuncts if t.tag_ in {"VBZ", "VBG", "VBP"} and t.i > verb.i)
    return {t.i: base_form(t) for t in shared if t.tag_ != "VBZ" or t.nbor(-1).pos_ not in {"NOUN", "PROPN"}}


def third_person(base: str, plural: bool) -> str:
    """Third person of a base form.

    >>> [third_person(v, False) for v in ("be", "have", "carry", "reach", "set")], third_person("be", True)
    (['is', 'has', 'carries', 'reaches', 'sets'], 'are')
    """
    if plural:
        return "are" if base == "be" else base
    if base in {"be", "have", "do", "go"}:
        return {"be": "is", "have": "has", "do": "does", "go": "goes"}[base]
    if base.endswith("y") and base[-2:-1] not in set("aeiou"):
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "x", "z", "ch", "sh")) else "s")


def participle(base: str) -> str:
    """The past participle of a base form.

    >>> [participle(v) for v in ("limit", "hinder", "impede", "stifle", "hold")]
    ['limited', 'hindered', 'impeded', 'stifled', 'held']
    """
    if base in _PARTICIPLES:
        return _PARTICIPLES[base]
    if base.endswith("y") and base[-2:-1] not in set("aeiou"):
        return base[:-1] + "ied"
    return base + ("d" if base.endswith("e") else "ed")
