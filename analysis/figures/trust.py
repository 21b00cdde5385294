"""What OIPs are worth: by which search they were found, how starts and domains agree, and the worst
of them.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import grids, style
from analysis.figures.galleries import Layout, Marks, pair_gallery
from analysis.figures.oips import Visible, enhanced, hatch, visible_in
from analysis.figures.style import Drawing
from analysis.results.data_responses import DataResponses
from analysis.results.oips import RUNGS, OipSet
from analysis.results.trust import Trust, TrustTable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHOWN = 8  # maps in a figure that cannot show all
LAYERS = ("Conv2D_1", "Conv2D_2", "Conv2D_3")
DOMAINS = ("sphere", "box")


def spread_over(values: np.ndarray, count: int = SHOWN) -> np.ndarray:
    """Return the maps at evenly spaced ranks of a number, the least first: a choice that favours
    nobody.
    """
    order = np.argsort(np.nan_to_num(values, nan=-np.inf), kind="stable")
    return order[np.linspace(0, len(order) - 1, count).round().astype(int)]


def _picture(axes: Axes, image: np.ndarray, visible: Visible) -> None:
    grids.picture(axes, enhanced(image, visible), low=0, high=1)
    hatch(axes, visible, shape=image.shape)


def _rung_shades() -> dict[str, str]:
    colours = style.palette()
    return dict(
        zip(
            RUNGS,
            (colours.first, colours.third, colours.second, colours.shared, colours.faint),
            strict=True,
        )
    )


def _note(ratio: float, status: str) -> str:
    return ("–" if np.isnan(ratio) else f"{ratio:.1f}×") + (
        "" if status == "normal" else f" {status}"
    )


def draw_all(oips: OipSet, trust: Trust) -> Drawing:
    """Every map of a layer: OIP, ratio to the data, status where it is not normal, and the rung
    that woke it where that was not the first.
    """
    from matplotlib.patches import Patch

    shades, count = _rung_shades(), len(oips.images)
    later = {m: shades[rung] for m, rung in enumerate(oips.rung) if rung != RUNGS[0]}
    notes = [_note(*of) for of in zip(trust.ratio_maximum, trust.status, strict=True)]
    figure = pair_gallery(
        oips.images,
        list(range(count)),
        Layout(visible_in(oips), both=False, per_row=11),
        Marks(oips.rung == RUNGS[-1], notes, later),
    )
    rungs = {
        str(rung): int((oips.rung == rung).sum()) for rung in RUNGS[1:] if (oips.rung == rung).any()
    }
    if rungs:
        handles = [Patch(fill=False, edgecolor=shades[rung], linewidth=1.4) for rung in rungs]
        figure.legend(
            handles,
            [f"woken by: {rung}" for rung in rungs],
            loc="outside lower center",
            ncols=len(rungs),
        )
    odd = {
        str(state): np.flatnonzero(trust.status == state)
        for state in sorted(set(trust.status.tolist()) - {"normal"})
    }
    words = {
        "maps": count,
        "ratio": f"{np.nanmedian(trust.ratio_maximum):.1f}",
        "plain": int((oips.rung == RUNGS[0]).sum()),
        "silent": int((oips.rung == RUNGS[-1]).sum()),
        "rungs": ", ".join(f"{rung} ({n})" for rung, n in rungs.items()) or "none",
        "odd": (
            "; ".join(f"{state}: {', '.join(map(str, maps))}" for state, maps in odd.items())
            or "normal for all"
        ),
    }
    return Drawing(figure, tuple(str(m) for m in range(count)), words)


def draw_ladder_fill(*sets: OipSet) -> Drawing:
    """For each layer and domain, the share of maps that each search of the ladder wakes, as one
    bar.
    """
    figure = style.sheet(height=2.7)
    axes, shades = figure.subplots(), _rung_shades()
    names = [f"{layer}, {domain}" for layer in LAYERS for domain in DOMAINS]
    left = np.zeros(len(sets))
    for rung in RUNGS:
        width = np.array([100 * np.mean(found.rung == rung) for found in sets])
        axes.barh(range(len(sets)), width, left=left, color=shades[rung], label=rung, height=0.7)
        left += width
    axes.set(
        yticks=range(len(sets)),
        yticklabels=names,
        xlabel="share of the layer's maps in %",
        xlim=(0, 100),
    )
    axes.invert_yaxis()
    axes.legend(loc="lower center", bbox_to_anchor=(0.45, 1.0), ncols=len(RUNGS))
    silent = int(sum((found.rung == "silent").sum() for found in sets))
    plain = [int((found.rung == "plain").sum()) for found in sets]
    words = {
        "starts": sets[0].every_response.shape[1],
        "maps": sum(len(found.rung) for found in sets[::2]),
        "silent": silent,
        "plain_sphere": plain[4],
        "plain_box": plain[5],
        "count": len(sets[4].rung),
        "woken": int(sum(len(f.rung) for f in sets) - sum(plain) - silent),
    }
    return Drawing(figure, tuple(names), words)


def draw_domains(
    sphere: OipSet, box: OipSet, responses: DataResponses, trust_sphere: Trust, trust_box: Trust
) -> Drawing:
    """For maps spread over the layer: the OIP of the sphere, that of the box, and the training
    image that excites the map most.
    """
    chosen = spread_over(trust_box.ratio_maximum)
    figure = style.sheet(height=3.5)
    rows = figure.subplots(3, len(chosen))
    for column, m in zip(rows.T, chosen, strict=True):
        for axes, image in zip(
            column,
            (sphere.images[m], box.images[m], responses.top_image[m, 0].astype(float)),
            strict=True,
        ):
            _picture(axes, image, visible_in(box))
        column[0].set_title(f"map {m}", fontsize=8, pad=3, loc="center")
        for axes, ratio in zip(
            column, (trust_sphere.ratio_maximum[m], trust_box.ratio_maximum[m], 1.0), strict=True
        ):
            axes.set_xlabel("–" if np.isnan(ratio) else f"{ratio:.1f}", fontsize=8, labelpad=2)
    for axes, name in zip(rows[:, 0], ("sphere", "box", "training\nimage"), strict=True):
        axes.set_ylabel(name, fontsize=8)
    words = {
        "maps": len(chosen),
        "all": len(sphere.images),
        "outside": style.per_cent(sphere.outside.mean()),
        "sphere": f"{np.nanmedian(trust_sphere.ratio_maximum):.1f}",
        "box": f"{np.nanmedian(trust_box.ratio_maximum):.1f}",
    }
    return Drawing(figure, ("sphere", "box", "training image"), words)


def draw_many_starts(found: OipSet) -> Drawing:
    """For maps spread over the layer: the OIPs of their starts, the strongest first, with their
    responses.
    """
    chosen = spread_over(found.agreement, 6)
    count = min(SHOWN, found.every_response.shape[1])
    figure = style.sheet(height=6.0)
    rows = figure.subplots(len(chosen), count, squeeze=False)
    for row, m in zip(rows, chosen, strict=True):
        order = np.argsort(-found.every_response[m], kind="stable")[:count]
        for axes, k in zip(row, order, strict=True):
            grids.bare(axes)
            if found.every_response[m, k] > 0:
                _picture(axes, found.every_image[m, k].astype(float), visible_in(found))
            axes.set_xlabel(f"{found.every_response[m, k]:.2f}", fontsize=7.5, labelpad=1)
        row[0].set_ylabel(f"map {m}\n{found.agreement[m]:.2f}", fontsize=8)
    words = {
        "maps": len(chosen),
        "shown": count,
        "starts": found.every_response.shape[1],
        "agreement": f"{np.nanmedian(found.agreement):.2f}",
        "clusters": f"{np.median(found.clusters):.0f}",
        "spread": style.per_cent(np.nanmedian(found.spread)),
        "all": len(found.images),
    }
    return Drawing(figure, tuple(f"map {m}" for m in chosen), words)


PER_ROW = 5  # panels of the figure that shows every number
APART = 0.36  # between the two domains of a layer


def _box(axes: Axes, x: float, values: np.ndarray, colour: str, label: str | None) -> None:
    """Draw the median, the quartiles and the range of 90 % of the maps that have a number."""
    known = values[~np.isnan(values)]
    if not len(known):
        return
    low, first, middle, third, high = np.percentile(known, [5, 25, 50, 75, 95])
    axes.plot([x, x], [low, high], color=colour, linewidth=1)
    axes.plot([x, x], [first, third], color=colour, linewidth=6, solid_capstyle="butt", label=label)
    paper = style.palette().paper
    axes.plot([x], [middle], marker="_", color=paper, markersize=6, markeredgewidth=1.5)


def _panel(axes: Axes, tables: Sequence[TrustTable], row: int) -> None:
    """Draw one number: a box for each layer and domain, and what it should be held against."""
    colours, last = style.palette(), tables[-1]
    for k, table in enumerate(tables):
        layer, domain = divmod(k, len(DOMAINS))
        x = layer + (domain - 0.5) * APART
        label = DOMAINS[domain] if layer == 0 else None
        _box(axes, x, table.value[row], (colours.first, colours.second)[domain], label)
    if not np.isnan(last.beside[row]):
        axes.axhline(float(last.beside[row]), color=colours.ink, linewidth=0.8, linestyle=":")
    layers = len(tables) // len(DOMAINS)
    axes.set_title("\n".join(textwrap.wrap(str(last.label[row]), 16)), fontsize=8)
    axes.set_xticks(range(layers), [str(k + 1) for k in range(layers)])
    axes.set_ylim(0, 1.02 * last.top[row] if last.top[row] > 0 else 1.04 * axes.get_ylim()[1])
    axes.grid(axis="y", linewidth=0.4)


def draw_numbers(*tables: TrustTable) -> Drawing:
    """Every trust number as boxes by layer, sphere beside box: median, quartiles, and the range of
    90 % of the maps.
    """
    last = tables[-1]
    lines = -(-len(last.number) // PER_ROW)
    figure = style.sheet(height=2.6 * lines + 0.2)
    panels = figure.subplots(lines, PER_ROW, squeeze=False)
    for row, axes in enumerate(panels.ravel()):
        if row < len(last.number):
            _panel(axes, tables, row)
        else:
            axes.set_axis_off()
    for axes in panels[-1]:
        axes.set_xlabel("Conv2D layer")
    figure.legend(*panels[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    middles = dict(zip(last.number.tolist(), last.middle_text.tolist(), strict=True))
    fine = list(last.number).index("fine-power")
    words = {
        "count": len(last.number),
        "reference": style.per_cent(float(last.beside[fine])),
        **{name.replace("-", "_"): said for name, said in middles.items()},
    }
    return Drawing(figure, tuple(str(label) for label in last.label), words)


WORST: dict[str, tuple[Callable[[OipSet, Trust], np.ndarray], bool, str]] = {
    "least above the data": (lambda oips, trust: trust.ratio_maximum, True, "{:.2f} × data"),
    "starts agree least": (lambda oips, trust: oips.agreement, True, "{:.2f}"),
    "lost by a shift of 1 px": (lambda oips, trust: trust.shift[:, 0], True, "{:.2f} left"),
    "lost by a turn of 5°": (lambda oips, trust: trust.rotation[:, 0], True, "{:.2f} left"),
    "lost by a blur of 1 px": (lambda oips, trust: trust.blur[:, 1], True, "{:.2f} left"),
    "most power below 4 px": (lambda oips, trust: trust.high_share, False, "{:.2f}"),
    "worst hint, % right": (lambda oips, trust: trust.hit_rate * 100, True, "{:.0f} %"),
}


def draw_failures(oips: OipSet, trust: Trust) -> Drawing:
    """The worst maps of a layer by each number, no excuses: picture, map and number."""
    figure = style.sheet(height=7.6)
    rows = figure.subplots(len(WORST), 6)
    for row, (name, (read, least, text)) in zip(rows, WORST.items(), strict=True):
        values = read(oips, trust)
        order = [
            m
            for m in np.argsort(values if least else -values, kind="stable")
            if not np.isnan(values[m])
        ][:6]
        for axes in row:
            grids.bare(axes)
        for axes, m in zip(row, order, strict=False):
            _picture(axes, oips.images[m], visible_in(oips))
            axes.set_title(f"map {m}", fontsize=7.5, pad=2, loc="center")
            axes.set_xlabel(text.format(values[m]), fontsize=7.5, labelpad=1)
        row[0].set_ylabel("\n".join(textwrap.wrap(name, 16)), fontsize=8)
    hints = int(np.nansum(trust.hit_rate <= 0.5))
    return Drawing(
        figure,
        tuple(WORST),
        {"kinds": len(WORST), "each": 6, "hints": hints, "maps": len(oips.images)},
    )
