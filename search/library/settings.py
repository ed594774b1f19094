"""``library.toml``: the format of the folder and the settings that change results."""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path

from missiongraph.ontology.identifiers import DEFAULT_BASE

from ..embedding import MODEL_NAME, MODEL_SHA256
from .errors import NewerFormatError, UnreadableError
from .layout import write_atomically

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a library was created with. ``base`` is the start of the IRIs of its things."""

    format: int = FORMAT
    base: str = DEFAULT_BASE
    model: str = MODEL_NAME
    model_sha256: str = MODEL_SHA256
    index_precision: str = "float32"

    def save(self, path: Path) -> None:
        """Write as TOML (JSON strings and integers are TOML too)."""
        lines = [f"{name} = {json.dumps(value)}" for name, value in asdict(self).items()]
        write_atomically(path, ("\n".join(lines) + "\n").encode())


def load(path: Path) -> Settings:
    """Read ``library.toml``.

    :raises NewerFormatError: if a newer version wrote it.
    :raises UnreadableError: if it is damaged or may not be read.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnreadableError(path.parent, str(error)) from error
    found = values.get("format")
    if not isinstance(found, int):
        raise UnreadableError(path.parent, "library.toml states no format")
    if found > FORMAT:
        raise NewerFormatError(path.parent, found, FORMAT)
    known = Settings.__dataclass_fields__
    return Settings(**{name: value for name, value in values.items() if name in known})
