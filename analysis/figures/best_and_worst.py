"""The OIPs of a layer that are most worth looking at, and those that are least."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import numpy as np

from analysis.figures import grids, style
from analysis.figures.oips import visible_in
from analysis.figures.style import Drawing
from analysis.figures.trust import picture, times_text
from analysis.results.data_responses import DataResponses
from analysis.results.oips import OipSet
from analysis.results.trust import Trust

SHOWN = 7  # of the best


def climbed(oips: OipSet) -> np.ndarray:
    """Return how many starts (map) fired: of one alone there is nothing to agree with."""
    return np.asarray((oips.every_response > 0).sum(axis=1))


def agreeing(oips: OipSet) -> np.ndarray:
    """Return how well what the starts reached agrees with the OIP (map); NaN of a single start."""
    return np.where(climbed(oips) > 1, oips.agreement, np.nan)


# what makes an OIP telling: starts agree on it, little of it is finer than 4 px, and it excites its
# map far more than any image of the data; high is good
TELLING: dict[str, Callable[[OipSet, Trust], np.ndarray]] = {
    "agreement": lambda oips, trust: agreeing(oips),
    "coarse": lambda oips, trust: -trust.high_share,
    "strength": lambda oips, trust: trust.ratio_maximum,
}


def telling(oips: OipSet, trust: Trust) -> np.ndarray:
    """Return the maps (rank), the most telling first: those whose worst place among the maps, by
    three numbers, is the best. A map that lacks one of the numbers is left out.
    """
    values = np.stack([read(oips, trust) for read in TELLING.values()])
    known = np.flatnonzero(~np.isnan(values).any(axis=0))
    places = (-values[:, known]).argsort(axis=1, kind="stable").argsort(axis=1)
    return known[np.lexsort((places.sum(axis=0), places.max(axis=0)))]


def draw_telling(oips: OipSet, trust: Trust, responses: DataResponses) -> Drawing:
    """The most telling OIPs, each above the training image that excites its map most."""
    ranked = telling(oips, trust)
    chosen = ranked[:SHOWN]
    figure = style.sheet(height=2.3)
    rows = figure.subplots(2, SHOWN, squeeze=False)
    for axes in rows.ravel():
        grids.bare(axes)
    for (above, below), m in zip(rows.T, chosen, strict=False):
        picture(above, oips.images[m], visible_in(oips))
        picture(below, responses.top_image[m, 0].astype(float), visible_in(oips))
        above.set_title(f"map {m}", fontsize=style.NOTE, pad=3, loc="center")
        label = style.with_article(int(responses.top_label[m, 0]))
        said = f"{label}; OIP {times_text(trust.ratio_maximum[m])} ×"
        below.set_xlabel(said, fontsize=style.NOTE, labelpad=2)
    rows[0, 0].set_ylabel("OIP", fontsize=style.NOTE)
    rows[1, 0].set_ylabel("strongest\nimage", fontsize=style.NOTE)
    words = {"shown": len(chosen), "known": len(ranked)}
    return Drawing(figure, tuple(f"map {m}" for m in chosen), words)


EACH = 6  # maps in a row
WORST: dict[str, tuple[Callable[[OipSet, Trust], np.ndarray], str]] = {
    "starts agree least": (lambda oips, trust: agreeing(oips), "{:.2f}"),
    "worst hint, % right": (lambda oips, trust: trust.hit_rate * 100, "{:.0f} %"),
}


def draw_failures(oips: OipSet, trust: Trust) -> Drawing:
    """The worst maps of a layer, no excuses: those whose starts agree least, and those whose OIP
    helps least to tell what the map reacts to; picture, map and number.
    """
    figure = style.sheet(height=2.75)
    rows = figure.subplots(len(WORST), EACH)
    for row, (name, (read, text)) in zip(rows, WORST.items(), strict=True):
        values = read(oips, trust)
        order = [m for m in np.argsort(values, kind="stable") if not np.isnan(values[m])][:EACH]
        for axes in row:
            grids.bare(axes)
        for axes, m in zip(row, order, strict=False):
            picture(axes, oips.images[m], visible_in(oips))
            axes.set_title(f"map {m}", fontsize=style.NOTE, pad=2, loc="center")
            axes.set_xlabel(text.format(values[m]), fontsize=style.NOTE, labelpad=1)
        row[0].set_ylabel("\n".join(textwrap.wrap(name, 16)), fontsize=style.NOTE)
    hints = int(np.nansum(trust.hit_rate <= 0.5))
    known = [np.isfinite(read(oips, trust)).sum() for read, _ in WORST.values()]
    return Drawing(
        figure,
        tuple(WORST),
        {
            "kinds": len(WORST),
            "each": EACH,
            "hints": style.counted(hints, "OIP"),
            "known": " and ".join(str(count) for count in known),
        },
    )
