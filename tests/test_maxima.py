"""Starts without response by scale, where maxima lie on a map, and the way between two of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from test_judges_series import made

from analysis.ascent.answers import start_responses
from analysis.ascent.starts import standardise
from analysis.catalogue.claims import maxima as judges
from analysis.catalogue.questions.ascents import answer_local, answer_silence
from analysis.catalogue.series.ascents import MAXIMA, SILENCE, dips, places
from analysis.catalogue.series.measurements import OIP_SETS
from analysis.experiments.maxima.measure import POINTS, neighbours, paths
from analysis.figures.maxima import draw_paths
from analysis.results.maxima import Maxima
from analysis.results.oips import OipGallery, OipSet
from analysis.results.silence import Silence
from analysis.results.trust import Trust

GRIDS = np.array([3, 7, 14, 28])


def test_a_path_stays_on_the_sphere_at_even_angles():
    one, other = standardise(np.random.default_rng(1).standard_normal((2, 1, 8, 8)))
    way = paths(one, other)
    assert way.shape == (1, POINTS, 8, 8)
    np.testing.assert_allclose(way[0, [0, -1]], [one[0], other[0]], atol=1e-12)
    np.testing.assert_allclose(way.mean(axis=(2, 3)), 0, atol=1e-12)
    np.testing.assert_allclose(way.std(axis=(2, 3)), 1)
    cosines = (way[0, 1:] * way[0, :-1]).mean(axis=(1, 2))
    np.testing.assert_allclose(cosines, cosines[0])


def test_there_is_no_way_from_an_image_to_itself():
    image = standardise(np.random.default_rng(2).standard_normal((1, 8, 8)))
    np.testing.assert_allclose(paths(image, image), np.repeat(image[:, None], POINTS, axis=1))


def test_pairs_share_no_start():
    one, other = neighbours(5)
    assert (one.tolist(), other.tolist()) == ([0, 2], [1, 3])


def test_silence_is_counted_on_starts_of_one_grid_alone(take, make_study):
    found, study = take(SILENCE), make_study("oip", of=make_study("oip").all_settings)
    subject = study.subject
    seeds = study.seed("silence") + np.arange(int(found.starts))
    pixels = subject.mixture("Conv2D_3").alone["grid 28"].starts(seeds)
    silent = start_responses(subject.network, "Conv2D_3", pixels) == 0
    np.testing.assert_allclose(found.share[:, -1], silent.mean(axis=0))
    assert found.share.shape == (128, 4) and 0 < found.share.mean() < 1


def test_nodes_and_ends_of_paths_are_those_of_the_stored_oips(take):
    found, stored = take(MAXIMA), take(OIP_SETS["Conv2D_3", "sphere"])
    # images are stored in half precision
    np.testing.assert_allclose(
        found.node.mean(axis=(2, 3)), stored.every_response, rtol=0.02, atol=1e-3
    )
    ends = found.node.mean(axis=(2, 3))[:, [found.first[0], found.second[0]]]
    np.testing.assert_allclose(found.path[:, 0, [0, -1]], ends, rtol=1e-4, atol=1e-5)


def silence(long: float, noise: float, maps: int = 20) -> Silence:
    rows = np.tile([long, long, 0.9, noise], (maps, 1))
    rows += np.random.default_rng(3).uniform(-0.01, 0.01, rows.shape)
    return Silence(grid=GRIDS, starts=np.array(256), share=rows)


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (silence(0.2, 0.4), "confirmed"),
        (silence(0.4, 0.2), "refuted"),
        (silence(0.2, 0.4, maps=5), "not tested"),
    ],
)
def test_long_waves_are_judged_against_pixel_noise(found, verdict):
    assert judges.judge_scales(found).verdict == verdict


@pytest.mark.parametrize("noise", [0.19, 0.21])
def test_scales_that_differ_by_less_than_maps_do_are_not_told_apart(noise: float):
    rows = np.tile([0.2, 0.2, 0.9, noise], (20, 1))
    rows[:, 3] += np.tile([0.1, -0.1], 10)
    found = Silence(grid=GRIDS, starts=np.array(256), share=rows)
    assert judges.judge_scales(found).verdict == "mixed"


def placed(steady: int, node: int, maps: int = 20, starts: int = 10) -> Maxima:
    """So many maps answer most at one node in eight of ten starts, the others anywhere."""
    nodes = np.zeros((maps, starts, 9))
    for m in range(maps):
        best = [node] * (8 if m < steady else 7) + [0, 1, 2, 3, 5, 6][: 2 if m < steady else 3]
        nodes[m, np.arange(starts), best] = 1
    return made(Maxima, node=nodes.reshape(maps, starts, 3, 3), response=np.ones((maps, starts)))


def two_starts() -> Maxima:
    found = placed(9, node=8)
    return made(Maxima, node=found.node[:, :2], response=found.response[:, :2])


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (placed(2, node=8), "confirmed"),
        (placed(1, node=8), "mixed"),
        (placed(0, node=8), "refuted"),
        (placed(9, node=4), "refuted"),  # the centre only
        (placed(5, node=8, maps=5), "not tested"),
        (two_starts(), "not tested"),  # which agree by chance
    ],
)
def test_places_are_judged_by_the_bars(found, verdict):
    assert judges.judge_place(found).verdict == verdict


def test_that_no_map_lies_elsewhere_is_told_in_words_and_hangs_on_those_that_do():
    none, centre = (judges.judge_place(one) for one in (placed(0, node=8), placed(9, node=4)))
    assert "of these" not in none.evidence and "none of these 9 at another" in centre.evidence
    # of 20 maps none may be two, and so may be of 40 but not of 90
    sure = judges.judge_place(placed(40, node=4, maps=90))
    assert "reaches" in centre.evidence and "reaches" not in sure.evidence


def test_maps_that_answer_few_starts_have_no_place():
    found = placed(20, node=8)
    few = Maxima(
        **{**found.arrays(), "response": np.where(np.arange(10) < 5, 1, 0) + np.zeros((20, 1))}
    )
    assert not len(places(few)[1]) and judges.judge_place(few).verdict == "not tested"


def test_starts_without_response_have_no_place():
    found = placed(20, node=8)
    silent = np.arange(10) < 3  # of the eight that answer at one place
    fired = Maxima(**{**found.arrays(), "response": np.where(silent, 0, found.response)})
    np.testing.assert_allclose(places(fired)[1], 5 / 7)


def between(*least: float, spread: float = 0.5, maps: int = 20) -> Maxima:
    """Maps with as many pairs, whose response falls from 1 to ``least`` on the way."""
    path = np.ones((maps, len(least), 5))
    path[:, :, 2] = least
    response = np.ones((maps, 4))
    response[:, 0] -= spread
    return made(Maxima, path=path, response=response, node=np.ones((maps, 4, 3, 3)))


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (between(0.5, 1, 1, 1, 1), "confirmed"),
        (between(0.995, 1, 1, 1, 1), "mixed"),  # less than a hundredth is no dip
        (between(0.5, 1, 1, 1, 1, spread=0), "mixed"),
        (between(1, 1, 2, spread=0), "refuted"),
        (between(0.5, maps=5), "not tested"),
    ],
)
def test_maxima_are_judged_by_spread_and_dips(found, verdict):
    assert judges.judge_maxima(found, *climbs()).verdict == verdict


def test_the_number_of_maps_stands_with_both_shares():
    evidence = judges.judge_maxima(between(0.5, 1, 1, 1, 1), *climbs()).evidence
    assert evidence.count("20 maps)") == 2


def climbs(gain: float = 3, last: float = 0.001) -> tuple[OipSet, OipGallery]:
    """Ascents of four maps, and plain starts: their ends reach so many times the response to these,
    where there is one, and their last step gains such a share.
    """
    ends = np.array([[0, gain], [gain, gain], [gain, 0], [0, 0]])
    begun = np.array([[0, 1, 1, 1], [1, 0, 1, 1.0]])
    curve = np.tile([[1.0], [2.0], [2.0 * (1 + last)], [np.nan]], 4)
    return made(OipSet, every_response=ends, curve=curve), made(OipGallery, start_responses=begun)


def test_of_ascents_that_hardly_climb_no_maxima_are_told():
    judged = judges.judge_maxima(between(0.5, 1, 1, 1, 1), *climbs(1.9))
    assert judged.verdict == "not tested" and "1.90 times" in judged.evidence


def test_of_ascents_that_were_cut_off_no_maxima_are_told():
    found = between(0.5, 1, 1, 1, 1)
    judged = judges.judge_maxima(found, *climbs(last=0.02))
    assert judged.verdict == "not tested" and "still gains 2.0 %" in judged.evidence
    strong = Maxima(**{**found.arrays(), "strongest": np.full(20, 3.0)})
    told = answer_local(strong, made(Trust, bound=np.full(20, 30.0)), climbs(last=0.02)[0])
    assert told.startswith("Cannot be told, since the ascents were cut off") and ". Of up" in told


def test_a_way_without_two_steps_tells_nothing_of_its_last_one():
    found, _ = climbs(last=0.5)
    found.curve[1:, 0] = np.nan
    found.curve[:2, 1] = 0
    assert judges.last_gains(found).tolist() == pytest.approx([0.5, 0.5])
    found.curve[:] = np.nan
    assert not len(judges.last_gains(found)) and not judges.still_climbing(found)


def test_what_a_woken_start_begins_with_does_not_tell_how_far_ascents_come():
    found, gallery = climbs()
    woken = replace(found, curve=np.full((2, 4), 2.9))
    assert judges.gains(woken, gallery).tolist() == [3, 3, 3]
    assert judges.not_climbed(woken, gallery) is None


def test_where_no_map_answers_a_plain_start_nothing_tells_how_far_ascents_come():
    found, gallery = climbs()
    unsaid = judges.not_climbed(found, replace(gallery, start_responses=np.zeros((2, 4))))
    assert unsaid is not None and unsaid.evidence.startswith("no map answers")


def test_nearly_all_pairs_are_not_told_as_all():
    found = between(*[0.5] * 25)
    found.path[0, 0] = 1
    assert "dip in 99.8 % of" in judges.judge_maxima(found, *climbs()).evidence


def test_a_pair_without_response_at_one_end_has_no_way():
    found = between(0.5, 1)
    found.path[:, 0, 0] = 0
    assert set(dips(found)) == {0} and found.half_way == 1
    found.path[:, 1, -1] = 0
    assert not len(dips(found)) and np.isnan(found.half_way)


def test_the_answers_tell_both_sides_and_where_there_is_nothing():
    assert answer_silence(silence(0.2, 0.6)).startswith("Of 256 starts")
    assert answer_silence(silence(0.2, 0.6, maps=5)).startswith("Cannot be told")
    tied = silence(0.2, 0.6)
    tied.share[0] = 0.1
    assert (
        "several scales equally often: 1; maps that answer no start at all: none."
        in answer_silence(tied)
    )
    bound = made(Trust, bound=np.full(20, 30.0))
    for found, begins in (
        (between(0.5), "Near the best"),
        (between(0.5, maps=5), "Cannot be told"),
    ):
        strong = Maxima(**{**found.arrays(), "strongest": np.ones(len(found.path))})
        assert answer_local(strong, bound, climbs()[0]).startswith(begins)
    level = between(0.5, spread=0)
    level.response[:10] = 0.5
    mixed = Maxima(**{**level.arrays(), "strongest": np.ones(20)})
    assert answer_local(mixed, bound, climbs()[0]).startswith("Cannot be told: of up to 4 starts")
    far = Maxima(**{**between(0.5).arrays(), "strongest": np.full(20, 3.0)})
    assert answer_local(far, bound, climbs()[0]).startswith("Not the global one")
    assert "10 times the strongest response known in the median" in answer_local(
        far, bound, climbs()[0]
    )


def test_the_heat_map_has_a_row_for_each_grid_and_its_maps_in_order(drawn, take):
    drawing, found = drawn("silence-by-scale"), take(SILENCE)
    shown = drawing.figure.axes[0].images[0].get_array()
    assert shown.shape == (4, 128) and (np.diff(shown.mean(axis=0)) >= -1e-9).all()
    np.testing.assert_allclose(shown.mean(axis=1), 100 * found.share.mean(axis=0))


def test_paths_are_drawn_against_the_straight_line_between_their_ends(drawn, take):
    drawing, found = drawn("paths-between-oips", "dark"), take(MAXIMA)
    line = drawing.figure.axes[0].lines[0].get_ydata()
    assert line[0] == pytest.approx(1) == line[-1]
    assert line[POINTS // 2] == pytest.approx(found.half_way)
    assert str(drawing.words["drawn"]).startswith(f"{found.fired.sum():,} pair")


def test_without_pairs_no_way_is_told_of():
    none = between(0.5)
    none.path[:] = 0
    words = draw_paths(none).words
    assert "No map of Conv2D_3" in words["drawn"] and "without a curve" in words["alt"]
    assert draw_paths(between(0.5, maps=1)).words["drawn"].startswith("1 pair of starts of 1 map")
