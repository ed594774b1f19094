"""What extraction is learnt from besides the shared annotations: quotes are in their reports, no report is copied."""

from __future__ import annotations

from pathlib import Path

import pytest

from missiongraph.ingest.extraction.gold import Gold, load, words
from missiongraph.ingest.passages import cut
from missiongraph.ingest.reading import read
from tests.shared import FOLDER, needs_shared, report

TRAINING = Path(__file__).parents[2] / "benchmarks" / "training"
ANNOTATED = [load(path) for path in sorted(TRAINING.glob("*.json"))]
INVENTED = [gold for gold in ANNOTATED if gold.invented]
RUN = 10  # words


def without_words(gold: Gold, path: Path) -> list[str]:
    """The barriers and reforms of which the report as read has no quote."""
    placed = gold.found_in(cut(read(path)))
    return [e.id for kind in ("barrier", "reform") for e in placed.entities[kind] if not e.quotes]


@pytest.mark.parametrize("gold", INVENTED, ids=lambda gold: gold.name)
def test_an_invented_report_has_what_is_annotated(gold: Gold) -> None:
    texts = [" ".join(words(p.text)) for p in cut(read(TRAINING / gold.file))]
    whole = " ".join(texts)
    quotes = [" ".join(q) for kind in ("barrier", "reform", "mission") for e in gold.entities[kind] for q in e.quotes]
    missing = [q for q in quotes if q not in whole]
    assert len(missing) <= 0.03 * len(quotes), missing
    assert min(len(gold.entities[kind]) for kind in ("barrier", "reform")) > 20


@needs_shared
@pytest.mark.parametrize("gold", [g for g in ANNOTATED if not g.invented], ids=lambda gold: gold.name)
def test_marks_are_found_again_in_the_report(gold: Gold) -> None:
    assert without_words(gold, report(gold.file)) == []


@needs_shared
def test_no_words_of_the_shared_reports_are_in_the_invented_ones() -> None:
    theirs: set[tuple[str, ...]] = set()
    for path in sorted((FOLDER / "reports").iterdir()):
        if path.suffix in {".pdf", ".md"} or path.name == "governing-in-partnership.txt":
            for passage in cut(read(path)):
                text = words(passage.text)
                theirs |= {tuple(text[n : n + RUN]) for n in range(len(text) - RUN + 1)}
    for gold in INVENTED:
        text = words((TRAINING / gold.file).read_text("utf-8"))
        shared = {" ".join(text[n : n + RUN]) for n in range(len(text) - RUN + 1) if tuple(text[n : n + RUN]) in theirs}
        assert not shared, (gold.file, sorted(shared)[:5])
