"""What an ascent on a class ends with, beside the nearest real images, and how far away that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.counts import out_of
from analysis.figures import grids, style
from analysis.figures.activations import listed
from analysis.figures.examples import probability_text
from analysis.figures.oips import enhanced, hatch, visible_in
from analysis.figures.style import Drawing
from analysis.results.concept import Concept

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHOWN = 6
BINS = np.linspace(0, 1.6, 41)


def shown_starts(found: Concept) -> np.ndarray:
    """Return the ascents that are shown, at evenly spaced ranks of the distance; the first is the
    nearest to a real image.
    """
    order = np.argsort(found.distance, kind="stable")
    return order[np.linspace(0, len(order) - 1, min(SHOWN, len(order))).round().astype(int)]


def _pictures(rows: Any, found: Concept, picked: np.ndarray) -> None:
    visible = visible_in(found)
    for column, i in zip(rows.T, picked, strict=True):
        for axes, image in zip(column, (found.starts[i], found.images[i]), strict=False):
            grids.picture(axes, enhanced(image, visible), low=0, high=1)
            hatch(axes, visible)
        grids.picture(column[2], found.nearest_image[i], low=0, high=255)
        hatch(column[2], visible)
        column[1].set_xlabel(
            f"P {probability_text(float(found.probability[i]))}", fontsize=style.NOTE
        )
        column[2].set_xlabel(f"{found.distance[i]:.2f} away", fontsize=style.NOTE)
    for axes, name in zip(rows[:, 0], ("start", "result", "nearest real"), strict=True):
        axes.set_ylabel(name, fontsize=style.NOTE)


def _distances(axes: Axes, found: Concept, far: float) -> None:
    """Shares of images by their distance to the nearest training image of the class."""
    colours, digit = style.palette(), int(found.label)
    for values, label, colour in (
        (found.own_distance, f"test images of a {digit}", colours.first),
        (found.other_distance, "test images of other digits", colours.ink),
        (found.start_distance, "starts", colours.third),
        (found.distance, "results", colours.second),
    ):
        counts = np.histogram(values, BINS)[0] / max(len(values), 1)
        axes.stairs(counts, BINS, color=colour, label=label, linewidth=1.4)
    axes.axvline(far, color=colours.first, linewidth=1, linestyle=":")
    axes.set(xlabel=f"distance to the nearest training image of a {digit}", ylabel="share")
    axes.legend(loc="upper left", fontsize=style.NOTE)


def draw_concept(found: Concept, *, far: float) -> Drawing:
    """Some ascents from start to result and the nearest real image; below, all distances.

    Args:
        far: share of the real images that a result has to be farther away than.
    """
    figure = style.sheet(height=6.2)
    above, below = style.split(figure, rows=(1.7, 1))
    picked = shown_starts(found)
    _pictures(above.subplots(3, len(picked), squeeze=False), found, picked)
    limit = float(np.quantile(found.own_distance, far))
    _distances(below.subplots(), found, limit)
    words = {
        "digit": int(found.label),
        "starts": len(found.probability),
        "steps": len(found.curve),
        "count": len(picked),
        "probabilities": listed([probability_text(float(found.probability[i])) for i in picked]),
        "away": listed([f"{found.distance[i]:.3f}" for i in picked]),
        "real": f"{len(found.own_distance):,}",
        "far": style.per_cent(far, 1),
        "limit": f"{limit:.3f}",
        "farther": out_of(int(found.farther(far).sum()), len(found.distance), "result", "results"),
        "middle": f"{np.median(found.distance):.2f}",
        "own": f"{np.median(found.own_distance):.2f}",
    }
    return Drawing(figure, tuple(f"start {i}" for i in picked), words)
