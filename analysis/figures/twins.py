"""How alike the maps of two trainings are that differ in one thing alone."""

from __future__ import annotations

import numpy as np

from analysis.digits import beside
from analysis.figures import style
from analysis.figures.style import Drawing
from analysis.results.twins import Twins

ALIKE = 0.8  # a question of the series' tests names the number


def draw_twins(found: Twins) -> Drawing:
    """For each layer the likeness of all matched maps, sorted, by what the trainings differ in."""
    layers = list(dict.fromkeys(found.layer.tolist()))
    kinds = list(dict.fromkeys(found.differs.tolist()))
    figure = style.sheet(height=3.3)
    every = figure.subplots(1, len(layers), sharey=True, squeeze=False)[0]
    colours = style.palette()
    shades = (colours.first, colours.second, colours.mark)
    words: dict[str, object] = {
        "images": f"{int(found.images):,}",
        "epochs": style.counted(int(found.epochs), "epoch"),
    }
    lowest = min(0.0, *(float(np.nanmin(one)) for one in (found.likeness, found.by_class))) - 0.05
    for axes, layer in zip(every, layers, strict=True):
        for kind, colour, line in zip(kinds, shades, ("-", "--", ":"), strict=True):
            rows = (found.layer == layer) & (found.differs == kind)
            likeness = np.sort(found.likeness[rows])[::-1]
            axes.plot(np.linspace(0, 100, len(likeness)), likeness, line, color=colour, label=kind)
            key = f"{layer}_{kind}".lower().replace(" ", "_")
            share = 100 * float((likeness >= ALIKE).mean())
            words[key] = f"{beside(share, 0, 100, digits=0)} %"
        chance = np.sort(found.by_class[found.layer == layer])[::-1]
        axes.plot(
            np.linspace(0, 100, len(chance)),
            chance,
            color=colours.ink,
            linewidth=0.8,
            label="only the class shared",
        )
        axes.axhline(ALIKE, color=colours.ink, linewidth=0.5, linestyle=(0, (1, 3)))
        axes.set(title=layer, ylim=(lowest, 1.05), xlabel="% of its maps, sorted")
    every[0].set_ylabel("correlation with the partner")
    figure.legend(
        *every[0].get_legend_handles_labels(),
        loc="outside lower center",
        ncols=len(kinds) + 1,
        title="trainings differ in",
        title_fontsize=style.NOTE,
    )
    return Drawing(figure, tuple(layers), words)


def draw_lines(found: Twins) -> Drawing:
    """The loss along the line between two trainings, with their maps as they are and in the same
    order.
    """
    figure = style.sheet(height=3.1)
    every = figure.subplots(1, len(found.kind), sharey=True, squeeze=False)[0]
    colours = style.palette()
    words: dict[str, object] = {"places": len(found.place)}
    for axes, row, kind in zip(every, range(len(every)), found.kind, strict=True):
        drawn = [
            *axes.plot(found.place, found.loss[row], "o-", color=colours.first, markersize=3),
            *axes.plot(
                found.place, found.loss_matched[row], "s--", color=colours.second, markersize=3
            ),
        ]
        axes.set(title=str(kind), xlabel="place between the two")
        key = str(kind).replace(" ", "_")
        # the ends, where both are the same, would hide what lies between them
        words[key] = f"{found.loss[row, 1:-1].max():.2f}"
        words[f"{key}_matched"] = f"{found.loss_matched[row, 1:-1].max():.2f}"
        words[f"{key}_ends"] = f"{found.loss[row, [0, -1]].max():.2f}"
    every[0].set_ylabel("cross-entropy in nat")
    figure.legend(
        drawn, ["maps as they are", "maps in the same order"], loc="outside lower center", ncols=2
    )
    return Drawing(figure, tuple(map(str, found.kind)), words)
