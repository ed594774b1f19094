"""Facets: for each value of each filter how many results it would leave; near-duplicates count once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from .columns import spans
from .filters import ENTITY_FILTERS
from .index import SearchIndex
from .labels import all_labels
from .library import Snapshot
from .ranking import Ordinals
from .results import FacetCount
from .segments import KINDS


def _count(
    index: SearchIndex, owner: Ordinals, value: NDArray[np.integer]
) -> tuple[NDArray[np.integer], NDArray[np.int64]]:
    """Values and how many results each would leave: ``value[i]`` is one of passage ``owner[i]``.

    A passage has a value once; near-duplicates are one result.
    """
    shared = ~index.alone[owner]
    if shared.any():
        pairs = np.unique(value[shared].astype(np.int64) * len(index) + index.group[owner[shared]])
        value = np.concatenate((value[~shared], pairs // len(index)))
    values, counts = np.unique(value, return_counts=True)
    return values, counts


def counts(index: SearchIndex, order: Ordinals, base: str) -> dict[str, dict[str, int]]:
    """Facet → value → how many results it would leave.

    :param order: the whole result.
    :param base: the start of the IRIs of the library's things.
    """
    of = index.report_of[order]
    found: dict[str, dict[str, int]] = {
        "report": {index.reports[code].iri: n for code, n in _pairs(_count(index, order, of))},
        "publisher": {
            slug: n
            for code, n in _pairs(_count(index, order, index.publisher[of]))
            if (slug := str(index.publisher_slugs[code]))
        },
        "year": {str(year): n for year, n in _pairs(_count(index, order, index.years[of])) if year},
        "kind": {KINDS[code]: n for code, n in _pairs(_count(index, order, index.kind[order]))},
        **{name: {} for name in ENTITY_FILTERS},
    }
    starts = index.speaks[order]
    sizes = index.speaks[order + 1] - starts
    codes, numbers = _count(index, np.repeat(order, sizes), index.spoken[spans(starts, sizes)])
    at = len(base)
    for iri, n in zip(index.names(codes), numbers.tolist(), strict=True):
        kind = iri[at : iri.find("/", at)]
        if kind in ENTITY_FILTERS and iri.startswith(base):
            found[kind][iri] = n
    return found


def _pairs(counted: tuple[NDArray[np.integer], NDArray[np.int64]]) -> Iterable[tuple[int, int]]:
    values, numbers = counted
    return zip(values.tolist(), numbers.tolist(), strict=True)


def facets(snapshot: Snapshot, order: Ordinals) -> dict[str, tuple[FacetCount, ...]]:
    """The counts over a result with a label for each value, the commonest first."""
    index = snapshot.index
    found = counts(index, order, snapshot.base)
    known = all_labels(snapshot)
    labels = {iri: known.get(iri, iri) for name in ENTITY_FILTERS for iri in found[name]}
    for code in np.unique(index.report_of[order]).tolist():
        labels[index.reports[code].iri] = index.reports[code].title
        labels[index.publishers[code]] = index.reports[code].publisher or ""
    return {name: _sorted(values, labels) for name, values in found.items()}


def _sorted(values: Mapping[str, int], labels: Mapping[str, str]) -> tuple[FacetCount, ...]:
    rows = sorted(values.items())
    rows.sort(key=itemgetter(1), reverse=True)  # equal counts stay in the order of their ids
    return tuple([FacetCount(id=key, label=labels.get(key, key), count=count) for key, count in rows])
