"""``/basket``: quotes held in the address, and the files they are exported to."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from ..answers import LiveSnapshot, answer
from ..problems import not_found
from . import citing, packs, quoted
from .words import item_of, local, query

router = APIRouter()

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMS = {
    "docx": (WORD, packs.docx),
    "html": ("text/html; charset=utf-8", packs.html),
    "ris": ("application/x-research-info-systems; charset=utf-8", citing.ris),
    "bib": ("application/x-bibtex; charset=utf-8", citing.bibtex),
    "txt": ("text/plain; charset=utf-8", citing.plain),
}
Items = Annotated[list[str], Query(description="Names of quotes.")]


@router.get("/basket")
def basket_route(request: Request, snapshot: LiveSnapshot, item: Items = []) -> Response:  # noqa: B006
    """The quotes of an address."""
    quotes = quoted.find(snapshot, item)
    names = list(dict.fromkeys(item))
    return answer(
        request, snapshot, "basket", {"total": len(quotes), "items": quotes},
        names=names, exports=query({"item": names}),
        without=[query({"item": [n for n in names if n not in (item_of(q), local(q.passage))]}) for q in quotes],
    )  # fmt: skip


@router.get("/basket.{form}")
def export_route(
    request: Request, snapshot: LiveSnapshot, form: str, item: Items = [], report: str | None = None  # noqa: B006
) -> Response:  # fmt: skip
    """The quotes of an address, or a report as a whole, as a file."""
    if form not in FORMS:
        raise not_found(f"There is no form {form!r}.", f"Forms are {', '.join(FORMS)}.")
    address = str(request.base_url).rstrip("/")
    if report is not None:
        found = citing.of_report(snapshot, report, address)
        if not found:
            raise not_found(f"There is no report {report!r} in this library.")
    else:
        found = citing.cited(snapshot, quoted.find(snapshot, item), address)
    media, write = FORMS[form]
    headers = {"Content-Disposition": f'attachment; filename="evidence.{form}"'}
    return Response(write(found), media_type=media, headers=headers)
