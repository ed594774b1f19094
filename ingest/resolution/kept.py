"""What a snapshot keeps of its resolution for the next one: a file beside its graph, never read but to publish."""

from __future__ import annotations

import json
from pathlib import Path

from .near import Known

NAME = "joined.json"


def save(folder: Path, known: Known) -> None:
    """Write it into a snapshot folder."""
    iris = sorted({iri for pair in known.pairs for iri in pair})
    at = {iri: n for n, iri in enumerate(iris)}
    pairs = [(at[a], at[b], cosine) for (a, b), cosine in sorted(known.pairs.items())]
    document = {"reports": dict(sorted(known.reports.items())), "iris": iris, "pairs": pairs}
    (folder / NAME).write_text(json.dumps(document, separators=(",", ":")), encoding="utf-8")


def load(folder: Path) -> Known:
    """Read it; nothing is known where the file is absent or damaged, which costs time alone."""
    try:
        document = json.loads((folder / NAME).read_text(encoding="utf-8"))
        iris = document["iris"]
        reports = {slug: (stamp, work) for slug, (stamp, work) in document["reports"].items()}
        return Known(reports, {(iris[a], iris[b]): cosine for a, b, cosine in document["pairs"]})
    except (OSError, ValueError, KeyError, IndexError, TypeError):
        return Known()
