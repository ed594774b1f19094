"""Measures reading and structure on real reports: ``python -m benchmarks.reading`` prints one line for each bar.

Needs the shared reports (see ``tests/shared.py``). The same functions are held to their bars by ``tests/reading``.
"""

from __future__ import annotations

import json
import re
import resource
import time
import unicodedata
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

from tests.shared import FOLDER, gold, report

from missiongraph.ingest.passages import cut
from missiongraph.ingest.reading import read, read_here
from missiongraph.ingest.sentences import complete, sentences
from missiongraph.ontology.model import Document, Passage, PassageKind

ONE, TWO, TEXT = (
    "mission-ready-national-missions.pdf",
    "mission-ready-national-missions-two-column.pdf",
    "mission-ready-national-missions.txt",
)
SPACE, HOME = "hol_space_economy_2025.pdf", "hac_summer_2024_disorder_2025.pdf"
PAPER, REVIEW = "dsit_ai_regulation_white_paper_2023.pdf", "dhsc_rapid_review_mental_health_2023.pdf"
SPACE_RESPONSE, REVIEW_RESPONSE = "hmg_space_economy_response_2026.pdf", "hmg_rapid_review_response_2024.pdf"
PDFS = (ONE, TWO, SPACE, HOME, PAPER, REVIEW, SPACE_RESPONSE, REVIEW_RESPONSE)
GOLD = {
    "mission-ready-national-missions": (TEXT, ONE, TWO),
    "hac-summer-2024-disorder": (HOME,),
    "dsit-ai-regulation-white-paper": (PAPER,),
    "dhsc-rapid-review": (REVIEW,),
    "gds-local-authority-ida-review": ("gds_local_authority_ida_review_2012.md",),
    "governing-in-partnership": ("governing-in-partnership.txt",),
}
RUNNING = frozenset((PassageKind.PARAGRAPH, PassageKind.ITEM, PassageKind.QUOTATION, PassageKind.BOX))
_CITED = re.compile(r"\[accessed|available at:? https?://", re.I)
_BROWSER = re.compile(r"\b\d{1,2}/\d{1,2}/\d\d, \d{1,2}:\d\d|\b\d{1,3}/(?:20|84)$|gov\.uk/government/\S+… ")


def squeeze(text: str) -> str:
    """Letters and digits alone, lower case."""
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", text).lower())


def words(text: str) -> list[str]:
    """The words as the scorers compare them."""
    bare = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹*_]|<[^>]+>", "", text)
    bare = unicodedata.normalize("NFKC", bare).lower().replace("’", "'").replace("‘", "'")
    return re.findall(r"[a-z0-9']+", bare)


def body_sentences(document: Document) -> list[str]:
    """The sentences of the running text between the first and the last chapter, squeezed, six words or more."""
    found: list[str] = []
    inside = False
    for block in document.blocks:
        if block.kind is PassageKind.HEADING:
            name = squeeze(block.text)
            inside = (inside or name == "acknowledgements") and name not in (
                "demoslicencetopublish",
                "licencetopublish",
            )
        elif inside and block.kind in RUNNING:
            found += [squeeze(block.text[a:b]) for a, b in sentences(block.text) if len(block.text[a:b].split()) > 5]
    return found


def whole_and_in_order(document: Document, wanted: list[str]) -> float:
    """The share of sentences that stand whole in one block, each after the one before it."""
    blocks = [squeeze(block.text) for block in document.blocks if block.kind in RUNNING]
    at, found = (0, 0), 0
    for sentence in wanted:
        for index in range(at[0], len(blocks)):
            place = blocks[index].find(sentence, at[1] if index == at[0] else 0)
            if place >= 0:
                at, found = (index, place + 1), found + 1
                break
    return found / len(wanted)


