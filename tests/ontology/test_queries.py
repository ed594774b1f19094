"""The example queries: described, and answering on the shipped briefings."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from missiongraph.ontology.queries import Example, ParameterError, examples, fill
from missiongraph.search.library import Snapshot


def test_there_are_thirty_and_each_says_what_it_is_for() -> None:
    assert len(examples()) >= 30
    assert len({example.title for example in examples()}) == len(examples())
    for example in examples():
        assert example.question.rstrip(")").endswith(("?", "."))
        assert all(example.keywords)
        assert not example.text.startswith("#")


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_each_answers_on_the_shipped_briefings(example: Example, snapshot: Snapshot) -> None:
    found = snapshot.store.query(example.text)
    assert not isinstance(found, ox.QueryBoolean)
    assert next(iter(found), None) is not None, example.text


def test_a_value_is_bound_as_text_whatever_it_holds(snapshot: Snapshot) -> None:
    by_name = {example.name: example for example in examples()}
    query = by_name["barriers-by-word"]
    assert [(p.name, p.kind, p.default) for p in query.parameters] == [("word", "text", "council")]
    shipped = len(snapshot.store.select(query.text))
    for value in ('x" AS ?word) } #', "\\", 'a\\"b\n}', "zzz-no-such"):
        assert snapshot.store.select(fill(query, {"word": value})) == [], value
    assert len(snapshot.store.select(fill(query, {"word": ""}))) > shipped
    for name, parameter, value in (
        ("actors-in-several-reports", "least", "2 || true"),
        ("reforms-asked-of-a-kind-of-actor", "class", "Actor> . ?s"),
    ):
        with pytest.raises(ParameterError, match=parameter):
            fill(by_name[name], {parameter: value})
