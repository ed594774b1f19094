"""Who plays a part: names as the report writes them, resolved, and told from what is no body."""

from __future__ import annotations

from missiongraph.ingest.extraction.actors import Actor, actors, entity
from missiongraph.ontology.model import ActorKind, Passage, PassageKind
from tests.shared import needs_shared, report


def passages(*texts: str, kind: PassageKind = PassageKind.PARAGRAPH) -> tuple[Passage, ...]:
    return tuple(
        Passage(key=f"passage/{n}", text=text, kind=kind, position=n, block=n, start=0, end=len(text))
        for n, text in enumerate(texts)
    )


def found(*texts: str) -> dict[str, Actor]:
    return {actor.label: actor for actor in actors(passages(*texts))}


def test_an_acronym_that_the_report_introduces_stands_for_its_body() -> None:
    names = found("The Allotment Standards Authority (ASA) met growers.", "Since then the ASA has published a map.")
    assert {index for index, _, _ in names["Allotment Standards Authority"].places} == {0, 1}
    assert "ASA" in names["Allotment Standards Authority"].aliases


def test_registered_aliases_are_one_actor() -> None:
    assert len(found("HM Treasury paid.", "The Treasury agreed.", "HMT signed.")["HM Treasury"].places) == 3


def test_a_body_is_named_in_full() -> None:
    names = found(
        "The Seed Committee on the Peaceful Uses of Meadows met.",
        "Marsh Green NHS Foundation Trust replied to University College London.",
    )
    assert set(names) == {
        "Seed Committee on the Peaceful Uses of Meadows",
        "Marsh Green NHS Foundation Trust",
        "University College London",
    }


def test_roles_acts_and_schemes_are_no_bodies() -> None:
    assert not found(
        "The Chair of the Garden Council spoke.",
        "Absorbing Growers into the Garden Directorate costs money.",
        "The Second Report of the Garden Committee was late.",
    ).keys() - {"Garden Council", "Garden Directorate", "Garden Committee"}


def test_a_loose_name_counts_only_beside_a_plain_one() -> None:
    assert "Providers of NHS-funded care" not in found("Satellite providers and other providers agree.")
    assert "Providers of NHS-funded care" in found("Care providers agree.", "All providers signed.")


def test_words_for_much_else_name_nobody_by_themselves() -> None:
    assert not found("Better workforce planning helps.", "We met funders.", "Two departments shared a map.")
    assert "Workers" in found("Workers left.", "The workforce shrank.")


def test_two_names_in_a_row_are_one() -> None:
    assert set(found("The Marsh University Seed Research Centre wrote a paper.")) == {
        "Marsh University Seed Research Centre"
    }


def test_a_source_a_party_in_brackets_and_a_street_play_no_part() -> None:
    assert not found(
        "Source: OECD, Gardens in Figures, 2020", "Ann Lee (Labour; Marsh)", "Growers met in Downing Street."
    )


def test_whoever_is_only_cited_is_no_actor() -> None:
    cited = passages("Marsh Green Council (2019) A map of plots.", kind=PassageKind.REFERENCE)
    assert not actors(cited)


def test_a_body_that_is_only_proposed_is_told_from_one_that_was_set_up() -> None:
    names = found(
        "We recommend that ministers establish a new Meadow Council.",
        "The Meadow Council should meet each month.",
        "The launch of the Orchard Council in 2019 was welcome.",
        "The River Council has met.",
    )
    assert {name: actor.proposed for name, actor in names.items() if name.endswith("Council")} == {
        "Meadow Council": True,
        "Orchard Council": False,
        "River Council": False,
    }


@needs_shared
def test_bodies_that_the_paper_only_proposes_are_not_shown_as_existing_ones() -> None:
    from missiongraph.ingest.passages import cut
    from missiongraph.ingest.reading import read

    named = actors(cut(read(report("mission-ready-national-missions.txt"))))
    for ending in ("Mission Councils", "Business Ownership Commission", "Social Value Data Taskforce"):
        assert [a.proposed for a in named if a.label.endswith(ending)] == [True], ending
    existing = ("Industrial Strategy Advisory Council", "Low Pay Commission", "Ownership Commission", "Mayoral Council")
    assert not [a.label for a in named if a.label in existing and a.proposed]


