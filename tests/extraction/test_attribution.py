"""Whose words a quote is, who put a reform forward, and what a barrier holds back."""

from __future__ import annotations

import pytest

from missiongraph.ingest.extraction.attribution import Attribution, constrains
from missiongraph.ingest.extraction.links import Report
from missiongraph.ontology.model import EntityKind

from .seen import seen, stated

TEXT = """# Ferries

## What was heard

The National Audit Office told us that fares had doubled on every northern route since the spring.

According to the Department for Transport, two piers are closed for want of divers who can weld.

The Department for Transport has closed two piers, and the islanders were told so in March.

Ofcom recommended that every pier should have a mast before the next winter comes.

The Treasury should fund a mast on every pier.

A shortage of climbers has delayed the roll-out of a mast on every pier that the Treasury was to fund.

The National Audit Office described the timetable in these words:

> Boats that are late more often than not leave nobody any reason to wait for them.
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return seen(tmp_path_factory.mktemp("said"), TEXT)


@pytest.mark.parametrize(
    ("start", "whose"),
    [
        ("The National Audit Office told", "actor/national-audit-office"),
        ("According to", "actor/department-for-transport"),
        ("The Department for Transport has closed", None),
        ("The Treasury should fund", None),
        ("Boats that are late", "actor/national-audit-office"),
    ],
)
def test_words_are_whose_the_sentence_says_they_are(report: Report, start: str, whose: str | None) -> None:
    marked = Attribution(report).entity(stated(report, EntityKind.BARRIER, start).entity)
    assert [item.attributed_to for item in marked.evidence] == [whose]


def test_who_recommends_puts_the_reform_forward_and_who_only_speaks_does_not(report: Report) -> None:
    reforms = [stated(report, EntityKind.REFORM, start) for start in ("Ofcom recommended", "The National Audit Office")]
    (claim,) = Attribution(report).proposals(reforms)
    assert (claim.subject, claim.predicate.value, claim.object) == (
        reforms[0].entity.key,
        "proposedBy",
        "actor/ofcom",
    )
    assert claim.evidence[0].attributed_to == "actor/ofcom"


def test_a_barrier_that_says_a_reform_cannot_be_carried_out_constrains_it(report: Report) -> None:
    reform = stated(report, EntityKind.REFORM, "The Treasury should fund", "Fund a mast on every pier")
    barriers = [stated(report, EntityKind.BARRIER, start) for start in ("A shortage of climbers", "According to")]
    (claim,) = constrains(barriers, [reform], report)
    assert (claim.subject, claim.predicate.value, claim.object) == (
        barriers[0].entity.key,
        "constrains",
        reform.entity.key,
    )
