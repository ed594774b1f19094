"""Which of a report's own numbered recommendations extraction has to find.

Committees number conclusions and recommendations alike; only those that ask for something are wanted. What a response
quotes is another report's, so a response has none of its own.
"""

from __future__ import annotations

from missiongraph.ontology.model import Document, EntityKind, Extraction, PassageKind, ReportType

from . import cues

ASKS = ("should", "recommend", "must", "need_to", "call")


def asks(text: str) -> bool:
    """Whether a text asks for something.

    >>> asks("Ministers should publish a plan."), asks("We were told of delays.")
    (True, False)
    """
    plain = cues.plain(text)
    return any(cues.has(cue, plain) for cue in ASKS)


def recall(document: Document, extraction: Extraction) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The numbers of the recommendations that a report makes, and those of them that no reform carries."""
    if document.metadata.type is ReportType.RESPONSE:
        return (), ()
    wanted = dict.fromkeys(
        b.number
        for b in document.blocks
        if b.recommendation and b.number and b.kind is not PassageKind.HEADING and asks(b.text)
    )
    found = {e.number for e in extraction.entities if e.kind is EntityKind.REFORM}
    return tuple(wanted), tuple(number for number in wanted if number not in found)
