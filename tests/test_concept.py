"""Asking for a 4: the ascent on a class, distances against plain loops, and the verdict."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from analysis.ascent.classes import class_probability
from analysis.ascent.starts import standardise
from analysis.catalogue.claims.concept import judge_concept
from analysis.catalogue.series.concept import CONCEPT, VALUES
from analysis.experiments.concept.measure import STARTS, nearest
from analysis.figures.concept import shown_starts
from analysis.results.concept import Concept


def test_the_response_is_the_logarithm_of_each_images_own_class(model, data):
    pixels = data.standardise(data.test.images[:5])
    classes = np.array([4, 9, 4, 0, 7], np.int32)
    expected = np.log(np.asarray(model(pixels))[np.arange(5), classes])
    found = np.asarray(class_probability(model)(pixels, classes))
    np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-4)


def test_the_nearest_image_is_found_by_looking_at_all():
    rng = np.random.default_rng(1)
    images, others = (standardise(rng.standard_normal((n, 6, 5))) for n in (4, 9))
    every = np.sqrt(((images[:, None] - others) ** 2).mean(axis=(2, 3)))
    distance, best = nearest(images, others)
    np.testing.assert_allclose(distance, every.min(axis=1), rtol=1e-5)
    assert best.tolist() == every.argmin(axis=1).tolist()
    assert nearest(others[2:3], others)[0] == pytest.approx(0, abs=2e-3)
    assert [len(one) for one in nearest(images[:0], others)] == [0, 0]


def test_ascents_raise_the_class_from_noise(take, data, model):
    found = take(CONCEPT)
    assert found.images.shape == (STARTS, 28, 28) and found.label == 4
    assert (found.probability >= found.curve[0] - 1e-6).all()
    assert np.median(found.probability) > np.median(found.curve[0])
    seen = np.asarray(model(found.images[..., None]))[:, 4]
    np.testing.assert_allclose(found.probability, seen, rtol=1e-2, atol=1e-4)
    assert (data.training.labels[found.nearest] == 4).all()
    assert (found.nearest_image == data.training.images[found.nearest]).all()
    assert len(found.own_distance) == (data.test.labels == 4).sum()
    assert len(found.own_distance) + len(found.other_distance) == len(data.test.labels)
    assert np.median(found.own_distance) < np.median(found.other_distance)


def test_distances_are_those_on_the_pixels_that_are_seen(take, data):
    found = take(CONCEPT)
    one, real = found.images[3, :26, :26], found.nearest_image[3, :26, :26].astype(float)
    difference = standardise(one) - standardise(real)
    assert found.distance[3] == pytest.approx(np.sqrt((difference**2).mean()), abs=1e-3)


def concept(
    sure: int = 40,
    far: int = 40,
    real: int = 100,
    at: float = 1.2,
    near: float = 0.6,
    climbing: int = 0,
) -> Concept:
    """Return 40 ascents, of which the first so many are sure, and the first so many far away; of
    the others, the last so many still climb.
    """
    each, picture = np.arange(40), np.zeros((40, 28, 28))
    rises = (each < sure) | (each >= 40 - climbing)
    return Concept(
        visible_rows=np.array([0, 26]),
        visible_columns=np.array([0, 26]),
        label=np.array(4),
        starts=picture,
        images=picture,
        probability=np.where(each < sure, 0.995, 0.6),
        curve=np.where(rises, np.linspace(0, 1, 5)[:, None], 0.6),
        distance=np.where(each < far, at, near) + 0.001 * each,
        start_distance=np.full(40, 1.3),
        own_distance=np.linspace(0.4, 0.8, real),
        other_distance=np.linspace(0.6, 1.1, 30),
        nearest=each,
        nearest_image=picture,
    )


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (concept(), "confirmed"),
        (concept(sure=36), "confirmed"),
        (concept(sure=35), "mixed"),  # not enough of them are sure
        (concept(far=35), "mixed"),
        (concept(sure=20, far=20), "mixed"),  # those that are sure are far away
        (concept(far=15), "refuted"),
        (concept(far=0), "refuted"),
        (concept(sure=5), "not tested"),
        (concept(real=49), "not tested"),
        (concept(sure=35, climbing=1), "not tested"),  # which would make enough
        (concept(sure=33, climbing=2), "mixed"),
        (concept(sure=5, climbing=35), "not tested"),
        (concept(sure=36, climbing=4), "confirmed"),
        (concept(sure=35, far=0, climbing=5), "refuted"),
    ],
)
def test_a_concept_is_judged_by_sure_results_and_their_distances(found, verdict):
    assert judge_concept(found).verdict == verdict


@pytest.mark.parametrize("climbing", [0, 40])
def test_of_no_sure_result_no_distance_is_told(climbing):
    seen = judge_concept(concept(sure=0, climbing=climbing))
    assert seen.verdict == "not tested" and "of those that reach it" not in seen.evidence
    assert "of those that reach it" in judge_concept(concept(sure=5, climbing=climbing)).evidence


def test_a_share_whose_interval_reaches_over_the_bar_says_so():
    assert "reaches over the bar" in judge_concept(concept(sure=38)).evidence
    assert judge_concept(concept(sure=38)).alone == "one training"


def test_values_tell_of_ascents_that_are_never_sure():
    by_id = {value.id: value for value in VALUES}
    found = concept(sure=0)
    assert by_id["concept-sure"].read(found) == 0
    assert np.isnan(by_id["concept-steps-to-sure"].read(found))
    assert by_id["concept-steps-to-sure"].read(concept()) == 4
    last = dataclasses.replace(found, probability=np.full(40, 0.995), curve=np.zeros((5, 40)))
    assert by_id["concept-steps-to-sure"].read(last) == 5  # none before the last step
    assert by_id["concept-farther"].read(concept(far=10)) == 0.25
    some = concept(sure=20, far=15)
    counted = [by_id[f"concept-sure-{what}"].read(some) for what in ("count", "near")]
    assert counted == [20, 5]


def test_results_are_shown_from_the_nearest_to_the_farthest(drawn, take):
    found, drawing = take(CONCEPT), drawn("idea-of-a-four")
    picked = shown_starts(found)
    assert found.distance[picked[0]] == found.distance.min()
    assert found.distance[picked[-1]] == found.distance.max()
    labels = [axes.get_xlabel() for axes in drawing.figure.axes]
    assert [one for one in labels if one.endswith("away")] == [
        f"{found.distance[i]:.2f} away" for i in picked
    ]
    few = {"distance", "start_distance", "probability", "nearest", "nearest_image"}
    some = {name: getattr(found, name)[:3] for name in (*few, "images", "starts")}
    less = dataclasses.replace(found, **some, curve=found.curve[:, :3])
    assert sorted(shown_starts(less).tolist()) == [0, 1, 2]
