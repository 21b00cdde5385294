"""The MLP behind a clustering: the centres, the accuracy by their number, and how fast it is
reached.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.figures import grids, style
from analysis.figures.style import Drawing
from analysis.results.classification import Confusion
from analysis.results.clusters import ClusterMlps

if TYPE_CHECKING:
    from matplotlib.axes import Axes

IN_A_ROW = 10
TICKS = (50, 80, 90, 95, 98, 99, 99.5)  # per cent right


def _accuracy_axis(axes: Axes, least: float, most: float) -> None:
    """Scale the axis by the logarithm of the errors, so that halving them is one length everywhere;
    labels are what is right.
    """
    axes.set(yscale="log", ylim=((1 - least) * 1.15, (1 - most) * 0.8))
    bottom, top = axes.get_ylim()
    shown = [tick for tick in TICKS if top <= 1 - tick / 100 <= bottom]
    axes.set_yticks([1 - tick / 100 for tick in shown], [f"{tick:g}" for tick in shown])
    axes.minorticks_off()
    axes.grid(axis="y", linewidth=0.5)
    axes.set_axisbelow(True)


def _words(found: ClusterMlps) -> dict[str, Any]:
    best = list(found.clusters).index(int(found.chosen))
    return {
        "runs": found.pixel_test.size,
        "epochs": found.pixel_validation.shape[1],
        "chosen": int(found.chosen),
        "points": f"{int(found.points):,}",
        "fewest": int(found.clusters[0]),
        "most": int(found.clusters[-1]),
        "counts": ", ".join(str(k) for k in found.clusters),
        "best": style.per_cent(found.distance_test[best].mean(), 2),
        "least": style.per_cent(found.distance_test[0].mean(), 2),
        "pixels": style.per_cent(found.pixel_test.mean(), 2),
        "points_test": style.per_cent(float(found.points_test), 2),
    }


def draw_centres(found: ClusterMlps) -> Drawing:
    """The centres of a small clustering, in the order of the classes around them."""
    count = len(found.centres)
    rows = -(-count // IN_A_ROW)
    figure = style.sheet(height=0.99 * rows)
    panels = figure.subplots(rows, IN_A_ROW, squeeze=False).ravel()
    for k, axes in enumerate(panels):
        grids.bare(axes)
        if k < count:
            grids.picture(axes, found.centres[k], low=0, high=255)
            axes.set_title(
                f"{found.centre_label[k]}: {style.per_cent(found.centre_purity[k])}",
                fontsize=8,
                loc="center",
                pad=2,
            )
    purest = int(found.centre_purity.argmax())
    mixed = int(found.centre_purity.argmin())
    words = {
        "count": count,
        "images": f"{int(found.centre_size.sum()):,}",
        "missing": _missing(found.centre_label),
        "rows": rows,
        "purest": int(found.centre_label[purest]),
        "purest_share": style.per_cent(found.centre_purity[purest]),
        "mixed": int(found.centre_label[mixed]),
        "mixed_share": style.per_cent(found.centre_purity[mixed]),
    }
    return Drawing(figure, tuple(str(k) for k in range(count)), words)


def _missing(labels: np.ndarray) -> str:
    return ", ".join(str(k) for k in range(10) if k not in labels) or "none"


def draw_accuracy(found: ClusterMlps, confusion: Confusion) -> Drawing:
    """Test accuracy over the number of clusters, between the lines of the MLP on pixels and of the
    CNN.
    """
    figure, colours = style.sheet(height=4.0), style.palette()
    axes, k = figure.subplots(), found.clusters
    axes.plot(
        k,
        1 - found.distance_test.mean(axis=1),
        "-",
        color=colours.first,
        linewidth=2,
        label=f"distances to centres, mean of {found.pixel_test.size}",
    )
    for run in found.distance_test.T:
        axes.plot(k, 1 - run, "o", color=colours.first, markersize=3.5)
    for values, name, look, colour in (
        (found.drawn_test, "distances to images drawn at random", "s--", colours.second),
        (found.one_hot_test, "number of the nearest centre", "^-", colours.third),
        (found.vote_test, "the same, a vote in place of the MLP", "x:", colours.ink),
    ):
        axes.plot(
            k,
            1 - values,
            look,
            color=colour,
            markersize=5,
            linewidth=1.2,
            label=name,
            markerfacecolor="none",
        )
    axes.plot(
        [int(found.points)],
        [1 - float(found.points_test)],
        "D",
        color=colours.mark,
        markersize=6,
        label=f"the {int(found.points):,} points of Conv2D_3",
    )
    right = 1.35 * int(found.points)
    axes.axhspan(
        1 - found.pixel_test.max(),
        1 - found.pixel_test.min(),
        color=colours.ink,
        alpha=0.18,
        linewidth=0,
    )
    for accuracy, name in (
        (found.pixel_test.mean(), "the MLP on pixels"),
        (float(confusion.accuracy), "the CNN"),
    ):
        axes.axhline(1 - accuracy, color=colours.ink, linewidth=1.2)
        axes.annotate(
            f"{name}: {style.per_cent(accuracy, 2)}",
            (k[0], 1 - accuracy),
            (0, 3),
            textcoords="offset points",
            fontsize=8,
            va="bottom",
        )
    everything = (found.one_hot_test, found.vote_test, found.drawn_test, found.distance_test)
    _accuracy_axis(
        axes,
        min(v.min() for v in everything),
        max(float(confusion.accuracy), float(found.points_test), found.distance_test.max()),
    )
    axes.set(
        xscale="log",
        xlim=(k[0] / 1.15, right),
        xlabel="inputs of the MLP: clusters, images or points",
        ylabel="test images read rightly in %",
    )
    axes.set_xticks([*k, int(found.points)], [f"{n:,}" for n in (*k, int(found.points))])
    axes.minorticks_off()
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=2)
    words = _words(found) | {
        "images": f"{int(confusion.matrix.sum()):,}",
        "cnn": style.per_cent(float(confusion.accuracy), 2),
        "one_hot": style.per_cent(found.one_hot_test[-1], 2),
    }
    return Drawing(figure, ("accuracy",), words)


def draw_speed(found: ClusterMlps) -> Drawing:
    """Validation accuracy after each epoch, and test accuracy over the number of weights."""
    figure, colours = style.sheet(height=3.5), style.palette()
    curves, cost = figure.subplots(1, 2, width_ratios=[1.15, 1])
    shades = style.sequential()(np.linspace(0.2, 0.85, len(found.clusters)))
    epochs = np.arange(1, found.pixel_validation.shape[1] + 1)
    pixels = found.pixel_validation
    for k, runs, weights, test, shade in zip(
        found.clusters,
        found.distance_validation,
        found.weights,
        found.distance_test,
        shades,
        strict=True,
    ):
        curves.plot(
            epochs, 1 - runs.mean(axis=0), "o-", color=shade, markersize=3, label=f"{k} clusters"
        )
        curves.fill_between(
            epochs, 1 - runs.min(axis=0), 1 - runs.max(axis=0), color=shade, alpha=0.18, linewidth=0
        )
        cost.plot([weights] * len(test), 1 - test, "o", color=shade, markersize=4.5)
    curves.plot(
        epochs,
        1 - pixels.mean(axis=0),
        "s-",
        color=colours.second,
        markersize=3.5,
        linewidth=2,
        label="784 pixels",
    )
    curves.fill_between(
        epochs,
        1 - pixels.min(axis=0),
        1 - pixels.max(axis=0),
        color=colours.second,
        alpha=0.2,
        linewidth=0,
    )
    curves.plot(
        epochs,
        1 - found.points_validation,
        "D-",
        color=colours.mark,
        markersize=3.5,
        label=f"{int(found.points):,} points",
    )
    cost.plot(
        [int(found.pixel_weights)] * len(found.pixel_test),
        1 - found.pixel_test,
        "s",
        color=colours.second,
        markersize=4.5,
    )
    cost.plot(
        [int(found.points_weights)],
        [1 - float(found.points_test)],
        "D",
        color=colours.mark,
        markersize=5.5,
    )
    every = (
        found.distance_validation,
        found.distance_test,
        pixels,
        found.pixel_test,
        found.points_validation,
        found.points_test,
    )
    for axes, title, label in (
        (curves, "validation images", "epoch"),
        (cost, "test images, last epoch", "weights of the MLP"),
    ):
        _accuracy_axis(axes, min(v.min() for v in every), max(v.max() for v in every))
        axes.set(xlabel=label, title=title)
    curves.set(ylabel="images read rightly in %", xticks=epochs)
    cost.set(xscale="log")
    ticks = [1000, 3000, 10000, 30000, 100000]
    cost.set_xticks(ticks, [f"{n:,}" for n in ticks])
    cost.set_xlim(
        found.weights[0] / 1.4, max(int(found.points_weights), int(found.weights[-1])) * 1.4
    )
    cost.minorticks_off()
    figure.legend(*curves.get_legend_handles_labels(), loc="outside lower center", ncols=4)
    return Drawing(
        figure,
        ("epochs", "weights"),
        _words(found) | {"pixel_weights": f"{int(found.pixel_weights):,}"},
    )
