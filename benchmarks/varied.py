"""Reports made by varying annotated real ones: 65 reforms and 47 barriers each, with real vectors, any number.

Each draws its things from all that were annotated, swaps a word of most labels and quotes for one of another, and turns
the vector a little, so that many are like those of other reports and few are equal. The same number gives the same
report. Texts stay in the folder that is measured.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from missiongraph.ingest.derive import Derived
from missiongraph.ontology.identifiers import short_hash
from missiongraph.ontology.model import (
    Basis,
    Block,
    Claim,
    Document,
    Entity,
    EntityKind,
    Evidence,
    Extraction,
    Metadata,
    Passage,
    PassageKind,
    Predicate,
    ReportRecord,
)
from missiongraph.ontology.rdf import agent_key
from missiongraph.search.embedding import Embedder, Vectors

BARRIERS, REFORMS, ACTORS = 47, 65, 40
PUBLISHERS, YEARS = 60, 20
#: Size of the noise in each of 384 dimensions. So much that two reports have about half a like pair, as real ones do.
TURN = 0.042


@dataclass(frozen=True, slots=True)
class Real:
    """What was annotated: labels and quotes by kind, names of actors, vectors of labels and of quotes."""

    labels: dict[EntityKind, list[str]]
    quotes: dict[EntityKind, list[str]]
    actors: list[str]
    label_vectors: dict[EntityKind, Vectors]
    quote_vectors: dict[EntityKind, Vectors]


def real(folder: Path, embedder: Embedder) -> Real:
    """The annotations of a folder (``…/eval/gold``)."""
    kinds = (EntityKind.BARRIER, EntityKind.REFORM)
    labels: dict[EntityKind, list[str]] = {kind: [] for kind in kinds}
    quotes: dict[EntityKind, list[str]] = {kind: [] for kind in kinds}
    actors: set[str] = set()
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        actors |= {actor["label"] for actor in gold["actors"]}
        for kind in kinds:
            for item in gold[f"{kind.value}s"]:
                labels[kind].append(item["label"])
                quotes[kind].append(item["quotes"][0])
    return Real(
        labels,
        quotes,
        sorted(actors),
        {kind: embedder.encode(labels[kind]) for kind in kinds},
        {kind: embedder.encode(quotes[kind]) for kind in kinds},
    )


def varied(pool: Real, number: int) -> Derived:
    """Report ``number``, as if it had been derived from a file."""
    chance = random.Random(number)
    noise = np.random.default_rng(number)
    drawn = [(EntityKind.BARRIER, at) for at in chance.sample(range(len(pool.labels[EntityKind.BARRIER])), BARRIERS)]
    drawn += [(EntityKind.REFORM, at) for at in chance.sample(range(len(pool.labels[EntityKind.REFORM])), REFORMS)]
    passages, entities, blocks = [], [], []
    for place, (kind, at) in enumerate(drawn):
        text = _swapped(pool.quotes[kind][at], pool.quotes[kind], chance)
        passage = Passage(
            key=f"passage/{short_hash('passage', place, text)}",
            position=place,
            block=place,
            start=0,
            end=len(text),
            text=text,
            kind=PassageKind.PARAGRAPH,
        )
        blocks.append(Block(kind=PassageKind.PARAGRAPH, text=text))
        passages.append(passage)
        entities.append(_entity(kind, _swapped(pool.labels[kind][at], pool.labels[kind], chance), passage))
    actors = [
        Entity(
            key=f"actor/{agent_key(name).partition('/')[2]}",
            kind=EntityKind.ACTOR,
            label=name,
            evidence=(Evidence(passage=(one := chance.choice(passages)).key, start=0, end=len(one.text)),),
            confidence=0.9,
        )
        for name in chance.sample(pool.actors, ACTORS)
    ]
    unique = list({entity.key: entity for entity in (*actors, *entities)}.values())
    record = ReportRecord(
        sha256=hashlib.sha256(f"varied {number}".encode()).hexdigest(),
        file_name=f"varied-{number}.txt",
        document=Document(
            metadata=Metadata(
                title=f"Varied report {number}",
                publisher=f"Institute {number % PUBLISHERS}",
                issued=str(2006 + number % YEARS),
            ),
            blocks=tuple(blocks),
        ),
        passages=tuple(passages),
        extraction=Extraction(entities=tuple(unique), claims=tuple(_claims(entities, actors, chance))),
    )
    rows = np.stack([pool.label_vectors[kind][at] for kind, at in drawn])
    turned = rows + noise.normal(0, TURN, rows.shape).astype(np.float32)
    turned /= np.linalg.norm(turned, axis=1, keepdims=True)
    kept = {entity.key: row for entity, row in zip(entities, turned, strict=True)}
    other = noise.normal(0, 1, (len(unique), rows.shape[1])).astype(np.float32)
    other /= np.linalg.norm(other, axis=1, keepdims=True)
    vectors = np.stack([kept.get(entity.key, other[at]) for at, entity in enumerate(unique)])
    texts = np.stack([pool.quote_vectors[kind][at] for kind, at in drawn])
    return Derived(record=record, passage_vectors=texts, entity_vectors=vectors.astype(np.float32))


def _entity(kind: EntityKind, label: str, passage: Passage) -> Entity:
    place = (Evidence(passage=passage.key, start=0, end=len(passage.text)),)
    key = f"{kind.value}/{short_hash(kind.value, passage.key)}"
    return Entity(key=key, kind=kind, label=label, evidence=place, confidence=0.8)


def _claims(entities: Sequence[Entity], actors: Sequence[Entity], chance: random.Random) -> list[Claim]:
    barriers = [e for e in entities if e.kind is EntityKind.BARRIER]
    found = {}
    for reform in (e for e in entities if e.kind is EntityKind.REFORM):
        for predicate, others, share in ((Predicate.ADDRESSES, barriers, 0.6), (Predicate.LED_BY, actors, 0.8)):
            if chance.random() < share:
                other = chance.choice(others).key
                found[reform.key, predicate, other] = Claim(
                    subject=reform.key,
                    predicate=predicate,
                    object=other,
                    basis=Basis.STATED,
                    confidence=0.7,
                    evidence=reform.evidence,
                )
    return list(found.values())


def _swapped(text: str, others: Sequence[str], chance: random.Random) -> str:
    """The text with one of its longer words changed for one of another text, three times out of four."""
    words = text.split()
    long = [at for at, word in enumerate(words) if len(word) > 4]
    theirs = [word for word in chance.choice(others).split() if len(word) > 4]
    if long and theirs and chance.random() < 0.75:
        words[chance.choice(long)] = chance.choice(theirs)
    return " ".join(words)
