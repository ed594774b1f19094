"""Learns the weights of the classifier from hand annotations.

``python -m missiongraph.ingest.extraction.train --gold FOLDER… --reports FOLDER --out weights.json`` reads and embeds
the annotated reports and writes the weights; nothing of the reports is kept. The same files give the same weights.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from missiongraph.ontology.model import Document, EntityKind, Passage, Predicate

from .classifier import KINDS, Weights, matrix
from .features import Seen, look
from .gold import Gold, agrees, load, words

if TYPE_CHECKING:
    from .heldout import Known

#: Inverse strength of the penalty on weights, chosen on held-out reports.
C = 0.03
#: How much a span counts that only an optional entity claims, and one of a report that was invented to learn from.
OPTIONAL = 0.7
INVENTED = 0.5
#: The same penalty for the confidence of groups, and of links: few examples a feature where both ends are entities.
C_SURENESS = 0.03
C_LINKS = {
    Predicate.ADDRESSES: 0.0003,
    Predicate.ADVANCES: 0.001,
    Predicate.HINDERS: 0.001,
    Predicate.LED_BY: 1.0,
    Predicate.MOBILISES: 0.1,
    Predicate.AFFECTS: 0.01,
}
#: A row to learn from: the report, the features, whether the annotators have it, how much it counts.
Row = tuple[str, tuple[float, ...], bool, float]


@dataclass(frozen=True, slots=True)
class Example:
    """An annotated report as read and seen."""

    gold: Gold
    document: Document
    passages: tuple[Passage, ...]
    seen: Seen
    targets: dict[EntityKind, tuple[NDArray[np.bool_], NDArray[np.float64]]] = field(default_factory=dict)
    pairs: list[tuple[str, Row]] = field(default_factory=list)  # of annotated entities, once they were asked for


def targets(example: Example, kind: EntityKind) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Of each span, whether it states an annotated entity of the class, and how much it counts."""
    known = example.targets.get(kind)
    if known is None:
        known = example.targets[kind] = _targets(example, kind)
    return known


def _targets(example: Example, kind: EntityKind) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    quotes = [(q, e.optional) for e in example.gold.entities[kind.value] for q in e.quotes]
    stated, counts = [], []
    for unit in example.seen.units:
        found = words(unit.text)
        hits = [optional for quote, optional in quotes if agrees(found, quote)]
        stated.append(bool(hits))
        counts.append(OPTIONAL if hits and all(hits) else 1.0)
    return np.array(stated), np.array(counts)


def fit(examples: Sequence[Example]) -> Weights:
    """Weights from annotated reports; each class a logistic regression with an L2 penalty."""
    from sklearn.linear_model import LogisticRegression

    features = np.vstack([matrix(e.seen) for e in examples]).astype(np.float64)
    coefficients, biases = {}, {}
    for kind in KINDS:
        stated = np.concatenate([targets(e, kind)[0] for e in examples])
        counts = [targets(e, kind)[1] * (INVENTED if e.gold.invented else 1.0) for e in examples]
        model = LogisticRegression(C=C, solver="newton-cholesky", max_iter=200)
        model.fit(features, stated, np.concatenate(counts))
        coefficients[kind], biases[kind] = model.coef_[0], float(model.intercept_[0])
    return Weights(coefficients, biases)


def with_sureness(weights: Weights, outcomes: Mapping[EntityKind, Sequence[Row]]) -> Weights:
    """The weights with what makes a group's confidence, learnt from held-out groups."""
    rows = {kind: regression(outcomes[kind], C_SURENESS) for kind in KINDS}
    return replace(weights, sureness={kind: row for kind, row in rows.items() if row is not None})


def regression(rows: Sequence[Row], strength: float) -> NDArray[np.float64] | None:
    """A logistic regression's weights, the bias last, for features as they are; nothing where all are alike.

    Fitted over features brought to mean 0 and deviation 1, so that the penalty is fair to all.
    """
    from sklearn.linear_model import LogisticRegression

    held = np.array([row[2] for row in rows])
    if not len(held) or not 0 < held.sum() < len(held):
        return None
    features = np.array([row[1] for row in rows], dtype=np.float64)
    middle, spread = features.mean(axis=0), features.std(axis=0)
    spread[spread < 1e-9] = 1.0
    model = LogisticRegression(C=strength, solver="newton-cholesky", max_iter=200)
    model.fit((features - middle) / spread, held, np.array([row[3] for row in rows]))
    weights = model.coef_[0] / spread
    return np.append(weights, model.intercept_[0] - weights @ middle)


def read_examples(gold: Sequence[Path], reports: Path) -> list[Example]:
    """The annotated reports, in the order of their annotations; each in the folder given or beside its annotation.

    :raises FileNotFoundError: without one of the files that they name.
    """
    from missiongraph.ingest.passages import cut
    from missiongraph.ingest.reading import read
    from missiongraph.search.embedding import MiniLM

    embedder, found = MiniLM(), []
    for path in gold:
        annotated = load(path)
        document = read(report_of(annotated, path, reports))
        passages = cut(document)
        found.append(Example(annotated.found_in(passages), document, passages, look(document, passages, embedder)))
    return found


def report_of(annotated: Gold, path: Path, reports: Path) -> Path:
    """The file of an annotated report: in the folder of reports, or else where the annotation stands.

    :raises FileNotFoundError: if there is none.
    """
    places = [reports / annotated.file, path.parent / annotated.file]
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise FileNotFoundError(f"{places[0]}: there is no such file, nor beside {path}: name the folder of reports")
    return found


def annotation_files(folders: Sequence[Path]) -> list[Path]:
    """The annotation files of folders, by name."""
    return [path for folder in folders for path in sorted(folder.glob("*.json"))]


def with_links(examples: Sequence[Example], known: Known | None = None) -> Weights:
    """Weights from all examples, calibrated by what each says of the real report that its training left out.

    :param known: weights that were learnt before (:func:`.heldout.left_out`)
    """
    from .heldout import learn_links, left_out, outcomes

    held = list(left_out(examples, known=known))
    return replace(with_sureness(fit(examples), outcomes(held)), links=fit_links(learn_links(held)))


def fit_links(rows: Mapping[str, Sequence[Row]]) -> dict[str, NDArray[np.float64]]:
    """Of each predicate the weights of a pair's features, the bias last."""
    found = {name: regression(judged, C_LINKS[Predicate(name)]) for name, judged in sorted(rows.items())}
    return {name: row for name, row in found.items() if row is not None}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True, nargs="+", help="folders of annotations")
    parser.add_argument("--reports", type=Path, required=True, help="folder of the reports they name")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    given = parser.parse_args()
    given.out.write_text(with_links(read_examples(annotation_files(given.gold), given.reports)).dumps(), "utf-8")


if __name__ == "__main__":
    main()
