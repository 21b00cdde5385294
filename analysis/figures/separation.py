"""How few points tell a 4 from a 9, and how few single ones do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import style
from analysis.figures.style import Drawing
from analysis.results.points import Separation

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAMED = 20  # points; a claim names the number, and so does the caption


def _legend_below(axes: Axes) -> None:
    """Say below a panel what its curves are: within it no place is free of them in every build."""
    axes.legend(
        loc="upper center",
        bbox_to_anchor=(0.5, -0.22),
        ncols=2,
        columnspacing=1.2,
        handlelength=1.6,
    )


def _few(axes: Axes, found: Separation) -> None:
    """Accuracy between 4 and 9 with the best points alone, and with all but these."""
    colours = style.palette()
    for right, label, colour in (
        (found.kept, "the best points alone", colours.first),
        (found.silenced, "all but the best points", colours.second),
    ):
        axes.plot(found.count, right.mean(axis=1), "o-", color=colour, markersize=4, label=label)
    axes.axhline(found.intact.mean(), color=colours.ink, linewidth=1)
    axes.axhline(0.5, color=colours.ink, linewidth=0.6, linestyle=":")
    axes.annotate(
        "all points",
        (found.count[0], found.intact.mean()),
        (0, 4),  # above: most curves that begin near the line fall from it
        textcoords="offset points",
        fontsize=style.NOTE,
    )
    least = min(found.kept.mean(axis=1).min(), found.silenced.mean(axis=1).min())
    axes.set(
        xscale="log",
        xlabel="best points of Conv2D_3, by training images",
        ylabel="4s and 9s told apart",
        ylim=(min(0.4, least - 0.05), 1.07),
    )
    axes.set_xticks(found.count, [str(count) for count in found.count])
    axes.minorticks_off()
    axes.yaxis.set_major_formatter(lambda share, _: f"{100 * share:.0f} %")
    _legend_below(axes)


def _single(axes: Axes, found: Separation) -> None:
    """How well single points and single dense nodes part the classes, sorted."""
    colours = style.palette()
    for areas, label, colour in (
        (found.auc_points, "points of Conv2D_3", colours.first),
        (found.auc_dense, "nodes of the dense layer", colours.mark),
    ):
        sorted_ = np.sort(areas)
        axes.plot(np.linspace(0, 100, len(sorted_)), sorted_, color=colour, label=label)
    axes.set(
        xlabel="% of the points or nodes, sorted",
        ylabel="area under the curve, 9 above 4",
        ylim=(-0.02, 1.02),
    )
    axes.axhline(0.5, color=colours.ink, linewidth=0.6, linestyle=":")
    _legend_below(axes)


def draw_separation(found: Separation) -> Drawing:
    """Few points and single ones, side by side."""
    figure = style.sheet(height=3.3)
    left, right = figure.subplots(1, 2)
    _few(left, found)
    _single(right, found)
    words = {
        "images": f"{int(found.images):,}",
        "all": style.per_cent(found.intact.mean(), 1),
        "kept": style.per_cent(found.right("kept", NAMED).mean(), 1),
        "silenced": style.per_cent(found.right("silenced", NAMED).mean(), 1),
        "points": f"{len(found.auc_points):,}",
        "nodes": len(found.auc_dense),
        "best_point": f"{_best(found.auc_points):.4f}",
        "best_node": f"{_best(found.auc_dense):.4f}",
    }
    return Drawing(figure, ("few points", "single points and nodes"), words)


def _best(areas: np.ndarray) -> float:
    """Return the largest area, whichever class answers more."""
    return float(np.maximum(areas, 1 - areas).max())
