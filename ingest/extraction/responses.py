"""Documents that answer another report: who answered what, and how.

A response quotes each recommendation and answers it below. What it quotes is another report's and is not found again
as a reform; each answer becomes a response with its decision, read from the sentence that states it. A reply that
tells of work under way and never says yes or no is ``notStated``: silence is not consent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from missiongraph.ontology.identifiers import short_hash
from missiongraph.ontology.model import (
    Basis,
    Block,
    Claim,
    Decision,
    Document,
    Entity,
    EntityKind,
    Evidence,
    Extraction,
    Passage,
    PassageKind,
    Predicate,
    ReportType,
)

_NUMBER = r"\d+[a-z]?(?:\([ivx]+\))?"
_HEADING = re.compile(rf"^(?:conclusions?(?: and|/)? ?)?recommendations?\s+((?:{_NUMBER}(?:,\s*|\s+and\s+)?)+)", re.I)
_REPLY = re.compile(r"\b(?:response|reply)\b", re.I)
_SENTENCE = re.compile(r"\S.*?(?:[.!?](?=\s|$)|$)", re.S)

_ASKED = (
    r"(?:this|the|these|that|all|both|each|your)(?: \w+){0,3} "
    r"(?:recommendations?|conclusions?|proposals?|suggestions?)"
)

#: In order of precedence: the first row that any sentence of a reply meets decides; yes and no together are in part.
_CUES: tuple[tuple[Decision, tuple[str, ...]], ...] = (
    (
        Decision.ACCEPTED_IN_PART,
        (
            r"(?:partially|partly) (?:accept|agree|support)",
            r"(?:accept|agree|support)\w*(?: \w+){0,4} (?:in part|in principle)",
            r"rather than (?:a|publishing a) (?:separate|new|further)",
        ),
    ),
    (
        Decision.REJECTED,
        (
            r"(?:does not|do not|cannot|will not|not) (?:accept|agree|support)",
            rf"reject(?:s|ed)? {_ASKED}",
            r"there (?:are|is) (?:currently |at present )?no (?:current )?plans?",
            r"not minded to",
        ),
    ),
    (
        Decision.ACCEPTED,
        (
            rf"(?:accept|support|endorse|welcome)s? {_ASKED}",
            r"agrees? (?:with|that|to)",
            r"we agree",
            r"accepts? (?:this|the)",
            r"committed to continuing",
            r"commits? to (?:publish|report|do|set)\w*",
            r"suggestions [^.]*will be included",
            rf"to address {_ASKED}",
            r"will (?:be setting out our|report in|work \w+ to address)",
        ),
    ),
    (
        Decision.DEFERRED,
        (
            rf"will (?:carefully )?consider (?:{_ASKED}|options|whether|how|keeping|any)",
            r"unable to make decisions",
            r"(?:is|are) (?:exploring|considering)",
            r"will be (?:carefully )?assessed",
            r"to explore (?:support|options|whether)",
            r"under review",
            r"set out [^.]{0,90}\bin due course",
            r"respond (?:fully )?(?:in due course|at a later date)",
        ),
    ),
)
CUES = tuple((decision, re.compile(rf"\b(?:{'|'.join(rows)})\b", re.I)) for decision, rows in _CUES)


@dataclass(slots=True)
class Answer:
    """One answer: the numbers that it answers, and the blocks (indices) of the question and of the reply."""

    numbers: list[str] = field(default_factory=list)
    quoted: list[int] = field(default_factory=list)
    reply: list[int] = field(default_factory=list)


def answers(document: Document) -> list[Answer]:
    """The answers of a response document, in order; none of any other."""
    if document.metadata.type is not ReportType.RESPONSE:
        return []
    found: list[Answer] = []
    current: Answer | None = None
    level, answering = 0, False
    for index, block in enumerate(document.blocks):
        if block.kind is PassageKind.HEADING:
            depth = document.sections[block.section].level if block.section is not None else 0
            asked = _HEADING.match(block.text)
            if asked:
                current, level, answering = _next(found, current), depth, False
                _number(current, re.findall(_NUMBER, asked.group(1)))
            elif current and _REPLY.search(block.text):
                current.quoted += [i for i in current.reply if not answering]
                current.reply, answering = (current.reply if answering else []), True
            elif current and depth < level:
                current, answering = None, False
        elif block.kind is PassageKind.CONTENTS:
            continue
        elif block.recommendation and not answering:
            if current is None or current.reply:
                current = _next(found, None)
            current.quoted.append(index)
            _number(current, [block.number] if block.number else [])
        elif current is not None:
            current.reply.append(index)
    return [a for a in found if a.quoted and a.reply]


def quoted(document: Document) -> frozenset[int]:
    """The blocks of a response document that only quote what it answers; none of any other."""
    return frozenset(block for answer in answers(document) for block in answer.quoted)


def _next(found: list[Answer], current: Answer | None) -> Answer:
    if current is None or current.reply:
        found.append(Answer())
    return found[-1]


def _number(answer: Answer, numbers: Iterable[str]) -> None:
    answer.numbers += [n for n in numbers if n not in answer.numbers]


def decide(sentences: Iterable[str]) -> tuple[Decision, int]:
    """The decision that the sentences of a reply state, and the index of the one that states it (0 where none does).

    >>> decide(["The government supports this recommendation.", "Work will begin."])
    (<Decision.ACCEPTED: 'accepted'>, 0)
    >>> decide(["Space matters.", "There are currently no plans to offer fellowships."])
    (<Decision.REJECTED: 'rejected'>, 1)
    """
    rows = list(sentences)
    first = {
        decision: next((i for i, row in enumerate(rows) if pattern.search(row)), None) for decision, pattern in CUES
    }
    refused = first[Decision.REJECTED]
    if refused is not None and first[Decision.ACCEPTED] is not None:
        return Decision.ACCEPTED_IN_PART, refused
    return next(((decision, i) for decision, i in first.items() if i is not None), (Decision.NOT_STATED, 0))


def with_responses(document: Document, passages: tuple[Passage, ...], extraction: Extraction) -> Extraction:
    """The extraction with the document's answers, and without what it only quotes."""
    found = answers(document)
    if not found:
        return extraction
    another = quoted(document)
    foreign = frozenset(p.key for p in passages if p.block in another)
    kept = _own(extraction, foreign)
    entities, claims = list(kept.entities), list(kept.claims)
    for answer in found:
        response = _response(document.blocks, answer, passages)
        if response is not None:
            entities.append(response)
            claims += _by(response, kept.entities, passages)
    return replace(kept, entities=tuple(entities), claims=tuple(claims))


