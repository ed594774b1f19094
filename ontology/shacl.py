"""SHACL Core over quads in memory, as far as the project's shapes use it.

A shapes graph is compiled once to closures over values; a focus node is then checked by looking into dictionaries. The
general engine (pySHACL, which tests keep as the referee of this one) took seconds a report. A constraint that is not
known here is an error when the shapes are compiled, never passed over.

Source: W3C Recommendation "Shapes Constraint Language (SHACL)", 20 July 2017, sections 2 to 4.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

import pyoxigraph as ox

from .terms import RDF, shortened

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
About = Callable[[ox.NamedNode], Iterable[ox.Quad]]
SH = "http://www.w3.org/ns/shacl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
LANG_STRING = f"{RDF.base}langString"


class UnknownConstraintError(ValueError):
    """The shapes use a part of SHACL that is not known here. ``constraint`` is its IRI."""

    def __init__(self, constraint: str) -> None:
        self.constraint = constraint
        super().__init__(f"the shapes use {constraint}, which ontology/shacl.py does not know")


class Fault(NamedTuple):
    """What a node breaks: the shape, the rule in words, the path and the value at fault where there is one."""

    shape: str
    words: str
    path: str | None = None
    value: Term | None = None


class Facts:
    """Quads of one graph, each given once, with what other graphs say ``about`` its nodes, by subject and by object.

    ``about`` is asked once for each node that is looked at.
    """

    def __init__(self, own: Iterable[ox.Quad], about: About) -> None:
        self._about = about
        self._out: dict[Term, dict[Term, list[Term]]] = {}
        self._in: dict[Term, dict[Term, list[Term]]] = {}
        self._asked: set[Term] = set()
        for quad in own:
            self._out.setdefault(quad.subject, {}).setdefault(quad.predicate, []).append(quad.object)
            if not isinstance(quad.object, ox.Literal):
                self._in.setdefault(quad.object, {}).setdefault(quad.predicate, []).append(quad.subject)
        self.nodes = [node for node in self._out if isinstance(node, ox.NamedNode)]

    def values(self, node: Term, predicate: ox.NamedNode) -> list[Term]:
        """The objects of a node's triples with a predicate."""
        self._ask(node)
        return self._out.get(node, {}).get(predicate, [])

    def subjects(self, predicate: ox.NamedNode, node: Term) -> list[Term]:
        """The subjects of the triples with a predicate whose object is the node."""
        self._ask(node)
        return self._in.get(node, {}).get(predicate, [])

    def _ask(self, node: Term) -> None:
        if node in self._asked:
            return
        self._asked.add(node)
        if isinstance(node, ox.NamedNode):
            for quad in self._about(node):
                self._put(self._out.setdefault(quad.subject, {}).setdefault(quad.predicate, []), quad.object)
                if quad.object == node:
                    self._put(self._in.setdefault(node, {}).setdefault(quad.predicate, []), quad.subject)

    @staticmethod
    def _put(values: list[Any], value: Term) -> None:
        if value not in values:
            values.append(value)


#: Whether a value conforms.
Test = Callable[[Term, Facts], bool]


@dataclass(frozen=True, slots=True)
class Shape:
    """Rules for a node: tests of the node itself, each with its words, and what its properties must be."""

    name: str
    tests: tuple[tuple[Test, str], ...] = ()
    properties: tuple[Property, ...] = ()

    def faults(self, node: Term, facts: Facts) -> Iterator[Fault]:
        """What the node breaks."""
        for test, words in self.tests:
            if not test(node, facts):
                yield Fault(self.name, words, None, node)
        for each in self.properties:
            yield from each.faults(node, facts)

    def conforms(self, node: Term, facts: Facts) -> bool:
        """Whether it breaks nothing."""
        return next(self.faults(node, facts), None) is None


