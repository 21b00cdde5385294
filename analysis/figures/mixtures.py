"""Pictures mixed from the OIPs of the maps that a class uses, and what the network takes them
for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import grids, style
from analysis.figures.examples import probability_text
from analysis.figures.oips import enhanced, hatch, visible_in
from analysis.figures.style import Drawing
from analysis.results.mixtures import Mixtures

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def _pictures(part: Figure, found: Mixtures) -> None:
    """Show each mixture with the class that the network takes it for."""
    panels = part.subplots(2, -(-len(found.images) // 2), squeeze=False).ravel()
    visible = visible_in(found)
    for axes in panels:
        grids.bare(axes)
    for k, (axes, image) in enumerate(zip(panels, found.images, strict=False)):
        grids.picture(axes, enhanced(image, visible), low=0, high=1)
        hatch(axes, visible)
        best = int(found.probability[k].argmax())
        axes.set_title(f"of {k}", fontsize=style.NOTE, pad=2, loc="center")
        chance = probability_text(float(found.probability[k, best]))
        said = f"{style.with_article(best)}: {chance}"
        axes.set_xlabel(said, fontsize=style.NOTE, labelpad=2)


def _table(axes: Axes, found: Mixtures) -> None:
    """Show how alike the pattern of each mixture is to that of each class."""
    count = len(found.likeness)
    shown = axes.imshow(found.likeness, cmap=style.diverging(), vmin=-1, vmax=1)
    for k, best in enumerate(found.likeness.argmax(axis=1)):
        look = {"fill": False, "edgecolor": style.palette().ink, "linewidth": 1.2}
        axes.add_patch(grids.rectangle((best - 0.5, k - 0.5), 1, 1, **look))
    axes.set_xticks(range(count), [str(digit) for digit in range(count)])
    axes.set_yticks(range(count), [str(digit) for digit in range(count)])
    axes.tick_params(length=0)
    axes.set(xlabel="pattern of the class", ylabel="mixture of OIPs of the class")
    grids.legend_bar(axes.figure, shown, axes, "correlation")  # type: ignore[arg-type]


def draw_mixtures(found: Mixtures) -> Drawing:
    """The mixtures with what the network takes them for; beside them, how alike their patterns
    across maps are to those of the classes, the most alike framed.
    """
    figure = style.sheet(height=2.9)
    left, right = style.split(figure, columns=(1.25, 1))
    _pictures(left, found)
    _table(right.subplots(), found)
    often = np.bincount(found.random_probability.argmax(axis=1), minlength=len(found.images))
    words = {
        "parts": found.maps.shape[1],
        "classes": len(found.images),
        "taken": int(found.taken().sum()),
        "alike": int(found.alike().sum()),
        "draws": len(found.random_probability),
        "common": int(often.argmax()),
        "share": style.per_cent(float(often.max() / often.sum())),
    }
    panels = (*(f"of {k}" for k in range(len(found.images))), "patterns")
    return Drawing(figure, panels, words)
