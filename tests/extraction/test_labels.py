"""Labels are whole phrases: a reform's begins with a verb, a barrier's names what stands in the way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from missiongraph.ingest.extraction.antecedents import Names, named
from missiongraph.ingest.extraction.labels import best, label
from missiongraph.ingest.extraction.settings import DEFAULTS
from missiongraph.ontology.model import EntityKind

from .seen import seen

REFORMS = [
    ("Plans for plots should be bold and not settle for what is quick.", "Ensure plans for plots are bold"),
    ("The lease scheme must not be a burden for tenants.", "Ensure the lease scheme is not a burden for tenants"),
    ("There should not be fees for plots.", "Ensure there are no fees for plots"),
    ("The lease scheme should not burden new tenants.", "Ensure the lease scheme does not burden new tenants"),
    ("Monitoring and evaluation of the whole scheme’s effects on plots.", "Monitor and evaluate the whole scheme"),
    ("The council should therefore publish a map of every allotment.", "Publish a map of every allotment"),
    ("Creating a register of empty plots", "Create a register of empty plots"),
    ("Water quality should be measured each month.", "Measure water quality"),
    ("We recommend that the ministry trains and hires wardens.", "Train and hire wardens"),
    ("The plan should set out dates for each district.", "Ensure the plan sets out dates for each district"),
    ("Ministers must not close the seed bank.", "Do not close the seed bank"),
    ("Growers should have access to clean water.", "Ensure growers have access to clean water"),
    ("4a) Establish a panel of growers (see annex 2)", "Establish a panel of growers"),
    ("Support for small growers is needed.", "Ensure support for small growers"),
    (
        "The leaflet should also describe and explain what good soil looks like.",
        "Ensure the leaflet describes and explains",
    ),
    ("We may need to step in to protect the seed bank.", "Step in to protect the seed bank"),
    ("We recommend the creation of a soil laboratory.", "Create a soil laboratory"),
    ("Measures should be taken in order to keep paths open.", "Take measures to keep paths open"),
    ("The ministry must publish the map[s] of plots.", "Publish the maps of plots"),
    (
        "The council should release money to mend the fences that were broken in the flood as soon as it can.",
        "Release money to mend the fences",
    ),
    (
        "Wardens should have the skills to spot, treat and report blight.",
        "Ensure wardens have the skills to spot, treat and report blight",
    ),
    ("Councils should explore how they can share tools.", "Explore how to share tools"),
    ("We will consult experts, including botanists and masons.", "Consult experts, including botanists and masons"),
    ("Councils should do more to encourage bids from small nurseries.", "Encourage bids from small nurseries"),
    ("The board should review growers’ duties under the lease.", "Review growers’ duties under the lease"),
    ("To mend this fence is likely to require a change in the bylaws.", "Require a change in the bylaws"),
]
#: Of each quote what its label must not be: cut before a word that is wanted, or another clause's.
WHOLE = [
    (
        EntityKind.REFORM,
        "Set up a council of growers with the authority to close polluted plots and to fine their owners.",
        r"authority$",
    ),
    (EntityKind.REFORM, "We will ask growers how such a fence should be designed and built.", r"^Design"),
    (EntityKind.BARRIER, "The matter of the broken fence was still being looked at.", r"looked$"),
    (
        EntityKind.BARRIER,
        "Owners failing to repair fences reported by wardens, people walking dogs, and visitors.",
        r"fences people",
    ),
    (
        EntityKind.BARRIER,
        "Lack of safe paths to the plots in the wet season and as near to town as can be.",
        r"and as near",
    ),
]
BARRIERS = [
    ("However, there is a lack of trust between growers and councils.", "A lack of trust between growers and councils"),
    (
        "We heard that small growers struggle to find water, and that prices rise.",
        "Small growers struggle to find water",
    ),
    ("This makes it difficult for newcomers to rent a plot.", "It is difficult for newcomers to rent a plot"),
    ("It also undermines public confidence in the scheme.", "Public confidence in the scheme is undermined"),
    ("Fragmented waiting lists", "Fragmented waiting lists"),
    ("A third, related, challenge is the lack of seed merchants.", "The lack of seed merchants"),
    ("The Growers' Union criticised the lack of wardens.", "The lack of wardens"),
    (
        "Growers argue that town plots yield less fruit per metre than in other districts.",
        "Town plots yield less fruit per metre than in other districts",
    ),
    (
        "The new wardens will neither mend nor replace the broken fences.",
        "The new wardens will neither mend nor replace the broken fences",
    ),
    (
        "Officials noted that longer leases do not cost the council more money, but it lacks the will.",
        "Longer leases do not cost the council more money",
    ),
    (
        "A further barrier is seed suppliers’ reluctance to embrace any other method.",
        "Seed suppliers’ reluctance to embrace any other method",
    ),
    ("Small nurseries find it hard to win a share.", "Small nurseries find it hard to win a share"),
    ("The main problems include poor fences and the lack of wardens.", "Poor fences and the lack of wardens"),
    (
        "Rumours about the plots “[have] a damaging effect” on sales.",
        "Rumours about the plots have a damaging effect on sales",
    ),
]
#: Quotes that say nothing amiss, or that something is not amiss.
NOTHING_AMISS = [
    "The focus of the survey is on allotments in the north.",
    "There is no shortage of water on the plots.",
    "The ministry provides half of the money for seeds.",
    "There was overwhelming evidence that the seed bank was performing well.",
    "This includes matters of access.",
    "Mrs Lee disagreed that it is hard for growers to find seed.",
]
MISSIONS = [
    ("Our aim is to double the number of plots by 2040.", "Double the number of plots by 2040"),
    ("We welcome the ambition of halving food waste.", "Halve food waste"),
]


@pytest.mark.parametrize(("quote", "wanted"), REFORMS)
def test_a_reform_begins_with_the_verb_of_its_ask(quote: str, wanted: str) -> None:
    assert label(EntityKind.REFORM, [quote]).startswith(wanted)


@pytest.mark.parametrize(("quote", "wanted"), BARRIERS)
def test_a_barrier_names_what_stands_in_the_way(quote: str, wanted: str) -> None:
    assert label(EntityKind.BARRIER, [quote]) == wanted


@pytest.mark.parametrize(("quote", "wanted"), MISSIONS)
def test_a_mission_reads_as_a_goal(quote: str, wanted: str) -> None:
    assert label(EntityKind.MISSION, [quote]) == wanted


@pytest.mark.parametrize(("kind", "quote", "fault"), WHOLE)
def test_a_label_is_not_cut_before_a_word_that_it_wants(kind: EntityKind, quote: str, fault: str) -> None:
    found = label(kind, [quote])
    assert re.search(fault, found) is None, found


@pytest.mark.parametrize("quote", NOTHING_AMISS)
def test_a_quote_that_says_nothing_amiss_offers_no_barrier(quote: str) -> None:
    found, worth = best(EntityKind.BARRIER, [quote])
    assert worth < DEFAULTS.barrier_label, found


def test_what_people_have_been_denied_is_not_asked_for() -> None:
    _, worth = best(EntityKind.REFORM, ["It would not be acceptable for growers to have to pay for water."])
    assert worth < DEFAULTS.reform_label


def test_another_quote_is_taken_where_one_leans_on_what_was_said_before() -> None:
    quotes = ["They should do this.", "Councils should repair every greenhouse before the winter."]
    assert label(EntityKind.REFORM, quotes).startswith("Repair every greenhouse")


LONG = (
    "The Government should, in close partnership with growers, seed merchants, district councils and the many "
    "societies that look after allotments, urgently design, fund and test a national programme of training in soil "
    "care for young people who have never had a garden of their own, beginning with those districts where waiting "
    "lists are longest."
)


@pytest.mark.parametrize("kind", [EntityKind.REFORM, EntityKind.BARRIER, EntityKind.MISSION])
def test_a_label_is_short_and_ends_on_a_word_that_wants_no_other(kind: EntityKind) -> None:
    found = label(kind, [LONG])
    assert 3 <= len(found.split()) <= (16 if kind is EntityKind.BARRIER else 12), found
    assert found.split()[-1] not in {"of", "to", "and", "the", "in", "with", "for", "a", "that"}, found


def test_a_noun_that_points_back_is_named_by_what_stands_before_it() -> None:
    before = "Few growers know of the seed exchange scheme. It is old."
    assert named("This scheme has no money.", [before]) == "The seed exchange scheme has no money."
    assert named("The council has no money.", [before]) == "The council has no money."


@pytest.mark.parametrize(
    ("quote", "wanted"),
    [
        (
            "The council should take a more ambitious, comprehensive and tailored approach to lending tools, "
            "comparable to the best.",
            "Take a more ambitious, comprehensive and tailored approach to lending tools",
        ),
        (
            "Councils should publish a common set of dates & prices for allotments.",
            "Publish a common set of dates and prices for allotments",
        ),
        ("The trust should focus on supporting the crops growers sell.", "Focus on supporting the crops growers sell"),
        ("Different tools are needed for different soils.", "Ensure different tools for different soils"),
        (
            "The Seed Exchange Board should update the Allotment Returns Information Collection.",
            "Update the Allotment Returns Information Collection",
        ),
        ("Should the board find that plots stand empty, it will review the waiting list.", "Review the waiting list"),
    ],
    ids=["adjectives give way", "ampersand", "clause without that", "needed for", "name", "condition"],
)
def test_what_narrows_an_ask_stays_and_what_colours_it_goes(quote: str, wanted: str) -> None:
    assert label(EntityKind.REFORM, [quote]) == wanted


@pytest.mark.parametrize(
    ("quote", "wanted"),
    [
        ("Joan Hill raised concerns about vandalism on plots.", "Concerns about vandalism on plots"),
        ("Several growers made comparisons to the shortage of water in 1976.", "The shortage of water"),
    ],
)
def test_who_speaks_of_a_barrier_is_no_part_of_it(quote: str, wanted: str) -> None:
    assert label(EntityKind.BARRIER, [quote]).startswith(wanted)


def test_a_noun_is_named_by_the_section_or_by_what_the_report_mostly_calls_it(tmp_path: Path) -> None:
    usual = " ".join(f"The seed exchange scheme ran in year {n}." for n in "abcd")
    text = (
        "# Plots\n\n## Water\n\nFew growers know of the irrigation levy.\n\nThe levy has no friends.\n\n"
        f"## Seeds\n\n{usual}\n\n## Money\n\nThe scheme has no money, and the council has none.\n"
    )
    report = seen(tmp_path, text)
    names = Names(report.document, report.passages)
    by_text = {p.text: n for n, p in enumerate(report.passages)}

    def filled(quote: str) -> str:
        return named(quote, names.before(by_text[quote], 0), names)

    assert filled("The levy has no friends.") == "The irrigation levy has no friends."
    assert filled("The scheme has no money, and the council has none.").startswith(
        "The seed exchange scheme has no money"
    )


def test_a_label_that_reads_badly_does_not_cost_an_entity_its_place() -> None:
    quote = "The council should review the plots, the paths, the sheds and the water that growers asked for in spring."
    text, plain = best(EntityKind.REFORM, [quote])
    assert text.startswith("Review the plots")
    assert plain >= 2.1


def test_what_only_leads_into_a_barrier_is_no_part_of_its_label() -> None:
    told = "A third challenge concerns the lack of trust between growers and councils."
    assert label(EntityKind.BARRIER, [told]) == "The lack of trust between growers and councils"
    assert label(EntityKind.BARRIER, ["In many cases, plots fail for want of water."]).startswith("Plots fail")
