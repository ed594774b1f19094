"""HTML, by lxml: the main text of a page by its elements, without navigation, scripts and other furniture."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from .draft import Draft, Drafts, Part
from .errors import EmptyReportError, UnsupportedFormatError
from .rich import Rich

_SKIPPED = frozenset(
    re.findall(
        r"\S+",
        "script style noscript template nav aside footer form button select svg math iframe object video audio "
        "head dialog",
    )
)
_BLOCKS = frozenset(
    re.findall(
        r"\S+",
        "p div section article main blockquote ul ol li dl dt dd table h1 h2 h3 h4 h5 h6 pre figure figcaption "
        "header body details summary address hr tr td th thead tbody tfoot caption",
    )
)
_FURNITURE = re.compile(
    r"\b(?:nav|navigation|breadcrumbs?|cookie|skip-link|footer|sidebar|menu|share|related|banner|feedback)\b", re.I
)
_DEPTH = 200


def read_html(path: Path) -> Drafts:
    """The pieces of a web page; :class:`UnsupportedFormatError` where it is none."""
    from lxml import html
    from lxml.etree import ParserError

    data = path.read_bytes()
    if data.startswith((b"%PDF-", b"PK\x03\x04")) or (
        b"\x00" in data[:4096].replace(b"\xff\xfe", b"") and data[:2] not in (b"\xff\xfe", b"\xfe\xff")
    ):
        raise UnsupportedFormatError(path, "the content is not HTML")
    if not data.strip():
        raise EmptyReportError(path, "the file is empty")
    encoding = (
        None if re.search(rb"charset", data[:2048], re.I) or data[:2] in (b"\xff\xfe", b"\xfe\xff") else _encoding(data)
    )
    try:
        root = html.document_fromstring(data, parser=html.HTMLParser(encoding=encoding, huge_tree=False))
    except (ParserError, ValueError) as error:
        raise EmptyReportError(path, "there is no text in it") from error
    walker = _Walker()
    mains = root.xpath("//main | //*[@role='main']") or root.xpath("//article") or root.xpath("//body") or [root]
    walker.block(mains[0], 0)
    walker.flush()
    if not walker.out:
        raise EmptyReportError(path, "there is no text in it")
    return Drafts(pieces=walker.out, hints=_hints(root))


def _encoding(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _hints(root: Any) -> dict[str, str]:
    """Title, author, date, publisher, language, licence and address as the page's head names them."""
    wanted = {
        "dc.title": "title",
        "og:title": "title",
        "citation_title": "title",
        "author": "author",
        "dc.creator": "author",
        "citation_author": "author",
        "dc.publisher": "publisher",
        "og:site_name": "publisher",
        "dc.date": "date",
        "dcterms.issued": "date",
        "article:published_time": "date",
        "citation_publication_date": "date",
    }
    hints: dict[str, str] = {}
    for meta in root.xpath("//meta[@content]"):
        name = wanted.get((meta.get("name") or meta.get("property") or "").lower())
        if name and meta.get("content").strip():
            hints.setdefault(name, meta.get("content").strip())
    title = root.xpath("string(//h1[1])").strip() or root.xpath("string(//title)").strip()
    if title:
        hints.setdefault("title", " ".join(title.split()))
    language = root.get("lang") or ""
    if language:
        hints["language"] = language.split("-")[0].lower()
    canonical = root.xpath("//link[@rel='canonical']/@href")
    if canonical and canonical[0].startswith("http"):
        hints["source"] = canonical[0]
    licence = root.xpath("//*[self::link or self::a][contains(concat(' ', @rel, ' '), ' license ')]/@href")
    if licence and licence[0].startswith("http"):
        hints["license"] = licence[0].strip()
    return hints


