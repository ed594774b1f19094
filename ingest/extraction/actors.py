"""Who plays a part: registered actors, bodies that the report names, and groups that it often speaks of.

A body that the report names is told by its form: capitalised words with a head such as *Agency* or *Council*, or a
full name with its acronym in brackets. Notes are no passages, so whoever is only cited does not become an actor.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from missiongraph.ontology.identifiers import slugify
from missiongraph.ontology.model import ActorKind, Entity, EntityKind, Evidence, Passage, Tier

from .naming import inside_capitals, names_nobody, only_where_or_when, spoken, stands_alone
from .registry import registry

_BODY = (
    r"Agency|Alliance|Association|Authority|Board|Bureau|Centre|College|Commission|Committee|Confederation|"
    r"Constabulary|Corporation|Council|Directorate|Executive|Federation|Forum|Foundation|Hub|Inspectorate|Institute|"
    r"Institution|Ministry|Network|Observatory|Office|Ombudsman|Organisation|Party|Partnership|Police|Secretariat|"
    r"Society|Taskforce|Task Force|Trust|Tribunal|Union|Unit|University|Collaborative|Company|Academy"
)
_SERVICE = r"(?:Civil|Prison|Probation|Prosecution|Rescue|Digital|Ambulance|Health|Police|Youth|Inspection) Service"
_NAME = r"[A-Z](?:[^\W\d]|[’'&-])*(?!\w)"
_LINK = r"(?:of|for|and|the|&|de)"
_ABOUT = rf"(?:(?: (?:of|for|on) (?:the )?{_NAME}(?:(?:,| and| of| with| &)? {_NAME}){{0,5}})| (?:{_BODY})\b| London)*"
_FORMS = re.compile(
    rf"\b(?:{_NAME} (?:(?:{_NAME}|{_LINK}|,) ?){{0,6}}?(?:(?:{_BODY})s?|{_SERVICE})\b{_ABOUT}"
    rf"(?! (?:Press|Act|Bill|Report|Review|Strategy|Plan|Paper|Framework))"
    rf"|(?:London|Royal|Metropolitan) Borough of {_NAME}(?: and {_NAME})?"
    rf"|(?:Department|Ministry|Office|Institute|Centre|Council|University|College|Royal College|Secretary of State|Minister|"
    rf"Association|Society|Commission|Committee|Board|Inspectorate) (?:of|for|on) (?:the )?{_NAME}(?:(?:,| and| of| &)? {_NAME}){{0,5}})"
)
#: What makes a body's name longer after its head: "the Growers Boards | Chairs Network".
_LONGER = re.compile(rf"(?: [A-Z][a-z]+){{1,2}} (?:{_BODY})s?\b")
_INTRODUCED = re.compile(
    rf"(?P<name>{_NAME}(?: (?:{_NAME}|{_LINK})){{1,9}}) \((?:the )?[‘'\"“]?(?P<acronym>[A-Z][A-Za-z&]{{1,9}})[’'\"”]?\)"
)
_HEADS = re.compile(
    r"\b((?:[a-zA-Z]+(?:-[a-z]+)? ){1,2})(developers|providers|organisations|regulators|companies|firms|leaders|"
    r"communities|workers|professionals|officers|users|operators|manufacturers|researchers|agencies|"
    r"authorities|staff|boards|managers|directors|families|employers|suppliers)\b"
)
_NOT_MODIFIER = frozenset(
    "a an the and or of to in on at by for with from as that which who these those their its our his her this all any some "
    "many most more other such both each every several few different various these no not are is was were be been being "
    "between within across among new existing relevant key own same two three four five six large small smaller larger "
    "good better best how when where what if than also only even just can may will should must could would has have had "
    "because but they we it there out up into over about like against through under including help support enable ensure "
    "encourage expect protect through whether party expert frontier appropriate multiple certain particular specific affected where there were having using including working help "
    "supporting innovative uk involving between you your them so do does did".split()
)
_GENERIC = frozenset(
    {
        "Board",
        "Committee",
        "Council",
        "Commission",
        "Centre",
        "Office",
        "Service",
        "Trust",
        "Unit",
        "Police",
        "Department",
        "Authority",
        "Party",
        "Union",
        "Foundation",
        "The",
        "This",
        "In",
        "Our",
    }
)
#: What makes capitalised words no body: a role, an act, a scheme, two names run together, a head without a name.
_NO_BODY = re.compile(
    r"^(?:[A-Z]\w+ing|Members?|Chairs?|President|Professor|Trustees?|Second|First|Third|Report|Agency|Engagement|Powers|"
    r"Your|Future|Big|Non-\w+) |^(?:Executive|Global|Development|Law|EU|UK|UN|US|European|United Nations|London|Chairs|"
    r"Business \w+) (?:Agency|Network|Offices?|Centre|Committee|Institute|Unit)$|^(?:Minister (?:for|of) State|Centre for "
    r"Doctoral Training|University College|Psychiatrists .*|.*Courts and Tribunals?|.*Partnerships|.*City Centre|.*Overlay.*|.*Defence Partnership|.*Data Hub)$|"
    r"\b(?:Director|Manager|Partner|Chief|Controller|Head|Officer|Units|Hubs|Right to|Services)\b|, [A-Z]\w+ City|"
    r"\band the\b|^(?:Managing|Checking|Paying|View|Issuing|National|Royal|Strategic|Quality|Provider|Trust) \w+$|[’']$"
)
_KINDS = (
    (ActorKind.POLITICAL_PARTY, r"\bParty\b"),
    (
        ActorKind.LOCAL_GOVERNMENT,
        r"\b(?:County|City|Borough|District|Combined Authority|Town) ?(?:Council|Authority)?\b.*(?:Council|Authority)|Combined Authority|Borough of",
    ),
    (ActorKind.RESEARCH_BODY, r"\b(?:University|Institute|Academy|Observatory|Research)\b"),
    (ActorKind.INTERNATIONAL_BODY, r"\b(?:International|Global|European|World|United Nations)\b"),
    (ActorKind.CIVIL_SOCIETY, r"\b(?:Foundation|Society|Alliance|Charity|Network|Trust for)\b"),
    (ActorKind.BUSINESS_OR_LABOUR, r"\b(?:Federation|Confederation|Union|Company|Corporation|Royal College)\b"),
)
_PROPOSAL = re.compile(
    r"\b(?:creat(?:e|ing|ion of)|establish(?:ing|ment of)?|set(?:ting)? up|form(?:ing)?|launch(?:ing)?|"
    r"introduc(?:e|ing)|found(?:ing)?|call for|proposed?|propose)\s+(?:of\s+)?(?:an?|the|new|regional|local|"
    r"national|independent|\s)*(?:network of )?$",
    re.I,
)


#: What stands before the name of a body where somebody's post in it is given.
_AFFILIATES = re.compile(
    r"\b(?:Professors?|Prof|Directors?|Chief|Officer|Researcher|Fellow|Head|Manager|CEO|Adviser|Chair|Lecturer|Reader|"
    r"President|Secretary-General|Founder|Co-Director|Dean|Chancellor|Dr)\b[^.;:]{0,60}(?:, | of | at | for | from )(?:the )?$"
)
_DONE = re.compile(r"\b(?:was|were|been|has|have|had|newly|recent(?:ly)?|since|the launch of|already)\b", re.I)
_SINCE = re.compile(r"^[^.;]{0,20}\b(?:in|since) (?:\w+ )?(?:19|20)\d\d\b|^ (?:was|were|has been)\b")


@dataclass(slots=True)
class Actor:
    """An actor with the places that name it: (passage index, start, end)."""

    key: str
    label: str
    kind: ActorKind
    tier: Tier | None = None
    aliases: set[str] = field(default_factory=set)
    places: list[tuple[int, int, int]] = field(default_factory=list)
    registered: bool = False
    proposed: bool = False


def actors(passages: tuple[Passage, ...]) -> list[Actor]:
    """The actors of a report, in order of key, each with every place that names it."""
    found: dict[str, Actor] = {}
    taken: dict[int, list[tuple[int, int]]] = {}
    for name, acronym, _place in _introduced(passages):
        key = _known(name) or _known(acronym)
        actor = _get(found, key or f"actor/{slugify(name)}", name)
        actor.aliases.add(acronym)
    acronyms = {a: k for k, actor in found.items() for a in actor.aliases}
    named = [*_named(passages), *_groups(passages)]
    longer: dict[int, list[tuple[int, int]]] = {}
    for index, start, end, _ in named:
        longer.setdefault(index, []).append((start, end))
    for index, start, end, key, written in _matches(passages, acronyms):
        if any(a <= start and end <= b and b - a > end - start for a, b in longer.get(index, [])):
            continue
        taken.setdefault(index, []).append((start, end))
        actor = _get(found, key, written)
        actor.aliases.add(written)
        actor.places.append((index, start, end))
    for index, start, end, name in named:
        if any(a < end and start < b for a, b in taken.get(index, [])):
            continue
        known = _known(name) or _known(name.removeprefix("UK "))
        actor = _get(found, known or f"actor/{slugify(name)}", name)
        actor.aliases.add(name)
        actor.places.append((index, start, end))
        taken.setdefault(index, []).append((start, end))
    _singular(found)
    for key in [k for k, actor in found.items() if _no_part(actor, passages)]:
        del found[key]
    for actor in found.values():
        actor.proposed = not actor.registered and _only_proposed(actor, passages)
    return [found[key] for key in sorted(found) if found[key].places]


def _no_part(actor: Actor, passages: tuple[Passage, ...]) -> bool:
    """Whether somebody is named, and yet plays no part in what is argued."""
    return (
        _only_loose(actor)
        or _only_affiliation(actor, passages)
        or _only_place(actor, passages)
        or _only_listed(actor, passages)
    )


def _only_place(actor: Actor, passages: tuple[Passage, ...]) -> bool:
    """Whether a name always says where or when something is: "at university", "in this Parliament"."""
    return bool(actor.places) and all(only_where_or_when(passages[i].text, a, b) for i, a, b in actor.places)


def _only_listed(actor: Actor, passages: tuple[Passage, ...]) -> bool:
    """Whether a name only ever stands alone, as in a list of who gave evidence."""
    return bool(actor.places) and all(_listed(actor, index, passages) for index, _, _ in actor.places)


def _listed(actor: Actor, index: int, passages: tuple[Passage, ...]) -> bool:
    return stands_alone(passages[index].text, [(a, b) for at, a, b in actor.places if at == index])


def _only_loose(actor: Actor) -> bool:
    """Whether a registered actor is never named plainly: "providers" alone may be anybody's."""
    known = registry().get(actor.key)
    loose = {name.lower() for name in known.loose} if known else set()
    return bool(loose) and all(
        alias.lower().removeprefix("the ") in {n.removeprefix("the ") for n in loose} for alias in actor.aliases
    )


