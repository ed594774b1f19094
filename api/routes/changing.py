"""``POST /reports`` and ``DELETE /reports/{slug}``: off where no token is configured."""

from __future__ import annotations

import json
import logging
import queue
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import JSONResponse, Response, StreamingResponse

from missiongraph.ingest.pipeline import Progress, Summary, ingest, remove

from ..answers import live_of
from ..documents import plain
from ..live import LiveLibrary
from ..negotiation import preferred
from ..problems import ProblemError, of
from ..sessions import permit

router = APIRouter(tags=["change"])
_CHUNK = 1 << 20
_STREAM = "text/event-stream"
Permitted = Depends(permit)
_log = logging.getLogger(__name__)


@router.post("/reports", summary="Upload reports", response_model=Summary)
def upload_route(
    request: Request,
    files: Annotated[list[UploadFile], File(description="Reports: .pdf .txt .md .html .docx")],
    csrf: Annotated[str | None, Form(description="Of a signed-in session; programs send a bearer token.")] = None,
) -> Response:
    """Take reports in. 201 if any was added or was there already, 422 if all were refused; each with its reason.

    A client that prefers ``text/event-stream`` is told of each step, then given the document.
    """
    permit(request, csrf)
    live = live_of(request)
    folder = tempfile.TemporaryDirectory(prefix="missiongraph-")
    try:
        paths = _save(files, Path(folder.name), request.app.state.settings.upload_size * _CHUNK)
    except BaseException:
        folder.cleanup()
        raise
    form = preferred(request.headers.get("accept"), ["application/json", "text/html", _STREAM])
    if form == _STREAM:
        return StreamingResponse(_told(request, live, paths, folder), media_type=_STREAM)
    with folder:
        summary = _take(live, paths)
    status = 422 if len(summary.refused) == len(summary.files) else 201
    if form == "text/html":
        from ..pages.uploading import uploaded

        return uploaded(request, summary, status)
    return JSONResponse(plain(summary), status_code=status, headers={"Vary": "Accept"})


def _take(live: LiveLibrary, paths: list[Path], progress: Progress | None = None) -> Summary:
    """Ingest what was uploaded, and serve it. Names of the summary are those of the files alone."""
    given: dict[str, Any] = {"progress": progress} if progress else {}
    summary = ingest(live.path, paths, workers=1, **given)
    live.look()
    folder = f"{paths[0].parent}/"
    files = [
        replace(f, path=PurePath(f.path).name, reason=f.reason and f.reason.replace(folder, "")) for f in summary.files
    ]
    return replace(summary, files=tuple(files))


def _told(
    request: Request, live: LiveLibrary, paths: list[Path], folder: tempfile.TemporaryDirectory[str]
) -> Iterator[str]:
    """The steps of an ingest as server-sent events: ``progress``, then ``done`` or ``problem``."""
    from ..pages.uploading import table_of

    steps: queue.Queue[tuple[str, Any]] = queue.Queue()

    def work() -> None:
        try:
            with folder:
                found = _take(live, paths, lambda text, done, total: steps.put(("progress", [text, done, total])))
            steps.put(("done", plain(found) | {"html": table_of(request, found)}))
        except Exception as error:  # noqa: BLE001  the boundary of the thread
            if of(error).status >= 500:
                _log.error("an upload failed", exc_info=error)
            steps.put(("problem", of(error).document()))

    threading.Thread(target=work, name="upload", daemon=True).start()
    name = ""
    while name not in ("done", "problem"):
        name, content = steps.get()
        yield f"event: {name}\ndata: {json.dumps(content)}\n\n"


def _save(uploads: list[UploadFile], folder: Path, largest: int) -> list[Path]:
    """Write uploads under their own last names, each within the limit of size."""
    paths = []
    for n, upload in enumerate(uploads):
        name = PurePath((upload.filename or "report").replace("\\", "/").replace("\0", "")).name or "report"
        path, size = folder / name, 0
        if path.exists():
            (folder / str(n)).mkdir()
            path = folder / str(n) / name
        with path.open("wb") as stream:
            while chunk := upload.file.read(_CHUNK):
                size += len(chunk)
                if size > largest:
                    raise ProblemError(413, "The file is too large", f"{name} has more than {largest // _CHUNK} MiB.")
                stream.write(chunk)
        paths.append(path)
    return paths


@router.delete("/reports/{slug}", summary="Remove a report", dependencies=[Permitted])
def delete_route(request: Request, slug: str) -> Response:
    """Take a report out, with its file and all that was derived from it."""
    live = live_of(request)
    entry = remove(live.path, slug)
    live.look()
    return JSONResponse({"removed": entry.slug, "title": entry.title})
