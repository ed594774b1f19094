"""The settings of a server: one table that the command line, the environment and the docs read.

A value is taken from the command line, else from ``MISSIONGRAPH_<NAME>``, else from the default here.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any


class SettingError(ValueError):
    """A setting has a value that cannot be used. ``name`` is the setting."""

    def __init__(self, name: str, value: str, why: str) -> None:
        self.name, self.value = name, value
        super().__init__(f"{name.upper()}={value!r} cannot be used: {why}")


def _setting(default: Any, text: str) -> Any:
    return field(default=default, metadata={"help": text})


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """What can be set of a server. Times are seconds, sizes MiB, unless a name says otherwise."""

    host: str = _setting("127.0.0.1", "Address to listen on.")
    port: int = _setting(8000, "Port to listen on.")
    root_path: str = _setting("", "Path under which a proxy serves the whole, such as /evidence.")
    token: str = _setting("", "Bearer token that may upload and delete reports; off where it is empty.")
    cors_origins: str = _setting("", "Origins that scripts of other sites may ask from, separated by commas.")
    sparql_workers: int = _setting(2, "Processes that answer SPARQL queries.")
    sparql_timeout: float = _setting(30.0, "Deadline of a SPARQL query.")
    sparql_timeout_cap: float = _setting(120.0, "Longest deadline that a client may ask for with timeout=.")
    sparql_memory: int = _setting(1024, "Memory that one SPARQL worker may use beyond what it starts with.")
    sparql_long_queries: int = _setting(10, "Queries that may run longer than a tenth of a second at once.")
    sparql_result_size: int = _setting(2048, "Largest answer to a SPARQL query.")
    sparql_budget: float = _setting(120.0, "Seconds of queries that a client may use in a minute; 0 for no limit.")
    sparql_services: str = _setting("", "Endpoints that SERVICE may call, separated by commas; none where it is empty.")
    upload_size: int = _setting(100, "Largest file that may be uploaded.")
    log: str = _setting("text", "Form of the log: text or json.")

    @property
    def services(self) -> frozenset[str]:
        """The endpoints that SERVICE may call."""
        return frozenset(one.strip() for one in self.sparql_services.split(",") if one.strip())


_KINDS: dict[str, type[str] | type[int] | type[float]] = {"str": str, "int": int, "float": float}


def from_environment(given: Mapping[str, Any], environment: Mapping[str, str] | None = None) -> ServerSettings:
    """Settings from what was given (``None`` is not given), the environment and the defaults.

    :raises SettingError: for a value that is not of the setting's type.

    >>> from_environment({"port": 9000}, {"MISSIONGRAPH_SPARQL_TIMEOUT": "5"}).sparql_timeout
    5.0
    """
    environment = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    for one in fields(ServerSettings):
        text = environment.get(f"MISSIONGRAPH_{one.name.upper()}")
        if given.get(one.name) is not None:
            values[one.name] = given[one.name]
        elif text is not None:
            kind: type[str] | type[int] | type[float] = _KINDS[str(one.type)]
            try:
                values[one.name] = kind(text)
            except ValueError as error:
                raise SettingError(f"MISSIONGRAPH_{one.name}", text, f"it is not a {kind.__name__}") from error
    return ServerSettings(**values)
