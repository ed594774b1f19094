"""Filters are exact: a passage is in the result only if it meets each of them."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from missiongraph.ontology.identifiers import slugify

from .index import SearchIndex
from .segments import KINDS

ENTITY_FILTERS = ("mission", "barrier", "reform", "actor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Values are slugs or IRIs (``publisher``: a name, slug or IRI); ``from_year`` and ``to_year`` are inclusive."""

    report: str | None = None
    mission: str | None = None
    barrier: str | None = None
    reform: str | None = None
    actor: str | None = None
    publisher: str | None = None
    from_year: int | None = None
    to_year: int | None = None
    kind: str | None = None

    def __bool__(self) -> bool:
        return any(getattr(self, f.name) is not None for f in fields(self))


def last_segment(value: str) -> str:
    """The slug of a slug or IRI.

    >>> last_segment("https://example.org/id/actor/hm-treasury")
    'hm-treasury'
    """
    return value.rstrip("/").rpartition("/")[2]


def allowed(index: SearchIndex, filters: Filters, base: str) -> NDArray[np.bool_]:
    """Which passages meet the filters; shape ``(passages,)``."""
    mask = np.ones(len(index), dtype=bool)
    if not filters:
        return mask
    mask &= _reports(index, filters)[index.report_of]
    for name in ENTITY_FILTERS:
        value = getattr(filters, name)
        if value is not None:
            iri = value if value.startswith("http") else f"{base}{name}/{value}"
            of_entity = np.zeros(len(index), dtype=bool)
            of_entity[index.passages_of(iri)] = True
            mask &= of_entity
    if filters.kind is not None:
        mask &= index.kind == KINDS.index(filters.kind) if filters.kind in KINDS else False
    return mask


def _reports(index: SearchIndex, filters: Filters) -> NDArray[np.bool_]:
    fits = np.ones(len(index.reports), dtype=bool)
    if filters.report is not None:
        slug = last_segment(filters.report)
        fits &= np.array([head.slug == slug for head in index.reports], dtype=bool)
    if filters.publisher is not None:
        publisher = slugify(last_segment(filters.publisher))
        fits &= np.array([slug == publisher for slug in index.publishers], dtype=bool)
    if filters.from_year is not None:
        fits &= (index.years > 0) & (index.years >= filters.from_year)
    if filters.to_year is not None:
        fits &= (index.years > 0) & (index.years <= filters.to_year)
    return fits