@dataclass(frozen=True, slots=True)
class Property:
    """Rules for the values at a path: how many, each by itself, and with one another."""

    name: str
    predicate: ox.NamedNode
    inverse: bool
    message: str | None
    least: int = 0
    most: int | None = None
    unique: bool = False
    less_than: ox.NamedNode | None = None
    tests: tuple[tuple[Test, str], ...] = ()

    def faults(self, node: Term, facts: Facts) -> Iterator[Fault]:
        """What the node breaks at this path."""
        values: list[Any] = (facts.subjects if self.inverse else facts.values)(*self._asked(node))
        if len(values) < self.least:
            yield self._fault(f"has {len(values)} values where at least {self.least} are needed")
        if self.most is not None and len(values) > self.most:
            yield self._fault(f"has {len(values)} values where at most {self.most} may be")
        if self.unique:
            tags = [v.language for v in values if isinstance(v, ox.Literal) and v.language]
            for tag in sorted({tag for tag in tags if tags.count(tag) > 1}):
                yield self._fault(f"has several values in the language {tag}")
        for value in values:
            for test, words in self.tests:
                if not test(value, facts):
                    yield self._fault(words, value)
            if self.less_than is not None:
                words = f"is not less than {shortened(self.less_than.value)}"
                yield from (
                    self._fault(words, value) for other in facts.values(node, self.less_than) if not _less(value, other)
                )

    def _asked(self, node: Term) -> tuple[Any, Any]:
        return (self.predicate, node) if self.inverse else (node, self.predicate)

    def _fault(self, words: str, value: Term | None = None) -> Fault:
        name = shortened(self.predicate.value)
        path = None if self.inverse else self.predicate.value
        return Fault(self.name, self.message or f"{name} {words}", path, value)


def _number(term: Term) -> Decimal | None:
    try:
        return Decimal(term.value) if isinstance(term, ox.Literal) else None
    except InvalidOperation:
        return None


def _less(one: Term, other: Term) -> bool:
    a, b = _number(one), _number(other)
    return a is not None and b is not None and a < b


_DAY = r"(0[1-9]|[12]\d|3[01])"
_ZONE = r"(Z|[+-]\d\d:\d\d)?"
_LEXICAL = {
    f"{XSD}integer": re.compile(r"[+-]?\d+"),
    f"{XSD}decimal": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)"),
    f"{XSD}gYear": re.compile(rf"-?\d{{4,}}{_ZONE}"),
    f"{XSD}gYearMonth": re.compile(rf"-?\d{{4,}}-(0[1-9]|1[0-2]){_ZONE}"),
    f"{XSD}date": re.compile(rf"-?\d{{4,}}-(0[1-9]|1[0-2])-{_DAY}{_ZONE}"),
}


def _datatype(wanted: Term) -> tuple[Test, str]:
    name = str(getattr(wanted, "value", wanted))
    form = _LEXICAL.get(name)

    def test(value: Term, _facts: Facts) -> bool:
        if not isinstance(value, ox.Literal) or value.datatype.value != name:
            return False
        return form is None or form.fullmatch(value.value) is not None

    return test, f"is not a well-formed {shortened(name)}"


def _class(wanted: Term) -> tuple[Test, str]:
    def test(value: Term, facts: Facts) -> bool:
        return wanted in facts.values(value, RDF.type)

    return test, f"is not a {shortened(str(getattr(wanted, 'value', wanted)))}"


def _node_kind(wanted: Term) -> tuple[Test, str]:
    if wanted != ox.NamedNode(f"{SH}IRI"):
        raise UnknownConstraintError(str(wanted))
    return (lambda value, _facts: isinstance(value, ox.NamedNode)), "is not an IRI"


def _pattern(wanted: Term) -> tuple[Test, str]:
    text = str(getattr(wanted, "value", ""))
    pattern = re.compile(text)
    return (lambda value, _facts: pattern.search(getattr(value, "value", "")) is not None), f"does not match {text}"


def _min_length(wanted: Term) -> tuple[Test, str]:
    least = int(getattr(wanted, "value", 0))

    def test(value: Term, _facts: Facts) -> bool:
        return not isinstance(value, ox.BlankNode) and len(getattr(value, "value", "")) >= least

    return test, f"is shorter than {least}"


def _at_least(wanted: Term) -> tuple[Test, str]:
    least = _number(wanted)
    assert least is not None
    return (lambda value, _facts: (found := _number(value)) is not None and found >= least), f"is below {least}"


def _at_most(wanted: Term) -> tuple[Test, str]:
    most = _number(wanted)
    assert most is not None
    return (lambda value, _facts: (found := _number(value)) is not None and found <= most), f"is above {most}"


#: Constraints on one value by local name: from the parameter to the test and its words.
_VALUE_TESTS: dict[str, Callable[[Term], tuple[Test, str]]] = {
    "datatype": _datatype,
    "class": _class,
    "nodeKind": _node_kind,
    "pattern": _pattern,
    "minLength": _min_length,
    "minInclusive": _at_least,
    "maxInclusive": _at_most,
}
#: What is read where shapes and properties are made.
_ELSEWHERE = frozenset({"path", "message", "targetClass", "property", "minCount", "maxCount", "uniqueLang", "lessThan"})


