"""What the display does to maps: raw and standardised values, jet and a uniform scale, and likeness
beyond resolution.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.counts import out_of
from analysis.figures import grids, style
from analysis.figures.activations import image_names
from analysis.figures.style import Drawing
from analysis.results.images import ExampleImages
from analysis.results.layers import ExampleActivations, LayerAbstraction
from analysis.statistics import difference

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap

HARDLY = 0.1  # L*: falls that nobody sees


def standardised(maps: np.ndarray) -> np.ndarray:
    """Return maps (y, x, map) scaled one by one as in the series: mean to 128, deviation to 64,
    clipped to 8 bit; constant maps become 0.
    """
    centred = maps - maps.mean(axis=(0, 1))
    deviation = maps.std(axis=(0, 1))
    scaled = np.where(deviation > 0, centred / np.where(deviation > 0, deviation, 1) * 64 + 128, 0)
    return np.clip(scaled, 0, 255).astype(np.uint8)


def _maxima_told(lit: np.ndarray) -> dict[str, str]:
    """Return in words between what the raw maxima of maps that are not empty (map) lie, and what
    the ratio of both ends is; nothing of a ratio where there is no second map.
    """
    if not len(lit):
        return {"maxima": "0 for all of them", "ratio": ""}
    strong, faint = f"{lit.max():.2f}", style.significant(float(lit.min()))
    if len(lit) == 1:
        return {"maxima": f"{strong} for the only one that is not empty", "ratio": ""}
    return {
        "maxima": f"from {faint} to {strong} where it is not 0",
        "ratio": f", a ratio of {lit.max() / lit.min():,.0f} that the right grid does not show",
    }


def draw_scalings(images: ExampleImages, activations: ExampleActivations) -> Drawing:
    """Conv2D_3 for the first clear 4: raw on one scale, each map standardised for itself, and the
    raw maxima.
    """
    maps = activations.conv2d_3[0]
    figure = style.sheet(height=4.15)
    (raw, own), (bars, _) = panels = figure.subplots(2, 2, height_ratios=[1.75, 1])
    for axes in panels[1]:
        axes.remove()
    bars = figure.add_subplot(panels[1, 0].get_gridspec()[1, :])
    shown = grids.map_grid(raw, maps, grids.Grid(grids.scale_of(maps), 16))
    in_grey = grids.Grid(255, 16, numbers="", tell_empty=False)
    scaled = standardised(maps).astype(float)
    other = grids.map_grid(own, scaled, in_grey)
    raw.set_title("raw, one scale for all maps")
    own.set_title("each map standardised for itself")
    grids.legend_bar(figure, shown, raw, "activation", empty=True, location="bottom")
    grids.legend_bar(figure, other, own, "8-bit value", location="bottom")
    maxima, lively = maps.max(axis=(0, 1)), np.ptp(maps, axis=(0, 1)) > 0
    bars.bar(range(len(maxima)), maxima, color=style.palette().first, width=0.8)
    bars.set(
        xlabel="map of Conv2D_3",
        ylabel="raw maximum",
        xlim=(-1, len(maxima)),
        xticks=range(0, len(maxima), 16),
    )
    words = {
        "image": image_names(images, [0]),
        **_maxima_told(maxima[maxima > 0]),
        "empty": int((maxima == 0).sum()),
        "blank": out_of(int((maxima == 0).sum()), len(maxima), "map", "maps"),
        "lit": int((maxima >= grids.scale_of(maps) / 2).sum()),
        "brightest": f"{scaled.max(axis=(0, 1))[lively].min(initial=255):.0f}",
        "count": len(maxima),
    }
    return Drawing(figure, ("raw", "standardised", "maxima"), words)


def lightness(colours: np.ndarray) -> np.ndarray:
    """Return the lightness L* (0..100) that a reader perceives of sRGB colours (colour, channel),
    after CIE 1976.
    """
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    luminance = linear @ np.array([0.2126, 0.7152, 0.0722])
    return np.where(
        luminance > (6 / 29) ** 3, 116 * np.cbrt(luminance) - 16, luminance * (29 / 3) ** 3
    )


def lightness_told(light: np.ndarray) -> str:
    """Return in words how the lightness of a scale (colour) goes from its low end to its high one:
    where it is largest, and whether it falls on the way there or behind.
    """
    top = int(light.argmax())
    begins, most, ends = (f"{light[k]:.0f}" for k in (0, top, -1))
    place = 100 * top / (len(light) - 1)
    rises = bool((np.diff(light[: top + 1]) >= -HARDLY).all())
    told = f"from {begins} up to {most}{'' if rises else ', with falls between'}"
    return f"{told} at {place:.0f} % of the scale, and down to {ends}" if ends != most else told


def _ramp(axes: Axes, colours: Colormap, high: float) -> np.ndarray:
    """Draw lightness over value, filled with the colours themselves: curve and legend in one.
    Return the lightness.
    """
    values = np.linspace(0, 1, style.COLOURS)
    light = lightness(colours(values)[:, :3])
    filled = np.where(np.arange(200)[:, None] / 2 < light, values, np.nan)
    axes.imshow(
        np.ma.masked_invalid(filled),
        cmap=colours,
        origin="lower",
        extent=(0, high, 0, 100),
        aspect="auto",
        interpolation="none",
    )
    axes.plot(values * high, light, color=style.palette().ink, linewidth=1)
    axes.set(xlabel="activation", ylim=(0, 100), xlim=(0, high), yticks=(0, 50, 100))
    return light


def draw_colours(images: ExampleImages, activations: ExampleActivations) -> Drawing:
    """The same Conv2D_1 maps in the series' colours and in a perceptually uniform map, with the
    lightness of both.
    """
    maps = activations.conv2d_1[0][..., :8]
    high = grids.scale_of(maps)
    figure = style.sheet(height=3.4)
    panels = figure.subplots(2, 2, height_ratios=[1.7, 1])
    told = {}
    for name, (grid, ramp) in zip(("jet", "viridis"), panels.T, strict=True):
        colours = style.colour_map(name)
        look = grids.Grid(high, 4, colours, "map" if name == "jet" else "")
        grids.map_grid(grid, maps, look)
        grid.set_title(name)
        told[name] = lightness_told(_ramp(ramp, colours, high))
    panels[1, 0].set_ylabel("lightness L*")
    empty = int(grids.empty_maps(maps).sum())
    told_empty = out_of(empty, maps.shape[-1], "map", "maps")
    return Drawing(
        figure,
        ("jet", "viridis"),
        told
        | {
            "image": image_names(images, [0]),
            "high": f"{high:.2f}",
            "maps": maps.shape[-1],
            "blank": f"; left blank above, because 0 everywhere: {told_empty}" if empty else "",
        },
    )


def _curve(axes: Axes, ends: np.ndarray, colour: str, marker: str, name: str | None = None) -> None:
    """Draw low end, middle and high end (end, layer) as points with bars."""
    low, middle, high = ends
    axes.errorbar(
        np.arange(len(middle)),
        middle,
        yerr=[middle - low, high - middle],
        color=colour,
        marker=marker,
        capsize=3,
        label=name,
    )


def quartiles(values: np.ndarray) -> np.ndarray:
    """Return the quartiles (quartile, layer) of values (layer, image)."""
    return np.asarray(np.percentile(values, [25, 50, 75], axis=1))


def draw_abstraction(abstraction: LayerAbstraction) -> Drawing:
    """How far the maps of each layer resemble the input, beside what their resolution alone would
    leave, and the difference.
    """
    figure = style.sheet(height=3.1)
    left, right = figure.subplots(1, 2, width_ratios=[1.1, 1])
    colours, x = style.palette(), np.arange(len(abstraction.layer))
    blurred = "input, blurred to the layer's resolution"
    likeness = abstraction.correlation
    _curve(left, quartiles(abstraction.baseline), colours.second, "s", blurred)
    _curve(left, quartiles(likeness), colours.first, "o", "maps of the layer")
    beyond = [difference(*one) for one in zip(likeness, abstraction.baseline, strict=True)]
    ends = np.array([(one.low, one.value, one.high) for one in beyond]).T
    _curve(right, ends, colours.first, "D")
    for axes in (left, right):
        axes.set_xticks(
            x,
            [str(name).replace("Max_", "Max_\n") for name in abstraction.layer],
            fontsize=style.NOTE,
        )
    left.set(ylabel="|correlation| with the input", ylim=(0, 1.28), yticks=np.linspace(0, 1, 6))
    left.legend(loc="upper right")
    right.axhline(0, color=colours.faint, linewidth=1)
    right.set(ylabel="maps less blurred input")
    medians = np.median(likeness, axis=1)
    below = sum(one.high < 0 for one in beyond)
    words = {
        "images": likeness.shape[1],
        "first": f"{medians[0]:.2f}",
        "last": f"{medians[-1]:.2f}",
        "below": out_of(below, len(x), "layer", "layers"),
        "layers": len(x),
        "lowest": str(abstraction.layer[ends[1].argmin()]),
    }
    return Drawing(figure, ("correlation", "difference"), words)
