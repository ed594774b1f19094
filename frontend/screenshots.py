"""Take the screenshots of ``docs/screenshots``: each page of the shipped briefings, light and dark.

``python frontend/screenshots.py`` ingests the briefings into a folder of its own, serves them on the loopback, and
writes one PNG a page and scheme. Look at every one after a change of the pages. Names after the command take those
pages alone.
"""

from __future__ import annotations

import base64
import shutil
import sys
import tempfile
import threading
import time
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

TARGET = Path("docs/screenshots")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WAIT_FOR = ("#map", "#graph", "#pdf", "#editor", "#swagger")
WIDE, NARROW, TALL = 1000, 360, 760
#: Pages that are taken at the width of a telephone too.
ON_TELEPHONES = ("start", "search", "barrier", "map")
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
    passages = [h["passage"].rpartition("/")[2] for h in ask.get("/search?q=share data").json()["results"][:3]]
    return {
        "start": "/",
        "search": "/search?q=Which reforms help to share data between services?",
        "linked": "/linked?q=small charities cannot win public contracts",
        "map": "/matrix",
        "missions": "/missions",
        "actors": "/actors?class=CivilSociety",
        "mission": f"/mission/{mission}",
        "barrier": f"/barrier/{barrier}",
        "reform": f"/reform/{reform}",
        "actor": f"/actor/{actor}",
        "report": f"/report/{first}",
        "reports": "/reports",
        "read": f"/reports/{first}/read",
        "pages": f"/reports/{first}/pages?page=2",
        "gaps": "/gaps",
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
                if not suffix or name in ON_TELEPHONES:
                    picture = _picture(context.new_page(), path)
                    (TARGET / f"{name}{suffix}-{scheme}.png").write_bytes(_packed(plain, picture))
            context.close()


def _picture(page: Page, path: str) -> bytes:
    page.goto(path, wait_until="networkidle")
    for drawn in WAIT_FOR:
        if page.locator(drawn).count():
            page.wait_for_selector(f"{drawn}[data-state=drawn]")
    picture = page.screenshot()
    page.close()
    return picture


def _packed(page: Page, picture: bytes) -> bytes:
    """The same picture with a palette."""
    text, width, height = page.evaluate(PIXELS, base64.b64encode(picture).decode())
    pixels = np.frombuffer(base64.b64decode(text), np.uint8).reshape(height, width, 4)
    return png(pixels[..., :3])


def main(wanted: list[str]) -> int:
    """Ingest, serve, take the pictures."""
    if not wanted:
        shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, as_file(folder()) as briefings:
        library = Path(place) / "library"
        ingest(library, [briefings])
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
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
