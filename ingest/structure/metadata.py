"""Title, authors, publisher, date and licence, from the cover and the imprint as much as from the file's own fields.

File fields are often an export's working title, so what the cover prints in its largest type is believed first
where the two disagree and the field is not found in the cover.
"""

from __future__ import annotations

import re
from collections import Counter

from missiongraph.ingest.reading.draft import Draft, Drafts, Part
from missiongraph.ontology.model import Metadata, ReportType

from .language import detect

_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATE = re.compile(rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? )?(?P<month>{_MONTH}),? (?P<year>(?:19|20)\d\d)\b", re.I)
_ISSUED = re.compile(
    r"^(?:.{0,60}\band |it was |date )?(?:first )?(?:published|issued|publication)(?: date| on|:)*:? "
    rf"(?={_DATE.pattern})",
    re.I,
)
_UPDATED = re.compile(rf"^(?:last )?updated:? (?={_DATE.pattern})", re.I)
_ALONE = re.compile(rf"^(?:date: ?)?{_DATE.pattern}$", re.I)
_PUBLISHED = re.compile(
    r"^(?:.{0,40}, )?(?i:printed and )?(?i:published by) (?:the )?(?P<name>[A-Z][\w&.' ]{2,60}?)"
    rf"(?= (?:in|on|at) | \d|[,.;:\n©]|$| {_MONTH}\b)"
)
_HOUSE = re.compile(r"\bby (?:the )?authority of the (?P<house>House of (?:Lords|Commons))", re.I)
_WORD = r"(?:[A-Z][\w'’-]+|and|&|of|the|for)"
_BODY = re.compile(
    rf"(?:Department|Ministry) (?:of|for)(?: {_WORD}(?:,(?= [A-Z]))?)+|HM Treasury|Home Office|Cabinet Office"
    r"|Foreign, Commonwealth & Development Office"
    rf"|(?:Scottish|Welsh) Government|Government Digital Service|National Audit Office"
)
_ORGANISATION = re.compile(
    r"\b(?:departments?|office|committee|ministry|agency|council|institute|foundation|commission|association|trust|service"
    r"|university|centre|forum|think tank|authority|government|union|network|group|board|nhs|hm)\b|&",
    re.I,
)
_LICENCES = (
    (r"open government licen[cs]e", "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"),
    (
        r"open parliament licen[cs]e",
        "https://www.parliament.uk/site-information/copyright-parliament/open-parliament-licence/",
    ),
    (r"creativecommons\.org\s?/\s?publicdomain/zero/1\.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
)
_CC = re.compile(
    r"creativecommons\.org\s?/\s?licenses\s?/\s?(?P<kind>by(?:-nc)?(?:-sa|-nd)?)\s?/\s?(?P<version>\d\.\d)", re.I
)
_RESPONSE = re.compile(
    r"^(?:the )?(?:(?:uk|hm|scottish|welsh) )?(?:government|official|committee|ministerial|department\w*)"
    r"(?:['’]s)? (?:\w+ )?response\b"
    r"|^response (?:of|from|to)\b|[:–-] (?:the )?(?:government(?:['’]s)? )?response\b",
    re.I,
)
_SKIP = re.compile(
    r"^(?:hm government|house of (?:lords|commons)|cp \d+|hc \d+|hl paper \d+|open access.*"
    r"|contents|report|crown copyright.*)$",
    re.I,
)
_LONGEST = 80
_HOME = re.compile(
    r"(?:\bwww\.|@|https?://(?:www\.)?)(?P<name>[a-z0-9-]{3,40})\.(?:org|co|com|ac|net|eu|uk|scot|wales)"
    r"(?:\.[a-z]{2})?/?(?![\w/-])",
    re.I,
)
_RIGHTS = re.compile(
    r"^(?:(?i:copyright) )?© ?(?:(?:19|20)\d\d,? )?(?:the )?"
    r"(?P<name>[A-Z][\w&.' -]{1,60}?)(?=,? (?:19|20)\d\d|[.,;:]|$)"
)
_SITE = re.compile(r"\s+[-–|]\s+(?:GOV\.UK|[\w ]+\.(?:org|gov|com|co)(?:\.uk)?)$", re.I)
_NAMES = re.compile(
    r"^(?:(?:Dr|Prof|Sir|Dame|Lord|Baroness) )?[A-Z][\w'’-]+(?: [A-Z]\.)? [A-Z][\w'’-]+"
    r"(?:(?:, | and | & | )[A-Z][\w'’-]+ [A-Z][\w'’-]+)*$"
)


def find(drafts: Drafts, body: list[Draft]) -> Metadata:
    """What the report says of itself."""
    lines = [line for _, _, line in drafts.cover] or [p.text for p in body[:30]]
    flat = " ".join(lines)
    title = _title(drafts, body) or _opening(body)
    words = " ".join(p.text for p in body[:400])
    return Metadata(
        title=title,
        creators=_creators(drafts, body, title),
        publisher=_publisher(drafts, lines, flat),
        issued=_issued(lines) or _day(drafts.hints.get("date", "")),
        license=_licence(flat) or _licence(hint := drafts.hints.get("license", "")) or hint or None,
        source=drafts.hints.get("source"),
        type=ReportType.RESPONSE if _RESPONSE.search(title) else ReportType.REPORT,
        language=drafts.hints.get("language") or detect(words),
    )


def _licence(text: str) -> str | None:
    """The address of the licence that a text names."""
    commons = _CC.search(text)
    if commons:
        return f"https://creativecommons.org/licenses/{commons['kind'].lower()}/{commons['version']}/"
    return next((iri for pattern, iri in _LICENCES if re.search(pattern, text, re.I)), None)


def _publisher(drafts: Drafts, lines: list[str], flat: str) -> str | None:
    if drafts.hints.get("publisher"):
        return drafts.hints["publisher"]
    house = _HOUSE.search(flat)
    if house:
        return house["house"]
    for line in lines:
        found = _PUBLISHED.match(line)
        if found:
            return found["name"].strip()
    for index, line in enumerate(lines):
        name = line if len(line) < 80 else ""
        for more in lines[index + 1 : index + 4]:
            if re.search(r"(?:^Department|^Ministry|\b(?:of|for|and)|[&,])$", name):
                name = f"{name} {more}"
        body = _BODY.match(name)
        if body and len(body.group()) > 0.8 * len(name):
            return body.group().strip(" ,")
    author = drafts.hints.get("author", "").strip()
    if _ORGANISATION.search(author):
        return author
    rights = next((found["name"].strip() for line in lines if (found := _RIGHTS.match(line))), None)
    return _by_site(flat) or (rights if rights and not re.search(r"copyright|reserved", rights, re.I) else None)


def _by_site(flat: str) -> str | None:
    """The name that the imprint's own address spells: ``www.example-trust.org`` and "Example Trust"."""
    sites = Counter(found["name"].lower().replace("-", "") for found in _HOME.finditer(flat))
    tokens = [word.strip(".,;:()©'’\"") for word in flat.split()]
    for site, _ in sorted(sites.items(), key=lambda item: (-item[1], flat.lower().find(item[0]))):
        names: Counter[str] = Counter()
        for at, token in enumerate(tokens):
            if token[:1].isupper() and site.startswith(_plain(token)) and "." not in token:
                names.update(
                    name
                    for n in range(1, 7)
                    if _plain(name := " ".join(tokens[at : at + n])) == site and "." not in name
                )
        if names:
            return min(names, key=lambda name: (name.isupper(), -names[name], name))
    return None


def _creators(drafts: Drafts, body: list[Draft], title: str) -> tuple[str, ...]:
    author = drafts.hints.get("author", "").strip()
    if author:
        names = [author] if _ORGANISATION.search(author) else re.split(r"[,;]| and ", author)
        return tuple(name.strip() for name in names if name.strip())
    lines = [p.text for p in body[:8] if len(p.text) < 120 and (p.part is Part.PARAGRAPH or p.text.isupper())]
    at = next((i for i, line in enumerate(lines) if line.lower() == title.lower()), None)
    if at is None or at + 1 >= len(lines):
        return ()
    line = _small(lines[at + 1])
    return tuple(_people(line)) if _NAMES.match(line) and not _ORGANISATION.search(line) else ()


def _people(line: str) -> list[str]:
    """Names set side by side, two words each, or with commas between them."""
    if re.search(r",| and | & ", line):
        return [name.strip() for name in re.split(r",| and | & ", line) if name.strip()]
    words = line.split()
    return [" ".join(words[i : i + 2]) for i in range(0, len(words), 2)] if len(words) % 2 == 0 else [line]


def _title(drafts: Drafts, body: list[Draft]) -> str | None:
    hint = _SITE.sub("", drafts.hints.get("title", "").strip())
    if drafts.cover:
        first = drafts.cover[0][0]
        page = [(size, line) for number, size, line in drafts.cover if number == first]
        largest, usual = (
            max(size for size, _ in page),
            sorted(size for _, size, _ in drafts.cover)[len(drafts.cover) // 2],
        )
        printed = " ".join(line for size, line in page if size >= 0.97 * largest).strip()
        if largest > 1.25 * usual and len(printed.split()) > 1 and len(printed) < 250:
            return hint if hint and _plain(hint) == _plain(printed) else _small(printed)
        return hint or None
    if hint:
        return hint
    if body and body[0].part is Part.PARAGRAPH and len(body[0].text) > 200:
        return None
    lines = [p.text for p in body[:6] if p.part in (Part.HEADING, Part.PARAGRAPH) and len(p.text) < 200]
    named = [line for line in lines if not _SKIP.match(line) and not _DATE.fullmatch(line)]
    found = next((line for line in named if len(line.split()) > 1), named[0] if named else None)
    return _small(found) if found else None


def _opening(body: list[Draft]) -> str:
    """The first words of a report that has no title, so that it is named by what it says, never by its file."""
    text = next((" ".join(p.text.split()) for p in body if re.search(r"\w\w", p.text)), "Untitled")
    first = re.split(r"(?<=[^A-Z][.?!]) ", text)[0].rstrip(" .:;,")
    if len(first) <= _LONGEST:
        return first
    return first[: _LONGEST + 1].rsplit(" ", 1)[0][:_LONGEST].rstrip(" .:;,–—-") + "…"


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _small(title: str) -> str:
    """A title in capitals as it would be written."""
    if not title.isupper():
        return title
    little = {"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
    words = title.lower().split()
    return " ".join(
        w if i and w in little else "-".join(p[:1].upper() + p[1:] for p in w.split("-")) for i, w in enumerate(words)
    )


def _issued(lines: list[str]) -> str | None:
    for pattern in (_ISSUED, _ALONE, _UPDATED):
        for line in lines:
            if len(line) < 120 and (found := pattern.match(line)):
                return _iso(_DATE.search(line, found.end() if pattern is not _ALONE else 0))
    for line in lines[:25]:
        if len(line) < 120 and (date := _DATE.search(line)):
            return _iso(date)
    year = re.search(r"(?:©|copyright)[^\n]{0,40}?((?:19|20)\d\d)", "\n".join(lines), re.I)
    return year[1] if year else None


def _iso(found: re.Match[str] | None) -> str | None:
    if found is None:
        return None
    months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    month = months.index(found["month"].lower()[:3]) + 1
    return f"{found['year']}-{month:02d}" + (
        f"-{int(found['day']):02d}" if found["day"] and 0 < int(found["day"]) < 32 else ""
    )


def _day(text: str) -> str | None:
    """The date of a file's own field, ISO or PDF, as precise as it is."""
    found = re.match(r"(?:D:)?((?:19|20)\d\d)(?:-?(\d\d))?(?:-?(\d\d))?", text)
    return "-".join(part for part in found.groups() if part) if found else _issued([text])
