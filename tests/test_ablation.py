from __future__ import annotations

import numpy as np
import pytest

from analysis.looking.ablation import READ, classes_without, measure_ablation
from analysis.networks.series import MAPS
from analysis.networks.storage import bare_copy, load_model, pack_model
from analysis.study import Study


def _classes(model, data):
    return np.asarray(model(data.standardise(data.test.images))).argmax(axis=1)


def _without(model, layer, number):
    """Return a copy of the network in which the kernel and the bias of one map are zero."""
    copy = bare_copy(model)
    kernel, bias = copy.get_layer(layer).get_weights()
    kernel[..., number] = bias[number] = 0
    copy.get_layer(layer).set_weights([kernel, bias])
    return copy


@pytest.fixture(scope="module", params=list(MAPS))
def layer(request):
    return request.param


@pytest.fixture(scope="module")
def result(layer, make_study):
    return measure_ablation(make_study(), layer=layer)


def _some_maps(result):
    """Return the map that matters most, and a few others."""
    return sorted(
        {0, 7, len(result.flipped) - 1, int(result.flipped.argmax()), int(result.accuracy.argmin())}
    )


def test_every_layer_of_maps_has_one_that_reads_it():
    assert list(READ) == list(MAPS)


def test_a_map_taken_away_equals_a_network_without_its_kernel(result, layer, model, data):
    labels = data.test.labels.tolist()
    before = _classes(model, data)
    for m in _some_maps(result):
        after = _classes(_without(model, layer, m), data)
        right = [int(a == t) for a, t in zip(after.tolist(), labels, strict=True)]
        assert result.accuracy[m] == pytest.approx(sum(right) / len(right))
        assert result.flipped[m] == pytest.approx(
            sum(a != b for a, b in zip(after.tolist(), before.tolist(), strict=True)) / len(right)
        )
        for digit in range(10):
            own = [r for r, t in zip(right, labels, strict=True) if t == digit]
            assert result.intact_digit[digit] + result.change_digit[m, digit] == pytest.approx(
                sum(own) / len(own)
            )


def test_every_class_is_that_of_the_network_without_the_kernel(layer, model, data):
    images = data.standardise(data.test.images[:40])
    predicted = classes_without(model, images, layer)
    assert predicted.shape == (1 + MAPS[layer], 40)
    assert (predicted[0] == np.asarray(model(images)).argmax(axis=1)).all()
    for m in (3, MAPS[layer] - 2):
        assert (
            predicted[1 + m] == np.asarray(_without(model, layer, m)(images)).argmax(axis=1)
        ).all()


def test_the_intact_network_is_the_published_one(result, model, data):
    right = _classes(model, data) == data.test.labels
    assert result.intact == pytest.approx(right.mean())
    assert result.intact_digit.tolist() == pytest.approx(
        [right[data.test.labels == digit].mean() for digit in range(10)]
    )


def test_the_changes_fit_together(result, layer, data):
    assert result.accuracy.shape == (MAPS[layer],) and result.flipped.max() > 0
    np.testing.assert_allclose(result.change, result.accuracy - result.intact)
    share = np.bincount(data.test.labels, minlength=10) / len(data.test.labels)
    np.testing.assert_allclose(result.change_digit @ share, result.change, atol=1e-12)
    assert (abs(result.change) <= result.flipped + 1e-12).all()


def test_batches_leave_the_numbers_alone(result, layer, make_study, monkeypatch):
    monkeypatch.setattr("analysis.looking.ablation.BATCH", 180)
    again = measure_ablation(make_study(), layer=layer)
    for name, values in result.arrays().items():
        np.testing.assert_array_equal(getattr(again, name), values, err_msg=name)


def test_a_map_that_is_always_zero_changes_nothing(layer, networks, settings, tmp_path):
    shut = bare_copy(load_model(networks["full-recipe"]))
    kernel, bias = shut.get_layer(layer).get_weights()
    bias[4] = -1e6
    shut.get_layer(layer).set_weights([kernel, bias])
    (tmp_path / "full-recipe.keras").write_bytes(pack_model(shut))
    result = measure_ablation(
        Study(settings, {"full-recipe": tmp_path / "full-recipe.keras"}), layer=layer
    )
    assert result.change[4] == result.flipped[4] == 0 and not result.change_digit[4].any()
    assert result.flipped.any()
