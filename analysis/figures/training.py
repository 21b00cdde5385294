"""Trainings: curves, rates, weights, and the pixels they are fed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import grids, style
from analysis.figures.recipes import epochs_told
from analysis.figures.style import Drawing
from analysis.results.images import PixelStatistics
from analysis.results.training import TrainingHistory

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def _curve(axes: Axes, values: np.ndarray, colour: str, marker: str, name: str) -> None:
    """Draw one value per epoch, counted from 1."""
    axes.plot(
        np.arange(1, len(values) + 1),
        values,
        color=colour,
        marker=marker,
        markersize=4.5,
        label=name,
    )


def _finish(axes: Axes, name: str, epochs: int) -> None:
    from matplotlib.ticker import MaxNLocator

    highest = max(float(np.max(line.get_ydata())) for line in axes.lines)
    axes.set(xlabel="epoch", ylim=(0, 1.08 * highest), xlim=(0.6, epochs + 0.4))
    axes.set_title(name)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    axes.grid(axis="y", linewidth=0.5)
    axes.set_axisbelow(True)


def _errors(accuracy: np.ndarray) -> str:
    """Return in words how the error goes from the first epoch to the last."""
    return style.course(*(style.per_cent(1 - accuracy[end], 2) for end in (0, -1)))


def _both(counts: tuple[int, int]) -> str:
    """Return what two courses of so many epochs are drawn as; one of a single epoch is a point."""
    lines = sum(count > 1 for count in counts)
    return ("two points", "a curve and a point", "two curves")[lines]


def draw_history(history: TrainingHistory) -> Drawing:
    """Loss and error per epoch, on training and validation images."""
    figure = style.sheet(height=2.7)
    colours = style.palette()
    epochs = len(history.training_loss)
    loss, error = figure.subplots(1, 2)
    for axes, of_training, of_validation, name in (
        (loss, history.training_loss, history.validation_loss, "cross-entropy"),
        (
            error,
            100 * (1 - history.training_accuracy),
            100 * (1 - history.validation_accuracy),
            "error in %",
        ),
    ):
        _curve(axes, of_training, colours.first, "o", "training, while it learns")
        _curve(axes, of_validation, colours.second, "s", "validation, after the epoch")
        _finish(axes, name, epochs)
    loss.legend()
    words = {
        "epochs": epochs_told(epochs),
        "accuracy": style.per_cent(history.validation_accuracy[-1], 2),
        "drawn": "curve" if epochs > 1 else "point",
        "course": _errors(history.validation_accuracy),
        "training_course": _errors(history.training_accuracy),
    }
    return Drawing(figure, ("loss", "error"), words)


def draw_both_histories(first: TrainingHistory, full: TrainingHistory) -> Drawing:
    """The two recipes beside each other on the validation images."""
    figure, colours = style.sheet(height=2.9), style.palette()
    loss, error = figure.subplots(1, 2)
    for history, name, colour, marker in (
        (first, "first run: RMSprop", colours.second, "s"),
        (full, "full recipe: SGD, momentum, schedule, L2", colours.first, "o"),
    ):
        _curve(loss, history.validation_loss, colour, marker, name)
        _curve(error, 100 * (1 - history.validation_accuracy), colour, marker, name)
    epochs = max(len(first.training_loss), len(full.training_loss))
    _finish(loss, "validation cross-entropy", epochs)
    _finish(error, "validation error in %", epochs)
    figure.legend(*loss.get_legend_handles_labels(), loc="outside lower center", ncols=2)
    words = {
        "first": style.per_cent(first.validation_accuracy[-1], 2),
        "full": style.per_cent(full.validation_accuracy[-1], 2),
        "drawn": _both((len(first.training_loss), len(full.training_loss))),
        "epochs": " and penalty"
        if len(first.training_loss) == len(full.training_loss)
        else ", penalty and number of epochs",
        "first_epochs": len(first.training_loss),
        "full_epochs": len(full.training_loss),
        "first_loss": f"{first.validation_loss[-1]:.4f}",
        "full_loss": f"{full.validation_loss[-1]:.4f}",
    }
    return Drawing(figure, ("loss", "error"), words)


def _spot(picture: np.ndarray) -> str:
    """Return how many pixels of a picture (y, x) reach half of its largest value, of either sign,
    and whether they hang together.
    """
    from scipy import ndimage

    reached = abs(picture) >= abs(picture).max() / 2
    _, pieces = ndimage.label(reached)
    return f"{style.counted(int(reached.sum()), 'pixel')} in {style.counted(pieces, 'piece')}"


def draw_pixels(pixels: PixelStatistics) -> Drawing:
    """Mean and deviation of each pixel, and what a black image becomes when each pixel is
    standardised for itself.
    """
    figure = style.sheet(height=2.9)
    high = grids.scale_of(pixels.mean, pixels.deviation)
    mean, deviation, black = figure.subplots(1, 3)
    shown = grids.picture(mean, pixels.mean, style.sequential(), low=0, high=high)
    grids.picture(deviation, pixels.deviation, style.sequential(), low=0, high=high)
    dark = grids.picture(
        black,
        pixels.black_per_pixel,
        style.sequential(),
        low=float(pixels.black_per_pixel.min()),
        high=0,
    )
    for axes, name in (
        (mean, "mean"),
        (deviation, "deviation"),
        (black, "a black image, per pixel"),
    ):
        axes.set_title(name)
    grids.legend_bar(
        figure, shown, [mean, deviation], "grey value", location="bottom", aspect=30, pad=0.03
    )
    grids.legend_bar(
        figure,
        dark,
        black,
        "standardised pixel",
        location="bottom",
        aspect=20,
        shrink=0.9,
        pad=0.03,
    )
    words = {
        "pixels": " by ".join(str(side) for side in pixels.mean.shape),
        "unlit": int((pixels.deviation == 0).sum()),
        "darkest": f"{pixels.black_per_pixel.min():.2f}",
        "mean": f"{float(pixels.standard_mean):.2f}",
        "deviation": f"{float(pixels.standard_deviation):.2f}",
        "high": f"{high:.0f}",
        "spot": _spot(pixels.black_per_pixel),
        "mean_spot": _spot(pixels.mean),
        "deviation_spot": _spot(pixels.deviation),
    }
    return Drawing(figure, ("mean", "deviation", "black image"), words)
