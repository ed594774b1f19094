"""What a person says of a report wins over what was read from it: ``report.toml`` beside a file, or ``describe``."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from missiongraph.ontology.model import Metadata, ReportRecord, ReportType

#: Names as people write them → field of :class:`Metadata`.
FIELDS = {
    "title": "title",
    "authors": "creators",
    "publisher": "publisher",
    "date": "issued",
    "licence": "license",
    "license": "license",
    "type": "type",
    "address": "source",
    "language": "language",
    "fetched": "fetched",
}


class MetadataError(Exception):
    """A value set by hand cannot be used. ``where`` names the file or option, ``why`` the fault."""

    def __init__(self, where: str, why: str) -> None:
        self.where, self.why = where, why
        super().__init__(f"{where}: {why}")


def checked(values: Mapping[str, object], where: str) -> dict[str, object]:
    """Field → value of what was set by hand.

    :raises MetadataError: for an unknown name or a value of the wrong form.
    """
    result: dict[str, object] = {}
    for name, value in values.items():
        if name not in FIELDS:
            raise MetadataError(where, f"unknown entry {name!r}; known are {', '.join(FIELDS)}")
        result[FIELDS[name]] = _value(FIELDS[name], value, where)
    return result


def _value(name: str, value: object, where: str) -> object:
    if name == "creators":
        if isinstance(value, str):
            return [value]
        if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
            return list(value)
        raise MetadataError(where, "authors must be a list of names")
    text = str(value).strip()
    if not text:
        raise MetadataError(where, f"{name} is empty")
    if name == "issued" and not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", text):
        raise MetadataError(where, f"date {text!r} must be YYYY, YYYY-MM or YYYY-MM-DD")
    if name == "fetched" and not _is_time(text):
        raise MetadataError(where, f"fetched {text!r} must be a time as in 2025-03-31T12:00:00+00:00")
    if name == "type" and text not in [kind.value for kind in ReportType]:
        raise MetadataError(where, f"type {text!r} must be report, response or briefing")
    if name in ("license", "source") and not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", text):
        raise MetadataError(where, f"{text!r} must be a web address")
    return text


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def beside(path: Path) -> dict[str, object]:
    """What ``<name>.toml`` or ``report.toml`` beside a file says of it; empty without either.

    ``report.toml`` speaks of the one report in its folder, or of several in tables named like the files.

    :raises MetadataError: if it cannot be used.
    """
    own, common = path.with_suffix(".toml"), path.parent / "report.toml"
    found = own if own.is_file() else common if common.is_file() else None
    if found is None:
        return {}
    try:
        values: dict[str, object] = tomllib.loads(found.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MetadataError(str(found), str(error)) from error
    table = values.get(path.name, {} if any(isinstance(v, dict) for v in values.values()) else values)
    if not isinstance(table, dict):
        raise MetadataError(str(found), f"{path.name} must be a table")
    return checked(table, str(found))


def parsed(text: str) -> dict[str, object]:
    """Values set by hand out of their JSON; an empty text has none."""
    values: dict[str, object] = json.loads(text) if text else {}
    return values


def merged(text: str, values: Mapping[str, object]) -> str:
    """The JSON of values set by hand, over those set before.

    >>> merged('{"title": "A"}', {"issued": "2024"})
    '{"issued": "2024", "title": "A"}'
    """
    both = parsed(text) | dict(values)
    return json.dumps(both, sort_keys=True, ensure_ascii=False) if both else ""


def apply(record: ReportRecord, values: Mapping[str, object]) -> ReportRecord:
    """A record with the values set by hand in place of those that were read."""
    if not values:
        return record
    known = {field.name for field in fields(Metadata)}
    changes = {name: value for name, value in values.items() if name in known}
    metadata = replace(record.metadata, **_typed(changes))
    return replace(record, document=replace(record.document, metadata=metadata))


def _typed(changes: dict[str, object]) -> dict[str, Any]:
    result: dict[str, Any] = dict(changes)
    creators = result.get("creators")
    if isinstance(creators, list):
        result["creators"] = tuple(creators)
    if "type" in result:
        result["type"] = ReportType(str(result["type"]))
    return result
