"""Names beside the ends of lines: each at its line, none over another or outside the figure.

An annotation counts its stroke in, so the extent of its letters is asked for as a text's.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.text import Text

from analysis.figures import style
from analysis.figures.ends import name_ends
from analysis.figures.scalings import lightness


def _named(last, scale="linear"):
    """Draw lines that end at some heights, each with its name; return the settled figure."""
    figure = style.sheet(height=2.9)
    axes = figure.subplots()
    for k, height in enumerate(last):
        axes.plot([0, 1, 2], [1, 2, height], label=f"line {k}")
    axes.set_yscale(scale)
    axes.set(xlabel="way", xlim=(0, 2), ylim=(0.5, 100))
    name_ends(axes, axes.lines, tall=2.3)
    style.settle(figure)
    return figure, axes


@pytest.mark.parametrize("scale", ["linear", "log"])
@pytest.mark.parametrize("last", [[5.0, 50.0], [40.0, 41.0, 40.5, 2.0, 2.0], [90.0]])
def test_names_stand_beside_their_lines_apart_from_one_another(last, scale):
    with style.theme("light"):
        figure, axes = _named(last, scale)
        boxes = [Text.get_window_extent(text) for text in axes.texts]
    assert [text.get_text() for text in axes.texts] == [f"line {k}" for k in range(len(last))]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    assert all(box.x0 > axes.get_window_extent().x1 and box.x1 < figure.bbox.x1 for box in boxes)
    heights = [box.y0 for box in boxes]
    assert np.argsort(heights).tolist() == np.argsort(last, kind="stable").tolist()


def test_a_name_that_nothing_crowds_is_level_with_the_end_of_its_line():
    with style.theme("dark"):
        _, axes = _named([10.0, 80.0])
        for text, line in zip(axes.texts, axes.lines, strict=True):
            level = axes.transData.transform((2, line.get_ydata()[-1]))[1]
            box = Text.get_window_extent(text)
            assert box.y0 < level < box.y1
            assert text.arrow_patch.get_edgecolor()[:3] == pytest.approx(
                to_rgb(line.get_color()), abs=0.01
            )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_lines_with_an_order_stand_out_from_the_paper(theme):
    with style.theme(theme):
        paper, lines = lightness(np.array([to_rgb(style.palette().paper)])), style.shades(6)
        seen = lightness(lines[:, :3])
    assert np.abs(seen - paper).min() > 15 and (np.diff(seen) > 0).all()
