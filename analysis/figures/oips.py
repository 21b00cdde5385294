"""Pictures of OIPs: shades of grey, what no node sees hatched, and pairs with enhanced contrast."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import greys
from analysis.figures import grids, style
from analysis.results.base import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

APART = 1.5  # between the strokes of what no node sees, in pixels of a picture

Strip = tuple[tuple[float, float], float, float]  # corner (x, y), width and height


@dataclass(frozen=True)
class Visible:
    """The pixels that any node of a layer sees: rows and columns, each the first and the one past
    the last.
    """

    rows: tuple[int, int]
    columns: tuple[int, int]

    def of(self, images: np.ndarray) -> np.ndarray:
        """Return the part of images (..., y, x) that is seen."""
        return images[..., slice(*self.rows), slice(*self.columns)]

    def blind(self, shape: tuple[int, int]) -> list[Strip]:
        """Return the strips of a picture of this shape that no node sees, in pixels of it."""
        height, width = shape
        (top, bottom), (left, right) = self.rows, self.columns
        strips: list[Strip] = [
            ((right, 0), width - right, height),
            ((left, bottom), right - left, height - bottom),
            ((0, 0), left, height),
            ((left, 0), right - left, top),
        ]
        return [strip for strip in strips if strip[1] > 0 and strip[2] > 0]


def visible_in(result: Result) -> Visible:
    """Return what the nodes see whose OIPs a result holds, from the result itself."""
    sides = (getattr(result, f"visible_{side}") for side in ("rows", "columns"))
    rows, columns = ((int(first), int(last)) for first, last in sides)
    return Visible(rows, columns)


def whole(images: np.ndarray) -> Visible:
    """Return all pixels of images (..., y, x)."""
    height, width = images.shape[-2:]
    return Visible((0, height), (0, width))


def enhanced(image: np.ndarray, visible: Visible) -> np.ndarray:
    """Return the shades of a picture with enhanced contrast, by its visible pixels."""
    return greys.enhanced(image, visible.of(image))


def _diagonals(
    x: float, y: float, width: float, height: float, *, apart: float
) -> Iterator[np.ndarray]:
    """Yield parallel strokes across a rectangle by their two ends.

    Strokes, not a fill pattern: printed from a browser, patterns become pictures of many megabytes.
    """
    for along in np.arange(x + y + apart, x + y + width + height, apart):  # x + y of each stroke
        first, last = max(x, along - y - height), min(x + width, along - y)
        yield np.array([[first, along - first], [last, along - last]])


def hatch(
    axes: Axes,
    visible: Visible,
    *,
    shape: tuple[int, int] | None = None,
    corners: Sequence[tuple[int, int]] = ((0, 0),),
    apart: float = APART,
) -> None:
    """Hatch the pixels that no node sees, of all pictures on the axes: the strokes of one picture
    are drawn once, and the others refer to them.

    Args:
        shape: rows and columns of a picture; those of the last one shown on the axes by default.
        corners: row and column of the upper left pixel of each picture.
        apart: between strokes, in pixels of the picture.
    """
    if shape is None:
        shape = axes.images[-1].get_size()
    blind = visible.blind(shape)
    if not blind:
        return
    ink, paper = style.palette().ink, style.palette().paper
    corner = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])
    strips = [np.array(start) + corner * (width, height) for start, width, height in blind]
    strokes = [
        stroke for (x, y), *sides in blind for stroke in _diagonals(x, y, *sides, apart=apart)
    ]
    _repeated(axes, strips, corners, facecolor=paper, linewidth=0)
    _repeated(axes, strokes, corners, facecolor="none", edgecolor=ink, linewidth=0.3)


def _repeated(
    axes: Axes, polygons: Sequence[np.ndarray], corners: Sequence[tuple[int, int]], **look: Any
) -> None:
    """Draw the same polygons, in pixels of a picture, at the upper left corner of each picture."""
    from matplotlib.collections import PathCollection
    from matplotlib.path import Path
    from matplotlib.transforms import AffineDeltaTransform

    codes = [[Path.MOVETO] + [Path.LINETO] * (len(polygon) - 1) for polygon in polygons]
    path = Path(np.concatenate(polygons), np.concatenate(codes))
    places = np.array([(left - 0.5, top - 0.5) for top, left in corners])
    axes.add_collection(
        PathCollection(
            [path],
            offsets=places,
            offset_transform=axes.transData,
            transform=AffineDeltaTransform(axes.transData),  # type: ignore[arg-type]
            alpha=0.55,
            **look,
        ),
        autolim=False,
    )


def show(
    axes: Axes,
    image: np.ndarray,
    title: str = "",
    *,
    contrast: bool = False,
    visible: Visible,
) -> None:
    """Show one OIP, what no node sees of it hatched."""
    shade = enhanced(image, visible) if contrast else greys.plain(image)
    grids.picture(axes, shade, low=0, high=1)
    hatch(axes, visible)
    if title:
        axes.set_title(title, fontsize=style.NOTE, pad=3)


def pairs(images: np.ndarray, titles: list[str], visible: Visible) -> Figure:
    """Return a sheet of contrast pairs: as computed above, contrast enhanced below."""
    count = len(images)
    side = min(1.7, style.WIDTH / max(count, 4))
    figure = style.sheet(height=2 * side + 0.35)
    rows = figure.subplots(2, max(count, 4), squeeze=False)
    for k, (above, below) in enumerate(rows.T):
        grids.bare(above)
        grids.bare(below)
        if k < count:
            show(above, images[k], titles[k], visible=visible)
            show(below, images[k], contrast=True, visible=visible)
    rows[0, 0].set_ylabel("as computed", fontsize=style.NOTE)
    rows[1, 0].set_ylabel("enhanced", fontsize=style.NOTE)
    return figure


def one_pair(image: np.ndarray, title: str, visible: Visible) -> Figure:
    """Return a sheet with a single contrast pair, large and side by side."""
    figure = style.sheet(height=0.42 * style.WIDTH + 0.2)
    left, right = figure.subplots(1, 2)
    show(left, image, f"{title}, as computed", visible=visible)
    show(right, image, "enhanced", contrast=True, visible=visible)
    return figure
