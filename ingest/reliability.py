"""A reliability plot: of entities and links that were found with some confidence, the share that annotators have too.

Points on the diagonal are honest, points below it are overconfident (DeGroot and Fienberg 1983). Plain SVG, without a
plotting library, so that the same figures give the same file.
"""

from __future__ import annotations

from collections.abc import Sequence

from .scoring import Evaluation, calibration_error, reliability

ENTITIES = ("mission", "barrier", "reform")
SIDE, EDGE = 320, 50  # pixels: the square of the plot, the room for its text
_COLOURS = {"entities": "#1d5fa8", "links": "#b3541e"}


def sure_of(reports: Sequence[Evaluation]) -> dict[str, list[tuple[float, bool]]]:
    """Confidence and truth of all entities (missions, barriers, reforms) and of all links between matched ends."""
    rows = [row for report in reports for row in report.sure]
    return {
        "entities": [(said, held) for kind, said, held in rows if kind in ENTITIES],
        "links": [(said, held) for kind, said, held in rows if kind not in ENTITIES],
    }


def plot(reports: Sequence[Evaluation]) -> str:
    """The plot as SVG: a point for each of ten bins of equal mass, its area by the bin's size."""
    parts = [_frame()]
    for line, (name, rows) in enumerate(sure_of(reports).items()):
        colour = _COLOURS[name]
        bins = reliability(rows)
        path = " ".join(f"{_x(said):.1f},{_y(held):.1f}" for _, said, held in bins)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}"/>')
        parts += [f'<circle cx="{_x(s):.1f}" cy="{_y(h):.1f}" r="4" fill="{colour}"/>' for _, s, h in bins]
        text = f"{name}: {len(rows)}, expected calibration error {calibration_error(rows):.3f}"
        parts.append(f'<text x="{EDGE + 8}" y="{EDGE + 14 + 16 * line}" fill="{colour}">{text}</text>')
    size = SIDE + 2 * EDGE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}" '
        'font-family="sans-serif" font-size="12" role="img"><title>Confidence against the share that annotators have, '
        f'held out</title><rect width="{size}" height="{size}" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _x(share: float) -> float:
    return EDGE + SIDE * share


def _y(share: float) -> float:
    return EDGE + SIDE * (1 - share)


def _frame() -> str:
    low, high = EDGE, EDGE + SIDE
    marks = "".join(
        f'<text x="{_x(n / 5):.0f}" y="{high + 16}" text-anchor="middle">{n / 5:.1f}</text>'
        f'<text x="{low - 6}" y="{_y(n / 5) + 4:.0f}" text-anchor="end">{n / 5:.1f}</text>'
        for n in range(6)
    )
    middle = EDGE + SIDE // 2
    return (
        f'<rect x="{low}" y="{low}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#777"/>'
        f'<line x1="{low}" y1="{high}" x2="{high}" y2="{low}" stroke="#999" stroke-dasharray="4"/>{marks}'
        f'<text x="{middle}" y="{high + 36}" text-anchor="middle">confidence</text>'
        f'<text x="14" y="{middle}" text-anchor="middle" transform="rotate(-90 14 {middle})">'
        "share that annotators have</text>"
    )
