"""Search by meaning inside a query: each ``SERVICE mg:search { … }`` becomes a VALUES of what the search engine finds.

The block's span in the text is replaced and nothing else is touched. Where ``mg:matches`` takes a variable, the parts
of the groups around the block that bind it are asked first, in the same confined workers, for its distinct values; each
row of the VALUES carries the text it was found for, so that joining gives each text its own matches.
"""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox

from missiongraph.ontology.terms import MG_NAMESPACE
from missiongraph.search.library import Snapshot

from ..problems import ProblemError
from .groups import Groups, Part
from .search_block import KINDS, Block, blocks
from .tokens import tokens

TEXTS = 50  # distinct texts that the searches of a query may be for
ROWS = 20_000  # that they may give
LONGEST = 2000  # characters of a text

#: Runs a SELECT in a worker; returns its answer in SPARQL JSON.
Ask = Callable[[str], bytes]


def says_search(query: str) -> bool:
    """Whether it is worth looking for search blocks in a query."""
    return "SERVICE" in query.upper() and "search" in query


def blanked(query: str) -> str:
    """A query with its search blocks as empty groups of the same extent: a parser's places in it are true.

    :raises ProblemError: 400 for a block that cannot be read, or too many of them.
    """
    groups = _groups(query)
    if sum(token.word == "SERVICE" for token in groups.tokens) > TEXTS:
        raise _too_many()
    for block in blocks(groups):
        start, end = groups.tokens[block.start].start, groups.tokens[block.end - 1].end
        inside = "".join(c if c in "\r\n" else " " for c in query[start:end])
        query = f"{query[:start]}{{{inside[1:-1]}}}{query[end:]}"
    return query


def splice(query: str, snapshot: Snapshot, ask: Ask, check: Callable[[], object] = int) -> str:
    """A query with its search blocks replaced by what they find.

    :param ask: runs the part of the query that gives the texts.
    :param check: called before each search; raises when it is too late for another.
    :raises ProblemError: 400 for a block that cannot be read, a text that nothing binds, or too many of them.
    """
    texts = rows = 0
    while waiting := blocks(groups := _groups(query)):
        block, outer = _next(query, groups, waiting)
        wanted = _bound(outer, ask) if outer is not None else [_literal(block.text.text)]
        texts += len(wanted)
        if texts > TEXTS:
            raise _too_many()
        found, count = _values(snapshot, block, wanted, check)
        rows += count
        if rows > ROWS:
            raise ProblemError(
                400, "Too many matches", f"The searches of the query give more than {ROWS:,} rows.",
                "Lower mg:limit, or search for fewer texts.",
            )  # fmt: skip
        query = query[: groups.tokens[block.start].start] + found + query[groups.tokens[block.end - 1].end :]
    return query


def _too_many() -> ProblemError:
    return ProblemError(
        400, "Too many texts to search for", f"The query gives more than {TEXTS} distinct texts.",
        "Bind fewer: put what narrows them beside the search block.",
    )  # fmt: skip


def _groups(query: str) -> Groups:
    try:
        return Groups(list(tokens(query)))
    except ValueError as error:
        raise ProblemError(400, "The query has a mistake", f"A bracket does not match: {error}.") from error


def _next(query: str, groups: Groups, waiting: list[Block]) -> tuple[Block, str | None]:
    """The block that can be searched now, and the query that gives its texts where they are not in the block."""
    starts = {block.start for block in waiting}
    held: Block | None = None
    for block in waiting:
        if block.variable is None:
            return block, None
        parts = _binding(groups, block)
        if parts is None:
            held = block
        elif not any(start in range(part.start, part.end) for _, part in parts for start in starts):
            return block, _outer(query, groups, block, parts)
    if held is None:
        raise ProblemError(400, "The searches wait for each other", "Each search block needs what another finds.")
    raise ProblemError(
        400, "Nothing binds the text to search for",
        f"No pattern beside the search block, or in a group around it, binds ?{held.variable}.",
        "Write the text itself, or bind the variable in the same WHERE.",
    )  # fmt: skip


