"""The digits we look at, the dense layers behind the first of them, and what the network says of
unclear ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import grids, style
from analysis.figures.activations import chosen, image_names, listed, show_digit
from analysis.figures.style import Drawing
from analysis.results.images import ExampleImages
from analysis.results.layers import ExampleActivations

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NINE = 9  # the class that an unclear 4 is taken for
SMALLEST = 1e-10  # smaller probabilities are drawn at the end of the axis
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def probability_text(value: float) -> str:
    """Return a probability as text that is never rounded to 0 or 1: '0.9356', '> 0.9999', '2 ×
    10⁻⁷'.
    """
    if value > 0.99995:
        return "> 0.9999"
    if value >= 0.0005:
        return f"{value:.4f}"
    digit, power = f"{value:.0e}".split("e")
    return f"{digit} × 10{str(int(power)).translate(RAISED)}" if value > 0 else "0"


def _as_seen(images: ExampleImages, i: int) -> str:
    top = "closed" if images.closed_top[i] else "open"
    return (
        f"{images.index[i]} ({top} top, {style.with_article(int(images.mlp_class[i]))} to the MLP)"
    )


def _unclear_words(images: ExampleImages, picked: list[int]) -> dict[str, object]:
    """Return how the unclear 4s were found, and what is shown where too few are as they should
    be.
    """
    shown = [i for i in picked if images.role[i] == "unclear-4"]
    fit = images.closed_top & (images.mlp_class == NINE)
    shut = sum(int(images.closed_top[i]) for i in shown)
    others = [_as_seen(images, i) for i in shown if not fit[i]]
    chosen = "Shown are those with the largest P(9)"
    if others:
        stands = "another stands" if len(others) == 1 else "others stand"
        chosen = f"As these are too few, {stands} in: {listed(others)}"
    return {
        "fours": f"{int(images.fours):,}",
        "closed": f"{int(images.closed) or 'none'} {'has' if images.closed < 2 else 'have'}",
        "passing": int(images.passing) or "none",
        "hole": int(images.least_hole),
        "ink": int(images.ink),
        "chosen": chosen,
        "tops": f"of the unclear ones {shut} {'has' if shut == 1 else 'have'} a closed top",
        "mlp": listed([f"{images.mlp_nine[i]:.2f}" for i in shown]) if shown else "",
    }


def draw_digits(
    images: ExampleImages, *, roles: tuple[str, ...], counts: tuple[int, ...]
) -> Drawing:
    """Digits in grey and in the colours of the grids, each row or column with its legend."""
    picked = [
        i for role, count in zip(roles, counts, strict=True) for i in chosen(images, (role,), count)
    ]
    figure = style.sheet(height=3.2 if len(picked) == 1 else 4.7)
    if len(picked) == 1:
        panels = figure.subplots(1, 2, squeeze=False).T
    else:
        panels = figure.subplots(2, len(picked))
    for row, colours in zip(panels, (style.grey(), style.sequential()), strict=True):
        for axes, i in zip(row, picked, strict=True):
            shown = grids.picture(axes, images.images[i], colours, low=0, high=255)
            axes.set_title(f"{images.label[i]}, test image {images.index[i]}")
        grids.legend_bar(
            figure,
            shown,
            list(row),
            "grey value",
            ticks=[0, 64, 128, 192, 255],
            aspect=18,
            shrink=0.85,
        )
    words = {
        "images": image_names(images, picked),
        "count": len(picked),
        "ratio": listed([f"{images.distance_ratio[i]:.2f}" for i in picked]),
        **_unclear_words(images, picked),
    }
    return Drawing(figure, tuple(str(images.index[i]) for i in picked), words)


def draw_dense_layers(images: ExampleImages, activations: ExampleActivations) -> Drawing:
    """Both dense layers for the first clear 4: all 100 nodes as 10 x 10, and the ten
    probabilities.
    """
    nodes, classes = activations.dense_100[0], activations.dense_10[0]
    figure = style.sheet(height=3.1)
    high = grids.scale_of(activations.dense_100[0])
    digit, grid, bars = figure.subplots(1, 3, width_ratios=[0.5, 1.5, 0.9])
    show_digit(digit, images, 0)
    look = grids.Grid(high, 10, numbers="node", tell_empty=False)
    shown = grids.map_grid(grid, nodes[None, None], look)
    grid.set_title("dense 100")
    grids.legend_bar(figure, shown, grid, "activation")
    drawn = bars.barh(range(len(classes)), classes, color=style.palette().first, height=0.7)
    told = [probability_text(p) if p >= 0.0005 else "" for p in classes]
    bars.bar_label(drawn, told, padding=3, fontsize=style.NOTE)
    bars.set(
        yticks=range(len(classes)),
        ylabel="class",
        xlabel="probability",
        xlim=(0, 1.45),
        xticks=(0, 0.5, 1),
        title="dense 10",
    )
    bars.invert_yaxis()
    words = {
        "image": image_names(images, [0]),
        "count": len(nodes),
        "zero": int((nodes == 0).sum()) or "none",
        "high": f"{high:.2f}",
        "strongest": int(nodes.argmax()),
        "class": int(classes.argmax()),
        "probability": probability_text(float(classes.max())),
        "lit": int((nodes >= high / 2).sum()),
    }
    return Drawing(figure, ("dense 100", "dense 10"), words)


def _probabilities(axes: Axes, values: np.ndarray, true: int) -> None:
    """One dot per class on a logarithmic axis, with the largest three in words."""
    colours, shown = style.palette(), np.maximum(values, SMALLEST)
    axes.hlines(range(len(values)), SMALLEST, shown, color=colours.faint, linewidth=1)
    for k, value in enumerate(values):
        axes.plot(
            shown[k],
            k,
            "<" if value < SMALLEST else "o",
            color=colours.first if k == true else colours.second,
            markersize=5.5,
            clip_on=False,
        )
        if k in values.argsort()[-3:]:
            axes.annotate(
                probability_text(float(value)),
                (1.02, k),
                xycoords=axes.get_yaxis_transform(),
                va="center",
                fontsize=style.NOTE,
            )
    axes.set(
        xscale="log",
        xlim=(SMALLEST, 1.6),
        xticks=(1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 1),
        yticks=range(len(values)),
        xlabel="probability",
    )
    axes.minorticks_off()
    axes.invert_yaxis()


def draw_probabilities(images: ExampleImages, activations: ExampleActivations) -> Drawing:
    """Class probabilities of the unclear 4s on a logarithmic axis."""
    picked = chosen(images, ("unclear-4",))
    figure = style.sheet(height=2.9)
    panels = figure.subplots(
        1, 2 * len(picked), width_ratios=[1, 2.4] * len(picked), squeeze=False
    )[0]
    for k, i in enumerate(picked):
        show_digit(panels[2 * k], images, i)
        _probabilities(panels[2 * k + 1], activations.dense_10[i], int(images.label[i]))
    panels[1].set_ylabel("class")
    best = [style.with_article(int(activations.dense_10[i].argmax())) for i in picked]
    words = {
        "images": image_names(images, picked),
        "best": f"{best[0]} in both" if len(set(best)) == 1 else listed(best),
        "four": listed([probability_text(float(activations.dense_10[i, 4])) for i in picked]),
        "nine": listed([probability_text(float(activations.dense_10[i, 9])) for i in picked]),
        "smaller": f"; a triangle stands for less than {probability_text(SMALLEST)}"
        if (activations.dense_10[picked] < SMALLEST).any()
        else "",
    }
    return Drawing(figure, tuple(str(images.index[i]) for i in picked), words)
