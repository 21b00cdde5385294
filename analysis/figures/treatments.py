"""What the series' ascent makes of the same starts when images or gradients are treated
otherwise.
"""

from __future__ import annotations

import numpy as np

from analysis.figures import grids, style
from analysis.figures.oips import show, visible_in
from analysis.figures.style import Drawing, per_cent
from analysis.results.convergence import Treatments

SHOWN = 6  # maps, the first of those that climbed
HEADINGS = ("patterns", "converged", "short waves")


def _numbers(found: Treatments) -> list[tuple[str, str, str]]:
    """Return what is told beside each treatment (treatment): patterns of a map, starts that
    converge, and power above a quarter of a cycle for each px.
    """
    every = range(len(found.treatment))
    if not len(found.map):
        return [("none", "none", "none") for _ in every]
    return [
        (
            f"{found.patterns[row].mean():.1f}",
            per_cent(found.converged[row].mean()),
            per_cent(float(np.nanmedian(found.high_share[row]))),
        )
        for row in every
    ]


def draw_treatments(found: Treatments) -> Drawing:
    """One row for each treatment: OIPs of some maps from their first start, and three numbers."""
    count, maps = len(found.treatment), min(SHOWN, len(found.map))
    figure = style.sheet(height=0.57 * count + 0.4)
    widths = [2.9, *([1.0] * max(maps, 1)), 1.2, 1.2, 1.2]
    rows = figure.subplots(count, len(widths), width_ratios=widths, squeeze=False)
    visible, numbers = visible_in(found), _numbers(found)
    for k, row in enumerate(rows):
        for axes in row:
            grids.bare(axes)
        row[0].text(0, 0.5, str(found.treatment[k]), va="center", fontsize=8)
        for axes, image in zip(row[1:], found.images[k, :maps], strict=False):
            show(axes, image, contrast=True, visible=visible)
        for axes, text in zip(row[-3:], numbers[k], strict=True):
            axes.text(0.5, 0.5, text, ha="center", va="center", fontsize=8)
    for axes, number in zip(rows[0, 1:], found.map[:maps], strict=False):
        axes.set_title(f"map {number}", fontsize=7.5, pad=3, loc="center")
    for axes, heading in zip(rows[0, -3:], HEADINGS, strict=True):
        axes.set_title(heading, fontsize=7, pad=3, loc="center")
    words = {
        "which": (
            f"{maps} of {len(found.map)} maps at even distances through"
            if len(found.map) > 1
            else f"{maps} map of"
        ),
        "every": f"all {len(found.map)} maps" if len(found.map) != 1 else "this map",
        "pictures": f"{maps} small picture{'s' if maps != 1 else ''}",
        "starts": found.response.shape[2],
        "steps": int(found.steps),
        "count": count,
        "level": f"{float(found.level):.1f}",
        "damped": int(found.damps.sum()),
        "told": "; ".join(
            f"{name} {', '.join(row)}" for name, row in zip(found.treatment, numbers, strict=True)
        ),
    }
    return Drawing(figure, tuple(str(name) for name in found.treatment), words)
