"""Web pages: the documents of the routes as HTML, by Jinja templates that escape everything they are given.

A page is a template of the route's document. What a page shows beside the document is added by a function of
:data:`CONTEXTS`, so that routes know nothing of pages.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

import missiongraph

if TYPE_CHECKING:
    import jinja2

    from missiongraph.search.library import Snapshot

    from ..problems import ProblemError

Context = Callable[..., dict[str, Any]]

#: Page → module and function that say what it shows beside the document.
CONTEXTS = {
    "start": ("context", "start"),
    "search": ("context", "search"),
    "linked": ("context", "linked"),
    "reports": ("context", "reports"),
    "things": ("context", "things"),
    "gaps": ("context", "things"),
    "asked_again": ("context", "things"),
    "responses": ("context", "things"),
    "thing": ("entity", "thing"),
    "report": ("entity", "report"),
    "sparql": ("questions", "sparql"),
    "matrix": ("mapping", "matrix"),
}
#: Modules with a ``router`` of pages that are no route of the contract.
ROUTERS = ("static", "home", "reading", "gathering", "questions", "uploading", "mapping", "neighbourhood")


@cache
def environment() -> jinja2.Environment:
    """The templates of this package, compiled once."""
    import jinja2

    from . import static, words

    made = jinja2.Environment(
        loader=jinja2.PackageLoader(__name__),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=words.visible,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= words.FILTERS
    made.globals |= {"asset": static.asset, "version": missiongraph.__version__, "predicates": words.PREDICATES}
    return made


def render(request: Request, page: str, *, snapshot: Snapshot, document: Any, **context: Any) -> HTMLResponse:
    """A page: ``<page>.html`` with the document, the snapshot and the request."""
    if page in CONTEXTS:
        module, name = CONTEXTS[page]
        add: Context = getattr(import_module(f".{module}", __name__), name)
        context = add(request, snapshot, document, context) | context
    template = environment().get_template(f"{page}.html")
    shown = template.render(
        request=request, snapshot=snapshot, document=document, root=request.scope.get("root_path", ""), **context
    )
    return HTMLResponse(shown)


def problem_page(request: Request, problem: ProblemError) -> HTMLResponse:
    """What a person sees when a request failed."""
    template = environment().get_template("problem.html")
    shown = template.render(request=request, problem=problem.document(), root=request.scope.get("root_path", ""))
    return HTMLResponse(shown, status_code=problem.status)


def install(app: FastAPI) -> None:
    """Give an app the pages that are no route of the contract, the static files and the headers that guard pages."""
    from ..packing import Packing
    from .headers import GuardingHeaders
    from .remembered import Remembered

    app.add_middleware(Packing, minimum_size=2000, compresslevel=8)
    app.add_middleware(Remembered, snapshot=app.state.live.name)
    app.add_middleware(GuardingHeaders)
    for name in ROUTERS:
        app.include_router(import_module(f".{name}", __name__).router, include_in_schema=False)
