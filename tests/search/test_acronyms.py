"""Acronyms out of text as it comes: a hyphen before the bracket or a dash among the words stops nothing."""

from __future__ import annotations

import pytest

from missiongraph.search.acronyms import forms, introduced, ordered


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a sick- and accident scheme- (SAS)", {"SAS": "sick and accident scheme"}),
        ("the Voluntary Sector Forum (VSF) met", {"VSF": "Voluntary Sector Forum"}),
        ("- - a -- (AB)", {}),
    ],
)
def test_an_acronym_is_taken_up_where_its_letters_begin_the_words_before_it(text: str, found: dict[str, str]) -> None:
    assert introduced([text]) == found


def test_a_name_inside_a_longer_one_does_not_take_it_apart() -> None:
    table = ordered({"SF": "Sector Forum", "VSF": "Voluntary Sector Forum"})
    assert forms("the voluntary sector forum", table) == ("the VSF", "the Voluntary Sector Forum")
