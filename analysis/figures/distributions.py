"""Distributions: sums of ink, values before and after the ReLU, and the best of many starts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.figures import style
from analysis.figures.style import Drawing
from analysis.results.distributions import (
    ActivationFamilies,
    BestOfMany,
    InkSums,
    PreActivationShapes,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BAR = 0.05  # distance to the normal from which claim C-FR-1 calls a distribution nearly normal
CLOSE = 0.1  # relative error that claim C-FR-3 allows
# one for each family, so that no colour is needed to tell them apart
LINES = ("-", (0, (5, 1.5)), (0, (1, 1)), (0, (3, 1, 1, 1)), (0, (8, 2)), "-")


def _normal(x: np.ndarray) -> np.ndarray:
    return np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)


def _shades(count: int) -> Any:
    """Return so many colours in order, from the second colour of the theme to the first."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list(
        "order", [style.palette().second, style.palette().first]
    )(np.linspace(0, 1, count))


def _box(axes: Axes, x: float, values: np.ndarray, colour: str, label: str | None = None) -> None:
    """Draw a median, the middle half and the range of 90 % of some values, those that are no
    numbers left out.
    """
    known = values[~np.isnan(values)]
    if len(known):
        low, first, middle, third, high = np.percentile(known, [5, 25, 50, 75, 95])
        axes.plot([x, x], [low, high], color=colour, linewidth=1)
        axes.plot(
            [x, x], [first, third], color=colour, linewidth=6, solid_capstyle="butt", label=label
        )
        axes.plot(
            [x],
            [middle],
            marker="_",
            color=style.palette().paper,
            markersize=6,
            markeredgewidth=1.5,
        )


def bars(probabilities: np.ndarray, width: float = 0.1) -> tuple[np.ndarray, np.ndarray]:
    """Return edges and densities of probabilities of 0, 1, 2, ... in units of their deviation,
    counted from their mean.
    """
    places = np.arange(len(probabilities))
    mean = places @ probabilities
    unit = (places - mean) / np.sqrt((places - mean) ** 2 @ probabilities)
    edges = unit[0] - 1e-9 + width * np.arange(int((5 - unit[0]) / width) + 2)
    return edges, np.histogram(unit, edges, weights=probabilities)[0] / width


def draw_ink_sums(ink: InkSums) -> Drawing:
    """The histogram of ink convolved with itself, six times over, and what becomes of its waves."""
    figure = style.sheet(height=6.6)
    colours = style.palette()
    shades = _shades(len(ink.count))
    above, below = style.split(figure, rows=(2, 1.35))
    x = np.linspace(-3, 5, 200)
    for axes, count, sums, shade in zip(
        above.subplots(2, 3, sharex=True).ravel(), ink.count, ink.sums, shades, strict=True
    ):
        edges, density = bars(np.trim_zeros(sums, "b"))
        axes.stairs(density, edges, fill=True, color=shade, alpha=0.75)
        axes.plot(x, _normal(x), color=colours.ink, linewidth=1, linestyle=":")
        blank = f", {style.per_cent(sums[0])} without ink" if sums[0] >= BAR else ""
        axes.set(
            title=("one pixel" if count == 1 else f"sum of {count}") + blank,
            xlim=(-3, 5),
            ylim=(0, 1.05),
            yticks=[0, 0.5, 1],
        )
    above.supxlabel("deviations from the mean", fontsize=8)
    above.supylabel("density", fontsize=8)
    left, right = below.subplots(1, 2, sharey=True)
    for axes, waves in ((left, ink.raw), (right, ink.scaled)):
        for count, wave, shade in zip(ink.count, waves, shades, strict=True):
            axes.plot(ink.frequency, wave, color=shade, linewidth=1.3, label=f"{count}")
        axes.set(ylim=(0, 1.02), xlim=(0, ink.frequency[-1]))
    left.set(
        xlabel="frequency, per deviation of one pixel",
        ylabel="strength of the wave",
        title="damped: each sum loses more",
    )
    right.plot(
        ink.frequency,
        np.exp(-(ink.frequency**2) / 2),
        color=colours.ink,
        linewidth=1.2,
        linestyle=":",
        label="normal",
        zorder=3,
    )
    right.set(xlabel="frequency, per deviation of the sum", title="kept: one curve remains")
    handles, labels = right.get_legend_handles_labels()
    below.legend(
        handles,
        [f"sum of {label}" if label.isdigit() else label for label in labels],
        loc="outside lower center",
        ncols=7,
        columnspacing=1.1,
        handlelength=1.6,
    )
    words = {
        "largest": int(ink.count[-1]),
        "blank": style.per_cent(ink.sums[0, 0]),
        "first": f"{ink.distance[0, 0]:.2f}",
        "last": f"{ink.distance[0, -1]:.3f}",
        "images": f"{int(ink.images):,}",
    }
    return Drawing(figure, (*(f"{n}" for n in ink.count), "damped", "kept"), words)


