"""``/questions`` and ``/questions/{name}``: the shipped queries as forms, for people who write no SPARQL."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from missiongraph.ontology.queries import Example, ParameterError, examples, fill
from missiongraph.ontology.terms import PREFIXES
from missiongraph.search.library import Snapshot

from ..answers import LiveSnapshot, answer
from ..everyday import ACTORS, WORDS
from ..negotiation import preferred
from ..problems import ProblemError, not_found
from ..sparql.table import Table, run
from .tables import ROWS, show
from .words import query

router = APIRouter()

#: Keyword → heading under which the questions that begin with it stand; the order is the page's.
SUBJECTS = {
    "barrier": "What stands in the way",
    "reform": "What should change",
    "mission": "What it is for",
    "actor": "Who should act, and who is affected",
    "claim": "What proves it",
    "report": "What is in the library",
}
_OTHER = {"passage": "report", "section": "report", "named graph": "report", "construct": "claim"}


def by_subject() -> dict[str, list[Example]]:
    """The questions under their headings; what has none is for those who know the graph and stands last."""
    found: dict[str, list[Example]] = {title: [] for title in SUBJECTS.values()}
    for one in examples():
        key = _OTHER.get(one.keywords[0], one.keywords[0])
        found.setdefault(SUBJECTS.get(key, "For those who know the graph"), []).append(one)
    return found


@router.get("/questions")
def questions_route(request: Request, snapshot: LiveSnapshot) -> Response:
    """All shipped questions."""
    document = [_about(one) for one in examples()]
    return answer(request, snapshot, "questions", document, subjects=by_subject())


def _about(one: Example) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.title,
        "question": one.question,
        "keywords": one.keywords,
        "parameters": {p.name: {"label": p.label, "kind": p.kind, "default": p.default} for p in one.parameters},
    }


@router.get("/questions/{name}")
def question_route(
    request: Request,
    snapshot: LiveSnapshot,
    name: str,
    format: Annotated[str | None, Query(description="json, csv or html, whatever Accept says.")] = None,
) -> Response:
    """One question: its values as a form, and the answer."""
    example = next((one for one in examples() if one.name == name), None)
    if example is None:
        return _elsewhere(request, name)
    given = {p.name: request.query_params[p.name] for p in example.parameters if p.name in request.query_params}
    _known(request, example)
    try:
        text = fill(example, {name: value[:200] for name, value in given.items()})
    except ParameterError as error:
        raise ProblemError(400, "A value cannot be used", f"{error}.") from error
    found = run(request, snapshot, text)
    if (format or _wanted(request)) == "csv":
        headers = {"Vary": "Accept", "Content-Disposition": f'attachment; filename="{name}.csv"'}
        return Response(found.csv(), media_type="text/csv", headers=headers)
    values = {p.name: given.get(p.name, p.default) for p in example.parameters}
    document = _about(example) | {"values": values, "total": len(found.rows), "query": text, "rows": found.records()}
    return answer(
        request, snapshot, "question", document, form=format,
        example=example, table=show(snapshot, found), shown=ROWS, values=values, actors=ACTORS,
        files={form: "?" + query(given | {"format": form}) for form in ("csv", "json")},
        sparql=query({"query": text}),
    )  # fmt: skip


def _known(request: Request, example: Example) -> None:
    names = {"format", *(p.name for p in example.parameters)}
    unknown = sorted(set(request.query_params) - names)
    if unknown:
        takes = ", ".join(sorted(names))
        raise ProblemError(400, "No such value", f"This question has no value {unknown[0]!r}.", f"It takes {takes}.")


def _elsewhere(request: Request, name: str) -> Response:
    """The same question under the ontology's words, where the name has everyday ones.

    :raises ProblemError: 404 where there is none.
    """
    other = re.sub(r"[a-z]+", lambda word: WORDS.get(word[0], word[0]), name)
    if other == name or other not in {one.name for one in examples()}:
        raise not_found(f"There is no question {name!r}.", "See /questions.")
    root = request.scope.get("root_path", "")
    return RedirectResponse(f"{root}/questions/{other}?{request.url.query}".removesuffix("?"), status_code=303)


def _wanted(request: Request) -> str:
    offered = ["application/json", "text/html", "text/csv"]
    return (preferred(request.headers.get("accept"), offered) or "").rpartition("/")[2]


#: What the editor starts with.
_FIRST = "reforms-and-barriers"


def sparql(request: Request, snapshot: Snapshot, document: Table | None, context: dict[str, Any]) -> dict[str, Any]:
    """The query and its rows as the page of the endpoint shows them, the prefixes, and the examples."""
    text = context["query"] or next(one.text for one in examples() if one.name == _FIRST)
    return {
        "text": text,
        "table": show(snapshot, document) if document else None,
        "shown": ROWS,
        "subjects": by_subject(),
        "prefixes": PREFIXES,
        "files": [(form, query({"query": text, "format": form})) for form in ("csv", "json", "tsv", "xml")],
    }
