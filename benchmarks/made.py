"""Small reports made of words of our own: any number, each different, the same for the same number every time.

They state missions, barriers, reforms and who should act, so that every stage of the pipeline has something to do.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

TOPICS = (
    "hospital discharge", "bus services", "rural broadband", "adult skills", "flood defence", "housing repairs",
    "school attendance", "social care", "river quality", "court backlogs", "food hygiene", "youth clubs",
    "public procurement", "energy advice", "library opening", "road safety", "dental access", "probation",
)  # fmt: skip
PLACES = ("coastal towns", "large cities", "market towns", "island communities", "former coalfields", "new towns")
BODIES = (
    "HM Treasury", "NHS England", "the Department for Education", "local authorities", "the Home Office", "Ofsted",
    "combined authorities", "the Cabinet Office", "small charities", "the Welsh Government",
    "employers", "housing associations",
)  # fmt: skip
BARRIERS = (
    "The main barrier to better {topic} is that {body} lack a long-term settlement",
    "A shortage of trained staff prevents {body} from improving {topic} in {place}",
    "Short-term grants make it hard for {body} to plan {topic} beyond a single year",
    "Poor data sharing between {body} and {other} hinders {topic}",
    "Fragmented responsibility for {topic} means that nobody in {place} leads on it",
    "Complex rules deter {body} from taking part in {topic}",
)
REFORMS = (
    "We recommend that {body} should publish a plan for {topic} every {n} months",
    "{Body} should give {other} a {n}-year settlement for {topic}",
    "{Body} should set up a shared register of {topic} in {place}",
    "The government should require {body} to consult {other} before changing {topic}",
    "{Body} should pay {other} for {topic} by results within {n} months",
)
PLAIN = (
    "In {place} there were {n} schemes for {topic}, run by {body} with {other}",
    "Spending on {topic} rose by {n} per cent in {place} over the period that we looked at",
    "People told us that {topic} matters as much to them as the services of {other}",
    "Our visits to {n} places showed how {body} and {other} work on {topic} side by side",
    "The figures for {topic} are published {n} times a decade and cover {place} alone",
)
MISSIONS = ("The mission is to halve waiting for {topic} by 20{m} across {place}",)


def _sentence(rows: tuple[str, ...], chance: random.Random) -> str:
    body, other = chance.sample(BODIES, 2)
    values = {
        "topic": chance.choice(TOPICS),
        "place": chance.choice(PLACES),
        "body": body,
        "Body": body[0].upper() + body[1:],
        "other": other,
        "n": str(chance.randint(2, 60)),
        "m": str(chance.randint(27, 49)),
    }
    return chance.choice(rows).format_map(values)


def made_report(number: int, *, paragraphs: int = 12) -> str:
    """A report as Markdown: title, imprint, sections of paragraphs, numbered recommendations."""
    chance = random.Random(number)
    topic, place = chance.choice(TOPICS), chance.choice(PLACES)
    lines = [
        f"# {topic.capitalize()} in {place}, volume {number}",
        "",
        f"Published by the Institute of {topic.title()}",
    ]
    lines += [f"March {2000 + number % 25}", "", "## Introduction", "", _sentence(MISSIONS, chance) + ".", ""]
    for at in range(paragraphs):
        if at % 6 == 5:
            lines += [f"## {chance.choice(TOPICS).capitalize()} and {chance.choice(PLACES)}, part {at // 6 + 1}", ""]
        rows = (PLAIN, BARRIERS, PLAIN, REFORMS)[at % 4]
        lines += [f"{_sentence(rows, chance)}. {_sentence(PLAIN, chance)}.", ""]
    lines += ["## Recommendations", ""]
    for at in range(max(2, paragraphs // 8)):
        lines += [f"Recommendation {at + 1}: {_sentence(REFORMS, chance)}.", ""]
    return "\n".join(lines)


def write_reports(folder: Path, numbers: range, *, paragraphs: int = 12) -> Iterator[Path]:
    """Write reports into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        path = folder / f"made-{number:04d}.md"
        path.write_text(made_report(number, paragraphs=paragraphs), encoding="utf-8")
        yield path
