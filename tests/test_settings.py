"""The table of settings, the environment and the docs say the same."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from missiongraph.api.settings import ServerSettings, SettingError, from_environment


@pytest.mark.parametrize("name", [one.name for one in fields(ServerSettings)])
def test_every_setting_is_documented(name: str) -> None:
    assert f"`{name}`" in Path("docs/architecture.md").read_text(encoding="utf-8")


def test_what_is_given_wins_over_the_environment_and_that_over_the_default() -> None:
    environment = {"MISSIONGRAPH_PORT": "9000", "MISSIONGRAPH_HOST": "::1"}
    settings = from_environment({"port": 9001, "host": None}, environment)
    assert (settings.port, settings.host, settings.log) == (9001, "::1", "text")


def test_a_value_of_another_kind_is_refused_by_name() -> None:
    with pytest.raises(SettingError, match="MISSIONGRAPH_PORT"):
        from_environment({}, {"MISSIONGRAPH_PORT": "soon"})
