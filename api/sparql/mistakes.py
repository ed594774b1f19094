"""What people get wrong in a query, found in its tokens: a parser says what it expected, not what was meant.

Asked only of a query that the parser refused, or that found nothing, so no query is refused for what stands here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise

from missiongraph.ontology.terms import MG, MG_NAMESPACE, PREFIXES

from .groups import CLOSERS
from .tokens import Token, iri_of, prefixes, tokens

_FORMS = ("SELECT", "CONSTRUCT", "ASK", "DESCRIBE")
_FIRST = ("PREFIX", "BASE", *_FORMS)
_KNOWN = [term.value.removeprefix(MG_NAMESPACE) for term in MG]
MOST = 5  # prefixes, or names, that one answer speaks of
LONGEST = 20_000  # characters of a query that is looked at: longer ones are made by programs


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong, where (the offset in the query), and what to write instead.

    ``first`` says that the parser stumbles over this, wherever it says it does.
    """

    at: int
    what: str
    advice: str
    first: bool = False


def mistake(query: str) -> Mistake | None:
    """The first thing that people are known to get wrong; None where there is nothing of the kind.

    >>> mistake("PREFX mg: <http://a/> ASK {}").advice
    'Write PREFIX.'
    """
    if len(query) > LONGEST:
        return None
    found = list(tokens(query))
    body, fault = _prologue(found)
    return fault or _late_prefix(found, body) or _undeclared(found, body) or _named(found) or _open(found)


def _prologue(found: list[Token]) -> tuple[int, Mistake | None]:
    """The index of the first token after the declarations, and what is wrong with them."""
    at = 0
    if not found:
        return at, Mistake(0, "The query is empty", f"A query begins with one of {', '.join(_FIRST)}.")
    while at < len(found):
        token, after = found[at], found[at + 1 : at + 3]
        if token.text.lower() in ("@prefix", "@base"):
            word = token.text[1:].upper()
            return at, Mistake(
                token.start, f"{token.text} is Turtle", f"SPARQL writes {word} without @, and no full stop after it."
            )
        if token.word == "PREFIX":
            if [one.kind for one in after] != ["name", "iri"] or not after[0].text.endswith(":"):
                return at, _declaration(token, after)
            at += 3
        elif token.word == "BASE":
            if not after or after[0].kind != "iri":
                return at, Mistake(token.start, "BASE takes an IRI in angle brackets", "Write BASE <http://…/>.")
            at += 2
        elif at and token.text in (".", ";", ","):
            return at, Mistake(token.start, f"No {token.text!r} follows a declaration", "Leave it out.")
        else:
            break
    if at < len(found) and found[at].kind == "word" and found[at].word not in _FIRST:
        near = get_close_matches(found[at].word, _FIRST, n=1, cutoff=0.6)
        advice = f"Write {near[0]}." if near else f"A query begins with one of {', '.join(_FIRST)}."
        return at, Mistake(found[at].start, f"{found[at].text!r} does not begin a query", advice)
    return at, None


def _declaration(token: Token, after: list[Token]) -> Mistake:
    """What is wrong after the word PREFIX."""
    name = after[0].text.partition(":")[0] if after and after[0].kind in ("name", "word") else "mg"
    iri = after[1].text if len(after) > 1 and after[1].kind == "iri" else f"<{PREFIXES.get(name, 'http://…')}>"
    at = after[-1] if len(after) > 1 and after[0].text.endswith(":") else after[0] if after else token
    return Mistake(at.start, "The declaration of a prefix cannot be read", f"Write PREFIX {name}: {iri}")


def _late_prefix(found: list[Token], body: int) -> Mistake | None:
    for token in found[body:]:
        if token.word == "PREFIX":
            what = "PREFIX stands inside the query"
            return Mistake(token.start, what, f"Put it before {found[body].word}.", first=True)
    return None


