"""What the comparison MLP takes for what: mean matrix, ranked pairs, and the 4s and 9s it reads
worst.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.counts import out_of
from analysis.figures import grids, style
from analysis.figures.activations import listed
from analysis.figures.confusion import off_diagonal
from analysis.figures.examples import probability_text
from analysis.figures.style import Drawing
from analysis.results.mlp import MlpRuns

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.image import AxesImage

NAMED = ((4, 9), (5, 9), (2, 7), (5, 8))  # the pairs that the series names


def ranked_pairs(matrices: np.ndarray) -> tuple[list[tuple[int, int]], np.ndarray]:
    """Return the 45 pairs, the one most often confused in the mean first, and their errors both
    ways (run, pair) in that order.
    """
    one, other = np.triu_indices(matrices.shape[-1], 1)
    errors = matrices[..., one, other] + matrices[..., other, one]
    order = np.argsort(-errors.mean(axis=0), kind="stable")
    return [(int(one[k]), int(other[k])) for k in order], errors[:, order]


def ranks(matrices: np.ndarray, pair: tuple[int, int]) -> np.ndarray:
    """Return the rank of a pair in each run: 1 and the number of pairs with more errors."""
    pairs, errors = ranked_pairs(matrices)
    place = pairs.index(pair)
    return 1 + (errors > errors[:, [place]]).sum(axis=1)


def mean_rank(matrices: np.ndarray, pair: tuple[int, int]) -> int:
    """Return the rank of a pair in the means of all runs: 1 and the number of pairs with more
    errors, so that equal pairs share one.
    """
    return int(ranks(matrices.sum(axis=0, keepdims=True), pair)[0])


def named_at(pairs: list[tuple[int, int]], counts: np.ndarray, count: float) -> str:
    """Return which pairs have a count, in words: '4/9', '4/9, 3/5 and 0/1'."""
    return listed([f"{a}/{b}" for (a, b), one in zip(pairs, counts, strict=True) if one == count])


def _told(number: float) -> str:
    """Return a mean count as text of at most four characters, nothing for nothing; below a hundred
    with its tenth, since halves that are rounded no longer add up.
    """
    if number == 0:
        return ""
    whole = number >= 99.95 or number == int(number)
    return f"{number:.0f}" if whole else f"{number:.1f}"


def _table(axes: Axes, matrix: np.ndarray, high: float) -> AxesImage:
    shown = axes.imshow(off_diagonal(matrix), cmap=style.counts(), vmin=0, vmax=high)
    colours = style.palette()
    for (row, column), count in np.ndenumerate(matrix):
        if row == column:
            axes.add_patch(
                grids.rectangle(
                    (column - 0.5, row - 0.5),
                    1,
                    1,
                    facecolor=colours.faint,
                    alpha=0.45,
                    linewidth=0,
                )
            )
        right, strong = row == column, count > high * 0.55
        axes.text(
            column,
            row,
            _told(count),
            ha="center",
            va="center",
            fontsize=style.NOTE if right else 7.5,
            color=colours.paper if strong and not right else colours.ink,
        )
    for one, other in NAMED:
        for row, column in ((one, other), (other, one)):
            axes.add_patch(
                grids.rectangle(
                    (column - 0.46, row - 0.46),
                    0.92,
                    0.92,
                    fill=False,
                    edgecolor=colours.second,
                    linewidth=1.2,
                )
            )
    axes.set(xticks=range(len(matrix)), yticks=range(len(matrix)), xlabel="read as")
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    return shown


def _words(runs: MlpRuns) -> dict[str, Any]:
    pairs, errors = ranked_pairs(runs.matrices)
    wrong = np.array([off_diagonal(matrix).sum() for matrix in runs.matrices])
    sums = errors.sum(axis=0)
    mean = runs.matrices.mean(axis=0)
    return {
        "cells": int((off_diagonal(mean) > 0).sum()),
        "cnn_cells": int((off_diagonal(runs.cnn_matrices[0]) > 0).sum()),
        "last": named_at(pairs, sums, sums[-1]),
        "last_mean": f"{errors[:, -1].mean():.1f}",
        "runs": len(runs.matrices),
        "images": f"{int(runs.matrices[0].sum()):,}",
        "pairs": len(pairs),
        "first": named_at(pairs, sums, sums[0]),
        "first_mean": f"{errors[:, 0].mean():.1f}",
        "wrong": f"{wrong.mean():.1f}".removesuffix(".0"),
        "reach": style.reach(f"{wrong.min():.0f}", f"{wrong.max():.0f}"),
        "cnn_wrong": int(off_diagonal(runs.cnn_matrices[0]).sum()),
        "named": ", ".join(f"{a}/{b} at {mean_rank(runs.matrices, (a, b))}" for a, b in NAMED),
    }


def draw_mean_confusion(runs: MlpRuns) -> Drawing:
    """The mean matrix of the MLP's trainings beside that of the published CNN; colours show errors,
    on one scale.
    """
    figure = style.sheet(height=4.75)
    panels, words = figure.subplots(1, 2, sharey=True), _words(runs)
    mean, cnn = runs.matrices.mean(axis=0), runs.cnn_matrices[0].astype(float)
    high = float(max(off_diagonal(mean).max(), off_diagonal(cnn).max())) or 1.0
    titles = (
        f"MLP, mean of {words['runs']} trainings: {words['wrong']} wrong",
        f"CNN, one training: {words['cnn_wrong']} wrong",
    )
    for axes, matrix, title in zip(panels, (mean, cnn), titles, strict=True):
        shown = _table(axes, matrix, high)
        axes.set_title(title)
    panels[0].set_ylabel("true class")
    grids.legend_bar(
        figure,
        shown,
        list(panels),
        "images read wrongly, per training",
        location="bottom",
        aspect=50,
        shrink=0.6,
    )
    return Drawing(figure, ("MLP", "CNN"), words | {"high": f"{high:.1f}".removesuffix(".0")})


def draw_pairs(runs: MlpRuns) -> Drawing:
    """All pairs ranked by the MLP's errors, with every training as a dot and the pairs of the
    series in colour.
    """
    figure, colours = style.sheet(height=3.5), style.palette()
    axes, (pairs, errors) = figure.subplots(), ranked_pairs(runs.matrices)
    places = np.arange(len(pairs))
    named = np.array([pair in NAMED for pair in pairs])
    for chosen, colour, name in (
        (named, colours.second, "MLP, mean: named by the series"),
        (~named, colours.faint, "MLP, mean: other pairs"),
    ):
        axes.bar(places[chosen], errors.mean(axis=0)[chosen], color=colour, width=0.72, label=name)
    for k, row in enumerate(errors):
        axes.plot(
            places,
            row,
            ".",
            color=colours.ink,
            markersize=3,
            label="MLP, each training" if k == 0 else None,
        )
    cnn = [runs.cnn_matrices[0][a, b] + runs.cnn_matrices[0][b, a] for a, b in pairs]
    axes.plot(
        places,
        cnn,
        "_",
        color=colours.first,
        markersize=6,
        markeredgewidth=2,
        label="CNN, published training",
    )
    axes.set(ylabel="images taken for one another", xlim=(-0.8, len(pairs) - 0.2), ylim=(0, None))
    axes.set_xticks(places, [f"{a}/{b}" for a, b in pairs], rotation=90, fontsize=style.NOTE)
    for label, told in zip(axes.get_xticklabels(), named, strict=True):
        label.set(
            color=colours.second if told else colours.ink, fontweight="bold" if told else "normal"
        )
    axes.tick_params(axis="x", length=0, pad=2)
    axes.grid(axis="y", linewidth=0.5)
    axes.set_axisbelow(True)
    axes.legend()
    return Drawing(figure, ("pairs",), _words(runs) | {"cnn_largest": int(max(cnn))})


def _mirrored(axes: Axes, mlp: np.ndarray, cnn: np.ndarray, true: int) -> None:
    """Probabilities of all classes: those of the MLP upwards, those of the CNN downwards."""
    colours, classes = style.palette(), range(len(mlp))
    axes.bar(classes, mlp, color=colours.third, width=0.8, label="MLP")
    axes.bar(classes, -cnn, color=colours.first, width=0.8, label="CNN")
    axes.axhline(0, color=colours.ink, linewidth=0.6)
    axes.set(ylim=(-1.05, 1.05), xlim=(-0.7, len(mlp) - 0.3), yticks=[])
    axes.set_xticks(classes, [str(k) for k in classes], fontsize=style.NOTE)
    axes.get_xticklabels()[true].set(color=colours.second, fontweight="bold")
    axes.tick_params(length=0, pad=1)
    axes.spines[:].set_visible(False)
    axes.set_xlabel(
        f"MLP {probability_text(float(mlp[true]))}\nCNN {probability_text(float(cnn[true]))}",
        fontsize=style.NOTE,
        labelpad=2,
    )


def draw_worst(runs: MlpRuns) -> Drawing:
    """The 4s and 9s with the least probability of their class by the MLP, each above the
    probabilities of MLP and CNN.
    """
    count = runs.worst_index.shape[1]
    figure = style.sheet(height=5.6)
    parts = style.split(figure, rows=[1] * len(runs.digit))
    for d, (part, digit) in enumerate(zip(parts, map(int, runs.digit), strict=True)):
        panels = part.subplots(2, count, height_ratios=[1.35, 1])
        for k, (above, below) in enumerate(panels.T):
            grids.picture(above, runs.worst_images[d, k], low=0, high=255)
            above.set_title(
                f"{digit}, no. {runs.worst_index[d, k]}", fontsize=style.NOTE, loc="center", pad=2
            )
            _mirrored(below, runs.mlp_probabilities[d, k], runs.cnn_probabilities[d, k], digit)
    figure.legend(*below.get_legend_handles_labels(), loc="outside lower center", ncols=2)
    right = runs.cnn_probabilities.argmax(axis=-1) == runs.digit[:, None]
    words = {
        "each": count,
        "cnn_right": out_of(int(right.sum()), right.size, "image", "images"),
        "runs": len(runs.matrices),
        "always": out_of(
            int((runs.misread == len(runs.matrices)).sum()), right.size, "image", "images"
        ),
        "digits": " and ".join(f"{digit}s" for digit in runs.digit),
        "images": f"{int(runs.matrices[0].sum()):,}",
    }
    return Drawing(figure, tuple(f"{digit}s" for digit in runs.digit), words)
