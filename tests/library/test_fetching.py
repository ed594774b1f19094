"""Fetching against a real server on the loopback that behaves well, badly and worse."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from benchmarks.made import made_report

from missiongraph.api.cli.frame import FAILED, OK, SOME_REFUSED, USAGE, run
from missiongraph.ingest import metadata
from missiongraph.ingest.fetching import Bounds, FetchError, PrivateAddressError, WrongTypeError, download
from missiongraph.ingest.fetching.guard import check_peer, check_redirect
from missiongraph.search.library import Library

QUICK = Bounds(size=200_000, seconds=20.0, silence=5.0, pause=0.01)
PDF = b"%PDF-1.7 " + bytes(range(256)) * 400
Captured = pytest.CaptureFixture[str]


@dataclass
class Site:
    """What the server serves, now and after it cut an answer off, and what it was asked: path → ``(type, body)``."""

    address: str = ""
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    later: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            wanted = self.headers.get("range")
            site.asked.append((self.path, wanted))
            if self.path in site.redirects:
                self.send_response(302)
                self.send_header("location", site.redirects[self.path])
                self.end_headers()
            elif self.path not in site.files:
                self.send_error(404)
            else:
                self.answer(*site.files[self.path], wanted)

        def answer(self, kind: str, body: bytes, wanted: str | None) -> None:
            mark, start = f'"{len(body)}-{sum(body)}"', 0
            if wanted and self.headers.get("if-range") == mark:
                start = int(wanted.removeprefix("bytes=").rstrip("-"))
            self.send_response(206 if start else 200)
            if start:
                self.send_header("content-range", f"bytes {start}-{len(body) - 1}/{len(body)}")
            self.send_header("content-type", kind)
            self.send_header("etag", mark)
            if "unsized" not in self.path:
                self.send_header("content-length", str(len(body) - start))
            self.end_headers()
            self.send(body[start:])

        def send(self, rest: bytes) -> None:
            if "drip" in self.path:
                for at in range(len(rest)):
                    self.wfile.write(rest[at : at + 1])
                    time.sleep(0.05)
            elif "cut" in self.path and not ("once" in self.path and len(site.asked) > 1):
                self.wfile.write(rest[: 1 + len(rest) // 2])
                self.wfile.flush()
                self.connection.close()
                site.files |= site.later
            else:
                self.wfile.write(rest)

        def handle(self) -> None:
            with contextlib.suppress(OSError, ValueError):
                super().handle()

    return Handler


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(site))
    site.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield site
    server.shutdown()
    thread.join()
    server.server_close()


def test_redirects_are_followed_and_the_file_is_named_by_its_kind(site: Site, tmp_path: Path) -> None:
    site.files["/files/the-report"] = ("application/pdf", PDF)
    site.redirects = {"/a": "/b", "/b": f"{site.address}/files/the-report"}
    found = download(f"{site.address}/a", tmp_path, bounds=QUICK)
    assert found.path.name == "the-report.pdf"
    assert found.path.read_bytes() == PDF
    assert (found.address, found.answered) == (f"{site.address}/a", f"{site.address}/files/the-report")
    assert [path.name for path in tmp_path.iterdir()] == ["the-report.pdf"]


def test_a_transfer_that_is_cut_off_goes_on_where_it_was(site: Site, tmp_path: Path) -> None:
    site.files["/cut-once.pdf"] = ("application/pdf", PDF)
    assert download(f"{site.address}/cut-once.pdf", tmp_path, bounds=QUICK).path.read_bytes() == PDF
    first, second = (wanted for _path, wanted in site.asked)
    assert first is None
    assert second is not None
    assert 0 < int(second.removeprefix("bytes=").rstrip("-")) < len(PDF)


def test_one_that_is_cut_off_every_time_is_given_up(site: Site, tmp_path: Path) -> None:
    site.files["/cut.pdf"] = ("application/pdf", PDF)
    with pytest.raises(FetchError, match="cut off 5 times"):
        download(f"{site.address}/cut.pdf", tmp_path, bounds=QUICK)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_changes_under_way_is_never_joined(site: Site, tmp_path: Path) -> None:
    changed = b"%PDF-1.4 " + PDF[::-1]
    site.files["/cut-once.pdf"] = ("application/pdf", PDF)
    site.later["/cut-once.pdf"] = ("application/pdf", changed)
    assert download(f"{site.address}/cut-once.pdf", tmp_path, bounds=QUICK).path.read_bytes() == changed


@pytest.mark.parametrize(
    ("path", "kind", "body", "words"),
    [
        ("/missing.pdf", "", b"", "404"),
        ("/a.png", "image/png", b"\x89PNG", "image/png"),
        ("/a.pdf", "text/html", b"<html>Sign in</html>", "a web page, not the .pdf file"),
        ("/b", "application/pdf", b"<html>Sorry</html>", "says that it is .pdf and is not"),
        ("/c", "application/octet-stream", b"\x00\x01", "application/octet-stream"),
        ("/large.pdf", "application/pdf", b"%PDF-" + b"x" * 300_000, "larger than 200,000 bytes"),
        ("/large-unsized.pdf", "application/pdf", b"%PDF-" + b"x" * 300_000, "larger than 200,000 bytes"),
    ],
)
def test_what_is_no_report_is_refused_with_the_reason(
    site: Site, tmp_path: Path, path: str, kind: str, body: bytes, words: str
) -> None:
    if kind:
        site.files[path] = (kind, body)
    with pytest.raises(FetchError, match=words):
        download(site.address + path, tmp_path, bounds=QUICK)
    assert list(tmp_path.iterdir()) == []


def test_a_slow_drip_ends_in_time(site: Site, tmp_path: Path) -> None:
    site.files["/drip.pdf"] = ("application/pdf", PDF)
    with pytest.raises(FetchError, match="took more than"):
        download(f"{site.address}/drip.pdf", tmp_path, bounds=Bounds(seconds=0.5, silence=5.0))


@pytest.mark.parametrize(
    "target",
    ["http://10.0.0.1/x.pdf", "http://169.254.169.254/latest/meta-data", "http://localhost:1/x", "http://[::1]/x"],
)
def test_a_redirect_into_a_private_network_is_refused(site: Site, tmp_path: Path, target: str) -> None:
    site.redirects["/a"] = target
    with pytest.raises(PrivateAddressError, match="private network"):
        download(f"{site.address}/a", tmp_path, bounds=QUICK)


def test_a_name_that_changed_since_it_was_looked_up_is_refused_by_its_connection() -> None:
    with pytest.raises(PrivateAddressError):
        check_peer("https://example.org/a", "https://other.example/b", "192.168.1.4")
    check_peer("https://example.org/a", "https://other.example/b", "93.184.216.34")
    with pytest.raises(FetchError, match="not a web address"):
        check_redirect("https://example.org/a", "file:///etc/passwd")


def test_redirects_that_never_end_and_nobody_there_are_told(site: Site, tmp_path: Path) -> None:
    site.redirects["/a"] = "/a"
    with pytest.raises(FetchError, match="redirects more than"):
        download(f"{site.address}/a", tmp_path, bounds=QUICK)
    with pytest.raises(FetchError, match="cannot be reached"):
        download("http://127.0.0.1:9/a.pdf", tmp_path, bounds=QUICK)
    with pytest.raises(FetchError, match="not a web address"):
        download("ftp://example.org/a.pdf", tmp_path, bounds=QUICK)


def test_a_passing_fault_is_tried_again_and_an_undecided_type_is_told_by_its_bytes(site: Site, tmp_path: Path) -> None:
    site.files["/download"] = ("application/octet-stream", PDF)
    assert download(f"{site.address}/download", tmp_path, bounds=QUICK).path.suffix == ".pdf"
    site.files["/x"] = ("image/gif", b"GIF89a")
    with pytest.raises(WrongTypeError):
        download(f"{site.address}/x", tmp_path, bounds=QUICK)


def entries(library: Path) -> list[tuple[str, dict[str, object]]]:
    with Library.open(library).snapshot() as snapshot:
        return [(e.sha256, metadata.parsed(e.set_by_hand)) for e in snapshot.manifest.reports]


def test_names_and_addresses_are_taken_in_with_where_they_came_from(
    site: Site, tmp_path: Path, capsys: Captured
) -> None:
    library, listed = tmp_path / "library", tmp_path / "sources.toml"
    site.files["/page"] = ("text/html", b'<a href="/one.docx">no</a> <a href="files/two.md">no</a>')
    site.files["/report.md"] = ("text/plain; charset=utf-8", made_report(1, paragraphs=6).encode())
    listed.write_text(
        f'[[source]]\nkey = "one"\naddress = "{site.address}/report.md"\ntitle = "The first"\ndate = "2024-03"\n'
        f'[[source]]\nkey = "page"\naddress = "{site.address}/page"\n',
        encoding="utf-8",
    )
    common = ["--library", str(library), "fetch", "--sources", str(listed)]
    assert run([*common, "nobody"]) == USAGE
    assert run([*common, "--json", "one", "page"]) == SOME_REFUSED
    first = json.loads(capsys.readouterr().out)["fetched"]
    assert [one["refused"] is None for one in first] == [True, False]
    ((sha256, values),) = entries(library)
    assert sha256 == first[0]["sha256"]
    assert values["source"] == f"{site.address}/report.md"
    assert values["title"] == "The first"
    assert values["fetched"] == first[0]["fetched"]
    assert run([*common, "one"]) == OK
    assert len(entries(library)) == 1
    site.files["/report.md"] = ("text/plain", made_report(2, paragraphs=6).encode())
    capsys.readouterr()
    assert run([*common, "one"]) == OK
    assert "the content changed since" in capsys.readouterr().out
    assert len(entries(library)) == 2
    assert run([*common, f"{site.address}/nothing"]) == FAILED
