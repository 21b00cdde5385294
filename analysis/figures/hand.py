"""One map from noise of four wavelengths: the evolutions, all ends, and how alike they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.figures import grids, style
from analysis.figures.oips import enhanced, hatch, visible_in
from analysis.figures.style import Drawing
from analysis.greys import SPREAD
from analysis.images.similarity import unit
from analysis.results.hand import Hand

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ALIKE = 0.7  # likeness from which two OIPs count as one pattern, as in C-IX-2


def scale_names(hand: Hand) -> list[str]:
    """Return the length in px on which the starts of each grid fluctuate."""
    side = hand.starts.shape[-1]
    return [f"{side / n:.2g} px" for n in hand.grid]


def _silent_rows(count: int) -> str:
    """Return what stands in the rows of wavelengths that no start of which climbed."""
    if not count:
        return ""
    return f"; in {style.counted(count, 'row')} the word silent in place of each picture"


def first_of(hand: Hand) -> list[int | None]:
    """Return for every grid the first of its starts that climbed, or None where the map answered
    none of them.
    """
    return [
        int(np.flatnonzero(hand.of == k)[0]) if (hand.of == k).any() else None
        for k in range(len(hand.grid))
    ]


def _middle(values: np.ndarray) -> str:
    return f"{np.median(values):.2f}" if len(values) else "undefined"


def _range(values: np.ndarray) -> str:
    ends = (style.significant(one) for one in (values.min(), values.max())) if len(values) else ()
    return " to ".join(ends) or "undefined"


def _left(hand: Hand) -> str:
    """Return the median correlation of best iterates with their starts, unshifted, as words."""
    both = visible_in(hand).of(np.concatenate([hand.starts, hand.images])).astype(float)
    starts, images = np.split(unit(both), 2) if len(both) else (both, both)
    return _middle((starts * images).sum(axis=(1, 2)))


def _words(hand: Hand) -> dict[str, object]:
    within, across = hand.pairs()
    start_within, start_across = hand.pairs(0)
    shown = first_of(hand)

    def ended(start: int | None) -> str:
        return "none" if start is None else style.significant(hand.response[start])

    visible = visible_in(hand)
    sides = (last - first for first, last in (visible.rows, visible.columns))
    return {
        "visible": " × ".join(str(side) for side in sides),
        "rows": len(hand.grid),
        "empty": _silent_rows(sum(start is None for start in shown)),
        "columns": len(hand.step),
        "finals": ", ".join(map(ended, shown)),
        "left": _left(hand),
        "map": int(hand.map),
        "steps": hand.curve.shape[1],
        "starts": len(hand.of),
        "each": max(np.bincount(hand.of), default=0),
        "scales": ", ".join(scale_names(hand)),
        "grids": ", ".join(str(n) for n in hand.grid),
        "seeds": ", ".join("none" if s is None else str(hand.seed[s]) for s in shown),
        "responses": _range(hand.response),
        "within": _middle(within),
        "across": _middle(across),
        "start_within": _middle(start_within),
        "start_across": _middle(start_across),
        "pairs_within": len(within),
        "pairs_across": len(across),
        "stranger": _middle(hand.stranger),
    }


def _silent(axes: Axes) -> None:
    axes.text(
        0.5, 0.5, "silent", transform=axes.transAxes, ha="center", va="center", fontsize=style.NOTE
    )


def draw_evolutions(hand: Hand) -> Drawing:
    """One row of frames for each wavelength, with the response below each; the last column is the
    best iterate.
    """
    names, count = scale_names(hand), len(hand.step)
    figure = style.sheet(height=1.0 * len(names) + 0.85)
    rows = figure.subplots(len(names), count, squeeze=False)
    visible = visible_in(hand)
    shown: Any = None
    for row, start, name, nodes in zip(rows, first_of(hand), names, hand.grid, strict=True):
        for k, axes in enumerate(row):
            grids.bare(axes)
            if start is None:
                _silent(axes)
                continue
            shown = grids.picture(axes, hand.frames[start, k], low=-SPREAD, high=SPREAD)
            hatch(axes, visible)
            reached = hand.response[start] if k == count - 1 else hand.curve[start, hand.step[k]]
            axes.set_xlabel(style.significant(reached), fontsize=style.NOTE, labelpad=2)
        row[0].set_ylabel(f"{name}\n{nodes} × {nodes}", fontsize=style.NOTE)
    for axes, title in zip(rows[0], [*(f"step {s}" for s in hand.step[:-1]), "best"], strict=True):
        axes.set_title(title, fontsize=style.NOTE, pad=4, loc="center")
    if shown is not None:
        grids.legend_bar(
            figure,
            shown,
            rows.ravel().tolist(),
            "pixel value, in deviations",
            location="bottom",
            shrink=0.45,
            aspect=36,
            pad=0.02,
        )
    return Drawing(figure, tuple(names), _words(hand))


def draw_every_start(hand: Hand) -> Drawing:
    """The OIP of every start, one row for each wavelength, with its response."""
    names = scale_names(hand)
    count = max([1, *np.bincount(hand.of, minlength=len(names))])
    visible = visible_in(hand)
    figure = style.sheet(height=1.0 * len(names) + 0.1)
    rows = figure.subplots(len(names), count, squeeze=False)
    for k, (row, name, nodes) in enumerate(zip(rows, names, hand.grid, strict=True)):
        mine = np.flatnonzero(hand.of == k)
        for axes in row:
            grids.bare(axes)
        for axes, start in zip(row, mine, strict=False):
            grids.picture(axes, enhanced(hand.images[start], visible), low=0, high=1)
            hatch(axes, visible)
            reached = style.significant(hand.response[start])
            axes.set_xlabel(reached, fontsize=style.NOTE, labelpad=2)
        if not len(mine):
            _silent(row[0])
        row[0].set_ylabel(f"{name}\n{nodes} × {nodes}", fontsize=style.NOTE)
    missing = len(names) - len(np.unique(hand.of))
    alone = f"; in {style.counted(missing, 'row')} the word silent alone" if missing else ""
    return Drawing(figure, tuple(names), {**_words(hand), "empty": alone})


def _matrix(axes: Axes, alike: np.ndarray, hand: Hand, title: str) -> Any:
    """Show one likeness (start, start), ordered by wavelength, without the diagonal; lines part the
    wavelengths, what is below 0 is as dark as 0.
    """
    seen = alike if len(alike) else np.zeros((1, 1))
    shown = axes.imshow(
        np.ma.masked_array(seen, np.eye(len(seen), dtype=bool)),
        cmap=style.sequential(),
        vmin=0,
        vmax=1,
        interpolation="none",
    )
    ends = np.cumsum(np.bincount(hand.of, minlength=len(hand.grid)))
    present = [k for k in range(len(hand.grid)) if (hand.of == k).any()]
    centres = [float(np.flatnonzero(hand.of == k).mean()) for k in present]
    names = [scale_names(hand)[k] for k in present]
    for end in ends[:-1]:
        axes.axhline(end - 0.5, color=style.palette().paper, linewidth=1.5)
        axes.axvline(end - 0.5, color=style.palette().paper, linewidth=1.5)
    axes.set_xticks(centres, names)
    axes.set_yticks(centres, names)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.set_title(title)
    return shown


def _course(axes: Axes, hand: Hand) -> None:
    """Median likeness within and across wavelengths at every frame, with the middle half of the
    pairs.
    """
    colours, places = style.palette(), np.arange(len(hand.step))
    looks = (
        ("within one wavelength", colours.first, "o"),
        ("across wavelengths", colours.second, "s"),
    )
    for kind, (label, colour, marker) in enumerate(looks):
        pairs = np.array([hand.pairs(frame)[kind] for frame in range(len(places))])  # (frame, pair)
        if pairs.shape[1]:
            low, middle, high = np.percentile(pairs, [25, 50, 75], axis=1)
            axes.fill_between(places, low, high, color=colour, alpha=0.18, linewidth=0)
            axes.plot(places, middle, color=colour, marker=marker, markersize=4, label=label)
    if len(hand.stranger):
        axes.axhline(
            np.median(hand.stranger),
            color=colours.ink,
            linewidth=1,
            linestyle=":",
            label="with OIPs of other maps",
        )
    axes.axhline(
        ALIKE,
        color=colours.third,
        linewidth=1,
        linestyle="--",
        label=f"{ALIKE}: counts as the same",
    )
    axes.set_xticks(places, [*(str(s) for s in hand.step[:-1]), "best"])
    axes.set(
        xlabel="step of the ascent",
        ylabel="likeness of two pictures",
        ylim=(0, max(0.8, 1.05 * axes.dataLim.y1)),
        xlim=(-0.2, len(places) - 0.8),
    )
    axes.grid(axis="y", linewidth=0.4)
    axes.legend(
        loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=4, columnspacing=1.4, handlelength=1.8
    )


def draw_likeness(hand: Hand) -> Drawing:
    """Likeness of all pairs before and after the ascent, as matrices ordered by wavelength, and its
    course between.
    """
    figure = style.sheet(height=5.9)
    above, below = style.split(figure, rows=[1.45, 1])
    panels = above.subplots(1, 2)
    titles = ("the starts", "what grew from them")
    for axes, alike, title in zip(
        panels, (hand.likeness[0], hand.likeness[-1]), titles, strict=True
    ):
        shown = _matrix(axes, alike, hand, title)
    grids.legend_bar(above, shown, panels.tolist(), "likeness", shrink=0.8, extend="min")
    _course(below.subplots(), hand)
    return Drawing(figure, (*titles, "course"), _words(hand))
