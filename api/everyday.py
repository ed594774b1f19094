"""Everyday words for the ontology's: people say recommendation, problem, charity and council.

They stand for the same thing in addresses (``/recommendations``, ``/charities``), in parameters
(``find=recommendations``) and in the names of questions.
"""

from __future__ import annotations

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
WORDS = {word: one for one, words in _SAME.items() for word in words.split()}
WORDS |= {f"{word}s": f"{one}s" for word, one in WORDS.items()}
#: Everyday plural → the class of actors it names.
CLASSES = {plural: name for name, (_, plural, _) in ACTORS.items()}


def plain_word(word: str) -> str:
    """The ontology's word for an everyday one; others as they are.

    >>> plain_word("recommendations"), plain_word("problem"), plain_word("charities"), plain_word("barriers")
    ('reforms', 'barrier', 'actors', 'barriers')
    """
    word = word.lower()
    return "actors" if word in CLASSES else WORDS.get(word, word)
