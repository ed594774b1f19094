"""Everyday words for the ontology's: people say recommendation, problem, charity and council.

They stand for the same thing in addresses (``/recommendations``, ``/charities``), in parameters
(``find=recommendations``) and in the names of questions.
"""

from __future__ import annotations

import re

from missiongraph.search.everyday import plural

#: Everyday word → the ontology's, as both stand in addresses.
_SAME = {
    "reform": "recommendation proposal solution change",
    "barrier": "problem obstacle challenge",
    "mission": "goal aim objective",
    "actor": "organisation organization stakeholder",
    "report": "document publication",
}
#: Class of actors → what people call it, singular and plural for addresses, and the words of a page.
ACTORS = {
    "PublicBody": ("public-body", "public-bodies", "Public bodies"),
    "LocalGovernment": ("council", "councils", "Councils and local government"),
    "CivilSociety": ("charity", "charities", "Charities and community groups"),
    "BusinessOrLabour": ("business", "businesses", "Businesses and unions"),
    "ResearchBody": ("university", "universities", "Universities and research bodies"),
    "PoliticalParty": ("party", "parties", "Political parties"),
    "InternationalBody": ("international-body", "international-bodies", "International bodies"),
    "Person": ("person", "people", "People"),
    "Group": ("group", "groups", "Groups of people"),
}
#: Further everyday words for a class of actors, in the singular.
_KINDS = {
    "PublicBody": "department ministry regulator watchdog agency inspectorate quango",
    "LocalGovernment": "local-authority town-hall",
    "CivilSociety": "non-profit community-group voluntary-organisation voluntary-organization",
    "BusinessOrLabour": "firm company employer union trade-union supplier",
    "ResearchBody": "think-tank research-body",
    "PoliticalParty": "political-party",
}
WORDS = {word: one for one, words in _SAME.items() for word in words.split()}
WORDS |= {f"{word}s": f"{one}s" for word, one in WORDS.items()}
#: Everyday plural → the class of actors it names.
CLASSES = {plural: name for name, (_, plural, _) in ACTORS.items()}


_CLASS_OF = {word: name for name, (one, many, _) in ACTORS.items() for word in (one, many)}
_CLASS_OF |= {form: name for name, words in _KINDS.items() for one in words.split() for form in (one, plural(one))}
_FORMS = "|".join(sorted(_CLASS_OF, key=len, reverse=True)).replace("-", "[ -]")
_ACTS = "should|could|can|will|would|must|may|might|is|has|does"
_SPOKEN = re.compile(rf"\bwhich (?:\w+ )?({_FORMS})(?:(?<=s)|(?<=people)|(?= (?:{_ACTS})\b))(?!\w)")


def actor_class(word: str) -> str | None:
    """The class of actors that an everyday word names, singular or plural; None for other words.

    >>> actor_class("charities"), actor_class("regulator"), actor_class("Local authorities"), actor_class("actors")
    ('CivilSociety', 'PublicBody', 'LocalGovernment', None)
    """
    return _CLASS_OF.get(word.lower().replace(" ", "-"))


def asked_class(question: str) -> str | None:
    """The class of actors that a question asks for by "which".

    >>> asked_class("Which local charities could help?"), asked_class("which regulator should act")
    ('CivilSociety', 'PublicBody')
    >>> asked_class("who pays councils"), asked_class("which company law has to change")
    (None, None)
    """
    found = _SPOKEN.search(question.lower())
    return actor_class(found[1]) if found else None


def plain_word(word: str) -> str:
    """The ontology's word for an everyday one; others as they are.

    >>> plain_word("recommendations"), plain_word("problem"), plain_word("charities"), plain_word("barriers")
    ('reforms', 'barrier', 'actors', 'barriers')
    """
    word = word.lower()
    return "actors" if actor_class(word) else WORDS.get(word, word)
