"""From passages to missions, barriers, reforms, actors and their links."""

from __future__ import annotations

from missiongraph.ontology.model import Document, Extraction, Passage
from missiongraph.search.embedding import Embedder


def extract(document: Document, passages: tuple[Passage, ...], embedder: Embedder) -> Extraction:
    """What a report says stands in the way, should be done, by whom, and towards what."""
    from .argument import argument
    from .classifier import shipped
    from .features import look
    from .responses import with_responses

    found = argument(document, passages, look(document, passages, embedder), shipped())
    return with_responses(document, passages, found)


__all__ = ["extract"]
