"""Networks that read colour are measured like those that read one channel: pieces of two
photographs go through every measurement of the atlas, and what is said of channels holds.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from analysis.ascent.climb import Annealed, Climber, ascend
from analysis.ascent.domains import Box, Sphere, box_of, decorrelated, outside
from analysis.ascent.objectives import response
from analysis.ascent.recombine import Pool, children, sums_of
from analysis.ascent.rules import in_basis, normalise_gradient
from analysis.ascent.starts import Mixture, fluctuation
from analysis.catalogue.atlas import Atlas, Outline
from analysis.images.channels import REC_709, as_pictures, as_read
from analysis.images.datasets import Dataset
from analysis.images.examples.photographs import photographs
from analysis.images.reading.parting import parted
from analysis.images.reading.scale import scale
from analysis.looking.confusion import measure_classification
from analysis.networks.fields import Window
from analysis.oips.described import from_file, stored
from analysis.oips.ladder import into
from analysis.oips.sets import measure_oip_set
from analysis.problem import Problem
from analysis.results.base import Result
from analysis.study import Study
from analysis.subject import Subject, mixtures
from analysis.trust.robustness import changed, shifted
from analysis.trust.table import IN_COLOUR, readings

SIDE = 16
LAYERS = {"Colours": 4, "Shapes": 5}
ATLAS = Atlas(Outline(network="photographs", layers=tuple(LAYERS), prefix="photographs-"))
# a mean over all nodes reads the last maps, so that none of them has a link of its own
MEASUREMENTS = [item for item in ATLAS.measurements if item is not ATLAS.links["Shapes"]]
GRIDS, WEIGHTS = (3, 7, 14, 28), ((0.0, 0.1, 0.2, 0.4), (0.2, 0.2, 0.0, 0.0))


def pieces(name: str = "standardise-by-channel") -> Dataset:
    found = photographs(SIDE)
    some = found.taken(np.arange(0, len(found.images), 6))
    return parted(some, scale(name, some))


@pytest.fixture(scope="module")
def data() -> Dataset:
    return pieces()


@pytest.fixture(scope="module")
def subject(data) -> Subject:
    import keras
    from keras import layers

    keras.utils.set_random_seed(3)
    network = keras.Sequential(
        [
            keras.Input((SIDE, SIDE, 3)),
            layers.Conv2D(4, 3, strides=2, padding="same", activation="relu", name="Colours"),
            layers.Conv2D(5, 3, activation="relu", name="Shapes"),
            layers.GlobalAveragePooling2D(),
            layers.Dense(2, activation="softmax"),
        ]
    )
    network.compile("adam", "sparse_categorical_crossentropy")
    seen = data.standardise(data.training.images)
    network.fit(seen, data.training.labels, epochs=3, verbose=0)
    return Subject("photographs", data, network, mixtures(data, network, lambda: (GRIDS, WEIGHTS)))


@pytest.fixture(scope="module")
def results(subject, settings) -> dict[str, Result]:
    """Take every measurement of the atlas, each with the results it asks for."""
    taken: dict[str, Result] = {}
    for item in MEASUREMENTS:
        study = Study(settings, declared=item.settings, foreign=subject)
        inputs = [taken[one.id] for one in item.inputs]
        taken[item.id] = item.take(study, *inputs, **item.keywords)
    return taken


def of(results: dict[str, Result], item: Any) -> Any:
    return results[item.id]


def test_every_measurement_is_taken_in_colour(results):
    assert set(results) == {item.id for item in MEASUREMENTS}
    for result in results.values():
        for name, axes in result.axes().items():
            value = getattr(result, name)
            assert value.ndim == len(axes)
            assert ("channel" in axes) == (value.shape[-3:] == (SIDE, SIDE, 3))
            # a map that answers its start needs no frames of a climb that wakes it
            assert (value.size or "woken" in axes) and value.dtype != object


@pytest.mark.parametrize("layer", LAYERS)
def test_every_map_has_an_oip_in_colour_with_the_response_that_is_stated(results, subject, layer):
    for domain in ("sphere", "box"):
        found = of(results, ATLAS.oip_sets[layer, domain])
        assert found.images.shape == (LAYERS[layer], SIDE, SIDE, 3)
        maps = np.arange(LAYERS[layer], dtype=np.int32)
        again = np.asarray(response(subject.network, layer)(found.images, maps))
        np.testing.assert_allclose(found.response, again, rtol=1e-4, atol=1e-5)
        # the three channels are not one and the same
        assert np.ptp(found.images, axis=3).max() > 0.1
        # as strong as data at least, or the search was none
        assert (found.response >= of(results, ATLAS.data_responses[layer]).maximum).mean() > 0.5


@pytest.mark.parametrize("layer", LAYERS)
def test_pictures_of_the_box_are_valid_channel_by_channel(results, subject, layer):
    images = of(results, ATLAS.oip_sets[layer, "box"]).images
    low, high = subject.box.ends
    assert low.shape == (3,) and len(set(low.tolist())) == 3
    assert (images >= low - 1e-5).all() and (images <= high + 1e-5).all()
    assert not of(results, ATLAS.oip_sets[layer, "box"]).outside.any()
    # on the sphere all pixels of all channels have the mean 0 and the deviation 1 together
    flat = of(results, ATLAS.oip_sets[layer, "sphere"]).images.reshape(LAYERS[layer], -1)
    np.testing.assert_allclose(flat.mean(axis=1), 0, atol=1e-4)
    np.testing.assert_allclose(flat.std(axis=1), 1, atol=1e-3)


@pytest.mark.parametrize("layer", LAYERS)
def test_numbers_of_every_map_are_finite(results, layer):
    maps = LAYERS[layer]
    for domain in ("sphere", "box"):
        trust, oips = (
            of(results, ATLAS.trust[layer, domain]),
            of(results, ATLAS.oip_sets[layer, domain]),
        )
        found = oips.rung != "silent"
        for kind in ("shift", "rotation", "noise", "blur"):
            assert np.isfinite(getattr(trust, kind)[found]).all()
        assert np.isfinite(trust.high_share[found]).all() and trust.bound.shape == (maps,)
        assert (oips.response <= trust.bound + 1e-4).all()
        known = ~np.isnan(trust.hit_rate)
        assert ((trust.hit_rate[known] >= 0) & (trust.hit_rate[known] <= 1)).all()
        assert of(results, ATLAS.trust_tables[layer, domain]).text.shape[1] == maps
    portraits = of(results, ATLAS.portraits[layer])
    assert portraits.frames.shape[2:] == portraits.node_images.shape[1:] == (SIDE, SIDE, 3)
    assert of(results, ATLAS.votes[layer]).added.shape == (2, maps)


def test_what_goes_by_luminance_says_so(results):
    table = of(results, ATLAS.trust_tables["Shapes", "box"])
    said = dict(zip(table.number, table.reading, strict=True))
    for number in ("agreement", "fine-power", "hit-rate"):
        assert "luminance" in said[number]
    assert "channel" in said["outside"] and "luminance" not in said["rank"]
    assert all("luminance" not in reading for reading in readings(in_colour=False))
    assert set(IN_COLOUR) <= set(table.number)


def test_what_is_done_in_portions_ends_as_it_does_at_once(results, subject, settings, monkeypatch):
    study = Study(settings, declared=("oip", "ladder"), foreign=subject)
    whole = of(results, ATLAS.oip_sets["Shapes", "sphere"])
    for room in ("many", "search"):
        monkeypatch.setattr(f"analysis.oips.{room}.HELD", 4 * SIDE * SIDE * 3)
    given = (of(results, one["Shapes"]) for one in (ATLAS.galleries, ATLAS.data_responses))
    found = measure_oip_set(study, *given, layer="Shapes", domain_name="sphere")
    np.testing.assert_array_equal(found.every_seed, whole.every_seed)
    np.testing.assert_allclose(found.every_response, whole.every_response, rtol=1e-3, atol=1e-5)
    best = found.every_response.max(axis=1)
    assert (found.response >= best).all() and found.images.shape == whole.images.shape


@pytest.mark.parametrize("layer", LAYERS)
def test_responses_to_data_are_those_of_keras(results, subject, layer):
    import keras

    part = keras.Model(subject.network.inputs, subject.network.get_layer(layer).output)
    data, found = subject.data, of(results, ATLAS.data_responses[layer])
    images = np.concatenate([data.training.images, data.validation.images])
    seen = np.asarray(part(data.standardise(images))).mean(axis=(1, 2))
    np.testing.assert_allclose(found.maximum, seen.max(axis=0), rtol=1e-4)
    black = np.asarray(part(data.standardise(np.zeros((1, SIDE, SIDE, 3), np.uint8))))
    np.testing.assert_allclose(found.black, black.mean(axis=(1, 2))[0], rtol=1e-4, atol=1e-6)
    assert (found.top_image[0, 0] == images[found.top_index[0, 0]]).all()


def test_the_box_is_what_the_darkest_and_the_brightest_pixel_become(data):
    white = np.full((1, 2, 2, 3), 255, np.uint8)
    low, high = box_of(data).ends
    np.testing.assert_allclose(data.standardise(white)[0, 0, 0], high)
    np.testing.assert_allclose(data.standardise(white - 255)[0, 0, 0], low)
    same = box_of(pieces("-1..1"))
    assert same.low == (-1.0,) * 3 and same.high == (1.0,) * 3
    images = np.zeros((1, 2, 2, 3))
    images[0, 0, 0, 1] = high[1] + 0.1
    assert outside(images, box_of(data)).tolist() == [1 / 12]


def test_starts_in_the_box_keep_their_greys(data):
    low, high = box_of(data).ends
    grey = np.repeat(np.linspace(0, 1, 4).reshape(1, 2, 2, 1), 3, axis=3)
    placed = into(grey, box_of(data))
    np.testing.assert_allclose((placed - low) / (high - low), grey, atol=1e-6)


def test_luminance_is_that_of_the_pixels_by_rec_709(data):
    images = data.test.images[:3]
    expected = images @ np.array(REC_709)
    np.testing.assert_allclose(data.luminance(data.shown(images)), expected, rtol=1e-4, atol=1e-3)


def test_one_function_makes_what_a_network_reads_and_one_makes_pictures_of_it():
    grey, colour = np.zeros((2, 4, 5)), np.zeros((2, 4, 5, 3))
    assert as_read(grey).shape == (2, 4, 5, 1) and as_read(colour).shape == colour.shape
    for pictures in (grey, colour):
        assert as_pictures(as_read(pictures)).shape == pictures.shape


def test_a_file_of_8_bits_leaves_colours_as_they_are(data):
    images = data.shown(data.test.images[:4])
    back = from_file(images, data)
    assert 0 < abs(data.colours(back) - data.colours(images)).max() <= 0.5 + 1e-3 or np.allclose(
        back, images, atol=1e-4
    )
    assert stored(images)[1].shape == (4, 2)


def test_channels_of_a_start_are_drawn_for_themselves():
    grids, weights, shape = (2, 4), (0.3, 0.2), (6, 9)
    grey, colour = Mixture(grids, weights, shape), Mixture(grids, weights, shape, 3)
    np.testing.assert_array_equal(grey.starts([5])[0], fluctuation(5, grids, weights, shape))
    start = colour.starts([5])[0]
    assert start.shape == (*shape, 3) and start.dtype == np.float32
    assert abs(start.mean()) < 1e-6 and start.std() == pytest.approx(1, abs=1e-5)
    first = start[..., 0] - start[..., 0].mean()
    np.testing.assert_allclose(first / first.std(), grey.starts([5])[0], atol=1e-5)
    assert abs(np.corrcoef(start.reshape(-1, 3).T)[np.triu_indices(3, 1)]).max() < 0.999


def test_decorrelated_colours_are_those_of_the_data(data):
    basis = np.array(decorrelated(data))
    pixels = data.standardise(data.training.images).reshape(-1, 3).astype(float)
    np.testing.assert_allclose(basis.T @ basis, np.cov(pixels.T, bias=True), rtol=1e-4, atol=1e-5)
    numbers = (pixels - pixels.mean(axis=0)) @ np.linalg.inv(basis)
    np.testing.assert_allclose(np.cov(numbers.T, bias=True), np.eye(3), atol=1e-3)
    plain = Mixture((8,), (1.0,), (8, 8), 3)
    mixed = Mixture((8,), (1.0,), (8, 8), 3, decorrelated(data))
    seeds = np.arange(200)
    each, both = (
        np.corrcoef(one.starts(seeds).reshape(-1, 3).T)[np.triu_indices(3, 1)]
        for one in (plain, mixed)
    )
    wanted = np.corrcoef(pixels.T)[np.triu_indices(3, 1)]
    np.testing.assert_allclose(each, 0, atol=0.05)
    np.testing.assert_allclose(both, wanted, atol=0.05)


def test_an_ascent_moves_in_the_basis_of_colours(subject):
    from keras import ops

    basis = ((1.0, 0.5, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 0.1))
    gradient = np.random.default_rng(2).standard_normal((2, 3, 4, 3)).astype(np.float32)
    step = np.asarray(in_basis(normalise_gradient, basis)(ops.convert_to_tensor(gradient)))
    forth = np.array(basis)
    expected = gradient @ forth.T @ forth
    expected /= np.sqrt((expected**2).mean(axis=(1, 2, 3), keepdims=True))
    np.testing.assert_allclose(step, expected, rtol=1e-4, atol=1e-5)
    other = subject.with_decorrelated_colours()
    assert other.domain("sphere") == Sphere(colours=other.colours)
    assert subject.domain("sphere") == Sphere() and subject.domain("box").colours is None
    assert other.mixture("Shapes").colours == other.colours
    for name in ("sphere", "box"):
        where = other.domain(name)
        starts = into(other.mixture("Shapes").starts(np.arange(5)), where)
        climber = Climber(response(other.network, "Shapes"), Annealed(12, 2.0, 0.02), where)
        done = ascend(climber, starts, np.arange(5), steps=12)
        assert (done.response >= done.curve[0]).all() and done.response.max() > done.curve[0].max()
        assert not isinstance(where, Box) or not outside(done.images, where).any()


def test_one_channel_has_no_colours_to_decorrelate(settings):
    from analysis.images.datasets import load_dataset

    with pytest.raises(Problem, match="one channel cannot be decorrelated"):
        decorrelated(load_dataset(settings))


def test_parts_are_taken_over_with_all_channels():
    rng = np.random.default_rng(3)
    window = Window(side=6, count=3, first=0, size=2, step=2)
    images = rng.random((2, 3, 6, 6, 3)).astype(np.float32)
    pool = Pool(images, rng.random((2, 3)), sums_of(rng.random((2, 3, 3, 3))))
    alike = Pool(images[..., :1].repeat(3, axis=-1), pool.response, pool.sums)
    flat = Pool(images[..., 0], pool.response, pool.sums)
    made, grey, one = (
        children(each, 2, (window, window), np.random.default_rng(4))
        for each in (pool, alike, flat)
    )
    assert made.shape == (2, 2, 6, 6, 3)
    np.testing.assert_array_equal(grey, one[..., None].repeat(3, axis=-1))
    np.testing.assert_array_equal(made[..., 0], one)


def test_what_is_moved_uncovers_a_background_of_each_channel():
    images = np.random.default_rng(5).random((2, 5, 6, 3))
    behind = np.array([-1.0, -2.0, -3.0])
    right = shifted(images, 1, behind)[0]
    assert (right[:, :, 0] == behind).all() and (right[:, :, 1:] == images[:, :, :-1]).all()
    for kind, level in (("rotation", 10), ("noise", 0.1), ("blur", 1)):
        versions = changed(kind, level, images, behind, 1)
        assert versions.shape[1:] == images.shape and np.isfinite(versions).all()
    blurred = changed("blur", 1, images, behind, 1)[0]
    alone = changed("blur", 1, images[..., 2], 0.0, 1)[0]
    np.testing.assert_allclose(blurred[..., 2], alone)


def test_classes_are_told_of_colours(subject, settings):
    found, labels = (
        measure_classification(Study(settings, foreign=subject)),
        subject.data.test.labels,
    )
    assert found.matrix.sum() == len(labels)
    assert found.matrix.trace() == pytest.approx(found.accuracy * len(labels))
    assert found.accuracy > 0.6 and found.hard_images.shape[1:] == (SIDE, SIDE, 3)
    assert found.axes()["hard_images"] == ("hard", "y", "x", "channel")
