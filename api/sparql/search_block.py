"""``SERVICE mg:search { … }``: what a block asks, read from its tokens."""

from __future__ import annotations

from dataclasses import dataclass

from missiongraph.ontology.terms import MG, RDF, SUPERCLASSES

from ..problems import ProblemError
from .groups import Groups
from .tokens import Token, iri_of, prefixes

DEFAULT_LIMIT, LARGEST_LIMIT = 20, 1000
#: Classes that can be searched → the kind of thing.
KINDS = {
    MG.Passage.value: "passage",
    MG.Mission.value: "mission",
    MG.Barrier.value: "barrier",
    MG.Reform.value: "reform",
    MG.Actor.value: "actor",
} | {cls.value: "actor" for cls, above in SUPERCLASSES.items() if MG.Actor in above}
_SHAPE = 'SERVICE mg:search { ?x a mg:Barrier ; mg:matches "words" ; mg:score ?score ; mg:limit 20 }'


@dataclass(frozen=True, slots=True)
class Block:
    """One block: its tokens ``start`` to ``end`` (exclusive), and what it asks.

    ``text`` is a literal as it stands in the query, or a variable with its question mark.
    """

    start: int
    end: int
    subject: str
    text: Token
    score: str | None = None
    limit: int = DEFAULT_LIMIT
    cls: str = MG.Passage.value

    @property
    def variable(self) -> str | None:
        """The variable that gives the texts, without its question mark."""
        return self.text.text[1:] if self.text.kind == "variable" else None

    @property
    def outputs(self) -> frozenset[str]:
        """The variables that the block itself binds."""
        return frozenset({self.subject, self.score} - {None}) if self.score else frozenset({self.subject})


def blocks(groups: Groups) -> list[Block]:
    """The search blocks of a query, in order.

    :raises ProblemError: 400 for a block that asks something else than a search.
    """
    found, declared = groups.tokens, prefixes(groups.tokens)
    rows = []
    for at, token in enumerate(found):
        if token.word != "SERVICE":
            continue
        name = at + 1 + (at + 1 < len(found) and found[at + 1].word == "SILENT")
        if name + 1 < len(found) and iri_of(found[name], declared) == MG.search.value and found[name + 1].text == "{":
            rows.append(_read(groups, at, name + 1, declared))
    return rows


def _read(groups: Groups, start: int, brace: int, declared: dict[str, str]) -> Block:
    end = groups.match[brace]
    statements = _statements(groups.tokens[brace + 1 : end])
    names = {statement[0].text for statement in statements}
    if len(names) != 1 or statements[0][0].kind != "variable":
        raise _wrong("a search block speaks of one variable")
    values: dict[str, Token] = {}
    for statement in statements:
        if len(statement) != 3:
            raise _wrong("each line of a search block has one property and one value")
        prop = RDF.type.value if statement[1].text == "a" else iri_of(statement[1], declared)
        if prop not in (RDF.type.value, MG.matches.value, MG.score.value, MG.limit.value) or prop in values:
            raise _wrong(f"a search block cannot hold {' '.join(t.text for t in statement[1:])!r}")
        values[prop] = statement[2]
    text, score = values.get(MG.matches.value), values.get(MG.score.value)
    if text is None or text.kind not in ("string", "variable"):
        raise _wrong("a search block says mg:matches with a text or a variable")
    if score is not None and score.kind != "variable":
        raise _wrong("mg:score takes a variable; compare it in a FILTER outside the block")
    return Block(
        start=start,
        end=end + 1,
        subject=statements[0][0].text[1:],
        text=text,
        score=score.text[1:] if score else None,
        limit=_limit(values.get(MG.limit.value)),
        cls=_class(values.get(RDF.type.value), declared),
    )


def _statements(found: list[Token]) -> list[list[Token]]:
    """Subject, property and value of each line: ``;`` goes on with the same subject."""
    rows: list[list[Token]] = [[]]
    for token in found:
        if token.text == ";" and token.kind == "other":
            rows.append(rows[-1][:1])
        elif token.text == "." and token.kind == "other":
            rows.append([])
        else:
            rows[-1].append(token)
    kept = [row for row in rows if len(row) > 1]
    if not kept:
        raise _wrong("a search block is empty")
    return kept


def _limit(token: Token | None) -> int:
    if token is None:
        return DEFAULT_LIMIT
    if token.kind != "number" or not token.text.isdigit() or not 1 <= int(token.text) <= LARGEST_LIMIT:
        raise _wrong(f"mg:limit takes a whole number from 1 to {LARGEST_LIMIT}")
    return int(token.text)


def _class(token: Token | None, declared: dict[str, str]) -> str:
    if token is None:
        return MG.Passage.value
    iri = iri_of(token, declared)
    if iri not in KINDS:
        names = ", ".join(f"mg:{cls.removeprefix(MG.base)}" for cls in KINDS)
        raise _wrong(f"{token.text} cannot be searched, but {names} can")
    return iri


def _wrong(why: str) -> ProblemError:
    return ProblemError(400, "The search block cannot be read", f"{why[0].upper()}{why[1:]}.", f"Write {_SHAPE}.")
