"""The image and the unit say what the program and the repository have, as far as that shows without an engine."""

from __future__ import annotations

import configparser
import shlex
import shutil
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest

from missiongraph.api.settings import ServerSettings

UNIT, IMAGE = Path("deploy/missiongraph.service"), Path("deploy/Containerfile")
KNOWN = {f"MISSIONGRAPH_{one.name.upper()}" for one in fields(ServerSettings)} | {"MISSIONGRAPH_LIBRARY"}


def instructions() -> list[tuple[str, str]]:
    """The instructions of the image, continued lines joined."""
    lines = [line for line in IMAGE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ").splitlines()
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in joined if line.strip())]


def settings_in(words: list[str]) -> set[str]:
    return {word.partition("=")[0] for word in words if word.startswith("MISSIONGRAPH_")}


def test_the_image_copies_what_is_there_and_sets_what_is_known() -> None:
    found = instructions()
    copied = [word for name, rest in found if name == "COPY" and "--from" not in rest for word in rest.split()[:-1]]
    assert copied
    assert [path for path in copied if not Path(path).exists()] == []
    for package in ("api", "corpus", "ingest", "ontology", "search", "src"):
        assert package in copied
    assert settings_in([word for name, rest in found if name == "ENV" for word in shlex.split(rest)]) <= KNOWN
    users = [rest for name, rest in found if name == "USER"]
    assert users == ["missiongraph"], "the server does not run as root"
    assert [name for name, _ in found if name not in _INSTRUCTIONS] == []


_INSTRUCTIONS = "FROM WORKDIR COPY RUN ENV USER VOLUME EXPOSE STOPSIGNAL HEALTHCHECK ENTRYPOINT CMD".split()


def test_the_unit_runs_the_server_with_settings_that_are_known() -> None:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(UNIT, encoding="utf-8")
    words = [line.partition("=")[2] for line in UNIT.read_text().splitlines() if line.startswith("Environment=")]
    assert settings_in(words) <= KNOWN
    assert unit["Service"]["ExecStart"].endswith("/missiongraph serve")
    assert unit["Service"]["ProtectSystem"] == "strict"
    state = f"/var/lib/{unit['Service']['StateDirectory']}/"
    assert any(word.startswith(f"MISSIONGRAPH_LIBRARY={state}") for word in words), "nothing else may be written"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    text = UNIT.read_text(encoding="utf-8").replace("/opt/missiongraph/bin/missiongraph", shutil.which("true") or "")
    copy = tmp_path / UNIT.name
    copy.write_text(text.replace("User=missiongraph", "User=root"), encoding="utf-8")
    found = subprocess.run(["systemd-analyze", "verify", str(copy)], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    assert "Unknown" not in found.stderr
