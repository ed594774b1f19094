"""Where a name in a passage stands for somebody who plays a part, and where it is only printed.

A name plays none in an address, an imprint, a licence or words of thanks, as a part of a longer name ("business
analysts"), as a place ("at university") or a time ("in this Parliament"), nor where a line lists who gave evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from missiongraph.ontology.model import Passage, PassageKind

_SPOKEN = frozenset(
    {PassageKind.PARAGRAPH, PassageKind.ITEM, PassageKind.QUOTATION, PassageKind.BOX, PassageKind.TABLE}
)
_EVIDENCE = re.compile(r"\bQQ? ?\d+|\b[A-Z]{3} ?\d{4}\b")
_ROLE = re.compile(
    r"\b(?:Professor|Director|Chief|Officer|Attorney|Researcher|Fellow|Head|Manager|CEO|Adviser|Chair|Lecturer)\b"
)
_SAYS = re.compile(r"\b(?:is|are|was|were|said|told|has|have|had|should|will|would|must|can|may|argued|noted)\b")
#: What only an imprint or a licence says.
_IMPRINT = re.compile(
    r"\b(?:some|all) rights reserved|\bISBN\b|©|\b(?:crown|parliamentary) copyright|\bcopyright (?:19|20)\d\d|"
    r"^published by\b|\bthis publication is available\b|^further information about\b|"
    r"\b(?:correspondence|enquiries) should be addressed to\b|\benquiries regarding\b|\blicensors?\b|"
    r"\bterms of (?:the|this) licen[cs]e\b|"
    r"\bcovered by the licen[cs]e\b|\btelephone:? \d|\bviews expressed\b|\bweb address\b|"
    r"\bregistered (?:(?:charity|company) (?:no\b|number)|office)|\b(?-i:[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})\b",
    re.I,
)
#: What a sentence of thanks says.
_THANKS = re.compile(
    r"\bthanks to\b.*\bfor\b|\b(?:would|wish) (?:also )?like to thank\b|\b(?:am|are|is) (?:\w+ )?grateful to\b|"
    r"\bgratefully acknowledges?\b|\bwith thanks to\b|\bwe (?:also )?thank\b|\bsupported this project\b",
    re.I,
)
_ADDRESS = re.compile(r"://|\bwww\.|@|\.(?:uk|org|com|eu|net)\b")
#: What makes the words before it a part of another name.
_GOES_ON = re.compile(
    r" (?:Licence|order|sectors?|services?|sessions?|(?:staff )?survey|departments|interest|inquir(?:y|ies)|health|"
    r"debate|domain|purse|realm|procurement|"
    r"estate|release|Office|Educational|Development|Environment|Security|Press|Horizon|analysts?|intelligence|"
    r"models?|cases?|related|managers?|partners? of|opportunit(?:y|ies)|Conference)\b"
    r"|['’]s? (?:[\w-]+ ){0,4}(?:units?|wards?|hospitals?|prisons?|money)\b"
)
#: What makes the words after it something else: councils of patients, companies of another law, other trades.
_GOES_BEFORE = re.compile(
    r"\b(?:patient|youth|works|research|student) (?=councils?$)|\bcommunity interest (?=compan)|"
    r"\b(?:computer|data|social|political) (?=scientists?$)|\b(?:support|social|care|case|outreach) (?=workers?$)|"
    r"\b(?:policymaking|finance|insurance|investment|scientific) (?=communit(?:y|ies)$)|\bDeputy (?=Prime Minister$)|"
    r"\b(?:Parliamentary|Permanent) Under[ -](?=Secretar)",
    re.I,
)
#: A standard by its number, or countries that are compared.
_STANDARD = re.compile(r"^[ -]\d{3,}")
_CLUB = re.compile(r"^(?:G7|G20|OECD)$")
_PEERS = re.compile(r"^ (?:econom(?:y|ies)|countr(?:y|ies)|nations?|average|peers?|members?)\b")
_AMONG = re.compile(r"\b(?:in|among|across|(?:west|est|half|rest|most|out) of) the $")
#: What stands before a source in brackets, after an address or its closing bracket.
_CITED = re.compile(r"(?:\)|https?://\S+) \((?:the )?$")
#: A document of somebody's, with where it can be read: "the Board's guide to safety (https://…)".
_TITLED = re.compile(r"^['’]s? (?:[\w-]+ ){1,6}\((?:https?://|www\.)")
#: What stands before whoever was met to give evidence, or met together with.
_SESSION = re.compile(r"\b(?:evidence|concurrent|joint) sessions? (?:with|from) (?:the )?$")
#: Who signs a foreword, with the office held.
_SIGNED = re.compile(r"\bMP\b.*\b(?:Secretary of State|Minister)\b|^Minister for\b", re.I)
#: Names of bodies that also say where something is held.
_SEATS = frozenset({"Downing Street", "House of Commons", "House of Lords"})
#: What stands before a town or village that has the name of a group: "a man from Banks".
_FROM = re.compile(r"\b(?:from|in|near) $")
_FORMER = re.compile(r"\b(?:formerly|previously)(?: known as| called)?(?: the)? $")
_WHERE = re.compile(r"\b(?:in|at|within|across|outside|into|around)(?: (?:the|their|our|local))?\s$", re.I)
#: What stands before "Parliament" where it is the years between two elections.
_TERM = re.compile(
    r"\b(?:this|last|next|previous|current|new|single|each|every|(?:end|life|course|rest|remainder) of the)\s$", re.I
)
_SENTENCE_ENDS = re.compile(r"[.!?:•]['”’\")\]]*\s+|\s[|]\s")
#: Words beside a name that leave it standing alone: a list of names.
_BESIDE = 2


def spoken(passages: tuple[Passage, ...]) -> Iterable[tuple[int, str]]:
    """The passages in which somebody may be named: (index, text)."""
    return ((i, p.text) for i, p in enumerate(passages) if p.kind in _SPOKEN and not _only_refers(p.text))


def _only_refers(text: str) -> bool:
    """Whether a line only says where something is from: who gave evidence, which source, who holds the rights."""
    if text.startswith("Source:") or _IMPRINT.search(text):
        return True
    named = text.count(",") >= 2 and _ROLE.search(text) is not None and _SAYS.search(text) is None
    signed = _SIGNED.search(text) is not None and _SAYS.search(text) is None
    return len(text.split()) < 30 and (named or signed or _EVIDENCE.search(text) is not None)


def names_nobody(text: str, start: int, end: int) -> bool:
    """Whether a name at this place is printed without a part for whoever bears it."""
    name, before, after = text[start:end], text[:start], text[end:]
    return (
        _GOES_ON.match(after) is not None
        or _GOES_BEFORE.search(f"{before[-40:]}{name}") is not None
        or (before[-1:] == "(" and after[:1] == ";")  # of members of a party: "(Green; Leeds)"
        or (name.isupper() and _STANDARD.match(after) is not None)
        or (_CLUB.match(name) is not None and (_PEERS.match(after) or _AMONG.search(before)) is not None)
        or (name in _SEATS and _WHERE.search(before) is not None)
        or _FORMER.search(before) is not None
        or _CITED.search(before) is not None
        or _TITLED.match(after) is not None
        or _SESSION.search(before) is not None
        or _ADDRESS.search(_token(text, start, end)) is not None
        or _THANKS.search(_sentence(text, start, end)) is not None
    )


def inside_capitals(text: str, start: int, end: int) -> bool:
    """Whether a common noun is a word of somebody's name: "Muslim Women's Network", "Violence Against Women"."""
    if not text[start].isupper():
        return False
    before, after = _sentence(text[:start] + "\0", start, start + 1)[:-1], text[end:]
    words = before.split()
    if not words:
        return re.match(r"['’]s? [A-Z]", after) is not None
    led = len(words) > 1 and words[-1][:1].isupper() and before[-1:] == " "
    return led or re.match(r"(?:['’]s?)? [A-Z]", after) is not None


