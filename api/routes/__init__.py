"""One module for each family of routes, each with a ``router``."""

from __future__ import annotations

from importlib import import_module

from fastapi import APIRouter

#: Modules with a ``router``, in the order in which their routes are tried; catch-all routes stand last.
MODULES = ("asking", "map", "across", "changing", "listing", "operations")


def routers() -> list[APIRouter]:
    """The routers of all modules; the one that takes every address of two parts stands last."""
    from ..linkeddata.routes import router as linkeddata
    from ..sparql.routes import router as sparql
    from .listing import things

    return [sparql, linkeddata, *(import_module(f"{__package__}.{name}").router for name in MODULES), things]