@dataclass(slots=True)
class Shapes:
    """Node shapes by the class that they are for."""

    by_class: dict[Term, list[Shape]] = field(default_factory=dict)
    _known: dict[frozenset[Term], tuple[Shape, ...]] = field(default_factory=dict)

    def of(self, classes: Iterable[Term]) -> tuple[Shape, ...]:
        """The shapes for a node of these classes, each once."""
        name = frozenset(classes)
        if name not in self._known:
            found = {shape.name: shape for cls in name for shape in self.by_class.get(cls, ())}
            self._known[name] = tuple(found[each] for each in sorted(found))
        return self._known[name]

    def check(self, facts: Facts, only: Collection[ox.NamedNode] | None = None) -> Iterator[tuple[ox.NamedNode, Fault]]:
        """What the nodes of a graph break, or only some of them."""
        for node in facts.nodes if only is None else (n for n in facts.nodes if n in only):
            for shape in self.of(facts.values(node, RDF.type)):
                for fault in shape.faults(node, facts):
                    yield node, fault


def compile_shapes(turtle: bytes) -> Shapes:
    """The shapes of a Turtle document.

    :raises UnknownConstraintError: if they use more of SHACL than is known here.
    """
    return _Compiler(turtle).shapes()


class _Compiler:
    def __init__(self, turtle: bytes) -> None:
        self.rows: dict[Term, dict[str, list[Term]]] = {}
        for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE):
            self.rows.setdefault(quad.subject, {}).setdefault(quad.predicate.value, []).append(quad.object)

    def shapes(self) -> Shapes:
        result = Shapes()
        for node, row in self.rows.items():
            for cls in row.get(f"{SH}targetClass", ()):
                result.by_class.setdefault(cls, []).append(self.shape(node))
        return result

    def shape(self, node: Term) -> Shape:
        properties = tuple(self.property(each) for each in self.rows[node].get(f"{SH}property", ()))
        return Shape(str(getattr(node, "value", node)), self.tests(node), properties)

    def property(self, node: Term) -> Property:
        row = self.rows[node]
        path, inverse = row[f"{SH}path"][0], False
        if not isinstance(path, ox.NamedNode):
            (path,), inverse = self.rows[path][f"{SH}inversePath"], True
        assert isinstance(path, ox.NamedNode)
        one: dict[str, Any] = {name: values[0] for name, values in row.items()}
        most, other = one.get(f"{SH}maxCount"), one.get(f"{SH}lessThan")
        return Property(
            name=str(getattr(node, "value", node)),
            predicate=path,
            inverse=inverse,
            message=one[f"{SH}message"].value if f"{SH}message" in one else None,
            least=int(one[f"{SH}minCount"].value) if f"{SH}minCount" in one else 0,
            most=None if most is None else int(most.value),
            unique=f"{SH}uniqueLang" in one and one[f"{SH}uniqueLang"].value == "true",
            less_than=other,
            tests=self.tests(node),
        )

    def tests(self, node: Term) -> tuple[tuple[Test, str], ...]:
        found: list[tuple[Test, str]] = []
        for iri, values in self.rows[node].items():
            name = iri.removeprefix(SH)
            if name == iri or name in _ELSEWHERE:
                continue
            for value in values:
                if name in _VALUE_TESTS:
                    found.append(_VALUE_TESTS[name](value))
                elif name == "in":
                    found.append(self.among(value))
                elif name == "or":
                    found.append(self.any_of(value))
                else:
                    raise UnknownConstraintError(iri)
        return tuple(found)

    def among(self, head: Term) -> tuple[Test, str]:
        allowed = frozenset(self.list(head))
        words = ", ".join(sorted(shortened(str(getattr(each, "value", each))) for each in allowed))
        return (lambda value, _facts: value in allowed), f"is none of {words}"

    def any_of(self, head: Term) -> tuple[Test, str]:
        members = [self.shape(each) for each in self.list(head)]
        words = " and ".join(words for member in members for _test, words in member.tests)
        classes = [self.rows[each].get(f"{SH}class") for each in self.list(head) if len(self.rows[each]) == 1]
        if len(classes) == len(members) and all(classes):
            wanted = frozenset(cls for each in classes for cls in each or ())
            return (lambda value, facts: not wanted.isdisjoint(facts.values(value, RDF.type))), words
        words = words or "conforms to none of the shapes that it may"
        return (lambda value, facts: any(member.conforms(value, facts) for member in members)), words

    def list(self, head: Term) -> list[Term]:
        found = []
        while head != ox.NamedNode(f"{RDF.base}nil"):
            row = self.rows[head]
            found.append(row[f"{RDF.base}first"][0])
            (head,) = row[f"{RDF.base}rest"]
        return found
