"""What OIPs are worth: by which search they were found, and how starts and domains agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.counts import out_of
from analysis.digits import beside
from analysis.figures import grids, style
from analysis.figures.galleries import Layout, Marks, pair_gallery
from analysis.figures.oips import Visible, enhanced, hatch, visible_in
from analysis.figures.style import Drawing
from analysis.results.data_responses import DataResponses
from analysis.results.oips import RUNGS, OipSet
from analysis.results.trust import Trust
from analysis.signs import plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHOWN = 8  # maps in a figure that cannot show all
LAYERS = ("Conv2D_1", "Conv2D_2", "Conv2D_3")
DOMAINS = ("sphere", "box")
RATIO_BARS = (1.0, 1.5, 3.0)  # that prose holds median ratios against
THOUSANDS = 9_999.5  # from here on a ratio is told in thousands: there is no room for more


def spread_over(values: np.ndarray, count: int = SHOWN) -> np.ndarray:
    """Return the maps at evenly spaced ranks of a number, the least first: a choice that favours
    nobody.

    Maps without the number have no rank: they stand first where too few others are left.
    """
    known = int(np.isfinite(values).sum())
    order = np.argsort(np.nan_to_num(values, nan=-np.inf), kind="stable")
    order = order[len(order) - known :] if known >= count else order
    return order[np.linspace(0, len(order) - 1, count).round().astype(int)]


def so_many(values: np.ndarray, count: int = SHOWN) -> int:
    """Return how many maps are shown, at most so many, and none without the number as long as one
    has it.
    """
    return min(count, max(int(np.isfinite(values).sum()), 1))


def picture(axes: Axes, image: np.ndarray, visible: Visible) -> None:
    """Show an image, contrast enhanced, with what the layer does not see of it hatched."""
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


def times_text(ratio: float) -> str:
    """Return how many times as strong as the data, as it is written below a picture: three
    digits at least, thousands as k, and a dash where there is no ratio.
    """
    if np.isnan(ratio):
        return "–"
    if ratio >= THOUSANDS:
        return f"{ratio / 1000:,.0f}k"
    return f"{ratio:.1f}" if ratio < 99.95 else f"{ratio:,.0f}"


def _thousands(*ratios: np.ndarray) -> str:
    """Return what captions say of the k, where it is written at all."""
    return "; k: thousands" if any((some >= THOUSANDS).any() for some in ratios) else ""


def _note(ratio: float, status: str) -> str:
    # the whole word would reach into the note beside it
    short = status.removesuffix(" only")
    sign = "" if np.isnan(ratio) else "×"
    return times_text(ratio) + sign + ("" if status == "normal" else f" {short}")


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
            [rung if rung == RUNGS[-1] else f"woken by: {rung}" for rung in rungs],
            loc="outside lower center",
            ncols=len(rungs),
        )
    odd = {
        str(state): int((trust.status == state).sum())
        for state in sorted(set(trust.status.tolist()) - {"normal"})
    }
    woken = {rung: n for rung, n in rungs.items() if rung != RUNGS[-1]}
    told = ", ".join(f"{rung} ({n})" for rung, n in woken.items())
    silent = int((oips.rung == RUNGS[-1]).sum())
    ratios = trust.ratio_maximum[np.isfinite(trust.ratio_maximum)]
    words = {
        "maps": count,
        "ratio": f"{np.median(ratios):.1f}" if len(ratios) else "–",
        "thousands": _thousands(trust.ratio_maximum),
        "starts": style.counted(oips.every_response.shape[1], "start"),
        "plain": int((oips.rung == RUNGS[0]).sum()),
        "silent": f"Silent, in frames of their own: {silent}" if silent else "No map is silent",
        "empty": f", and empty frames for silent maps, {silent} in number" if silent else "",
        "woken": f"; frames mark maps that a later search woke: {told}" if told else "",
        "frames": (
            f"; coloured frames around {sum(woken.values())} tell which later search woke the map"
            if woken
            else ""
        ),
        "included": ", silent maps included" if silent else "",
        "odd": (", ".join(f"{count} {state}" for state, count in odd.items()) or "none"),
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
        "starts": style.counted(sets[0].every_response.shape[1], "start"),
        "maps": sum(len(found.rung) for found in sets[::2]),
        "silent": silent,
        "plain_sphere": out_of(plain[4], len(sets[4].rung), "map", "maps"),
        "plain_box": plain[5] or "none",
        "woken": int(sum(len(f.rung) for f in sets) - sum(plain) - silent),
    }
    return Drawing(figure, tuple(names), words)


def outside_of(found: OipSet, maps: np.ndarray) -> float:
    """Return the mean share of pixels outside the box, over some maps (map); 0 for none."""
    shares = found.outside[maps]
    return float(shares.mean()) if len(shares) else 0.0


def _which(shown: int, known: int) -> str:
    """Return which of the maps that could be shown are, as captions begin."""
    told = out_of(min(shown, known), known, "map", "maps")
    return f"{told[0].upper()}{told[1:]}"


def _median(ratios: np.ndarray) -> str:
    """Return the median ratio over the maps (map) that have one, as prose tells it."""
    known = ratios[np.isfinite(ratios)]
    return beside(float(np.median(known)), *RATIO_BARS, digits=1) if len(known) else "none"


def draw_domains(
    sphere: OipSet, box: OipSet, responses: DataResponses, trust_sphere: Trust, trust_box: Trust
) -> Drawing:
    """For maps spread over the layer: the OIP of the sphere, that of the box, and the training
    image that excites the map most.
    """
    # both pictures are shown, so both have to exist
    ranked = np.where(sphere.response > 0, trust_box.ratio_maximum, np.nan)
    chosen = spread_over(ranked, so_many(ranked))
    figure = style.sheet(height=3.5)
    rows = figure.subplots(3, len(chosen), squeeze=False)
    for column, m in zip(rows.T, chosen, strict=True):
        for axes, image in zip(
            column,
            (sphere.images[m], box.images[m], responses.top_image[m, 0].astype(float)),
            strict=True,
        ):
            picture(axes, image, visible_in(box))
        column[0].set_title(f"map {m}", fontsize=style.NOTE, pad=3, loc="center")
        for axes, ratio in zip(
            column, (trust_sphere.ratio_maximum[m], trust_box.ratio_maximum[m], 1.0), strict=True
        ):
            axes.set_xlabel(times_text(ratio), fontsize=style.NOTE, labelpad=2)
    for axes, name in zip(rows[:, 0], ("sphere", "box", "training\nimage"), strict=True):
        axes.set_ylabel(name, fontsize=style.NOTE)
    words = {
        "pictures": style.counted(len(chosen), "small grey picture"),
        "which": _which(len(chosen), int(np.isfinite(ranked).sum())),
        "outside": style.per_cent(outside_of(sphere, np.isfinite(ranked))),
        "thousands": _thousands(
            trust_sphere.ratio_maximum[chosen], trust_box.ratio_maximum[chosen]
        ),
        "sphere_maps": style.counted(int(np.isfinite(trust_sphere.ratio_maximum).sum()), "map"),
        "box_maps": style.counted(int(np.isfinite(trust_box.ratio_maximum).sum()), "map"),
        "sphere": _median(trust_sphere.ratio_maximum),
        "box": _median(trust_box.ratio_maximum),
    }
    return Drawing(figure, ("sphere", "box", "training image"), words)


def starts_told(shown: int, starts: int) -> str:
    """Return which OIPs of a map's starts stand in a row, as captions say it."""
    if shown < starts:
        return f"the {shown} strongest of {starts} OIPs from as many starts"
    many = {1: "the OIP from its only start", 2: "the OIPs from both starts"}
    return many.get(starts, f"the OIPs from all {starts} starts, the strongest first")


