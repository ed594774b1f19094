"""What a query may not do, told from its tokens before anything runs: call out (SERVICE) or change anything.

pyoxigraph itself calls out when a query says SERVICE, so a word is looked for, not a meaning: the keyword anywhere
outside strings, IRIs, comments, variables and prefixed names refuses the query, however it is nested. Codepoint escapes
are looked at both as they stand and decoded (SPARQL 1.1, section 19.2).
"""

from __future__ import annotations

import re
from collections.abc import Collection

from .tokens import iri_of, prefixes, tokens

_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
_FORMS = frozenset({"SELECT", "CONSTRUCT", "ASK", "DESCRIBE"})


def decoded(query: str) -> str:
    r"""A query with its codepoint escapes decoded.

    >>> decoded(r"\u0053ERVICE")
    'SERVICE'
    """

    def character(match: re.Match[str]) -> str:
        code = int(match.group(1) or match.group(2), 16)
        return chr(code) if code < 0x110000 else match.group()

    return re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", character, query)


def calls_out(query: str, allowed: Collection[str] = ()) -> bool:
    """Whether a query says SERVICE, of other endpoints than those that are allowed.

    A keyword may stand without a space beside another word or before a prefixed name, so ``trueSERVICE`` and
    ``SERVICE:x`` count too; and what follows a quote that is not closed may be read in another way.

    >>> calls_out("SELECT * { #\rSERVICE <http://127.0.0.1/> { ?s ?p ?o } }")
    True
    """
    texts = {query, decoded(query)}
    return any("SERVICE" in text.upper() and _says_service(text, allowed) for text in texts)


def _says_service(query: str, allowed: Collection[str]) -> bool:
    found = list(tokens(query))
    declared = prefixes(found)
    for at, token in enumerate(found):
        text = token.text.upper()
        if token.word == "SERVICE":
            named = found[at + 1 : at + 3]
            name = named[1] if len(named) > 1 and named[0].word == "SILENT" else named[0] if named else token
            if iri_of(name, declared) not in allowed:
                return True
        elif (token.kind in ("word", "broken") and "SERVICE" in text) or (
            token.kind == "name" and text.partition(":")[0].endswith("SERVICE")
        ):
            return True
    return False


def is_update(query: str) -> bool:
    """Whether the first word that says what to do says to change something.

    >>> is_update("PREFIX insert: <http://example.org/> DELETE WHERE { ?s ?p ?o }")
    True
    """
    for token in tokens(query):
        if token.word in _UPDATES:
            return True
        if token.word in _FORMS or token.kind not in ("word", "name", "iri"):
            return False  # what stands before the first keyword is BASE and PREFIX, names and IRIs
    return False
