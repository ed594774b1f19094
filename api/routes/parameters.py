"""Parameters that several routes share."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query
from pydantic import BeforeValidator, Field

from missiongraph.search.filters import Filters

#: A form sends the fields that were left empty too; they are no values.
Blank = BeforeValidator(lambda value: None if value == "" else value)
_Slug = Annotated[str | None, Blank, Query(description="Slug or IRI.")]
_Year = Annotated[int, Field(ge=1000, le=2999)]


def _filters(
    report: _Slug = None,
    mission: _Slug = None,
    barrier: _Slug = None,
    reform: _Slug = None,
    actor: _Slug = None,
    publisher: Annotated[str | None, Blank, Query(description="Name, slug or IRI.")] = None,
    kind: Annotated[str | None, Blank, Query(description="Kind of passage, such as item.")] = None,
    from_year: Annotated[_Year | None, Blank, Query(alias="from", description="First year.")] = None,
    to_year: Annotated[_Year | None, Blank, Query(alias="to", description="Last year.")] = None,
) -> Filters:
    return Filters(
        report=report,
        mission=mission,
        barrier=barrier,
        reform=reform,
        actor=actor,
        publisher=publisher,
        kind=kind,
        from_year=from_year,
        to_year=to_year,
    )


FilterParameters = Annotated[Filters, Depends(_filters)]
Limit = Annotated[int, Query(ge=1, le=1000, description="How many at most.")]
Offset = Annotated[int, Query(ge=0, description="How many to leave out first.")]
