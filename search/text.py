"""Quoted phrases and beginnings of words, over Tantivy.

Single words are counted by :mod:`missiongraph.search.lexical`; what needs the order of words is asked here, of one
field that holds them unstemmed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .contents import IndexedReport
from .lexical import key
from .words import analyzer

MEMORY = 64_000_000  # bytes that Tantivy's writer may use
EXACT = "exact"


def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("key", stored=False, indexed=False, fast=True)
    builder.add_text_field("report", stored=False, tokenizer_name="raw")
    builder.add_text_field(EXACT, stored=False, tokenizer_name="mg_word", index_option="position")
    return builder.build()


class TextIndex:
    """Passages by the order of their words."""

    def __init__(self, index: Any) -> None:
        self._index = index
        index.register_tokenizer("mg_word", analyzer(stem=False))

    @classmethod
    def create(cls, folder: Path) -> TextIndex:
        """Open for writing, making the folder if it is not there."""
        import tantivy

        folder.mkdir(parents=True, exist_ok=True)
        return cls(tantivy.Index(_schema(), path=str(folder), reuse=True))

    @classmethod
    def open(cls, folder: Path) -> TextIndex:
        """Open for reading."""
        import tantivy

        return cls(tantivy.Index.open(str(folder)))

    def update(self, *, removed: Collection[str], added: Iterable[IndexedReport]) -> None:
        """Take reports out by slug and put reports in."""
        import tantivy

        writer = self._index.writer(heap_size=MEMORY, num_threads=1)
        for slug in sorted(removed):
            writer.delete_documents_by_term("report", slug)
        for report in added:
            for passage in report.passages:
                document = tantivy.Document()
                document.add_unsigned("key", key(passage.iri))
                document.add_text("report", report.slug)
                document.add_text(EXACT, passage.text.replace("’", "'"))
                writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def holding(self, phrases: Sequence[str], *, limit: int) -> NDArray[np.uint64]:
        """Keys of the passages that hold each of the phrases, word for word; a last ``*`` stands for any ending."""
        import tantivy

        clauses = [q for phrase in phrases if (q := self._phrase(phrase)) is not None]
        if not clauses or limit < 1:
            return np.zeros(0, dtype=np.uint64)
        searcher = self._index.searcher()
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, clause) for clause in clauses])
        hits = searcher.search(query, limit=limit, count=False).hits
        return np.array(searcher.fast_field_values("key", [address for _, address in hits]), dtype=np.uint64)

    def _phrase(self, phrase: str) -> Any:
        import tantivy

        words, schema = list(analyzer(stem=False).analyze(phrase.replace("’", "'"))), self._index.schema
        if not words:
            return None
        if phrase.endswith("*"):
            if len(words) == 1:
                return tantivy.Query.regex_query(schema, EXACT, f"{words[0]}.*")
            # a phrase prefix query of Tantivy stops after fifty endings
            return tantivy.Query.regex_phrase_query(
                schema, EXACT, [*map(re.escape, words[:-1]), f"{re.escape(words[-1])}.*"]
            )
        if len(words) == 1:
            return tantivy.Query.term_query(schema, EXACT, words[0])
        return tantivy.Query.phrase_query(schema, EXACT, words)
