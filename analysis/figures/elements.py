"""How well copies of what one node wants explain the OIP of its map."""

from __future__ import annotations

import numpy as np

from analysis.digits import beside
from analysis.figures import grids, style
from analysis.figures.oips import enhanced, whole
from analysis.figures.style import Drawing, per_cent
from analysis.results.elements import Elements

SHOWN = 8  # maps, from the worst fit to the best
QUANTILE = 0.95  # of wrong elements


def _shown(axes: object, image: np.ndarray) -> None:
    grids.picture(axes, enhanced(image, whole(image)), low=0, high=1)  # type: ignore[arg-type]


def draw_elements(found: Elements) -> Drawing:
    """Elements and OIPs of some maps above; below, for every map, the fit by its own element, and
    what wrong ones reach.
    """
    figure, colours = style.sheet(height=4.6), style.palette()
    above, below = style.split(figure, rows=(2.1, 2.5))
    own, count = np.diagonal(found.fit), len(found.map)
    order = np.argsort(own, kind="stable")
    places = np.linspace(0, max(count - 1, 0), SHOWN).astype(int)
    chosen = order[np.unique(places)] if count else order  # no map twice where there are fewer
    rows = above.subplots(2, SHOWN, squeeze=False)
    for axes in rows.ravel():
        grids.bare(axes)
    for (element, oip), m in zip(rows.T, chosen, strict=False):
        _shown(element, found.element[m])
        _shown(oip, found.target[m])
        element.set_title(f"map {found.map[m]}", fontsize=style.NOTE, pad=3, loc="center")
        explained = f"{beside(100 * float(own[m]), 0, 100, digits=0)} %"  # none only where it is
        oip.set_xlabel(explained, fontsize=style.NOTE, labelpad=2)
    for axes, name in zip(rows[:, 0], ("one node", "its map"), strict=True):
        axes.set_ylabel(name, fontsize=style.NOTE)
    axes = below.subplots()
    wrong = np.zeros(0)
    if count > 1:
        others = found.fit[~np.eye(count, dtype=bool)].reshape(count, count - 1)
        wrong = np.quantile(others, QUANTILE, axis=1)
        axes.plot(wrong[order], "s", markersize=2.5, color=colours.second, label="wrong elements")
    axes.plot(own[order], "o", markersize=3, color=colours.first, label="its own element")
    axes.set(xlabel="maps, from the worst fit to the best", ylabel="explained", ylim=(0, 1))
    axes.set_xticks([])
    axes.yaxis.set_major_formatter(lambda share, _: per_cent(share))
    axes.legend(loc="upper left")
    return Drawing(figure, ("pictures", "fits"), _words(own, wrong, len(chosen)))


def _words(own: np.ndarray, wrong: np.ndarray, shown: int) -> dict[str, object]:
    """Return what caption and alt text say of fits (map) by own elements, and by wrong ones where
    there are several maps.
    """
    count, quantile = len(own), per_cent(QUANTILE)
    if not count:
        return {
            "maps": 0,
            "drawn": "No map of Conv2D_3 has both an OIP and an element to fit it by",
            "alt": "Empty axes: no map has both an OIP and an element",
        }
    of = "1 map of Conv2D_3" if shown == 1 else f"{shown} maps of Conv2D_3, from the worst fit up"
    fits = f"this share for {style.counted(count, 'map')}, median {per_cent(float(np.median(own)))}"
    by, above = f"fits by the own element, median {per_cent(float(np.median(own)))}", ""
    if len(wrong):
        middle = per_cent(float(np.median(wrong)))
        fits += f", and what {quantile} of the elements of other maps stay below, median {middle}"
        above = (
            f"; and the {quantile} quantile of wrong elements, median {middle}; maps above it:"
            f" {(own > wrong).sum()}"
        )
    return {
        "maps": count,
        "drawn": (
            f"Above: the OIP of the middle node, where it sees it, and the strongest OIP of its map"
            f" that the search of part XI found, of {of}; contrast enhanced. Below each stands the"
            " share of the variance that copies of the element explain, one shifted to each node"
            f" and none negative. Points: {fits}"
        ),
        "alt": (
            f"{style.counted(shown, 'pair')} of small pictures, an element above the OIP of its"
            f" map. Below, points over {style.counted(count, 'map')}: {by}{above}"
        ),
    }
