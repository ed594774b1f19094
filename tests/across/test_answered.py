"""A response is tied to what it quotes, whatever the numbers say."""

from __future__ import annotations

from missiongraph.ingest.resolution import Linkable
from missiongraph.ingest.resolution.answered import answered
from missiongraph.ontology.model import Entity, EntityKind, Evidence, Metadata, ReportType

PLACE = (Evidence(passage="passage/0", start=0, end=1),)
ASKS = {
    "1": "publish timetables of island ferries each winter",
    "2": "inspect floating classrooms within twelve months",
    "3": "fund volunteer coastguards along remote beaches",
    "4": "repair lighthouse lamps before autumn storms",
}


def _entity(kind: EntityKind, number: str) -> Entity:
    key = f"{kind.value}/{number}"
    return Entity(key=key, kind=kind, label=key, evidence=PLACE, confidence=1.0, number=number)


def _ties(answers: dict[str, str]) -> list[tuple[str, str]]:
    """Number of the response and of the reform, of a response that quotes the ask numbered so in the report."""
    report = Linkable(
        sha256="a",
        metadata=Metadata(title="Islands"),
        own=tuple(_entity(EntityKind.REFORM, number) for number in ASKS),
        quotes={f"reform/{number}": text for number, text in ASKS.items()},
    )
    reply = Linkable(
        sha256="b",
        metadata=Metadata(title="Response", type=ReportType.RESPONSE),
        own=tuple(_entity(EntityKind.RESPONSE, number) for number in answers),
        asked={f"response/{number}": ASKS.get(asked, "words of nobody") for number, asked in answers.items()},
    )
    reports = {"islands": report, "reply": reply}
    found = answered(reports, "https://example.org/id/", {}, reports)
    assert set(found) <= {("reply", "islands")}
    return [(a[-1], b[-1]) for ties in found.values() for a, b, _ in ties]


def test_a_response_that_counts_anew_is_tied_by_its_words() -> None:
    assert _ties({"1": "2", "2": "4", "3": "1"}) == [("1", "2"), ("2", "4"), ("3", "1")]


def test_a_number_alone_is_enough_where_the_words_show_that_both_count_alike() -> None:
    assert _ties({"1": "1", "2": "2", "3": "elsewhere"}) == [("1", "1"), ("2", "2"), ("3", "3")]


def test_a_response_to_another_report_is_tied_to_nothing() -> None:
    assert _ties({"1": "elsewhere", "2": "elsewhere"}) == []
