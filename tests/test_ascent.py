from __future__ import annotations

import numpy as np
import oracles
import pytest

from analysis import framework
from analysis.ascent.climb import Annealed, Climber, Corner, Series, ascend, normalise_gradient
from analysis.ascent.domains import Box, Sphere
from analysis.ascent.objectives import response
from analysis.ascent.rules import even_gradient
from analysis.ascent.starts import fluctuations

GRIDS = (3, 7, 14, 28)


@pytest.fixture(scope="module")
def starts():
    return fluctuations(range(1, 7), GRIDS, (0.2, 0.2, 0.0, 0.0))


@pytest.fixture(scope="module")
def maps(model, starts):
    """For each start the Conv2D_3 map that answers it most, so that every ascent has something to
    climb.
    """
    from analysis.ascent.answers import start_responses

    return start_responses(model, "Conv2D_3", starts).argmax(axis=1)


@pytest.fixture(scope="module")
def climbed(model, starts, maps):
    return ascend(
        Climber(response(model, "Conv2D_3"), Series(0.05)),
        starts,
        maps,
        steps=25,
        keep=(0, 1, 12, 24),
    )


def test_the_ascent_raises_the_response(climbed):
    assert (climbed.response > climbed.curve[0]).all()


def test_the_curve_holds_the_response_before_each_step(climbed, weights, starts, maps):
    assert climbed.curve.shape == (25, 6)
    for i in (0, 3):
        assert climbed.curve[0, i] == pytest.approx(
            oracles.forward(weights, starts[i])["Conv2D_3"][..., maps[i]].mean(), rel=1e-4
        )


def test_the_best_iterate_is_kept_with_its_own_response(climbed, weights, maps):
    assert (climbed.response == climbed.curve.max(axis=0)).all()
    for i in (0, 5):
        assert climbed.response[i] == pytest.approx(
            oracles.forward(weights, climbed.images[i])["Conv2D_3"][..., maps[i]].mean(), rel=1e-4
        )


def test_the_best_iterate_is_kept_when_the_response_falls_again():
    from keras import ops

    # along a line through the start the response rises, then falls: the best image lies in between
    direction = np.linspace(-1, 1, 784, dtype=np.float32).reshape(1, 28, 28, 1)
    start = fluctuations([4], GRIDS, (0.0, 0.0, 0.0, 1.0))
    ascent = ascend(
        Climber(lambda x, _: -ops.abs(ops.mean(x * direction, axis=(1, 2, 3)) - 0.2), Series(0.05)),
        start,
        steps=40,
    )
    assert ascent.response[0] == ascent.curve.max() > ascent.curve[-1]


def test_frames_are_the_iterates_at_the_steps_asked_for(climbed, model, starts, maps):
    assert climbed.frames.shape == (4, 6, 28, 28)
    assert (climbed.frames[0] == starts).all()
    own = response(model, "Conv2D_3")
    for frame, step in zip(climbed.frames, (0, 1, 12, 24), strict=True):
        np.testing.assert_allclose(
            own(frame[..., None], maps), climbed.curve[step], rtol=1e-4, atol=1e-6
        )


def test_every_iterate_has_mean_0_and_deviation_1(climbed):
    for images in (climbed.images, *climbed.frames):
        np.testing.assert_allclose(images.mean(axis=(1, 2)), 0, atol=1e-5)
        np.testing.assert_allclose(images.std(axis=(1, 2)), 1, atol=1e-5)


def test_one_step_is_the_one_of_the_series(model, starts, maps):
    from keras import ops

    own = response(model, "Conv2D_3")
    frames = ascend(Climber(own, Series(0.01)), starts, maps, steps=2, keep=(0, 1)).frames
    _, gradient = framework.value_and_gradient(
        lambda x: own(x, maps.astype(np.int32)), ops.convert_to_tensor(starts[..., None])
    )
    for i, slope in enumerate(np.asarray(gradient)[..., 0].astype(float)):
        expected = oracles.standardise(starts[i] + 0.01 * slope / np.sqrt((slope**2).mean()))
        np.testing.assert_allclose(frames[1][i], expected, atol=1e-5)


def test_on_a_linear_response_the_known_optimum_on_the_sphere_is_reached():
    from keras import ops

    weights = np.random.default_rng(5).standard_normal((3, 28, 28)).astype(np.float32) + 0.3
    factors = ops.convert_to_tensor(weights[..., None])
    ascent = ascend(
        Climber(lambda x, _: ops.sum(factors * x, axis=(1, 2, 3)), Series(0.05)),
        fluctuations([1, 2, 3], GRIDS, (0.2, 0.2, 0, 0)),
        steps=400,
    )
    for image, w, reached in zip(ascent.images, weights, ascent.response, strict=True):
        # by Cauchy and Schwarz no other image of mean 0 and deviation 1 has more
        best = oracles.standardise(w.astype(float))
        np.testing.assert_allclose(image, best, atol=1e-3)
        assert reached == pytest.approx((w * best).sum(), rel=1e-4)


