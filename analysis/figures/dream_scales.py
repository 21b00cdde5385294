"""Dreams at several scales: in tiles of each size and in octaves of the whole picture."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from analysis.figures import grids, style
from analysis.figures.dream_pictures import QUARTER, inks, median, show
from analysis.figures.style import Drawing
from analysis.results.dreams import DreamScales

OVERLAPPING = 1  # tiles, among the ways
TICKS = (1, 2, 5, 10, 20, 40, 80)  # px


def ends_of_growth(scales: DreamScales) -> Iterator[tuple[int, int, int]]:
    """Yield, for each picture, its place and those of the smallest and the largest overlapping
    tiles that anything was added with; pictures without two such tiles are left out.
    """
    for p, waves in enumerate(scales.wavelength[OVERLAPPING].T):
        known = np.flatnonzero(np.isfinite(waves) & (waves > 0))
        known = known[np.argsort(scales.tile[known], kind="stable")]
        if len(known) > 1 and scales.tile[known[-1]] > scales.tile[known[0]]:
            yield p, int(known[0]), int(known[-1])


def _wedge(pictures: list[str], of: int) -> str:
    """Return what the wedges hold, and of which pictures; nothing without a wedge."""
    if not pictures:
        return ""
    named = "each picture" if len(pictures) == of else f"the {pictures[0]}"
    return (
        f"; a wedge for {named} begins at the smallest overlapping tiles that added anything, and"
        f" holds what would be in proportion to these within {100 * QUARTER:.0f} %"
    )


def _waves(ratio: np.ndarray) -> str:
    """Return how long waves are in units of the tile's side, as a sentence."""
    if not len(ratio):
        return "Overlapping tiles added nothing"
    low, high = (f"{edge(ratio):.2f}" for edge in (np.min, np.max))
    return f"Wavelengths of overlapping tiles are {style.reach(low, high)} of the tile's side"


def _at_borders(scales: DreamScales, picture: int) -> str:
    """Return how strong additions are near borders, for the ways that added anything, as a
    sentence.
    """
    known = [
        f"{median(border[:, picture])} ({way})"
        for way, border in zip(scales.way, scales.border, strict=True)
        if not np.isnan(border[:, picture]).all()
    ]
    if not known:
        return "At these scales nothing was added"
    told = f"on the median {', '.join(known)} times as strong as elsewhere"
    return f"Near borders of tiles the addition is {told}"


def _scale_words(scales: DreamScales) -> dict[str, object]:
    ratio = scales.wavelength[OVERLAPPING] / scales.tile[:, None]
    known = ratio[~np.isnan(ratio)]
    wedges = [str(scales.name[p]) for p, _, _ in ends_of_growth(scales)]
    return {
        "map": int(scales.map),
        "tiles": ", ".join(str(tile) for tile in scales.tile),
        "smallest": int(scales.tile[-1]),
        "side": scales.dream.shape[-1],
        "columns": len(scales.tile) + 1,
        "wedges": style.counted(len(wedges), "wedge", none="no"),
        "wedge": _wedge(wedges, len(scales.name)),
        "waves": _waves(known),
    }


def draw_tiles(scales: DreamScales) -> Drawing:
    """Both pictures carved in overlapping tiles of each size and at all scales in turn; below, the
    wavelength of what was added against the tile, with wedges where it would be in proportion.
    """
    from matplotlib.colors import to_rgba

    figure = style.sheet(height=5.6)
    shades = inks()
    colours = style.palette()
    above, below = style.split(figure, rows=(1.25, 1))
    rows = above.subplots(2, len(scales.tile) + 1, squeeze=False)
    for p, row in enumerate(rows):
        for axes, dream, tile in zip(
            row, scales.dream[OVERLAPPING, :, p], scales.tile, strict=False
        ):
            show(axes, dream, "" if p else f"tiles of {tile} px")
            axes.add_patch(
                grids.rectangle(
                    (0.5, 0.5), tile - 2, tile - 2, fill=False, edgecolor=colours.mark, linewidth=1
                )
            )
        show(row[-1], scales.all_scales[OVERLAPPING, p], "" if p else "all in turn")
        row[0].set_ylabel(str(scales.name[p]), fontsize=style.NOTE)
    axes = below.subplots()
    for p, small, large in ends_of_growth(scales):
        sides = scales.tile[[small, large]]
        in_proportion = scales.wavelength[OVERLAPPING, small, p] * sides / sides[0]
        axes.fill_between(
            sides,
            in_proportion * (1, 1 - QUARTER),
            in_proportion * (1, 1 + QUARTER),
            facecolor=to_rgba(colours.faint, 0.4),
            edgecolor=shades[OVERLAPPING],
            linestyle=("-", ":")[p % 2],
            linewidth=0.8,
            label=f"in proportion ± {100 * QUARTER:.0f} %, {scales.name[p]}",
        )
    for w, way in enumerate(scales.way):
        for p, name in enumerate(scales.name):
            axes.plot(
                scales.tile * (1 + 0.03 * (w - 1)),
                scales.wavelength[w, :, p],
                ("o", "^")[p % 2],
                color=shades[w],
                markersize=5,
                label=f"{way}, {name}",
            )
    axes.set(xscale="log", yscale="log", xlabel="side of a tile in px", ylabel="wavelength in px")
    axes.set_xticks(scales.tile, [str(tile) for tile in scales.tile])
    low, high = axes.get_ylim()
    if sum(low <= tick <= high for tick in TICKS) < 2:  # too few to read a scale by
        low = max(tick for tick in TICKS if tick <= max(low, TICKS[0]))
        high = min(tick for tick in TICKS if tick >= min(high, TICKS[-1]))
        axes.set_ylim(low, high)
    ticks = [tick for tick in TICKS if low <= tick <= high]
    axes.set_yticks(ticks, [str(tick) for tick in ticks])
    axes.minorticks_off()
    below.legend(*axes.get_legend_handles_labels(), loc="outside right center")
    return Drawing(
        figure,
        (*(f"tiles of {tile} px" for tile in scales.tile), "all in turn", "wavelength"),
        _scale_words(scales),
    )


def draw_octaves(scales: DreamScales, *, picture: int) -> Drawing:
    """One picture at every scale by the three ways; below each the response and how much was added
    near borders of tiles.
    """
    figure = style.sheet(height=5.2)
    several = [s for s, tile in enumerate(scales.tile) if tile < scales.dream.shape[-1]]
    rows = figure.subplots(len(scales.way), len(several) + 1, squeeze=False)
    for w, row in enumerate(rows):
        for axes, s in zip(row, several, strict=False):
            above = "" if w else f"tiles of {scales.tile[s]} px"
            below = style.significant(scales.after[w, s, picture])
            border = scales.border[w, s, picture]
            if not np.isnan(border):
                below += f", borders {border:.2f}"
            show(axes, scales.dream[w, s, picture], above, below)
        show(row[-1], scales.all_scales[w, picture], "" if w else "all in turn")
        row[0].set_ylabel(str(scales.way[w]).replace(" ", "\n", 1), fontsize=style.NOTE)
    ways = tuple(str(way) for way in scales.way)
    words = {
        "picture": scales.name[picture],
        "ways": len(ways),
        "scales": style.counted(len(several), "scale"),
        "borders": _at_borders(scales, picture),
    }
    return Drawing(figure, ways, _scale_words(scales) | words)
