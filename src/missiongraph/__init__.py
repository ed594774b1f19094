"""missiongraph: policy reports as a knowledge graph of missions, barriers, reforms and actors.

>>> import missiongraph
>>> library = missiongraph.open("library")  # doctest: +SKIP
>>> library.linked("charities cannot win contracts", find="reforms")  # doctest: +SKIP
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from missiongraph.api.reader import Reader

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def open(path: str | Path = "library") -> Reader:
    """A library folder, opened for reading: ``search``, ``linked``, ``matrix``, ``sparql``, ``graph``, ``reports``.

    :raises missiongraph.search.library.LibraryError: if there is none at the path, or it cannot be read.
    """
    from missiongraph.api.reader import open_library

    return open_library(path)
