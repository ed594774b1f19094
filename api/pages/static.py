"""The scripts, styles and libraries of the pages, out of the package, and ``/docs`` from the shipped Swagger UI.

Addresses carry the first digits of the file's hash, so that browsers keep a file for good and still see the next one.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from ..problems import not_found

router = APIRouter()

FOLDER = "static"
TYPES = {
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".wasm": "application/wasm",
    ".bcmap": "application/octet-stream",
}
FOREVER, A_WEEK, A_WHILE = "public, max-age=31536000, immutable", "public, max-age=604800", "no-cache"
#: Files that the style sheet names, so without their hash.
NAMED = "vendor/fonts/"
#: Types that gain from compression.
PACKED = ("text/", "application/wasm", "image/svg", "application/json")


def _find(path: str) -> Traversable | None:
    parts = path.split("/")
    if not all(part and not part.startswith(".") and "\\" not in part for part in parts):
        return None
    found = files("missiongraph.api").joinpath(FOLDER, *parts)
    return found if found.is_file() else None


@lru_cache(maxsize=256)
def _packed(path: str, stamp: str) -> bytes:
    found = _find(path)
    assert found is not None
    return gzip.compress(found.read_bytes(), 6, mtime=0)


@cache
def _hash(path: str) -> str:
    found = _find(path)
    return hashlib.sha256(found.read_bytes()).hexdigest()[:10] if found else "absent"


def asset(path: str) -> str:
    """The address of a static file below the server's root: ``/static/site.css?v=0a1b2c3d4e``."""
    return f"/static/{path}?v={_hash(path)}"


@router.get("/static/{path:path}")
def static_route(request: Request, path: str, v: str | None = None) -> Response:
    """A static file; kept for good where the address carries its hash."""
    found = _find(path)
    if found is None:
        raise not_found(f"There is no static file {path!r}.", "Run `make setup`, which builds the files of the pages.")
    stamp = _hash(path)
    suffix = "." + path.rpartition(".")[2]
    media = TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    kept = FOREVER if v == stamp else A_WEEK if path.startswith(NAMED) else A_WHILE
    headers = {"Cache-Control": kept, "ETag": f'"{stamp}"', "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    if media.startswith(PACKED) and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(_packed(path, stamp), media_type=media, headers=headers | {"Content-Encoding": "gzip"})
    return Response(found.read_bytes(), media_type=media, headers=headers)


@router.get("/docs", response_class=HTMLResponse)
def docs_route(request: Request) -> HTMLResponse:
    """The documentation of the routes, which people can try out."""
    from . import environment

    shown = environment().get_template("docs.html").render(request=request, root=request.scope.get("root_path", ""))
    return HTMLResponse(shown)
