"""Take the screenshots of ``docs/screenshots``: each page of the shipped briefings, light and dark.

``python frontend/screenshots.py`` ingests the briefings into a folder of its own, serves them on the loopback, and
writes one PNG a page and scheme, at the width of a desk and of a telephone. Look at every one after a change of the
pages. Names after the command take those pages alone; ``--library DIR`` serves a library that is there already.
"""

from __future__ import annotations

import argparse
import base64
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from importlib.resources import as_file
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import uvicorn
from palette import png
from playwright.sync_api import Browser, Page, sync_playwright

from missiongraph.api.app import create_app
from missiongraph.api.cli.serving import _listen
from missiongraph.api.settings import ServerSettings
from missiongraph.corpus import folder
from missiongraph.ingest.pipeline import ingest
from missiongraph.ontology.identifiers import short_hash

TARGET = Path("docs/screenshots")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WAIT_FOR = ("#map", "#graph", "#pdf", "#editor", "#swagger")
WIDE, NARROW, TALL = 1000, 360, 760
#: Pages that are taken at the width of a telephone in the dark too; all others are in the light alone.
DARK_TELEPHONES = ("start", "search", "barrier", "map")
#: Page → what is pressed before the picture is taken, and what then stands there.
PRESSED = {"map-cell": ("#map .cursor", "#opened .quote"), "map-none": ("#map .none", "#opened .quotes")}
TOKEN = "shown"
#: Pixels of a PNG, by the browser that wrote it.
PIXELS = """async (picture) => {
  const bitmap = await createImageBitmap(await (await fetch("data:image/png;base64," + picture)).blob());
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const { data, width, height } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  let text = "";
  for (let at = 0; at < data.length; at += 32768) text += String.fromCharCode(...data.subarray(at, at + 32768));
  return [btoa(text), width, height];
}"""


def pages(address: str) -> dict[str, str]:
    """Name of the picture → address of the page, for what this library holds."""
    ask = httpx.Client(base_url=address, timeout=60)
    kinds = ("missions", "barriers", "reforms", "actors")
    mission, barrier, reform, actor = (ask.get(f"/{kind}").json()["items"][0]["slug"] for kind in kinds)
    first, second = (one["slug"] for one in ask.get("/reports").json()["items"][:2])
    cell = ask.get("/matrix").json()["cells"][0]
    row, column = ("/".join(cell[end].split("/")[-2:]) for end in ("row", "column"))
    said = ask.get(f"/barrier/{barrier}").json()["evidence"][0]
    named, of = f"{said['passage'].rpartition('/')[2]}~{short_hash(said['quote'])}", said["report"].rpartition("/")[2]
    passages = [h["passage"].rpartition("/")[2] for h in ask.get("/search?q=share data").json()["results"][:3]]
    return {
        "start": "/",
        "search": "/search?q=Which reforms help to share data between services?",
        "linked": "/linked?q=small charities cannot win public contracts",
        "map": "/matrix",
        "map-cell": "/matrix",
        "map-none": "/matrix",
        "missions": "/missions",
        "actors": "/actors?class=CivilSociety",
        "mission": f"/mission/{mission}",
        "barrier": f"/barrier/{barrier}",
        "reform": f"/reform/{reform}",
        "actor": f"/actor/{actor}",
        "report": f"/report/{first}",
        "reports": "/reports",
        "read": f"/reports/{first}/read",
        "pages": f"/reports/{of}/pages?quote={named}",
        "gaps": "/gaps",
        "responses": "/responses",
        "asked-again": "/asked-again",
        "cell": f"/matrix/cell?row={row}&column={column}",
        "compare": f"/compare?report={first}&report={second}",
        "graph": f"/graph?thing=actor/{actor}",
        "questions": "/questions",
        "question": "/questions/reforms-and-leaders?who=council",
        "basket": "/basket?" + "&".join(f"item={one}" for one in passages),
        "sparql": "/sparql?query=PREFIX mg: <https://w3id.org/missiongraph/ontology%23>%0APREFIX skos: "
        "<http://www.w3.org/2004/02/skos/core%23>%0ASELECT ?barrier ?label WHERE {%0A  ?barrier a mg:Barrier ; "
        "skos:prefLabel ?label .%0A} LIMIT 8",
        "upload": "/upload",
        "problem": "/barrier/absent",
        "docs": "/docs",
    }


def take(browser: Browser, address: str, wanted: list[str]) -> None:
    """The wanted pages, light and dark, wide, and some at the width of a telephone."""
    addresses = {name: path for name, path in pages(address).items() if not wanted or name in wanted}
    plain = browser.new_page()
    for scheme in ("light", "dark"):
        for width, suffix in ((WIDE, ""), (NARROW, "-narrow")):
            options: dict[str, Any] = {"color_scheme": scheme, "viewport": {"width": width, "height": TALL}}
            context = browser.new_context(base_url=address, **options)
            context.request.post("/upload/sign-in", form={"token": TOKEN})
            for name, path in addresses.items():
                if not suffix or scheme == "light" or name in DARK_TELEPHONES:
                    picture = _picture(context.new_page(), name, path)
                    (TARGET / f"{name}{suffix}-{scheme}.png").write_bytes(_packed(plain, picture))
            context.close()


def _picture(page: Page, name: str, path: str) -> bytes:
    page.goto(path, wait_until="networkidle")
    for drawn in WAIT_FOR:
        if page.locator(drawn).count():
            page.wait_for_selector(f"{drawn}[data-state=drawn]")
    if name in PRESSED:
        pressed, there = PRESSED[name]
        if pressed.endswith(".cursor"):
            page.locator("#map").press("ArrowDown")
        page.locator(pressed).first.press("Enter")
        page.wait_for_selector(there)
    picture = page.screenshot()
    page.close()
    return picture


def _packed(page: Page, picture: bytes) -> bytes:
    """The same picture with a palette."""
    text, width, height = page.evaluate(PIXELS, base64.b64encode(picture).decode())
    pixels = np.frombuffer(base64.b64decode(text), np.uint8).reshape(height, width, 4)
    return png(pixels[..., :3])


@contextmanager
def briefings() -> Iterator[Path]:
    """A library of the shipped briefings, gone afterwards."""
    with tempfile.TemporaryDirectory() as place, as_file(folder()) as files:
        library = Path(place) / "library"
        ingest(library, [files])
        yield library


def serve(library: Path, wanted: list[str]) -> None:
    """Serve a library and take the pictures."""
    listener = _listen("127.0.0.1", 0)
    config = uvicorn.Config(create_app(library, ServerSettings(token=TOKEN)), log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        take(browser, f"http://127.0.0.1:{listener.getsockname()[1]}", wanted)
        browser.close()
    server.should_exit = True
    thread.join(10)


def main() -> int:
    """Ingest, serve, take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="the pages; all by default")
    parser.add_argument("--library", type=Path, help="a library to serve; the shipped briefings by default")
    given = parser.parse_args()
    if not given.names:
        shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True, exist_ok=True)
    with nullcontext(given.library) if given.library else briefings() as library:
        serve(library, given.names)
    return 0


if __name__ == "__main__":
    sys.exit(main())
