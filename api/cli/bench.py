"""The project's benchmarks that run on anybody's data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .frame import OK, JsonOption, UsageFault, app, out, print_json
from .progress import Bar

bench = typer.Typer(help="Measure the product itself.", no_args_is_help=True)
app.add_typer(bench, name="bench")


@bench.callback()
def _group() -> None:
    """Measure the product itself."""


@bench.command()
def retrieval(
    folder: Annotated[Path, typer.Argument(help="A collection in BEIR layout: corpus, queries, qrels.")],
    as_json: JsonOption = False,
) -> int:
    """Search figures on a collection, through the product's own index and ranking."""
    from missiongraph.ingest.passages import pieces
    from missiongraph.search.bench import CollectionError, load, measure

    try:
        collection = load(folder)
    except CollectionError as error:
        raise UsageFault(str(error)) from error
    with Bar(quiet=as_json) as bar:
        report = measure(collection, pieces, progress=lambda done: bar("embedding passages", done, done))
    if as_json:
        print_json(report)
        return OK
    out.print(f"{report.documents} documents, {report.passages} passages, {report.queries} queries")
    out.print(f"{'':8}{'nDCG@10':>9}{'Recall@100':>12}{'MRR':>8}")
    for way, row in report.figures.items():
        out.print(f"{way:8}{row.ndcg_at_10:9.4f}{row.recall_at_100:12.4f}{row.mrr:8.4f}")
    out.print(f"p50 {report.p50_ms} ms, p95 {report.p95_ms} ms, embedding of the question included")
    return OK
