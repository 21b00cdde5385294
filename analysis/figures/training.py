"""Trainings: curves, rates, weights, pixels, and what the trained networks get wrong."""

from __future__ import annotations

import numpy as np

from analysis.figures import grids, style
from analysis.figures.style import Drawing
from analysis.results.classification import Confusion
from analysis.results.images import PixelStatistics
from analysis.results.layers import Kernels
from analysis.results.training import TrainingHistory


def draw_history(history: TrainingHistory) -> Drawing:
    """Loss and error per epoch, on training and validation images."""
    figure, colours = style.sheet(height=2.7), style.palette()
    loss, error = figure.subplots(1, 2)
    epoch = np.arange(1, len(history.training_loss) + 1)
    for axes, of_training, of_validation, name in (
        (loss, history.training_loss, history.validation_loss, "cross-entropy"),
        (error, 100 * (1 - history.training_accuracy), 100 * (1 - history.validation_accuracy), "error in %"),
    ):
        axes.plot(epoch, of_training, "o-", color=colours.first, label="training, while it learns")
        axes.plot(epoch, of_validation, "s-", color=colours.second, label="validation, after the epoch")
        axes.set(xlabel="epoch", ylabel=name, xticks=epoch, ylim=(0, None))
    loss.legend()
    words = {"epochs": len(epoch), "accuracy": f"{100 * history.validation_accuracy[-1]:.2f} %", "loss": f"{history.validation_loss[-1]:.4f}"}
    return Drawing(figure, ("loss", "error"), words)


def draw_both_histories(first: TrainingHistory, full: TrainingHistory) -> Drawing:
    """The two recipes beside each other on the validation images."""
    figure, colours = style.sheet(height=2.7), style.palette()
    loss, error = figure.subplots(1, 2)
    for history, name, colour, marker in (
        (first, "first run: RMSprop", colours.second, "s"),
        (full, "full recipe: SGD, momentum, schedule, L2", colours.first, "o"),
    ):
        epoch = np.arange(1, len(history.training_loss) + 1)
        loss.plot(epoch, history.validation_loss, color=colour, marker=marker, label=name)
        error.plot(epoch, 100 * (1 - history.validation_accuracy), color=colour, marker=marker)
    loss.set(xlabel="epoch", ylabel="validation cross-entropy", ylim=(0, None))
    error.set(xlabel="epoch", ylabel="validation error in %", ylim=(0, None))
    loss.legend()
    words = {"first": f"{100 * first.validation_accuracy[-1]:.2f} %", "full": f"{100 * full.validation_accuracy[-1]:.2f} %"}
    return Drawing(figure, ("loss", "error"), words)


def draw_rates(first: TrainingHistory, full: TrainingHistory) -> Drawing:
    """The learning rate of both recipes over all steps."""
    figure, colours = style.sheet(height=2.6), style.palette()
    panels = figure.subplots(1, 2)
    for axes, history, name, colour in ((panels[0], first, "first run", colours.second), (panels[1], full, "full recipe", colours.first)):
        epochs = np.arange(len(history.learning_rate)) * len(history.training_loss) / len(history.learning_rate)
        axes.plot(epochs, history.learning_rate, color=colour)
        axes.set(xlabel="epoch", ylabel="learning rate", title=name, ylim=(0, history.learning_rate.max() * 1.1))
    words = {"constant": f"{first.learning_rate.max():g}", "peak": f"{full.learning_rate.max():g}", "steps": f"{len(full.learning_rate):,}"}
    return Drawing(figure, ("first run", "full recipe"), words)


def draw_kernels(kernels: Kernels) -> Drawing:
    """Histograms of the kernel values of both trainings, by layer."""
    layers = list(dict.fromkeys(str(name) for name in kernels.layer))
    figure, colours = style.sheet(height=2.6), style.palette()
    for axes, layer in zip(figure.subplots(1, len(layers)), layers, strict=True):
        of_layer = kernels.layer == layer
        widest = float(np.quantile(abs(kernels.first_run[of_layer]), 0.995))
        bins = np.linspace(-widest, widest, 41)
        for values, name, colour in ((kernels.first_run, "without L2", colours.second), (kernels.full_recipe, "with L2", colours.first)):
            axes.hist(values[of_layer], bins, density=True, histtype="step", color=colour, label=name, linewidth=1.3)
        axes.set(title=layer, yticks=[], xlabel="weight")
        axes.tick_params(axis="x", labelsize=7)
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=2)
    spread = {name: f"{values.std():.4f}" for name, values in (("without", kernels.first_run), ("with", kernels.full_recipe))}
    return Drawing(figure, tuple(layers), {"first": spread["without"], "full": spread["with"], "weights": f"{len(kernels.layer):,}"})


