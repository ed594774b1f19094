"""The server as a process: behind a proxy's path, with logs for machines, stopped without dropping a request."""

from __future__ import annotations

import http.client
import json
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from .asking import ENVIRONMENT

QUERY = b"SELECT ?s WHERE { ?s ?p ?o } LIMIT 1"


@dataclass
class Server:
    """A running ``missiongraph serve``."""

    process: subprocess.Popen[str]
    address: str


@pytest.fixture
def server(three: Path) -> Iterator[Server]:
    command = [sys.executable, "-c", "from missiongraph.api.cli import main; main()", "--library", str(three)]
    process = subprocess.Popen(
        [*command, "serve", "--port", "0", "--root-path", "/evidence"],
        env=ENVIRONMENT | {"MISSIONGRAPH_LOG": "json", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process:
        found = re.search(r"http://[\d.]+:\d+", process.stdout.readline())
        assert found is not None
        with httpx.Client(transport=httpx.HTTPTransport(retries=20)) as client:
            assert client.get(f"{found[0]}/healthz", timeout=60).is_success
        yield Server(process, found[0])
        process.kill()


def test_a_server_is_run_watched_and_stopped(server: Server) -> None:
    with httpx.Client(base_url=server.address, timeout=60) as client:
        page = client.get("/", headers={"accept": "text/html"}).text
        links = re.findall(r'(?:href|src|action)="(/[^"]*)"', page)
        assert links
        assert [link for link in links if not link.startswith("/evidence/")] == []
        assert client.get("/search", params={"q": "bus services"}).is_success
        assert client.get("/evidence/search", params={"q": "bus services"}).is_success, "the proxy left the path on"
        assert client.get("/nothing/here").status_code == 404
        figures = {
            (sample.name, sample.labels.get("route", "")): sample.value
            for family in text_string_to_metric_families(client.get("/metrics").text)
            for sample in family.samples
        }
    assert figures["missiongraph_requests_total", "/search"] == 2
    assert figures["missiongraph_request_seconds_count", "/search"] == 2
    assert figures["missiongraph_reports", ""] == 3
    host, port = server.address.removeprefix("http://").split(":")
    asking = http.client.HTTPConnection(host, int(port), timeout=60)
    asking.putrequest("POST", "/sparql")
    asking.putheader("content-type", "application/sparql-query")
    asking.putheader("content-length", str(len(QUERY)))
    asking.endheaders(QUERY[:10])
    while "missiongraph_requests_now 2.0" not in httpx.get(f"{server.address}/metrics", timeout=60).text:
        time.sleep(0.02)
    server.process.send_signal(signal.SIGTERM)
    while accepts(host, int(port)):
        time.sleep(0.02)
    asking.send(QUERY[10:])
    answer = asking.getresponse()
    assert (answer.status, answer.read()[:15]) == (200, b'{"head":{"vars"')
    asking.close()
    log = [json.loads(line) for line in server.process.communicate(timeout=60)[1].splitlines()]
    assert server.process.returncode == -signal.SIGTERM  # uvicorn ends by the signal that it was sent
    routes = [line.get("route") for line in log if line["message"] == "request"]
    assert "/search" in routes
    assert {"time", "level", "logger", "message"} <= set(log[0])


def accepts(host: str, port: int) -> bool:
    """Whether anybody listens."""
    try:
        socket.create_connection((host, port), timeout=60).close()
    except ConnectionError:
        return False
    return True
