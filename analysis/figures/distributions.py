"""Distributions inside the network: values before and after the ReLU, and families they follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.figures import style
from analysis.figures.activations import listed
from analysis.figures.boxes import BAR, ends, layer_ticks, medians, normal, two_boxes
from analysis.figures.style import Drawing
from analysis.results.distributions import ActivationFamilies, PreActivationShapes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# one for each family, so that no colour is needed to tell them apart
LINES = ("-", (0, (5, 1.5)), (0, (1, 1)), (0, (3, 1, 1, 1)), (0, (8, 2)), "-")
RIVALS = 3  # families that are shown beside one another
WIDER = 1.5  # points: a family's line than that of the next better one
OFF = 5  # times too many, or too few: the ends of the axis that shows it
TRAINED = 0  # row of the trained network among the networks


def draw_pre_activations(shapes: PreActivationShapes) -> Drawing:
    """Pre-activations of every layer beside the normal, trained and untrained, and their distances
    from it.
    """
    figure, colours = style.sheet(height=4.9), style.palette()
    above, below = style.split(figure, rows=(1, 1.25))
    middle = (shapes.edge[1:] + shapes.edge[:-1]) / 2
    panels = above.subplots(1, len(shapes.layer), sharex=True, sharey=True)
    for j, (axes, layer) in enumerate(zip(panels, shapes.layer, strict=True)):
        for density in shapes.density[TRAINED + 1 :, j]:
            axes.plot(middle, density, color=colours.second, linewidth=1)
        axes.plot(middle, shapes.density[TRAINED, j], color=colours.first, linewidth=1.5)
        axes.plot(middle, normal(middle), color=colours.ink, linewidth=1, linestyle=":")
        axes.set(title=str(layer), xlim=(-3.5, 4.5), xticks=[-2, 0, 2, 4])
    panels[0].set(ylabel="density", ylim=(0, 1.1 * shapes.density.max()))
    above.supxlabel("deviations of the map or node", fontsize=style.NOTE)
    left, right = below.subplots(1, 2, sharey=True)
    trained, untrained = shapes.distance[TRAINED], shapes.distance[TRAINED + 1 :]
    looks = {"trained": colours.first, "untrained": colours.second}
    two_boxes(left, shapes.layer_of, trained, untrained, looks)
    places = range(len(shapes.layer))
    right.plot(places, shapes.across[TRAINED], "o", color=colours.first, markersize=6)
    for row in shapes.across[TRAINED + 1 :]:
        right.plot(places, row, "_", color=colours.second, markersize=12, markeredgewidth=1.6)
    for axes, title in ((left, "one map, many images"), (right, "one image, many maps")):
        layer_ticks(axes, shapes.layer)
        axes.set(title=title, ylim=(0, None))
        axes.axhline(BAR, color=colours.ink, linewidth=0.8, linestyle=":")
        axes.grid(axis="y", linewidth=0.4)
    left.set_ylabel("distance to the normal")
    handles, labels = left.get_legend_handles_labels()
    handles += panels[0].get_lines()[-1:]
    figure.legend(handles, [*labels, "normal"], loc="outside lower center", ncols=3)
    middles = medians(trained, shapes.layer_of)
    least, most = ends(middles)
    words = {
        "images": f"{int(shapes.images):,}",
        "nodes": int(shapes.nodes),
        "untrained": "one that is untrained"
        if len(untrained) == 1
        else f"{len(untrained)} that are untrained",
        "bar": f"{BAR}",
        "blank": style.per_cent(shapes.blank[0]),
        "layers": len(shapes.layer),
        "nearest": str(shapes.layer[int(np.nanargmin(middles))]),
        "farthest": str(shapes.layer[int(np.nanargmax(middles))]),
        "least": least,
        "most": most,
    }
    panel = (*(str(layer) for layer in shapes.layer), "many images", "many maps")
    return Drawing(figure, panel, words)


def family_look(number: int) -> dict[str, Any]:
    """Return colour and line of a family, the same wherever it is drawn."""
    colours = style.palette()
    inks = (colours.second, colours.third, colours.first, colours.shared, colours.mark, colours.ink)
    return {
        "color": inks[number],
        "linestyle": LINES[number],
        "linewidth": 1.6 if number == len(LINES) - 1 else 1.3,
    }


def best_three(fits: ActivationFamilies, place: int) -> np.ndarray:
    """Return the families that describe the held-out values of a map best, the best first."""
    likelihood = fits.log_likelihood[place]
    order = np.argsort(np.where(np.isnan(likelihood), np.inf, -likelihood), kind="stable")
    return order[: min(RIVALS, int((~np.isnan(likelihood)).sum()))]


def _example(axes: Axes, fits: ActivationFamilies, j: int) -> str:
    """Draw for the map that stands for a layer how far the density of its held-out values is off
    that of the best families; return its name.
    """
    middle = np.sqrt(fits.edge[j, 1:] * fits.edge[j, :-1])
    data, place = fits.density[j], int(fits.example[j])
    layer = str(fits.layer[j])
    axes.tick_params(labelsize=style.NOTE)
    if place < 0:
        axes.set_axis_off()
        return f"{layer}: none"
    for rank, number in enumerate(best_three(fits, place)):
        curve = fits.curve[j, number]
        some = (data > 0) & (curve > 0)
        ratio = data[some] / curve[some]
        look = family_look(number)
        look["linewidth"] += WIDER * rank  # seen beside a better one that covers it
        look |= {"markersize": 4 + 2 * WIDER * rank, "zorder": 3 - rank / RIVALS}
        axes.plot(middle[some], ratio, marker=".", label=str(fits.family[number]), **look)
    axes.axhline(1, color=style.palette().ink, linewidth=0.8)
    axes.set(xscale="log", yscale="log", ylim=(1 / OFF, OFF))
    ticks = [2.0**k for k in (-2, -1, 0, 1, 2)]
    axes.set_yticks(ticks, ["1/4", "1/2", "1", "2", "4"])
    axes.minorticks_off()
    return f"{layer}, {'node' if 'Dense' in layer else 'map'} {fits.number[place]}"


def draw_families(fits: ActivationFamilies) -> Drawing:
    """For each layer one ordinary map: the density of its positive activations over that of the
    families that describe it best.
    """
    from matplotlib.lines import Line2D

    figure = style.sheet(height=5.0)
    panels = figure.subplots(2, -(-len(fits.layer) // 2), squeeze=False)
    best = []
    for j, axes in enumerate(panels.ravel()[: len(fits.layer)]):
        axes.set_title(_example(axes, fits, j))
        place = int(fits.example[j])
        name = str(fits.family[best_family(fits)[place]]) if place >= 0 else "none"
        best.append(f"{name} ({fits.layer[j]})")
    for axes in panels[-1]:
        axes.set_xlabel("activation")
    for axes in panels[:, 0]:
        axes.set_ylabel("density over family")
    drawn = {line.get_label() for axes in figure.axes for line in axes.get_lines()}
    numbers = [number for number, name in enumerate(fits.family) if str(name) in drawn]
    handles = [Line2D([], [], marker=".", **family_look(number)) for number in numbers]
    names = [str(fits.family[number]) for number in numbers]
    figure.legend(
        handles, names, loc="outside lower center", ncols=max(len(names), 1), handlelength=2.6
    )
    words = {
        "rivals": RIVALS,
        "images": f"{int(fits.images):,}",
        "half": f"{int(fits.images) // 2:,}",
        "nodes": int(fits.nodes),
        "families": len(fits.family),
        "layers": len(fits.layer),
        "best": ", ".join(best),
    }
    return Drawing(figure, tuple(str(layer) for layer in fits.layer), words)


def best_family(fits: ActivationFamilies, families: int | None = None) -> np.ndarray:
    """Return which of the first ``families`` (map) describes the held-out values of a map best; 0
    also where none was fitted.
    """
    likelihood = fits.log_likelihood[:, :families]
    return np.where(np.isnan(likelihood), -np.inf, likelihood).argmax(axis=1)


def wins(fits: ActivationFamilies, families: int | None = None) -> np.ndarray:
    """Return how many maps (layer, family) each of the first ``families`` describes best on
    held-out values.
    """
    best, known = best_family(fits, families), ~np.isnan(fits.halves)
    counted = np.zeros((len(fits.layer), len(fits.family[:families])), int)
    np.add.at(counted, (fits.layer_of[known], best[known]), 1)
    return counted


def distance_of_best(fits: ActivationFamilies) -> np.ndarray:
    """Return the distance (map) between held-out values and the family that describes them best;
    NaN without fits.
    """
    best = best_family(fits)
    return fits.distance[np.arange(len(best)), best]


def _counts(axes: Axes, fits: ActivationFamilies) -> None:
    """How many maps of each layer each family describes best, as a table."""
    colours, counted = style.palette(), wins(fits)
    share = counted / np.maximum(counted.sum(axis=1, keepdims=True), 1)
    axes.imshow(share, cmap=style.counts(), vmin=0, vmax=1.15, aspect="auto")
    for (j, k), number in np.ndenumerate(counted):
        ink = colours.paper if share[j, k] > 0.75 else colours.ink
        axes.text(k, j, str(number), ha="center", va="center", fontsize=style.NOTE, color=ink)
    names = [str(name).replace(" ", "\n").replace("-", "-\n") for name in fits.family]
    axes.set_xticks(range(len(names)), names, fontsize=style.NOTE)
    axes.set_yticks(range(len(fits.layer)), [str(layer) for layer in fits.layer])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.set_title("maps described best by each family")


def leader(family: np.ndarray, counted: np.ndarray) -> str:
    """Return in words which family describes most maps best, or which ones do, from how many each
    does (family).
    """
    if not counted.any():
        return "no family describes a map"
    most = counted == counted.max()
    names = listed([str(name) for name in family[most]])
    of = f"{int(counted.max())} of {int(counted.sum())}"
    if most.sum() > 1:
        return f"{names} describe more maps best than any other family does, {of} each"
    return f"{names} describes more maps best than any other family does, {of}"


def draw_winners(fits: ActivationFamilies) -> Drawing:
    """By layer: how many maps each family describes best, and how far even the best one is from the
    values.
    """
    figure, colours = style.sheet(height=3.4), style.palette()
    left, right = figure.subplots(1, 2, width_ratios=[1.35, 1])
    _counts(left, fits)
    best = distance_of_best(fits)
    looks = {"best family": colours.first, "the other half": colours.third}
    two_boxes(right, fits.layer_of, best, fits.halves, looks)
    right.axhline(BAR, color=colours.ink, linewidth=0.8, linestyle=":")
    layer_ticks(right, fits.layer)
    right.set(title="distance to held-out values", yscale="log", ylim=(0.007, 0.9))
    ticks = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
    right.set_yticks(ticks, [str(tick) for tick in ticks])
    right.minorticks_off()
    right.grid(axis="y", linewidth=0.4)
    if (~np.isnan(best)).any():
        right.legend(loc="upper right")
    counted = wins(fits).sum(axis=0)
    least, most = ends(medians(best, fits.layer_of))
    halves_least, halves_most = ends(medians(fits.halves, fits.layer_of))
    words = {
        "maps": int(counted.sum()),
        "left_out": int(np.isnan(fits.halves).sum()),
        "bar": f"{BAR}",
        "leader": leader(fits.family, counted),
        "near": int((best < BAR).sum()),
        "least": least,
        "most": most,
        "halves_least": halves_least,
        "halves_most": halves_most,
    }
    return Drawing(figure, ("winners", "distance"), words)