def draw_comparison(mlp: TrainingHistory, first: TrainingHistory, full: TrainingHistory, confusion: Confusion) -> Drawing:
    """Validation error per epoch of the MLP and both CNNs, and the test error of MLP and published CNN."""
    figure, colours = style.sheet(height=2.8), style.palette()
    curves, test = figure.subplots(1, 2, width_ratios=[2, 1])
    for history, name, colour, marker in (
        (mlp, "MLP 70/30", colours.third, "^"),
        (first, "CNN, first run", colours.second, "s"),
        (full, "CNN, full recipe", colours.first, "o"),
    ):
        curves.plot(np.arange(1, len(history.training_loss) + 1), 100 * (1 - history.validation_accuracy), color=colour, marker=marker, label=name)
    curves.set(xlabel="epoch", ylabel="validation error in %", ylim=(0, None))
    curves.legend()
    errors = 100 * (1 - np.array([float(confusion.mlp_accuracy), float(confusion.accuracy)]))
    bars = test.bar(["MLP", "CNN"], errors, color=[colours.third, colours.first], width=0.6)
    test.bar_label(bars, [f"{e:.2f} %" for e in errors])
    test.set(ylabel="test error in %", ylim=(0, errors.max() * 1.2))
    words = {
        "mlp": f"{100 * float(confusion.mlp_accuracy):.2f} %",
        "cnn": f"{100 * float(confusion.accuracy):.2f} %",
        "images": f"{int(confusion.matrix.sum()):,}",
    }
    return Drawing(figure, ("validation", "test"), words)


def draw_pixels(pixels: PixelStatistics) -> Drawing:
    """Mean and deviation of each pixel, and what a black image becomes when each pixel is standardised for itself."""
    figure = style.sheet(height=2.5)
    panels = figure.subplots(1, 3)
    shown = (
        (pixels.mean, "mean", style.sequential(), 0.0),
        (pixels.deviation, "deviation", style.sequential(), 0.0),
        (pixels.black_per_pixel, "black image, per pixel", style.sequential(), None),
    )
    for axes, (values, name, colours, low) in zip(panels, shown, strict=True):
        drawn = grids.picture(axes, values, colours, low=low)
        axes.set_title(name)
        bar = figure.colorbar(drawn, ax=axes, location="bottom", shrink=0.85)
        bar.set_label("standardised pixel" if low is None else "grey value")
    words = {
        "unlit": int((pixels.deviation == 0).sum()), "darkest": f"{pixels.black_per_pixel.min():.2f}", "mean": f"{float(pixels.standard_mean):.2f}",
        "deviation": f"{float(pixels.standard_deviation):.2f}",
    }  # fmt: skip
    return Drawing(figure, ("mean", "deviation", "black image"), words)


def draw_confusion(confusion: Confusion) -> Drawing:
    """The confusion matrices of the MLP and the CNN; the diagonal is left out of the colours."""
    figure = style.sheet(height=3.9)
    panels = figure.subplots(1, 2)
    wrong = [np.where(np.eye(10, dtype=bool), np.nan, m) for m in (confusion.mlp_matrix, confusion.matrix)]
    high = max(float(np.nanmax(w)) for w in wrong) or 1.0
    for axes, matrix, errors, name in zip(panels, (confusion.mlp_matrix, confusion.matrix), wrong, ("MLP 70/30", "CNN"), strict=True):
        shown = axes.imshow(np.ma.masked_invalid(errors), cmap=style.sequential(), vmin=0, vmax=high)
        for (row, column), count in np.ndenumerate(matrix):
            if count:
                inside = "#000000" if row != column and count > high * 0.6 else "#ffffff"
                axes.text(
                    column,
                    row,
                    str(count),
                    ha="center",
                    va="center",
                    fontsize=5.5 if row == column else 7,
                    color=style.palette().ink if row == column else inside,
                )
        axes.set(xticks=range(10), yticks=range(10), xlabel="predicted", ylabel="true", title=name)
        axes.spines[:].set_visible(False)
    grids.legend_bar(figure, shown, list(panels), "images classified wrongly", location="bottom")
    missed = int(confusion.matrix.sum() - np.trace(confusion.matrix))
    both = confusion.matrix[4, 9] + confusion.matrix[9, 4]
    words = {
        "errors": missed,
        "mlp_errors": int(confusion.mlp_matrix.sum() - np.trace(confusion.mlp_matrix)),
        "images": f"{int(confusion.matrix.sum()):,}",
        "four_nine": int(both),
    }
    return Drawing(figure, ("MLP", "CNN"), words)


def draw_hard_cases(confusion: Confusion) -> Drawing:
    """The images with the smallest probability of their true class."""
    count, columns = len(confusion.hard_index), 8
    rows = -(-count // columns)
    figure = style.sheet(height=1.22 * rows)
    panels = figure.subplots(rows, columns, squeeze=False)
    for k, axes in enumerate(panels.ravel()):
        grids.bare(axes)
        if k < count:
            grids.picture(axes, confusion.hard_images[k], low=0, high=255)
            true, predicted = confusion.hard_label[k], confusion.hard_predicted[k]
            axes.set_title(f"{true}, read as {predicted}", fontsize=7, pad=2)
            axes.set_xlabel(f"no. {confusion.hard_index[k]}: {confusion.hard_probabilities[k, true]:.1%}", fontsize=6, labelpad=2)
    wrong = int((confusion.hard_label != confusion.hard_predicted).sum())
    return Drawing(figure, tuple(str(i) for i in confusion.hard_index), {"count": count, "wrong": wrong})