def headings(document: Document, truth: Iterable[tuple[str, int]]) -> tuple[float, float]:
    """Precision and recall of the headings, right only with the right level."""
    wanted = {(squeeze(title), level) for title, level in truth}
    found = {(squeeze(s.label), s.level) for s in document.sections}
    return len(found & wanted) / max(1, len(found)), len(found & wanted) / max(1, len(wanted))


def with_notes(passages: Iterable[Passage]) -> float:
    """The share of passages that hold the text of a footnote."""
    kept = [p for p in passages if p.kind is not PassageKind.REFERENCE]
    return sum(1 for p in kept if _CITED.search(p.text)) / len(kept)


def quotes(name: str) -> list[str]:
    """All quotes of an annotated report, those of its questions with them."""
    data = json.loads(gold(f"{name}.json").read_text("utf-8"))
    kinds = ("missions", "barriers", "reforms", "actors", "shifts")
    found = {q for kind in kinds for entity in data.get(kind, []) for q in entity.get("quotes", [])}
    for path in (FOLDER / "eval" / "gold").glob("questions-*.jsonl"):
        if path.stem.removeprefix("questions-") in name:
            for line in path.read_text("utf-8").splitlines():
                found.update(json.loads(line)["relevant"])
    return sorted(found)


def in_one_passage(passages: Iterable[Passage], wanted: list[str]) -> float:
    """The share of quotes that stand whole in one passage."""
    texts = [f" {' '.join(words(p.text))} " for p in passages]
    return sum(1 for q in wanted if any(f" {' '.join(words(q))} " in text for text in texts)) / len(wanted)


def page_texts(path: Path) -> list[str]:
    """Each page's text as pypdf reads it, squeezed: an independent witness of what stands where."""
    from pypdf import PdfReader

    return [squeeze(page.extract_text()) for page in PdfReader(path).pages]


def pages_right(document: Document, passages: Iterable[Passage], path: Path, wanted: list[str]) -> float:
    """The share of the quotes found whose first words stand on the page that the passage gives."""
    texts = page_texts(path)
    right = found = 0
    kept = [(passage, squeeze(passage.text)) for passage in passages]
    for quote in wanted:
        bare = squeeze(quote)
        passage, at = next(((p, text.find(bare)) for p, text in kept if bare in text), (None, -1))
        if passage is None:
            continue
        letters = [i for i, c in enumerate(passage.text) if squeeze(c)]
        page = passage.page_at(letters[min(at, len(letters) - 1)])
        found += 1
        right += page is not None and bare[:12] in texts[page.page - 1]
    return right / max(1, found)


def broken_ends(document: Document) -> tuple[int, int]:
    """Of the pieces of running text that go on after notes, how many were joined, and how many there are."""
    marks = [b for b in document.blocks if b.kind in (PassageKind.PARAGRAPH, PassageKind.ITEM)]
    open_ = 0
    for first, second in pairwise(marks):
        if first.kind is PassageKind.PARAGRAPH and not complete(first.text) and len(first.text) > 80:
            open_ += second.kind is PassageKind.PARAGRAPH and second.section == first.section
        elif second.kind is PassageKind.PARAGRAPH and second.text[:1].islower():
            open_ += 1
    return open_, len(marks)


def contents_found(document: Document) -> tuple[float, int]:
    """The share of contents entries that are sections of the level and on the page that the contents give."""
    entries = [b for b in document.blocks if b.kind is PassageKind.CONTENTS and b.depth]
    labels = {p.page: p.label for b in document.blocks for p in b.pages}
    found = 0
    for entry in entries:
        title, _, label = entry.text.rpartition(" ")
        title, label = (title, label) if re.fullmatch(r"\d+|[ivxlc]+", label) else (entry.text, "")
        found += any(
            squeeze(s.label) == squeeze(title)
            and s.level == entry.depth
            and (not label or labels.get(s.page or 0) == label)
            for s in document.sections
        )
    return found / max(1, len(entries)), len(entries)


