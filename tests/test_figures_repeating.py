"""OIPs that repeat themselves: the measure, and which maps are shown."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from analysis.figures.galleries import after, draw_tallest, grown
from analysis.figures.repeating import draw_repeating, returns

DOWN, RIGHT = np.mgrid[:26, :26]
WAVES = np.cos(2 * np.pi * RIGHT / 6) + np.cos(2 * np.pi * DOWN / 5)
SLOPE = (DOWN + RIGHT).astype(float)
NOISE = np.random.default_rng(1).normal(size=(28, 28))
BLOB = np.exp(-((DOWN - 12) ** 2 + (RIGHT - 12) ** 2) / 30)


def gallery(pictures: list[np.ndarray]) -> Any:
    whole = np.zeros((len(pictures), 28, 28))
    for place, picture in enumerate(pictures):
        whole[place, :26, :26] = picture
    return SimpleNamespace(
        images=whole,
        starts=whole + NOISE,
        seed=np.arange(len(pictures)),
        silent=np.zeros(len(pictures), bool),
        curve=np.tile(np.arange(5.0)[:, None], len(pictures)),  # (step, map)
        visible_rows=[0, 26],
        visible_columns=[0, 26],
    )


def test_a_picture_returns_at_its_period_and_a_smooth_one_nowhere():
    value, (down, right) = returns(WAVES)
    assert value > 0.9 and abs(down) % 5 == 0 and abs(right) % 6 == 0 and (down, right) != (0, 0)
    assert returns(BLOB) == returns(SLOPE) == (0.0, (0, 0))


@pytest.mark.parametrize(
    ("pictures", "most", "shown"),
    [
        ([BLOB, WAVES, SLOPE], True, ("map 1",)),  # of those that return at all
        ([WAVES, BLOB, SLOPE], False, ("map 1", "map 2")),
        ([BLOB, SLOPE], True, ("none",)),
        ([], False, ("none",)),
    ],
)
def test_maps_are_shown_by_how_much_they_repeat(pictures, most, shown):
    drawing = draw_repeating(gallery(pictures), most=most, count=2)
    assert drawing.panels == shown and drawing.words["count"] == len(shown) - (shown == ("none",))


def test_what_pictures_have_of_their_starts_is_told_beside_them():
    found = gallery([WAVES, WAVES, WAVES])
    assert grown(found, [0, 1]).startswith("They grew from 2 starts")
    found.seed[:], found.starts = 7, found.images
    told = "They grew from one and the same start and correlate with it by 1.00"
    assert grown(found, np.arange(3)).startswith(told)
    assert grown(found, [2]) == "It correlates with the start it grew from by 1.00"
    assert grown(found, []) == "No map has one"
    for words in (draw_tallest(found, count=2).words, {"grown": _drawn(found)}):
        assert told in words["grown"]


def test_oips_are_said_to_be_taken_where_their_response_was_highest():
    found = gallery([WAVES, BLOB, SLOPE])
    assert after(found, [0, 1]) == after(found, []) == "after 4 steps"
    found.curve[4, 1] = 0  # it falls again at the end
    assert after(found, [0, 2]) == "after 4 steps" and after(found, [1]) == "after 3 steps"
    assert after(found, [0, 1]) == "after 3 or 4 steps, where the response was highest"
    found.curve[2:, 2] = 0
    assert after(found, [0, 1, 2]).startswith("after 1 to 4 steps")
    assert ", after 1 to 4 steps, where" in draw_tallest(found, count=3).words["drawn"]


def test_the_tallest_are_told_of_in_their_number():
    drawing = draw_tallest(gallery([BLOB]), count=4)
    assert str(drawing.words["drawn"]).startswith("OIP of Conv2D_3 that reaches over the most rows")
    none = draw_tallest(gallery([]), count=4)
    assert none.panels == ("none",) and none.words["drawn"] == "No map of Conv2D_3 has an OIP"


def _drawn(found: Any) -> str:
    return str(draw_repeating(found, most=True, count=2).words["drawn"])


def test_maps_that_are_level_with_those_shown_are_told_of():
    found = gallery([BLOB, SLOPE, BLOB, SLOPE])
    assert (
        draw_repeating(found, most=False, count=2).words["lead"].count("the first 2 of these") == 1
    )
    assert draw_repeating(found, most=False, count=4).words["lead"].count("the 4 that") == 1
    lead = draw_repeating(gallery([BLOB, SLOPE]), most=False, count=1).words["lead"]
    assert "none of which comes back to itself 3 to 7 px away in the longer direction:" in str(lead)
    assert "as many as 1 more that is not" in draw_tallest(found, count=1).words["level"]
    assert draw_tallest(found, count=4).words["level"] == ""


@pytest.mark.parametrize(
    ("picture", "most", "lead"),
    [
        (WAVES, True, "The one OIP of Conv2D_3 comes back to itself"),
        (BLOB, False, "The one OIP of Conv2D_3 does not come back to itself"),
        (BLOB, True, "so it cannot stand in for complex."),
    ],
)
def test_one_oip_alone_is_told_of_as_one(picture, most, lead):
    assert lead in str(draw_repeating(gallery([picture]), most=most, count=4).words["lead"])


@pytest.mark.parametrize(
    ("pictures", "drawn", "alt"),
    [
        ([WAVES, BLOB], "ringed where one of them fits", "no return, 1.00"),
        ([BLOB, SLOPE], "so there is no ring", "no return, no return"),
        ([], "A return is a place", "A line of text"),
    ],
)
def test_rings_are_told_of_where_some_are_drawn(pictures, drawn, alt):
    words = draw_repeating(gallery(pictures), most=False, count=2).words
    assert drawn in words["drawn"] and alt in words["alt"]
