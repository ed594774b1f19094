"""A library's life as a state machine: whatever was done to it, it is what a clean build of the same set gives.

Commands run in a fork of a warm process (``zygote.py``), where some are killed under way. The model knows which reports
are in and what was set by hand on each; a clean build of that is made once for each state.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any, ClassVar

from benchmarks.made import write_reports
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from missiongraph.ingest.derive import cache_key
from missiongraph.ingest.pipeline import ingest
from missiongraph.ingest.publish import Member, Publisher
from missiongraph.ontology.terms import MG
from missiongraph.search.library import Library
from missiongraph.search.library.manifest import ReportEntry, hash_file

from .asking import Ask
from .states import graph, leftovers

Request = dict[str, Any]
#: What was done by hand to a report, in order.
Hands = tuple[tuple[str, str], ...]
Model = dict[int, Hands]

COUNT = 4
TITLES = ("Another title", "A third title")
LABELS = ("A label put right", "Another label")
NUMBERS = st.integers(0, COUNT - 1)


class World:
    """Made reports, all that is derived of them, and clean builds: shared by the lives of one run."""

    def __init__(self, folder: Path, ask: Ask) -> None:
        self.folder, self.ask = folder, ask
        self.files = list(write_reports(folder / "files", range(COUNT), paragraphs=3))
        self.hashes = [hash_file(path) for path in self.files]
        ingest(folder / "derived", self.files, workers=1)
        self._graphs: dict[frozenset[tuple[int, Hands]], list[str]] = {}
        self._by_hand: dict[tuple[int, Hands], str] = {}

    def prime(self, library: Path, number: int) -> None:
        """Put what is derived of a report where an ingest finds it."""
        target = library / "reports" / self.hashes[number]
        shutil.copytree(self.folder / "derived" / "reports" / self.hashes[number], target, dirs_exist_ok=True)

    def clean(self, model: Model) -> list[str]:
        """The graph of a new library of these reports, with what was done by hand to each."""
        name = frozenset(model.items())
        if name not in self._graphs:
            self._graphs[name] = self._build([self._member(n, hands) for n, hands in model.items()])
        return self._graphs[name]

    def _build(self, members: list[Member]) -> list[str]:
        root = self.folder / "clean"
        shutil.rmtree(root, ignore_errors=True)
        library = Library.create(root)
        for member in members:
            self.prime(root, self.hashes.index(member.sha256))
            library.layout.sources.joinpath(f"{member.sha256}.md").touch()
        Publisher(library).publish(members)
        return graph(root)

    def _member(self, number: int, hands: Hands) -> Member:
        sha256, file = self.hashes[number], self.files[number]
        return Member(
            sha256=sha256, cache=cache_key(sha256), file_name=file.name, set_by_hand=self._values(number, hands)
        )

    def _values(self, number: int, hands: Hands) -> str:
        """What is set by hand after the same was done to the report alone."""
        if not hands:
            return ""
        if (number, hands) not in self._by_hand:
            before = self._values(number, hands[:-1])
            root = self.folder / "alone"
            self._build([self._member(number, hands[:-1])])
            shutil.rmtree(root, ignore_errors=True)
            (self.folder / "clean").rename(root)
            shutil.copyfile(self.files[number], root / "sources" / f"{self.hashes[number]}.md")
            (entry,) = entries(root)
            assert entry.set_by_hand == before
            answer = self.ask(root, by_hand(root, entry, *hands[-1]))
            assert answer["error"] is None, answer
            self._by_hand[number, hands] = entries(root)[0].set_by_hand
        return self._by_hand[number, hands]


def entries(library: Path) -> tuple[ReportEntry, ...]:
    """The reports of a library; none where nothing was published."""
    opened = Library.open(library)
    if opened.current() is None:
        return ()
    with opened.snapshot() as snapshot:
        return snapshot.manifest.reports


def by_hand(library: Path, entry: ReportEntry, what: str, value: str) -> Request:
    """The command that does something by hand to a report."""
    if what == "describe":
        return {"run": "describe", "report": entry.slug, "values": {"title": value}}
    with Library.open(library).snapshot() as snapshot:
        kinds = f"<{MG.Barrier.value}> <{MG.Reform.value}>"
        part = f"GRAPH <{snapshot.base}graph/report/{entry.slug}> {{ ?s a ?k }}"
        rows = snapshot.store.select(f"SELECT ?s WHERE {{ VALUES ?k {{ {kinds} }} {part} }} ORDER BY ?s")
    correction = {"action": what, "subject": rows[0]["s"].value, "author": "A. Reader", "at": "2026-01-31"}
    return {"run": "correct", "requests": [correction | ({"object": value} if what == "relabel" else {})]}


HANDS = st.one_of(
    st.tuples(st.just("describe"), st.sampled_from(TITLES)),
    st.tuples(st.just("relabel"), st.sampled_from(LABELS)),
    st.tuples(st.just("accept"), st.just("")),
)
#: None: the command runs to its end. Else the step at which it is killed.
KILLS = st.one_of(st.none(), st.integers(1, 90))


class Life(RuleBasedStateMachine):
    """One library, from nothing."""

    world: ClassVar[World]

    @initialize()
    def begin(self) -> None:
        """A new folder."""
        self.folder = Path(tempfile.mkdtemp(dir=self.world.folder))
        self.library = self.folder / "library"
        Library.create(self.library)
        self.model: Model = {}
        self.clean_up = False

    def teardown(self) -> None:
        """Take the folder away."""
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder, ignore_errors=True)

    def perform(self, request: Request, after: Model, kill: int | None) -> None:
        """Have a command run; the library then holds the old or the new set, the new one if it was not killed."""
        before, answer = self.model, self.world.ask(self.library, request | ({"kill_at": kill} if kill else {}))
        if answer["signal"]:
            self.clean_up = False
            found = self.found()
            assert found in (self.world.clean(before), self.world.clean(after)), "neither the old nor the new set"
            self.model = after if found == self.world.clean(after) else before
        else:
            assert answer["error"] is None, answer
            self.model, self.clean_up = after, True

    def found(self) -> list[str]:
        """The library's graph; before the first publish that of an empty set."""
        return graph(self.library) or self.world.clean({})

    def entry(self, number: int) -> ReportEntry:
        """A report as it stands in the library."""
        return next(e for e in entries(self.library) if e.sha256 == self.world.hashes[number])

    @precondition(lambda self: len(self.model) < COUNT)
    @rule(number=NUMBERS, kill=KILLS)
    def add(self, number: int, kill: int | None) -> None:
        """Take a report in; one that is there already changes nothing."""
        self.world.prime(self.library, number)
        request = {"run": "ingest", "paths": [str(self.world.files[number])]}
        known = number in self.model
        self.perform(request, self.model if known else {**self.model, number: ()}, None if known else kill)
        self.clean_up = self.clean_up and not known

    @precondition(lambda self: 0 < len(self.model) < COUNT)
    @rule(out=NUMBERS, into=NUMBERS, kill=KILLS)
    def swap(self, out: int, into: int, kill: int | None) -> None:
        """Put a report in the place of another."""
        out, into = self.nth(out), self.nth(into, absent=True)
        self.world.prime(self.library, into)
        request = {"run": "ingest", "paths": [str(self.world.files[into])], "replace": self.entry(out).slug}
        self.perform(request, {n: h for n, h in self.model.items() if n != out} | {into: ()}, kill)

    @precondition(lambda self: self.model)
    @rule(number=NUMBERS, kill=KILLS)
    def take(self, number: int, kill: int | None) -> None:
        """Remove a report."""
        number = self.nth(number)
        request = {"run": "remove", "report": self.entry(number).slug}
        self.perform(request, {n: h for n, h in self.model.items() if n != number}, kill)

    @precondition(lambda self: any(len(hands) < 2 for hands in self.model.values()))
    @rule(number=NUMBERS, hand=HANDS, kill=KILLS)
    def put_right(self, number: int, hand: tuple[str, str], kill: int | None) -> None:
        """Describe or correct a report, where that changes something."""
        number = self.nth(number)
        hands = self.model[number]
        if hand not in hands and len(hands) < 2:
            request = by_hand(self.library, self.entry(number), *hand)
            self.perform(request, {**self.model, number: (*hands, hand)}, kill)

    @precondition(lambda self: self.model)
    @rule(kill=KILLS)
    def renew(self, kill: int | None) -> None:
        """Upgrade, which changes nothing."""
        self.perform({"run": "upgrade"}, self.model, kill)

    def nth(self, number: int, *, absent: bool = False) -> int:
        """A report that is in the library (or is not), whatever the number."""
        among = sorted(set(range(COUNT)) - set(self.model)) if absent else sorted(self.model)
        return among[number % len(among)]

    @invariant()
    def is_a_clean_build(self) -> None:
        """The graph is that of a clean build, and a command that ran to its end left nothing over."""
        if hasattr(self, "folder"):
            assert self.found() == self.world.clean(self.model)
            if self.clean_up:
                assert leftovers(self.library) == []
