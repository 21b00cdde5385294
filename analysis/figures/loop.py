"""The loop of the ascent, with real pictures in its boxes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.figures import grids, style
from analysis.figures.evolution import evolution_words
from analysis.figures.oips import visible_in
from analysis.figures.style import Drawing
from analysis.greys import SPREAD
from analysis.results.oips import OipEvolution
from analysis.signs import signed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIDE = 1.02  # of a box, in inches, as are all places here
BASE = 0.92  # lower side of the boxes
LEFT = tuple(0.06 + 1.212 * k for k in range(6))
HEIGHT = 2.3


@dataclass(frozen=True)
class Turn:
    """One way round the loop, or several in one: the pictures before and after, and their steps."""

    before: np.ndarray
    after: np.ndarray
    steps: tuple[int, int]

    @property
    def change(self) -> np.ndarray:
        return self.after - self.before


def largest_turn(frames: np.ndarray, step: np.ndarray) -> Turn:
    """Return those two of the pictures (frame, y, x) that follow one another and differ most."""
    change = np.square(np.diff(frames.astype(float), axis=0)).mean(axis=(1, 2))
    k = int(change.argmax())
    return Turn(frames[k], frames[k + 1], (int(step[k]), int(step[k + 1])))


def _picture(axes: Axes, k: int, values: np.ndarray, **look: Any) -> None:
    """Show a picture in the k-th box."""
    extent = (LEFT[k], LEFT[k] + SIDE, BASE, BASE + SIDE)
    axes.imshow(values, extent=extent, interpolation="none", **look)


def _frame(axes: Axes, k: int, title: str) -> None:
    colours = style.palette()
    box = grids.rectangle((LEFT[k], BASE), SIDE, SIDE, fill=False, edgecolor=colours.ink, lw=0.8)
    axes.add_patch(box)
    axes.text(
        LEFT[k] + SIDE / 2, BASE + SIDE + 0.07, title, ha="center", va="bottom", fontsize=style.NOTE
    )


def _curve(axes: Axes, k: int, curve: np.ndarray, steps: tuple[int, int]) -> None:
    """Draw the response over the steps into the k-th box, with points at the two pictures."""
    margin, room = 0.08, SIDE - 0.16
    x = LEFT[k] + margin + room * np.arange(len(curve)) / max(len(curve) - 1, 1)
    y = BASE + margin + room * curve / max(float(curve.max()), 1e-9)
    colours = style.palette()
    axes.plot(x, y, color=colours.first, linewidth=1.3)
    at = np.minimum(steps, len(curve) - 1)
    axes.plot(x[at], y[at], "o", color=colours.second, markersize=4.5)


def _arrows(axes: Axes, times: int) -> None:
    """Draw the ways between the boxes, with what happens on each, and the way back."""
    look = {"arrowstyle": "-|>", "color": style.palette().ink, "linewidth": 1.0}
    middle = BASE + SIDE / 2
    for k in range(5):
        ends = (LEFT[k] + SIDE, middle), (LEFT[k + 1], middle)
        axes.annotate("", ends[1], ends[0], arrowprops={**look, "shrinkA": 0, "shrinkB": 0})
    for k, told in ((1, "look"), (2, "differentiate,\nnormalise"), (3, "step,\nstandardise")):
        place = (LEFT[k] + SIDE + LEFT[k + 1]) / 2
        axes.text(place, BASE - 0.06, told, ha="center", va="top", fontsize=style.NOTE)
    low, first, last = 0.45, LEFT[1] + SIDE / 4, LEFT[4] + SIDE * 3 / 4
    axes.plot([last, last, first], [BASE, low, low], color=look["color"], linewidth=1.0)
    back = {**look, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", (first, BASE), (first, low), arrowprops=back)
    axes.text((first + last) / 2, low - 0.05, f"again, {times} times in all", ha="center", va="top")


def _scale(axes: Axes, left: float, colours: object, ends: tuple[str, str], name: str) -> None:
    """Draw a small colour bar with what its ends stand for."""
    values = np.linspace(0, 1, 64)[None]
    axes.imshow(values, extent=(left, left + 0.8, 0.06, 0.16), cmap=colours, aspect="auto")  # type: ignore[arg-type]
    for place, told, side in ((left - 0.05, ends[0], "right"), (left + 0.85, ends[1], "left")):
        axes.text(place, 0.11, told, ha=side, va="center", fontsize=style.NOTE)
    axes.text(left + 0.4, 0.19, name, ha="center", va="bottom", fontsize=style.NOTE)


def draw_loop(evolution: OipEvolution) -> Drawing:
    """A start, one turn of the loop that changes much, and the OIP, in boxes joined by arrows."""
    visible, times = visible_in(evolution), evolution.curve.shape[1]
    frames = visible.of(evolution.frames[0])
    turn = largest_turn(frames, evolution.step)
    largest = float(np.abs(turn.change).max()) or 1.0
    figure = style.sheet(height=HEIGHT)
    axes = grids.bare(figure.subplots())
    grey = {"cmap": style.grey(), "vmin": -SPREAD, "vmax": SPREAD}
    for k, picture in ((0, frames[0]), (1, turn.before), (4, turn.after), (5, frames[-1])):
        _picture(axes, k, picture, **grey)
    _picture(axes, 3, turn.change, cmap=style.diverging(), vmin=-largest, vmax=largest)
    _curve(axes, 2, evolution.curve[0], turn.steps)
    before, after = turn.steps
    titles = ("start", f"step {before}", "response", "change", f"step {after}", "OIP")
    for k, title in enumerate(titles):
        _frame(axes, k, title)
    _arrows(axes, times)
    _scale(axes, 0.35, style.grey(), (signed(-SPREAD, 0), signed(SPREAD, 0)), "pictures")
    ends = (signed(-largest, 1), signed(largest, 1))
    _scale(axes, style.WIDTH - 1.25, style.diverging(), ends, "change")
    axes.set(xlim=(0, style.WIDTH), ylim=(0, HEIGHT - 0.1), aspect="equal")
    curve = evolution.curve[0]
    reached = [float(curve[min(one, len(curve) - 1)]) for one in turn.steps]
    words = {
        "before": before,
        "after": after,
        "reached": " to ".join(map(style.significant, reached)),
        "largest": f"{largest:.1f}",
    }
    return Drawing(figure, titles, evolution_words(evolution) | words)
