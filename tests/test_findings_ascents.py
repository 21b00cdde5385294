"""Findings of parts VII to X: each is seen to hold, not to hold and, where it can be, open, on
made-up results.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from analysis.catalogue.declarations import UNTOLD
from analysis.catalogue.findings import part_07, part_08, part_09, part_10
from analysis.catalogue.questions.twins import answer_twins
from analysis.catalogue.series.twins import VALUES as OF_TWINS
from analysis.catalogue.series.values_evolution import (
    early_step,
    most_silent_share,
    one_picture,
)
from analysis.catalogue.series.values_oips import VALUES as OF_LAYERS
from analysis.catalogue.series.values_oips import largest_gain_step

RNG = np.random.default_rng(7)
WAVES = np.tile(np.arange(28) % 4 < 2, (28, 1)).astype(float)  # comes back after 4 px
SLOPES = np.add.outer(np.arange(28.0), np.arange(28.0)) ** 2
PICTURE, OTHER = RNG.normal(size=(2, 28, 28))
SEEN = {"visible_rows": np.array([0, 26]), "visible_columns": np.array([0, 26])}


def made(**arrays: Any) -> Any:
    """Return something with these arrays and the pixels that Conv2D_3 sees."""
    return SimpleNamespace(**SEEN, **arrays)


def one_ascent(*curve: float, early: np.ndarray = OTHER, start: np.ndarray = OTHER) -> Any:
    """An ascent whose frames are steps 0, 1 and the last."""
    frames = np.stack([start, early, PICTURE])[None]
    last = len(curve) - 1
    return made(curve=np.array([curve]), step=np.array([0, 1, last]), frames=frames, map=0)


def one_map(*silent: float) -> Any:
    """A map with its shares of silent starts, grid by grid from the coarsest on."""
    names = np.array(["mixture", "grid 3", "grid 7", "grid 14", "grid 28"])
    return made(mixture=names, mixture_zero_share=np.array([0.5, *silent]))


def digits(*means: float) -> Any:
    return made(digit_mean=np.array([means]))


def gallery(image: np.ndarray, maps: int, silent: int = 0) -> Any:
    """A gallery of equal pictures, of which the first maps are silent."""
    return made(
        images=np.stack([image] * maps),
        silent=np.arange(maps) < silent,
        response=np.ones(maps),
        seed=np.full(maps, 5),
        starts=np.stack([OTHER] * maps),
    )


def begun(start: np.ndarray, maps: int = 7) -> Any:
    """A gallery whose ascents all began with one picture."""
    found = gallery(PICTURE, maps)
    found.starts = np.stack([start] * maps)
    return found


def nodes(alike: float, answer: float = 1.0, centre: float = 1.0) -> Any:
    response = np.full((3, 3), answer)
    response[1, 1] = centre
    return made(response=response, shifted_correlation=np.full((3, 3), alike))


def nodes_of_which(answering: int) -> Any:
    """Nodes that all correlate with the centre, of which so many outer ones answer."""
    found = nodes(0.9, answer=0)
    found.response.ravel()[:answering] = 1
    return found


def climbed(reached: float, maps: int, seed: int = 5) -> Any:
    return made(every_seed=np.full((maps, 1), seed), every_response=np.full((maps, 1), reached))


def twins(partners: int, here: int, maps: int = 40, differs: str = part_09.ORDER) -> Any:
    """Maps of which the first have a partner that answers alike, and the first at their number."""
    number = np.arange(maps)
    return made(
        differs=np.full(maps, differs),
        likeness=np.where(number < partners, 0.9, 0.1),
        number=number,
        partner=np.where(number < here, number, number + 1),
        images=2000,
        epochs=2,
        accuracy=np.array([0.6, 0.8]),
    )


def twin_kinds(order: int, weights: int) -> Any:
    """Trainings that differ in either, with so many of 40 maps that have a partner."""
    one, other = twins(order, 0), twins(weights, 0, differs=part_09.WEIGHTS)
    return made(
        differs=np.concatenate([one.differs, other.differs]),
        likeness=np.concatenate([one.likeness, other.likeness]),
        accuracy=one.accuracy,
    )


def unread(found: Any) -> Any:
    """The same of trainings one of which has hardly learned."""
    found.accuracy = np.array([0.8, 0.49])
    return found


@pytest.mark.parametrize(
    ("partners", "so_many"), [(30, "most maps"), (22, "about half of the"), (10, "fewer than half")]
)
def test_a_question_tells_most_and_fewer_by_the_interval_as_the_page_does(partners, so_many):
    found = twins(partners, 0)
    found.layer, found.by_class = np.full(40, "Conv2D_3"), np.zeros(40)
    told = answer_twins(found)
    assert f", {so_many}" in told and UNTOLD not in told
    assert answer_twins(unread(found)).startswith(f"{UNTOLD}: the worst")


@pytest.mark.parametrize(("converging", "step"), [(7, 1), (5, 4)])
def test_the_largest_gain_is_told_of_ascents_that_converge_where_there_are_enough(converging, step):
    early = np.array([0.0, 1.0, *[1.5] * 14])
    late = np.concatenate([[0, 0.1, 0.2], 1 + np.arange(13.0)])
    curve = np.stack([early] * converging + [late] * 9, axis=1)
    silent, answers = np.zeros(converging + 9, bool), np.ones((1, converging + 9))
    found = made(curve=curve, silent=silent, start_responses=answers, response=curve[-1])
    assert largest_gain_step(found) == step


def penalties(strong: tuple[int, ...], none: tuple[int, ...]) -> Any:
    silent = np.array([none, strong])
    return made(l2=np.array([0, 0.01]), silent=silent, diverged=np.zeros_like(silent))


def scan(noise: int, name: str = "grid 28", mixture: int = 100) -> Any:
    return made(
        scale=np.array(["mixture", name]),
        candidates=np.array([1, 16]),
        responding=np.array([[mixture // 2, 1], [mixture, noise]]),
    )


def served(maps: int) -> Any:
    """The maps of the layer, of which a scan wakes some."""
    return made(response=np.ones(maps))


SHOWN = one_ascent(1, 2, 3)


def two_starts(alike: int, maps: int) -> Any:
    """Maps with two starts, of which so many end in one and the same picture."""
    pictures = RNG.normal(size=(maps, 2, 28, 28))
    pictures[:alike, 1] = pictures[:alike, 0]
    return made(every_image=pictures, every_response=np.ones((maps, 2)))


def half_alike(maps: int) -> Any:
    """Maps with four starts, three of which end in one and the same picture: half of the pairs."""
    pictures = RNG.normal(size=(maps, 4, 28, 28))
    pictures[:, 1:3] = pictures[:, :1]
    return made(every_image=pictures, every_response=np.ones((maps, 4)))


BY_MAP = np.repeat(np.linspace(0, 1, 8)[:, None], 4, axis=1)
ONE_OF_EACH = np.add.outer(np.eye(8)[0], [0, 0.1, 0.2, 0.9])  # one map alone is not as the others
SEVEN = gallery(WAVES, 7)
HALVES = gallery(WAVES, 14)  # one half comes back, the other does not
HALVES.images[7:] = SLOPES


@pytest.mark.parametrize(
    ("look", "results", "holds"),
    [
        (part_07.one_digit, (SHOWN, digits(0.1, 0.4, 0.2)), True),
        (part_07.one_digit, (SHOWN, digits(0.1, 0.4, 0.3)), False),
        (part_07.one_digit, (SHOWN, digits(0.0, 0.0, 0.0)), None),
        (part_07.one_form, (two_starts(11, 12),), True),
        (part_07.one_form, (two_starts(1, 12),), False),
        (part_07.one_form, (two_starts(7, 12),), None),
        (part_07.one_form, (two_starts(5, 5),), None),
        (part_07.one_form, (half_alike(8),), True),
        (part_07.another_picture, (begun(OTHER),), True),
        (part_07.another_picture, (begun(PICTURE),), False),
        (part_07.another_picture, (begun(OTHER, 5),), None),
        (part_07.noise_serves_half, (scan(80), served(100)), True),
        (part_07.noise_serves_half, (scan(30), served(100)), False),
        (part_07.noise_serves_half, (scan(45), served(100)), None),
        (part_07.noise_serves_half, (scan(3), served(5)), None),
        (part_07.noise_serves_half, (scan(80, "grid 14"), served(100)), None),
        (part_07.some_come_back, (SEVEN,), True),
        (part_07.some_come_back, (gallery(SLOPES, 7),), False),
        (part_07.some_come_back, (gallery(WAVES, 7, silent=7),), None),
        (part_07.by_map, (made(share=BY_MAP),), True),
        (part_07.by_map, (made(share=BY_MAP.T),), None),
        (part_07.by_map, (made(share=np.tile([0.1, 0.9], (8, 1))),), False),
        (part_07.by_map, (made(share=np.zeros((8, 4))),), None),
        (part_07.by_map, (made(share=ONE_OF_EACH),), None),
        (part_07.every_node, (SEVEN,), True),
        (part_07.every_node, (gallery(SLOPES, 7),), False),
        (part_07.every_node, (gallery(WAVES, 5),), None),
        (part_07.every_node, (HALVES,), None),
        (part_07.nodes_alike, (nodes(0.7), begun(PICTURE)), True),
        (part_07.nodes_alike, (nodes_of_which(4), begun(OTHER)), True),
        (part_07.nodes_alike, (nodes_of_which(3), begun(OTHER)), False),
        (part_07.nodes_alike, (nodes(0.6), begun(OTHER)), False),
        (part_07.nodes_alike, (nodes(0.6), begun(PICTURE)), None),
        (part_07.nodes_alike, (nodes(0.9, answer=0), begun(OTHER)), None),
        (part_07.nodes_alike, (nodes(0.9, centre=0), begun(OTHER)), None),
        (part_08.longer_steps, (climbed(1.2, 7), SEVEN), True),
        (part_08.longer_steps, (climbed(0.8, 7), SEVEN), False),
        (part_08.longer_steps, (climbed(1.0, 7), SEVEN), None),
        (part_08.longer_steps, (climbed(1.2, 7, seed=6), SEVEN), None),
        (part_09.slow_first, (one_ascent(1, 1.4, 2.4),), True),
        (part_09.slow_first, (one_ascent(1, 1.5, *[2.5] * 11),), False),
        (part_09.slow_first, (one_ascent(1, 1.5, 2.5),), None),  # it rises still
        (part_09.slow_first, (one_ascent(1, 1, 1),), None),
        (part_09.slow_first, (one_ascent(1, 1.4, *[2.4] * 11),), False),  # steep for one step alone
        (part_09.levels_off, (one_ascent(1, 2, *[9] * 11),), True),
        (part_09.levels_off, (one_ascent(1, 2, 9, 9, *[9.1, 9] * 5),), True),  # to and fro
        (part_09.levels_off, (one_ascent(1, 2, *range(3, 14)),), False),
        (part_09.levels_off, (one_ascent(1, 2, 3),), False),
        (part_09.seen_early, (one_ascent(1, 2, 9, early=PICTURE),), True),
        (part_09.seen_early, (one_ascent(1, 2, 9),), False),
        (part_09.seen_early, (one_ascent(6, 7, 9),), None),
        (part_09.seen_early, (one_ascent(1, 7, 9),), None),  # the start alone is below half
        (part_09.seen_early, (one_ascent(1, 2, 9, start=PICTURE),), None),
        (part_09.longer_answered, (one_map(0, 0, 0.5, 0.5),), True),
        (part_09.longer_answered, (one_map(0.5, 0.5, 0, 0),), False),
        (part_09.longer_answered, (one_map(0, 0, 0, 0),), None),
        (part_09.same_maps, (twins(30, 0),), True),
        (part_09.same_maps, (twins(10, 0),), False),
        (part_09.same_maps, (twins(22, 0),), None),
        (part_09.same_maps, (twins(30, 0, differs="both"),), None),
        (part_09.weights_part_more, (twin_kinds(30, 10),), True),
        (part_09.weights_part_more, (twin_kinds(10, 30),), False),
        (part_09.weights_part_more, (twin_kinds(20, 20),), None),
        (part_09.weights_part_more, (twins(30, 0),), None),
        (part_09.same_places, (twins(30, 28),), True),
        (part_09.same_places, (twins(30, 6),), False),
        (part_09.same_places, (twins(30, 16),), None),
        (part_09.same_places, (twins(5, 5),), None),
        (part_09.same_places, (unread(twins(30, 28)),), None),
        (part_09.same_maps, (unread(twins(30, 28)),), None),
        (part_09.weights_part_more, (unread(twin_kinds(30, 10)),), None),
        (part_10.few_gaps, (gallery(WAVES, 20, silent=1),), True),
        (part_10.few_gaps, (gallery(WAVES, 20, silent=2),), False),
        (part_10.penalty_silences, (penalties((30, 31, 33), (20, 22, 22)),), True),
        (part_10.penalty_silences, (penalties((10, 11, 13), (20, 22, 22)),), False),
        (part_10.penalty_silences, (penalties((30, 10, 33), (20, 22, 22)),), None),
        (part_10.penalty_silences, (penalties((30, 31), (20, 22)),), None),
        (part_10.gaps_climbed, (made(map=np.array([3])),), True),
        (part_10.gaps_climbed, (made(map=np.zeros(0)),), False),
        (part_10.noise_wakes, (scan(100),), True),
        (part_10.noise_wakes, (scan(99),), False),
        (part_10.noise_wakes, (scan(100, "grid 14"),), None),
        (part_10.noise_wakes, (scan(0, mixture=0),), None),
        (part_10.box_outdoes, (made(ratio_maximum=np.linspace(2, 3, 9)),), True),
        (part_10.box_outdoes, (made(ratio_maximum=np.linspace(0.5, 0.9, 9)),), False),
        (part_10.box_outdoes, (made(ratio_maximum=np.linspace(0.5, 3, 9)),), None),
        (part_10.box_outdoes, (made(ratio_maximum=np.array([2.0, np.nan])),), None),
    ],
)
def test_what_is_found_follows_what_was_measured(look, results, holds):
    seen = look(*results)
    assert seen.holds is holds and seen.evidence and "nan" not in seen.evidence


def test_the_early_frame_is_the_last_one_below_half():
    assert early_step(one_ascent(1, 2, 9)) == 1
    assert np.isnan(early_step(one_ascent(6, 7, 9)))
    assert np.isnan(early_step(one_ascent(1, 7, 9)))


def test_pictures_that_come_back_are_counted_with_the_best_of_them():
    read = {one.id: one.read for one in OF_LAYERS if one.id.endswith("return-conv2d-3")}
    read |= {one.id: one.read for one in OF_LAYERS if one.id == "returning-oips-conv2d-3"}
    for found, (count, most) in ((SEVEN, (7, 0.9)), (gallery(SLOPES, 7), (0, 0))):
        assert read["returning-oips-conv2d-3"](found) == count
        assert read["largest-return-conv2d-3"](found) >= most
    assert read["largest-return-conv2d-3"](gallery(WAVES, 2, silent=2)) == 0


def test_a_median_over_no_oip_is_undefined_and_not_nought():
    none = gallery(WAVES, 2, silent=2)
    asked = [one for one in OF_LAYERS if one.id.startswith(("start-correlation", "wrong-map"))]
    assert len(asked) == 4
    assert all(one.may_be_nan and np.isnan(one.read(none)) for one in asked)


def test_pictures_of_starts_are_counted_by_pairs():
    frames = np.stack([PICTURE, PICTURE, OTHER])[:, None]
    assert one_picture(made(frames=frames)) == 1


def test_the_least_suitable_grid_is_no_mixture():
    assert most_silent_share(made(mixture_zero_share=np.array([0.9, 0.1, 0.3, 0.2]))) == 0.3


def test_values_of_twins_are_shares_by_what_trainings_differ_in():
    told = {one.id: one.read(twins(30, 15)) for one in OF_TWINS if one.id.startswith("twins-")}
    assert told["twins-alike-order"] == 0.75 and told["twins-in-place-order"] == 0.5
    few = {one.id: one.read(twins(5, 5)) for one in OF_TWINS if "in-place" in one.id}
    assert np.isnan(few["twins-in-place-order"])
    assert np.isnan(told["twins-alike-both"]) and np.isnan(told["twins-in-place-both"])
    assert (told["twins-least-accuracy"], told["twins-best-accuracy"]) == (0.6, 0.8)
    assert told["twins-unmatched-order"] == 0 and told["twins-epochs"] == 2