def furniture(passages: Iterable[Passage]) -> int:
    """How many passages hold what a browser prints round a page, or a running header."""
    return sum(1 for p in passages if _BROWSER.search(p.text))


def numbered(document: Document, name: str) -> tuple[int, int]:
    """How many of a report's numbered recommendations are one block, marked and numbered; and how many there are."""
    rows = [json.loads(x) for x in gold("numbered-recommendations.jsonl").read_text("utf-8").splitlines()]
    wanted = [r for r in rows if r["file"] == name]
    blocks = [squeeze(b.text) for b in document.blocks if b.recommendation and b.number]
    return sum(
        1 for r in wanted if any(squeeze(r["text"])[: len(squeeze(r["text"])) * 9 // 10] in b for b in blocks)
    ), len(wanted)


def speed(paths: list[Path]) -> tuple[float, float, int]:
    """Seconds of reading with structure, seconds of a bare pypdf text loop, and pages, over the same files."""
    from pypdf import PdfReader

    start = time.perf_counter()
    pages = sum(read_here(path).page_count or 0 for path in paths)
    ours = time.perf_counter() - start
    start = time.perf_counter()
    for path in paths:
        for page in PdfReader(path).pages:
            page.extract_text()
    return ours, time.perf_counter() - start, pages


def parallel(paths: list[Path]) -> tuple[float, float]:
    """Seconds for all files one after the other and two at a time, each in its own process."""
    times = []
    for workers in (1, 2):
        start = time.perf_counter()
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(read, paths))
        times.append(time.perf_counter() - start)
    return times[0], times[1]


def main() -> None:
    """Print every figure."""
    documents = {name: read_here(report(name)) for name in (*PDFS, TEXT)}
    passages = {name: cut(document) for name, document in documents.items()}
    wanted = body_sentences(documents[TEXT])
    for name in (ONE, TWO):
        print(
            f"{name}: {whole_and_in_order(documents[name], wanted):.3f} of {len(wanted)} sentences whole and in order"
        )
    from pypdf import PdfReader

    outline = list(_outline(PdfReader(report(ONE)).outline, 1))
    print(
        "headings of the one-column PDF against its bookmarks, precision and recall:", headings(documents[ONE], outline)
    )
    print("headings of the text edition against the same:", headings(documents[TEXT], outline))
    for name in (ONE, TWO, TEXT):
        print(f"{name}: passages with notes {with_notes(passages[name]):.4f}")
    print("text edition, halves left open:", broken_ends(documents[TEXT]))
    for key, names in GOLD.items():
        for name in names:
            document = documents.get(name) or read_here(report(name))
            print(f"{name}: quotes in one passage {in_one_passage(cut(document), quotes(key)):.3f}")
            if name.endswith(".pdf"):
                print(f"    page right {pages_right(document, cut(document), report(name), quotes(key)):.3f}")
    for name in PDFS:
        share, count = contents_found(documents[name])
        print(f"{name}: contents entries {share:.3f} of {count}; furniture {furniture(passages[name])}")
    for name in (SPACE, HOME):
        print(f"{name}: numbered recommendations {numbered(documents[name], name)}")
    paths = [report(name) for name in PDFS]
    ours, bare, pages = speed(paths)
    print(f"speed: {pages} pages, ours {ours:.2f} s, bare pypdf {bare:.2f} s, ratio {ours / bare:.2f}")
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    one, two = parallel([p for p in sorted((FOLDER / "reports").iterdir()) if p.suffix in (".pdf", ".txt", ".md")])
    print(f"all reports: one process {one:.2f} s, two {two:.2f} s, ratio {one / two:.2f}")


def _outline(items: Sequence[object], level: int) -> Iterable[tuple[str, int]]:
    for item in items:
        if isinstance(item, list):
            yield from _outline(item, level + 1)
        else:
            yield str(getattr(item, "title", "")), level


if __name__ == "__main__":
    main()
