"""Feature maps of the example images: whole grids, grids side by side, raw and standardised, in other colours."""

from __future__ import annotations

import numpy as np

from analysis.figures import grids, style
from analysis.figures.style import Drawing
from analysis.results.images import ExampleImages
from analysis.results.layers import ExampleActivations, LayerAbstraction

NAMES = {"conv2d_1": "Conv2D_1", "max_pool_1": "Max_Pool_1", "conv2d_2": "Conv2D_2", "max_pool_2": "Max_Pool_2", "conv2d_3": "Conv2D_3"}


def chosen(images: ExampleImages, roles: tuple[str, ...], count: int | None = None) -> list[int]:
    """Return the positions of the images that have one of the roles, in the order of the roles, at most ``count`` of each."""
    return [int(i) for role in roles for i in np.flatnonzero(images.role == role)[:count]]


def image_names(images: ExampleImages, picked: list[int]) -> str:
    """Return e.g. 'test images 12, 40 and 77'."""
    numbers = [str(images.index[i]) for i in picked]
    if len(numbers) == 1:
        return f"test image {numbers[0]}"
    return f"test images {', '.join(numbers[:-1])} and {numbers[-1]}"


def draw_layer(images: ExampleImages, activations: ExampleActivations, *, layer: str) -> Drawing:
    """All maps of one layer for the first clear 4, raw values on one scale."""
    maps = getattr(activations, layer)[0]
    high, count = grids.scale_of(maps), maps.shape[-1]
    columns = grids.COLUMNS[count]
    figure = style.sheet(height=style.WIDTH * 0.93 * -(-count // columns) / columns + 0.25)
    axes = figure.subplots()
    shown = grids.map_grid(axes, maps, high=high)
    grids.legend_bar(figure, shown, axes, "activation")
    empty = int((maps.max(axis=(0, 1)) == 0).sum())
    words = {
        "layer": NAMES[layer], "count": count, "image": image_names(images, [0]), "side": maps.shape[0], "empty": empty,
        "columns": columns, "high": f"{high:.2f}", "strongest": int(maps.max(axis=(0, 1)).argmax()),
    }  # fmt: skip
    return Drawing(figure, (NAMES[layer],), words)


def draw_beside(images: ExampleImages, activations: ExampleActivations, *, layer: str, roles: tuple[str, ...], count: int | None = None) -> Drawing:
    """The maps of one layer for several images, below one another, on one scale."""
    picked = chosen(images, roles, count)
    stack = getattr(activations, layer)[picked]
    high, number = grids.scale_of(stack), stack.shape[-1]
    columns = grids.BESIDE[number]
    figure = style.sheet(height=len(picked) * grids.row_height(number))
    panels = figure.subplots(len(picked), 2, width_ratios=grids.DIGIT_AND_MAPS, squeeze=False)
    for (left, right), i, maps in zip(panels, picked, stack, strict=True):
        grids.picture(left, images.images[i], low=0, high=255)
        left.set_title(f"{images.label[i]}, no. {images.index[i]}", fontsize=7)
        grids.map_grid(right, maps, high=high, columns=columns)
    grids.shared_bar(figure, list(panels[:, 1]), high=high, label="activation")
    empty = (stack.max(axis=(1, 2)) == 0).all(axis=0).sum()
    words = {"layer": NAMES[layer], "images": image_names(images, picked), "count": number, "columns": columns, "high": f"{high:.2f}", "empty": int(empty)}
    return Drawing(figure, tuple(f"{images.label[i]} no. {images.index[i]}" for i in picked), words)


def standardised(maps: np.ndarray) -> np.ndarray:
    """Return maps (y, x, map) scaled one by one as in the series: mean to 128, deviation to 64, clipped to 8 bit; constant maps become 0."""
    centred = maps - maps.mean(axis=(0, 1))
    deviation = maps.std(axis=(0, 1))
    scaled = np.where(deviation > 0, centred / np.where(deviation > 0, deviation, 1) * 64 + 128, 0)
    return np.clip(scaled, 0, 255).astype(np.uint8)


def draw_scalings(images: ExampleImages, activations: ExampleActivations) -> Drawing:
    """Conv2D_3 for the first clear 4: raw on one scale, each map standardised for itself, and the raw maxima."""
    maps = activations.conv2d_3[0]
    figure = style.sheet(height=6.3)
    top, bottom = style.split(figure, rows=[2.1, 1])
    raw, own = top.subplots(1, 2)
    shown = grids.map_grid(raw, maps, high=grids.scale_of(maps), columns=12)
    other = grids.picture(own, grids.montage(grids.maps_of(standardised(maps)).astype(float), 12), style.sequential(), low=0, high=255)
    raw.set_title("raw, one scale for all maps")
    own.set_title("each map standardised for itself")
    grids.legend_bar(top, shown, raw, "activation", location="bottom")  # type: ignore[arg-type]
    grids.legend_bar(top, other, own, "8-bit value", location="bottom")  # type: ignore[arg-type]
    bars, maxima = bottom.subplots(), maps.max(axis=(0, 1))
    bars.bar(range(len(maxima)), maxima, color=style.palette().first, width=0.8)
    bars.set(xlabel="map of Conv2D_3", ylabel="largest activation", xlim=(-1, len(maxima)))
    words = {
        "image": image_names(images, [0]),
        "strong": f"{maxima.max():.2f}",
        "faint": f"{maxima[maxima > 0].min():.3f}",
        "empty": int((maxima == 0).sum()),
        "count": len(maxima),
    }
    return Drawing(figure, ("raw", "standardised", "maxima"), words)


def draw_colours(images: ExampleImages, activations: ExampleActivations) -> Drawing:
    """The same Conv2D_1 maps in the series' colours and in a perceptually uniform map, with the lightness of both."""
    maps = activations.conv2d_1[0][..., :8]
    high = grids.scale_of(maps)
    figure = style.sheet(height=3.4)
    rows = figure.subplots(2, 2, width_ratios=[5, 1.2])
    for (grid, light), name in zip(rows, ("jet", "viridis"), strict=True):
        colours = style.colour_map(name)
        grids.map_grid(grid, maps, high=high, columns=8, colours=colours)
        grid.set_title(f"{name}")
        ramp = colours(np.linspace(0, 1, 256))
        light.scatter(np.linspace(0, 1, 256), ramp[:, :3] @ [0.2126, 0.7152, 0.0722], c=ramp, s=4)
        light.set(xlabel="value" if name == "viridis" else "", ylabel="luminance", ylim=(0, 1), xlim=(0, 1))
    return Drawing(figure, ("jet", "viridis"), {"image": image_names(images, [0]), "high": f"{high:.2f}"})


def draw_abstraction(abstraction: LayerAbstraction) -> Drawing:
    """How far the maps of each layer resemble the input, beside what their resolution alone would leave."""
    figure = style.sheet(height=3.0)
    axes, colours = figure.subplots(), style.palette()
    x = np.arange(len(abstraction.layer))
    for values, name, colour, marker in (
        (abstraction.correlation, "maps", colours.first, "o"),
        (abstraction.baseline, "input at the same resolution", colours.second, "s"),
    ):
        low, middle, high = np.percentile(values, [25, 50, 75], axis=1)
        axes.errorbar(x, middle, yerr=[middle - low, high - middle], color=colour, marker=marker, capsize=3, label=name)
    axes.set_xticks(x, [str(name) for name in abstraction.layer])
    axes.set(ylabel="absolute correlation with the input", ylim=(0, 1))
    axes.legend()
    medians = np.median(abstraction.correlation, axis=1)
    words = {"images": abstraction.correlation.shape[1], "first": f"{medians[0]:.2f}", "last": f"{medians[-1]:.2f}"}
    return Drawing(figure, ("correlation",), words)
