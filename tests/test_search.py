"""What leads the search: other searches replace the weakest start of a map where they reach more,
and what competes with it comes from one scale, or from another domain.
"""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import numpy as np
import pytest

from analysis.ascent.climb import Ascent
from analysis.ascent.domains import Box, Sphere
from analysis.ascent.starts import Mixture, standardise
from analysis.oips.described import agreement, likeness
from analysis.oips.many import Search
from analysis.oips.search import from_elsewhere, led_by, scales
from analysis.oips.ways import Pictures
from analysis.results.oips import RUNGS

MAPS, STARTS, STEPS, SHAPE = 4, 3, 5, (8, 8)
RESPONSE = np.array([[1.0, 3.0, 2.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [2.0, 0.0, 1.0]])
PLAIN, PRECURSOR, PRE_ACTIVATION, IMAGE, SILENT = range(5)


def pictures(seed: int = 0) -> Pictures:
    images = np.random.default_rng(seed).standard_normal((MAPS, STARTS, *SHAPE))
    return Pictures(
        images.astype(np.float32),
        RESPONSE,
        np.tile(np.arange(STARTS), (MAPS, 1)),
        np.full((MAPS, STARTS), "many starts"),
        np.zeros((MAPS, STARTS, STEPS)),
        np.zeros((MAPS, STARTS), int),
    )


NO_PLAIN = pictures().of(np.zeros(0, int))  # no map whose starts are candidates of a scan


def gallery(response: list[float]) -> SimpleNamespace:
    """What the series' walk found, as far as the search asks for it."""
    return SimpleNamespace(
        images=np.full((MAPS, *SHAPE), 7.0, np.float32),
        response=np.array(response),
        silent=np.array(response) <= 0,
        seed=np.arange(100, 100 + MAPS),
        curve=np.full((2 * STEPS, MAPS), 0.5),
    )


class FakeSearch:
    """A search in a network of which only map 1 answers training images, with 9."""

    def __init__(self, domain_name: str, walked: list[float]) -> None:
        self.domain_name = domain_name
        self.where = Sphere() if domain_name == "sphere" else Box(-0.4, 2.8)
        self.gallery = gallery(walked)
        self.responses = SimpleNamespace(
            maximum=np.array([5.0, 5.0, 0.0, 5.0]),
            top_image=np.random.default_rng(3).integers(0, 255, (MAPS, 2, *SHAPE)),
        )
        self.study = SimpleNamespace(
            data=SimpleNamespace(standardise=lambda grey: (grey / 50.0 - 1)[..., None]),
            seed=lambda purpose: 0,
            settings=SimpleNamespace(ladder=SimpleNamespace(starts=STARTS)),
        )
        self.layer = "Strokes"
        self.rest = np.zeros(MAPS)
        self.climbed: list[tuple[np.ndarray, np.ndarray]] = []
        self.climber = self

    def climb(self, starts: np.ndarray, maps: np.ndarray) -> Ascent:
        self.climbed.append((starts, maps))
        curve = np.full((STEPS, len(maps)), 8.0)
        return Ascent(starts, np.full(len(maps), 9.0), curve, starts[:0])


def led(domain_name: str, walked: list[float]) -> tuple[FakeSearch, Pictures, np.ndarray]:
    search = FakeSearch(domain_name, walked)
    rung = np.array([PLAIN, PRE_ACTIVATION, PRE_ACTIVATION, PRECURSOR])
    return search, *led_by(search, pictures(), NO_PLAIN, rung)


def test_a_map_that_answers_images_alone_climbs_from_the_strongest_and_stands_on_that_rung():
    search, found, rung = led("box", [0.0] * MAPS)
    (starts, maps), *more = search.climbed
    assert maps.tolist() == [1] and not more
    grey = search.responses.top_image[1, 0]
    np.testing.assert_allclose(starts[0], np.clip(grey / 50 - 1, -0.4, 2.8), rtol=1e-6)
    assert found.response[1].tolist() == [9.0, 0.0, 0.0]  # the weakest one made room
    assert found.seed[1, 0] == -1 and rung[1] == RUNGS.index("image")


def test_a_map_that_nothing_woke_is_silent_and_the_others_stay_where_they_stood():
    _, found, rung = led("box", [9.0] * MAPS)
    assert rung.tolist() == [PLAIN, IMAGE, SILENT, PRECURSOR]
    assert (found.response[[0, 3]] == RESPONSE[[0, 3]]).all()


def test_the_series_walk_leads_on_the_sphere_where_it_reached_more_than_the_weakest():
    _, found, rung = led("sphere", [1.5, 8.0, 4.0, 0.0])
    assert found.response[0].tolist() == [1.5, 3.0, 2.0]
    assert found.origin[0].tolist() == ["series", "many starts", "many starts"]
    assert found.seed[0, 0] == 100 and (found.images[0, 0] == 7).all()
    assert found.curve.shape[-1] == 2 * STEPS and np.isnan(found.curve[3, :, STEPS:]).all()
    # it began at plain starts, so a map that it woke answers one
    assert rung.tolist() == [PLAIN, IMAGE, PLAIN, PRECURSOR]
    assert found.response[3].tolist() == RESPONSE[3].tolist()


def test_what_leads_leaves_the_pictures_and_rungs_it_was_given_alone():
    rung, plain = np.array([PLAIN, PRE_ACTIVATION, PRE_ACTIVATION, PLAIN]), pictures()
    led_by(FakeSearch("sphere", [9.0] * MAPS), plain, NO_PLAIN, rung)
    assert rung.tolist() == [PLAIN, PRE_ACTIVATION, PRE_ACTIVATION, PLAIN]
    assert (plain.response == RESPONSE).all() and (plain.images == pictures().images).all()


def test_the_best_plain_start_leads_a_map_whose_starts_are_candidates_of_a_scan():
    seed = pictures().seed.copy()
    seed[[2, 3]] += 1000  # candidates
    found = dataclasses.replace(pictures(), seed=seed)
    response = np.array([[0.0, 7.0, 0.0], [0.5, 1.5, 0.2]])
    plain = dataclasses.replace(
        pictures(9).of(np.array([2, 3])), response=response, origin=np.full((2, 3), "plain starts")
    )
    rung = np.array([PLAIN, PLAIN, PRECURSOR, PRECURSOR])
    ahead, stood = led_by(FakeSearch("box", [0.0] * MAPS), found, plain, rung)
    assert ahead.response[2].max() == 7 and "plain starts" in ahead.origin[2]
    assert ahead.response[3].tolist() == [2.0, 1.5, 1.0]  # its weakest made room
    assert (ahead.images[2, ahead.response[2].argmax()] == plain.images[0, 1]).all()
    assert (ahead.response[0] == RESPONSE[0]).all() and stood[[2, 3]].tolist() == [PRECURSOR] * 2


def scales_of(where: Sphere | Box, count: int = 3):
    mixture = Mixture((2, 4, 8), (0.2, 0.2, 0.2), SHAPE)
    study = SimpleNamespace(
        seed=lambda purpose: 50, subject=SimpleNamespace(mixture=lambda layer: mixture)
    )
    rule = SimpleNamespace(challenge=SimpleNamespace(scales=count))
    search = SimpleNamespace(study=study, layer="Strokes", rule=rule, where=where)
    return scales(search), mixture


def test_strangers_come_from_each_scale_alone_with_the_same_seeds():
    found, mixture = scales_of(Sphere())
    assert found.origin.tolist() == ["grid 2"] * 3 + ["grid 4"] * 3 + ["grid 8"] * 3
    assert found.seed.tolist() == [50, 51, 52] * 3
    np.testing.assert_array_equal(found.images[4], mixture.weighing((0, 1, 0)).starts([51])[0])


def test_strangers_fill_the_box_from_paper_to_full_ink():
    found, _ = scales_of(Box(-0.4, 2.8))
    np.testing.assert_allclose(found.images.min(axis=(1, 2)), -0.4, atol=1e-5)
    np.testing.assert_allclose(found.images.max(axis=(1, 2)), 2.8, atol=1e-5)


def test_another_domain_hands_over_what_it_shows_and_the_best_of_its_starts():
    plain = pictures(5)
    other = SimpleNamespace(
        images=np.full((MAPS, *SHAPE), 2.0, np.float32),
        seed=np.arange(40, 40 + MAPS),
        every_image=plain.images.astype(np.float16),
        every_response=plain.response,
        every_seed=plain.seed,
    )
    found = from_elsewhere(other, 2)
    assert found.seed[0].tolist() == [40, 1, 2] and found.seed[3].tolist() == [43, 0, 2]
    assert (found.images[:, 0] == 2).all() and found.images.dtype == np.float32
    np.testing.assert_allclose(found.images[0, 1], plain.images[0, 1], atol=2e-3)
    assert set(found.origin.ravel()) == {"the other domain"}


def test_a_search_asks_the_study_for_domain_and_rule(make_study, settings):
    search = Search(make_study("ladder"), None, "Conv2D_1", "box", None, None)
    data = search.study.data
    assert isinstance(search.where, Box)
    # the ends are those of the grey values, in units of the training images
    ends = (np.array(data.grey) - data.mean) / data.deviation
    assert (search.where.low, search.where.high) == pytest.approx(tuple(ends))
    assert search.climber.rule == settings.ladder and search.climber.where == search.where
    sphere = dataclasses.replace(search, domain_name="sphere")
    assert isinstance(sphere.where, Sphere)


def stripes(shift: int, noise: float = 0.0) -> np.ndarray:
    wave = np.sin(2 * np.pi * (np.arange(20)[:, None] + 0 * np.arange(20) + shift) / 10)
    return wave + noise * np.random.default_rng(shift).standard_normal((20, 20))


def test_agreement_is_the_median_likeness_of_others_with_what_is_shown():
    shown, noise = stripes(0), standardise(np.random.default_rng(1).standard_normal((20, 20)))
    assert agreement(shown, np.stack([stripes(0), stripes(3), noise])) == pytest.approx(1)
    assert agreement(shown, np.stack([noise, noise, stripes(0)])) < 0.5
    # two others that differ among themselves both agree with it or not: only it counts
    both = agreement(shown, np.stack([stripes(1, 0.3), stripes(2, 0.3)]))
    assert 0.85 < both < 1


def test_nothing_to_agree_with_is_not_a_number():
    assert np.isnan(agreement(stripes(0), np.zeros((0, 20, 20))))


def test_starts_that_stayed_silent_have_no_part_in_likeness():
    images = np.stack([stripes(0), stripes(2), np.zeros((20, 20)), stripes(4)])
    alike, median = likeness(images, np.array([1.0, 2.0, 0.0, 0.5]))
    assert alike.shape == (3, 3) and median == pytest.approx(1, abs=1e-6)
    alike, median = likeness(images, np.array([0.0, 2.0, 0.0, 0.0]))
    assert alike.shape == (1, 1) and np.isnan(median)
    alike, median = likeness(images, np.zeros(4))
    assert alike.shape == (0, 0) and np.isnan(median)
