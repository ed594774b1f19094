"""``/upload``: signing in, dropping reports, what became of each; ``/reports/{slug}/remove`` asks before it does."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from missiongraph.ingest.pipeline import Summary, remove
from missiongraph.ingest.reading import SUFFIXES
from missiongraph.search.library import LibraryMissingError

from .. import sessions
from ..answers import LiveSnapshot, live_of
from ..problems import ProblemError
from .reading import entry_of

router = APIRouter()


@router.get("/upload")
def upload_page(request: Request, removed: str = "") -> Response:
    """The form, or the way in."""
    return _page(request, removed=removed[:300])


def _page(request: Request, status: int = 200, **shown: object) -> HTMLResponse:
    from . import environment

    signed = sessions.signed_in(request)
    try:
        with live_of(request).lease() as snapshot:
            reports = snapshot.manifest.reports
    except LibraryMissingError:
        reports = ()
    settings = request.app.state.settings
    context = {
        "request": request, "root": request.scope.get("root_path", ""), "on": bool(settings.token), "signed": signed,
        "csrf": sessions.csrf_of(request) if signed else "", "reports": reports, "suffixes": SUFFIXES,
        "largest": settings.upload_size, "removed": "", "wrong": False, "summary": None,
    }  # fmt: skip
    shown_page = environment().get_template("upload.html").render(**context | shown)
    return HTMLResponse(shown_page, status, headers={"Cache-Control": "no-store"})


@router.post("/upload/sign-in")
def sign_in_route(request: Request, token: Annotated[str, Form(max_length=1000)]) -> Response:
    """Open a session with the token."""
    if not sessions.same(token.strip(), sessions.token_of(request)):
        return _page(request, 401, wrong=True)
    response = _to_upload(request)
    sessions.sign_in(request, response)
    return response


@router.post("/upload/sign-out")
def sign_out_route(request: Request, csrf: Annotated[str, Form()] = "") -> Response:
    """End the session."""
    sessions.permit(request, csrf)
    response = _to_upload(request)
    sessions.sign_out(request, response)
    return response


def _to_upload(request: Request, after: str = "") -> RedirectResponse:
    return RedirectResponse(f"{request.scope.get('root_path', '')}/upload{after}", status_code=303)


def uploaded(request: Request, summary: Summary, status: int) -> HTMLResponse:
    """The page after an upload without scripts."""
    return _page(request, status, summary=summary)


def table_of(request: Request, summary: Summary) -> str:
    """What became of each file, as a piece of a page."""
    from . import environment

    root = request.scope.get("root_path", "")
    return environment().get_template("uploaded.html").render(root=root, summary=summary)


@router.get("/reports/{slug}/remove")
def remove_page(request: Request, snapshot: LiveSnapshot, slug: str) -> Response:
    """Ask before a report is removed."""
    from . import render

    if not sessions.signed_in(request):
        return _to_upload(request)
    page = render(
        request, "remove", snapshot=snapshot, document=entry_of(snapshot, slug), csrf=sessions.csrf_of(request)
    )
    page.headers["Cache-Control"] = "no-store"
    return page


@router.post("/reports/{slug}/remove")
def remove_route(request: Request, slug: str, csrf: Annotated[str, Form()] = "", sure: str = Form("")) -> Response:
    """Remove a report once it was confirmed."""
    sessions.permit(request, csrf)
    if sure != "yes":
        raise ProblemError(400, "Not confirmed", "The box was not ticked.", "Go back and tick it.")
    live = live_of(request)
    from .words import query

    entry = remove(live.path, slug)
    live.look()
    return _to_upload(request, "?" + query({"removed": entry.title}))
