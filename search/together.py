"""Texts of many threads embedded as one batch: what comes while a batch is embedded makes up the next.

Nothing waits for company: a text that comes alone is embedded at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .embedding import Vectors


@dataclass(slots=True, eq=False)
class _Asked:
    """What one thread asked for, and what came of it."""

    texts: Sequence[str]
    vectors: Vectors | None = None
    error: BaseException | None = None


class Together:
    """Calls ``encode`` in one thread at a time, with the texts of all that wait. Safe to use from many threads."""

    def __init__(self, encode: Callable[[Sequence[str]], Vectors]) -> None:
        self._encode = encode
        self._waiting: list[_Asked] = []
        self._busy = False
        self._changed = threading.Condition()

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """The vectors of the texts, shape ``(len(texts), dimension)``."""
        asked = _Asked(texts)
        with self._changed:
            self._waiting.append(asked)
            while self._busy and asked.vectors is None and asked.error is None:
                self._changed.wait()
            batch: list[_Asked] = []
            if asked.vectors is None and asked.error is None:
                batch, self._waiting, self._busy = self._waiting, [], True
        if batch:
            self._answer(batch)
        if asked.error is not None:
            raise asked.error
        assert asked.vectors is not None
        return asked.vectors

    def _answer(self, batch: Sequence[_Asked]) -> None:
        try:
            vectors = self._encode([text for asked in batch for text in asked.texts])
            at = 0
            for asked in batch:
                asked.vectors = vectors[at : at + len(asked.texts)].copy()
                at += len(asked.texts)
        except BaseException as error:
            for asked in batch:
                asked.error = error
            raise
        finally:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
