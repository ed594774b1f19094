"""The briefings the project ships, and the list of public reports it knows.

Both are package data, so that an installed copy can try itself on something real without fetching anything:
``briefings()`` names the PDFs with the metadata beside each, ``sources()`` the public reports they summarise.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any


@dataclass(frozen=True)
class Briefing:
    """One shipped briefing: its name, its PDF, and what ``<name>.toml`` says of it."""

    name: str
    pdf: Traversable
    metadata: dict[str, Any]


def folder() -> Traversable:
    """The folder of PDFs, each with its ``.toml`` beside it: what `demo` ingests."""
    return resources.files(__package__) / "briefings"


def briefings() -> tuple[Briefing, ...]:
    """The shipped briefings by name."""
    found = {item.name: item for item in folder().iterdir()}
    return tuple(
        Briefing(name[:-4], found[name], tomllib.loads(found[f"{name[:-4]}.toml"].read_text(encoding="utf-8")))
        for name in sorted(found)
        if name.endswith(".pdf")
    )


def sources() -> tuple[dict[str, Any], ...]:
    """The public reports the product knows, as ``sources.toml`` lists them."""
    text = (resources.files(__package__) / "sources.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["source"])
