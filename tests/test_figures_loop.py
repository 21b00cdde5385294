"""The loop of the ascent as it is drawn: the turn that changes most, on its pictures' scale."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from analysis.figures import style
from analysis.figures.evolution import draw_other_starts, draw_silent_starts
from analysis.figures.loop import draw_loop, largest_turn

FRAMES = np.zeros((4, 28, 28)) + np.array([0, 0.1, 0.9, 1.0])[:, None, None]


def test_the_two_pictures_that_differ_most_are_shown():
    turn = largest_turn(FRAMES, np.array([0, 3, 7, 9]))
    assert turn.steps == (3, 7)
    np.testing.assert_allclose(turn.change, 0.8)


def test_points_stand_where_the_pictures_were_taken():
    evolution: Any = SimpleNamespace(
        map=3,
        seed=np.array([5]),
        curve=np.linspace(1, 2, 10)[None],
        step=np.array([0, 3, 7, 10]),  # the last one after all steps
        frames=FRAMES[None],
        zero_share=0.1,
        silent_seed=np.zeros(0),
        visible_rows=[0, 26],
        visible_columns=[0, 26],
    )
    drawing = draw_loop(evolution)
    assert drawing.words["reached"] == "1.33 to 1.78" and drawing.panels[1] == "step 3"
    assert len(drawing.panels) == 6 and drawing.words["largest"] == "0.8"


def test_each_share_of_silent_starts_stands_in_words_at_its_bar():
    evolution: Any = SimpleNamespace(
        map=3,
        seed=np.array([5]),
        curve=np.linspace(1, 2, 10)[None],
        step=np.array([0, 10]),
        frames=FRAMES[None, :2],
        zero_share=0.1,
        silent_seed=np.zeros(0),
        silent_mixture=np.zeros(0, str),
        mixture=np.array(["mixture", "grid 3", "grid 28"]),
        mixture_zero_share=np.array([0.02, 0.5, 1.0]),
        visible_rows=[0, 26],
        visible_columns=[0, 26],
    )
    drawing = draw_silent_starts(evolution)
    style.settle(drawing.figure)
    axes = drawing.figure.axes[-1]
    assert [text.get_text() for text in axes.texts] == ["2 %", "50 %", "100 %"]
    assert [bar.get_width() for bar in axes.patches] == [2, 50, 100]
    heights = [text.get_window_extent().y0 for text in axes.texts]
    assert heights == sorted(heights, reverse=True)
    assert axes.texts[-1].get_window_extent().x1 <= drawing.figure.bbox.x1
    assert drawing.words["pictures"] == "A line of text"
    (said,) = drawing.figure.axes[0].texts
    assert said.get_text() == "no start tried is without response"


@pytest.mark.parametrize(
    ("starts", "told", "panels"),
    [
        (1, "Map 3 answers no further start of those tried", ("none",)),
        (2, "OIP of map 3 of Conv2D_3 from 1 further start that it answers (seed ", ("seed 6",)),
        (3, "OIPs of map 3 of Conv2D_3 from 2 further starts", ("seed 6", "seed 7")),
    ],
)
def test_further_starts_are_told_of_where_there_are_some(starts, told, panels):
    evolution: Any = SimpleNamespace(
        map=3,
        seed=5 + np.arange(starts),
        curve=np.ones((starts, 10)),
        step=np.array([0, 3, 7, 9]),
        frames=np.stack([FRAMES] * starts),
        zero_share=0.1,
        silent_seed=np.zeros(0),
        visible_rows=[0, 26],
        visible_columns=[0, 26],
    )
    drawing = draw_other_starts(evolution)
    assert drawing.panels == panels and str(drawing.words["drawn"]).startswith(told)