def _only_affiliation(actor: Actor, passages: tuple[Passage, ...]) -> bool:
    """Whether a body of the report's own is named only to say where people who speak work: "Ann Lee, Chair of …"."""
    before = [passages[i].text[max(0, start - 90) : start] for i, start, _ in actor.places]
    research = actor.kind is ActorKind.RESEARCH_BODY and not actor.registered
    return research and bool(before) and all(_AFFILIATES.search(text) for text in before)


def _singular(found: dict[str, Actor]) -> None:
    """One actor for the singular and the plural of a name that the report itself brings."""
    for key in sorted(found):
        plural = found.get(f"{key}s")
        if plural is not None and not found[key].registered and not plural.registered:
            single = found.pop(key)
            plural.aliases |= single.aliases | {single.label}
            plural.places += single.places


def entity(actor: Actor, passages: tuple[Passage, ...]) -> Entity:
    """The actor as an entity, with its first places as evidence."""
    places = sorted(actor.places, key=lambda at: (_listed(actor, at[0], passages), at))[:3]
    sure = 0.97 if actor.registered else min(0.95, 0.7 + 0.05 * len(actor.places))
    return Entity(
        key=actor.key,
        kind=EntityKind.ACTOR,
        label=actor.label,
        confidence=round(sure, 2),
        evidence=tuple(Evidence(passage=passages[i].key, start=a, end=b) for i, a, b in places),
        aliases=tuple(sorted(actor.aliases - {actor.label})),
        actor_kind=actor.kind,
        tier=actor.tier,
        proposed=actor.proposed,
    )


