"""What joining costs at size: ``python -m benchmarks.size_across ANNOTATIONS [--reports 1000] [--keep FOLDER]``.

Publishes reports that vary annotated real ones (:mod:`benchmarks.varied`), then one more, then asks for the evidence
map. Prints seconds by stage, the peak of memory, and the map's time; reading and embedding are not in the figures.
With ``--joining`` the reports are only joined, in memory, and nothing is published: minutes in place of an hour.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from missiongraph.ingest.derive import Cache, cache_key
from missiongraph.ingest.publish import Clock, Member, Publisher
from missiongraph.ingest.resolution import Known, Linkable, resolve, summarise
from missiongraph.search.embedding import MiniLM, Vectors
from missiongraph.search.library import Library, Manifest
from missiongraph.search.library.locks import writing
from missiongraph.search.matrix import matrix

from .varied import Real, real, varied

TIMES = 5  # the map is asked for
BASE = "https://example.org/id/"


def derived(library: Library, pool: Real, number: int) -> Member:
    """A report that is derived and not published."""
    made = varied(pool, number)
    sha256 = made.record.sha256
    Cache(library.layout.reports).save(sha256, cache_key(sha256), made)
    return Member(sha256=sha256, cache=cache_key(sha256), file_name=made.record.file_name)


def publish(library: Library, members: list[Member], what: str) -> Manifest:
    """Publish the members; print seconds by stage."""
    clock, started, processor = Clock(), time.perf_counter(), time.process_time()
    with writing(library.layout.lock, wait=30.0):
        manifest = Publisher(library, clock).publish(members)
    stages = ", ".join(f"{stage} {seconds:.2f}" for stage, seconds in clock.seconds.items())
    spent = time.process_time() - processor
    print(f"{what}: {time.perf_counter() - started:.2f} s, {spent:.2f} s of processors ({stages})", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"    {manifest.quads:,} quads, {manifest.counts.get('Cluster', 0):,} clusters, peak {peak:.2f} GiB", flush=True
    )
    return manifest


def join(annotations: Path, count: int) -> None:
    """Seconds and memory of joining ``count`` reports, and of joining one more."""
    pool = real(annotations, MiniLM())
    linkables: dict[str, Linkable] = {}
    vectors: dict[str, Vectors] = {}
    for number in range(count + 1):
        made = varied(pool, number)
        linkables[f"varied-{number}"], vectors[f"varied-{number}"] = summarise(made.record), made.entity_vectors
    last = f"varied-{count}"
    fewer = {slug: one for slug, one in linkables.items() if slug != last}
    known = Known()
    for what, reports in ((f"{count} reports at once", fewer), ("one more", linkables)):
        started = time.perf_counter()
        processor = time.process_time()
        links = resolve(reports, BASE, vectors, stamps=dict.fromkeys(reports, "one"), known=known)
        spent = time.process_time() - processor
        known = links.known
        print(f"{what}: {time.perf_counter() - started:.1f} s, {spent:.1f} s of processors", flush=True)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        print(f"    {len(known.pairs):,} pairs, {len(links.asserted):,} quads, peak {peak:.2f} GiB", flush=True)


def measure(folder: Path, annotations: Path, count: int) -> None:
    """All figures."""
    library, pool = Library.create(folder / "library"), real(annotations, MiniLM())
    library.layout.make()
    members = [derived(library, pool, number) for number in range(count)]
    publish(library, members, f"{count} reports at once")
    members.append(derived(library, pool, count))
    publish(library, members, "one more")
    publish(library, members[1:], "one less")
    with library.snapshot() as snapshot:
        for by in ("cluster", "entity"):
            for n in range(TIMES):
                started = time.perf_counter()
                found = matrix(snapshot, by=by)
                if n in (0, TIMES - 1):
                    took = time.perf_counter() - started
                    print(
                        f"map by {by}, {'first' if n == 0 else 'again'}: {1000 * took:.0f} ms, {len(found.cells)} cells"
                    )


def main() -> None:
    """Parse the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("annotations", type=Path)
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--keep", type=Path, help="a folder to work in and leave behind")
    parser.add_argument("--joining", action="store_true", help="join in memory, publish nothing")
    given = parser.parse_args()
    if given.joining:
        join(given.annotations, given.reports)
        return
    if given.keep:
        measure(given.keep, given.annotations, given.reports)
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), given.annotations, given.reports)


if __name__ == "__main__":
    main()
