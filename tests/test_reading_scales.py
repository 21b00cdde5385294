"""The scale of images: what pixels become, between which values valid ones lie, and whether a
network was trained on it.
"""

from __future__ import annotations

import numpy as np
import pytest

from analysis.images.datasets import Dataset, Images
from analysis.images.examples.digits import digits
from analysis.images.examples.photographs import photographs
from analysis.images.reading import pictures as reading
from analysis.images.reading.checked import checked
from analysis.images.reading.scale import NAMED, Scale, every_scale, scale
from analysis.networks.reading.under_scales import accuracies, commonest, doubt, is_guess
from analysis.problem import Problem

RNG = np.random.default_rng(9)
GREY = RNG.integers(0, 256, (30, 5, 6)).astype(np.uint8)
COLOURED = (RNG.integers(0, 256, (30, 5, 6, 3)) * [1, 0.5, 0.25]).astype(np.uint8)
LABELS = np.arange(30) % 3


@pytest.mark.parametrize("images", [GREY, COLOURED])
def test_standardised_images_have_mean_0_and_deviation_1(monkeypatch, images):
    monkeypatch.setattr(reading, "AT_ONCE", 200)  # a few images at a time
    given = checked(images, None, "here")
    found = scale("standardise", given).apply(given.images)
    assert found.dtype == np.float32 and found.shape == given.images.shape
    assert found.mean() == pytest.approx(0, abs=1e-5) and found.std() == pytest.approx(1, rel=1e-5)
    channels = scale("standardise-by-channel", given).apply(given.images)
    np.testing.assert_allclose(channels.mean(axis=(0, 1, 2)), 0, atol=1e-5)
    np.testing.assert_allclose(channels.std(axis=(0, 1, 2)), 1, rtol=1e-5)


def test_grey_images_and_their_box_are_those_of_the_series():
    data = Dataset(*[Images(GREY, LABELS)] * 3, float(GREY.mean()), float(GREY.std()))
    given = checked(GREY, None, "here")
    one = scale("standardise", given)
    np.testing.assert_array_equal(one.apply(given.images), data.standardise(GREY))
    low, high = (data.standardise(np.array([grey])).item() for grey in data.grey)
    assert one.bounds(given).low == (low,) and one.bounds(given).high == (high,)


@pytest.mark.parametrize(
    ("text", "low", "high"), [("0..1", 0, 1), ("-1..1", -1, 1), ("none", 0, 255)]
)
@pytest.mark.parametrize("images", [GREY, COLOURED])
def test_a_range_is_that_of_every_valid_pixel(images, text, low, high):
    given = checked(images, None, "here")
    one = scale(text, given)
    channels = given.shape[2]
    assert one.bounds(given).low == pytest.approx((low,) * channels)
    assert one.bounds(given).high == pytest.approx((high,) * channels)
    expected = low + given.images / 255 * (high - low)
    np.testing.assert_allclose(one.apply(given.images), expected, atol=1e-5)
    np.testing.assert_allclose(one.undo(one.apply(given.images)), given.images, atol=1e-3)


@pytest.mark.parametrize("text", NAMED)
def test_no_pixel_of_the_images_lies_outside_the_box(text):
    for given in (digits(), photographs(), checked(GREY / 255, None, "here")):
        one = scale(text, given)
        shown, bounds = one.apply(given.images), one.bounds(given)
        assert (shown >= np.array(bounds.low, np.float32)).all()
        assert (shown <= np.array(bounds.high, np.float32)).all()


def test_a_mean_and_a_deviation_by_channel_are_for_pixels_from_0_to_1():
    given, usual = checked(COLOURED, None, "here"), ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    one = scale("0.485,0.456,0.406/0.229,0.224,0.225", given)
    expected = (COLOURED / 255 - usual[0]) / usual[1]
    np.testing.assert_allclose(one.apply(given.images), expected, atol=1e-5)
    assert one.remarks == (
        "Mean and deviation are taken as for pixels from 0 to 1; those here go to 255.",
    )
    floats = checked((COLOURED / 255).astype(np.float32), None, "here")
    two = scale("0.485,0.456,0.406/0.229,0.224,0.225", floats)
    np.testing.assert_allclose(two.apply(floats.images), expected, atol=1e-5)
    assert two.remarks == () and two.mean == (0.485, 0.456, 0.406)


def test_one_mean_does_for_all_channels_in_units_of_the_pixels():
    given = checked(COLOURED, None, "here")
    one = scale("127.5/127.5", given)
    assert one == Scale("127.5/127.5", (127.5,) * 3, (127.5,) * 3)
    np.testing.assert_allclose(
        one.apply(given.images), scale("-1..1", given).apply(given.images), atol=1e-6
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "standardize",
            "--scale 'standardize' is unknown. There are standardise, standardise-by-channel, 0..1,"
            " -1..1, none, and a mean and a deviation by channel, as in"
            " 0.485,0.456,0.406/0.229,0.224,0.225.",
        ),
        ("0.5", "--scale '0.5' is unknown. There are"),
        ("a/b", "--scale 'a/b' is no mean and deviation. Give numbers, as in 0.485"),
        ("nan/1", "--scale 'nan/1' is no mean and deviation."),
        ("0.5/0", "--scale '0.5/0': a deviation is greater than 0. Give it as in 0.485"),
        (
            "1,2/3,4",
            "--scale '1,2/3,4' gives 2 numbers, but images have 3 channels. Give one number, or one"
            " for each channel.",
        ),
        (
            "3/1e-46",
            "--scale '3/1e-46' turns pixels from 0 to 255 into numbers from -inf to inf, which no"
            " network can be shown: they overflow, or are one and the same number. Give the mean",
        ),
        ("2e39/1", "--scale '2e39/1' turns pixels from 0 to 255 into numbers from -inf to -inf,"),
        ("3/1e-30", "--scale '3/1e-30' turns pixels from 0 to 255 into numbers from -3e+30 to"),
        ("1e9/2", "--scale '1e9/2' turns pixels from 0 to 255 into numbers from -5e+08 to -5e+08"),
        ("2/1e38", "--scale '2/1e38' turns pixels from 0 to 255 into numbers from -2e-38 to 2.53e"),
    ],
)
def test_a_scale_that_is_none_is_told(text, said):
    with pytest.raises(Problem) as problem:
        scale(text, checked(COLOURED, None, "here"))
    assert str(problem.value).startswith(said)


