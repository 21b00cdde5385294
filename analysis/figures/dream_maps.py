"""Dreams of several maps: the same pictures carved with each, and what is left of their edges."""

from __future__ import annotations

import numpy as np

from analysis.figures import grids, style
from analysis.figures.dream_pictures import DOUBLED, FAILED, PASSED, inks, median, show
from analysis.figures.style import Drawing
from analysis.results.dreams import DreamMaps

BELOW = "Below each: edge correlation with the picture, and the response in units of that before."


def draw_maps(maps: DreamMaps) -> Drawing:
    """Both pictures, each carved with several maps."""
    if not len(maps.shown):
        return _none()
    count = max(len(maps.shown), 2)
    figure = style.sheet(height=0.45 + 2 * style.WIDTH / count)
    rows = figure.subplots(2, count, squeeze=False)
    for p, row in enumerate(rows):
        for axes in row:
            grids.bare(axes)
        for axes, m, dream in zip(row, maps.shown, maps.dream[p], strict=False):
            k = list(maps.map).index(m)
            show(
                axes,
                dream,
                "" if p else f"map {m}",
                f"{maps.carved_edges[p, k]:.2f}, × {maps.carved_ratio[p, k]:.0f}",
            )
        row[0].set_ylabel(str(maps.name[p]), fontsize=8)
    shared = maps.likeness[:, ~np.eye(len(maps.shown), dtype=bool)]
    words = {
        "maps": ", ".join(str(m) for m in maps.shown),
        "columns": "1 map" if len(maps.shown) == 1 else f"{len(maps.shown)} maps",
        "told": f"{BELOW} {_alike(shared)}".strip(),
    }
    return Drawing(figure, tuple(f"map {m}" for m in maps.shown), words)


def _none() -> Drawing:
    """Say that there is nothing to show, on a sheet that is no larger than that."""
    figure = style.sheet(height=1.0)
    said = "no map that was tried answers both pictures"
    grids.bare(figure.subplots()).text(0.5, 0.5, said, ha="center", va="center")
    return Drawing(figure, (), {"maps": "there is none", "columns": "no map", "told": ""})


def _alike(shared: np.ndarray) -> str:
    """Return a sentence about how alike two maps' additions are, nothing without two maps."""
    told = "What two maps added to the same picture correlates by {:.2f} in the mean. "
    return told.format(shared.mean()) if shared.size else ""


def draw_all_maps(maps: DreamMaps) -> Drawing:
    """For every map that answers a picture: edges kept by the pure ascent and by carving, the gain
    of carving, and the change of even background.
    """
    figure = style.sheet(height=2.7)
    shades = inks()
    ink = style.palette().ink
    panels = figure.subplots(1, 3, width_ratios=(1.4, 1, 1))
    for p, name in enumerate(maps.name):
        known = ~np.isnan(maps.carved_edges[p])
        across = 0.3 * (np.argsort(np.argsort(maps.map[known])) / max(known.sum() - 1, 1) - 0.5)
        for axes, place, numbers in (
            (panels[0], p - 0.2, maps.pure_edges),
            (panels[0], p + 2.2, maps.carved_edges),
            (panels[1], p, maps.carved_ratio),
            (panels[2], p, maps.pure_even),
        ):
            axes.plot(
                place + across,
                numbers[p, known],
                ".",
                color=shades[p],
                markersize=4,
                alpha=0.8,
                label=str(name) if place == p else None,
            )
    for bar in (FAILED, PASSED):
        panels[0].axhline(bar, color=ink, linewidth=0.8, linestyle=":")
    panels[0].set(title="edge correlation", ylim=(-0.1, 1.02))
    panels[0].set_xticks([0.3, 2.7], ["pure ascent", "carved"])
    panels[0].set_xlim(-0.6, 3.6)
    panels[1].set(title="carved: response / before", yscale="log")
    panels[1].axhline(DOUBLED, color=ink, linewidth=0.8, linestyle=":")
    panels[2].set_title("pure: gain of even share")
    panels[2].axhline(0, color=ink, linewidth=0.8, linestyle=":")
    for axes in panels[1:]:
        axes.set_xticks(range(len(maps.name)), [str(name) for name in maps.name])
        axes.set_xlim(-0.5, len(maps.name) - 0.5)
    figure.legend(*panels[1].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    words = {
        "maps": len(maps.map),
        "answering": " and ".join(
            f"the {name} excites {count}"
            for name, count in zip(maps.name, (maps.before > 0).sum(axis=1), strict=True)
        ),
        "low": FAILED,
        "high": PASSED,
        "pure_edges": median(maps.pure_edges),
        "carved_edges": median(maps.carved_edges),
        "ratio": median(maps.carved_ratio, 1),
        "evener": int((maps.pure_even > 0).sum()),
        "dots": "1 dot" if (maps.before > 0).sum() == 1 else f"{int((maps.before > 0).sum())} dots",
    }
    return Drawing(figure, ("edge correlation", "response", "even background"), words)
