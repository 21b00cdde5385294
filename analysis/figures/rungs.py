"""The first two rungs of the search, each with the pictures of a map that it was climbed for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import grids, style
from analysis.figures.oips import Visible, visible_in
from analysis.figures.style import Drawing
from analysis.figures.trust import picture
from analysis.results.oips import OipGallery, PrecursorScan

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PICTURE, WAY = 1.0, 0.62  # relative widths: of a picture, of the arrow to the next one


@dataclass(frozen=True)
class Rung:
    """One row of the figure: pictures (y, x) with their words, and words on the ways between."""

    name: str
    pictures: Sequence[tuple[np.ndarray, str]]
    ways: Sequence[str]
    count: str
    told: str  # for those who do not see the row


def in_the_middle(response: np.ndarray, among: np.ndarray) -> int:
    """Return the one of some places whose response is the median of theirs, or the one below."""
    order = among[np.argsort(response[among], kind="stable")]
    return int(order[(len(order) - 1) // 2])


def _plain(gallery: OipGallery) -> Rung | None:
    found = np.flatnonzero(~gallery.silent)
    if not len(found):
        return None
    m = in_the_middle(gallery.response, found)
    return Rung(
        f"map {m}",
        (
            (gallery.starts[m], f"response {gallery.start_response[m]:.3g}"),
            (gallery.images[m], f"response {gallery.response[m]:.3g}"),
        ),
        ("climb at once",),
        f"plain starts:\n{len(found)} of {len(gallery.silent)} maps",
        "from a plain start straight to an OIP",
    )


def _scanned(gallery: OipGallery, scan: PrecursorScan) -> Rung | None:
    woken = np.flatnonzero(scan.response > 0)
    begun = np.flatnonzero(~gallery.silent)  # the start of any of these leaves the others silent
    if not len(woken) or not len(begun):
        return None
    k, silent = in_the_middle(scan.response, woken), int(gallery.silent.sum())
    return Rung(
        f"map {int(scan.map[k])}",
        (
            (gallery.starts[begun[gallery.attempts[begun].argmin()]], "response 0: silent"),
            (scan.best_start[k], f"response {scan.best_response[k]:.3g}"),
            (scan.images[k], f"response {scan.response[k]:.3g}"),
        ),
        (f"look at\n{int(scan.candidates[-1]):,} starts,\ntake the best", "climb"),
        f"scan:\n{len(woken)} of {silent} silent;\n{silent - len(woken)} left",
        "from a start that leaves the map silent over the best of"
        f" {int(scan.candidates[-1]):,} to an OIP",
    )


def _way(axes: Axes, words: str) -> None:
    """Draw an arrow from the picture at the left to that at the right, with words above it."""
    grids.bare(axes).set(xlim=(0, 1), ylim=(0, 1))
    look = {"arrowstyle": "-|>", "color": style.palette().ink, "linewidth": 1.2}
    axes.annotate("", (1, 0.5), (0, 0.5), arrowprops=look)
    axes.text(0.5, 0.56, words, ha="center", va="bottom", fontsize=style.NOTE)


def _row(places: Sequence[Axes], rung: Rung, visible: Visible) -> None:
    """Draw a rung: pictures with the ways between them, and what it comes to at the right."""
    shown, ways, last = places[:-1:2], places[1:-1:2], places[-1]
    for axes, (image, words) in zip(shown, rung.pictures, strict=True):
        picture(axes, image, visible)
        axes.set_xlabel(words, fontsize=style.NOTE, labelpad=2)
    for axes, words in zip(ways, rung.ways, strict=True):
        _way(axes, words)
    shown[0].set_ylabel(rung.name, fontsize=style.LABEL)
    grids.bare(last).text(0.0, 0.5, rung.count, va="center", fontsize=style.LABEL)


def draw_rungs(gallery: OipGallery, scan: PrecursorScan) -> Drawing:
    """For each of the first two rungs a map in the middle of those it found a picture for: what the
    search looked at, and the OIP it ended with.
    """
    rungs = [one for one in (_plain(gallery), _scanned(gallery, scan)) if one]
    figure = style.sheet(height=0.5 + 1.65 * max(len(rungs), 1))
    widths = [PICTURE, WAY, PICTURE, WAY, PICTURE, 0.95]
    grid = figure.add_gridspec(max(len(rungs), 1), len(widths), width_ratios=widths)
    for k, rung in enumerate(rungs):
        direct = len(rung.pictures) == 2  # one long way, over the place of the precursor
        last = len(widths) - 1
        spans: list[int | slice] = (
            [0, slice(1, last - 1), last - 1, last] if direct else [*range(last + 1)]
        )
        _row([figure.add_subplot(grid[k, span]) for span in spans], rung, visible_in(gallery))
    if rungs:
        figure.axes[0].set_title("a plain start", fontsize=style.LABEL, loc="center")
        figure.axes[2 * len(rungs[0].ways)].set_title("OIP", fontsize=style.LABEL, loc="center")
    else:
        said = "no map of the layer answered a start"
        grids.line_of_text(figure.subplots(), said)
    silent, woken = int(gallery.silent.sum()), int((scan.response > 0).sum())
    words = {
        "silent": silent,
        "found": int((~gallery.silent).sum()),
        "filled": woken,
        "left": silent - woken,
        "starts": style.counted(len(gallery.start_responses), "plain start"),
        "candidates": f"{int(scan.candidates[-1]):,}",
        "shown": " and ".join(one.name for one in rungs) or "no map",
        "ways": " and ".join(one.told for one in rungs) or "none did",
    }
    return Drawing(figure, tuple(one.name for one in rungs), words)
