"""Networks of other images beside that of the series: their OIPs, and how far what is known of the
series' holds of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import grids, style
from analysis.figures.oips import Visible, hatch
from analysis.figures.style import Drawing
from analysis.figures.trust import spread_over, times_text
from analysis.results.others import NetworksCompared, OtherNetwork

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHOWN = 8  # maps of a layer: the first layers of both have as many
ROW = 0.24  # inches, of one layer in the comparison

# what is compared: title, and the number that the dotted line marks
PANELS = {
    "filled": ("maps with an OIP", None),
    "agreement": ("agreement of starts", 0.7),
    "ratio": ("response / data maximum", 1.0),
    "hint": ("right hints", 0.5),
}


def without_channel(images: np.ndarray) -> np.ndarray:
    """Return images (..., y, x, channel) as they are drawn: those of one channel without it."""
    return images[..., 0] if images.shape[-1] == 1 else images


def _tile(axes: Axes, image: np.ndarray) -> None:
    """Show a picture as it is: what lies in the box needs no other scale than that of images."""
    grids.picture(axes, image, low=0, high=255)
    # an all white one would look like an empty place
    look = {"fill": False, "edgecolor": style.palette().faint, "linewidth": 0.5, "clip_on": False}
    axes.add_patch(grids.rectangle((0, 0), 1, 1, transform=axes.transAxes, **look))


def _examples(row: Sequence[Axes], other: OtherNetwork) -> None:
    """Show test images with their classes."""
    chosen = np.linspace(0, len(other.example) - 1, len(row)).round().astype(int)
    for axes, k in zip(row, chosen, strict=True):
        _tile(axes, without_channel(other.example)[k])
        name = str(other.names[other.example_label[k]])
        axes.set_title(name, fontsize=style.NOTE, pad=3, loc="center")
    row[0].set_ylabel("images", fontsize=style.NOTE)


def _maps(above: Sequence[Axes], below: Sequence[Axes], other: OtherNetwork, place: int) -> None:
    """Show maps of one layer, OIPs above the images that excite them most."""
    own = np.flatnonzero(other.layer_of == place)
    chosen = own[spread_over(other.ratio_maximum[own], len(above))]
    rows, columns = (side[place] for side in (other.visible_rows, other.visible_columns))
    visible = Visible((int(rows[0]), int(rows[1])), (int(columns[0]), int(columns[1])))
    oips, strongest = without_channel(other.images), without_channel(other.strongest)
    for upper, lower, m in zip(above, below, chosen, strict=True):
        _tile(upper, oips[m])
        hatch(upper, visible, shape=other.images.shape[1:3])
        upper.set_title(f"map {other.number[m]}", fontsize=style.NOTE, pad=3, loc="center")
        ratio = float(other.ratio_maximum[m])
        said = times_text(ratio) + ("" if np.isnan(ratio) else "×")
        upper.set_xlabel(said, fontsize=style.NOTE, labelpad=2)
        if np.isnan(ratio):  # no image excites the map, so none does so most
            grids.bare(lower)
        else:
            _tile(lower, strongest[m])
    above[0].set_ylabel(str(other.layer[place]), fontsize=style.NOTE)
    below[0].set_ylabel("image", fontsize=style.NOTE)


def draw_other(other: OtherNetwork) -> Drawing:
    """Images of a data set, and for maps of each layer of its network the OIP and, below it, the
    image it was trained on that excites the map most.
    """
    layers = len(other.layer)
    shown = min(SHOWN, *np.bincount(other.layer_of).tolist())
    figure = style.sheet(height=0.9 + 2.15 * layers)
    rows = figure.subplots(1 + 2 * layers, shown, squeeze=False)
    _examples(rows[0], other)
    for place in range(layers):
        _maps(rows[1 + 2 * place], rows[2 + 2 * place], other, place)
    words = {
        "shown": shown,
        "layers": ", ".join(str(name) for name in other.layer),
        "maps": len(other.rung),
        "high": other.images.shape[1],
        "wide": other.images.shape[2],
    }
    return Drawing(figure, tuple(str(name) for name in other.layer), words)


def _colours(found: NetworksCompared) -> list[str]:
    """Return the colour of each row: one for each network, in their order."""
    colours = style.palette()
    names = list(dict.fromkeys(found.network.tolist()))
    shades = dict(zip(names, (colours.first, colours.second, colours.third), strict=True))
    return [shades[name] for name in found.network.tolist()]


def _panel(axes: Axes, found: NetworksCompared, id: str, colours: Sequence[str]) -> None:
    """Draw one number of all layers with its intervals."""
    k = found.number.tolist().index(id)
    title, mark = PANELS[id]
    if mark is not None:
        axes.axvline(mark, color=style.palette().ink, linewidth=1, linestyle=":")
    for y, colour in enumerate(colours):
        ends = [found.low[k, y], found.high[k, y]]
        axes.plot(ends, [y, y], color=colour, linewidth=1.4)  # NaN: nothing is drawn
        axes.plot([found.value[k, y]], [y], "o", color=colour, markersize=5)
    axes.set_title(title, fontsize=style.NOTE, loc="left")
    drawn = np.array([found.value[k], found.low[k], found.high[k]])
    least = np.nanmin(drawn) if np.isfinite(drawn).any() else 0.0
    top = max(1.0, 1.05 * float(np.nanmax(drawn))) if np.isfinite(drawn).any() else 1.0
    axes.set_xlim(min(0.0, float(least)) - 0.04 * top, 1.04 * top)
    axes.tick_params(length=2)
    axes.grid(axis="x", linewidth=0.4)


def draw_compared(found: NetworksCompared) -> Drawing:
    """Four numbers of the OIPs of every layer of every network, each with its interval."""
    count = len(found.layer)
    figure = style.sheet(height=1.0 + ROW * count)
    panels = figure.subplots(1, len(PANELS), sharey=True)
    colours = _colours(found)
    for axes, id in zip(panels, PANELS, strict=True):
        _panel(axes, found, id, colours)
    panels[0].set_yticks(range(count), found.layer.tolist())
    panels[0].set_ylim(count - 0.5, -0.5)
    named = dict(zip(found.network.tolist(), colours, strict=True))
    dots = [panels[0].plot([], [], "o", color=colour)[0] for colour in named.values()]
    figure.legend(dots, list(named), loc="outside lower center", ncols=len(named))
    for label, colour in zip(panels[0].get_yticklabels(), colours, strict=True):
        label.set_color(colour)
    shown = np.isin(found.number, list(PANELS))
    without = int((np.isfinite(found.value[shown]) & ~np.isfinite(found.low[shown])).sum())
    words = {
        "without": f", or too few maps have the number ({style.counted(without, 'dot')})"
        if without
        else "",
        "networks": len(set(found.network.tolist())),
        "rows": count,
        "panels": len(PANELS),
        "agree": PANELS["agreement"][1],
    }
    return Drawing(figure, tuple(title for title, _ in PANELS.values()), words)
