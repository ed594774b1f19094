"""Notes as citations: authors, title, publisher, date, address and pages of each cited work.

Styles differ, but within one the order is firm: authors or a body, title, publisher, date, address. Parsed by that
order with the address and date as anchors; what is not found is left empty rather than guessed.
"""

from __future__ import annotations

import re
from dataclasses import replace

from missiongraph.ontology.identifiers import short_hash, slugify
from missiongraph.ontology.model import Reference

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)"
)
_DATE = re.compile(
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? )?(?P<month>{_MONTH})\.?,? (?P<year>(?:19|20)\d\d)"
    r"|(?<![\d/-])(?P<only>(?:19|20)\d\d)(?![\d/-])"
)
_URL = re.compile(r"https?://(?: (?=[a-z0-9-]+\.))?\S+|\bwww\.\S+")
_UNDATED = re.compile(r",? ?\((?:no date|n\.?d\.?|undated)\)\.?", re.I)
_NEXT = re.compile(rf"(?:(?<=[\].])|(?<=[\w/]\w\w\w)) (?=\d{{1,3}} (?!{_MONTH}\b)[A-Z][\w'’-]+[^\d]{{0,160}}\. )")
_ACCESSED = re.compile(r"\s*[\[(](?:last )?accessed:?[^\])]*[\])]?\.?|\s*,? accessed (?:on )?\d.*$", re.I)
_AVAILABLE = re.compile(r"\s*(?:available (?:at|from|here)|see|at|url)?:?\s*$", re.I)
_PAGES = re.compile(r",?\s*\b(?:pp?\.|pages?) ?(?P<pages>\d+(?:[–-]\d+)?(?:, ?\d+(?:[–-]\d+)?)*)")
_PERSON = (
    r"(?:(?:van|de|von|der|Van|De|Von|O'|Mc|Mac|Le|La|Di|Da|Al-?) ?)*[A-ZÀ-Þ][\w'’À-ÿ-]+(?: [A-ZÀ-Þ][\w'’À-ÿ-]+)?"
    r",? (?:[A-ZÀ-Þ]\.[- ]?)+"
)
_AUTHORS = re.compile(
    rf"^(?P<authors>{_PERSON}(?:, {_PERSON})*(?:,? (?:and|&) {_PERSON})?(?:,? and others|,? et al)?)\.? (?=\S)"
)
_SPLIT = re.compile(r"(?<=[^A-Z.\s][.?!])['’\"”]? +(?=['‘\"“]?[A-Z0-9])|(?<=[A-Z]{2}\.) +(?=[A-Z0-9])")


def works(text: str) -> list[str]:
    """The citations in a note; more than one where numbered notes were run together.

    >>> works("Roe, A. One. Demos, 3 May 2024. https://example.org/one 26 Doe, B. Two. Demos, 4 May 2024.")
    ['Roe, A. One. Demos, 3 May 2024. https://example.org/one', 'Doe, B. Two. Demos, 4 May 2024.']
    """
    parts = _NEXT.split(re.sub(r"^[\s.]+", "", text))
    kept = [parts[0]]
    for part in parts[1:]:
        before = kept[-1].rsplit(" ", 1)[-1]
        if before.endswith(("]", ".")) or "/" in before:
            kept.append(re.sub(r"^\d+ ", "", part))
        else:
            kept[-1] += " " + part
    return kept


def parse(text: str) -> Reference | None:
    """The work that a note cites, or None for a note that cites none.

    >>> note = "Smith, J. and Roe, A. A better plan. Demos, 3 May 2024, p. 4. Available at https://example.org/a"
    >>> found = parse(note + " [accessed 01/02/2025]")
    >>> found.title, found.authors, found.publisher, found.issued, found.url, found.pages
    ('A better plan', ('Smith, J.', 'Roe, A.'), 'Demos', '2024-05-03', 'https://example.org/a', '4')
    """
    url, rest = _address(_UNDATED.sub("", text))
    pages = _PAGES.search(rest)
    if pages:
        rest = rest[: pages.start()] + rest[pages.end() :]
    dates = list(_DATE.finditer(rest))
    date = dates[-1] if dates else None
    if url is None and date is None:
        return None
    issued = _iso(date) if date else None
    named = rest[: date.start()].rstrip(" ,(") if date else rest
    authors, title, publisher = _named(named.strip(" .,"))
    if not title and url is None:
        return None
    base = Reference(
        key="",
        text=text,
        authors=authors,
        title=title,
        publisher=publisher,
        issued=issued,
        url=url,
        pages=pages["pages"] if pages else None,
    )
    return replace(base, key=key(base))


def key(reference: Reference) -> str:
    """The key that every citation of one work shares: its title, else its address; never its page or access date."""
    if reference.title:
        name = slugify(reference.title, limit=48)
        year = (reference.issued or "")[:4]
        return f"reference/{name}-{year or 'nd'}"
    return f"reference/{short_hash('url', _bare(reference.url or reference.text), length=12)}"


def _bare(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|[/.]+$|#.*$", "", url.lower())


def _address(text: str) -> tuple[str | None, str]:
    """The address (with spaces of line breaks taken out) and the text without it."""
    body = _ACCESSED.sub("", text)
    found = _URL.search(body)
    if not found:
        return None, body
    url, tail = found.group().replace(" ", ""), body[found.end() :]
    while True:
        more = re.match(r"\s(?P<part>(?:[a-z0-9]|[A-Z](?=\S*[_./-]\w))[\w%./?=&#~+-]*)(?=\s|$)", tail)
        grows = url.endswith(("/", "-", ".", "_")) or (more and ("/" in more["part"] or more["part"].count("-") > 1))
        if not more or not grows:
            break
        url, tail = url + more["part"], tail[more.end() :]
    before = _AVAILABLE.sub("", body[: found.start()])
    return url.rstrip(".,;)]>"), (before + " " + tail.strip(" .,;)")).strip()


def _iso(match: re.Match[str]) -> str:
    if match["only"]:
        return match["only"]
    month = _MONTHS.index(match["month"].lower()[:3]) + 1
    return f"{match['year']}-{month:02d}" + (f"-{int(match['day']):02d}" if match["day"] else "")


def _named(text: str) -> tuple[tuple[str, ...], str | None, str | None]:
    """Authors, title and publisher of ``authors. title. publisher``."""
    match = _AUTHORS.match(text)
    authors: tuple[str, ...] = ()
    if match:
        authors = tuple(_people(match["authors"]))
        text = text[match.end() :]
    parts = [part.strip(" .") for part in _SPLIT.split(text) if part.strip(" .")]
    if match and len(parts) > 2 and parts[0].endswith(("?", "!")):
        parts[:2] = [f"{parts[0]} {parts[1]}"]
    if match:
        return authors, (parts[0] if parts else None), ". ".join(parts[1:]) or None
    if len(parts) == 1:
        return (), parts[0] or None, None
    if len(parts) == 2:
        return (parts[0],), parts[1], parts[0]
    if len(parts) > 2:
        return (parts[0],), ". ".join(parts[1:-1]), parts[-1]
    return (), None, None


def _people(text: str) -> list[str]:
    text = re.sub(r",? (?:and others|et al)\.?$", "", text)
    return [name.strip(" ,") for name in re.findall(_PERSON, text)]