def _response(blocks: tuple[Block, ...], answer: Answer, passages: tuple[Passage, ...]) -> Entity | None:
    spans = [
        (p, m.start(), m.end())
        for p in passages
        if p.block in answer.reply
        for m in _SENTENCE.finditer(p.text)
        if len(m.group().split()) >= 4
    ]
    if not spans:
        return None
    decision, index = decide(p.text[a:b] for p, a, b in spans)
    passage, start, end = spans[index]
    asked = " and ".join(answer.numbers)
    what = f"to recommendation {asked}" if asked else f"on: {blocks[answer.quoted[0]].text[:60].strip()}"
    return Entity(
        key=_key(answer, passages),
        kind=EntityKind.RESPONSE,
        label=f"Response {what}",
        decision=decision,
        number=asked or None,
        confidence=0.6 if decision is Decision.NOT_STATED else 0.85,
        evidence=(Evidence(passage=passage.key, start=start, end=end),),
    )


def _key(answer: Answer, passages: tuple[Passage, ...]) -> str:
    return f"response/{short_hash('response', passages[0].key, *answer.numbers, *answer.quoted)}"


def asked(document: Document, passages: tuple[Passage, ...]) -> dict[str, str]:
    """Key of a response → the words of the recommendation that it answers, as the document quotes them."""
    return {_key(one, passages): " ".join(document.blocks[i].text for i in one.quoted) for one in answers(document)}


def _by(response: Entity, entities: tuple[Entity, ...], passages: tuple[Passage, ...]) -> list[Claim]:
    """Who answers: the first actor that the sentence of the decision names."""
    place = response.evidence[0]
    text = next(p.text for p in passages if p.key == place.passage)[place.start : place.end].lower()
    named = [
        (text.find(name.lower()), e.key)
        for e in entities
        if e.kind is EntityKind.ACTOR
        for name in (e.label, *e.aliases)
        if re.search(rf"\b{re.escape(name.lower())}\b", text)
    ]
    if not named:
        return []
    return [
        Claim(
            subject=response.key,
            predicate=Predicate.RESPONDED_BY,
            object=min(named)[1],
            basis=Basis.STATED,
            confidence=0.8,
            evidence=(place,),
        )
    ]


def _own(extraction: Extraction, foreign: frozenset[str]) -> Extraction:
    """What stands outside the quoted passages."""
    entities = []
    for entity in extraction.entities:
        mine = tuple(e for e in entity.evidence if e.passage not in foreign)
        if mine or entity.kind in (EntityKind.ACTOR, EntityKind.MISSION):
            entities.append(replace(entity, evidence=mine or entity.evidence))
    keys = {e.key for e in entities}
    claims = [
        replace(c, evidence=mine)
        for c in extraction.claims
        if c.subject in keys and c.object in keys and (mine := tuple(e for e in c.evidence if e.passage not in foreign))
    ]
    mentions = tuple(m for m in extraction.mentions if m.entity in keys)
    return replace(extraction, entities=tuple(entities), claims=tuple(claims), mentions=mentions)
