"""What a pair of stated things is measured by, what is learnt from pairs, and how sure things are."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from missiongraph.ingest.extraction.classifier import Weights, regressed, shipped
from missiongraph.ingest.extraction.echoes import echoed, linked, naming
from missiongraph.ingest.extraction.features import Seen, look
from missiongraph.ingest.extraction.found import Found, evidence
from missiongraph.ingest.extraction.links import ENDS, Report, pairs
from missiongraph.ingest.extraction.pairing import Ground, tables
from missiongraph.ingest.extraction.train import C_LINKS, regression
from missiongraph.ingest.passages import cut
from missiongraph.ingest.reading import read
from missiongraph.ingest.reliability import plot
from missiongraph.ingest.scoring import Evaluation
from missiongraph.ontology.model import Basis, Entity, EntityKind, Passage, Predicate
from missiongraph.search.embedding import MiniLM
from tests.shared import FOLDER, needs_shared

RANKS = {50 + 7 * n + m for n in range(7) for m in (0, 1, 5)}  # ties go to the earlier entity

REPORT = """# Repair of canals

## Locks

A shortage of trained lock engineers prevents boats from passing in winter.

To address this shortage, the Government should fund apprenticeships for lock engineers.

## Towpaths

Poor lighting and a lack of benches keep older walkers away from the towpaths.

Councils should install lamps and benches along every towpath by 2030.
"""

AGAIN = """# Repair of canals

## What we found

### Locks

A shortage of trained people keeps boats from passing in winter.

Apprenticeships for lock engineers, funded by the Government, were asked for by most.

### Towpaths

Older walkers told of the herons, the reeds and the quiet of the evenings.

## What to do

The Government should fund apprenticeships for lock engineers.
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, dict[str, list[Found]]]:
    starts = {"barrier": ("A shortage", "Poor lighting"), "reform": ("To address", "Councils should")}
    return _report(tmp_path_factory.mktemp("links"), REPORT, starts)


def _report(folder: Path, text: str, starts: Mapping[str, tuple[str, ...]]) -> tuple[Report, dict[str, list[Found]]]:
    path = folder / "canals.md"
    path.write_text(text, encoding="utf-8")
    document = read(path)
    passages = cut(document)
    seen = look(document, passages, MiniLM())
    found: dict[str, list[Found]] = {"mission": []}
    for kind, these in starts.items():
        found[kind] = [_stated(EntityKind(kind), seen, passages, start) for start in these]
    return Report(document, passages, seen, []), found


def _stated(kind: EntityKind, seen: Seen, passages: tuple[Passage, ...], start: str) -> Found:
    row = next(i for i, u in enumerate(seen.units) if u.text.startswith(start))
    entity = Entity(
        key=f"{kind.value}/{row}", kind=kind, label=start, evidence=(evidence(passages, seen, row),), confidence=0.8
    )
    return Found(entity, (row,), seen.vectors[row].astype(np.float64), 1.0)


def test_a_reform_is_likelier_to_address_the_barrier_of_its_own_section(
    report: tuple[Report, dict[str, list[Found]]],
) -> None:
    about, found = report
    row = shipped().links["addresses"]
    rows = {(p.subject, p.object): p for p in pairs(about, found) if p.predicate is Predicate.ADDRESSES}
    assert len(rows) == 4
    for n in range(2):
        assert regressed(row, rows[n, n].features) > regressed(row, rows[n, 1 - n].features)
        assert rows[n, n].basis is not Basis.SIMILARITY


def test_pair_features_do_not_depend_on_which_pairs_come_first(report: tuple[Report, dict[str, list[Found]]]) -> None:
    about, found = report
    ground = Ground(about.document, about.passages, about.seen)
    straight = tables(ground, found["reform"], found["barrier"])
    turned = tables(ground, found["reform"][::-1], found["barrier"][::-1])[::-1, ::-1]
    own = [i for i in range(straight.shape[2]) if i not in RANKS]
    assert np.allclose(straight[:, :, own], turned[:, :, own])
    assert straight.shape[2] == len(shipped().links["advances"]) - 1
    assert linked(ground, found["reform"], found["barrier"])[0].shape[2] == len(shipped().links["addresses"]) - 1