def _binding(groups: Groups, block: Block) -> list[tuple[int, Part]] | None:
    """The parts that the text hangs on, with the group each stands in: from the nearest group that has any."""
    brace = next(at for at in range(block.start, block.end) if groups.tokens[at].text == "{")
    for group in groups.around(brace):
        parts = [part for part in groups.parts(group) if not part.start <= block.start < part.end]
        free = [part for part in parts if not part.variables & block.outputs]
        known, chosen = {str(block.variable)}, set[int]()
        while more := {
            at for at, part in enumerate(free) if part.kind != "FILTER" and part.variables & known and at not in chosen
        }:
            chosen |= more
            known |= {name for at in more for name in free[at].variables}
        if chosen:
            chosen |= {at for at, part in enumerate(free) if part.kind == "FILTER" and part.variables <= known}
            return [(group, free[at]) for at in sorted(chosen)]
    return None


def _outer(query: str, groups: Groups, block: Block, parts: list[tuple[int, Part]]) -> str:
    """The query that gives the distinct texts: the prologue, the data set, and the parts they hang on."""
    found = groups.tokens
    form = next(at for at, token in enumerate(found) if token.word in ("SELECT", "CONSTRUCT", "ASK", "DESCRIBE"))
    lines = [query[found[part.start].start : found[part.end - 1].end] for _, part in parts]
    body = " .\n".join(lines)
    group = parts[0][0]
    for around in [group, *groups.around(group)]:
        graph = groups.graph(around)
        body = f"GRAPH {graph} {{ {body} }}" if graph else body
    name = f"?{block.variable}"
    return (
        f"{query[: found[form].start]}SELECT DISTINCT {name} {_dataset(query, groups)}WHERE {{ {body} "
        f"FILTER(isLiteral({name})) }} LIMIT {TEXTS + 1}"
    )


def _dataset(query: str, groups: Groups) -> str:
    """The FROM clauses as they stand."""
    found, clauses = groups.tokens, []
    for at, token in enumerate(found[:-1]):
        if token.word == "FROM":
            last = at + 1 + (found[at + 1].word == "NAMED")
            clauses.append(query[token.start : found[min(last, len(found) - 1)].end])
    return "".join(f"{clause} " for clause in clauses)


def _bound(outer: str, ask: Ask) -> list[ox.Literal]:
    found = ox.parse_query_results(ask(outer), format=ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)
    return [row[0] for row in found if isinstance(row[0], ox.Literal)]


def _literal(text: str) -> ox.Literal:
    """A string of the query as a literal."""
    row = next(iter(ox.parse(f"<x:x> <x:x> {text} .", format=ox.RdfFormat.TURTLE)))
    assert isinstance(row.object, ox.Literal)
    return row.object


def _values(snapshot: Snapshot, block: Block, texts: list[ox.Literal], check: Callable[[], object]) -> tuple[str, int]:
    """The VALUES that stands for a block, and how many rows it has."""
    names = [block.subject, *([block.score] if block.score else []), *([block.variable] if block.variable else [])]
    rows = []
    for text in texts:
        check()
        for iri, score in found_for(snapshot, text.value, block.cls, block.limit):
            cells = [f"<{iri}>", *([f"{score:.4f}"] if block.score else []), *([str(text)] if block.variable else [])]
            rows.append(f"({' '.join(cells)})")
    return f"VALUES ({' '.join(f'?{name}' for name in names)}) {{ {' '.join(rows)} }}", len(rows)


def found_for(snapshot: Snapshot, text: str, cls: str, limit: int) -> list[tuple[str, float]]:
    """The things of a class that match a text, best first, with their scores; none for a text without words.

    :raises ProblemError: 400 for a text that is too long.
    """
    from missiongraph.search.matching import alike
    from missiongraph.search.query import answer, phrases_of, understood

    if len(text) > LONGEST:
        raise ProblemError(400, "A text is too long", f"A text to search for may have {LONGEST:,} characters.")
    if not any(c.isalnum() for c in text) or not len(snapshot.index):
        return []
    kind = KINDS[cls]
    if kind != "passage":
        fits = None if cls == f"{MG_NAMESPACE}{kind.title()}" else cls
        return [(one.id, one.score) for one in alike(snapshot, text, kind, cls=fits)[:limit]]
    index = snapshot.index
    found = answer(index, understood(index, text)[0], phrases=phrases_of(text))
    best = zip(found.first[:limit].tolist(), found.scores[:limit].tolist(), strict=True)
    return [(index.passages[i].iri, score) for i, score in best]
