"""What each component of extraction is worth: ``python -m benchmarks.ablation GOLD_FOLDER REPORTS_FOLDER``.

Each annotated report is left out of training in turn. Prints the F1 of barriers and reforms, where said and one to
one, as means over the long reports, with one component taken away at a time; then for each kind of link the mean
average precision over pairs of found entities. Labels play no part here: entities are matched by quotes alone.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from missiongraph.ingest import scoring
from missiongraph.ingest.evaluate import LONG
from missiongraph.ingest.extraction import classifier, cues, echoes
from missiongraph.ingest.extraction.heldout import (
    Held,
    Known,
    annotated_pairs,
    held_out,
    judged_pairs,
    left_out,
    outcomes,
)
from missiongraph.ingest.extraction.settings import DEFAULTS, Settings
from missiongraph.ingest.extraction.train import Example, Row, annotation_files, fit_links, read_examples, with_sureness
from missiongraph.ontology.model import EntityKind, Extraction

N, H = len(cues.NAMES), len(cues.HEADING_NAMES)
#: Columns of the cues, by what they look at.
COLUMNS = {
    "cues of the span": slice(0, N),
    "cues of its neighbours": slice(N, 3 * N),
    "cues of the lead-in": slice(3 * N, 4 * N),
    "words of headings": slice(4 * N, 4 * N + 2 * H),
    "kind, place and form": slice(4 * N + 2 * H, None),
}
#: Settings by what they take away.
SWITCHES = {
    "grouping (each span alone)": replace(DEFAULTS, barrier_join=1.01, reform_join=1.01),
    "dropping unsure groups": replace(DEFAULTS, barrier_sure=0.0, reform_sure=0.0),
}
MEASURES = ("barriers where said", "reforms where said", "barriers", "reforms")
#: Features of two sets of spans, by what they look at.
_SPANS = {
    "place and structure": (*range(16), *range(30, 37), *range(46, 49), *range(50, 57), *range(92, 99)),
    "meaning": (16, 18, 19, *range(23, 30), *range(57, 64), *range(71, 92)),
    "words": (17, 20, 21, 22, *range(64, 71)),
    "rivals": tuple(range(50, 99)),
}
#: … and of the spans that name two entities, which follow. Then come those of the entities' own spans, as the first.
_NAMING = {
    "place and structure": (*range(101, 106), *range(125, 132)),
    "meaning": (99, *range(111, 118)),
    "words": (100, *range(106, 111), *range(118, 125), *range(132, 153)),
    "rivals": tuple(range(111, 153)),
}
_OWN = 153
#: Features of a pair of entities, by what they look at.
PAIRED = {
    **{name: (*columns, *_NAMING[name], *(_OWN + c for c in columns)) for name, columns in _SPANS.items()},
    "the spans that name them": tuple(range(99, _OWN)),
    "their own spans beside the echoes": tuple(range(_OWN, _OWN + 99)),
}


#: The names of the annotations that are scored, not only learnt from.
SCORED: set[str] = set()


def without_headings(example: Example) -> Example:
    """A report as seen without what its headings mean."""
    around = example.seen.around.copy()
    around[:, example.seen.vectors.shape[1] :] = 0
    return replace(example, seen=replace(example.seen, around=around))


def without(columns: slice) -> Callable[[Example], Example]:
    """Reports as seen without some cues."""

    def blinded(example: Example) -> Example:
        seen = example.seen.cues.copy()
        seen[:, columns] = 0
        return replace(example, seen=replace(example.seen, cues=seen))

    return blinded


def mentions(examples: Sequence[Example], settings: Settings = DEFAULTS, learnt: Known | None = None) -> list[float]:
    """The four F1 means of barriers and reforms over the long reports that are scored.

    :param learnt: weights by what they are learnt from, for settings that play no part in learning
    """
    held, rows = list(left_out(examples, settings, learnt)), []
    known = outcomes(held)
    for each in held:
        example = each.example
        if example.gold.name not in SCORED:
            continue
        apart = {h.example.gold.name for h in held if h.example.gold.shares_words_with(example.gold)}
        others = {k: [r for r in known[k] if r[0] not in apart] for k in EntityKind if k in known}
        found = held_out(example, with_sureness(each.weights, others), settings)
        entities = tuple(f.entity for each in found.values() for f in each)
        rows.append(scoring.score(Extraction(entities=entities), example.passages, example.gold).scores)
    long = [r for r in rows if r["barriers"].wanted >= LONG and r["reforms"].wanted >= LONG]
    return [float(np.mean([r[m].f1 for r in long])) for m in MEASURES]


def linked(rows: dict[str, list[Row]], judged: dict[str, list[Row]]) -> dict[str, float]:
    """Of each predicate the mean average precision over reports, learnt from the rows of the others."""
    from sklearn.metrics import average_precision_score

    result = {}
    for name, tested in sorted(judged.items()):
        scores = []
        for report in sorted({row[0] for row in tested} & SCORED):
            learnt = fit_links({name: [row for row in rows[name] if row[0] != report]}).get(name)
            mine = [row for row in tested if row[0] == report]
            if learnt is not None and any(row[2] for row in mine):
                said = [classifier.regressed(learnt, row[1]) for row in mine]
                scores.append(average_precision_score([row[2] for row in mine], said))
        result[name] = float(np.mean(scores))
    return result


def gathered(pairs: Iterator[tuple[str, Row]], into: dict[str, list[Row]]) -> None:
    """Rows by predicate."""
    for name, row in pairs:
        into.setdefault(name, []).append(row)


def blind(rows: dict[str, list[Row]], columns: Sequence[int]) -> dict[str, list[Row]]:
    """Pairs without some features; only links between entities have these."""
    dropped = set(columns)
    between = ("addresses", "advances", "hinders")
    return {
        name: [(r, tuple(0.0 if i in dropped else x for i, x in enumerate(f)), held, w) for r, f, held, w in rows[name]]
        for name in between
    }


def rows_of(held: Sequence[Held]) -> tuple[dict[str, list[Row]], dict[str, list[Row]]]:
    """The pairs of found and of annotated entities."""
    judged: dict[str, list[Row]] = {}
    drawn: dict[str, list[Row]] = {}
    for each in held:
        gathered(judged_pairs(each), judged)
        gathered(annotated_pairs(each.example), drawn)
    return judged, drawn


def links(examples: Sequence[Example], learnt: Known) -> None:
    """Print what pairs learn from, and what their features are worth."""
    held = list(left_out(examples, known=learnt))
    judged, drawn = rows_of(held)
    both = {name: judged[name] + drawn[name] for name in judged}
    print(f"\n{'links: mean average precision':44}" + " ".join(f"{name:>9}" for name in sorted(judged)))
    _say("all", linked(both, judged))
    _say("learnt from annotated pairs alone", linked(drawn, judged))
    _say("learnt from found pairs alone", linked(judged, judged))
    for name, columns in PAIRED.items():
        _say(f"without {name}", linked(blind(both, columns), blind(judged, columns)))
    kept, echoes.LEAST = echoes.LEAST, 2.0
    judged, drawn = rows_of(held)
    echoes.LEAST = kept
    alone = {"addresses": judged["addresses"] + drawn["addresses"]}
    _say("without echoes", linked(alone, {"addresses": judged["addresses"]}))


def _say(name: str, figures: dict[str, float]) -> None:
    names = ("addresses", "advances", "affects", "hinders", "ledBy", "mobilises")
    print(f"{name:44}" + " ".join(f"{figures[n]:9.3f}" if n in figures else " " * 9 for n in names), flush=True)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("reports", type=Path)
    parser.add_argument("--taught", type=Path, nargs="*", default=[], help="folders of annotations that only teach")
    given = parser.parse_args()
    examples = read_examples(annotation_files([given.gold, *given.taught]), given.reports)
    SCORED.update(path.stem for path in annotation_files([given.gold]))
    learnt: Known = {}
    print(f"{'mentions: F1':44}" + " ".join(f"{m:>20}" for m in MEASURES))
    rows: list[tuple[str, Callable[[], list[float]]]] = [("all", lambda: mentions(examples, learnt=learnt))]
    for name, columns in COLUMNS.items():
        rows.append((f"without {name}", lambda c=columns: mentions([without(c)(e) for e in examples])))  # type: ignore[misc]
    rows.append(("without the meaning of headings", lambda: mentions([without_headings(e) for e in examples])))
    if given.taught:
        real = [e for e in examples if not e.gold.invented]
        rows.append(("without invented reports", lambda: mentions(real)))
        rows.append(("without taught reports", lambda: mentions([e for e in real if e.gold.name in SCORED])))
    for name, settings in SWITCHES.items():
        rows.append((f"without {name}", lambda s=settings: mentions(examples, s, learnt)))  # type: ignore[misc]
    for name, run in rows:
        print(f"{name:44}" + " ".join(f"{f:20.3f}" for f in run()), flush=True)
    kept, classifier.EMBEDDING_SCALE = classifier.EMBEDDING_SCALE, 0.0
    print(
        f"{'without embedding (grouping keeps it)':44}" + " ".join(f"{f:20.3f}" for f in mentions(examples)), flush=True
    )
    classifier.EMBEDDING_SCALE = kept
    links(examples, learnt)


if __name__ == "__main__":
    main()
