"""The figures of dreams show what they say: asked of their objects."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from analysis.catalogue.companions.dreams import DREAM_MAPS, DREAM_SCALES, DREAMS, FIGURES, VALUES
from analysis.figures.dream_maps import draw_maps
from analysis.figures.dream_pictures import stretched
from analysis.figures.dreams import frames_of_course, rule


def test_every_value_can_be_read(take):
    for value in VALUES:
        assert value.may_be_nan or np.isfinite(value.read(take(value.of))), value.id


def test_the_series_figures_are_all_there():
    assert sorted(name for figure in FIGURES for name in figure.series) == [
        f"F-DD-{n}" for n in range(1, 5)
    ]


def test_courses_begin_at_the_start_and_end_at_the_end():
    assert frames_of_course(9, 5).tolist() == [0, 1, 2, 4, 8]
    assert frames_of_course(4, 5).tolist() == [0, 1, 2, 3] and frames_of_course(2, 5).tolist() == [
        0,
        1,
    ]


def test_pictures_are_stretched_between_their_own_ends():
    shown = stretched(np.linspace(-3, 9, 10000).reshape(100, 100))
    assert shown.min() == 0 and shown.max() == 1 and shown[50, 0] == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize(
    ("answered", "words"),
    [
        ([2, 0, 2, 1], "one of the 2 of 4 maps that answer both pictures"),
        ([2, 0, 0, 1], "the only one of 4 maps that answers both pictures"),
        ([1, 0, 0, 1], "none of 4 maps answers both pictures; this one answers one of them"),
        ([0, 0, 0, 0], "none of 4 maps answers a picture, so that nothing is carved"),
    ],
)
def test_by_which_rule_the_map_was_chosen_is_said(take, answered, words):
    changed = dataclasses.replace(take(DREAMS), map=np.array(0), answered=np.array(answered))
    assert rule(changed) == words


def test_curves_of_the_turns_are_the_measured_ones(drawn, take):
    dreams, axes = take(DREAMS), drawn("dream-turns").figure.axes
    below = {panel.get_title(loc="left"): panel for panel in axes}
    lines = below["edge correlation with the picture"].get_lines()
    for number, line in enumerate(lines[:6]):
        np.testing.assert_array_equal(line.get_ydata(), dreams.edges[number // 2, number % 2])
    np.testing.assert_array_equal(
        below["response of the map"].get_lines()[0].get_ydata(), dreams.response[0, 0]
    )


def test_tiles_are_outlined_at_their_size(drawn, take):
    scales, axes = take(DREAM_SCALES), drawn("dream-tiles").figure.axes
    for panel, tile in zip(axes, scales.tile, strict=False):
        assert panel.get_title(loc="center") == f"tiles of {tile} px"
        assert panel.patches[0].get_width() == tile - 2
    points = axes[-1].get_lines()
    np.testing.assert_array_equal(points[2].get_ydata(), scales.wavelength[1, :, 0])


def test_octaves_leave_out_the_scale_with_one_tile(drawn, take):
    scales, axes = take(DREAM_SCALES), drawn("dream-octaves").figure.axes
    assert len(axes) == 3 * len(scales.tile)
    assert [a.get_title(loc="center") for a in axes[: len(scales.tile)]] == [
        *(f"tiles of {t} px" for t in scales.tile[1:]),
        "all in turn",
    ]
    response, *_ = axes[0].get_xlabel().split(",")
    assert float(response) == pytest.approx(scales.after[0, 1, 1], rel=0.01)


def test_dreams_of_maps_that_answer_nothing_are_a_line_and_no_picture(take):
    found = take(DREAM_MAPS)
    none = dataclasses.replace(
        found, shown=found.shown[:0], dream=found.dream[:, :0], likeness=found.likeness[:, :0, :0]
    )
    drawn = draw_maps(none)
    assert drawn.panels == ("none",) and drawn.words["drawn"] == ""


def test_every_answering_map_is_a_dot(drawn, take):
    maps, axes = take(DREAM_MAPS), drawn("dream-all-maps").figure.axes
    dots = [line for line in axes[1].get_lines() if line.get_marker() == "."]
    assert [len(line.get_ydata()) for line in dots] == (maps.before > 0).sum(axis=1).tolist()