def test_a_batch_gives_what_each_image_gives_alone(climbed, model, starts, maps):
    for i in range(len(starts)):
        alone = ascend(
            Climber(response(model, "Conv2D_3"), Series(0.05)),
            starts[i : i + 1],
            maps[i : i + 1],
            steps=25,
        )
        np.testing.assert_allclose(alone.images[0], climbed.images[i], atol=1e-3)
        np.testing.assert_allclose(alone.curve[:, 0], climbed.curve[:, i], rtol=1e-3, atol=1e-6)


@pytest.mark.parametrize(
    ("keep", "chunk"), [((), 50), ((), 1), ((3, 4, 17), 7), ((0, 24), 25), ((24,), 100)]
)
def test_the_result_does_not_depend_on_chunks_or_on_the_frames_kept(
    climbed, model, starts, maps, keep, chunk
):
    again = ascend(
        Climber(response(model, "Conv2D_3"), Series(0.05), chunk=chunk),
        starts,
        maps,
        steps=25,
        keep=keep,
    )
    assert (
        (again.images == climbed.images).all()
        and (again.response == climbed.response).all()
        and (again.curve == climbed.curve).all()
    )
    assert again.frames.shape == (len(keep), 6, 28, 28)


@pytest.mark.parametrize(
    ("steps", "keep", "chunk"), [(25, (), 50), (25, (0, 3, 24), 10), (100, (), 50)]
)
def test_progress_counts_every_step_once(steps, keep, chunk):
    from keras import ops

    told: list[int] = []
    ascend(
        Climber(lambda x, _: ops.sum(x, axis=(1, 2, 3)), Series(0.1), chunk=chunk),
        np.ones((1, 28, 28), np.float32),
        steps=steps,
        keep=keep,
        advance=told.append,
    )
    assert sum(told) == steps and min(told) > 0


def test_a_zero_gradient_leaves_the_start(starts):
    from keras import ops

    ascent = ascend(
        Climber(lambda x, _: ops.sum(ops.relu(x - 1000.0), axis=(1, 2, 3)), Series(0.01)),
        starts,
        steps=20,
        keep=(19,),
    )
    assert (
        (ascent.images == starts).all()
        and (ascent.response == 0).all()
        and (ascent.curve == 0).all()
    )
    np.testing.assert_allclose(ascent.frames[0], starts, atol=1e-5)


def test_a_response_below_zero_is_climbed_too():
    from keras import ops

    ascent = ascend(
        Climber(lambda x, _: -ops.sum((x - 1) ** 2, axis=(1, 2, 3)), Series(0.01)),
        fluctuations([1], GRIDS, (0, 0, 1, 0)),
        steps=5,
    )
    assert np.isfinite(ascent.response).all() and ascent.response[0] < 0


def test_the_gradient_equals_finite_differences(model, weights, starts, maps):
    from keras import ops

    _, gradient = framework.value_and_gradient(
        lambda x: response(model, "Conv2D_3")(x, maps.astype(np.int32)),
        ops.convert_to_tensor(starts[..., None]),
    )
    rng = np.random.default_rng(8)
    for i in (0, 4):
        slope = np.asarray(gradient)[i, ..., 0]

        def slow(image, i=i):
            return oracles.forward(weights, image)["Conv2D_3"][..., maps[i]].mean()

        for y, x in rng.integers(4, 22, (4, 2)):
            assert slope[y, x] == pytest.approx(
                oracles.slope(slow, starts[i], y, x), rel=2e-3, abs=1e-5
            )


def test_a_gradient_is_normalised_image_by_image_and_zero_stays_zero():
    gradient = (
        np.random.default_rng(1).standard_normal((3, 4, 4, 1)).astype(np.float32)
        * np.array([1, 1e-4, 0], np.float32)[:, None, None, None]
    )
    rms = np.sqrt((np.asarray(normalise_gradient(gradient)) ** 2).mean(axis=(1, 2, 3)))
    np.testing.assert_allclose(rms, [1, 1, 0], rtol=1e-5)


def test_images_are_standardised_image_by_image():
    images = np.random.default_rng(1).uniform(3, 9, (2, 6, 6, 1)).astype(np.float32)
    result = np.asarray(Sphere().nearest(images))
    for one, image in zip(result, images, strict=True):
        np.testing.assert_allclose(one, oracles.standardise(image.astype(float)), atol=1e-5)


ANNEALED = Annealed(steps=30, first=1.0, last=0.02)


