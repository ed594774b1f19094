"""What a snapshot keeps of its resolution for the next one: files beside its graph, never read but to publish."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from .near import Pairs

NAME, PAIRS = "joined.json", "pairs.npy"
_PAIR = np.dtype([("one", "<i4"), ("other", "<i4"), ("cosine", "<f8")])

#: Response, reform, confidence.
Answer = tuple[str, str, float]


@dataclass(frozen=True, slots=True)
class Known:
    """What was found before.

    ``reports``: slug → what its things rest on, its work, the edition that speaks for it. ``pairs``: things that are
    the same, with their cosine. ``copies`` are those of near copies, ``quotes`` those of responses: IRI → of what.
    ``editions``: slugs of reports that are editions of one work. ``answers``: slugs of a response and of a report → the
    ties between them; pairs without any are left out.
    """

    reports: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    pairs: Pairs = field(default_factory=Pairs)
    copies: dict[str, str] = field(default_factory=dict)
    quotes: dict[str, str] = field(default_factory=dict)
    answers: dict[tuple[str, str], list[Answer]] = field(default_factory=dict)
    editions: list[tuple[str, str]] = field(default_factory=list)


def save(folder: Path, known: Known) -> None:
    """Write it into a snapshot folder."""
    rows = np.empty(len(known.pairs), dtype=_PAIR)
    rows["one"], rows["other"], rows["cosine"] = *known.pairs.ends.T, known.pairs.cosines
    np.save(folder / PAIRS, rows)
    document = {
        "reports": dict(sorted(known.reports.items())),
        "iris": known.pairs.iris,
        "copies": dict(sorted(known.copies.items())),
        "quotes": dict(sorted(known.quotes.items())),
        "editions": known.editions,
        "answers": [[*pair, ties] for pair, ties in sorted(known.answers.items())],
    }
    (folder / NAME).write_text(json.dumps(document, separators=(",", ":")), encoding="utf-8")


def load(folder: Path) -> Known | None:
    """Read it; None where a file is absent or damaged, which costs time alone."""
    try:
        document = json.loads((folder / NAME).read_text(encoding="utf-8"))
        rows = np.load(folder / PAIRS, allow_pickle=False)
        ends = np.stack([rows["one"], rows["other"]], axis=1).astype(np.int64)
        iris = tuple(document["iris"])
        if ends.size and not 0 <= ends.min() <= ends.max() < len(iris):
            return None
        return Known(
            reports={slug: (stamp, work, leading) for slug, (stamp, work, leading) in document["reports"].items()},
            pairs=Pairs(iris, ends, rows["cosine"].copy()),
            copies=dict(document["copies"]),
            quotes=dict(document["quotes"]),
            editions=[(one, other) for one, other in document["editions"]],
            answers={(a, b): [(one, other, sure) for one, other, sure in ties] for a, b, ties in document["answers"]},
        )
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError):
        return None
