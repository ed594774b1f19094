"""Linked questions kept apart: twenty over four further reports, and twice some twenty on things drawn by lot.

The twenty were written before linked queries were ranked anew. Their reports have no hand annotation, so an
answer is known by words that its label or one of its quotes must hold: each set of words is one way to be right, a
word counts by its beginning. For actors the label alone counts.
"""

from __future__ import annotations

from .linked_cases import AI, DEATHS, LOGIN, READY, RIOTS

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

#: Questions on barriers and reforms drawn by lot from the hand annotations, of those that no other question asks for;
#: as in :mod:`benchmarks.linked_cases`.
DRAWN = (
    ("councils had their money slashed and cannot do as much", "barriers", READY, "lafunding"),
    ("mayors should talk to bodies that back local charities and report yearly", "reforms", READY, "covenantengage"),
    ("ministers, bosses and unions do not pull together on the economy", "barriers", READY, "tripartite"),
    ("charities are too busy surviving from day to day", "barriers", READY, "csoshortterm"),
    ("nobody with a big stake keeps an eye on the firm", "barriers", READY, "ownership"),
    ("it is hard to find out how to complain or praise", "barriers", DEATHS, "feedbackroutes"),
    ("private and public hospitals give no joint view of how safe patients are", "barriers", DEATHS, "crosssector"),
    ("we count the wrong things", "barriers", DEATHS, "notmeasuring"),
    ("teach local health partnerships to read numbers", "reforms", DEATHS, "r8training"),
    ("poisonous mood among ward staff", "barriers", DEATHS, "closedcultures"),
    ("nowhere proper to practise dealing with crowds", "barriers", RIOTS, "training"),
    ("headcount goals tempt forces to take on the cheapest people", "barriers", RIOTS, "hirecheap"),
    ("accusation that officers treat some rioters more harshly than others", "barriers", RIOTS, "twotier"),
    ("let forces move money around when they lack recruits", "reforms", RIOTS, "fundflex"),
    ("nobody believes the police any more", "barriers", RIOTS, "lowtrust"),
    ("pensioners who never go online", "barriers", LOGIN, "digitalexclusion"),
    ("check whether the sign-in pages are easy for everyone", "reforms", LOGIN, "usabilitystudies"),
    ("ask people how they feel about private firms vouching for them", "reforms", LOGIN, "attitudes insight"),
    ("blaming the wrong company for a mistake by a machine puts others off", "barriers", AI, "liabilityalloc"),
    ("too many overlapping laws for clever software", "barriers", AI, "patchwork"),
    ("thinking machines must not be hackable or dangerous", "reforms", AI, "psafety"),
)  # fmt: skip

#: As :data:`DRAWN`, on things drawn later, and written before the thesaurus of everyday words was widened.
DRAWN_AGAIN = (
    ("the rooms where patients stay make them worse", "barriers", DEATHS, "estates"),
    ("tables of figures made for one trust cannot be used across the country", "barriers", DEATHS, "notscalable"),
    ("everyone sorts the dead into different groups", "barriers", DEATHS, "deathcategories"),
    ("typing in the same thing over and over", "barriers", DEATHS, "duplicateentry"),
    ("some hospitals are too poor to build a screen that shows everything", "barriers", DEATHS, "nodashtech"),
    ("the guilty party should be whoever was best placed to stop the harm", "reforms", AI, "allocatebest"),
    ("check from time to time whether the ground rules still make sense", "reforms", AI, "relevance"),
    ("a computer may draw up your will and nobody checks it", "barriers", AI, "legal-services-gap"),
    ("rules without teeth", "barriers", AI, "unenforceable"),
    ("try out shared log-ins in a few councils first", "reforms", LOGIN, "pilot"),
    ("tell the public plainly why outsiders check who they are", "reforms", LOGIN, "clearcomms"),
    ("let town halls buy off the government's list", "reforms", LOGIN, "hmgprocurement"),
    ("each team in the council goes its own way", "barriers", LOGIN, "silos"),
    ("rules for reporters were written before the internet took over", "barriers", RIOTS, "cpsguidance"),
    ("officers are hurt and tired out", "barriers", RIOTS, "fatigue"),
    ("the bill for the riots hit a few areas hardest", "barriers", RIOTS, "costs"),
    ("get those who rioted before a judge within days", "reforms", RIOTS, "swiftjustice"),
    ("look again at the law on prejudicing trials", "reforms", RIOTS, "contemptreview"),
    ("a bankrupt town hall drags its charities down", "barriers", READY, "s114-vcse"),
    ("ministers keep setting up bodies and scrapping them again", "barriers", READY, "chopping"),
    ("a lone charity is not big enough to take on the job", "barriers", READY, "toosmall"),
    ("make every public office weigh the good it does for society", "reforms", READY, "accountfor"),
)  # fmt: skip
