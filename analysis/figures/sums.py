"""Sums of ink: their histograms and waves, and how fast they come near the normal."""

from __future__ import annotations

import numpy as np

from analysis.figures import style
from analysis.figures.activations import listed
from analysis.figures.boxes import BAR, normal, shades
from analysis.figures.style import Drawing
from analysis.results.distributions import InkSums


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
    inks = shades(len(ink.count))
    above, below = style.split(figure, rows=(2, 1.35))
    x = np.linspace(-3, 5, 200)
    for axes, count, sums, shade in zip(
        above.subplots(2, 3, sharex=True).ravel(), ink.count, ink.sums, inks, strict=True
    ):
        edges, density = bars(np.trim_zeros(sums, "b"))
        axes.stairs(density, edges, fill=True, color=shade, alpha=0.75)
        axes.plot(x, normal(x), color=colours.ink, linewidth=1, linestyle=":")
        blank = f", {style.per_cent(sums[0])} without ink" if sums[0] >= BAR else ""
        axes.set(
            title=("one pixel" if count == 1 else f"sum of {count}") + blank,
            xlim=(-3, 5),
            ylim=(0, 1.05),
            yticks=[0, 0.5, 1],
        )
    above.supxlabel("deviations from the mean", fontsize=style.NOTE)
    above.supylabel("density", fontsize=style.NOTE)
    left, right = below.subplots(1, 2, sharey=True)
    for axes, waves in ((left, ink.raw), (right, ink.scaled)):
        for count, wave, shade in zip(ink.count, waves, inks, strict=True):
            axes.plot(ink.frequency, wave, color=shade, linewidth=1.3, label=f"{count}")
        axes.set(ylim=(0, 1.02), xlim=(0, ink.frequency[-1]))
    left.set(
        xlabel="frequency, per deviation of one pixel",
        ylabel="strength of the wave",
        title="in units of one pixel’s deviation",
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
    right.set(xlabel="frequency, per deviation of the sum", title="in units of the sum’s deviation")
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
        "counts": len(ink.count),
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
        # a logarithmic axis has no place for 0 and below, and a line does not fall off it
        for axes, values in ((left, distance), (right, np.where(excess > 0, excess, np.nan))):
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
    left.text(ink.count[0], BAR * 0.93, f"{BAR}", fontsize=style.NOTE, va="top")
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
    off = [
        f"{names[str(kind)].removesuffix(' (exact)')} at {listed(list(map(str, counts)))}"
        for kind, excess in zip(ink.kinds, ink.excess, strict=True)
        if len(counts := ink.count[excess <= 0])
    ]
    words = {
        "off": f"; not above 0, and so not on the right: {', '.join(off)}" if off else "",
        "largest": int(ink.count[-1]),
        "images": f"{int(ink.images):,}",
        "bar": f"{BAR}",
        "independent": f"{by['independent']:.3f}",
        "one": f"{by['one image']:.3f}",
        "neighbours": f"{by['neighbours']:.2f}",
        "excess": f"{ink.excess[0, -1]:.3f}",
    }
    return Drawing(figure, ("distance", "excess kurtosis"), words)