def draw_aggregation(ink: InkSums) -> Drawing:
    """How fast sums come near the normal: pixels drawn independently, from one image, and side by
    side.
    """
    figure, colours = style.sheet(height=2.9), style.palette()
    left, right = figure.subplots(1, 2)
    names = {
        "independent": "independent pixels (exact)",
        "one image": "pixels of one image",
        "neighbours": "neighbouring pixels",
    }
    for kind, colour, mark, distance, excess in zip(
        ink.kinds,
        (colours.first, colours.third, colours.second),
        "os^",
        ink.distance,
        ink.excess,
        strict=True,
    ):
        for axes, values in ((left, distance), (right, excess)):
            axes.plot(
                ink.count,
                values,
                color=colour,
                marker=mark,
                markersize=4,
                linewidth=1.2,
                label=names[str(kind)],
            )
    left.axhline(BAR, color=colours.ink, linewidth=0.8, linestyle=":")
    left.text(ink.count[0], BAR * 0.93, f"{BAR}", fontsize=8, va="top")
    right.plot(
        ink.count,
        ink.excess[0, 0] / ink.count,
        color=colours.ink,
        linewidth=1.2,
        linestyle=":",
        label="1 / n of one pixel's",
    )
    for axes, label in ((left, "distance to the normal"), (right, "excess kurtosis")):
        axes.set(xscale="log", yscale="log", xlabel="pixels in the sum", ylabel=label)
        axes.set_xticks(ink.count, [str(n) for n in ink.count])
        axes.minorticks_off()
        axes.grid(linewidth=0.4)
    ticks = [v for v in (0.02, 0.05, 0.1, 0.2, 0.5) if v > 0.9 * ink.distance.min()]
    left.set_yticks(ticks, [str(v) for v in ticks])
    right.set_yticks([0.1, 0.3, 1, 3], ["0.1", "0.3", "1", "3"])
    figure.legend(*right.get_legend_handles_labels(), loc="outside lower center", ncols=4)
    by = {str(kind): distance[-1] for kind, distance in zip(ink.kinds, ink.distance, strict=True)}
    words = {
        "largest": int(ink.count[-1]),
        "images": f"{int(ink.images):,}",
        "bar": f"{BAR}",
        "independent": f"{by['independent']:.3f}",
        "one": f"{by['one image']:.3f}",
        "neighbours": f"{by['neighbours']:.2f}",
    }
    return Drawing(figure, ("distance", "excess kurtosis"), words)


def draw_pre_activations(shapes: PreActivationShapes) -> Drawing:
    """Pre-activations of every layer beside the normal, trained and untrained, and their distances
    from it.
    """
    figure, colours = style.sheet(height=4.9), style.palette()
    above, below = style.split(figure, rows=(1, 1.25))
    middle = (shapes.edge[1:] + shapes.edge[:-1]) / 2
    panels = above.subplots(1, len(shapes.layer), sharex=True, sharey=True)
    for j, (axes, layer) in enumerate(zip(panels, shapes.layer, strict=True)):
        for density in shapes.density[1:, j]:
            axes.plot(middle, density, color=colours.second, linewidth=1)
        axes.plot(middle, shapes.density[0, j], color=colours.first, linewidth=1.5)
        axes.plot(middle, _normal(middle), color=colours.ink, linewidth=1, linestyle=":")
        axes.set(title=str(layer), xlim=(-3.5, 4.5), xticks=[-2, 0, 2, 4])
    panels[0].set(ylabel="density", ylim=(0, 1.1 * shapes.density.max()))
    above.supxlabel("deviations of the map or node", fontsize=8)
    left, right = below.subplots(1, 2, sharey=True)
    names = [str(layer).replace("_", "\n", 1) for layer in shapes.layer]
    for j in range(len(names)):
        _box(
            left,
            j - 0.18,
            shapes.distance[0, shapes.layer_of == j],
            colours.first,
            "trained" if j == 0 else None,
        )
        _box(
            left,
            j + 0.18,
            shapes.distance[1:, shapes.layer_of == j].ravel(),
            colours.second,
            "untrained" if j == 0 else None,
        )
    right.plot(range(len(names)), shapes.across[0], "o", color=colours.first, markersize=6)
    for row in shapes.across[1:]:
        right.plot(
            range(len(names)), row, "_", color=colours.second, markersize=12, markeredgewidth=1.6
        )
    for axes, title in ((left, "one map, many images"), (right, "one image, many maps")):
        axes.set_xticks(range(len(names)), names, fontsize=7.5)
        axes.set(title=title, ylim=(0, None))
        axes.axhline(BAR, color=colours.ink, linewidth=0.8, linestyle=":")
        axes.grid(axis="y", linewidth=0.4)
    left.set_ylabel("distance to the normal")
    handles, labels = left.get_legend_handles_labels()
    handles += panels[0].get_lines()[-1:]
    figure.legend(handles, [*labels, "normal"], loc="outside lower center", ncols=3)
    words = {
        "images": f"{int(shapes.images):,}",
        "nodes": int(shapes.nodes),
        "untrained": len(shapes.network) - 1,
        "bar": f"{BAR}",
        "blank": style.per_cent(shapes.blank[0]),
    }
    return Drawing(
        figure, (*(str(layer) for layer in shapes.layer), "many images", "many maps"), words
    )


