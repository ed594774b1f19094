"""The example queries: one ``.rq`` file each, whose first lines (``#+ title:`` and so on) say what it is for.

Queries are text that people read, change and run at any endpoint, so they stand as files and not in code. A value that
a reader will want to change is bound at the top of the query, and a line ``#+ word: Word in the barrier`` says what
``?word`` is; :func:`fill` binds another value in its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pyoxigraph import Literal

_METADATA = re.compile(r"^#\+ (\w+): (.*)\n", re.MULTILINE)
_ABOUT = ("title", "question", "keywords")
#: A value bound to a variable: words in quotes, a whole number, or a term of the vocabulary.
_BOUND = r"BIND\((\"[^\"\n]*\"|\d+|mg:\w+) AS \?{name}\)"


class ParameterError(ValueError):
    """A value that a query cannot take. ``name`` is the parameter, ``why`` what is wrong."""

    def __init__(self, name: str, why: str) -> None:
        self.name, self.why = name, why
        super().__init__(f"{name}: {why}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A variable that a query binds at its top: what it is, and the value it has as shipped.

    ``kind`` is ``text``, ``number`` or ``term`` (a local name of the vocabulary).
    """

    name: str
    label: str
    default: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A query with what it is for. ``text`` is what runs; ``name`` is the file's, without its suffix."""

    name: str
    title: str
    question: str
    keywords: tuple[str, ...]
    text: str
    parameters: tuple[Parameter, ...] = ()


@cache
def examples() -> tuple[Example, ...]:
    """All examples, by name.

    >>> examples()[0].name
    'actors-asked-and-affected'
    """
    names = (child.name for child in files(__name__).iterdir() if child.name.endswith(".rq"))
    return tuple(_read(name.removesuffix(".rq")) for name in sorted(names))


def fill(example: Example, values: Mapping[str, str]) -> str:
    """The text of a query with other values bound to its parameters; those that are not given stay as shipped.

    :raises ParameterError: for a number that is none, or a term that is no name.
    """
    text = example.text
    for one in example.parameters:
        if one.name in values:
            bound = f"BIND({_written(one, values[one.name])} AS ?{one.name})"
            text = re.sub(_BOUND.format(name=one.name), bound.replace("\\", r"\\"), text, count=1)
    return text


def _written(one: Parameter, value: str) -> str:
    if one.kind == "text":
        return str(Literal(value.strip()))
    if one.kind == "number" and not re.fullmatch(r"\d{1,9}", value.strip(), re.ASCII):
        raise ParameterError(one.name, f"{value!r} is not a whole number")
    if one.kind == "term" and not re.fullmatch(r"[A-Za-z]+", value.strip()):
        raise ParameterError(one.name, f"{value!r} is not a term of the vocabulary")
    return f"mg:{value.strip()}" if one.kind == "term" else value.strip()


def _read(name: str) -> Example:
    text = (files(__name__) / f"{name}.rq").read_text(encoding="utf-8")
    found = dict(_METADATA.findall(text))
    body = _METADATA.sub("", text)
    return Example(
        name=name,
        title=found["title"],
        question=found["question"],
        keywords=tuple(word.strip() for word in found["keywords"].split(",")),
        text=body,
        parameters=tuple(_parameter(key, label, body) for key, label in found.items() if key not in _ABOUT),
    )


def _parameter(name: str, label: str, text: str) -> Parameter:
    bound = re.search(_BOUND.format(name=name), text)
    if bound is None:
        raise ValueError(f"the query binds no value to ?{name}")
    value = bound[1]
    kind = "text" if value.startswith('"') else "number" if value.isdigit() else "term"
    return Parameter(name=name, label=label, default=value.strip('"').removeprefix("mg:"), kind=kind)