def _agreeing(found: OipSet) -> str:
    """Return how far starts agree on the median map, as captions say it."""
    known = found.agreement[np.isfinite(found.agreement)]
    if not len(known):
        return "No map has such a number"
    told = (
        f"Over those of {len(found.images)} maps that have such a number the median agreement is"
        f" {plain(float(np.median(known)))}, and the weakest of a map's other pictures stays"
        f" {beside(100 * float(np.nanmedian(found.spread)), 0, digits=0)} % below what is shown"
    )
    several = (found.every_response > 0).sum(axis=1) > 1
    if not several.any():
        return told
    groups = float(np.median(found.clusters[several]))
    amount = f"{groups:.1f}".removesuffix(".0")  # the middle of two counts may be a half
    many = f"{amount} pattern{'' if groups == 1 else 's'}"
    return f"{told}; on the median map with several OIPs these fall into {many}"


def draw_many_starts(found: OipSet) -> Drawing:
    """For maps spread over the layer: the OIPs of their starts, the strongest first, with their
    responses.
    """
    chosen = spread_over(found.agreement, so_many(found.agreement, 6))
    count = min(SHOWN, found.every_response.shape[1])
    figure = style.sheet(height=6.0)
    rows = figure.subplots(len(chosen), count, squeeze=False)
    for row, m in zip(rows, chosen, strict=True):
        order = np.argsort(-found.every_response[m], kind="stable")[:count]
        for axes, k in zip(row, order, strict=True):
            grids.bare(axes)
            if found.every_response[m, k] > 0:
                picture(axes, found.every_image[m, k].astype(float), visible_in(found))
            reached = style.significant(found.every_response[m, k])
            axes.set_xlabel(reached, fontsize=style.NOTE, labelpad=1)
        row[0].set_ylabel(f"map {m}\n{plain(found.agreement[m])}", fontsize=style.NOTE)
    words = {
        "maps": style.counted(len(chosen), "map"),
        "rows": style.counted(len(chosen), "row"),
        "patterns": "one small pattern" if count == 1 else f"up to {count} small patterns",
        "row": starts_told(count, found.every_response.shape[1]),
        "starts": found.every_response.shape[1],
        "medians": _agreeing(found),
    }
    return Drawing(figure, tuple(f"map {m}" for m in chosen), words)
