"""Is this span a barrier, a reform, a mission? A logistic regression a class, over embeddings and cues.

Trees and a small network over the same features were no better on held-out reports and harder to reproduce. Weights
come from ``python -m missiongraph.ingest.extraction.train`` and stand in ``weights.json``: per class one bias and one
number a feature, float32 rounded to five decimals.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from missiongraph.ontology.model import EntityKind
from missiongraph.search.embedding import Vectors

from .features import Seen

#: How much the embedding counts beside a cue: its coordinates are some 0.05, a cue's are 0 or 1.
EMBEDDING_SCALE = 3.0
KINDS = (EntityKind.BARRIER, EntityKind.REFORM, EntityKind.MISSION)


@dataclass(frozen=True, slots=True)
class Weights:
    """Per class the weights of the features (k) and the bias; the rows that make a group's or link's confidence."""

    coefficients: Mapping[EntityKind, NDArray[np.float64]]
    biases: Mapping[EntityKind, float]
    sureness: Mapping[EntityKind, NDArray[np.float64]] = field(default_factory=dict)  # weights, the bias last
    links: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)  # a predicate: weights, the bias last

    def dumps(self) -> str:
        """As JSON, the same for the same weights."""
        return (
            json.dumps(
                {"links": {name: [round(float(x), 5) for x in row] for name, row in sorted(self.links.items())}}
                | {
                    kind.value: {
                        "bias": round(self.biases[kind], 5),
                        "coefficients": [round(float(x), 5) for x in self.coefficients[kind]],
                        "sureness": [round(float(x), 5) for x in self.sureness.get(kind, ())],
                    }
                    for kind in KINDS
                }
            )
            + "\n"
        )

    @classmethod
    def loads(cls, text: str) -> Weights:
        """From JSON."""
        raw = json.loads(text)
        return cls(
            {k: np.array(raw[k.value]["coefficients"]) for k in KINDS},
            {k: float(raw[k.value]["bias"]) for k in KINDS},
            {k: np.array(raw[k.value]["sureness"]) for k in KINDS if raw[k.value].get("sureness")},
            {name: np.array(row) for name, row in raw.get("links", {}).items()},
        )


def matrix(seen: Seen) -> Vectors:
    """What the classifier takes: spans × (384 of the span + cues + 384 of the headings above it)."""
    scale = np.float32(EMBEDDING_SCALE)
    return np.hstack([seen.vectors * scale, seen.cues, seen.around[:, seen.vectors.shape[1] :] * scale])


def probabilities(seen: Seen, weights: Weights) -> dict[EntityKind, NDArray[np.float64]]:
    """Of each span, how likely it states one of each class; rounded, so that batches make no difference."""
    features = matrix(seen).astype(np.float64)
    return {kind: np.round(sigmoid(features @ weights.coefficients[kind] + weights.biases[kind]), 4) for kind in KINDS}


def sigmoid(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """The logistic function, without overflow."""
    return 1.0 / (1.0 + np.exp(-np.clip(x, -30, 30)))


def regressed(weights: NDArray[np.float64], row: Sequence[float]) -> float:
    """The probability that a row of features has by a logistic regression, its bias last."""
    return float(sigmoid(np.array(np.dot(weights[:-1], row) + weights[-1])))


@cache
def shipped() -> Weights:
    """The weights in the package."""
    return Weights.loads((files(__package__) / "weights.json").read_text("utf-8"))
