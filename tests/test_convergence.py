"""The series' ascent without its ingredients or with others: filters, treatments side by side,
variances taken apart, and judges on made-up results.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from test_judges_series import made

from analysis.ascent.climb import Climber, Series, ascend
from analysis.ascent.objectives import response
from analysis.catalogue.claims import convergence as judges
from analysis.catalogue.claims.bars import within_chance
from analysis.catalogue.questions.ascents import answer_damping, answer_factors
from analysis.catalogue.series.ascents import FACTORS, TREATMENTS
from analysis.experiments.convergence.damping import blurred, blurring, faded, fading
from analysis.experiments.convergence.treatments import Runs, Treatment, climbed
from analysis.looking.tried import evenly
from analysis.results.convergence import Factors, Treatments

SHAPE = (28, 28)


@pytest.mark.parametrize("deviation", [0.1, 0.5, 1.5])
def test_a_blur_spreads_a_line_by_its_deviation_and_loses_nothing(deviation: float):
    matrix = blurring(deviation, 29)
    np.testing.assert_allclose(matrix.sum(axis=0), 1, atol=1e-5)
    spread = matrix[:, 14] @ (np.arange(29) - 14) ** 2
    assert spread == pytest.approx(deviation**2, rel=1e-4) and (matrix >= 0).all()


def test_waves_are_divided_by_a_power_of_their_frequency():
    wave = np.cos(2 * np.pi * 4 * np.arange(28) / 28)[None] * np.ones((28, 1))
    for power in (1, 2):
        np.testing.assert_allclose(
            fading(power, SHAPE).T @ wave.ravel(), wave.ravel() / 4**power, atol=1e-5
        )


def test_filters_work_on_pictures_as_their_matrices_do():
    pictures = np.random.default_rng(1).standard_normal((3, *SHAPE, 1)).astype(np.float32)
    down = blurring(1.0, 28)
    expected = np.einsum("ij,njk,lk->nil", down, pictures[..., 0], down)
    np.testing.assert_allclose(
        np.asarray(blurred(1.0, SHAPE)(pictures))[..., 0], expected, atol=1e-5
    )
    flat = pictures.reshape(3, -1) @ fading(2, SHAPE)
    np.testing.assert_allclose(
        np.asarray(faded(2, SHAPE)(pictures)).reshape(3, -1), flat, atol=1e-5
    )


@pytest.fixture(scope="module")
def runs(make_study) -> Runs:
    starts = make_study("oip").subject.mixture("Conv2D_3").starts(range(5))
    return Runs(np.arange(5), 3 * starts + 1, starts)


def test_treatments_side_by_side_climb_as_each_does_alone(model, runs: Runs):
    own = response(model, "Conv2D_3")
    blur = Treatment("blurred", gradient=blurred(1.0, SHAPE))
    found = climbed(own, 0.05, (Treatment("plain"), blur, Treatment("long", length=2)), runs, 12)
    for row, size in ((0, 0.05), (2, 0.1)):
        alone = ascend(Climber(own, Series(size)), runs.starts, runs.maps, steps=12)
        np.testing.assert_allclose(found.curve[row], alone.curve.T, rtol=1e-3, atol=1e-4)
        np.testing.assert_allclose(found.images[row], alone.images, rtol=1e-2, atol=1e-3)
    assert abs(found.images[1] - found.images[0]).max() > 0.01


def test_more_runs_than_fit_a_block_are_all_climbed(model, runs: Runs):
    many = Runs(*(np.concatenate([part] * 15) for part in vars(runs).values()))
    both = (Treatment("plain"), Treatment("plain too"))
    found = climbed(response(model, "Conv2D_3"), 0.05, both, many, 3)
    assert found.response.shape == (2, 75)
    np.testing.assert_allclose(found.response[1], np.tile(found.response[0, :5], 15), rtol=1e-3)


def test_images_that_are_not_standardised_keep_what_they_begin_with(model, runs: Runs):
    bare = (
        Treatment("at the start", stays=False),
        Treatment("never", begins=False, stays=False),
        Treatment("after each step", begins=False),
    )
    found = climbed(response(model, "Conv2D_3"), 0.0, bare, runs, 2)
    np.testing.assert_allclose(found.images[0], runs.starts, atol=1e-6)
    np.testing.assert_allclose(found.images[1], runs.raw, atol=1e-6)
    # what is not standardised at the start is after the first step
    assert found.curve[2, :, 1] == pytest.approx(found.curve[0, :, 0], rel=1e-3, abs=1e-4)


def test_no_runs_end_with_nothing(model, runs: Runs):
    nothing = Runs(*(part[:0] for part in vars(runs).values()))
    found = climbed(response(model, "Conv2D_3"), 0.05, (Treatment("plain"),), nothing, 4)
    assert found.images.shape == (1, 0, 28, 28) and found.curve.shape == (1, 0, 4)


def test_maps_at_even_distances_reach_from_the_first_to_the_last():
    assert evenly(np.ones(128, bool), 3).tolist() == [0, 64, 127]
    able = np.arange(9) % 2 == 1
    assert evenly(able, 9).tolist() == [1, 3, 5, 7] and evenly(able, 2).tolist() == [1, 7]
    assert not len(evenly(np.zeros(9, bool), 3))


def test_both_are_measured(take, settings):
    found, factors = take(TREATMENTS), take(FACTORS)
    rule = settings.convergence
    assert found.response.shape == (9, len(found.map), rule.starts) and len(found.map)
    assert found.damps.tolist() == [False] * 3 + [True] * 6
    assert (found.response[0] > 0).all()  # they climb from starts that the map answers
    # three blurs and powers are at work: damped pictures have less power in short waves
    middle = np.nanmedian(found.high_share, axis=(1, 2))
    assert (middle[[4, 6, 8]] < middle[0]).all()
    assert factors.response.shape[1:] == (4, rule.scale_starts, len(rule.step_sizes))


def variances(*deviations: float) -> np.ndarray:
    """Responses (scale, start, size) with these deviations of scales, starts, sizes and rest."""
    rng = np.random.default_rng(5)
    shape = (400, 20, 30)
    axes = ((400, 1, 1), (400, 20, 1), (1, 1, 30), shape)
    parts = [size * rng.standard_normal(axis) for size, axis in zip(deviations, axes, strict=True)]
    return 1 + sum(parts, np.zeros(shape))


@pytest.mark.parametrize("given", [(0.1, 0, 0, 0.01), (0, 0.1, 0, 0.05), (0.05, 0.1, 0.08, 0.02)])
def test_variances_are_taken_apart(given: tuple[float, ...]):
    found = np.sqrt(judges.components(variances(*given)))
    np.testing.assert_allclose(found, given, atol=0.02)


def treated(**changes: Any) -> Treatments:
    """Eight maps with four starts: nine treatments, all alike but where given, treatment by map."""
    rows = {"patterns": np.full((9, 8), 3), "converged": np.ones((9, 8, 4), bool)}
    damps = np.arange(9) >= 3
    return made(
        Treatments,
        **{
            "steps": 600,
            "treatment": np.array([f"way {k}" for k in range(9)]),
            "damps": damps,
            "map": np.arange(8),
            "response": np.ones((9, 8, 4)),
            "high_share": np.where(damps, 0.1, 0.4)[:, None, None] * np.ones((9, 8, 4)),
            **rows,
            **changes,
        },
    )


def few(found: Treatments) -> Treatments:
    """The same of five maps."""
    cut = {
        name: value[:5] if name == "map" else value[:, :5] if value.shape[1:2] == (8,) else value
        for name, value in found.arrays().items()
    }
    return made(Treatments, **cut | {"images": np.zeros((9, 5, 26, 26))})


def converging(*shares: float) -> np.ndarray:
    """Which of four starts of eight maps converge: these shares of the first three treatments."""
    found = np.ones((9, 8, 4), bool)
    for row, share in enumerate(shares):
        found[row] = np.arange(4) < 4 * share
    return found


FEWER = np.where(np.arange(9)[:, None] >= 3, 2, 3) + np.zeros((9, 8), int)
MIXED = FEWER + (np.arange(8) < 3) * 2 * (np.arange(9)[:, None] >= 3)


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (treated(converged=converging(1, 0.5, 0)), "confirmed"),
        (treated(converged=converging(1, 0.75, 0)), "mixed"),
        (treated(converged=converging(0.5, 0.5, 0)), "refuted"),
        (treated(converged=converging(1, 0, 0), steps=200), "not tested"),
        (treated(converged=converging(0, 0, 0)), "not tested"),  # nothing that could fall
        (few(treated()), "not tested"),
    ],
)
def test_standardisation_is_judged_against_the_better_of_both_others(found, verdict):
    assert judges.judge_standardisation(found).verdict == verdict


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (treated(patterns=FEWER), "confirmed"),
        (treated(patterns=6 - FEWER), "refuted"),
        (treated(patterns=MIXED), "mixed"),
        (
            treated(
                patterns=FEWER, converged=np.arange(9)[:, None, None] < 8 + np.zeros((9, 8, 4))
            ),
            "mixed",
        ),  # fewer converge
        (treated(steps=100), "not tested"),
        (treated(patterns=FEWER, converged=np.zeros((9, 8, 4))), "not tested"),
    ],
)
def test_damping_is_judged_by_all_ways_together(found, verdict):
    assert judges.judge_damping(found).verdict == verdict


@pytest.mark.parametrize(
    ("plain", "damped", "unsure"),
    [([0, 0, 0, 0, 1, 1, 1, 1], 0.5, True), ([0] * 8, 1.0, False), ([1] * 8, 0.0, False)],
)
def test_damping_tells_where_the_starts_that_converge_are_within_chance(plain, damped, unsure):
    converged = np.arange(4) < 4 * np.where(np.arange(9)[:, None] >= 3, damped, plain)[..., None]
    judged = judges.judge_damping(treated(patterns=FEWER, converged=converged))
    assert within_chance(judged) == unsure
    assert " % of the starts converge in place of " in judged.evidence


def factors(*deviations: float, maps: int = 8) -> Factors:
    one = variances(*deviations)[:4, :6, :5]
    sizes = np.array([0.001, 0.003, 0.01, 0.03, 0.1])
    return made(
        Factors,
        steps=600,
        map=np.arange(maps),
        grid=np.arange(4),
        step_size=sizes,
        response=np.tile(one, (maps, 1, 1, 1)),
        converged=np.ones((maps, *one.shape)),
    )


def test_the_answers_name_what_the_numbers_do():
    assert "the length of a step matters most" in answer_factors(factors(0, 0.01, 0.2, 0.01))
    assert "the start within its scale matters most" in answer_factors(factors(0, 0.2, 0.01, 0.01))
    assert answer_factors(factors(0, 0.2, 0, 0, maps=5)).startswith("Cannot be told")
    ones, others = factors(0, 0.2, 0.01, 0.01), factors(0, 0.01, 0.2, 0.01)
    half = np.where(np.arange(8)[:, None, None, None] < 4, ones.response, others.response)
    told = answer_factors(replace(ones, response=half))
    assert told.startswith("Cannot be told, as none of the three surely matters most")
    best = np.array([3, 3, 3, 2, 3, 3, 1, 0, 3])[:, None] + np.zeros((9, 8), int)
    fewer = np.ones((9, 8, 4), bool)
    fewer[7, :, 0] = False  # it leaves no pattern, and loses starts
    told = answer_damping(treated(patterns=best, converged=fewer))
    assert (
        told.startswith("Of 6 ways, 2 with fewer patterns")
        and "way 6 with the fewest; the change of patterns is -2.00 (-2.00 to -2.00, 8 maps)"
        in told
    )
    assert answer_damping(treated()).startswith("None of them")
    assert answer_damping(treated(patterns=MIXED)).startswith("Cannot be told: of 6 ways, 6 with")
    level = "way 3 with the fewest, though not surely fewer than way 4"
    assert level in answer_damping(treated(patterns=FEWER))
    assert answer_damping(treated(steps=30)).startswith("Cannot be told")
    none = treated(patterns=FEWER, converged=np.zeros((9, 8, 4)))
    assert answer_damping(none).startswith("Cannot be told: of the ascents none converges")


def test_every_treatment_has_a_row_with_its_pictures_and_numbers(drawn, take):
    drawing, found = drawn("treatments"), take(TREATMENTS)
    texts = [text.get_text() for axes in drawing.figure.axes for text in axes.texts]
    assert drawing.panels == tuple(found.treatment) and set(drawing.panels) <= set(texts)
    pictures = [axes for axes in drawing.figure.axes if axes.images]
    assert len(pictures) == 9 * min(6, len(found.map))
    every = {1: "this map", 2: "both maps"}.get(len(found.map), f"all {len(found.map)} maps")
    assert f"over {every} with" in drawing.words["seen"]
    assert "and 6 that damp" in drawing.words["seen"]


def test_without_maps_a_line_says_that_nothing_climbed():
    from analysis.figures.treatments import draw_treatments

    none = made(
        Treatments,
        treatment=np.array(["plain"]),
        candidates=64,
        map=np.zeros(0),
        response=np.zeros((1, 0, 4)),
        images=np.zeros((1, 0, 26, 26)),
    )
    drawing = draw_treatments(none)
    assert drawing.panels == ("none",) and not any(one.images for one in drawing.figure.axes)
    assert drawing.words["seen"].startswith("No map of Conv2D_3 answers the 4 of 64 starts")
