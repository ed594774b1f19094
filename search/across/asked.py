"""Asked again: the line of like reforms through reports and years, with dates, publishers and what was decided."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ..filters import Filters, allowed
from ..labels import labels_of
from ..library import Snapshot
from .responses import Decided, decided
from .said import Said, said
from .sources import cluster_of, sources_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A reform of one report, and the responses to it."""

    reform: Said
    responses: tuple[Decided, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A cluster of reforms of two works or more, ``asks`` by date, from ``first`` to ``last`` (dates, if known)."""

    id: str
    type: str
    label: str
    works: int
    publishers: tuple[str, ...]
    first: str | None
    last: str | None
    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """A page of lines, of ``total``; those of most publishers, then of most works, come first."""

    total: int
    items: tuple[Line, ...]
    next: int | None = None


def asked_again(snapshot: Snapshot, *, limit: int = 100, offset: int = 0, filters: Filters | None = None) -> Lines:
    """The reforms that two works or more ask for; with filters, lines with an ask whose passages meet them.

    A response asks nothing again: what it quotes was asked by the report that it answers.
    """
    sources = sources_of(snapshot)
    groups: dict[str, list[str]] = defaultdict(list)
    for iri, cluster in cluster_of(snapshot).items():
        if iri.startswith(f"{snapshot.base}reform/"):
            groups[cluster].append(iri)
    asked = {key: [m for m in members if sources.asks(m)] for key, members in groups.items()}
    lines = {key: members for key, members in asked.items() if len(sources.works(members)) > 1}
    if filters:
        index = snapshot.index
        mask = allowed(index, filters, snapshot.base)
        lines = {k: v for k, v in lines.items() if any(mask[index.passages_of(m)].any() for m in v)}
    names = labels_of(snapshot, lines)
    counts = {key: sources.count(members) for key, members in lines.items() if key in names}
    order = sorted(counts, key=lambda k: (-counts[k][2], -counts[k][1], -counts[k][0], names[k].label, k))
    shown = order[offset : offset + limit]
    told = said(snapshot, [m for key in shown for m in lines[key]])
    answers = decided(snapshot, told)
    items = []
    for key in shown:
        asks = sorted((told[m] for m in lines[key] if m in told), key=lambda a: (a.issued or "9999", a.report, a.id))
        dates = [ask.issued for ask in asks if ask.issued]
        items.append(
            Line(
                id=key,
                type=names[key].type,
                label=names[key].label,
                works=counts[key][1],
                publishers=sources.publishers(lines[key]),
                first=min(dates, default=None),
                last=max(dates, default=None),
                asks=tuple(Ask(reform=ask, responses=answers.get(ask.id, ())) for ask in asks),
            )
        )
    end = offset + limit
    return Lines(total=len(order), items=tuple(items), next=end if end < len(order) else None)
