"""Facets: for each value of each filter how many results it would leave; near-duplicates count once."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from .columns import spans
from .filters import ENTITY_FILTERS
from .index import SearchIndex
from .labels import labels_of
from .library import Snapshot
from .ranking import Ordinals
from .results import FacetCount
from .segments import KINDS


def _count(index: SearchIndex, owner: Ordinals, value: NDArray[np.integer]) -> dict[int, int]:
    """How many results each value would leave: ``value[i]`` is one of passage ``owner[i]``; near-duplicates are one."""
    group = index.group[owner]
    alone = index.alone[owner]
    single = np.bincount(value[alone]) if alone.any() else np.zeros(0, dtype=np.int64)
    pairs = np.unique(np.stack((value[~alone].astype(np.int64), group[~alone])), axis=1)
    shared = np.bincount(pairs[0]) if pairs.size else np.zeros(0, dtype=np.int64)
    total = np.zeros(max(len(single), len(shared)), dtype=np.int64)
    total[: len(single)] += single
    total[: len(shared)] += shared
    return {int(code): int(total[code]) for code in np.flatnonzero(total)}


def counts(index: SearchIndex, order: Ordinals, base: str) -> dict[str, dict[str, int]]:
    """Facet → value → how many results it would leave.

    :param order: the whole result.
    :param base: the start of the IRIs of the library's things.
    """
    of = index.report_of[order]
    found = {
        "report": {index.reports[code].iri: n for code, n in _count(index, order, of).items()},
        "publisher": {
            slug: n
            for code, n in _count(index, order, index.publisher[of]).items()
            if (slug := str(index.publisher_slugs[code]))
        },
        "year": {str(year): n for year, n in _count(index, order, index.years[of]).items() if year},
        "kind": {KINDS[code]: n for code, n in _count(index, order, index.kind[order]).items()},
        **{name: {} for name in ENTITY_FILTERS},
    }
    sizes = np.diff(index.speaks)[order]
    spoken = index.spoken[spans(index.speaks[order], sizes)]
    for code, n in _count(index, np.repeat(order, sizes), spoken).items():
        iri = index.name(code)
        kind = iri.removeprefix(base).partition("/")[0]
        if kind in ENTITY_FILTERS:
            found[kind][iri] = n
    return found


def facets(snapshot: Snapshot, order: Ordinals) -> dict[str, tuple[FacetCount, ...]]:
    """The counts over a result with a label for each value, the commonest first."""
    index = snapshot.index
    found = counts(index, order, snapshot.base)
    entities = {iri for name in ENTITY_FILTERS for iri in found[name]}
    labels = {iri: ref.label for iri, ref in labels_of(snapshot, entities).items()}
    for code in np.unique(index.report_of[order]).tolist():
        labels[index.reports[code].iri] = index.reports[code].title
        labels[index.publishers[code]] = index.reports[code].publisher or ""
    return {name: _sorted(values, labels) for name, values in found.items()}


def _sorted(values: Mapping[str, int], labels: Mapping[str, str]) -> tuple[FacetCount, ...]:
    return tuple(
        FacetCount(id=key, label=labels.get(key, key), count=count)
        for key, count in sorted(values.items(), key=lambda row: (-row[1], row[0]))
    )
