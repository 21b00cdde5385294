"""The figures of the hand show what they say: asked of their objects, in both themes."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from analysis.catalogue.companions.hand import FIGURES, HAND
from analysis.figures import style
from analysis.figures.hand import draw_every_start, draw_evolutions, draw_likeness
from analysis.results.hand import Hand


@pytest.fixture(scope="module")
def hand(take) -> Hand:
    return take(HAND)


def only(hand: Hand, keep: np.ndarray) -> Hand:
    """Return the result with some of its starts."""
    chosen = {
        name: getattr(hand, name)[keep]
        for name in ("of", "seed", "starts", "images", "response", "curve", "frames", "stranger")
    }
    answered = np.where(np.isin(np.arange(len(hand.grid)), hand.of[keep]), hand.answered, 0)
    return dataclasses.replace(
        hand, **chosen, answered=answered, likeness=hand.likeness[:, keep][:, :, keep]
    )


@pytest.fixture(scope="module", params=["all", "one grid silent", "all silent", "one start"])
def some(request, hand) -> Hand:
    keep = {
        "all": hand.of >= 0,
        "one grid silent": hand.of != 1,
        "all silent": hand.of < 0,
        "one start": np.arange(len(hand.of)) == 0,
    }[request.param]
    return only(hand, np.flatnonzero(keep))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.id)
def test_a_figure_is_drawn_and_fills_its_caption_whatever_answered(figure, some, theme):
    with style.theme(theme):
        drawing = figure.draw(some, **figure.keywords)
        style.settle(drawing.figure)
    assert drawing.panels and "{" not in figure.caption.format(**drawing.words) + figure.alt.format(
        **drawing.words
    )
    assert not {"nan", "inf", "-inf"} & {str(word) for word in drawing.words.values()}


def test_the_rows_are_the_wavelengths_and_the_columns_the_frames(hand):
    figure = draw_evolutions(hand).figure
    axes = figure.axes[: len(hand.grid) * len(hand.step)]
    columns = len(hand.step)
    assert [a.get_ylabel().split("\n")[0] for a in axes[::columns]] == [
        "9.3 px",
        "4 px",
        "2 px",
        "1 px",
    ]
    assert [a.get_title(loc="center") for a in axes[:columns]] == [
        *(f"step {s}" for s in hand.step[:-1]),
        "best",
    ]
    for row in range(len(hand.grid)):
        start = int(np.flatnonzero(hand.of == row)[0])
        for k, one in enumerate(axes[row * columns : (row + 1) * columns]):
            np.testing.assert_array_equal(one.images[0].get_array(), hand.frames[start, k])
            assert one.images[0].get_clim() == (-3, 3)
            expected = hand.response[start] if k == columns - 1 else hand.curve[start, hand.step[k]]
            assert float(one.get_xlabel()) == pytest.approx(expected, abs=0.006)


def test_every_start_has_its_place_and_its_response(hand):
    axes = draw_every_start(hand).figure.axes
    said = [float(one.get_xlabel()) for one in axes if one.images]
    np.testing.assert_allclose(said, hand.response, atol=0.006)


def test_a_grid_without_answer_is_called_silent(hand):
    figure = draw_evolutions(only(hand, np.flatnonzero(hand.of != 1))).figure
    columns = len(hand.step)
    second = figure.axes[columns : 2 * columns]
    assert all(
        [text.get_text() for text in one.texts] == ["silent"] and not one.images for one in second
    )
    assert figure.axes[0].images


def test_the_matrices_are_the_likeness_before_and_after_without_the_diagonal(hand):
    axes = draw_likeness(hand).figure.axes
    for one, frame in zip(axes[:2], (0, -1), strict=True):
        shown = one.images[0].get_array()
        assert np.diagonal(shown.mask).all() and shown.mask.sum() == len(hand.of)
        np.testing.assert_array_equal(shown.data, hand.likeness[frame])
        assert [label.get_text() for label in one.get_yticklabels()] == [
            "9.3 px",
            "4 px",
            "2 px",
            "1 px",
        ]


def test_the_curves_are_the_medians_within_and_across(hand):
    (below,) = (
        one for one in draw_likeness(hand).figure.axes if one.get_xlabel() == "step of the ascent"
    )
    lines = {line.get_label(): line.get_ydata() for line in below.lines}
    for kind, label in enumerate(("within one wavelength", "across wavelengths")):
        np.testing.assert_allclose(
            lines[label], [np.median(hand.pairs(frame)[kind]) for frame in range(len(hand.step))]
        )
    assert lines["with OIPs of other maps"][0] == pytest.approx(np.median(hand.stranger))
    assert [label.get_text() for label in below.get_xticklabels()] == [
        *(str(s) for s in hand.step[:-1]),
        "best",
    ]
