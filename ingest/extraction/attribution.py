"""Whose words a quote is, who put a reform forward, and which reform a barrier holds back.

A sentence gives its words to somebody where it names an actor as the one who says them: "the Canal Trust argued that
…", "according to the Canal Trust", "…, said the Canal Trust". A block quotation belongs to whom the sentence before
it names. The report's own "we" is nobody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from missiongraph.ingest.sentences import sentences
from missiongraph.ontology.model import Basis, Claim, Entity, Evidence, PassageKind, Predicate

from .found import Found
from .links import Report, told
from .numbered import asks

#: Read by hand: of the reforms that another is said to put forward, the share that it did.
PROPOSED = 0.75
#: The same of reforms that a barrier is said to hold back.
CONSTRAINED = 0.6
_ADVERBS = (
    r"(?:(?:also|further|similarly|therefore|has|have|had|previously|recently|rightly|strongly|and others)\s+){0,3}"
)
_PROPOSING = (
    r"(?:recommend(?:s|ed)?|propos(?:es?|ed)|suggest(?:s|ed)?|call(?:s|ed) (?:for|on)|urg(?:es?|ed)|"
    r"advocat(?:es?|ed)|argu(?:es?|ed) (?:for|that)|want(?:s|ed)|ask(?:s|ed) (?:for|that))"
)
_SAYING = (
    r"(?:sa(?:ys?|id)|tells?|told|argu(?:es?|ed)|warn(?:s|ed)|not(?:es|ed)|found|finds|stat(?:es|ed)|explain(?:s|ed)|"
    r"describ(?:es|ed)|highlight(?:s|ed)|emphasis(?:es|ed)|believ(?:es?|ed)|(?:thinks?|thought) that|felt|"
    r"observ(?:es|ed)|report(?:s|ed)|acknowledg(?:es|ed)|conclud(?:es|ed)|claim(?:s|ed)|raised concerns?)"
)
_AFTER = re.compile(rf"(?:\s*\([^)]{{1,20}}\))?[’']?s?,?\s+{_ADVERBS}(?P<verb>{_PROPOSING}|{_SAYING})\b", re.I)
_BEFORE = re.compile(
    rf"(?:\b(?:according to|in the (?:view|words) of)|\b(?P<verb>{_PROPOSING}|{_SAYING}) (?:to us )?by|"
    r"[”\"’'],?\s+(?:said|says|argued|told us)|\bas)\s+(?:the\s+)?$",
    re.I,
)
_HELD_BACK = re.compile(
    r"\b(?:prevent|hamper|slow|delay|block|imped|obstruct|undermin|fail|without|cannot|h(?:old|eld)\w* back|difficult|"
    r"barrier|obstacle|not (?:yet )?(?:been )?(?:\w+ly )?(?:implement|deliver|adopt|introduc|establish))",
    re.I,
)
_CARRIED_OUT = re.compile(
    r"\b(?:implement\w*|deliver\w*|roll(?:ing)?[- ]?out|take[- ]?up|uptake|adopt(?:ion|ing|ed)?|carr(?:y|ying|ied) out|"
    r"introduc\w+|establish\w*|put(?:ting)? (?:it |this |them )?into (?:practice|effect))\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """An actor (its index) to whom a sentence gives its words, and whether they put something forward."""

    actor: int
    proposes: bool


class Attribution:
    """To whom the sentences of a report give their words."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._index = {passage.key: n for n, passage in enumerate(report.passages)}
        self._known: dict[tuple[int, int], Speaker | None] = {}

    def of(self, item: Evidence) -> Speaker | None:
        """Whose words a quote is; None where they are the report's own."""
        passage = self._index[item.passage]
        text = self._report.passages[passage].text
        span = next(((a, b) for a, b in sentences(text) if a <= item.start < b), (0, len(text)))
        found = self._sentence(passage, span)
        if found is None and self._report.passages[passage].kind is PassageKind.QUOTATION and passage:
            before = self._report.passages[passage - 1]
            if before.section == self._report.passages[passage].section and before.text.rstrip().endswith(":"):
                found = self._sentence(passage - 1, (list(sentences(before.text)) or [(0, len(before.text))])[-1])
        return found

    def _sentence(self, passage: int, span: tuple[int, int]) -> Speaker | None:
        if (passage, span[0]) not in self._known:
            self._known[passage, span[0]] = self._said(passage, span)
        return self._known[passage, span[0]]

    def _said(self, passage: int, span: tuple[int, int]) -> Speaker | None:
        text = self._report.passages[passage].text
        named = sorted((a, b, i) for i, a, b in self._report.named.get(passage, []) if span[0] <= a < span[1])
        for start, end, actor in named:
            after = _AFTER.match(text[end : span[1]])
            before = _BEFORE.search(text[span[0] : start])
            if before is not None and before.group().strip().lower().startswith("as") and after is None:
                continue
            verb = after or before
            if verb is not None:
                return Speaker(actor, re.match(_PROPOSING, verb.groupdict().get("verb") or "", re.I) is not None)
        return None

    def marked(self, items: Sequence[Evidence]) -> tuple[Evidence, ...]:
        """The quotes, each with whose words they are."""
        found = [(item, self.of(item)) for item in items]
        return tuple(
            item if speaker is None else replace(item, attributed_to=self._report.actors[speaker.actor].key)
            for item, speaker in found
        )

    def entity(self, entity: Entity) -> Entity:
        """The entity with its quotes marked."""
        return replace(entity, evidence=self.marked(entity.evidence))

    def claim(self, claim: Claim) -> Claim:
        """The claim with its quotes marked."""
        return replace(claim, evidence=self.marked(claim.evidence))

    def proposals(self, reforms: Sequence[Found]) -> Iterator[Claim]:
        """Who puts a reform forward where a quote of it says that somebody else does; one claim each."""
        for reform in reforms:
            by_actor: dict[int, Evidence] = {}
            for item in reform.entity.evidence:
                speaker = self.of(item)
                if speaker is not None and speaker.proposes:
                    by_actor.setdefault(speaker.actor, item)
            for actor, item in sorted(by_actor.items()):
                key = self._report.actors[actor].key
                yield Claim(
                    subject=reform.entity.key,
                    predicate=Predicate.PROPOSED_BY,
                    object=key,
                    basis=Basis.STATED,
                    confidence=PROPOSED,
                    evidence=(replace(item, attributed_to=key),),
                )


def constrains(barriers: Sequence[Found], reforms: Sequence[Found], report: Report) -> Iterator[Claim]:
    """A barrier whose own words say that what a reform asks for is hard to carry out holds that reform back."""
    named = [(reform, set(report.naming(reform.entity.label, least=3)) - set(reform.units)) for reform in reforms]
    for barrier in barriers:
        texts = {u: report.seen.units[u].text for u in sorted(barrier.units)}
        telling = [u for u, t in texts.items() if _CARRIED_OUT.search(t) and _HELD_BACK.search(t) and not asks(t)]
        for reform, places in named:
            unit = next((u for u in telling if u in places), None)
            if unit is not None:
                ends = barrier.entity.key, reform.entity.key
                yield told(report, ends[0], Predicate.CONSTRAINS, ends[1], unit, CONSTRAINED)
