"""Which reform of another report a response answers: by the words it quotes, and by the recommendation's number."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from missiongraph.ontology.identifiers import Names
from missiongraph.ontology.model import Entity, EntityKind, ReportType

from .kept import Answer
from .linkable import Linkable
from .wording import contained, stems

QUOTES = 0.6  # share of a reform's words that the response quotes, with its number
WHOLE = 0.8  # the same, without: a response often counts anew
SHORTEST = 4  # words of a reform that can be told by them
FEWEST = 2  # answers that must fit by their words, most with one number, before numbers alone are trusted
_NUMBER = re.compile(r"\d+")


def answered(
    linkables: Mapping[str, Linkable], base: str, known: Mapping[tuple[str, str], list[Answer]], fresh: Collection[str]
) -> dict[tuple[str, str], list[Answer]]:
    """The ties between a response and a report, by the slugs of both, in order; pairs without any are left out.

    What is ``known`` of reports that are not ``fresh`` (slugs) is taken over.
    """
    found = {}
    sources = [s for s in sorted(linkables) if linkables[s].metadata.type is ReportType.REPORT]
    for slug in sorted(linkables):
        one = linkables[slug]
        responses = [e for e in one.own if e.kind is EntityKind.RESPONSE and e.key in one.asked]
        if one.metadata.type is not ReportType.RESPONSE or not responses:
            continue
        quoted = {e.key: stems(one.asked[e.key]) for e in responses}
        for source in sources:
            if slug in fresh or source in fresh:
                mine, theirs = Names(base, slug), Names(base, source)
                told = _ties(responses, quoted, linkables[source])
                ties = [(mine.iri(response), theirs.iri(reform), sure) for response, reform, sure in told]
            else:
                ties = known.get((slug, source), [])
            if ties:
                found[slug, source] = ties
    return found


def _ties(
    responses: list[Entity], quoted: Mapping[str, frozenset[str]], source: Linkable
) -> list[tuple[str, str, float]]:
    """The ties to one report: by words; by number alone where words show that both count alike.

    Most reports are not the one that is answered, so a report without a reform whose words the whole response holds is
    passed over at once.
    """
    everything = frozenset[str]().union(*quoted.values())
    reforms = [
        (e, stems(said))
        for e in source.own
        if e.kind is EntityKind.REFORM
        for said in source.asks.get(e.key) or (source.quotes.get(e.key, e.label),)
    ]
    near = [(e, said) for e, said in reforms if len(said) >= SHORTEST and contained(said, everything) >= QUOTES]
    numbers = {response.key: set(_NUMBER.findall(response.number or "")) for response in responses}
    found: dict[tuple[str, str], float] = {}
    alike: set[tuple[str, str]] = set()
    for response in responses if near else ():
        for reform, said in near:
            same = _first_number(reform) in numbers[response.key]
            if contained(said, quoted[response.key]) >= (QUOTES if same else WHOLE):
                found[response.key, reform.key] = 0.95 if same else 0.85
                alike |= {(response.key, reform.key)} if same else set()
    by_words = [(*pair, confidence) for pair, confidence in found.items()]
    if len({response for response, _ in found}) < FEWEST:
        return []
    if 2 * len(alike) <= len(by_words):
        return sorted(by_words)
    by_number = [
        (response.key, reform, 0.7)
        for response in responses
        for reform in sorted({e.key for e, _ in reforms if _first_number(e) in numbers[response.key]})
        if (response.key, reform) not in found
    ]
    return sorted(by_words + by_number)


def _first_number(reform: Entity) -> str | None:
    found = _NUMBER.match(reform.number or "")
    return found.group() if found else None
