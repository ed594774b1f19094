"""Labels that a person would write, cut out of the quotes of an entity along their grammar.

Each quote offers phrases: a reform's begin with the verb of its ask ("The Government should publish …" → "Publish …"),
a barrier's name what stands in the way, a mission's read as a goal. Phrases are pruned to twelve words where the parse
lets them go, and the one that says most and leans on nothing outside itself becomes the label.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from missiongraph.ontology.model import EntityKind

from .asks import reform_phrases
from .goals import mission_phrases
from .obstacles import barrier_phrases
from .phrases import Phrase
from .pruning import MOST, MOST_OF_CLAUSE

_PHRASES: dict[EntityKind, Callable[[str], Iterator[Phrase]]] = {
    EntityKind.REFORM: reform_phrases,
    EntityKind.BARRIER: barrier_phrases,
    EntityKind.MISSION: mission_phrases,
}
LEAST = 3  # words
#: Words at most; a barrier is often a clause, which loses its sense when it is cut.
_MOST = {EntityKind.REFORM: MOST, EntityKind.BARRIER: MOST_OF_CLAUSE, EntityKind.MISSION: MOST}
#: Words that point outside the label.
_LEANS = re.compile(
    r"\b(?:this|these|those|they|them|he|she|him|her|his|such|above|below|latter|former|following|aforementioned|here|"
    r"it(?! (?:is|was|be|remains|(?:may|might|can|could|will|would) be|becomes|became)(?: \w+){1,3} (?:to|for|that)\b)|"
    r"there(?! (?:is|are))|we|i|you|us|me|my|your|our|ours|should|must|one (?:and|or|that|which|to)|do so|"
    r"does so|doing so|another|others|same)\b|"
    r"^(?:many|some|most|several|few|both|neither|none|all)(?= (?:that|who|which|of (?:the|these)|are|is|were|was|"
    r"have|has|had|do|did|still|also|can|could|cannot|will|would|may|might)\b)",
    re.I,
)
#: Words that point outside only where nothing before them in the label is named.
_OWNS = re.compile(
    r"^(?:\w+ ){0,2}(?:its|their|theirs|itself|themselves|which|who|whom|whose|that (?:is|are|was|were))\b", re.I
)
#: Pronouns that a label should not begin with.
_OPENS = re.compile(r"(?:we|they|this|these|those|he|she|you|i)\b", re.I)
#: A question's words or their order, without the question.
_INVERTED = re.compile(r"(?:does|did|is|are|was|were|has|have|do(?! not)|which|what|whether|how|why)\b", re.I)
#: Words that name nothing by themselves.
_NAMELESS = re.compile(
    r"\b(?:a|an|the|of|and|or|in|some|many|several|most|main|key|number|range|series|set|common(?:ly)?|frequent(?:ly)?|"
    r"other|further|following|long-term|long-standing|particular|important|big|biggest|common|real|significant|specific|major|perceived|identified|barriers?|challenges?|issues?|problems?|"
    r"concerns?|risks?|difficult(?:y|ies)|obstacles?|constraints?|weakness(?:es)?)\b",
    re.I,
)
_DANGLES = re.compile(
    r"\b(?:a|an|the|and|or|but|of|to|in|on|at|by|for|with|from|as|that|which|who|is|are|was|were|be|been|has|"
    r"have|had|not|can|could|may|might|will|would|should|must|than|into|within|between|including|such|if|when|where|"
    r"while|because|any|all|each|every|(?<!do )both|either|more|most|very|their|its|our|his|her|e\.g\.?|i\.e\.?|per|"
    r"through|about|across|upon|so|relevant|crucial|co-produced|based|due|able|likely|aimed|designed|relating|depending|according|amounted|amenable|enough|includes?|means|just|only)$",
    re.I,
)
#: Words that begin a new cell or line within a label.
_RUN_ON = re.compile(
    r"(?<=[a-z] )(?:Lack|Inappropriate|Inconsistent|Difficult(?:y|ies)|No|Not|Poor|Failure|Insufficient|The|A|An|"
    r"In|It|This|There)\b"
)
_GARBLED = re.compile(r"[|<>{}=\\]|\.{2,}|\b\w(?: \w){3,}\b|�|https?:|www\.|\(\)")


def label(kind: EntityKind, quotes: Sequence[str]) -> str:
    """The best label that the quotes of an entity offer; earlier quotes win ties.

    >>> label(EntityKind.REFORM, ["The Government should publish a plan for local delivery, including dates."])
    'Publish a plan for local delivery'
    >>> label(EntityKind.BARRIER, ["However, there is a lack of trust between councils and residents, we heard."])
    'A lack of trust between councils and residents'
    >>> label(EntityKind.MISSION, ["Our aim is to double the number of trees by 2040."])
    'Double the number of trees by 2040'
    """
    return best(kind, quotes)[0]


def best(kind: EntityKind, quotes: Sequence[str], plain: Sequence[str] = ()) -> tuple[str, float]:
    """The best label, and how plainly the quotes say what an entity of the class says (:func:`plainness`).

    :param plain: of quotes in which names were filled in, the words as they stand
    """
    offers = [
        (phrase, 0.05 * n + 2.0 * ("|" in quote), -n)
        for n, quote in enumerate([*quotes, *plain])
        for phrase in _offered(kind, quote)
    ]
    chosen = max(offers, key=lambda offer: (rank(offer[0], _MOST[kind]) - offer[1], offer[2]))[0]
    text = re.sub(r"^that ", "", chosen.text, flags=re.I)
    return text[:1].upper() + text[1:], max(plainness(phrase, _MOST[kind]) - cost for phrase, cost, _ in offers)


@lru_cache(maxsize=20_000)
def _offered(kind: EntityKind, quote: str) -> tuple[Phrase, ...]:
    return tuple(phrase for phrase in _PHRASES[kind](quote) if phrase.text)


def cell_label(text: str) -> str:
    """The label of a cell that a table lists as what stands in the way: its own words, unless they are too many.

    >>> cell_label("short leases, and no money")
    'Short leases, and no money'
    """
    own = re.sub(r"\s+", " ", text).strip(" .;:")
    return own[:1].upper() + own[1:] if len(own.split()) <= MOST_OF_CLAUSE else label(EntityKind.BARRIER, [text])


def rank(phrase: Phrase, most: int = MOST) -> float:
    """How well a phrase of at most so many words serves as a label."""
    return (
        phrase.worth
        + 2.0 * phrase.known
        + 0.35 * min(phrase.content, 6)
        - 0.6 * (len(phrase.text.split()) < 5)
        - _faults(phrase, most)
    )


def plainness(phrase: Phrase, most: int = MOST) -> float:
    """How plainly a phrase states what is asked or amiss: where quotes offer little, there is seldom an entity."""
    return phrase.plain + 0.25 * min(phrase.content, 6) - _faults(phrase, most)


def _faults(phrase: Phrase, most: int) -> float:
    count = len(phrase.text.split())
    faults = (
        len(_LEANS.findall(phrase.text)) * 2.0
        + 1.2 * (_OPENS.match(phrase.text) is not None)
        + 1.5 * (_OWNS.search(phrase.text) is not None)
    )
    faults += 4.0 * (count > most) + 4.0 * (count < LEAST) + 6.0 * bool(_DANGLES.search(phrase.text))
    faults += 4.0 * bool(_GARBLED.search(phrase.text) or _RUN_ON.search(phrase.text))
    faults += 3.0 * (_INVERTED.match(phrase.text) is not None) + 3.0 * (not _NAMELESS.sub("", phrase.text).strip(" ,-"))
    return faults + 1.6 * (phrase.content < 3)


__all__ = ["best", "cell_label", "label", "plainness", "rank"]
