"""What of the last convolutional layer and of the class stays while a digit moves."""

from __future__ import annotations

import numpy as np

from analysis.figures import style
from analysis.figures.ends import name_ends
from analysis.figures.style import Drawing, per_cent
from analysis.results.translation import Translation


def draw_translation(found: Translation) -> Drawing:
    """Correlations with the first place, and the share of right classes, over the way."""
    figure = style.sheet(height=2.9)
    every = figure.subplots(1, len(found.direction), sharey=True, squeeze=False)[0]
    colours = style.palette()
    for axes, row, name in zip(every, range(len(every)), found.direction, strict=True):
        for values, colour, line, label in (
            (found.means, colours.first, "o-", "means of maps"),
            (found.points, colours.second, "s--", "points"),
            (found.right, colours.mark, "^:", "class is right"),
        ):
            mean = values[row].mean(axis=1)
            axes.plot(found.shift, mean, line, color=colour, markersize=4, label=label)
        axes.set(
            title=f"moved {name}", xlabel="way from the first place, in px", ylim=(-0.05, 1.05)
        )
        axes.set_xticks(found.shift)
    every[0].set_ylabel("correlation with the first place, or share")
    name_ends(every[-1], every[-1].lines, tall=2.1)
    words = {
        "images": f"{len(found.image):,}",
        "way": int(found.shift[-1]),
        "middle": int(found.shift[len(found.shift) // 2]),
        "means": f"{found.means[:, -1].mean():.2f}",
        "points": f"{found.points[:, -1].mean():.2f}",
        "least": per_cent(float(found.right.mean(axis=2).min())),
        "best": per_cent(float(found.right.mean(axis=2).max())),
    }
    return Drawing(figure, tuple(map(str, found.direction)), words)


def peak(found: Translation, at: int) -> np.ndarray:
    """Return by how much the means of maps are more like those at the first place after ``at`` px
    than (neighbour, direction and image) after one px less, and after one px more.
    """
    place = int(np.flatnonzero(found.shift == at)[0])
    beside = [found.means[:, place] - found.means[:, place + by] for by in (-1, 1)]
    return np.asarray([one.ravel() for one in beside])
