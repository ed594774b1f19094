"""Takes the words out of an annotation: ``python -m benchmarks.annotations ANNOTATION.json REPORTS OUT.json``.

Each quote becomes how many words it has and the beginning of their SHA-256, as the report's passages have them; a quote
that runs over the edge of a passage keeps its longer part. What is not found with six words or more is left out and
printed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from missiongraph.ingest.extraction.gold import Mark, load, mark, words
from missiongraph.ingest.extraction.train import report_of
from missiongraph.ingest.passages import cut
from missiongraph.ingest.reading import read

LEAST = 6  # words


def longest(quote: list[str], texts: Sequence[list[str]]) -> list[str]:
    """The longest run of a quote's words that a passage has."""
    best: list[str] = []
    for text in texts:
        ends: dict[int, int] = {}
        for n, word in enumerate(quote):
            found = {at: ends.get(at - 1, 0) + 1 for at, other in enumerate(text) if other == word}
            length = max(found.values(), default=0)
            if length > len(best):
                best = quote[n + 1 - length : n + 1]
            ends = found
    return best


def marked(quotes: Sequence[str], texts: Sequence[list[str]]) -> list[Mark]:
    """The marks of quotes, each once."""
    runs = [longest(words(q), texts) for q in quotes]
    for quote, run in zip(quotes, runs, strict=True):
        if len(run) < LEAST:
            print("not found:", quote)
    return list(dict.fromkeys(mark(run) for run in runs if len(run) >= LEAST))


def main() -> None:
    """Write the annotation without words."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("annotation", type=Path)
    parser.add_argument("reports", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    raw = json.loads(given.annotation.read_text("utf-8"))
    document = read(report_of(load(given.annotation), given.annotation, given.reports))
    texts = [words(passage.text) for passage in cut(document)]
    for kind in ("missions", "barriers", "reforms"):
        for entity in raw[kind]:
            entity["quotes"] = marked(entity["quotes"], texts)
            entity.pop("aliases", None)
    for actor in raw["actors"]:
        actor.pop("quotes", None)
    given.out.write_text(lines(raw), "utf-8")


def lines(raw: dict[str, Any]) -> str:
    """JSON with a line a thing."""
    rows = []
    for key, value in raw.items():
        things = isinstance(value, list) and any(isinstance(each, dict) for each in value)
        inner = ",\n  ".join(json.dumps(each, ensure_ascii=False) for each in value) if things else ""
        rows.append(
            f" {json.dumps(key)}: " + (f"[\n  {inner}\n ]" if things else json.dumps(value, ensure_ascii=False))
        )
    return "{\n" + ",\n".join(rows) + "\n}\n"


if __name__ == "__main__":
    main()
