"""What a penalty on large weights does to kernels, accuracy and silent maps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.counts import out_of
from analysis.digits import beside
from analysis.figures import style
from analysis.figures.recipes import budget, power
from analysis.figures.style import Drawing
from analysis.results.recipes import PenaltyScan

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class _Runs:
    """One kind of number of all runs, and how it is drawn."""

    values: np.ndarray  # (penalty, seed)
    name: str
    shift: float  # to the side of its penalty, so that two kinds do not hide one another
    colour: str
    marker: str


def _by_penalty(axes: Axes, runs: _Runs) -> None:
    """One dot for each run, and a line through the means."""
    places = np.arange(len(runs.values)) + runs.shift
    look: dict[str, Any] = {"marker": runs.marker, "color": runs.colour, "linestyle": "none"}
    look |= {"markersize": 4.5, "markeredgewidth": 0, "alpha": 0.85}
    for k, run in enumerate(runs.values.T):
        axes.plot(places, run, label="" if k else runs.name, **look)
    axes.plot(places, runs.values.mean(axis=1), color=runs.colour, linewidth=1)


def _penalty_axis(axes: Axes, penalties: np.ndarray) -> None:
    """Penalties at equal distances, and the legend below them."""
    places = np.arange(len(penalties))
    names = [power(value) for value in penalties]
    axes.set(xticks=places, xticklabels=names, xlabel="λ", xlim=(-0.5, len(places) - 0.5))
    axes.grid(axis="y", linewidth=0.5)
    axes.set_axisbelow(True)
    place: dict[str, Any] = {"loc": "upper center", "bbox_to_anchor": (0.5, -0.24)}
    axes.legend(ncols=2, columnspacing=1.2, handletextpad=0.2, **place)


def mean_deviation(scan: PenaltyScan) -> np.ndarray:
    """Return the deviation (penalty, layer) of the kernels, a mean over the same seeds for each
    penalty: those with which no training diverged. NaN for a penalty all of whose trainings did,
    and where no seed is left.
    """
    known = np.isfinite(scan.deviation)
    kept = scan.deviation[..., known[known.any(axis=(1, 2))].all(axis=(0, 1))]
    return kept.mean(axis=2) if kept.size else np.full(kept.shape[:2], np.nan)


def _narrowing(without: float, strongest: float) -> str:
    """Return two deviations in words, with as many digits, up to six, as it takes to tell what lies
    between them, to within a quarter of it.
    """
    if not np.isfinite(strongest):
        return "diverged"
    gap = abs(without - strongest)
    for digits in range(3, 7):
        ends = [f"{one:.{digits}f}" for one in (without, strongest)]
        if ends[0] != ends[1] and abs(abs(float(ends[0]) - float(ends[1])) - gap) <= gap / 4:
            return " → ".join(ends)
    return f"{without:.3f} for both"


def _told(scan: PenaltyScan, mean: np.ndarray, chosen: int, strongest: int) -> dict[str, str]:
    """Return in words which penalties are drawn, and how many layers they narrow, of the mean
    deviations (penalty, layer); the strongest has no line of its own where it was chosen.
    """
    few, many = (int((mean[row] < mean[0]).sum()) for row in (chosen, strongest))
    drawn = f"with the λ that was taken, {power(scan.l2[chosen])}"
    told = {0: "none", mean.shape[1]: "all"}
    narrowed, narrowed_most = (told.get(count, count) for count in (few, many))
    if chosen == strongest:
        return {
            "drawn": f"and {drawn}, which is the strongest (dotted)",
            "narrowed": f"{narrowed} of them with the penalty (dotted)",
        }
    return {
        "drawn": f"{drawn} (dotted), and with the strongest,"
        f" λ = {power(scan.l2[strongest])} (solid)",
        "narrowed": f"{narrowed} of them with the one that was taken (dotted), and in"
        f" {narrowed_most} with the strongest (solid)",
    }


def draw_penalties(scan: PenaltyScan) -> Drawing:
    """Histograms of the kernels by layer: at the start, without a penalty, with the chosen one and
    with the strongest.
    """
    figure = style.sheet(height=2.7)
    colours = style.palette()
    chosen = int(scan.chosen)
    strongest = int(scan.l2.argmax())
    lines = [
        (0, "λ = 0", colours.second, "--"),
        (chosen, f"λ = {power(scan.l2[chosen])}, taken", colours.third, ":"),
    ]
    if strongest != chosen:
        lines.append((strongest, f"λ = {power(scan.l2[strongest])}", colours.first, "-"))
    seeds = scan.test.shape[1]
    mean = mean_deviation(scan)
    for k, axes in enumerate(figure.subplots(1, len(scan.layer))):
        axes.stairs(
            scan.begun_count[k],
            scan.edge[k],
            fill=True,
            color=colours.faint,
            label="before training",
        )
        for row, name, colour, line in lines:
            axes.stairs(
                scan.count[row, k],
                scan.edge[k],
                color=colour,
                linestyle=line,
                linewidth=1.4,
                label=name,
            )
        spread = mean[:, k]
        widest = float(scan.edge[k, -1])
        axes.set(
            yticks=[],
            xlabel=_narrowing(float(spread[0]), float(spread[strongest])),
            xticks=[-round(0.7 * widest, 2), 0, round(0.7 * widest, 2)],
        )
        axes.set_title(f"{scan.layer[k]}\n{int(scan.weights[k]):,} weights", fontsize=style.NOTE)
    figure.legend(
        *axes.get_legend_handles_labels(), loc="outside lower center", ncols=len(lines) + 1
    )
    narrower = int((mean[strongest] < mean[0]).sum())
    narrows = out_of(narrower, len(scan.layer), "layer", "layers")
    if narrower:
        cut = beside(100 * float(np.fmax.reduce(1 - mean[strongest] / mean[0])), 0)
        narrows += f", by up to about {cut} %"
    words = budget(scan) | {
        "seeds": seeds,
        "strongest": power(scan.l2[strongest]),
        "layers": len(scan.layer),
        "narrows": f"the strongest penalty narrows {narrows}"
        if np.isfinite(mean[strongest]).all()
        else "with the strongest penalty trainings diverged",
        **_told(scan, mean, chosen, strongest),
    }
    return Drawing(figure, tuple(str(name) for name in scan.layer), words)


def draw_scan(scan: PenaltyScan) -> Drawing:
    """Accuracy, and maps that stay at 0, by penalty, a dot for each run."""
    figure, colours = style.sheet(height=2.9), style.palette()
    accuracy, silent = figure.subplots(1, 2)
    chosen, starts, maps = int(scan.chosen), int(scan.starts), int(scan.maps)
    held_out = f"{int(scan.held_out):,} validation images"
    tested = f"{int(scan.test_images):,} test images"
    _by_penalty(accuracy, _Runs(100 * scan.validation, held_out, -0.12, colours.second, "s"))
    _by_penalty(accuracy, _Runs(100 * scan.test, tested, 0.12, colours.first, "o"))
    look: dict[str, Any] = {"color": colours.faint, "alpha": 0.5, "linewidth": 0}
    accuracy.axvspan(chosen - 0.4, chosen + 0.4, **look)
    accuracy.set_title("accuracy in %")
    plain = f"to {style.counted(starts, 'plain start')}"
    _by_penalty(silent, _Runs(scan.silent, plain, -0.12, colours.first, "o"))
    _by_penalty(silent, _Runs(scan.unlit, f"to {tested}", 0.12, colours.third, "^"))
    silent.set_title(f"maps of {maps} that stay at 0, Conv2D_3")
    _penalty_axis(accuracy, scan.l2)
    _penalty_axis(silent, scan.l2)
    silent.set_ylim(0, None)
    words = budget(scan) | {
        "seeds": scan.test.shape[1],
        "penalties": len(scan.l2),
        "chosen": power(scan.l2[chosen]),
        "starts": out_of(starts, starts, "plain start", "plain starts"),
        "maps": maps,
        "none": f"{scan.silent[0].mean():.1f}",
        "strongest": power(scan.l2[-1]),
        "most": f"{scan.silent[-1].mean():.1f}",
        "unlit_none": f"{scan.unlit[0].mean():.1f}",
        "unlit_most": f"{scan.unlit[-1].mean():.1f}",
    }
    return Drawing(figure, ("accuracy", "silent maps"), words)