def test_a_name_that_only_says_where_or_when_is_no_actor() -> None:
    names = found(
        "Many growers learnt their trade at university.",
        "The bill will pass in this Parliament.",
        "Professor Ann Lee, Director of the Meadow Research Institute, said that hedges fail.",
    )
    assert not {"Universities", "Parliament", "Meadow Research Institute"} & set(names)


def test_a_name_that_also_acts_is_an_actor() -> None:
    names = found("The bill will pass in this Parliament.", "Parliament voted for the hedge.")
    assert "Parliament" in names


def test_an_address_an_imprint_and_thanks_give_nobody_a_part() -> None:
    assert not found(
        "The map is at https://www.example.org/government/maps for all to see.",
        "Some rights reserved. HM Treasury wants to see this work go round.",
        "Thanks to HM Treasury for supporting this project.",
        "The author is very grateful to the Garden Council and its staff.",
    )
    for argued in ("That should be addressed to spare", "Licensees told", "Registered charities told"):
        assert "HM Treasury" in found(f"{argued} HM Treasury much.")
    assert "HM Treasury" in found("Thanks to HM Treasury for its help. Plots were let once HM Treasury paid.")


def test_a_part_of_a_longer_name_is_not_the_actor() -> None:
    names = found(
        "Time went to business analysts and to patient councils.",
        "The Marsh Women’s Network met, and the pledge on Violence Against Women and Girls was read.",
        "See IEEE 7001 on openness, and the Seed Board (formerly the Garden Council) on plots.",
        "No other G7 economy saves less, and savings are the lowest in the G7.",
        "Ann Lee, Parliamentary Under Secretary of State for Gardens, replied.",
    )
    assert set(names) == {"Seed Board"}
    assert set(found("The Allotment Trustees Boards Chairs Network met.")) == {
        "Allotment Trustees Boards Chairs Network"
    }
    assert set(found("On 3 August the Seed Council met.")) == {"Seed Council"}
    assert not found("Health and children related services closed.", "A grower from Banks was heard.")
    assert not found("See the guide (https://example.org/guide) (Garden Council).")
    assert not found("It draws on the National Quality Board’s guide to plots (https://example.org/guide).")
    assert not found("Ask UK government departments.", "Lists of computer scientists and support workers.")
    assert not found(*["We read the NHS staff survey of growers."] * 3)
    assert {"Businesses", "Women"} <= set(found("It falls on businesses.", "Fewer women garden."))


def test_a_session_a_seat_and_a_signature_give_nobody_a_part() -> None:
    assert not found("It sat in a joint session with the Scottish Affairs Committee in the House of Commons.")
    assert not found("Ann Lee MP Secretary of State for Gardens, Ministry of Justice")
    assert set(found("The House of Commons rose.", "Ann Lee MP said that the Ministry of Justice would pay.")) == {
        "House of Commons",
        "Ministry of Justice",
    }


def test_a_borough_is_named_in_full() -> None:
    names = found("The London Borough of Marsh and Green let plots.")
    assert names["London Borough of Marsh and Green"].kind is ActorKind.LOCAL_GOVERNMENT


def test_a_list_of_names_alone_gives_nobody_a_part_and_is_the_last_evidence() -> None:
    assert not found("Garden Council (MGCC)", "Marsh University")
    assert not found("Garden Council 1 Plot Street London SW1A 2BQ", "Business managers met.")
    assert set(found("Officers came from West Marsh and the British Transport Police.")) == {"British Transport Police"}
    names = found("Garden Council (GC)", "The Garden Council should let more plots.")
    told = entity(names["Garden Council"], passages("Garden Council (GC)", "The Garden Council should let more plots."))
    assert next(e.passage for e in told.evidence) == "passage/1"
