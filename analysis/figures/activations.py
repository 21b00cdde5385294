"""Feature maps of the example images: one layer at a time, and one layer for several images side by
side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.counts import out_of
from analysis.figures import grids, style
from analysis.figures.style import Drawing
from analysis.results.images import ExampleImages
from analysis.results.layers import ExampleActivations

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NAMES = {
    "conv2d_1": "Conv2D_1",
    "max_pool_1": "Max_Pool_1",
    "conv2d_2": "Conv2D_2",
    "max_pool_2": "Max_Pool_2",
    "conv2d_3": "Conv2D_3",
}
# the series has 8 maps in a row
COLUMNS = {"conv2d_1": 8, "max_pool_1": 8, "conv2d_2": 8, "max_pool_2": 16, "conv2d_3": 16}
LOW_ENOUGH = 6.0  # inches: taller grids get longer rows


def chosen(images: ExampleImages, roles: tuple[str, ...], count: int | None = None) -> list[int]:
    """Return the positions of the images that have one of the roles, in the order of the roles, at
    most ``count`` of each.
    """
    return [int(i) for role in roles for i in np.flatnonzero(images.role == role)[:count]]


NUMBERS = {1: "one", 2: "two", 3: "three"}


def digit_names(labels: list[int]) -> str:
    """Return e.g. 'three 4s' or 'a 1 and a 2'."""
    if len(set(labels)) == 1 and len(labels) > 1:
        return f"{NUMBERS.get(len(labels), len(labels))} {labels[0]}s"
    return listed([style.with_article(label) for label in labels])


def listed(words: list[str]) -> str:
    """Return e.g. '12, 40 and 77'."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def image_names(images: ExampleImages, picked: list[int]) -> str:
    """Return e.g. 'test images 12, 40 and 77'."""
    return (
        f"test image{'s' if len(picked) > 1 else ''}"
        f" {listed([str(images.index[i]) for i in picked])}"
    )


def show_digit(axes: Axes, images: ExampleImages, i: int) -> None:
    """Show a digit with its class and its number in the test set."""
    grids.picture(axes, images.images[i], low=0, high=255)
    axes.set_title(
        f"{images.label[i]}, no. {images.index[i]}", fontsize=style.NOTE, loc="center", pad=3
    )


def count_maps(stack: np.ndarray, high: float) -> dict[str, int | str]:
    """Return how many maps (image, y, x, map) are empty for all images, also as people say it, and
    how many reach half of the scale for some image.
    """
    empty = int(grids.empty_maps(stack).all(axis=0).sum())
    return {
        "empty": empty,
        "blank": out_of(empty, stack.shape[-1], "map", "maps"),
        "lit": int((stack.max(axis=(0, 1, 2)) >= high / 2).sum()),
    }


def draw_layer(images: ExampleImages, activations: ExampleActivations, *, layer: str) -> Drawing:
    """All maps of one layer for the first clear 4, raw values on one scale, beside the digit."""
    maps, columns = getattr(activations, layer)[0], COLUMNS[layer]
    high, count = grids.scale_of(maps), maps.shape[-1]
    figure = style.sheet(height=grids.grid_height(count, columns, 5.95) + 0.12)
    cells = figure.add_gridspec(
        2, 2, width_ratios=[7.6, 1], height_ratios=[0.75, figure.get_figheight() - 0.75]
    )
    axes = figure.add_subplot(cells[:, 0])
    digit = figure.add_subplot(cells[0, 1])
    beside = grids.bare(figure.add_subplot(cells[1, 1]))
    room = min(2.2 / (figure.get_figheight() - 0.75), 0.8)
    shown = grids.map_grid(axes, maps, grids.Grid(high, columns))
    show_digit(digit, images, 0)
    grids.legend_bar(
        figure,
        shown,
        None,
        "activation",
        empty=True,
        cax=beside.inset_axes((0.18, 1 - room - 0.02, 0.16, room)),
    )
    words = {
        "layer": NAMES[layer],
        "count": count,
        "image": image_names(images, [0]),
        "side": maps.shape[0],
        "columns": columns,
        "rows": -(-count // columns),
        "high": f"{high:.2f}",
        "peak": f"; the strongest is map {maps.max(axis=(0, 1)).argmax()}" if maps.any() else "",
        **count_maps(maps[None], high),
    }
    return Drawing(figure, (NAMES[layer],), words)


def digits_above_grids(
    images: ExampleImages, picked: list[int], count: int, *, below: float = 0.6
) -> tuple[Figure, list[Axes], int]:
    """Return a figure with one column per image, the digit on top, the axes for the grids of
    ``count`` maps, and the maps in a row.
    """
    width = (style.WIDTH - 0.45) / len(picked) - 0.1
    columns = next(c for c in (8, 16, 32) if grids.grid_height(count, c, width) < LOW_ENOUGH)
    tall = grids.grid_height(count, columns, width)
    figure = style.sheet(height=tall + 1.05 + below)
    figure.get_layout_engine().set(wspace=0.02)  # type: ignore[union-attr, call-arg]
    panels = figure.subplots(2, len(picked), height_ratios=[0.85, tall], squeeze=False)
    for axes, i in zip(panels[0], picked, strict=True):
        show_digit(axes, images, i)
    return figure, list(panels[1]), columns


def draw_beside(
    images: ExampleImages,
    activations: ExampleActivations,
    *,
    layer: str,
    roles: tuple[str, ...],
    count: int | None = None,
) -> Drawing:
    """The maps of one layer for several images side by side, on one scale."""
    picked = chosen(images, roles, count)
    stack = getattr(activations, layer)[picked]
    high, number = grids.scale_of(stack), stack.shape[-1]
    figure, panels, columns = digits_above_grids(images, picked, number)
    for k, (axes, maps) in enumerate(zip(panels, stack, strict=True)):
        shown = grids.map_grid(axes, maps, grids.Grid(high, columns, numbers="" if k else "map"))
    grids.legend_bar(
        figure, shown, panels, "activation", empty=True, location="bottom", aspect=50, shrink=0.6
    )
    each = [int(grids.empty_maps(maps).sum()) for maps in stack]
    words = {
        "layer": NAMES[layer],
        "images": image_names(images, picked),
        "count": number,
        "columns": columns,
        "high": f"{high:.2f}",
        "side": stack.shape[1],
        "digits": digit_names([int(images.label[i]) for i in picked]),
        "each": listed([str(n) for n in each]),
        **count_maps(stack, high),
    }
    return Drawing(figure, tuple(f"{images.label[i]} no. {images.index[i]}" for i in picked), words)