def test_the_annealed_rule_reaches_in_a_few_steps_what_the_series_rule_reaches_in_many(
    model, starts, maps
):
    series = ascend(Climber(response(model, "Conv2D_3"), Series(0.01)), starts, maps, steps=300)
    annealed = ascend(Climber(response(model, "Conv2D_3"), ANNEALED), starts, maps, steps=30)
    assert np.median(annealed.response / series.response) > 0.97


def test_the_annealed_rule_finds_the_known_optimum_in_the_box():
    from keras import ops

    weights = np.random.default_rng(6).standard_normal((2, 28, 28)).astype(np.float32)
    factors, box = ops.convert_to_tensor(weights[..., None]), Box(-0.4, 2.8)
    start = np.zeros((2, 28, 28), np.float32)
    ascent = ascend(
        Climber(lambda x, _: ops.sum(factors * x, axis=(1, 2, 3)), Annealed(60, 1.0, 0.1), box),
        start,
        steps=60,
    )
    # of a linear response every pixel goes to the end that its weight points to
    best = np.where(weights > 0, box.high, box.low)
    np.testing.assert_allclose(ascent.response, (weights * best).sum(axis=(1, 2)), rtol=2e-3)
    assert ascent.images.min() >= box.low and ascent.images.max() <= box.high


def test_an_image_that_falls_silent_goes_back_and_takes_shorter_steps():
    from keras import ops

    # a narrow peak: a step as long as the image leaps over it into the part where response and
    # gradient are 0
    direction = np.linspace(-1, 1, 784, dtype=np.float32).reshape(1, 28, 28, 1)
    start = fluctuations([4], GRIDS, (0.0, 0.0, 0.0, 1.0))
    where = float((start[0] * direction[0, ..., 0]).mean()) + 0.03

    def peak(x, _):
        return ops.relu(0.05 - ops.abs(ops.mean(x * direction, axis=(1, 2, 3)) - where))

    ascent = ascend(Climber(peak, ANNEALED), start, steps=30)
    assert (ascent.curve[1:] == 0).any()
    assert ascent.response[0] > 0.045


def test_more_images_than_a_block_are_climbed_in_blocks(model, starts, maps):
    whole = ascend(
        Climber(response(model, "Conv2D_3"), Series(0.05)), starts, maps, steps=6, keep=(0, 5)
    )
    told: list[int] = []
    parts = ascend(
        Climber(response(model, "Conv2D_3"), Series(0.05), block=4),
        starts,
        maps,
        steps=6,
        keep=(0, 5),
        advance=told.append,
    )
    for name in ("images", "response", "curve", "frames"):
        np.testing.assert_allclose(getattr(parts, name), getattr(whole, name), atol=1e-4)
    assert sum(told) == 6 * 8


def test_nothing_to_climb_is_a_result_too(model):
    empty = ascend(
        Climber(response(model, "Conv2D_3"), Series(0.1)),
        np.zeros((0, 28, 28), np.float32),
        np.zeros(0, int),
        steps=5,
        keep=(0,),
    )
    assert (
        empty.images.shape == (0, 28, 28)
        and empty.curve.shape == (5, 0)
        and empty.frames.shape == (1, 0, 28, 28)
    )


@pytest.mark.parametrize("name", ["sphere", "box"])
def test_from_corner_to_corner_a_convex_response_never_falls(model, name):
    where = Sphere() if name == "sphere" else Box(-0.4, 2.8)
    begun = np.asarray(where.nearest(fluctuations(range(1, 7), GRIDS, (0, 0, 0.5, 0.5))[..., None]))
    climbed = ascend(
        Climber(response(model, "Conv2D_1"), Corner(), where), begun[..., 0], np.arange(6), steps=12
    )
    assert (np.diff(climbed.curve, axis=0) >= -1e-5 * abs(climbed.curve[:-1])).all()
    if name == "box":
        ends = np.isin(climbed.images, np.array([where.low, where.high], np.float32))
        assert ends.mean() > 0.8  # a pixel without a gradient stays where it was


def test_a_corner_without_a_gradient_is_what_was_there(starts):
    from keras import ops

    def nothing(x, _):
        return ops.sum(0 * x, axis=(1, 2, 3))

    for where in (Sphere(), Box(-3.0, 3.0)):
        climbed = ascend(Climber(nothing, Corner(), where), starts, steps=3, keep=(2,))
        np.testing.assert_allclose(climbed.frames[0], starts, atol=1e-5)


def test_fourth_roots_of_a_gradient_keep_signs_and_zeros():
    gradient = np.array([-16.0, 0.0, 1.0, 81.0], np.float32).reshape(1, 2, 2, 1)
    even = np.asarray(even_gradient(gradient)).ravel()
    np.testing.assert_allclose(even / even[2], [-2, 0, 1, 3], rtol=1e-4)
    assert np.sqrt((even**2).mean()) == pytest.approx(1, rel=1e-4)
