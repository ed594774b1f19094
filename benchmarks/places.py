"""Where quotes stand and how lines were read: ``python -m benchmarks.places``.

The printed page labels are measured against pypdf's text of the page, which is read apart from the reader's own.
The sample of lines is drawn by a seed; ``tests/reading/lines.json`` holds what was judged by eye, by place alone.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from tests.shared import report

from missiongraph.ingest.passages import cut
from missiongraph.ingest.reading import read_here
from missiongraph.ontology.model import Document, Passage

from .reading import GOLD, HOME, ONE, PAPER, PDFS, SPACE, TWO, quotes, squeeze

SEED, LINES = 20_250, 300
#: Reports that print a number on their pages, with their annotations. The browser prints of the others have none.
LABELLED = {name: key for key, names in GOLD.items() for name in names if name in (ONE, TWO, HOME, PAPER, SPACE)}
_FOLIO = re.compile(r"^([ivxl]+|\d{1,3})\b|\b([ivxl]+|\d{1,3})$")


def folios(path: Path) -> list[tuple[str, set[str]]]:
    """Each page's letters and what may be its printed number: what begins or ends its first and last two lines."""
    from pypdf import PdfReader

    pages = []
    for page in PdfReader(path).pages:
        text = page.extract_text()
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        found = {m.group() for line in (*lines[:2], *lines[-2:]) for m in _FOLIO.finditer(line)}
        pages.append((squeeze(text), found))
    return pages


def labels_right(passages: Iterable[Passage], path: Path, wanted: list[str]) -> tuple[int, int]:
    """Of the quotes that stand in a passage, how many bear a label that pypdf finds printed on the page that, by
    pypdf's text, holds their first words; and how many quotes there are."""
    pages, right, found = folios(path), 0, 0
    kept = [(passage, squeeze(passage.text)) for passage in passages]
    for quote in wanted:
        bare = squeeze(quote)
        passage, at = next(((p, text.find(bare)) for p, text in kept if bare in text), (None, -1))
        if passage is None:
            continue
        letters = [i for i, c in enumerate(passage.text) if squeeze(c)]
        place = passage.page_at(letters[min(at, len(letters) - 1)])
        found += 1
        right += place is not None and any(place.label in numbers and bare[:12] in text for text, numbers in pages)
    return right, found


Line = tuple[str, int, int, str]


@dataclass(frozen=True)
class Verdicts:
    """The digest of the sample that was judged, and its faults: report, block, offset, and what is wrong."""

    sample: str
    faults: list[list[str | int]]


def sample(read: Callable[[str], Document] = lambda name: read_here(report(name))) -> list[Line]:
    """The seeded lines: report, block, offset in the block, and about a line of text (80 letters, whole words)."""
    chance, drawn = random.Random(SEED), []
    for name in PDFS:
        for index, block in enumerate(read(name).blocks):
            starts = [m.end() for m in re.finditer(r"\s", block.text)]
            at = 0
            while at < len(block.text):
                end = max((s for s in starts if at < s <= at + 80), default=len(block.text))
                end = len(block.text) if len(block.text) - at <= 80 else end
                drawn.append((name, index, at, block.text[at:end].strip()))
                at = end
    return sorted(chance.sample(drawn, LINES))


def digest(lines: list[Line]) -> str:
    """What ties verdicts to the lines that were seen."""
    return sha256(json.dumps(lines).encode()).hexdigest()[:16]


def verdicts() -> Verdicts:
    """What was judged by eye."""
    return Verdicts(**json.loads(files("tests.reading").joinpath("lines.json").read_text("utf-8")))


def main() -> None:
    """Print the labels, and with ``--lines`` the sample to be judged."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", action="store_true", help="print the sample instead")
    if parser.parse_args().lines:
        for name, block, at, text in sample():
            print(f"{name[:12]} {block}:{at} | {text}")
        return
    for name, key in LABELLED.items():
        right, found = labels_right(cut(read_here(report(name))), report(name), quotes(key))
        print(f"{name}: label right for {right} of {found} quotes")
    drawn, judged = digest(sample()), verdicts()
    if drawn != judged.sample:
        print(
            f"the {LINES} lines are not those that were judged: see them with --lines, then write {drawn} to lines.json"
        )
    print(f"faults among {LINES} lines drawn with seed {SEED}: {len(judged.faults)}")


if __name__ == "__main__":
    main()