def _get(found: dict[str, Actor], key: str, name: str) -> Actor:
    if key not in found:
        known = registry().get(key)
        if known is not None:
            found[key] = Actor(key, known.label, known.kind, known.tier, registered=True)
        else:
            found[key] = Actor(key, _capital(name), _kind(name))
    return found[key]


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _kind(name: str) -> ActorKind:
    if name == name.lower():
        return ActorKind.GROUP
    return next((kind for kind, pattern in _KINDS if re.search(pattern, name)), ActorKind.PUBLIC_BODY)


@cache
def _names() -> dict[str, str]:
    """Every name of the registry to its key; names in lower case stand for any case."""
    return {name: known.key for known in registry().values() for name in (known.label, *known.aliases, *known.loose)}


@cache
def _any_case() -> dict[str, str]:
    return {name.lower().removeprefix("the "): key for name, key in _names().items()}


@cache
def _pattern() -> re.Pattern[str]:
    """Longest first, and without articles, so that "the Police" does not hide the Police Foundation."""
    parts = []
    for name in sorted({_bare(n) for n in _names()}, key=lambda n: (-len(n), n)):
        escaped = re.escape(name).replace("'", "['’]").replace("’", "['’]") if "[" not in name else re.escape(name)
        parts.append(f"(?i:{escaped})" if name == name.lower() else escaped)
    return re.compile(r"(?<![\w’'-])(?:" + "|".join(parts) + r")(?![\w-])")


