"""Which way the lines of maps run, digit by digit, from the input to the last convolution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import style
from analysis.figures.ends import spread
from analysis.figures.style import Drawing
from analysis.results.direction import Horizontality
from analysis.signs import signed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

APART = 0.06  # of the number that is shown: how close two labels may stand


def _digits(axes: Axes, found: Horizontality, digit: int) -> None:
    """One line for each digit, its number at the right end; that of one digit with a band."""
    colours, place = style.palette(), np.arange(len(found.stage))
    digits = np.unique(found.label)
    means = np.array([found.of_digit(each).mean(axis=1) for each in digits])
    for each, line, height in zip(digits, means, spread(means[:, -1], APART), strict=True):
        own = each == digit
        colour, width = (colours.second, 2.2) if own else (colours.ink, 0.7)
        axes.plot(place, line, "o-", color=colour, markersize=2 * width, linewidth=width)
        axes.annotate(
            str(each),
            (place[-1], line[-1]),
            (place[-1] + 0.2, height),
            va="center",
            fontsize=style.NOTE,
            color=colour,
            fontweight="bold" if own else "normal",
            arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 0.5, "shrinkB": 2},
        )


def _told(values: np.ndarray) -> str:
    return ", ".join(signed(value) for value in values)


def draw_directions(found: Horizontality, *, digit: int) -> Drawing:
    """Rows less columns at every stage, for each digit and without training."""
    figure, colours = style.sheet(height=3.3), style.palette()
    axes = figure.subplots()
    place, own = np.arange(len(found.stage)), found.of_digit(digit)
    low, high = np.quantile(own, (0.25, 0.75), axis=1)
    axes.fill_between(place, low, high, color=colours.second, alpha=0.2, linewidth=0)
    axes.axhline(0, color=colours.ink, linewidth=0.8, linestyle=":")
    _digits(axes, found, digit)
    untrained = found.untrained.mean(axis=2)
    axes.plot(place, untrained.T, color=colours.second, linestyle="--", linewidth=1)
    axes.set_xticks(place, [str(stage) for stage in found.stage])
    axes.set(ylabel="upright  ←  0  →  horizontal", xlim=(-0.15, len(place) - 0.7))
    words = {
        "digit": digit,
        "images": f"{own.shape[1]:,}",
        "seen": _told(own.mean(axis=1)),
        "networks": len(untrained),
        "untrained": _told(untrained.mean(axis=0)),
    }
    return Drawing(figure, ("rows and columns",), words)