def family_look(number: int) -> dict[str, Any]:
    """Return colour and line of a family, the same wherever it is drawn."""
    colours = style.palette()
    inks = (colours.second, colours.third, colours.first, colours.shared, colours.mark, colours.ink)
    return {
        "color": inks[number],
        "linestyle": LINES[number],
        "linewidth": 1.6 if number == 5 else 1.3,
    }


def draw_families(fits: ActivationFamilies) -> Drawing:
    """For each layer one ordinary map: positive activations on logarithmic axes with every fitted
    family.
    """
    figure = style.sheet(height=5.0)
    panels = figure.subplots(2, 3)
    for j, (axes, layer) in enumerate(zip(panels.ravel(), fits.layer, strict=True)):
        middle = np.sqrt(fits.edge[j, 1:] * fits.edge[j, :-1])
        data = fits.density[j]
        place = int(fits.example[j])
        for number, curve in enumerate(fits.curve[j]):
            axes.plot(
                middle,
                np.where(curve > 0, curve, np.nan),
                label=str(fits.family[number]),
                **family_look(number),
            )
        axes.plot(
            middle[data > 0],
            data[data > 0],
            "o",
            color=style.palette().ink,
            markersize=2.6,
            label="held-out values",
        )
        axes.set_title(
            f"{layer}: none"
            if place < 0
            else f"{layer}, {'node' if 'Dense' in str(layer) else 'map'} {fits.number[place]}"
        )
        if (data > 0).any():  # without a value there is nothing that a logarithm could scale
            axes.set(xscale="log", yscale="log", ylim=(data[data > 0].min() / 4, data.max() * 4))
        axes.tick_params(labelsize=7)
    for axes in panels[-1]:
        axes.set_xlabel("activation")
    for axes in panels[:, 0]:
        axes.set_ylabel("density")
    figure.legend(*panels[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=4)
    words = {
        "images": f"{int(fits.images):,}",
        "half": f"{int(fits.images) // 2:,}",
        "nodes": int(fits.nodes),
        "families": len(fits.family),
    }
    return Drawing(figure, tuple(str(layer) for layer in fits.layer), words)


def wins(fits: ActivationFamilies, families: int | None = None) -> np.ndarray:
    """Return how many maps (layer, family) each of the first ``families`` describes best on
    held-out values.
    """
    chosen, known = fits.log_likelihood[:, :families], ~np.isnan(fits.halves)
    best = np.where(np.isnan(chosen), -np.inf, chosen).argmax(axis=1)
    return np.array(
        [
            np.bincount(best[known & (fits.layer_of == j)], minlength=chosen.shape[1])
            for j in range(len(fits.layer))
        ]
    )


def distance_of_best(fits: ActivationFamilies) -> np.ndarray:
    """Return the distance (map) between held-out values and the family that describes them best;
    NaN without fits.
    """
    best = np.where(np.isnan(fits.log_likelihood), -np.inf, fits.log_likelihood).argmax(axis=1)
    return fits.distance[np.arange(len(best)), best]


def draw_winners(fits: ActivationFamilies) -> Drawing:
    """By layer: how many maps each family describes best, and how far even the best one is from the
    values.
    """
    figure = style.sheet(height=3.4)
    colours = style.palette()
    counted = wins(fits)
    left, right = figure.subplots(1, 2, width_ratios=[1.35, 1])
    share = counted / np.maximum(counted.sum(axis=1, keepdims=True), 1)
    left.imshow(share, cmap=style.counts(), vmin=0, vmax=1.15, aspect="auto")
    for (j, k), number in np.ndenumerate(counted):
        left.text(
            k,
            j,
            str(number),
            ha="center",
            va="center",
            fontsize=8,
            color=colours.paper if share[j, k] > 0.75 else colours.ink,
        )
    left.set_xticks(
        range(len(fits.family)),
        [str(name).replace(" ", "\n").replace("-", "-\n") for name in fits.family],
        fontsize=7,
    )
    left.set_yticks(range(len(fits.layer)), [str(layer) for layer in fits.layer])
    left.tick_params(length=0)
    left.spines[:].set_visible(False)
    left.set_title("maps described best by each family")
    best = distance_of_best(fits)
    for j in range(len(fits.layer)):
        _box(
            right,
            j - 0.18,
            best[fits.layer_of == j],
            colours.first,
            "best family" if j == 0 else None,
        )
        _box(
            right,
            j + 0.18,
            fits.halves[fits.layer_of == j],
            colours.third,
            "the other half" if j == 0 else None,
        )
    right.axhline(BAR, color=colours.ink, linewidth=0.8, linestyle=":")
    right.set_xticks(
        range(len(fits.layer)),
        [str(layer).replace("_", "\n", 1).replace("Pool_", "P_") for layer in fits.layer],
        fontsize=6.5,
    )
    right.set(title="distance to held-out values", yscale="log", ylim=(0.007, 0.9))
    right.set_yticks(
        [0.01, 0.02, 0.05, 0.1, 0.2, 0.5], ["0.01", "0.02", "0.05", "0.1", "0.2", "0.5"]
    )
    right.minorticks_off()
    right.grid(axis="y", linewidth=0.4)
    if (~np.isnan(best)).any():
        right.legend(loc="upper right")
    words = {
        "maps": int(counted.sum()),
        "left_out": int(np.isnan(fits.halves).sum()),
        "bar": f"{BAR}",
        "normal": int(counted[:, 5].sum()),
        "near": int((best < BAR).sum()),
    }
    return Drawing(figure, ("winners", "distance"), words)


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


def draw_best_of_many(found: BestOfMany) -> Drawing:
    """The best response among N starts with the fitted law, and how far predictions for four times
    as many were off.
    """
    figure, colours = style.sheet(height=3.5), style.palette()
    left, right = figure.subplots(1, 2, width_ratios=[1.15, 1])
    fitted = np.flatnonzero(~np.isnan(found.shape[-1]))
    order = fitted[np.argsort(found.best[-1, fitted], kind="stable")]
    chosen = (
        order[np.linspace(0, len(order) - 1, min(4, len(order))).round().astype(int)]
        if len(order)
        else order
    )
    for m, shade in zip(chosen, _shades(len(chosen)), strict=True):
        left.plot(
            found.count,
            np.where(found.best[:, m] > 0, found.best[:, m], np.nan),
            "o",
            color=shade,
            markersize=3.2,
        )
        for part, line in (
            (found.count <= found.size[-1], "-"),
            (found.count >= found.size[-1], ":"),
        ):
            left.plot(
                found.count[part],
                found.line[-1, part, m],
                color=shade,
                linewidth=1.4,
                linestyle=line,
            )
        left.annotate(
            f"map {m}",
            (found.count[-1], found.best[-1, m]),
            (5, 0),
            textcoords="offset points",
            va="center",
            fontsize=7.5,
            annotation_clip=False,
        )
    left.axvline(found.size[-1], color=colours.faint, linewidth=0.8)
    left.set(
        xscale="log",
        yscale="log" if len(chosen) else "linear",
        xlabel="starts N",
        ylabel="best response of N",
    )
    for k in range(len(found.size)):
        for offset, name, colour in (
            (-0.24, "law", colours.first),
            (0, "Gumbel", colours.third),
            (0.24, "best so far", colours.second),
        ):
            _box(
                right,
                k + offset,
                100 * errors(found, name)[k],
                colour,
                (
                    {"law": "extreme-value law", "Gumbel": "Gumbel law"}.get(name, name)
                    if k == 0
                    else None
                ),
            )
    right.axhspan(-100 * CLOSE, 100 * CLOSE, color=colours.faint, alpha=0.35, linewidth=0)
    right.axhline(0, color=colours.ink, linewidth=0.8)
    right.set_xticks(range(len(found.size)), [f"{size:,}\nto {4 * size:,}" for size in found.size])
    right.set(ylabel="error of the prediction in %", xlabel="from N to 4 N")
    figure.legend(*right.get_legend_handles_labels(), loc="outside lower center", ncols=3)
    off = abs(errors(found, "law"))[-1]
    words = {
        "maps": len(fitted),
        "size": f"{found.size[-1]:,}",
        "four": f"{4 * found.size[-1]:,}",
        "blocks": int(found.blocks),
        "shown": len(chosen),
        "close": style.per_cent(CLOSE),
        "error": style.per_cent(np.nanmedian(off), 1) if len(fitted) else "no",
        "all": len(found.answering),
    }
    return Drawing(figure, ("best of N", "errors"), words)
