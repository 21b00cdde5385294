"""Dreams: pictures before and after, turn by turn, at several scales and for several maps, and how
much of the scene is left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.figures import grids, style
from analysis.figures.oips import Visible, enhanced, hatch, visible_in
from analysis.figures.style import Drawing
from analysis.results.dreams import DreamMaps, Dreams, DreamScales

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PASSED, FAILED = 0.7, 0.3  # edge correlations that the claims name
DOUBLED = 2  # times the response before, which carving has to reach
CARVED, OVERLAPPING = 0, 1  # the way that turns take; the one that the figure of tiles shows


def stretched(image: np.ndarray) -> np.ndarray:
    """Return grey 0..1, stretched between the 1st and the 99th percentile of the picture."""
    low, high = np.percentile(image, [1, 99])
    return np.clip((image - low) / max(high - low, 1e-9), 0, 1)


def _show(axes: Axes, image: np.ndarray, above: str = "", below: str = "") -> None:
    """Show a picture."""
    grids.picture(axes, stretched(image), low=0, high=1)
    _words_around(axes, above, below)


def _show_input(
    axes: Axes, image: np.ndarray, visible: Visible, above: str = "", below: str = ""
) -> None:
    """Show an input of the network, what no node sees of it hatched."""
    grids.picture(axes, enhanced(image, visible), low=0, high=1)
    hatch(axes, visible)
    _words_around(axes, above, below)


def _words_around(axes: Axes, above: str, below: str) -> None:
    axes.set_title(above, fontsize=8, pad=3, loc="center")
    axes.set_xlabel(below, fontsize=8, labelpad=2)


def _both(numbers: np.ndarray, digits: int = 2) -> str:
    """Return one number for each picture as words, e.g. '0.12 and 0.30'."""
    return " and ".join(f"{number:.{digits}f}" for number in numbers)


def _median(numbers: np.ndarray, digits: int = 2) -> str:
    known = numbers[~np.isnan(numbers)]
    return f"{np.median(known):.{digits}f}" if len(known) else "–"


def frames_of_course(count: int, shown: int) -> np.ndarray:
    """Return the indices of pictures that show a course: the first, then doubling up to the
    last.
    """
    steps = [0] + [2**k for k in range(count) if 2**k < count - 1] + [count - 1]
    return np.array(steps[:1] + steps[1:][-(shown - 1) :])


def draw_carving(dreams: Dreams) -> Drawing:
    """For both pictures: the picture, the base that the network sees, what the pure ascent makes of
    it, and the picture carved.
    """
    figure, visible = style.sheet(height=4.2), visible_in(dreams)
    rows = figure.subplots(2, 4)
    titles = ("picture", "base", "pure ascent", "carved")
    pure_edges, carved_edges = dreams.pure_edges[:, -1], dreams.edges[CARVED, :, -1]
    for p, row in enumerate(rows):
        picture, base, pure, carved = row
        above = ("",) * len(titles) if p else titles
        before, after = dreams.pure_response[p, 0], dreams.pure_response[p, -1]
        told = f"edges {pure_edges[p]:.2f}, response {after:.1f}"
        _show(picture, dreams.picture[p], above[0], "edges 1.00")
        _show_input(base, dreams.base[p], visible, above[1], f"response {before:.2f}")
        _show_input(pure, dreams.pure[p], visible, above[2], told)
        told = f"edges {carved_edges[p]:.2f}, response {dreams.response[CARVED, p, -1]:.1f}"
        _show(carved, dreams.carved[p, -1], above[3], told)
        picture.set_ylabel(str(dreams.name[p]), fontsize=8)
    words = {"pure_edges": _both(pure_edges), "carved_edges": _both(carved_edges)}
    return Drawing(figure, titles, _words(dreams) | words)


def _words(dreams: Dreams) -> dict[str, object]:
    return {
        "map": int(dreams.map),
        "pure_steps": int(dreams.pure_step[-1]),
        "steps": int(dreams.steps[1]),
        "turns": len(dreams.steps) - 1,
        "total": int(dreams.steps[-1]),
        "small": dreams.base.shape[-1],
        "side": dreams.picture.shape[-1],
    }


def _inks() -> tuple[str, str, str]:
    colours = style.palette()
    return colours.first, colours.second, colours.third


def draw_erasing(dreams: Dreams) -> Drawing:
    """The pure ascent frame by frame is summed up in three curves for each picture: edges, even
    background, and response.
    """
    figure, inks = style.sheet(height=2.6), _inks()
    panels = figure.subplots(1, 3)
    step = dreams.pure_step + 1
    for p, name in enumerate(dreams.name):
        look: dict[str, Any] = {"color": inks[p], "marker": "o", "markersize": 3}
        panels[0].plot(step, dreams.pure_edges[p], label=str(name), **look)
        panels[1].plot(step, dreams.pure_even[p], label=f"{name}, even", **look)
        panels[1].plot(
            step, dreams.pure_dark[p], linestyle=":", label=f"{name}, even and dark", **look
        )
        panels[2].plot(step, dreams.pure_response[p], **look)
    panels[0].axhline(FAILED, color=style.palette().ink, linewidth=0.8, linestyle="--")
    ticks = [t for t in (1, 10, 100, 1000) if t <= step[-1]]
    names = ("edge correlation", "share of background", "response")
    for axes, name in zip(panels, names, strict=True):
        axes.set(xscale="log", xlabel="steps + 1", title=name)
        axes.set_xticks(ticks, [str(t) for t in ticks])
        axes.minorticks_off()
        axes.set_ylim(0, None)
        axes.grid(axis="y", linewidth=0.4)
    panels[0].set_ylim(min(0, dreams.pure_edges.min() - 0.05), 1.03)
    figure.legend(*panels[1].get_legend_handles_labels(), loc="outside lower center", ncols=4)
    change = ", ".join(
        f"{name} {one[0]:.2f} to {one[-1]:.2f}"
        for name, one in zip(dreams.name, dreams.pure_even, strict=True)
    )
    words = {
        "change": change,
        "bar": FAILED,
        "edges_end": _both(dreams.pure_edges[:, -1]),
        "response_end": _both(dreams.pure_response[:, -1], 1),
    }
    return Drawing(figure, names, _words(dreams) | words)


def draw_turns(dreams: Dreams) -> Drawing:
    """Both pictures after some of the turns, and below what is left of the edges and how the
    response rises, against the two controls.
    """
    from matplotlib.lines import Line2D

    figure, inks = style.sheet(height=5.6), _inks()
    above, below = style.split(figure, rows=(1.25, 1))
    chosen = frames_of_course(len(dreams.steps), 5)
    rows = above.subplots(2, len(chosen), squeeze=False)
    for p, row in enumerate(rows):
        for axes, k in zip(row, chosen, strict=True):
            _show(axes, dreams.carved[p, k], "" if p else f"{dreams.steps[k]} steps")
        row[0].set_ylabel(str(dreams.name[p]), fontsize=8)
    panels = below.subplots(1, 2)
    for axes, numbers, name in zip(
        panels,
        (dreams.edges, dreams.response),
        ("edge correlation with the picture", "response of the map"),
        strict=True,
    ):
        for w, way in enumerate(dreams.way):
            for p in range(len(dreams.name)):
                axes.plot(
                    dreams.steps,
                    numbers[w, p],
                    color=inks[w],
                    linestyle=("-", "--")[p],
                    label=str(way) if p == 0 else None,
                )
        axes.set(title=name, xlabel="steps")
        axes.grid(axis="y", linewidth=0.4)
    panels[0].axhline(PASSED, color=style.palette().ink, linewidth=0.8, linestyle=":")
    handles, labels = panels[0].get_legend_handles_labels()
    which = [Line2D([], [], color=style.palette().ink, linestyle=line) for line in ("-", "--")]
    below.legend(
        [*handles, *which], [*labels, *map(str, dreams.name)], loc="outside lower center", ncols=3
    )
    panel = tuple(f"{dreams.steps[k]} steps" for k in chosen)
    ways = [str(way) for way in dreams.way]
    edges = [f"{_both(dreams.edges[w, :, -1])} ({way})" for w, way in enumerate(ways)]
    responses = [f"{_both(dreams.response[w, :, -1], 1)} ({way})" for w, way in enumerate(ways)]
    words = {
        "bar": PASSED,
        "solid": dreams.name[0],
        "dashed": dreams.name[-1],
        "shown": ", ".join(str(dreams.steps[k]) for k in chosen),
        "edges_end": "; ".join(edges),
        "response_end": "; ".join(responses),
    }
    return Drawing(figure, (*panel, "edge correlation", "response"), _words(dreams) | words)


def _scale_words(scales: DreamScales) -> dict[str, object]:
    ratio = scales.wavelength / scales.tile[:, None]
    return {
        "map": int(scales.map),
        "tiles": ", ".join(str(tile) for tile in scales.tile),
        "smallest": int(scales.tile[-1]),
        "side": scales.dream.shape[-1],
        "columns": len(scales.tile) + 1,
        "least": f"{np.nanmin(ratio[OVERLAPPING]):.2f}",
        "most": f"{np.nanmax(ratio[OVERLAPPING]):.2f}",
    }


def draw_tiles(scales: DreamScales) -> Drawing:
    """Both pictures carved in overlapping tiles of each size and at all scales in turn; below, the
    wavelength of what was added against the tile.
    """
    figure = style.sheet(height=5.6)
    inks = _inks()
    colours = style.palette()
    above, below = style.split(figure, rows=(1.25, 1))
    rows = above.subplots(2, len(scales.tile) + 1, squeeze=False)
    for p, row in enumerate(rows):
        for axes, dream, tile in zip(
            row, scales.dream[OVERLAPPING, :, p], scales.tile, strict=False
        ):
            _show(axes, dream, "" if p else f"tiles of {tile} px")
            axes.add_patch(
                grids.rectangle(
                    (0.5, 0.5), tile - 2, tile - 2, fill=False, edgecolor=colours.mark, linewidth=1
                )
            )
        _show(row[-1], scales.all_scales[OVERLAPPING, p], "" if p else "all in turn")
        row[0].set_ylabel(str(scales.name[p]), fontsize=8)
    axes = below.subplots()
    middle = float(
        np.exp(np.nanmean(np.log(scales.wavelength[OVERLAPPING] / scales.tile[:, None])))
    )
    line = np.array([scales.tile.min() * 0.8, scales.tile.max() * 1.2])
    axes.fill_between(
        line,
        0.75 * middle * line,
        1.25 * middle * line,
        color=colours.faint,
        alpha=0.5,
        linewidth=0,
        label="proportional, ± 25 %",
    )
    for w, way in enumerate(scales.way):
        for p, name in enumerate(scales.name):
            axes.plot(
                scales.tile * (1 + 0.03 * (w - 1)),
                scales.wavelength[w, :, p],
                ("o", "^")[p % 2],
                color=inks[w],
                markersize=5,
                label=f"{way}, {name}",
            )
    axes.set(xscale="log", yscale="log", xlabel="side of a tile in px", ylabel="wavelength in px")
    axes.set_xticks(scales.tile, [str(tile) for tile in scales.tile])
    ticks = [t for t in (2, 5, 10, 20, 40) if axes.get_ylim()[0] <= t <= axes.get_ylim()[1]]
    axes.set_yticks(ticks, [str(t) for t in ticks])
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
            below, border = f"{scales.after[w, s, picture]:.2f}", scales.border[w, s, picture]
            if not np.isnan(border):
                below += f", borders {border:.2f}"
            _show(axes, scales.dream[w, s, picture], above, below)
        _show(row[-1], scales.all_scales[w, picture], "" if w else "all in turn")
        row[0].set_ylabel(str(scales.way[w]).replace(" ", "\n", 1), fontsize=8)
    ways = tuple(str(way) for way in scales.way)
    borders = [f"{_median(scales.border[w].ravel())} ({way})" for w, way in enumerate(ways)]
    words = {
        "picture": scales.name[picture],
        "ways": len(ways),
        "scales": len(several),
        "borders": ", ".join(borders),
    }
    return Drawing(figure, ways, _scale_words(scales) | words)


def draw_maps(maps: DreamMaps) -> Drawing:
    """Both pictures, each carved with several maps."""
    count = max(len(maps.shown), 2)
    figure = style.sheet(height=0.45 + 2 * style.WIDTH / count)
    rows = figure.subplots(2, count, squeeze=False)
    for p, row in enumerate(rows):
        for axes in row:
            grids.bare(axes)
        for axes, m, dream in zip(row, maps.shown, maps.dream[p], strict=False):
            k = list(maps.map).index(m)
            _show(
                axes,
                dream,
                "" if p else f"map {m}",
                f"{maps.carved_edges[p, k]:.2f}, × {maps.carved_ratio[p, k]:.0f}",
            )
        row[0].set_ylabel(str(maps.name[p]), fontsize=8)
    shared = maps.likeness[:, ~np.eye(len(maps.shown), dtype=bool)]
    words = {
        "maps": ", ".join(str(m) for m in maps.shown),
        "count": len(maps.shown),
        "like": f"{shared.mean():.2f}" if shared.size else "–",
    }
    return Drawing(figure, tuple(f"map {m}" for m in maps.shown), words)


def draw_all_maps(maps: DreamMaps) -> Drawing:
    """For every map that answers a picture: edges kept by the pure ascent and by carving, the gain
    of carving, and the change of even background.
    """
    figure = style.sheet(height=2.7)
    inks = _inks()
    ink = style.palette().ink
    panels = figure.subplots(1, 3, width_ratios=(1.4, 1, 1))
    for p, name in enumerate(maps.name):
        known = ~np.isnan(maps.carved_edges[p])
        across = 0.3 * (np.argsort(np.argsort(maps.map[known])) / max(known.sum() - 1, 1) - 0.5)
        for axes, place, numbers in (
            (panels[0], p - 0.2, maps.pure_edges),
            (panels[0], p + 2.2, maps.carved_edges),
            (panels[1], p, maps.carved_ratio),
            (panels[2], p, maps.pure_even),
        ):
            axes.plot(
                place + across,
                numbers[p, known],
                ".",
                color=inks[p],
                markersize=4,
                alpha=0.8,
                label=str(name) if place == p else None,
            )
    for bar in (FAILED, PASSED):
        panels[0].axhline(bar, color=ink, linewidth=0.8, linestyle=":")
    panels[0].set(title="edge correlation", ylim=(-0.1, 1.02))
    panels[0].set_xticks([0.3, 2.7], ["pure ascent", "carved"])
    panels[1].set(title="carved: response / before", yscale="log")
    panels[1].axhline(DOUBLED, color=ink, linewidth=0.8, linestyle=":")
    panels[2].set_title("pure: gain of even share")
    panels[2].axhline(0, color=ink, linewidth=0.8, linestyle=":")
    for axes in panels[1:]:
        axes.set_xticks(range(len(maps.name)), [str(name) for name in maps.name])
        axes.set_xlim(-0.5, len(maps.name) - 0.5)
    figure.legend(*panels[1].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    words = {
        "maps": len(maps.map),
        "answering": " and ".join(str(int(n)) for n in (maps.before > 0).sum(axis=1)),
        "low": FAILED,
        "high": PASSED,
        "pure_edges": _median(maps.pure_edges),
        "carved_edges": _median(maps.carved_edges),
        "ratio": _median(maps.carved_ratio, 1),
        "evener": int((maps.pure_even > 0).sum()),
        "dots": int((maps.before > 0).sum()),
    }
    return Drawing(figure, ("edge correlation", "response", "even background"), words)
