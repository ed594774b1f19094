"""What finding gives: an entity with the spans that state it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from missiongraph.ontology.model import Entity, Evidence, Passage

from .features import Seen


@dataclass(frozen=True, slots=True)
class Found:
    """An entity with the spans that state it (indices of units, the most probable first) and its mean vector."""

    entity: Entity
    units: tuple[int, ...]
    vector: NDArray[np.float64]
    score: float
    sights: tuple[float, ...] = ()  # what its confidence was made of


def evidence_score(chances: NDArray[np.float64]) -> float:
    """The log-odds of the likeliest span, and a little for each further one."""
    best = float(np.clip(chances.max(), 0.001, 0.999))
    return float(np.log(best / (1 - best)) + 0.5 * np.log(len(chances)))


def evidence(passages: tuple[Passage, ...], seen: Seen, index: int) -> Evidence:
    """A span as evidence."""
    unit = seen.units[index]
    return Evidence(passage=passages[unit.passage].key, start=unit.start, end=unit.end)


def mean_vector(seen: Seen, members: list[int]) -> NDArray[np.float64]:
    """The mean of the vectors of spans, of length 1."""
    vector = seen.vectors[members].astype(np.float64).mean(axis=0)
    unit: NDArray[np.float64] = vector / max(float(np.linalg.norm(vector)), 1e-9)
    return unit
