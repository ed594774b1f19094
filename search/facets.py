"""Facets: for each value of each filter how many results it would leave; near-duplicates count once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
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

Counted = tuple[NDArray[np.integer], NDArray[np.int64]]


def _count(index: SearchIndex, owner: Ordinals, value: NDArray[np.integer]) -> Counted:
    """Values and how many results each would leave: ``value[i]`` is one of passage ``owner[i]``.

    A passage has a value once; near-duplicates are one result.
    """
    shared = ~index.alone[owner]
    if shared.any():
        pairs = np.unique(value[shared].astype(np.int64) * len(index) + index.group[owner[shared]])
        value = np.concatenate((value[~shared], pairs // len(index)))
    values, counts = np.unique(value, return_counts=True)
    return values, counts


def _spoken(index: SearchIndex, order: Ordinals) -> Counted:
    """The codes of the entities that a result speaks of, and how many results each would leave."""
    starts = index.speaks[order]
    sizes = index.speaks[order + 1] - starts
    return _count(index, np.repeat(order, sizes), index.spoken[spans(starts, sizes)])


def _of_reports(index: SearchIndex, order: Ordinals) -> dict[str, dict[str, int]]:
    of = index.report_of[order]
    return {
        "report": {index.reports[code].iri: n for code, n in _pairs(_count(index, order, of))},
        "publisher": {
            slug: n
            for code, n in _pairs(_count(index, order, index.publisher[of]))
            if (slug := str(index.publisher_slugs[code]))
        },
        "year": {str(year): n for year, n in _pairs(_count(index, order, index.years[of])) if year},
        "kind": {KINDS[code]: n for code, n in _pairs(_count(index, order, index.kind[order]))},
    }


def _pairs(counted: Counted) -> Iterable[tuple[int, int]]:
    values, numbers = counted
    return zip(values.tolist(), numbers.tolist(), strict=True)


class Things:
    """What facets say of the entities of a snapshot, by code: ``kind[c]`` is the place of its kind in
    :data:`missiongraph.search.filters.ENTITY_FILTERS` or -1, ``place[c]`` its place in the order of ids.
    """

    def __init__(self, index: SearchIndex, base: str, labels: Mapping[str, str]) -> None:
        self._index, self._labels = index, labels
        names = index.names(np.arange(index.names_held))
        kinds = {f"{base}{name}": number for number, name in enumerate(ENTITY_FILTERS)}
        at = len(base)
        self.kind: NDArray[np.int8] = np.array([kinds.get(n[: n.find("/", at)], -1) for n in names], dtype=np.int8)
        self.place: NDArray[np.int32] = np.empty(len(names), dtype=np.int32)
        self.place[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names), dtype=np.int32)
        self._written: list[str | None] = [None] * len(names)

    def rows(self, codes: NDArray[np.integer], numbers: NDArray[np.int64]) -> tuple[FacetCount, ...]:
        """Entities and their counts as values."""
        counted = zip(self._index.names(codes), numbers.tolist(), strict=True)
        return tuple([FacetCount(id=iri, label=self._labels.get(iri, iri), count=n) for iri, n in counted])

    def written(self, codes: NDArray[np.integer], numbers: NDArray[np.int64]) -> str:
        """:meth:`rows` as JSON. What stands before the count is put together once for each entity and kept."""
        held = self._written
        due = [code for code in codes.tolist() if held[code] is None]
        for code, iri in zip(due, self._index.names(np.array(due, dtype=np.int64)), strict=True):
            held[code] = _head(iri, self._labels.get(iri, iri))
        return "[" + ",".join([f"{held[c]}{n}}}" for c, n in zip(codes.tolist(), numbers.tolist(), strict=True)]) + "]"


def _head(iri: str, label: str) -> str:
    return json.dumps({"id": iri, "label": label}, ensure_ascii=False, separators=(",", ":"))[:-1] + ',"count":'


@lru_cache(maxsize=4)
def _things(path: str, snapshot: Snapshot) -> Things:
    return Things(snapshot.index, snapshot.base, all_labels(snapshot))


class Facets(Mapping[str, tuple[FacetCount, ...]]):
    """Facet → its values with a label and a count, the commonest first, equal counts in the order of their ids.

    The values of entities, thousands of a result, are made when looked at, or written as JSON without being made.
    """

    def __init__(
        self, few: Mapping[str, tuple[FacetCount, ...]], things: Things, counted: Mapping[str, Counted]
    ) -> None:
        self._made, self._things, self._counted = dict(few), things, counted

    def __getitem__(self, name: str) -> tuple[FacetCount, ...]:
        if name not in self._made:
            self._made[name] = self._things.rows(*self._counted[name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter((*(name for name in self._made if name not in self._counted), *self._counted))

    def __len__(self) -> int:
        return len({*self._made, *self._counted})

    def json(self) -> str:
        """All of it as a JSON object."""
        few = {name: rows for name, rows in self._made.items() if name not in self._counted}
        parts = [
            f'"{name}":[' + ",".join(f"{_head(row.id, row.label)}{row.count}}}" for row in rows) + "]"
            for name, rows in few.items()
        ]
        parts += [f'"{name}":{self._things.written(*counted)}' for name, counted in self._counted.items()]
        return "{" + ",".join(parts) + "}"


def facets(snapshot: Snapshot, order: Ordinals) -> Facets:
    """The counts over a result with a label for each value."""
    return counted(snapshot.index, _things(str(snapshot.path), snapshot), order)


def counted(index: SearchIndex, things: Things, order: Ordinals) -> Facets:
    """For each value of each filter how many results it would leave.

    :param order: the whole result.
    """
    labels: dict[str, str] = {}
    for code in np.unique(index.report_of[order]).tolist():
        labels[index.reports[code].iri] = index.reports[code].title
        labels[index.publishers[code]] = index.reports[code].publisher or ""
    few = {name: _sorted(values, labels) for name, values in _of_reports(index, order).items()}
    codes, numbers = _spoken(index, order)
    ranked = np.lexsort((things.place[codes], -numbers))
    codes, numbers = codes[ranked], numbers[ranked]
    kinds = things.kind[codes]
    of_kind = {name: kinds == number for number, name in enumerate(ENTITY_FILTERS)}
    return Facets(few, things, {name: (codes[which], numbers[which]) for name, which in of_kind.items()})


def _sorted(values: Mapping[str, int], labels: Mapping[str, str]) -> tuple[FacetCount, ...]:
    rows = sorted(values.items())
    rows.sort(key=itemgetter(1), reverse=True)  # equal counts stay in the order of their ids
    return tuple([FacetCount(id=key, label=labels.get(key, key), count=count) for key, count in rows])
