"""OIPs that repeat themselves most, or least, with the shifts at which each is like itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.digits import beside
from analysis.figures import grids, style
from analysis.figures.galleries import after, grown
from analysis.figures.oips import Visible, show, visible_in
from analysis.figures.style import Drawing
from analysis.images.similarity import autocorrelation
from analysis.results.oips import OipGallery

if TYPE_CHECKING:
    from matplotlib.axes import Axes

REACH = 8  # px each way: two steps from node to node, with most of the picture still overlapping

NEAR = 3  # px: what returns nearer is a stroke along itself

REPEATED = 0.5  # likeness to itself from which a picture is said to repeat itself

WITHIN = f"{NEAR} to {REACH - 1} px away in the longer direction"  # down or across

NOWHERE = "no return"  # written where a picture has no likeness to tell


def shifts(seen: np.ndarray) -> np.ndarray:
    """Return how alike a picture (y, x) is to itself (down, right) after shifts up to the reach."""
    values = autocorrelation(seen.astype(float))
    middle = [side // 2 for side in values.shape]
    return values[tuple(slice(one - REACH, one + REACH + 1) for one in middle)]


def returns(seen: np.ndarray) -> tuple[float, tuple[int, int]]:
    """Return how well a picture (y, x) fits itself where, a few pixels away, it fits better than
    after all shifts one pixel beside, at best, and that shift (down, right); 0 and no shift where
    there is no such place.

    What falls off evenly from the picture in its place is smooth and does not repeat.
    """
    values = shifts(seen)
    size = len(values)
    inner = values[1:-1, 1:-1]
    around = [
        values[1 + down : size - 1 + down, 1 + right : size - 1 + right]
        for down in (-1, 0, 1)
        for right in (-1, 0, 1)
        if (down, right) != (0, 0)
    ]
    peaks = np.where(inner > np.max(around, axis=0), inner, -np.inf)
    near = slice(REACH - NEAR, REACH + NEAR - 1)
    peaks[near, near] = -np.inf
    down, right = np.unravel_index(peaks.argmax(), peaks.shape)
    if not peaks[down, right] > 0:
        return 0.0, (0, 0)
    return float(peaks[down, right]), (int(down) + 1 - REACH, int(right) + 1 - REACH)


def _lags(axes: Axes, seen: np.ndarray, at: tuple[int, int]) -> object:
    """Show the likeness after each shift, with a ring at the best place to which it returns."""
    ends = (-REACH - 0.5, REACH + 0.5)
    shown = axes.imshow(
        shifts(seen),
        cmap=style.diverging(),
        vmin=-1,
        vmax=1,
        extent=(*ends, *ends[::-1]),
        interpolation="none",
    )
    axes.set_xticks([-4, 0, 4])
    axes.set_yticks([])
    axes.tick_params(labelsize=style.NOTE, length=2)
    if at != (0, 0):
        # a shift and its opposite are the same
        for sign in (1, -1):
            axes.plot(
                sign * at[1], sign * at[0], "o", mfc="none", mec="#000000", mew=1.3, markersize=7
            )
    return shown


def _those(count: int, most: bool, level: int = 0) -> str:
    """Return in words what is shown, none perhaps, or the first of more that are level."""
    if level > count > 0:
        return f"the first {f'{count} ' if count > 1 else ''}of these"
    how = "most" if most else "least"
    if count > 1:
        return f"the {count} that come back to themselves {how}"
    return f"the one that comes back to itself {how}" if count else ""


def _lead(found: int, still: str, those: str, most: bool) -> str:
    """Return of what the pictures are shown; where none repeats itself, that there is none."""
    kind = "complex" if most else "simple"
    if not found:
        return f"Conv2D_3 has no OIP, so there is none to stand in for {kind}."
    if found == 1:
        so = f" and is our stand-in for {kind}" if those else f", so it cannot stand in for {kind}"
        return f"The one OIP of Conv2D_3 {still}{so}."
    if not those:
        return (
            f"Of the {found} OIPs of Conv2D_3 not one comes back to itself {WITHIN}, so none can"
            f" stand in for {kind}."
        )
    return f"Of the {found} OIPs of Conv2D_3, {still}: {those}, our stand-in for {kind}."


def _drawn(picked: Sequence[int], told: list[str]) -> dict[str, str]:
    """Return what is seen, as caption and alt text tell it: a likeness and rings where some picture
    returns.
    """
    if not picked:
        return {
            "drawn": "A return is a place where a picture fits itself better than one pixel beside",
            "alt": "A line of text in place of pictures",
        }
    alone = len(picked) == 1
    each = "it" if alone else "each"
    where = f"fits itself better, {WITHIN}, than one pixel beside"
    rings = (
        f", ringed where {each} {where}; so alike it is there, as is written above it (1 is"
        " perfect)"
    )
    rung = sum(one != NOWHERE for one in told)
    if rung < len(told):
        rings = (
            f", ringed where one of them {where}, as {rung} {'does' if rung == 1 else 'do'}; so"
            " alike it is there, as is written above it (1 is perfect)"
        )
    if not rung:
        none = "it nowhere" if alone else "none of them"
        rings = f"; {none} {where}, so there is no ring"
    row = "One pattern, and below it"
    if not alone:
        row = f"{style.counted(len(picked), 'pattern')} in a row, and below each"
    alt = (
        f"{row} a square of colours for the likeness after every shift. Likeness where it returns:"
        f" {', '.join(told)}"
    )
    seen = "Above, contrast enhanced; below, how alike the picture is to itself after each shift"
    return {"drawn": f"{seen}, down and to the right{rings}", "alt": alt}


def _words(
    gallery: OipGallery, picked: Sequence[int], told: list[str], still: int
) -> dict[str, object]:
    does, one = ("does", "itself") if still == 1 else ("do", "themselves")
    shown, names = _drawn(picked, told), ", ".join(map(str, picked))
    if picked:
        maps = "Map" if len(picked) == 1 else "Maps:"
        shown["drawn"] += (
            f". {maps} {names}, {after(gallery, picked)}; shifts up to 8 px, two steps from node to"
            f" node. {grown(gallery, picked)}"
        )
    found = int((~gallery.silent).sum())
    nowhere = f"{still} of which {does} not come back to {one} {WITHIN}"
    if found == 1:
        nowhere = f"{'does not come' if still else 'comes'} back to itself {WITHIN}"
    elif still == found:
        nowhere = f"none of which comes back to itself {WITHIN}"
    elif not still:
        nowhere = f"each of which comes back to itself {WITHIN}"
    return {
        "still": nowhere,
        "found": found,
        "count": len(picked),
        **shown,
    }


def _row(figure: object, gallery: OipGallery, picked: np.ndarray, visible: Visible) -> list[str]:
    """Draw the chosen maps, and return the likeness that is written at each."""
    panels = figure.subplots(2, max(len(picked), 4), squeeze=False)  # type: ignore[attr-defined]
    told = []
    for axes in panels[:, len(picked) :].ravel():
        grids.bare(axes)
    for (above, below), m in zip(panels.T, picked, strict=False):
        seen = visible.of(gallery.images[m])
        value, at = returns(seen)
        told.append(beside(value, REPEATED) if at != (0, 0) else NOWHERE)
        show(above, gallery.images[m], contrast=True, visible=visible)
        above.set_title(f"map {m}: {told[-1]}", fontsize=style.NOTE, pad=3, loc="center")
        shown = _lags(below, seen, at)
    panels[0, 0].set_ylabel("OIP", fontsize=style.NOTE)
    panels[1, 0].set_ylabel("moved, in px", fontsize=style.NOTE)
    grids.legend_bar(figure, shown, list(panels[1]), "likeness", aspect=12)  # type: ignore[arg-type]
    return told


def draw_repeating(gallery: OipGallery, *, most: bool, count: int) -> Drawing:
    """The maps whose OIPs repeat themselves most, of those that do, or least, in this order."""
    found, visible = np.flatnonzero(~gallery.silent), visible_in(gallery)
    score = np.array([returns(visible.of(gallery.images[m]))[0] for m in found])
    still = int((score == 0).sum())
    order = np.argsort(-score if most else score, kind="stable")
    picked = found[order][: min(count, len(found) - still) if most else count]
    if not len(picked):
        figure = style.sheet(height=0.8)
        line = (
            f"of {style.counted(len(found), 'OIP')} of the layer none comes back to itself {WITHIN}"
        )
        if not len(found):
            line = "the layer has no OIP"
        grids.line_of_text(figure.subplots(), line)
        words = _words(gallery, [], [], still)
        words["lead"] = _lead(len(found), str(words["still"]), "", most)
        return Drawing(figure, ("none",), words)
    figure = style.sheet(height=3.5)
    told = _row(figure, gallery, picked, visible)
    names = tuple(f"map {m}" for m in picked)
    level = 0 if most else still
    words = _words(gallery, picked.tolist(), told, still)
    those = _those(len(picked), most, level)
    words["lead"] = _lead(len(found), str(words["still"]), those, most)
    return Drawing(figure, names, words)