@pytest.mark.parametrize("text", ["standardise", "none"])
def test_pixels_that_no_network_can_be_shown_are_told(text):
    given = checked(GREY * 1e300, None, "here")
    with pytest.raises(Problem, match=r"which no network can be shown.*pixels go from 0 to 1 or"):
        scale(text, given)


def test_a_channel_that_never_varies_has_no_units():
    given = checked(COLOURED * np.array([1, 0, 1], np.uint8), None, "here")
    with pytest.raises(Problem) as problem:
        scale("standardise-by-channel", given)
    assert str(problem.value) == (
        "--scale standardise-by-channel: channel 1 (counted from 0) is the same everywhere, so"
        " nothing can be measured in units of its deviation. Use standardise."
    )
    assert list(every_scale(given)) == ["standardise", "0..1", "-1..1", "none"]


def test_scales_that_are_the_same_are_named_once():
    assert list(every_scale(checked(GREY, None, "here"))) == [
        "standardise",
        "0..1",
        "-1..1",
        "none",
    ]
    assert list(every_scale(checked(GREY / 255, None, "here"))) == ["standardise", "0..1", "-1..1"]
    assert list(every_scale(checked(COLOURED, None, "here"))) == list(NAMED)


# --- which one a network was trained on


@pytest.fixture(scope="module")
def trained():
    """A network that was trained on digits, standardised."""
    import keras
    from keras import layers

    given = digits()
    keras.utils.set_random_seed(4)
    model = keras.Sequential(
        [
            keras.Input(given.shape),
            layers.Conv2D(8, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(10),
        ]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(0.01), loss, jit_compile=False)
    shown = scale("standardise", given).apply(given.images)
    model.fit(shown, given.labels, epochs=4, verbose=0)
    return model


def test_how_often_it_is_right_is_counted(trained):
    given = digits()
    own = scale("standardise", given)
    found = accuracies(trained, given, [own])["standardise"]
    right = np.asarray(trained(own.apply(given.images))).argmax(axis=1) == given.labels
    assert found.value == pytest.approx(right.mean()) and found.n == 1797
    assert accuracies(trained, given, [own], most=100)["standardise"].n == 100
    assert not is_guess(found, commonest(given)) and doubt(trained, given, own) == ""


@pytest.mark.parametrize("chosen", ["2000/1", "12/6"])  # it guesses; it is less often right
def test_another_scale_than_that_of_its_training_is_told_with_the_right_one(trained, chosen):
    given = digits()
    said = doubt(trained, given, scale(chosen, given), most=600)
    assert said.startswith(f"under --scale {chosen} the network is right for ")
    assert " of 600 images; under other scales: standardise 9" in said
    found = accuracies(trained, given, every_scale(given).values(), most=600)
    as_good = [name for name, one in found.items() if one.high >= found["standardise"].low]
    assert max(found, key=lambda name: found[name].value) == "standardise" and len(as_good) > 1
    assert said.endswith(f" Say --scale {' or '.join(as_good)}, whichever it was trained on.")


def test_a_scale_that_alone_is_right_is_named_alone():
    import keras
    from keras import ops

    bright = np.resize(LABELS, 300) > 0
    grey = np.resize(GREY, (300, 5, 6)) // 2 + 128 * bright[:, None, None].astype(np.uint8)
    given = checked(grey, bright.astype(np.int64), "here")

    # what is bright from 0 to 1 is of class 1, all else of class 0
    images = keras.Input((5, 6, 1))
    away = ops.abs(ops.mean(images, axis=(1, 2)) - 0.75)
    by_brightness = keras.Model(images, ops.concatenate([away, 0.14 - away], axis=1))
    said = doubt(by_brightness, given, scale("none", given))
    assert "0..1 9" in said and said.endswith(" Say --scale 0..1.")
    assert doubt(by_brightness, given, scale("0..1", given)) == ""


def test_a_network_that_guesses_always_is_told(trained):
    given = digits()
    shuffled = checked(given.images, np.random.default_rng(2).permutation(given.labels), "here")
    said = doubt(trained, shuffled, scale("standardise", shuffled))
    assert said.endswith(
        " That is guessing, since 10.2 % are of one class: see whether labels count in the order of"
        " its outputs, and whether it was trained on such images, or at all."
    )


def test_without_labels_nothing_is_told(trained):
    given = checked(GREY, None, "here")
    assert doubt(trained, given, scale("none", given)) == ""
    for asked in (lambda: accuracies(trained, given, []), lambda: commonest(given)):
        with pytest.raises(Problem, match=r"by labels alone|with labels alone"):
            asked()
