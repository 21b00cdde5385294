"""Pictures of dreams as all their figures show them, and numbers of both pictures in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import grids, style
from analysis.figures.oips import Visible, enhanced, hatch
from analysis.signs import plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PASSED, FAILED = 0.7, 0.3  # edge correlations that the claims name
QUARTER = 0.25  # of proportion; also how far a wavelength may change and count as the same
DOUBLED = 2  # times the response before, which carving has to reach


def stretched(image: np.ndarray) -> np.ndarray:
    """Return grey 0..1, stretched between the 1st and the 99th percentile of the picture."""
    low, high = np.percentile(image, [1, 99])
    return np.clip((image - low) / max(high - low, 1e-9), 0, 1)


def show(axes: Axes, image: np.ndarray, above: str = "", below: str = "") -> None:
    """Show a picture."""
    grids.picture(axes, stretched(image), low=0, high=1)
    _words_around(axes, above, below)


def show_input(
    axes: Axes, image: np.ndarray, visible: Visible, above: str = "", below: str = ""
) -> None:
    """Show an input of the network, what no node sees of it hatched."""
    grids.picture(axes, enhanced(image, visible), low=0, high=1)
    hatch(axes, visible)
    _words_around(axes, above, below)


def _words_around(axes: Axes, above: str, below: str) -> None:
    axes.set_title(above, fontsize=style.NOTE, pad=3, loc="center")
    axes.set_xlabel(below, fontsize=style.NOTE, labelpad=2)


def both(numbers: np.ndarray) -> str:
    """Return one likeness for each picture as words, e.g. '0.12 and 0.30'."""
    return " and ".join(plain(number) for number in numbers)


def both_responses(numbers: np.ndarray) -> str:
    """Return one response for each picture as words; none of them is told as 0 unless it is."""
    return " and ".join(map(style.significant, numbers))


def median(numbers: np.ndarray, digits: int = 2) -> str:
    """Return the median of the numbers that are known, as words."""
    known = numbers[~np.isnan(numbers)]
    return f"{np.median(known):.{digits}f}" if len(known) else "–"


def multiple(numbers: np.ndarray) -> str:
    """Return the median multiple of those that are known, as words: '1.3', '12.9', '1,241'."""
    known = numbers[~np.isnan(numbers)]
    middle = float(np.median(known)) if len(known) else np.nan
    return f"{middle:,.{0 if middle >= 100 else 1}f}" if len(known) else "–"


def inks() -> tuple[str, str, str]:
    """Return the colours of the theme in their order."""
    colours = style.palette()
    return colours.first, colours.second, colours.third
