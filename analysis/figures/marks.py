"""Points and nodes that images of one class share (P-MARK), ringed on their maps and on the first
dense layer.

The maps are grey here: colour is kept for the marks. Marks differ in form as well as in colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.figures import grids, style
from analysis.figures.activations import (
    NUMBERS,
    chosen,
    digits_above_grids,
    image_names,
    listed,
)
from analysis.figures.style import Drawing
from analysis.results.images import ExampleImages
from analysis.results.layers import ExampleActivations, OnThresholds

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BOLD = 7.5  # points: smaller marks have finer lines, or they would hide what they mark
OUTLINE = "#000000"  # parts a mark from a bright node; lost on a dark one


def common_points(
    on: np.ndarray, of: list[int], others: list[int]
) -> tuple[np.ndarray, np.ndarray]:
    """Return masks of the points on in all of one group: in none of the others, and in some of
    them.
    """
    everywhere, elsewhere = np.all(on[of], axis=0), np.any(on[others], axis=0)
    return everywhere & ~elsewhere, everywhere & elsewhere


def _looks() -> dict[str, dict[str, Any]]:
    colours = style.palette()
    return {
        "own": {"marker": "o", "edgecolors": colours.mark, "linewidths": 1.3},
        "shared": {"marker": "s", "edgecolors": colours.shared, "linewidths": 1.3},
        "lost": {"marker": "o", "edgecolors": "#ffffff", "linewidths": 0.6},
    }


def mark(
    axes: Axes, where: np.ndarray, columns: int, kind: str, size: float, gap: int = grids.GAP
) -> None:
    """Ring the nodes of a mask (y, x, map); ``size`` is the diameter in points, ``gap`` what parts
    the maps.
    """
    look, fine = _looks()[kind], min(1.0, size / BOLD)
    line = {**look, "linewidths": fine * look["linewidths"]}
    x, y = grids.node_places(where, columns, gap)
    if kind != "lost":
        below = {**line, "edgecolors": OUTLINE, "linewidths": line["linewidths"] + 1.2 * fine}
        axes.scatter(x, y, s=size**2, facecolors="none", **below)
    axes.scatter(x, y, s=size**2, facecolors="none", label=kind, **line)


def legend(figure: Figure, entries: dict[str, str]) -> None:
    """Explain below the figure the marks that are drawn, by their kinds."""
    from matplotlib.lines import Line2D

    handles = []
    for kind, name in entries.items():
        look = _looks()[kind]
        colour = style.palette().ink if kind == "lost" else look["edgecolors"]
        form = {
            "marker": look["marker"],
            "markeredgecolor": colour,
            "markeredgewidth": look["linewidths"],
            "markerfacecolor": "none",
        }
        handles.append(Line2D([], [], linestyle="none", label=name, **form))
    figure.legend(
        handles=handles,
        loc="outside lower center",
        ncols=max(len(handles), 1),
        handletextpad=0.2,
        columnspacing=1.4,
    )


@dataclass(frozen=True)
class Shared:
    """What the images of a class have in common, and the images it is marked on: these or, with
    ``elsewhere``, others.
    """

    on: np.ndarray  # (image, y, x, map)
    own: np.ndarray  # (y, x, map): on in all of the class, in none of the other class
    shared: np.ndarray  # (y, x, map): on in all of the class, in some of the other class
    picked: list[int]
    elsewhere: bool
    role: str  # of the images of the class
    count: int  # images of the class that have it in common
    digit: int
    other: int | None

    def kinds(self, i: int) -> dict[str, np.ndarray]:
        """Return the masks to draw on image ``i``, by kind of mark."""
        if self.elsewhere:
            return {"own": self.own & self.on[i], "lost": self.own & ~self.on[i]}
        return {"own": self.own, "shared": self.shared}

    def entries(self) -> dict[str, str]:
        """Return the names of the kinds that are drawn anywhere."""
        every = f"on in all {NUMBERS.get(self.count, self.count)} clear {self.digit}s"
        names = {
            "own": every + (f", in no clear {self.other}" if self.other is not None else ""),
            "shared": f"{every}, in some clear {self.other}",
        }
        drawn = {kind for i in self.picked for kind, where in self.kinds(i).items() if where.any()}
        return {
            kind: name
            for kind, name in {**names, "lost": "the same, off here"}.items()
            if kind in drawn
        }

    def words(self, images: ExampleImages) -> dict[str, Any]:
        group = chosen(images, (self.role,))
        some, same = self.on[group].any(axis=0), (self.on[group] == self.on[group[0]]).all(axis=0)
        active, whole = np.any(some, axis=(0, 1)), np.all(same, axis=(0, 1))
        left = [f"{(self.own & self.on[i]).sum()} of {self.own.sum()}" for i in self.picked]
        return {
            "images": image_names(images, self.picked),
            "own": int(self.own.sum()),
            "shared": int(self.shared.sum()),
            "points": f"{self.own.size:,}",
            "maps": int(self.own.any(axis=(0, 1)).sum()),
            "some": f"{some.sum():,}",
            "common": style.per_cent(float(self.own.sum() / max(some.sum(), 1)), 1),
            "active": int(active.sum()),
            "whole": int((whole & active).sum()),
            "digit": self.digit,
            "other": self.other,
            "left": listed(left) if self.own.any() else "none, for there is none in common",
        }


def share(
    on: np.ndarray, images: ExampleImages, of: str, others: str | None, show: str | None
) -> Shared:
    """Return what the class ``of`` shares, told apart by ``others``, marked on its own images or on
    one of them and those of ``show``.
    """
    group = chosen(images, (of,))
    rest = chosen(images, (others,)) if others else []
    own, shared = common_points(on, group, rest)
    picked = [group[0], *chosen(images, (show,))] if show else group
    return Shared(
        on=on,
        own=own,
        shared=shared,
        picked=picked,
        elsewhere=show is not None,
        role=of,
        count=len(group),
        digit=int(images.label[group[0]]),
        other=int(images.label[rest[0]]) if rest else None,
    )


def explained(
    figure: Figure,
    shown: Any,
    panels: list[Axes],
    points: Shared,
    images: ExampleImages,
    words: dict[str, object],
) -> Drawing:
    """Return a figure of marked maps with the bar of their colours, what its marks mean, and its
    words.
    """
    grids.legend_bar(figure, shown, panels, "activation", location="bottom", aspect=50, shrink=0.6)
    legend(figure, points.entries())
    names = tuple(str(images.index[i]) for i in points.picked)
    return Drawing(figure, names, points.words(images) | words)


def draw_marked(
    images: ExampleImages,
    activations: ExampleActivations,
    thresholds: OnThresholds,
    *,
    of: str,
    others: str | None = None,
    show: str | None = None,
) -> Drawing:
    """Conv2D_3 with the points marked that three images of a class share, told apart by another
    class; ``show`` puts other images in their place.
    """
    points = share(activations.conv2d_3 > thresholds.conv2d_3, images, of, others, show)
    stack = activations.conv2d_3[points.picked]
    high = grids.scale_of(stack)
    figure, panels, columns = digits_above_grids(images, points.picked, stack.shape[-1], below=0.85)
    for k, (axes, i, maps) in enumerate(zip(panels, points.picked, stack, strict=True)):
        look = grids.Grid(high, columns, style.grey(), "" if k else "map", tell_empty=False)
        shown = grids.map_grid(axes, maps, look)
        for kind, where in points.kinds(i).items():
            mark(axes, where, columns, kind, 5.2)
    words = {"columns": columns, "high": f"{high:.2f}", "side": stack.shape[1]}
    return explained(figure, shown, panels, points, images, words)


def draw_dense(
    images: ExampleImages,
    activations: ExampleActivations,
    thresholds: OnThresholds,
    *,
    of: str,
    others: str,
    show: str | None = None,
) -> Drawing:
    """All nodes of the first dense layer as 10 x 10, with the nodes marked that one class has in
    common.
    """
    points = share(
        (activations.dense_100 > thresholds.dense_100)[:, None, None], images, of, others, show
    )
    high = grids.scale_of(activations.dense_100[points.picked])
    figure = style.sheet(height=3.35)
    panels = list(figure.subplots(1, len(points.picked), squeeze=False)[0])
    for k, (axes, i) in enumerate(zip(panels, points.picked, strict=True)):
        nodes = activations.dense_100[i][None, None]
        look = grids.Grid(high, 10, style.grey(), "" if k else "node", tell_empty=False)
        shown = grids.map_grid(axes, nodes, look)
        axes.set_title(f"{images.label[i]}, no. {images.index[i]}", loc="center")
        for kind, where in points.kinds(i).items():
            mark(axes, where, 10, kind, 10)
    grids.legend_bar(figure, shown, panels, "activation", location="bottom", aspect=50, shrink=0.6)
    legend(figure, points.entries())
    words = points.words(images) | {"count": points.own.size, "high": f"{high:.2f}"}
    return Drawing(figure, tuple(str(images.index[i]) for i in points.picked), words)
