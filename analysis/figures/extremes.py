"""The best of many starts: responses with fitted laws, and how far predictions are off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.counts import out_of
from analysis.figures import style
from analysis.figures.boxes import box, known, shades
from analysis.figures.style import Drawing
from analysis.results.distributions import BestOfMany

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CLOSE = 0.1  # relative error that claim C-FR-3 allows
# as ``errors`` names the predictions and as the legend does
PREDICTIONS = {
    "law": "extreme-value law",
    "Gumbel": "Gumbel law",
    "best so far": "best so far",
}


def errors(found: BestOfMany, name: str) -> np.ndarray:
    """Return the relative error (size, map) of a prediction of the best of four times as many
    starts; NaN where nothing could be fitted.
    """
    places = [int(np.flatnonzero(found.count == 4 * size)[0]) for size in found.size]
    actual = found.best[places]
    guess = {
        "law": found.line[np.arange(len(places)), places],
        "Gumbel": found.gumbel,
        "best so far": found.so_far,
    }[name]
    guess = np.where(np.isnan(found.shape), np.nan, guess)
    return np.divide(guess - actual, actual, out=np.full(actual.shape, np.nan), where=actual > 0)


def _fitted(found: BestOfMany) -> np.ndarray:
    """Return the maps that could be fitted to the largest set of starts."""
    return np.flatnonzero(~np.isnan(found.shape[-1]))


def _spread_over(found: BestOfMany, count: int = 4) -> np.ndarray:
    """Return fitted maps at evenly spaced ranks of their best response."""
    fitted = _fitted(found)
    order = fitted[np.argsort(found.best[-1, fitted], kind="stable")]
    count = min(count, len(order))
    return order[np.linspace(0, len(order) - 1, count).round().astype(int)]


def _best_so_far(axes: Axes, found: BestOfMany, m: int, shade: Any) -> None:
    """The best response of one map among N starts, with its law: dotted beyond the starts used."""
    measured = np.where(found.best[:, m] > 0, found.best[:, m], np.nan)
    axes.plot(found.count, measured, "o", color=shade, markersize=3.2)
    used, beyond = found.count <= found.size[-1], found.count >= found.size[-1]
    for part, line in ((used, "-"), (beyond, ":")):
        law = found.line[-1, part, m]
        axes.plot(found.count[part], law, color=shade, linewidth=1.4, linestyle=line)
    axes.annotate(
        f"map {m}",
        (found.count[-1], found.best[-1, m]),
        (5, 0),
        textcoords="offset points",
        va="center",
        fontsize=style.NOTE,
        annotation_clip=False,
    )


def _prediction_errors(axes: Axes, found: BestOfMany) -> None:
    """A box for each prediction and each number of starts, in per cent."""
    colours = style.palette()
    inks = (colours.first, colours.third, colours.second)
    kinds = list(zip(PREDICTIONS.items(), (-0.24, 0, 0.24), inks, strict=True))
    for k in range(len(found.size)):
        for (name, label), offset, colour in kinds:
            error = 100 * errors(found, name)[k]
            box(axes, k + offset, error, colour, label if k == 0 else None)
    axes.axhspan(-100 * CLOSE, 100 * CLOSE, color=colours.faint, alpha=0.35, linewidth=0)
    axes.axhline(0, color=colours.ink, linewidth=0.8)
    axes.set_xticks(range(len(found.size)), [f"{size:,}\nto {4 * size:,}" for size in found.size])
    axes.set(ylabel="error of the prediction in %", xlabel="from N to 4 N")


def _median_error(found: BestOfMany, name: str, *, signed: bool) -> str:
    """Return the median error of a prediction from the largest set, as words."""
    error = known(errors(found, name)[-1])
    if not len(error):
        return "undefined"
    middle = float(np.median(error if signed else abs(error)))
    return f"{100 * middle:{'+' if signed else ''}.1f} %"


def _fitted_by_size(found: BestOfMany) -> str:
    """Return for how many maps there is a law, for each N where they are not as many for all."""
    fitted = [len(known(errors(found, "law")[k])) for k in range(len(found.size))]
    *first, last = fitted if len({*fitted}) > 1 else fitted[-1:]
    told = out_of(last, len(found.answering), "map", "maps")
    return f"{', '.join(map(str, first))} and {told} in the order of N" if first else told


def draw_best_of_many(found: BestOfMany) -> Drawing:
    """The best response among N starts with the fitted law, and how far predictions for four times
    as many were off.
    """
    figure = style.sheet(height=3.5)
    left, right = figure.subplots(1, 2, width_ratios=[1.15, 1])
    chosen = _spread_over(found)
    for m, shade in zip(chosen, shades(len(chosen)), strict=True):
        _best_so_far(left, found, int(m), shade)
    left.axvline(found.size[-1], color=style.palette().faint, linewidth=0.8)
    left.set(xscale="log", xlabel="starts N", ylabel="best response of N")
    left.set_yscale("log" if len(chosen) else "linear")
    _prediction_errors(right, found)
    figure.legend(*right.get_legend_handles_labels(), loc="outside lower center", ncols=3)
    words = {
        "maps": _fitted_by_size(found),
        "size": f"{found.size[-1]:,}",
        "four": f"{4 * found.size[-1]:,}",
        "blocks": int(found.blocks),
        "shown": len(chosen),
        "close": style.per_cent(CLOSE),
        "error": _median_error(found, "law", signed=False),
        "groups": len(found.size),
        "law": _median_error(found, "law", signed=True),
        "gumbel": _median_error(found, "Gumbel", signed=True),
        "so_far": _median_error(found, "best so far", signed=True),
    }
    return Drawing(figure, ("best of N", "errors"), words)
