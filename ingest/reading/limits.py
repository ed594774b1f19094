"""How much of the machine one report may take. A file from outside is not trusted to stay within reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """``seconds`` of wall time, ``memory`` and ``size`` of the file in bytes, ``pages`` of the file."""

    seconds: float = 120.0
    memory: int = 1_500_000_000
    pages: int = 3000
    size: int = 300_000_000


DEFAULT = Limits()
