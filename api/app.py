"""The web application: routes over one live library. Built by a function, so that nothing happens at import."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware.cors import CORSMiddleware

import missiongraph
from missiongraph.search.library.snapshot import GRAPH

from . import pages, problems
from .heads import HeadAsGet, Methods
from .live import LiveLibrary
from .metrics import Measured, Metrics
from .mounted import Mounted
from .routes import routers
from .settings import ServerSettings
from .sparql.lanes import Budget
from .sparql.pool import Pool

DESCRIPTION = "Policy reports as a graph of missions, barriers, reforms and actors, each with its words and page."

#: Headers of answers that scripts of other sites may read beside those that browsers let them.
EXPOSED = ["Accept-Post", "Allow", "ETag", "Link", "Query-Advice", "Result-Limit", "Retry-After"]


def create_app(library: Path, settings: ServerSettings | None = None) -> FastAPI:
    """The application that serves a library folder.

    :raises missiongraph.search.library.LibraryError: if there is no library there that this version reads.
    """
    settings = settings or ServerSettings()
    live = LiveLibrary(library)
    pool = Pool(
        live.library.layout.snapshots,
        workers=settings.sparql_workers,
        long=settings.sparql_long_queries,
        memory=settings.sparql_memory,
        size=settings.sparql_result_size,
    )
    metrics = Metrics()
    live.when_live(metrics.holds)
    live.on_change(lambda snapshot: pool.move(snapshot.path / GRAPH))

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(live.start)
        yield
        await run_in_threadpool(pool.close)
        await run_in_threadpool(live.stop)

    app = FastAPI(
        title="missiongraph",
        version=missiongraph.__version__,
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.live = live
    app.state.sparql = pool
    app.state.budget = Budget(settings.sparql_budget)
    app.state.settings = settings
    app.state.metrics = metrics
    problems.install(app)
    pages.install(app)
    app.add_middleware(Methods)
    origins = [origin.strip() for origin in settings.cors_origins.split(",") if origin.strip()]
    if origins:
        app.add_middleware(
            CORSMiddleware, allow_origins=origins, allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
            allow_headers=["Accept", "Content-Type", "If-None-Match"], expose_headers=EXPOSED,
        )  # fmt: skip
    app.add_middleware(HeadAsGet)
    app.add_middleware(Mounted, root_path=settings.root_path)
    app.add_middleware(Measured, metrics=metrics)
    for router in routers():
        app.include_router(router)
    return app
