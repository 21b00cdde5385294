from __future__ import annotations

import dataclasses

import numpy as np
import oracles
import pytest

from analysis.ascent.answers import start_responses
from analysis.ascent.starts import fluctuation, fluctuations, radial_power
from analysis.catalogue.series.measurements import FLUCTUATIONS, OIP_GALLERY_3, PRECURSOR_SCAN
from analysis.figures.curves import silent_ticks
from analysis.oips.precursors import SHOWN, _smooth, scan_precursors


@pytest.fixture(scope="module")
def gappy(take):
    """The gallery with six maps declared silent that do answer, and so can be found again."""
    gallery = take(OIP_GALLERY_3)
    silent = np.zeros(128, bool)
    silent[np.flatnonzero(~gallery.silent)[:6]] = True
    return dataclasses.replace(gallery, silent=silent)


@pytest.fixture(scope="module")
def scan(make_study, gappy):
    return scan_precursors(make_study("oip", "precursor"), gappy)


@pytest.fixture(scope="module")
def answers(make_study, model, settings):
    """What every candidate of the mixture does to every map."""
    seeds = make_study().seed("precursors") + np.arange(settings.precursor.candidates)
    return seeds, start_responses(
        model, "Conv2D_3", fluctuations(seeds, settings.oip.grids, settings.precursor.weights)
    )


def test_the_best_candidate_of_each_gap_is_found(scan, gappy, answers, settings):
    seeds, responses = answers
    assert (
        set(scan.map.tolist()) <= set(np.flatnonzero(gappy.silent).tolist())
        and 0 < len(scan.map) <= SHOWN
    )
    for m, seed, start, response in zip(
        scan.map, scan.best_seed, scan.best_start, scan.best_response, strict=True
    ):
        assert seed == seeds[responses[:, m].argmax()] and response == pytest.approx(
            responses[:, m].max(), rel=1e-5
        )
        assert (
            start == fluctuation(int(seed), settings.oip.grids, settings.precursor.weights)
        ).all()


def test_the_ascent_from_a_precursor_ends_higher(scan, weights):
    assert (scan.response > scan.best_response).all()
    shown = oracles.forward(weights, scan.images[0])["Conv2D_3"][..., int(scan.map[0])].mean()
    assert shown == pytest.approx(scan.response[0], rel=1e-3)


def test_more_candidates_never_reach_fewer_maps(scan, answers, settings):
    assert (
        scan.candidates[0] == 1
        and scan.candidates[-1] == settings.precursor.candidates
        and (np.diff(scan.candidates) > 0).all()
    )
    assert (np.diff(scan.responding, axis=0) >= 0).all() and scan.responding.max() <= 128
    expected = [
        sum(1 for m in range(128) if (answers[1][:count, m] > 0).any()) for count in scan.candidates
    ]
    assert scan.responding[:, 0].tolist() == expected
    assert scan.scale.tolist() == ["mixture", *(f"grid {n}" for n in settings.oip.grids)]


def test_a_gallery_without_gaps_is_a_result_too(make_study, take):
    whole = dataclasses.replace(take(OIP_GALLERY_3), silent=np.zeros(128, bool))
    scan = scan_precursors(make_study("oip", "precursor"), whole)
    assert (
        scan.map.shape == (0,)
        and scan.images.shape == scan.best_start.shape == (0, 28, 28)
        and scan.best_seed.shape == (0,)
    )


def test_the_scan_of_the_catalogue_is_a_result(take):
    assert take(PRECURSOR_SCAN).responding.shape == (len(take(PRECURSOR_SCAN).candidates), 5)


def test_smoothing_weighs_neighbours_one_two_one():
    image = np.random.default_rng(4).standard_normal((2, 6, 6))
    smooth = _smooth(image)
    padded = np.pad(image, ((0, 0), (1, 1), (1, 1)), mode="edge")
    factors = np.outer([1, 2, 1], [1, 2, 1]) / 16
    for y in range(6):
        for x in range(6):
            np.testing.assert_allclose(
                smooth[:, y, x], (padded[:, y : y + 3, x : x + 3] * factors).sum(axis=(1, 2))
            )


def test_the_published_spectra_are_means_over_the_samples(take, make_study, settings):
    spectra = take(FLUCTUATIONS)
    seeds = make_study().seed("spectrum") + np.arange(settings.spectrum.samples)
    frequency, power = radial_power(fluctuations(seeds, settings.oip.grids, (0.0, 1.0, 0.0, 0.0)))
    assert (spectra.frequency == frequency).all()
    np.testing.assert_allclose(spectra.power[1], power.mean(axis=0), rtol=1e-5)
    assert spectra.scale.tolist() == [28 / n for n in settings.oip.grids]
    assert spectra.smoothed_power[-4:].max() < spectra.mixture_power[-4:].min()


def test_the_axis_of_silent_maps_begins_where_its_curves_are_seen_apart():
    assert silent_ticks(0, 128) == silent_ticks(9, 128) == [0, 1, 10, 100]
    assert silent_ticks(54, 128) == [50, 100] and silent_ticks(19, 128) == [10, 20, 50, 100]
    assert silent_ticks(10, 128)[0] == 10
