"""Many reports of a few real ones: ``python -m benchmarks.multiplied --from LIBRARY --library FOLDER --reports 200``.

Each is one of the library's reports with a third of its longer words put for others of the same length, in texts and
labels alike, another title, publisher and year, and vectors that noise has moved. So offsets, pages and links stay as
real reports have them, no two are editions of one work, and nothing is read, extracted or embedded again. With
``--then N``, N more are published one by one and the last taken out again, with the seconds of each stage.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from missiongraph.ingest.derive import Cache, Derived, cache_key
from missiongraph.ingest.publish import Member, Publisher
from missiongraph.ontology.model import Document, Entity, EntityKind, ReportRecord
from missiongraph.search.embedding import Vectors
from missiongraph.search.library import Library
from missiongraph.search.library.locks import writing

LONG = re.compile(r"[a-z]{5,}")
#: Share of words that are put for others; length of the noise beside vectors of length 1.
CHANGED, NOISE = 0.35, 0.6
PUBLISHERS = tuple(f"{one} {two}" for one in ("North", "Harbour", "Civic", "Open", "Meridian", "Fell")
                   for two in ("Institute", "Foundation", "Forum", "Trust"))  # fmt: skip
Change = Callable[[str], str]


def vocabulary(records: Iterable[ReportRecord]) -> dict[int, list[str]]:
    """Length → the words of that length."""
    found = {word for r in records for p in r.passages for word in LONG.findall(p.text)}
    by_length: dict[int, list[str]] = defaultdict(list)
    for word in sorted(found):
        by_length[len(word)].append(word)
    return by_length


def change_of(words: dict[int, list[str]], chance: random.Random) -> Change:
    """A function that puts the same words for the same words, each of the same length."""
    put = {w: chance.choice(same) for same in words.values() for w in same if chance.random() < CHANGED}
    return lambda text: LONG.sub(lambda found: put.get(found[0], found[0]), text)


def varied(derived: Derived, number: int, words: dict[int, list[str]]) -> tuple[Derived, str]:
    """The report of a number, and the text that stands for its file."""
    chance = random.Random(number)
    change = change_of(words, chance)
    record = derived.record
    document = _document(record.document, number, change, chance)
    text = "\n\n".join([f"# {document.metadata.title}", *(block.text for block in document.blocks)])
    passages = tuple(replace(p, text=change(p.text)) for p in record.passages)
    entities = tuple(_entity(e, change) for e in record.extraction.entities)
    made = ReportRecord(
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        file_name=f"varied-{number:04d}.md",
        document=document,
        passages=passages,
        extraction=replace(record.extraction, entities=entities),
    )
    noise = np.random.default_rng(number)
    return Derived(
        record=made,
        passage_vectors=_moved(derived.passage_vectors, noise),
        entity_vectors=_moved(derived.entity_vectors, noise),
    ), text


def _document(document: Document, number: int, change: Change, chance: random.Random) -> Document:
    metadata = replace(
        document.metadata,
        title=f"{change(document.metadata.title)}, volume {number}",
        publisher=chance.choice(PUBLISHERS),
        issued=str(chance.randint(2005, 2026)),
    )
    return replace(
        document,
        metadata=metadata,
        blocks=tuple(replace(block, text=change(block.text)) for block in document.blocks),
        sections=tuple(replace(section, label=change(section.label)) for section in document.sections),
    )


def _entity(entity: Entity, change: Change) -> Entity:
    """Actors and missions keep their names: reports share them."""
    shared = entity.kind in (EntityKind.ACTOR, EntityKind.MISSION)
    return entity if shared else replace(entity, label=change(entity.label))


def _moved(vectors: Vectors, noise: np.random.Generator) -> Vectors:
    moved = vectors + noise.standard_normal(vectors.shape).astype(np.float32) * (NOISE / vectors.shape[1] ** 0.5)
    length: Vectors = np.linalg.norm(moved, axis=1, keepdims=True)
    return (moved / np.maximum(length, 1e-9)).astype(np.float32)


def make(source: Path, target: Path, count: int, then: int = 0) -> None:
    """Make a library of that many varied reports and publish it once, then some more one by one, the last out again."""
    old = Library.open(source)
    with old.snapshot() as snapshot:
        entries = [entry for entry in snapshot.manifest.reports if entry.type != "briefing"]
    kept = Cache(old.layout.reports)
    words = vocabulary(kept.record(entry.sha256, entry.cache) for entry in entries)
    library = Library.create(target)
    library.layout.make()
    cache = Cache(library.layout.reports)

    def member(number: int) -> Member:
        """A report that is derived and not published; what no snapshot uses is erased when one is published."""
        entry = entries[number % len(entries)]
        derived, text = varied(kept.load(entry.sha256, entry.cache), number, words)
        sha256, name = derived.record.sha256, derived.record.file_name
        cache.save(sha256, cache_key(sha256), derived)
        (library.layout.sources / f"{sha256}.md").write_text(text, encoding="utf-8")
        return Member(sha256=sha256, cache=cache_key(sha256), file_name=name)

    members = [member(number) for number in range(count)]
    publish(library, members)
    for more in range(then):
        members.append(member(count + more))
        publish(library, members)
    if then:
        publish(library, members[:-1])


def publish(library: Library, members: list[Member]) -> None:
    """Publish the members; print seconds by stage."""
    started = time.perf_counter()
    with writing(library.layout.lock, wait=30.0):
        publisher = Publisher(library)
        manifest = publisher.publish(members)
    stages = ", ".join(f"{stage} {seconds:.2f}" for stage, seconds in publisher.clock.seconds.items())
    took = time.perf_counter() - started
    print(f"{len(manifest.reports)} reports, {manifest.quads:,} quads: {took:.2f} s ({stages})", flush=True)


def main() -> None:
    """Parse the arguments and make it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="source", type=Path, required=True, help="a library of real reports")
    parser.add_argument("--library", type=Path, required=True, help="the folder to make")
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--then", type=int, default=0, help="publish that many more, one at a time; take the last out")
    given = parser.parse_args()
    make(given.source, given.library, given.reports, given.then)


if __name__ == "__main__":
    main()
