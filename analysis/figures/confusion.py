"""What the trained networks get wrong: which digits are mistaken for which, and the hardest
images.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import grids, style
from analysis.figures.examples import probability_text
from analysis.figures.style import Drawing
from analysis.results.classification import Confusion

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.image import AxesImage

IN_A_ROW = 8


def off_diagonal(matrix: np.ndarray) -> np.ndarray:
    """Return the errors of a confusion matrix, with 0 in place of what is right."""
    return np.where(np.eye(len(matrix), dtype=bool), 0, matrix)


def worst_pair(matrix: np.ndarray) -> tuple[int, int, int]:
    """Return the two classes most often mistaken for one another, both ways together, and how
    often.
    """
    both = np.triu(off_diagonal(matrix) + off_diagonal(matrix).T)
    one, other = np.unravel_index(both.argmax(), both.shape)
    return int(one), int(other), int(both.max())


def _told_pair(one: int, other: int, count: int) -> str:
    """Return a pair of classes and how often it is mistaken, in words."""
    often = "once" if count == 1 else f"{count} times"
    return f"{one} and {other} ({often})" if count else "none"


def _table(axes: Axes, matrix: np.ndarray, high: float) -> AxesImage:
    """Errors as colours and numbers; what is right stands small on an even ground."""
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
            axes.text(column, row, str(count), ha="center", va="center", fontsize=style.NOTE)
        elif count:
            axes.text(
                column,
                row,
                str(count),
                ha="center",
                va="center",
                fontsize=style.NOTE,
                color=colours.paper if count > high * 0.55 else colours.ink,
            )
    axes.set_xticks(np.arange(0.5, len(matrix) - 1), minor=True)
    axes.set_yticks(np.arange(0.5, len(matrix) - 1), minor=True)
    axes.grid(which="minor", linewidth=0.4)
    axes.set(xticks=range(len(matrix)), yticks=range(len(matrix)), xlabel="read as")
    axes.tick_params(which="both", length=0)
    axes.spines[:].set_visible(False)
    return shown


def draw_confusion(confusion: Confusion) -> Drawing:
    """The confusion matrices of the MLP and the CNN; colours show errors only, on one scale."""
    figure = style.sheet(height=4.5)
    panels = figure.subplots(1, 2, sharey=True)
    matrices = {"MLP": confusion.mlp_matrix, "CNN": confusion.matrix}
    high = float(max(off_diagonal(matrix).max() for matrix in matrices.values())) or 1.0
    errors = {name: int(off_diagonal(matrix).sum()) for name, matrix in matrices.items()}
    for axes, (name, matrix) in zip(panels, matrices.items(), strict=True):
        shown = _table(axes, matrix, high)
        axes.set_title(f"{name}: {errors[name]} wrong of {int(matrix.sum()):,}")
    panels[0].set_ylabel("true class")
    grids.legend_bar(
        figure, shown, list(panels), "images read wrongly", location="bottom", aspect=50, shrink=0.6
    )
    one, other, most = worst_pair(confusion.matrix)
    mlp_one, mlp_other, mlp_most = worst_pair(confusion.mlp_matrix)
    fours = [int(matrix[4, 9] + matrix[9, 4]) for matrix in matrices.values()]
    named = {(one, other), (mlp_one, mlp_other)} == {(4, 9)}  # they stand there already
    words = {
        "errors": errors["CNN"],
        "mlp_errors": errors["MLP"],
        "images": f"{int(confusion.matrix.sum()):,}",
        "high": int(high),
        "fours": "" if named else f"; for 4 and 9 the counts are {fours[0]} and {fours[1]}",
        "pair": _told_pair(one, other, most),
        "mlp_pair": _told_pair(mlp_one, mlp_other, mlp_most),
    }
    return Drawing(figure, ("MLP", "CNN"), words)


def draw_hard_cases(confusion: Confusion) -> Drawing:
    """The images with the smallest probability of their true class."""
    count = len(confusion.hard_index)
    rows = -(-count // IN_A_ROW)
    figure = style.sheet(height=1.38 * rows)
    panels = figure.subplots(rows, IN_A_ROW, squeeze=False)
    for k, axes in enumerate(panels.ravel()):
        grids.bare(axes)
        if k < count:
            grids.picture(axes, confusion.hard_images[k], low=0, high=255)
            true = int(confusion.hard_label[k])
            predicted = int(confusion.hard_predicted[k])
            axes.set_title(f"{true}, read as {predicted}", fontsize=style.NOTE, pad=2, loc="center")
            axes.set_xlabel(
                f"no. {confusion.hard_index[k]}\nP({true})"
                f" {probability_text(confusion.hard_probabilities[k, true])}",
                fontsize=style.NOTE,
                labelpad=2,
            )
    right = confusion.hard_probabilities[np.arange(count), confusion.hard_label]
    wrong = int((confusion.hard_label != confusion.hard_predicted).sum())
    words = {
        "count": count,
        "wrong": {0: "none", len(confusion.hard_label): "all"}.get(wrong, str(wrong)),
        "rows": rows,
        "least": probability_text(float(right.min())),
        "most": probability_text(float(right.max())),
    }
    return Drawing(figure, tuple(str(i) for i in confusion.hard_index), words)