def _bare(name: str) -> str:
    """A name without its article, but for those that are somebody only with it."""
    return name if name in {"the public", "the press", "the media"} else name.removeprefix("the ")


def _known(name: str) -> str | None:
    plain = name.replace("’", "'")
    return _names().get(name) or _names().get(plain) or _any_case().get(plain.lower().removeprefix("the "))


def _matches(passages: tuple[Passage, ...], acronyms: dict[str, str]) -> list[tuple[int, int, int, str, str]]:
    own = [a for a in acronyms if not _known(a)]
    introduced = (
        re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(own, key=lambda a: (-len(a), a)))) + r")s?\b")
        if own
        else None
    )
    result = []
    for index, text in spoken(passages):
        for match in _pattern().finditer(text):
            key = _known(match.group())
            if key is not None and not _within_name(text, match.start(), match.end(), key):
                result.append((index, match.start(), match.end(), acronyms.get(match.group(), key), match.group()))
        for match in introduced.finditer(text) if introduced else ():
            result.append(
                (
                    index,
                    match.start(),
                    match.end(),
                    acronyms.get(match.group()) or acronyms[match.group()[:-1]],
                    match.group(),
                )
            )
    return result


def _within_name(text: str, start: int, end: int, key: str) -> bool:
    """Whether a registered name plays no part here, or is only a part of another: "the Chart Think Tank"."""
    if names_nobody(text, start, end):
        return True
    name = text[start:end]
    if name.lower() not in _any_case():
        return False
    if " " in name:
        return name.istitle() and name not in _names() and re.search(r"[a-z] [A-Z]\w+ $", text[:start]) is not None
    return registry()[key].kind is not ActorKind.PUBLIC_BODY and inside_capitals(text, start, end)


def _introduced(passages: tuple[Passage, ...]) -> list[tuple[str, str, tuple[int, int, int]]]:
    result = []
    for index, text in spoken(passages):
        for match in _INTRODUCED.finditer(text):
            words, acronym = match.group("name").split(), match.group("acronym")
            for start in range(len(words)):
                name = " ".join(words[start:])
                if words[start][:1].isupper() and _spells(words[start:], acronym):
                    if re.search(
                        rf"\b(?:{_BODY}|{_SERVICE})(?: (?:of|for|on) .*)?$|\b(?:Department|NHS|Group|Team)\b", name
                    ):
                        at = match.start("name") + len(" ".join(words[:start])) + (start > 0)
                        result.append((name.removeprefix("The "), acronym, (index, at, match.end("name"))))
                    break
    return result


def _spells(words: list[str], acronym: str) -> bool:
    capitals = "".join(w[0] for w in words if w[:1].isupper())
    letters = "".join(c for c in acronym if c.isupper())
    return capitals == letters or "".join(w[0] for w in words).upper() == acronym.upper()


