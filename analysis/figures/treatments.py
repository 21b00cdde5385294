"""What the series' ascent makes of the same starts when images or gradients are treated
otherwise.
"""

from __future__ import annotations

import numpy as np

from analysis.figures import grids, style
from analysis.figures.oips import show, visible_in
from analysis.figures.style import Drawing, counted, per_cent
from analysis.results.convergence import Treatments

SHOWN = 6  # maps, the first of those that climbed
HEADINGS = ("patterns", "converged", "short waves")


def _numbers(found: Treatments) -> list[tuple[str, str, str]]:
    """Return what is told beside each treatment (treatment): patterns of a map, starts that
    converge, and power above a quarter of a cycle for each px.
    """
    return [
        (
            f"{found.patterns[row].mean():.1f}",
            per_cent(found.converged[row].mean()),
            per_cent(float(np.nanmedian(found.high_share[row]))),
        )
        for row in range(len(found.treatment))
    ]


def _words(found: Treatments, maps: int) -> dict[str, object]:
    """Return what caption and alt text say where so many maps are shown, none perhaps."""
    every, starts, steps = len(found.map), found.response.shape[2], int(found.steps)
    damped, count = int(found.damps.sum()), len(found.treatment)
    ways = (
        f"{count} treatments of {steps} steps: the series' own,"
        f" {count - 1 - damped} without standardisation and {damped} that damp high frequencies"
    )
    if not every:
        enough = f"the {starts} of {int(found.candidates)} starts that it needs"
        none = f"No map of Conv2D_3 answers {enough}"
        return {
            "seen": f"{none}, so nothing could climb under these {ways}",
            "alt": f"A line of text: {none[0].lower()}{none[1:]}",
        }
    few = f"the first {maps} of {every}" if maps < every else str(every)
    which = (
        f"{few} maps of Conv2D_3, of those that answer enough starts,"
        if every > 1
        else "one map of Conv2D_3 that answers enough starts"
    )
    over, each = ("this map", "") if every == 1 else (f"all {every} maps", " each")
    if every == 2:
        over = "both maps"
    told = "; ".join(
        f"{name} {', '.join(row)}"
        for name, row in zip(found.treatment, _numbers(found), strict=True)
    )
    pictures = counted(maps, "small picture")
    return {
        "seen": (
            f"Where ascents for {which} end, each from one and the same start, under {ways};"
            f" contrast enhanced. What never climbed is its start, counts with no pattern and is"
            f" among the shares. Beside them, over {over} with"
            f" {starts} starts{each}: patterns of a map (groups of OIPs that correlate with"
            f" {float(found.level):.1f} or more), starts that converge, and the median share of"
            " power above 0.25 cycles per pixel"
        ),
        "alt": (
            f"A table of {count} rows with {pictures} each. Patterns, converged starts and short"
            f" waves: {told}"
        ),
    }


def draw_treatments(found: Treatments) -> Drawing:
    """One row for each treatment: OIPs of some maps from their first start, and three numbers; a
    line where no map climbed.
    """
    count, maps = len(found.treatment), min(SHOWN, len(found.map))
    words = _words(found, maps)
    if not maps:
        figure = style.sheet(height=0.8)
        line = "nothing to compare: no map answers enough starts"
        grids.line_of_text(figure.subplots(), line)
        return Drawing(figure, ("none",), words)
    figure = style.sheet(height=0.57 * count + 0.4)
    widths = [2.9, *([1.0] * maps), 1.2, 1.2, 1.2]
    rows = figure.subplots(count, len(widths), width_ratios=widths, squeeze=False)
    visible, numbers = visible_in(found), _numbers(found)
    for k, row in enumerate(rows):
        for axes in row:
            grids.bare(axes)
        row[0].text(0, 0.5, str(found.treatment[k]), va="center", fontsize=style.NOTE)
        for axes, image in zip(row[1:], found.images[k, :maps], strict=False):
            show(axes, image, contrast=True, visible=visible)
        for axes, text in zip(row[-3:], numbers[k], strict=True):
            axes.text(0.5, 0.5, text, ha="center", va="center", fontsize=style.NOTE)
    for axes, number in zip(rows[0, 1:], found.map[:maps], strict=False):
        axes.set_title(f"map {number}", fontsize=style.NOTE, pad=3, loc="center")
    for axes, heading in zip(rows[0, -3:], HEADINGS, strict=True):
        axes.set_title(heading, fontsize=style.NOTE, pad=3, loc="center")
    return Drawing(figure, tuple(str(name) for name in found.treatment), words)
