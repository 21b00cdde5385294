"""Galleries of OIPs: all maps of a layer, or those that a stated rule ranks first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from analysis.counts import out_of
from analysis.figures import grids, style
from analysis.figures.oips import APART, Visible, enhanced, hatch, pairs, visible_in
from analysis.figures.style import Drawing
from analysis.greys import plain
from analysis.images.similarity import correlation
from analysis.results.oips import OipGallery

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PER_ROW = 8
GAP = 3  # between the maps of a gallery, in pixels of an OIP
LABEL = 8  # height of the number above a map
NOTE = 9  # height of the line below it


@dataclass(frozen=True)
class Layout:
    """How a gallery is laid out: maps in a row, and whether each is shown as computed and, below,
    contrast enhanced, or enhanced alone.
    """

    visible: Visible
    both: bool = True
    per_row: int = PER_ROW


@dataclass(frozen=True)
class Marks:
    """What a gallery tells of its maps beside their OIPs, by their place in it."""

    silent: np.ndarray | None = None  # (map), an empty frame stands for these
    notes: list[str] | None = None  # a line below each map
    frames: Mapping[int, str] = field(default_factory=dict)  # colours around some maps


@dataclass(frozen=True)
class _Cells:
    """Where the maps of a gallery stand on one array of pixels."""

    image: tuple[int, int]  # rows and columns of an OIP
    levels: int  # OIPs of each map, one below the other
    note: int  # height of the line below
    per_row: int

    @property
    def tall(self) -> int:
        """The height of a map's OIPs."""
        return self.levels * (self.image[0] + 1) - 1

    def sheet(self, count: int) -> np.ndarray:
        """Return an empty array (y, x) for so many maps."""
        rows = -(-count // self.per_row)
        height = LABEL + self.tall + self.note + GAP
        return np.full((rows * height, self.per_row * (self.image[1] + GAP)), np.nan)

    def corner(self, k: int) -> tuple[int, int]:
        """Return row and column of the upper left pixel of the k-th map."""
        height = LABEL + self.tall + self.note + GAP
        row, column = divmod(k, self.per_row)
        return row * height + LABEL, column * (self.image[1] + GAP)

    def level(self, k: int, number: int) -> tuple[int, int]:
        """Return the same of one of its OIPs, counted from above."""
        top, left = self.corner(k)
        return top + number * (self.image[0] + 1), left


def _mark_silent(axes: Axes, cells: _Cells, k: int) -> None:
    top, left = cells.corner(k)
    width = cells.image[1]
    frame = grids.rectangle(
        (left - 0.5, top - 0.5),
        width,
        cells.tall,
        fill=False,
        edgecolor=style.palette().faint,
        linestyle=":",
    )
    axes.add_patch(frame)
    middle = (left + (width - 1) / 2, top + cells.levels * cells.image[0] / 2)
    axes.text(*middle, "silent", fontsize=style.NOTE, ha="center", va="center", alpha=0.75)


def _mark(axes: Axes, cells: _Cells, k: int, marks: Marks) -> None:
    """Write the line below a map and draw the frame around it, where it has them."""
    top, left = cells.corner(k)
    below = cells.levels * (cells.image[0] + 1)
    if marks.notes:
        axes.text(left, top + below, marks.notes[k], fontsize=style.NOTE, va="top", ha="left")
    if k in marks.frames:
        frame = grids.rectangle(
            (left - 1, top - 1),
            cells.image[1] + 1,
            below,
            fill=False,
            edgecolor=marks.frames[k],
            linewidth=1.4,
        )
        axes.add_patch(frame)


def pair_gallery(
    images: np.ndarray, numbers: list[int], layout: Layout, marks: Marks | None = None
) -> Figure:
    """Return a gallery of OIPs (map, y, x) as one picture, each below its map's number."""
    marks = marks or Marks()
    height, width = images.shape[-2:]
    levels = 2 if layout.both else 1
    cells = _Cells((height, width), levels, NOTE if marks.notes else 0, layout.per_row)
    sheet = cells.sheet(len(numbers))
    figure = style.sheet(height=style.WIDTH * sheet.shape[0] / sheet.shape[1] + 0.05)
    axes, corners = grids.bare(figure.subplots()), []
    for k, number in enumerate(numbers):
        top, left = cells.corner(k)
        axes.text(left, top - 1.6, str(number), fontsize=style.NOTE, va="bottom", ha="left")
        if marks.silent is not None and marks.silent[k]:
            _mark_silent(axes, cells, k)
            continue
        shades = [enhanced(images[k], layout.visible)]
        if layout.both:
            shades.insert(0, plain(images[k]))
        for level, shade in enumerate(shades):
            row, column = cells.level(k, level)
            sheet[row : row + height, column : column + width] = shade
            corners.append((row, column))
        _mark(axes, cells, k, marks)
    hatch(axes, layout.visible, shape=cells.image, corners=corners, apart=2 * APART)
    grids.picture(axes, sheet, low=0, high=1)
    axes.set(xlim=(-1, sheet.shape[1] - GAP + 0.5), ylim=(sheet.shape[0] - GAP + 1, -1))
    return figure


def grown(gallery: OipGallery, maps: Sequence[int] | np.ndarray) -> str:
    """Return from how many starts some of the maps' OIPs grew, and how much they have in common
    with these: pictures that began as one and have hardly left it look alike whatever their maps.
    """
    if not len(maps):
        return "No map has one"
    visible = visible_in(gallery)
    seen, begun = (visible.of(one[maps].astype(float)) for one in (gallery.images, gallery.starts))
    alike = np.median([correlation(*pair) for pair in zip(seen, begun, strict=True)])
    if len(maps) == 1:
        return f"It correlates with the start it grew from by {alike:.2f}"
    starts = len(np.unique(gallery.seed[maps]))
    if starts == 1:
        which, own = "one and the same start", "it"
    else:
        which, own = f"{starts} starts", "their own"
    return f"They grew from {which} and correlate with {own} by {alike:.2f} in the median"


def after(gallery: OipGallery, maps: Sequence[int] | np.ndarray) -> str:
    """Return after how many steps the OIPs of some maps were taken: where the response was highest,
    which on long ascents need not be the end.
    """
    if not len(maps):
        return f"after {len(gallery.curve) - 1} steps"
    at = gallery.curve[:, maps].argmax(axis=0)
    first, last = int(at.min()), int(at.max())
    if first == last:
        return f"after {style.counted(last, 'step')}"
    between = "or" if last == first + 1 else "to"
    return f"after {first} {between} {last} steps, where the response was highest"


def _words(gallery: OipGallery) -> dict[str, str | int]:
    found = ~gallery.silent
    moved = found & (gallery.data_maximum > 0)  # without an image that excites it, no ratio
    ratios = gallery.response[moved] / gallery.data_maximum[moved]
    return {
        "maps": len(gallery.silent),
        "found": int(found.sum()),
        "pairs": style.counted(int(found.sum()), "pair", none="No"),
        "of_maps": out_of(int(found.sum()), len(found), "map", "maps"),
        "silent": int(gallery.silent.sum()),
        "after": after(gallery, np.flatnonzero(found)),
        "starts": style.counted(len(gallery.start_responses), "plain start"),
        "ratio": f"{np.median(ratios):.1f}" if moved.any() else "none",
        "grown": grown(gallery, np.flatnonzero(found)),
    }


def draw_gallery(gallery: OipGallery) -> Drawing:
    """All maps of a layer that answered, as contrast pairs."""
    found = np.flatnonzero(~gallery.silent)
    layout = Layout(visible_in(gallery), per_row=PER_ROW if len(found) <= 32 else 11)
    figure = pair_gallery(gallery.images[found], found.tolist(), layout)
    return Drawing(figure, tuple(str(n) for n in found), _words(gallery))


def box_height(seen: np.ndarray, share: float = 0.8) -> int:
    """Return the fewest consecutive rows of visible pixels (y, x) that hold a share of the sum of
    their squares.
    """
    rows = (seen**2).sum(axis=1)
    total = np.concatenate([[0], np.cumsum(rows)])
    enough = share * total[-1]
    return next(h for h in range(1, len(total)) if (total[h:] - total[:-h]).max() >= enough)


def draw_tallest(gallery: OipGallery, *, count: int) -> Drawing:
    """The maps whose OIPs reach over the most rows, as contrast pairs."""
    found, visible = np.flatnonzero(~gallery.silent), visible_in(gallery)
    height = {int(m): box_height(visible.of(gallery.images[m])) for m in found}
    chosen = sorted(height, key=lambda m: -height[m])[:count]
    words: dict[str, str | int] = {"count": len(chosen), "grown": grown(gallery, chosen)}
    if not chosen:
        figure, none = style.sheet(height=0.8), "the layer has no OIP"
        grids.line_of_text(figure.subplots(), none)
        words |= {"drawn": "No map of Conv2D_3 has an OIP", "alt": f"A line of text: {none}"}
        return Drawing(figure, ("none",), words)
    figure = pairs(gallery.images[chosen], [f"map {m}" for m in chosen], visible)
    more = sum(height[m] == height[chosen[-1]] for m in height if m not in chosen)
    are = "is" if more == 1 else "are"
    level = f"; the last as many as {more} more that {are} not shown" if more else ""
    heights, maps = (", ".join(map(str, row)) for row in ([height[m] for m in chosen], chosen))
    one = len(chosen) == 1
    words |= {
        "level": level,
        "drawn": (
            f"{'OIP' if one else 'OIPs'} of Conv2D_3 that"
            f" {'reaches' if one else 'reach'} over the most rows: ranked by the"
            f" fewest consecutive rows that hold 80 % of the sum of squared pixels"
            f" ({heights} rows{level}). {'Map' if one else 'Maps'} {maps}, as computed and contrast"
            f" enhanced, {after(gallery, chosen)}. {words['grown']}"
        ),
        "alt": (
            f"{style.counted(len(chosen), 'pair')} of patterns, as computed above and with full"
            f" contrast below; 80 % of the sum of their squared pixels lies within {heights} rows"
        ),
    }
    return Drawing(figure, tuple(f"map {m}" for m in chosen), words)
