"""Typed values as the documents that routes and ``--json`` print."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

#: Types whose values JSON takes as they are; a subclass such as an enumeration is looked at further.
_AS_IT_IS = frozenset({str, int, float, bool, type(None)})


@cache
def _fields(cls: type) -> tuple[str, ...] | None:
    """The names of a dataclass's fields; None for another type."""
    return tuple(f.name for f in dataclasses.fields(cls)) if dataclasses.is_dataclass(cls) else None


def plain(value: Any) -> Any:
    """Typed values as JSON takes them."""
    cls = type(value)
    if cls in _AS_IT_IS:
        return value
    names = _fields(cls)  # type: ignore[arg-type]
    if names is not None:
        found = {}
        for name in names:
            one = getattr(value, name)
            found[name] = one if type(one) in _AS_IT_IS else plain(one)
        return found
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, Path) else value


@runtime_checkable
class Written(Protocol):
    """What writes itself as JSON faster than value by value."""

    def json(self) -> str:
        """The value as JSON."""


def written(value: Any) -> str:
    """A typed value as compact JSON.

    >>> written({"label": "né"})
    '{"label":"né"}'
    """
    names = _fields(type(value))  # type: ignore[arg-type]
    if names is None:
        return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))
    members = {name: getattr(value, name) for name in names}
    parts = (f'"{name}":{one.json() if isinstance(one, Written) else written(one)}' for name, one in members.items())
    return "{" + ",".join(parts) + "}"
