"""How sure an entity is: what is known of the group of spans that state it, and a logistic regression over that.

A span's probability says little of the group: a thing that summary and body both state, or that a heading announces,
is more often one that a reader lists. Learnt from held-out groups, so the figure means the share of such groups that
annotators have too; below a threshold of :class:`Settings` the group is dropped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from missiongraph.ontology.model import Document, EntityKind, Passage, PassageKind

from . import cues
from .features import Seen
from .units import headings, lead_in

EARLY, LATE = 0.12, 0.9  # where a summary ends and a list of recommendations at the end begins


def log_odds(chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of probabilities, kept away from 0 and 1."""
    held = np.clip(chances, 0.001, 0.999)
    return np.asarray(np.log(held / (1 - held)))


class Sights:
    """What can be asked of groups of spans of one report and class."""

    def __init__(
        self,
        kind: EntityKind,
        document: Document,
        passages: tuple[Passage, ...],
        seen: Seen,
        likely: Mapping[EntityKind, NDArray[np.float64]],
    ) -> None:
        self._document, self._passages, self._seen = document, passages, seen
        rivals = [k for k in (EntityKind.BARRIER, EntityKind.REFORM) if k is not kind]
        self._rival = np.max([likely[k] for k in rivals], axis=0)
        self._middle = seen.vectors.astype(np.float64).mean(axis=0) if seen.units else np.zeros(0)

    def row(self, members: Sequence[int], chances: NDArray[np.float64], *, numbered: bool) -> tuple[float, ...]:
        """The features of a group: how likely its spans are, where they stand, what announces them."""
        rows = list(members)
        odds = np.sort(log_odds(chances[rows]))[::-1]
        best = min(rows, key=lambda i: (-chances[i], i))
        passage = self._passages[self._seen.units[best].passage]
        intro = lead_in(self._document, self._passages, self._seen.units[best])
        above = cues.plain(" / ".join([*headings(self._document, passage.section), intro]))
        announced = dict(zip(cues.HEADING_NAMES, cues.heading_row(above), strict=True))
        places = np.array(rows) / len(self._seen.units)
        own = [self._passages[self._seen.units[i].passage] for i in rows]
        return (
            float(odds[0]),
            float(odds[1] if len(odds) > 1 else odds[0] - 1),
            float(odds.mean()),
            float(np.log(len(rows))),
            float(len({p.section for p in own}) > 1),
            float(places.min() < EARLY),
            float(places.max() > LATE),
            float(self._rival[rows].max()),
            float(numbered),
            len(self._seen.units[best].text.split()) / 30,
            float(passage.kind is PassageKind.ITEM),
            announced["h_recommend"],
            announced["h_barrier"],
            float(len({p.key for p in own})),
            float(self._seen.vectors[rows].astype(np.float64).mean(axis=0) @ self._middle),
        )
