"""Recall of a report's own numbered recommendations counts those that ask, and none of what a response quotes."""

from __future__ import annotations

from missiongraph.ingest.extraction import extract
from missiongraph.ingest.extraction.numbered import recall
from missiongraph.ingest.passages import cut
from missiongraph.ingest.reading import read
from missiongraph.ingest.resolution.wording import stems
from missiongraph.ontology.model import (
    Block,
    Document,
    Entity,
    EntityKind,
    Evidence,
    Extraction,
    Metadata,
    PassageKind,
    ReportType,
)
from missiongraph.search.embedding import MiniLM
from tests.shared import needs_shared, report

BLOCKS = (
    Block(kind=PassageKind.ITEM, text="Waiting lists grew last year.", number="1", recommendation=True),
    Block(kind=PassageKind.ITEM, text="Ministers should publish a plan.", number="2", recommendation=True),
    Block(kind=PassageKind.ITEM, text="Councils must report each year.", number="3", recommendation=True),
    Block(kind=PassageKind.PARAGRAPH, text="Forces should train staff.", number="4"),
)
FOUND = Extraction(
    entities=(
        Entity(
            key="reform/1",
            kind=EntityKind.REFORM,
            label="Publish a plan",
            evidence=(Evidence(passage="p", start=0, end=3),),
            confidence=0.9,
            number="2",
        ),
    )
)


def test_only_recommendations_that_ask_are_wanted_and_those_without_a_reform_are_named() -> None:
    wanted, missed = recall(Document(metadata=Metadata(title="t"), blocks=BLOCKS), FOUND)
    assert (wanted, missed) == (("2", "3"), ("3",))


def test_a_response_has_no_recommendations_of_its_own() -> None:
    answering = Document(metadata=Metadata(title="t", type=ReportType.RESPONSE), blocks=BLOCKS)
    assert recall(answering, FOUND) == ((), ())


@needs_shared
def test_no_label_of_a_response_says_what_only_the_quoted_recommendation_says() -> None:
    document = read(report("hmg_rapid_review_response_2024.pdf"))
    passages = cut(document)
    told = {p.key: p.text for p in passages}
    found = extract(document, passages, MiniLM())
    reforms = [e for e in found.entities if e.kind is EntityKind.REFORM]
    assert len(reforms) > 30
    for reform in reforms:
        said = set().union(*(stems(told[e.passage]) for e in reform.evidence))
        assert len(stems(reform.label) & said) >= 0.6 * len(stems(reform.label)), reform.label
