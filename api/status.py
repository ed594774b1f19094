"""What a library holds and how it is, for the command, the start page and the health routes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import missiongraph
from missiongraph.search import index
from missiongraph.search.library import Library, Manifest
from missiongraph.search.library.snapshot import INDEX


def status(path: Path) -> dict[str, Any]:
    """Versions, counts and health of the library at a path."""
    library = Library.open(path)
    with library.snapshot() as snapshot:
        manifest = snapshot.manifest
        return {
            "library": str(path),
            "version": missiongraph.__version__,
            "format": library.settings.format,
            "base": manifest.base,
            "model": library.settings.model,
            "index": index.kind(snapshot.path / INDEX),
            "index_precision": library.settings.index_precision,
            "snapshot": snapshot.name,
            "published": manifest.published,
            "written_by": manifest.version,
            "reports": len(manifest.reports),
            "quads": manifest.quads,
            "counts": manifest.counts,
            **_upgrade(manifest, path),
        }


def _upgrade(manifest: Manifest, path: Path) -> dict[str, Any]:
    """Whether what is published was made by this version, and what to do if not."""
    from missiongraph.ingest.derive import build_version, cache_key

    old = sum(entry.cache != cache_key(entry.sha256) for entry in manifest.reports)
    if not old and manifest.code == build_version():
        return {"health": "good"}
    what = f"{old} of {len(manifest.reports)} reports" if old else "the snapshot"
    return {
        "health": "upgrade advised",
        "upgrade": f"{what} made by another version: `missiongraph --library {path} upgrade` derives anew",
    }
