"""Twenty linked questions over four further reports, written before linked queries were tuned and not tuned on.

The reports have no hand annotation of their things, so an answer is known by words that its label or one of its quotes
must hold: each set of words is one way to be right, a word counts by its beginning. For actors the label alone counts.
"""

from __future__ import annotations

#: Question, what to find, and the sets of words of which one must stand in an answer among the first five.
THINGS = (
    ("ordinary people hardly know what satellites do for them", "reforms", ("awareness public", "awareness young")),
    ("permission to fly takes far too long to come through", "reforms", ("licens six months", "licens streamlin")),
    ("foreign experts cannot get visas", "reforms", ("immigration",)),
    ("one politician in charge of everything above the atmosphere", "reforms", ("minister space",)),
    ("old dead craft circling the earth should be cleared away", "reforms", ("removal", "debris")),
    ("the state should buy from young firms instead of handing out grants", "reforms", ("contract grant",)),
    ("what if one American rocket firm cut us off", "reforms", ("spacex",)),
    ("start-ups cannot raise the money to grow", "barriers", ("capital", "scal fund")),
    ("nobody knows which way policy on space is heading", "barriers", ("lack direction", "unfocused", "lack clarity")),
    ("young scientists find no doctoral places", "reforms", ("phd",)),
    ("two laws on launching should become one", "reforms", ("outer act",)),
    ("finding one's position when the American signal fails", "reforms", ("pnt",)),
    ("who lends money to businesses in the space sector", "actors", ("british business bank",)),
    ("friends and relations should be let in to see those on the ward", "reforms", ("visit",)),
    ("bosses of hospitals should turn up without warning", "reforms", ("unannounced",)),
    ("colleges of doctors and nurses joining together for kinder treatment", "reforms", ("compassionate",)),
    ("the state and those outside it do not trust each other", "barriers", ("mistrust",)),
)  # fmt: skip

#: Questions on what no report speaks of; two of them on policy.
NOTHING = (
    "subsidies for farmers who plant hedgerows",
    "herring quotas in the North Sea",
    "how to iron a linen shirt",
)
