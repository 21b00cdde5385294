"""Dreams of several maps: the same pictures carved with each, and what is left of their edges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.counts import out_of
from analysis.digits import beside
from analysis.figures import grids, style
from analysis.figures.dream_pictures import DOUBLED, FAILED, PASSED, inks, median, multiple, show
from analysis.figures.style import Drawing
from analysis.results.dreams import DreamMaps
from analysis.signs import signed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BELOW = "Below each: edge correlation with the picture, and the response in units of that before."


def draw_maps(maps: DreamMaps) -> Drawing:
    """Both pictures, each carved with several maps."""
    if not len(maps.shown):
        return _none(len(maps.map))
    figure, panels = _panels(len(maps.shown))
    for p, row in enumerate(panels):
        for axes, m, dream in zip(row, maps.shown, maps.dream[p], strict=True):
            grids.bare(axes)
            k = list(maps.map).index(m)
            ratio = float(maps.carved_ratio[p, k])
            show(
                axes,
                dream,
                f"map {m}" if p == 0 or len(row) == 1 else "",
                f"{maps.carved_edges[p, k]:.2f}, × {beside(ratio, DOUBLED, digits=1)}",
            )
        row[0].set_ylabel(str(maps.name[p]), fontsize=style.NOTE)
    return Drawing(figure, tuple(f"map {m}" for m in maps.shown), _words_of(maps))


def _panels(count: int) -> tuple[Figure, np.ndarray]:
    """Return a sheet and its panels (picture, map): a row for each picture, or side by side for a
    single map.
    """
    alone = count == 1
    figure = style.sheet(height=0.45 + (1 if alone else 2) * style.WIDTH / max(count, 2))
    panels = figure.subplots(*((1, 2) if alone else (2, count)), squeeze=False)
    return figure, panels.T if alone else panels


def _carved(layout: str, columns: str, other: str, told: str) -> dict[str, object]:
    """Return what is drawn and what is seen where there are pictures."""
    both = "a chart of handwritten digits and a landscape"
    return {
        "drawn": f"Both pictures carved with {other} of Conv2D_3. {told} ",
        "seen": f"{layout} of pictures, {both}, carved with {columns}",
    }


def _words_of(maps: DreamMaps) -> dict[str, object]:
    numbers = ", ".join(str(m) for m in maps.shown)
    shared = maps.likeness[:, ~np.eye(len(maps.shown), dtype=bool)]
    told = f"{BELOW} {_alike(shared)}".strip()
    if len(maps.shown) == 1:
        one = f"Of the {len(maps.map)} evenly spaced maps only map {numbers} answers both pictures"
        return _carved("A pair", "one map", "one map", told) | {"maps": one}
    return _carved("Two rows", f"{len(maps.shown)} maps each", "several maps", told) | {
        "maps": "The maps answer both pictures, and stand at evenly spaced ranks of the wavelength"
        f" of their OIPs: maps {numbers}",
    }


def _none(tried: int) -> Drawing:
    """Say that none of so many maps is there to show, on a sheet that is no larger than that."""
    figure = style.sheet(height=1.0)
    said = f"{out_of(0, tried, 'evenly spaced map', 'evenly spaced maps')} answers both pictures"
    grids.line_of_text(figure.subplots(), said)
    words = {"maps": said.capitalize(), "drawn": "", "seen": "A line of text in place of pictures"}
    return Drawing(figure, ("none",), words)


def _alike(shared: np.ndarray) -> str:
    """Return a sentence about how alike two maps' additions are, nothing without two maps."""
    told = "What two maps added to the same picture correlates by {:.2f} in the mean. "
    return told.format(shared.mean()) if shared.size else ""


def _few_multiples(axes: Axes) -> None:
    """Let the upright axis be logarithmic, with few labels that are plain numbers."""
    from matplotlib.ticker import LogLocator, NullFormatter

    axes.set_yscale("log")
    low, high = axes.get_ylim()
    steps = (1, 2, 5) if high / low < 300 else (1,)
    axes.yaxis.set_major_locator(LogLocator(subs=steps, numticks=12))
    axes.yaxis.set_major_formatter(lambda times, _: f"× {times:,g}")
    axes.yaxis.set_minor_formatter(NullFormatter())


def _points(change: float) -> str:
    """Return a change in percentage points as a label, with a digit only where it is not whole."""
    return signed(change, 0 if abs(change - round(change)) < 1e-6 else 1)


def _seen(maps: DreamMaps) -> str:
    """Return what the dots of all maps tell, as words."""
    dots = int((maps.before > 0).sum())
    if not dots:
        return "Three panels without a dot"
    middle = "" if dots == 1 else "median "
    evener = out_of(int((maps.pure_even > 0).sum()), dots, "dot", "dots")
    return (
        f"Three panels of dots. The {middle}edge correlation is {median(maps.pure_edges)} after the"
        f" pure ascent and {median(maps.carved_edges)} after carving; the {middle}response after"
        f" carving is {multiple(maps.carved_ratio)} times that before; the share of even background"
        f" grows for {evener}"
    )


def draw_all_maps(maps: DreamMaps) -> Drawing:
    """For every map that answers a picture: edges kept by the pure ascent and by carving, the gain
    of carving, and the change of even background.
    """
    from matplotlib.ticker import MaxNLocator

    figure = style.sheet(height=2.7)
    shades = inks()
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
                color=shades[p],
                markersize=4,
                alpha=0.8,
                label=str(name) if place == p else None,
            )
    for bar in (FAILED, PASSED):
        panels[0].axhline(bar, color=ink, linewidth=0.8, linestyle=":")
    panels[0].set(title="edge correlation", ylim=(-0.1, 1.02))
    panels[0].set_xticks([0.3, 2.7], ["pure ascent", "carved"])
    panels[0].set_xlim(-0.6, 3.6)
    panels[1].set_title("response after carving")
    panels[1].axhline(DOUBLED, color=ink, linewidth=0.8, linestyle=":")
    _few_multiples(panels[1])
    panels[2].set_title("even share, in points")
    panels[2].yaxis.set_major_locator(MaxNLocator(5))
    panels[2].yaxis.set_major_formatter(lambda share, _: _points(100 * share))
    panels[2].axhline(0, color=ink, linewidth=0.8, linestyle=":")
    for axes in panels[1:]:
        axes.set_xticks(range(len(maps.name)), [str(name) for name in maps.name])
        axes.set_xlim(-0.5, len(maps.name) - 0.5)
    figure.legend(*panels[1].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    words = {
        "maps": len(maps.map),
        "answering": " and ".join(
            f"the {name} excites {count}"
            for name, count in zip(maps.name, (maps.before > 0).sum(axis=1), strict=True)
        ),
        "silent": (
            "" if (maps.before > 0).all() else ", and where a dot is missing there is no gradient"
        ),
        "low": FAILED,
        "high": PASSED,
        "seen": _seen(maps),
    }
    return Drawing(figure, ("edge correlation", "response", "even background"), words)
