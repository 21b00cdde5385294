"""Random mixtures as starts: how they are drawn, whom they wake, and the answer."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from analysis.catalogue.declarations import UNTOLD
from analysis.catalogue.questions.wakers import LEAST, answer_wakers
from analysis.catalogue.series.measurements import OIP_GALLERY_2
from analysis.catalogue.series.wakers import WAKERS
from analysis.experiments.wakers.measure import random_weights
from analysis.figures.wakers import draw_wakers, waves
from analysis.results.wakers import Wakers


def test_no_mixture_is_more_likely_than_another():
    weights = random_weights(4000, 4, 1)
    np.testing.assert_allclose(weights.sum(axis=1), 1)
    np.testing.assert_allclose(weights.mean(axis=0), 1 / 4, atol=0.01)
    # half of the mixtures give a grid less than 1 - 2 ** (-1/3): the beta distribution of a weight
    np.testing.assert_allclose(np.median(weights, axis=0), 1 - 2 ** (-1 / 3), atol=0.015)


def test_only_the_maps_that_plain_starts_leave_silent_are_asked(take):
    found, gallery = take(WAKERS), take(OIP_GALLERY_2)
    assert found.map.tolist() == np.flatnonzero(gallery.silent).tolist()
    assert found.response.shape == (len(found.weights), len(found.map))
    assert (found.response >= 0).all()


def wakers(woken: int, maps: int = 3, pulls: bool = True) -> Wakers:
    """Starts of which those rich in the first grid wake some maps, or those of every second."""
    weights = random_weights(200, 4, 2)
    wakes = weights[:, 0] > 0.3 if pulls else np.arange(200) % 2 == 0
    response = np.zeros((200, maps))
    response[wakes, :woken] = 1
    return Wakers(
        grids=np.array([3, 7, 14, 28]),
        weights=weights,
        map=np.arange(maps),
        response=response,
        rung=np.array(["precursor", "plain", "silent"][:maps], "<U14"),
        frequency=np.array([0.1, 0.2]),
        power=np.ones(2),
        power_waking=np.full(2, 2.0),
    )


WALK = SimpleNamespace(start_responses=np.zeros((8, 3)))  # of the gallery: what eight starts give


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (wakers(3), "more of the grid of 9.3 px (+0."),
        (wakers(1), "The 8 plain starts of the series' walk left 3 maps of Conv2D_2 silent"),
        (wakers(1), "together they wake 1."),
        (wakers(1), "The longer search of part XI wakes 1 of the other 2."),
        (wakers(2), "The longer search of part XI does not wake the other one."),
        (wakers(0, 1), "none wakes one. The longer search of part XI wakes it."),
        (wakers(1, 2), "The longer search of part XI wakes the other one."),
        (wakers(1, 1), "left 1 map of Conv2D_2 silent"),
        (wakers(3, pulls=False), "By no grid's weight can"),
        (
            wakers(0),
            "none wakes one. The longer search of part XI wakes 2 of these 3.",
        ),
        (
            wakers(0, 0),
            "Cannot be told: of Conv2D_2 the 8 plain starts of the series' walk left no map",
        ),
    ],
)
def test_the_answer_says_which_scales_wake(found, says):
    assert says in answer_wakers(found, WALK)


def test_what_is_so_of_one_map_alone_is_told_of_that_map():
    assert "that tells of one map alone, map 0, which" in answer_wakers(wakers(1), WALK)
    found = wakers(1)
    found.response[::25, 2] = 1  # another one answers now and then, whatever the mixture
    count = int((found.response[:, 0] > 0).sum())
    said = f"Without map 0, which {count} of them wake, none of this can be told from chance."
    assert said in answer_wakers(found, WALK)
    assert "Without" not in answer_wakers(wakers(3), WALK)


def test_what_is_so_of_the_other_maps_too_is_named():
    found = wakers(1)
    coarse = found.weights[:, 3]
    found.response[coarse < np.quantile(coarse, 0.1), 2] = 1  # pulls down one grid alone
    said = answer_wakers(found, WALK)
    assert said.partition("of this only that they hold ")[2].startswith(
        "less of the grid of 1.0 px can"
    )


def test_one_start_alone_does_nothing_together():
    found = wakers(0)
    found.response[4, 1] = 1
    said = answer_wakers(found, WALK)
    assert (
        "each of a random mixture of its own, 1 wakes 1. The longer search of part XI wakes" in said
    )


def test_a_handful_of_waking_starts_is_no_sample():
    found = wakers(1)
    found.response[np.flatnonzero(found.waking())[LEAST - 1 :]] = 0
    said = answer_wakers(found, WALK)
    assert said.startswith(f"{UNTOLD}: too few starts wake a map to compare")
    assert f"by, {LEAST - 1}: it takes {LEAST} that wake" in said
    assert "together they wake 1." in said


def test_the_figure_compares_all_starts_with_those_that_wake():
    found = wakers(2)
    drawing = draw_wakers(found)
    left, right = drawing.figure.axes
    heights = [bar.get_height() for bar in left.patches]
    expected = [*found.weights.mean(axis=0), *found.weights[found.waking()].mean(axis=0)]
    np.testing.assert_allclose(heights, expected)
    assert len(right.get_lines()) == 2 and drawing.words["woken"] == 2
    assert drawing.words["beside"].endswith(f"{found.waking().sum()} in number")
    assert [tick.get_text() for tick in left.get_xticklabels()] == waves(found)
    assert waves(found) == ["9.3 px", "4.0 px", "2.0 px", "1.0 px"]
    alone = draw_wakers(wakers(0, 0))
    assert len(alone.figure.axes[1].get_lines()) == 1 and not alone.words["beside"]
