"""What a penalty on large weights does to kernels, accuracy and silent maps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.figures import style
from analysis.figures.recipes import budget, power
from analysis.figures.style import Drawing
from analysis.results.recipes import PenaltyScan

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def _by_penalty(
    axes: Axes, scan: PenaltyScan, values: np.ndarray, shift: float, look: dict[str, Any], name: str
) -> None:
    """One dot for each run, and a line through the means."""
    places = np.arange(len(scan.l2)) + shift
    for k, run in enumerate(values.T):
        axes.plot(
            places,
            run,
            linestyle="none",
            markersize=4.5,
            markeredgewidth=0,
            alpha=0.85,
            label="" if k else name,
            **look,
        )
    axes.plot(places, values.mean(axis=1), color=look["color"], linewidth=1)


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
        (chosen, f"λ = {power(scan.l2[chosen])}, chosen", colours.third, ":"),
    ]
    if strongest != chosen:
        lines.append((strongest, f"λ = {power(scan.l2[strongest])}", colours.first, "-"))
    seeds = scan.test.shape[1]
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
        spread = scan.deviation[:, k].mean(axis=1)
        widest = float(scan.edge[k, -1])
        axes.set(
            yticks=[],
            xlabel=f"{spread[0]:.3f} → {spread[strongest]:.3f}",
            xticks=[-round(0.7 * widest, 2), 0, round(0.7 * widest, 2)],
        )
        axes.set_title(f"{scan.layer[k]}\n{int(scan.weights[k]):,} weights", fontsize=8)
    figure.legend(
        *axes.get_legend_handles_labels(), loc="outside lower center", ncols=len(lines) + 1
    )
    mean = scan.deviation.mean(axis=2)
    words = budget(scan) | {
        "seeds": seeds,
        "chosen": power(scan.l2[chosen]),
        "strongest": power(scan.l2[strongest]),
        "layers": len(scan.layer),
        "narrower": int((mean[strongest] < mean[0]).sum()),
        "narrower_chosen": int((mean[chosen] < mean[0]).sum()),
        "largest_cut": style.per_cent((1 - mean[strongest] / mean[0]).max()),
    }
    return Drawing(figure, tuple(str(name) for name in scan.layer), words)


def draw_scan(scan: PenaltyScan) -> Drawing:
    """Accuracy and silent maps by penalty, a dot for each run."""
    figure, colours = style.sheet(height=2.9), style.palette()
    accuracy, silent = figure.subplots(1, 2)
    _by_penalty(
        accuracy,
        scan,
        100 * scan.validation,
        -0.12,
        {"marker": "s", "color": colours.second},
        f"{int(scan.held_out):,} validation images",
    )
    _by_penalty(
        accuracy,
        scan,
        100 * scan.test,
        0.12,
        {"marker": "o", "color": colours.first},
        f"{int(scan.test_images):,} test images",
    )
    accuracy.axvspan(
        int(scan.chosen) - 0.4, int(scan.chosen) + 0.4, color=colours.faint, alpha=0.5, linewidth=0
    )
    accuracy.set_title("accuracy in %")
    _by_penalty(
        silent,
        scan,
        scan.silent,
        -0.12,
        {"marker": "o", "color": colours.first},
        f"to {int(scan.starts)} plain starts",
    )
    _by_penalty(
        silent,
        scan,
        scan.unlit,
        0.12,
        {"marker": "^", "color": colours.third},
        f"to {int(scan.test_images):,} test images",
    )
    silent.set_title(f"silent maps of {int(scan.maps)}, Conv2D_3")
    places = np.arange(len(scan.l2))
    for axes in (accuracy, silent):
        axes.set(
            xticks=places,
            xticklabels=[power(value) for value in scan.l2],
            xlabel="λ",
            xlim=(-0.5, len(places) - 0.5),
        )
        axes.grid(axis="y", linewidth=0.5)
        axes.set_axisbelow(True)
        axes.legend(
            loc="upper center",
            bbox_to_anchor=(0.5, -0.24),
            ncols=2,
            columnspacing=1.2,
            handletextpad=0.2,
        )
    silent.set_ylim(0, None)
    words = budget(scan) | {
        "seeds": scan.test.shape[1],
        "penalties": len(scan.l2),
        "chosen": power(scan.l2[int(scan.chosen)]),
        "starts": int(scan.starts),
        "maps": int(scan.maps),
        "none": f"{scan.silent[0].mean():.1f}",
        "strongest": power(scan.l2[-1]),
        "most": f"{scan.silent[-1].mean():.1f}",
        "unlit_none": f"{scan.unlit[0].mean():.1f}",
        "unlit_most": f"{scan.unlit[-1].mean():.1f}",
    }
    return Drawing(figure, ("accuracy", "silent maps"), words)