def only_where_or_when(text: str, start: int, end: int) -> bool:
    """Whether the name says where or when something is: "at university", "in this Parliament"."""
    name, before = text[start:end], text[max(0, start - 30) : start]
    where = _WHERE if name == name.lower() else _FROM
    return (name == "Parliament" and _TERM.search(before) is not None) or (
        (name == name.lower() or _common(name)) and where.search(before) is not None
    )


def _common(name: str) -> bool:
    """Whether a single capitalised word could be the plural of a group: "Banks"."""
    return re.fullmatch(r"[A-Z][a-z]+s", name) is not None


def stands_alone(text: str, names: Iterable[tuple[int, int]]) -> bool:
    """Whether a passage is little but names of somebody: a line of a list of who was asked or gave evidence.

    >>> stands_alone("Meadow Council (MC)", [(0, 14), (16, 18)]), stands_alone("Meadow Council will meet", [(0, 14)])
    (True, False)
    """
    rest = text
    for start, end in names:
        rest = rest[:start] + " " * (end - start) + rest[end:]
    return len(re.findall(r"\w+", re.sub(r"\([^)]*\)", "", rest))) < _BESIDE


def _token(text: str, start: int, end: int) -> str:
    """The run without spaces in which a name stands."""
    left = max(text.rfind(" ", 0, start), text.rfind("\n", 0, start)) + 1
    right = re.compile(r"\s").search(text, end)
    return text[left : right.start() if right else len(text)]


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence in which a name stands, roughly: up to a stop, a bullet or the edge of a cell."""
    left = max((m.end() for m in _SENTENCE_ENDS.finditer(text, 0, start)), default=0)
    right = _SENTENCE_ENDS.search(text, end)
    return text[left : right.start() if right else len(text)]
