"""Small reports of our own words, and a library of them: two editions, another publisher's, and an answer."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from missiongraph.ingest.pipeline import ingest

_PLAIN = "rivers roads schools clinics parks farms ports towns valleys bridges markets canals archives trams".split()


def _filler(seed: int, count: int = 24) -> str:
    chance = random.Random(seed)
    return "\n\n".join(
        f"In year {chance.randint(1, 99)} the county looked at {' and '.join(chance.sample(_PLAIN, 4))}, "
        f"and found {chance.randint(2, 90)} places where {chance.choice(_PLAIN)} were near {chance.choice(_PLAIN)}."
        for _ in range(count)
    )


_TRUST = """## Public trust

The main barrier is that low public trust in local councils prevents people from taking part in planning.

"""
_STAFF = """## Staff

A shortage of trained ferry engineers prevents the county from running a night service.

"""
_ASKS = """## Recommendations

Recommendation 1: We recommend that the Department for Transport should publish a national timetable for island ferries.

Recommendation 2: We recommend that Ofsted should inspect every floating classroom within two years of its opening.

Recommendation 3: We recommend that the Home Office should fund volunteer coastguards in villages without a station.
"""
_ARCHIVE = """## Archives

A lack of dry shelves prevents the county archive from taking in more maps.
"""
_HARBOURS = """## Harbours

A lack of working dredgers prevents mail boats from landing at low tide.

"""
_OTHER = """## Barriers

The main barrier to planning is that low public trust in local councils prevents residents from having a say.

A shortage of working boilers prevents village halls from opening in winter.
"""
_ANSWER = """## Recommendation 1

We recommend that the Department for Transport should publish a national timetable for island ferries.

### Government response

The government accepts this recommendation and will publish the timetable by the spring.

## Recommendation 2

We recommend that Ofsted should inspect every floating classroom within two years of its opening.

### Government response

There are currently no plans to inspect classrooms of this kind.

## Recommendation 3

We recommend that the Home Office should fund volunteer coastguards in villages without a station.

### Government response

The government will consider this recommendation at the next review.
"""
_FIRST = f"{_TRUST}{_filler(1, 12)}\n\n{_STAFF}{_filler(6, 12)}\n\n{_ASKS}\n{_filler(7, 8)}\n\n{_ARCHIVE}"
_FILES = {
    "first.md": ("Island life", "Northfield Trust", "2024", "", _FIRST),
    "second.md": ("Island life", "Northfield Trust", "2024", "", f"{_FIRST}\n\n{_filler(5, 3)}"),
    "summary.md": ("Island life", "Northfield Trust", "2024", "", f"{_TRUST}{_HARBOURS}{_STAFF}{_filler(4, 6)}"),
    "other.md": ("Island life", "Southfield Institute", "2023", "", f"{_OTHER}\n{_HARBOURS}{_filler(2)}"),
    "answer.md": ("Government response to Island life", "Cabinet Office", "2025", "response", _ANSWER),
}


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The reports by name, with what is known of each beside it."""
    folder = tmp_path_factory.mktemp("across")
    found = {}
    for name, (title, publisher, issued, kind, text) in _FILES.items():
        own = folder / name.removesuffix(".md")
        own.mkdir()
        (own / name).write_text(f"# {title}\n\n{text}\n", encoding="utf-8")
        lines = [f'title = "{title}"', f'publisher = "{publisher}"', f'date = "{issued}"']
        lines += [f'type = "{kind}"'] if kind else []
        (own / "report.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        found[name] = own / name
    return found


@pytest.fixture(scope="session")
def joined(tmp_path_factory: pytest.TempPathFactory, files: dict[str, Path]) -> Path:
    """A library of them all. Tests only read it."""
    root = tmp_path_factory.mktemp("joined") / "library"
    assert ingest(root, list(files.values()), workers=1).refused == ()
    return root
