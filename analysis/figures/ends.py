"""Names beside the right ends of lines, moved apart where two would overlap: a reader finds the
name where the line leads, and needs no legend.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

PASSES = 50  # in which names push one another away
LINE = 1.45 * style.NOTE / 72  # inches from one name to the next, at least
REACH = 0.17  # inches from an axis to the names at its right


def spread(heights: np.ndarray, apart: float) -> np.ndarray:
    """Return heights of names beside ends of lines, moved where two are less than ``apart``."""
    order = np.argsort(heights, kind="stable")
    placed = np.array(heights, float)
    for _ in range(PASSES):
        for lower, upper in pairwise(order):
            missing = max(0.0, apart - (placed[upper] - placed[lower]))
            placed[lower] -= missing / 2
            placed[upper] += missing / 2
    return placed


def name_ends(axes: Axes, lines: Sequence[Line2D], tall: float) -> None:
    """Write the label of each line beside its right end, with a stroke in the colour of the line.

    Called when the limits of the axes stand.

    Args:
        tall: about how high the axes are, in inches; the layout decides it later.
    """
    from matplotlib.transforms import ScaledTranslation

    into = axes.transData + axes.transAxes.inverted()
    ends = np.array([np.asarray(line.get_xydata())[-1] for line in lines])
    heights = spread(into.transform(ends)[:, 1], LINE / tall)
    beside = axes.transAxes + ScaledTranslation(REACH, 0, axes.figure.dpi_scale_trans)
    for line, end, height in zip(lines, ends, heights, strict=True):
        axes.annotate(
            str(line.get_label()),
            tuple(end),
            (1, height),
            textcoords=beside,
            va="center",
            fontsize=style.NOTE,
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": line.get_color(), "shrinkA": 1, "shrinkB": 2},
        )