class _Walker:
    def __init__(self) -> None:
        self.out: list[Draft] = []
        self.held = Rich()
        self.part, self.level, self.depth = Part.PARAGRAPH, 0, 0
        self.number: str | None = None
        self.quote = 0

    def flush(self) -> None:
        """Close the open piece."""
        text = re.sub(r"\s+", " ", self.held.text).strip()
        if text:
            marks = [
                (min(len(text), len(re.sub(r"\s+", " ", self.held.text[:at]).lstrip())), sign)
                for at, sign in self.held.marks
            ]
            part = Part.QUOTATION if self.quote and self.part is Part.PARAGRAPH else self.part
            self.out.append(
                Draft(part, Rich(text, marks=marks), level=self.level, number=self.number, depth=self.depth)
            )
            if part is Part.ITEM:
                self.number = None
        self.held = Rich()

    def block(self, element: Any, nesting: int) -> None:
        """A block element and what stands in it."""
        if nesting > _DEPTH or not isinstance(element.tag, str) or _skipped(element):
            return
        tag = element.tag.lower()
        if tag == "table":
            self.flush()
            self._table(element)
            return
        note = element.get("role") == "doc-footnote" or (
            tag == "li" and re.match(r"(?:fn|footnote|endnote)[:_-]?\d+$", element.get("id") or "")
        )
        before = (self.part, self.level, self.depth, self.number)
        if tag in _BLOCKS:
            self.flush()
        if note:
            text = " ".join(element.text_content().split()).rstrip("↩ ")
            mark = re.sub(r"\D", "", element.get("id") or "") or "1"
            self.out.append(Draft(Part.NOTE, Rich(text), mark=mark))
            return
        if re.fullmatch(r"h[1-6]", tag):
            self.part, self.level, self.number, self.depth = Part.HEADING, int(tag[1]), None, 0
        elif tag == "li":
            ordered = [x for x in element.iterancestors() if x.tag in ("ol", "ul")]
            self.part, self.level, self.depth = Part.ITEM, 0, max(1, len(ordered))
            self.number = str(_index(element)) if ordered and ordered[0].tag == "ol" else None
        self.quote += tag == "blockquote"
        self._inside(element, nesting)
        if tag in _BLOCKS:
            self.flush()
        self.quote -= tag == "blockquote"
        self.part, self.level, self.depth, self.number = before

    def _inside(self, element: Any, nesting: int) -> None:
        self.held.text += element.text or ""
        for child in element:
            if isinstance(child.tag, str) and not _skipped(child):
                tag = child.tag.lower()
                mark = child.text_content().strip("[]() ") if tag == "sup" else ""
                if mark.isdigit() and child.xpath(".//a | parent::a"):
                    self.held.marks.append((len(self.held.text), mark))
                elif tag == "br":
                    self.held.text += " "
                elif tag in _BLOCKS or child.xpath("boolean(.//p | .//div | .//li | .//table | .//h2)"):
                    self.block(child, nesting + 1)
                elif nesting < _DEPTH:
                    self._inside(child, nesting + 1)
            self.held.text += child.tail or ""

    def _table(self, table: Any) -> None:
        header: list[str] = []
        for row in table.xpath(".//tr"):
            cells = [" ".join(c.text_content().split()) for c in row.xpath("./th | ./td")]
            heads = not row.xpath("./td")
            if not any(cells):
                continue
            names = [""] * len(cells) if heads or len(header) != len(cells) else header
            if heads:
                header = cells
            self.out.append(
                Draft(Part.TABLE, Rich(" | ".join(c for c in cells if c)), cells=tuple(zip(names, cells, strict=True)))
            )


def _index(item: Any) -> int:
    value = item.get("value") or ""
    if value.isdigit():
        return int(value)
    parent = item.getparent()
    start = (parent.get("start") or "1") if parent is not None else "1"
    return int(start if start.isdigit() else 1) + sum(1 for x in item.itersiblings("li", preceding=True))


def _skipped(element: Any) -> bool:
    if element.tag in _SKIPPED or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    return _FURNITURE.search(
        f"{element.get('id') or ''} {element.get('class') or ''}"
    ) is not None and element.tag not in ("main", "body", "article")