def _undeclared(found: list[Token], body: int) -> Mistake | None:
    """The first name whose prefix is not declared; the advice speaks of all."""
    declared = prefixes(found[:body])
    missing: dict[str, Token] = {}
    for token in found[body:]:
        if token.kind == "name" and (name := token.text.partition(":")[0]) not in declared:
            missing.setdefault(name, token)
    if not missing:
        return None
    first = next(iter(missing))
    advice = [_declare(missing[name], declared) for name in list(missing)[:MOST]]
    if len(lines := [line for line in advice if line.startswith("PREFIX ")]) > 0:
        advice = [line for line in advice if line not in lines] + ["Put this before it:", *lines]
    return Mistake(missing[first].start, f"The prefix {first}: is not declared", "\n".join(advice))


def _declare(token: Token, declared: dict[str, str]) -> str:
    name, _, local = token.text.partition(":")
    by_iri = {iri: other for other, iri in declared.items()}
    other = next((one for one in declared if one.lower() == name.lower()), by_iri.get(PREFIXES.get(name, "")))
    if other is not None:
        return f"It is declared as {other}: here, so write {other}:{local}."
    if name in PREFIXES:
        return f"PREFIX {name}: <{PREFIXES[name]}>"
    if not name:
        return (
            f"PREFIX : <{MG_NAMESPACE}>" if local in _KNOWN else f"Declare what {token.text} stands for: PREFIX : <…>"
        )
    near = get_close_matches(name, [*declared, *PREFIXES], n=1, cutoff=0.6)
    return f"Did you mean {near[0]}:{local}?" if near else f"Declare what {name}: stands for: PREFIX {name}: <…>"


def _named(found: list[Token]) -> Mistake | None:
    """A name without its question mark."""
    for token, name in pairwise(found):
        if token.word == "AS" and name.kind == "word":
            return Mistake(name.start, "AS takes a variable", f"Write AS ?{name.text}.")
    return None


def _open(found: list[Token]) -> Mistake | None:
    """A quote or the innermost bracket that nothing closes, or one that closes nothing."""
    open_: list[Token] = []
    for token in found:
        if token.kind == "broken":
            return Mistake(token.start, "A quote is not closed", f"Add {token.text[0]}.")
        if token.kind == "other" and token.text in CLOSERS:
            open_.append(token)
        elif token.kind == "other" and token.text in CLOSERS.values():
            if not open_:
                return Mistake(token.start, f"{token.text!r} closes nothing", "Leave it out.")
            if CLOSERS[open_[-1].text] != token.text:
                break
            open_.pop()
    if not open_:
        return None
    last = open_[-1]
    return Mistake(last.start, f"{last.text!r} is not closed", f"Add {CLOSERS[last.text]!r}.")


def hints(query: str) -> list[str]:
    """What may be why a query finds nothing: names that our vocabulary does not have, prefixes of a like IRI.

    >>> hints("PREFIX mg: <http://w3id.org/missiongraph/ontology/> ASK { ?b a mg:Barrier }")
    ['mg: is <https://w3id.org/missiongraph/ontology#> in this library.']
    """
    if len(query) > LONGEST:
        return []
    found = list(tokens(query))
    declared = prefixes(found)
    return list(dict.fromkeys([*_like(declared), *_unknown(found, declared)]))[:MOST]


def _like(declared: dict[str, str]) -> Iterator[str]:
    ours = {_plain(iri): iri for iri in PREFIXES.values()}
    for name, iri in declared.items():
        meant = ours.get(_plain(iri)) or (PREFIXES[name] if name == "mg" else iri)
        if meant != iri:
            yield f"{name}: is <{meant}> in this library."


def _plain(iri: str) -> str:
    """An IRI without what people forget or mix up in namespaces."""
    return iri.lower().partition("://")[2].removeprefix("www.").rstrip("#/")


def _unknown(found: list[Token], declared: dict[str, str]) -> Iterator[str]:
    for token in found:
        iri = iri_of(token, declared) if token.kind in ("name", "iri") else None
        local = iri.removeprefix(MG_NAMESPACE) if iri else ""
        if iri and local != iri and local.isascii() and local.isidentifier() and local not in _KNOWN:
            near = get_close_matches(local, _KNOWN, n=1, cutoff=0.6)
            yield f"mg:{local} is not in the vocabulary" + (f": did you mean mg:{near[0]}?" if near else ".")
