"""The MLP behind a clustering: the centres, the accuracy by their number, and how fast it is
reached.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.figures import grids, style
from analysis.figures.activations import listed
from analysis.figures.ends import name_ends
from analysis.figures.recipes import epochs_told
from analysis.figures.style import Drawing
from analysis.results.classification import Confusion
from analysis.results.clusters import ClusterMlps

if TYPE_CHECKING:
    from matplotlib.axes import Axes

IN_A_ROW = 10
CLASSES = 10  # of MNIST
NEAR = 1.25  # times the errors of another line: their names would lie upon one another
TICKS = (10, 30, 50, 65, 80, 90, 95, 98, 99, 99.5)  # per cent right


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
    return {
        "runs": found.pixel_test.size,
        "epochs": epochs_told(found.pixel_validation.shape[1]),
        "points": f"{int(found.points):,}",
        "counts": listed([str(k) for k in found.clusters]),
        "distances": _both_ends(found.clusters, found.distance_test.mean(axis=1)),
        "pixels": style.per_cent(found.pixel_test.mean(), 2),
        "points_test": style.per_cent(float(found.points_test), 2),
    }


def _both_ends(counts: np.ndarray, accuracy: np.ndarray) -> str:
    """Return in words what is read with the fewest clusters, and with the most."""
    told = [f"{style.per_cent(accuracy[end], 2)} with {counts[end]}" for end in (0, -1)]
    return " and ".join(told[: len(counts)])


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
                _above(found, k),
                fontsize=style.NOTE,
                loc="center",
                pad=2,
            )
    shares = found.centre_purity[found.centre_size > 0]
    purest, mixed = float(shares.max()), float(shares.min())
    alone = int((found.centre_size == 0).sum())
    words = {
        "count": count,
        "images": f"{int(found.centre_size.sum()):,}",
        "missing": _missing(found.centre_label[found.centre_size > 0]),
        "alone": f"; to {style.counted(alone, 'centre')} no image is nearest" if alone else "",
        "in_a_row": IN_A_ROW,
        "purest": _classes_with(found, purest),
        "purest_share": style.per_cent(purest),
        "mixed": _classes_with(found, mixed),
        "mixed_share": style.per_cent(mixed),
    }
    return Drawing(figure, tuple(str(k) for k in range(count)), words)


def _above(found: ClusterMlps, k: int) -> str:
    """Return the class that a centre stands for with its share, as words."""
    if not found.centre_size[k]:
        return "no image"
    return f"{found.centre_label[k]}: {style.per_cent(found.centre_purity[k])}"


def _classes_with(found: ClusterMlps, share: float) -> str:
    """Return the classes whose centres show a share, as words; several may be rounded to it."""
    near = found.centre_size > 0
    shows = [style.per_cent(one) == style.per_cent(share) for one in found.centre_purity[near]]
    return listed([str(label) for label in np.unique(found.centre_label[near][shows])])


def _missing(labels: np.ndarray) -> str:
    """Return the classes that no centre stands for, as words."""
    return ", ".join(str(k) for k in range(CLASSES) if k not in labels) or "none"


def _rival_inputs(axes: Axes, found: ClusterMlps) -> None:
    """One line for each other way to make inputs of clusters, one run each."""
    colours = style.palette()
    look: dict[str, Any] = {"markersize": 5, "linewidth": 1.2, "markerfacecolor": "none"}
    for values, name, line, colour in (
        (found.drawn_test, "distances to images drawn at random", "s--", colours.second),
        (found.one_hot_test, "number of the nearest centre", "^-", colours.third),
        (found.vote_test, "nearest centre, a vote in place of the MLP", "x:", colours.ink),
    ):
        axes.plot(found.clusters, 1 - values, line, color=colour, label=name, **look)


def _distances(axes: Axes, found: ClusterMlps) -> None:
    """Every run on distances to centres as a dot, and a line through their means."""
    colour, runs = style.palette().first, found.pixel_test.size
    axes.plot(
        found.clusters,
        1 - found.distance_test.mean(axis=1),
        "-",
        color=colour,
        linewidth=2,
        label=f"distances to centres, mean of {runs}",
    )
    for run in found.distance_test.T:
        axes.plot(found.clusters, 1 - run, "o", color=colour, markersize=3.5)


def _references(axes: Axes, found: ClusterMlps, cnn: float) -> None:
    """What clusters are compared with: points of Conv2D_3, the MLP on pixels, and the CNN."""
    colours, points = style.palette(), int(found.points)
    axes.plot(
        [points],
        [1 - float(found.points_test)],
        "D",
        color=colours.mark,
        markersize=6,
        label=f"the {points:,} points of Conv2D_3",
    )
    band = 1 - found.pixel_test.max(), 1 - found.pixel_test.min()
    axes.axhspan(*band, color=colours.ink, alpha=0.18, linewidth=0)
    lines = sorted([(float(found.pixel_test.mean()), "the MLP on pixels"), (cnn, "the CNN")])
    lower, upper = (1 - accuracy for accuracy, _ in lines)
    for (accuracy, name), below in zip(lines, (lower < NEAR * upper, False), strict=True):
        axes.axhline(1 - accuracy, color=colours.ink, linewidth=1.2)
        axes.annotate(
            f"{name}: {style.per_cent(accuracy, 2)}",
            (found.clusters[0], 1 - accuracy),
            (0, -3 if below else 3),
            textcoords="offset points",
            fontsize=style.NOTE,
            va="top" if below else "bottom",
        )


def draw_accuracy(found: ClusterMlps, confusion: Confusion) -> Drawing:
    """Test accuracy over the number of clusters, between the lines of the MLP on pixels and of the
    CNN.
    """
    figure = style.sheet(height=4.0)
    axes, cnn = figure.subplots(), float(confusion.accuracy)
    _distances(axes, found)
    _rival_inputs(axes, found)
    _references(axes, found, cnn)
    inputs_read = (found.one_hot_test, found.vote_test, found.drawn_test, found.distance_test)
    everything = [cnn, float(found.points_test)]
    everything += [
        end for one in (*inputs_read, found.pixel_test) for end in (one.min(), one.max())
    ]
    _accuracy_axis(axes, min(everything), max(everything))
    inputs = (*found.clusters, int(found.points))
    axes.set(
        xscale="log",
        xlim=(inputs[0] / 1.15, 1.35 * inputs[-1]),
        xlabel="inputs of the MLP: clusters, images or points",
        ylabel="test images read rightly in %",
    )
    axes.set_xticks(inputs, [f"{n:,}" for n in inputs])
    axes.minorticks_off()
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=2)
    words = _words(found) | {
        "images": f"{int(confusion.matrix.sum()):,}",
        "cnn": style.per_cent(cnn, 2),
        "nearest": _both_ends(found.clusters, found.one_hot_test),
    }
    return Drawing(figure, ("accuracy",), words)


def _courses(axes: Axes, found: ClusterMlps, shades: Any) -> None:
    """Validation errors after each epoch: means of runs, with bands from the worst to the best."""
    colours = style.palette()
    epochs = np.arange(1, found.pixel_validation.shape[1] + 1)
    pixels = found.centres[0].size
    courses: list[tuple[str, np.ndarray, Any, dict[str, Any]]] = [
        (f"{count} clusters", runs, shade, {"marker": "o", "markersize": 3})
        for count, runs, shade in zip(
            found.clusters, found.distance_validation, shades, strict=True
        )
    ]
    look: dict[str, Any] = {"marker": "s", "markersize": 3.5, "linewidth": 2}
    courses.append((f"{pixels:,} pixels", found.pixel_validation, colours.second, look))
    for name, runs, colour, look in courses:
        axes.plot(epochs, 1 - runs.mean(axis=0), color=colour, label=name, **look)
        worst, best = 1 - runs.min(axis=0), 1 - runs.max(axis=0)
        axes.fill_between(epochs, worst, best, color=colour, alpha=0.18, linewidth=0)
    name = f"{int(found.points):,} points"
    points_look: dict[str, Any] = {"marker": "D", "markersize": 3.5, "color": colours.mark}
    axes.plot(epochs, 1 - found.points_validation, label=name, **points_look)
    axes.set(ylabel="images read rightly in %", xticks=epochs)


def _costs(axes: Axes, found: ClusterMlps, shades: Any) -> None:
    """Test errors over the number of weights, each run a dot."""
    colours = style.palette()
    for weights, test, shade in zip(found.weights, found.distance_test, shades, strict=True):
        axes.plot([weights] * len(test), 1 - test, "o", color=shade, markersize=4.5)
    places = [int(found.pixel_weights)] * len(found.pixel_test)
    axes.plot(places, 1 - found.pixel_test, "s", color=colours.second, markersize=4.5)
    points, test = int(found.points_weights), float(found.points_test)
    axes.plot([points], [1 - test], "D", color=colours.mark, markersize=5.5)
    ticks = [1000, 3000, 10000, 30000, 100000]
    axes.set(xscale="log")
    axes.set_xticks(ticks, [f"{n:,}" for n in ticks])
    axes.set_xlim(found.weights[0] / 1.4, max(points, int(found.weights[-1])) * 1.4)
    axes.minorticks_off()


def draw_speed(found: ClusterMlps) -> Drawing:
    """Validation accuracy after each epoch, and test accuracy over the number of weights."""
    figure = style.sheet(height=3.5)
    curves, cost = figure.subplots(1, 2, width_ratios=[1.15, 1])
    shades = style.shades(len(found.clusters))
    _courses(curves, found, shades)
    _costs(cost, found, shades)
    every = (
        found.distance_validation,
        found.distance_test,
        found.pixel_validation,
        found.pixel_test,
        found.points_validation,
        found.points_test,
    )
    least, most = min(values.min() for values in every), max(values.max() for values in every)
    _accuracy_axis(curves, least, most)
    _accuracy_axis(cost, least, most)
    curves.set(xlabel="epoch", title="validation images")
    cost.set(xlabel="weights of the MLP", title="test images, last epoch")
    name_ends(curves, curves.lines, tall=2.8)
    weights = [int(found.pixel_weights), int(found.points_weights), *map(int, found.weights)]
    words = _words(found) | {
        "fewest_weights": f"{min(weights):,}",
        "most_weights": f"{max(weights):,}",
    }
    return Drawing(figure, ("epochs", "weights"), words)
