"""What a snapshot keeps of its resolution for the next one: a file beside its graph, never read but to publish."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

NAME = "joined.json"

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
    pairs: dict[tuple[str, str], float] = field(default_factory=dict)
    copies: dict[str, str] = field(default_factory=dict)
    quotes: dict[str, str] = field(default_factory=dict)
    answers: dict[tuple[str, str], list[Answer]] = field(default_factory=dict)
    editions: list[tuple[str, str]] = field(default_factory=list)


def save(folder: Path, known: Known) -> None:
    """Write it into a snapshot folder."""
    iris = sorted({iri for pair in known.pairs for iri in pair})
    at = {iri: n for n, iri in enumerate(iris)}
    document = {
        "reports": dict(sorted(known.reports.items())),
        "iris": iris,
        "pairs": [(at[a], at[b], cosine) for (a, b), cosine in sorted(known.pairs.items())],
        "copies": dict(sorted(known.copies.items())),
        "quotes": dict(sorted(known.quotes.items())),
        "editions": known.editions,
        "answers": [[*pair, ties] for pair, ties in sorted(known.answers.items())],
    }
    (folder / NAME).write_text(json.dumps(document, separators=(",", ":")), encoding="utf-8")


def load(folder: Path) -> Known | None:
    """Read it; None where the file is absent or damaged, which costs time alone."""
    try:
        document = json.loads((folder / NAME).read_text(encoding="utf-8"))
        iris = document["iris"]
        return Known(
            reports={slug: (stamp, work, leading) for slug, (stamp, work, leading) in document["reports"].items()},
            pairs={(iris[a], iris[b]): cosine for a, b, cosine in document["pairs"]},
            copies=dict(document["copies"]),
            quotes=dict(document["quotes"]),
            editions=[(one, other) for one, other in document["editions"]],
            answers={(a, b): [(one, other, sure) for one, other, sure in ties] for a, b, ties in document["answers"]},
        )
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError):
        return None
