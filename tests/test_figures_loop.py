"""The loop of the ascent as it is drawn: the turn that changes most, on its pictures' scale."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

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