def test_a_reform_is_sought_where_the_report_comes_back_to_it(tmp_path: Path) -> None:
    about, found = _report(tmp_path, AGAIN, {"barrier": ("A shortage",), "reform": ("The Government should",)})
    [pair] = [p for p in pairs(about, found) if p.predicate is Predicate.ADDRESSES]
    assert [about.seen.units[u].text.split()[0] for u in pair.units] == ["Apprenticeships", "A"]
    assert pair.basis is Basis.STRUCTURE
    [reform] = echoed(about.ground, found["reform"], naming(about.ground, found["reform"]))
    assert len(reform.units) == 2


def test_a_regression_finds_the_feature_that_tells_and_needs_both_outcomes() -> None:
    rows = [("r", (float(n % 2), 5.0 + n % 3), n % 2 == 1, 1.0) for n in range(60)]
    weights = regression(rows, 1.0)
    assert weights is not None
    assert regressed(weights, (1.0, 6.0)) > 0.9 > 0.1 > regressed(weights, (0.0, 6.0))
    assert regression([("r", (1.0,), True, 1.0)] * 3, 1.0) is None


def test_a_stronger_penalty_says_nothing_extreme_of_a_link_and_keeps_the_share_that_holds() -> None:
    rows = [("r", (float(n % 5 == 0), float(n % 7)), n % 5 == 0, 1.0) for n in range(350)]
    loose, strict = (regression(rows, strength) for strength in (1.0, C_LINKS[Predicate.ADDRESSES]))
    assert loose is not None
    assert strict is not None
    for weights, least, most in ((loose, 0.0, 0.1), (strict, 0.1, 0.2)):
        said = [regressed(weights, row[1]) for row in rows]
        assert np.mean(said) == pytest.approx(0.2, abs=0.01)
        assert least < min(said) < most
    assert max(regressed(strict, row[1]) for row in rows) > 0.2 > min(regressed(strict, row[1]) for row in rows)


def test_weights_are_small_and_survive_being_written() -> None:
    text = shipped().dumps()
    assert len(text.encode()) < 1_000_000
    assert Weights.loads(text).dumps() == text
    assert set(shipped().links) == {p.value for p in ENDS}


def test_the_reliability_plot_holds_a_point_for_each_bin() -> None:
    sure = (*(("reform", n / 20, n % 3 == 0) for n in range(20)), ("addresses", 0.4, True))
    drawn = plot([Evaluation(report="r", scores={}, missed={}, false={}, evidence=1.0, sure=sure)])
    assert drawn.count("<circle") == 11
    assert "entities: 20," in drawn
    assert "links: 1," in drawn


@needs_shared
@pytest.mark.slow
@pytest.mark.timeout(2400)
def test_the_train_command_gives_the_shipped_weights(tmp_path: Path) -> None:
    out = tmp_path / "weights.json"
    command = [sys.executable, "-m", "missiongraph.ingest.extraction.train", "--gold", str(FOLDER / "eval" / "gold")]
    command.append(str(Path(__file__).parents[2] / "benchmarks" / "training"))
    subprocess.run([*command, "--reports", str(FOLDER / "reports"), "--out", str(out)], check=True)
    learnt, kept = Weights.loads(out.read_text("utf-8")), shipped()
    for kind, row in kept.coefficients.items():
        assert np.allclose(learnt.coefficients[kind], row, atol=0.01)  # other processors differ in the last digits
        assert np.allclose(learnt.sureness[kind], kept.sureness[kind], atol=0.05)
    for name, row in kept.links.items():
        assert np.allclose(learnt.links[name], row, atol=0.05)