def _named(passages: tuple[Passage, ...]) -> list[tuple[int, int, int, str]]:
    result = []
    for index, text in spoken(passages):
        for match in _FORMS.finditer(text):
            if re.search(r"[A-Z]\w+ (?:with|into|in) $", text[: match.start()]):
                continue  # the end of a longer name
            more = _LONGER.match(text, match.end())
            start, name = match.start(), (match.group() + (more.group() if more else "")).rstrip(" ,")
            shorter = re.sub(
                r"^(?:The|This|These|Our|In|At|For|By|On|As|While|When|If|And|But|Each|Both|All|An?|Of|Following|With|From|Under|See|Dr|Sir|Mr|Ms|Mrs|"
                r"(?:January|February|March|April|May|June|July|August|September|October|November|December)(?: the)?) ",
                "",
                name,
            )
            start += len(name) - len(shorter)
            shorter = _one_name(shorter)
            if (
                len(shorter.split()) < 2
                or shorter.split()[0] in _GENERIC
                or len(shorter.split()) > 9
                or _NO_BODY.search(shorter)
                or _holds_another(shorter)
                or names_nobody(text, start, start + len(shorter))
            ):
                continue
            result.append((index, start, start + len(shorter), shorter))
    return _run_together(result, passages)


def _run_together(
    named: list[tuple[int, int, int, str]], passages: tuple[Passage, ...]
) -> list[tuple[int, int, int, str]]:
    """Two names with only a space between are one: "Leeds University Space Centre"."""
    result: list[tuple[int, int, int, str]] = []
    for index, start, end, name in named:
        before = result[-1] if result else None
        if before is not None and before[0] == index and passages[index].text[before[2] : start] == " ":
            result[-1] = (index, before[1], end, f"{before[3]} {name}")
        else:
            result.append((index, start, end, name))
    return result


def _one_name(name: str) -> str:
    """The first of two names that "and" joins: "Institute for Government and Nesta"."""
    first, joined, second = name.rpartition(" and ")
    apart = joined and (_known(second) or re.match(r"[A-Z]{2,}$|Royal ", second)) and len(first.split()) >= 2
    if apart and not re.search(rf"\b(?:{_BODY}|Department|Minister|{_SERVICE})", first):
        return ""  # a place: "from Marsh and the Valley Police"
    return first if apart else name


def _holds_another(name: str) -> bool:
    """Whether the words run two names together: "Clerk of the Home Affairs Committee", "MGTA Observatory ABCD"."""
    if sum(word.isupper() and len(word) > 3 for word in name.split()) > 1:
        return True
    if "," in name and not re.match(r"(?:Department|Ministry|Minister|Office)\b", name):
        return True
    inside = [m for m in _pattern().finditer(name) if m.start() > 0 and m.end() == len(name)]
    joined = [m for m in inside if " " in m.group() and re.search(r"\b(?:of|the|and|for)\b|[’'],?", name[: m.start()])]
    return bool(joined) or bool(re.search(r"\b(?:and|of|for) .*\bPolice$|\bfor the \b|[’']s ", name))


def _groups(passages: tuple[Passage, ...]) -> list[tuple[int, int, int, str]]:
    """Groups in the report's own words, where it speaks of them at least three times."""
    result, counts = [], Counter[str]()
    for index, text in spoken(passages):
        for match in _HEADS.finditer(text):
            modifiers = match.group(1).split()
            while modifiers and (modifiers[0].lower() in _NOT_MODIFIER or modifiers[0].endswith(("ing", "ly", "ed"))):
                modifiers.pop(0)
            if not modifiers or modifiers[-1].lower() in _NOT_MODIFIER or modifiers[-1].endswith(("ing", "ly")):
                continue
            name = " ".join([*modifiers, match.group(2)])
            if names_nobody(text, match.end() - len(name), match.end()):
                continue
            result.append(
                (index, match.end() - len(name), match.end(), name if name[1:] != name[1:].lower() else name.lower())
            )
            counts[result[-1][3]] += 1
    return [row for row in result if counts[row[3]] >= 3]


def _only_proposed(actor: Actor, passages: tuple[Passage, ...]) -> bool:
    """Whether the report speaks of creating the body, and not as of something that was done."""
    if actor.kind is ActorKind.GROUP:
        return False
    for index, start, end in actor.places:
        before, after = passages[index].text[max(0, start - 60) : start], passages[index].text[end : end + 40]
        if _PROPOSAL.search(before) and not (_DONE.search(before) or _SINCE.search(after)):
            return True
    return False
