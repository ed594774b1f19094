"""An evidence pack: quotes with page and reference as a Word file, or as one HTML file that needs nothing else."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from html import escape

from .citing import Citation, reference

TITLE = "Evidence pack"
STYLE = (
    "body{font:1.0625rem/1.6 Georgia,serif;max-width:42rem;margin:3rem auto;padding:0 1rem;color:#15211d}"
    "blockquote{margin:0 0 .25rem;padding-left:1rem;border-left:3px solid #e0c400}"
    "p{color:#4c5a54;font-size:.9rem;margin:0 0 2rem}@media print{blockquote{break-inside:avoid}}"
)


def docx(citations: Sequence[Citation]) -> bytes:
    """The quotes as a Word file."""
    import docx as word

    document = word.Document()
    document.add_heading(TITLE, 0)
    for one in citations:
        document.add_paragraph(f"“{_plain(one.quote)}”", style="Intense Quote")
        document.add_paragraph(f"{_plain(reference(one))}. {one.url}")
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def html(citations: Sequence[Citation]) -> str:
    """The quotes as one HTML file."""
    body = "".join(
        f'<blockquote dir="auto">{escape(_plain(one.quote))}</blockquote><p>{escape(_plain(reference(one)))}. '
        f'<a href="{escape(one.url)}">{escape(one.url)}</a></p>'
        for one in citations
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{TITLE}</title><style>{STYLE}</style>'
        f"<h1>{TITLE}</h1>{body}</html>"
    )


def _plain(text: str) -> str:
    """Text without characters that XML cannot hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)
