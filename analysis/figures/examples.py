"""The digits we look at, the dense layers behind them, and the points they share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import grids, style
from analysis.figures.activations import chosen, image_names
from analysis.figures.style import Drawing
from analysis.results.images import ExampleImages
from analysis.results.layers import ExampleActivations, OnThresholds

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_digits(images: ExampleImages, *, roles: tuple[str, ...], counts: tuple[int, ...]) -> Drawing:
    """Digits in grey and in colour."""
    picked = [i for role, count in zip(roles, counts, strict=True) for i in chosen(images, (role,), count)]
    along = len(picked) == 1  # a single digit and its colours stand side by side
    side = min(1.75, style.WIDTH / max(len(picked), 3))
    figure = style.sheet(height=(1 if along else 2) * side + 0.5)
    panels = figure.subplots(1, 2, squeeze=False) if along else figure.subplots(2, len(picked), squeeze=False).T
    for (grey, coloured), i in zip(panels, picked, strict=True):
        grids.picture(grey, images.images[i], low=0, high=255)
        shown = grids.picture(coloured, images.images[i], style.sequential(), low=0, high=255)
        grey.set_title(f"a {images.label[i]}, test image {images.index[i]}")
    grids.legend_bar(figure, shown, list(panels[:, 1]), "grey value")
    words = {"images": image_names(images, picked), "count": len(picked), "mlp": ", ".join(f"{images.mlp_nine[i]:.2f}" for i in picked)}
    return Drawing(figure, tuple(str(images.index[i]) for i in picked), words)


def rings(axes: Axes, where: np.ndarray, side: int, columns: int, gap: int, colour: str) -> None:
    """Ring points (row, column, map) of a montage of square maps."""
    for row, column, number in np.argwhere(where):
        top, left = grids.tile_corner(int(number), columns, (side, side), gap)
        axes.plot(left + column, top + row, "o", markersize=4.2, markerfacecolor="none", markeredgecolor=colour, markeredgewidth=1.1)


def _legend(axes: Axes, entries: dict[str, str]) -> None:
    from matplotlib.lines import Line2D

    handles = [Line2D([], [], marker="o", linestyle="none", markerfacecolor="none", markeredgecolor=colour, label=name) for name, colour in entries.items()]
    axes.legend(handles=handles, loc="upper left", bbox_to_anchor=(0, -0.01), ncols=2, borderaxespad=0)


def common_points(on: np.ndarray, of: list[int], others: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """Return masks of the points on in all of one group: in none of the others, and in some of them (P-MARK)."""
    everywhere, elsewhere = np.asarray(on[of].all(axis=0)), np.asarray(on[others].any(axis=0))
    return everywhere & ~elsewhere, everywhere & elsewhere


def draw_marked(
    images: ExampleImages, activations: ExampleActivations, thresholds: OnThresholds, *, of: str, others: str | None = None, show: str | None = None
) -> Drawing:
    """Conv2D_3 for three images with the points ringed that all three share, told apart by another class."""
    shown, group = chosen(images, (show or of,)), chosen(images, (of,))
    if show == "unclear-4":
        shown = [*group[:1], *shown]
    on = activations.conv2d_3 > thresholds.conv2d_3
    rest = chosen(images, (others,)) if others else []
    own, shared = common_points(on, group, rest)
    high, colours, columns = grids.scale_of(activations.conv2d_3[shown]), style.palette(), grids.BESIDE[128]
    figure = style.sheet(height=len(shown) * grids.row_height(128) + 0.3)
    panels = figure.subplots(len(shown), 2, width_ratios=grids.DIGIT_AND_MAPS, squeeze=False)
    for (left, right), i in zip(panels, shown, strict=True):
        grids.picture(left, images.images[i], low=0, high=255)
        left.set_title(f"{images.label[i]}, no. {images.index[i]}", fontsize=7)
        grids.map_grid(right, activations.conv2d_3[i], high=high, columns=columns)
        for mask, colour in ((own, colours.mark), (shared, colours.shared)):
            rings(right, np.logical_and(mask, on[i] if show else True), 3, columns, 1, colour)
    digit = images.label[group[0]]
    entries = {f"on in all three {digit}s" + (f", in no {images.label[rest[0]]}" if rest else ""): colours.mark}
    if rest:
        entries[f"on in all three {digit}s and in some {images.label[rest[0]]}"] = colours.shared
    _legend(panels[-1, 1], entries)
    grids.shared_bar(figure, list(panels[:, 1]), high=high, label="activation")
    words = {
        "images": image_names(images, shown), "own": int(own.sum()), "shared": int(shared.sum()), "digit": int(digit), "points": own.size, "columns": columns,
        "left": ", ".join(f"{(own & on[i]).sum()} of {own.sum()}" for i in shown),
    }  # fmt: skip
    return Drawing(figure, tuple(str(images.index[i]) for i in shown), words)


def draw_dense(
    images: ExampleImages, activations: ExampleActivations, thresholds: OnThresholds, *, of: str, others: str, show: str | None = None, single: bool = False
) -> Drawing:
    """All 100 nodes of the first dense layer as 10 x 10, with the nodes ringed that one class alone has in common."""
    group, rest = chosen(images, (of,)), chosen(images, (others,))
    shown = chosen(images, (show or of,))[: 1 if single else None]
    on = activations.dense_100 > thresholds.dense_100
    own, _ = common_points(on, group, rest)
    high, colours = grids.scale_of(activations.dense_100[shown]), style.palette()
    figure = style.sheet(height=3.0 if len(shown) > 1 else 3.4)
    panels = figure.subplots(1, len(shown) + single, squeeze=False, width_ratios=[1] * len(shown) + [0.5] * single)[0]
    for axes, i in zip(panels, shown, strict=False):
        last = grids.picture(axes, activations.dense_100[i].reshape(10, 10), style.sequential(), low=0, high=high)
        axes.set_title(f"a {images.label[i]}, test image {images.index[i]}")
        for node in np.flatnonzero(own):
            axes.plot(node % 10, node // 10, "o", markersize=9, markerfacecolor="none", markeredgecolor=colours.mark)
    if single:
        bars = panels[-1]
        bars.barh(range(10), activations.dense_10[shown[0]], color=colours.first)
        bars.set(yticks=range(10), xlabel="probability", ylabel="class", xlim=(0, 1), title="dense 10")
        bars.invert_yaxis()
    grids.legend_bar(figure, last, list(panels[: len(shown)]), "activation")
    words = {"images": image_names(images, shown), "own": int(own.sum()), "digit": int(images.label[group[0]]), "other": int(images.label[rest[0]])}
    words["on"] = ", ".join(str(int((on[i] & own).sum())) for i in shown)
    return Drawing(figure, tuple(str(images.index[i]) for i in shown), words)


def draw_probabilities(images: ExampleImages, activations: ExampleActivations) -> Drawing:
    """Class probabilities of the unclear 4s on a logarithmic axis."""
    picked = chosen(images, ("unclear-4",))
    figure = style.sheet(height=2.6)
    panels = figure.subplots(1, 2 * len(picked), width_ratios=[1, 2.2] * len(picked), squeeze=False)[0]
    for k, i in enumerate(picked):
        grids.picture(panels[2 * k], images.images[i], low=0, high=255)
        panels[2 * k].set_title(f"test image {images.index[i]}", fontsize=8)
        axes = panels[2 * k + 1]
        axes.bar(range(10), np.maximum(activations.dense_10[i], 1e-9), color=style.palette().first)
        axes.set(yscale="log", ylim=(1e-8, 2), xticks=range(10), xlabel="class", ylabel="probability" if k == 0 else "")
    words = {
        "images": image_names(images, picked),
        "four": " and ".join(f"{activations.dense_10[i, 4]:.4f}" for i in picked),
        "nine": " and ".join(f"{activations.dense_10[i, 9]:.4f}" for i in picked),
    }
    return Drawing(figure, tuple(str(images.index[i]) for i in picked), words)
