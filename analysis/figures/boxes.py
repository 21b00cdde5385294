"""How values are spread: boxes by layer, the normal beside them, and their medians in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.figures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BAR = 0.05  # distance to the normal from which claim C-FR-1 calls a distribution nearly normal

Looks = dict[str, str]  # colours by name


def normal(x: np.ndarray) -> np.ndarray:
    """Return the density of the standard normal."""
    return np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)


def shades(count: int) -> Any:
    """Return so many colours in order, from the second colour of the theme to the first."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list(
        "order", [style.palette().second, style.palette().first]
    )(np.linspace(0, 1, count))


def known(values: np.ndarray) -> np.ndarray:
    """Return the values that are numbers."""
    return values[~np.isnan(values)]


def box(axes: Axes, x: float, values: np.ndarray, colour: str, label: str | None = None) -> None:
    """Draw a median, the middle half and the range of 90 % of some values, those that are no
    numbers left out.
    """
    some = known(values)
    if len(some):
        low, first, middle, third, high = np.percentile(some, [5, 25, 50, 75, 95])
        axes.plot([x, x], [low, high], color=colour, linewidth=1)
        axes.plot(
            [x, x], [first, third], color=colour, linewidth=6, solid_capstyle="butt", label=label
        )
        axes.plot(
            [x],
            [middle],
            marker="_",
            color=style.palette().paper,
            markersize=6,
            markeredgewidth=1.5,
        )


def two_boxes(
    axes: Axes, layer_of: np.ndarray, left: np.ndarray, right: np.ndarray, looks: Looks
) -> None:
    """Draw two boxes for each layer side by side, of numbers (..., map) by layer (map); ``looks``
    are their colours by name.
    """
    kinds = list(zip((-0.18, 0.18), (left, right), looks.items(), strict=True))
    for j in range(int(layer_of.max()) + 1):
        for offset, values, (name, colour) in kinds:
            label = name if j == 0 else None
            box(axes, j + offset, values[..., layer_of == j].ravel(), colour, label)


def layer_ticks(axes: Axes, layers: np.ndarray) -> None:
    """Write the names of the layers below their boxes."""
    names = [str(layer).replace("_", "\n", 1) for layer in layers]
    axes.set_xticks(range(len(names)), names)


def medians(values: np.ndarray, layer_of: np.ndarray) -> list[float]:
    """Return the median (layer) of numbers (..., map) by layer; NaN where none is known."""
    found = []
    for j in range(int(layer_of.max()) + 1):
        some = known(values[..., layer_of == j])
        found.append(float(np.median(some)) if len(some) else np.nan)
    return found


def ends(numbers: list[float], digits: int = 3) -> tuple[str, str]:
    """Return the least and the largest of some numbers as words."""
    some = known(np.array(numbers))
    if not len(some):
        return "–", "–"
    return f"{some.min():.{digits}f}", f"{some.max():.{digits}f}"
