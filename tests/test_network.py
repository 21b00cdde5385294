from __future__ import annotations

import io
import json
import re
import zipfile

import numpy as np
import oracles
import pytest

from analysis.networks.layers import batches, forward, layers_up_to, views
from analysis.networks.series import LAYERS, MAPS, build_cnn, build_mlp
from analysis.networks.storage import bare_copy, load_model, pack_model
from analysis.problem import Problem


def test_the_cnn_has_the_layers_shapes_and_parameters_of_the_series(model):
    shapes = {layer.name: tuple(layer.output.shape[1:]) for layer in model.layers}
    assert shapes == {
        "Conv2D_1": (26, 26, 32),
        "Max_Pool_1": (13, 13, 32),
        "Conv2D_2": (11, 11, 64),
        "Max_Pool_2": (5, 5, 64),
        "Conv2D_3": (3, 3, 128),
        "Flatten": (1152,),
        "Dense_100": (100,),
        "Dense_10": (10,),
    }
    assert tuple(name for name in shapes if name != "Flatten") == LAYERS
    assert {name: shapes[name][-1] for name in MAPS} == MAPS
    assert model.count_params() == 208_982
    assert {layer.name: layer.count_params() for layer in model.layers if layer.count_params()} == {
        "Conv2D_1": 320,
        "Conv2D_2": 18_496,
        "Conv2D_3": 73_856,
        "Dense_100": 115_300,
        "Dense_10": 1_010,
    }


def test_the_penalty_counts_kernels_and_leaves_biases_free():
    penalised = build_cnn(1, 0.5)
    kernels = [w.numpy() for w in penalised.trainable_weights if w.name == "kernel"]
    assert len(penalised.losses) == len(kernels) == 5
    assert float(sum(penalised.losses)) == pytest.approx(
        0.5 * sum((k.astype(float) ** 2).sum() for k in kernels), rel=1e-5
    )


@pytest.mark.parametrize("build", [build_cnn, lambda seed: build_mlp(seed, (70, 30))])
def test_initial_weights_are_a_function_of_the_seed_alone(build):
    import keras

    first, other = build(1).get_weights(), build(2).get_weights()
    keras.utils.set_random_seed(99)
    for one, again, others in zip(first, build(1).get_weights(), other, strict=True):
        assert (one == again).all() and one.dtype == np.float32
        assert not one.any() if one.ndim == 1 else (one != others).mean() > 0.99


def test_initial_kernels_lie_where_keras_draws_them():
    ours, theirs = build_cnn(1).get_weights()[::2], build_cnn(2)
    for layer, kernel in zip([one for one in theirs.layers if one.weights], ours, strict=True):
        limit = np.abs(layer.kernel_initializer(kernel.shape, "float32")).max()
        assert np.abs(kernel).max() == pytest.approx(limit, rel=0.05)
        assert kernel.std() == pytest.approx(limit / np.sqrt(3), rel=0.1)
        assert abs(kernel.mean()) < 0.1 * limit


def test_the_mlp_has_the_hidden_layers_that_were_asked_for():
    assert [layer.name for layer in build_mlp(1, (70, 30)).layers] == [
        "Flatten",
        "Dense_70",
        "Dense_30",
        "Dense_10",
    ]


def test_every_layer_equals_the_slow_reference(model, weights, data):
    images = data.standardise(data.test.images[:2])
    for image in images:
        expected = oracles.forward(weights, image[..., 0])
        for layer in LAYERS:
            np.testing.assert_allclose(
                forward(model, image[None], layer)[0],
                expected[layer],
                rtol=1e-4,
                atol=1e-4,
                err_msg=layer,
            )


@pytest.mark.parametrize("layer", ["Conv2D_1", "Conv2D_2", "Conv2D_3", "Dense_100", "Dense_10"])
def test_the_pre_activation_is_what_the_activation_function_receives(model, weights, data, layer):
    image = data.standardise(data.test.images[3:4])
    before = np.asarray(forward(model, image, layer, pre_activation=True))
    np.testing.assert_allclose(
        before[0], oracles.forward(weights, image[0, ..., 0])[f"{layer}/pre"], rtol=1e-4, atol=1e-4
    )
    if layer != "Dense_10":
        np.testing.assert_allclose(np.maximum(before, 0), forward(model, image, layer), atol=1e-5)
        assert before.min() < 0


def test_a_layer_that_does_not_exist_is_named_with_those_that_do(model):
    with pytest.raises(Problem) as problem:
        forward(model, np.zeros((1, 28, 28, 1), np.float32), "Conv2D_4")
    assert (
        str(problem.value)
        == "layer 'Conv2D_4' does not exist in 'cnn'; nearest 'Conv2D_3'. It has Conv2D_1,"
        " Max_Pool_1, Conv2D_2,"
        " Max_Pool_2, Conv2D_3, Flatten, Dense_100, Dense_10."
    )


def test_several_layers_are_seen_in_one_pass(model, data):
    images = data.standardise(data.test.images[:3])
    seen = views(model, ("Max_Pool_1", "Dense_10"))(images)
    assert set(seen) == {"Max_Pool_1", "Dense_10"} and isinstance(seen["Dense_10"], np.ndarray)
    np.testing.assert_allclose(seen["Max_Pool_1"], forward(model, images, "Max_Pool_1"), atol=1e-5)
    np.testing.assert_allclose(seen["Dense_10"].sum(axis=1), 1, atol=1e-5)


def test_batches_cover_every_image_once():
    covered = [i for part in batches(np.zeros(1203), size=500) for i in range(1203)[part]]
    assert covered == list(range(1203))
    assert list(batches(np.zeros(0))) == []


def test_equal_weights_give_equal_bytes_and_come_back(model, tmp_path):
    packed = pack_model(model)
    assert packed == pack_model(model)
    (tmp_path / "again.keras").write_bytes(packed)
    again = load_model(tmp_path / "again.keras")
    assert all(
        (a == b).all() for a, b in zip(model.get_weights(), again.get_weights(), strict=True)
    )
    assert pack_model(again) == packed
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert b'"date_saved": ""' in archive.read("metadata.json")


@pytest.mark.parametrize(
    "build", [build_cnn, lambda seed: build_mlp(seed, (70, 30))], ids=["cnn", "mlp"]
)
def test_bytes_do_not_depend_on_the_networks_that_were_built_before(build):
    # a resumed or partial run builds fewer networks than a whole one, and must end with the same
    # files
    first, second = build(1), build(2)
    second.set_weights(first.get_weights())
    assert pack_model(bare_copy(second)) == pack_model(bare_copy(first))


def test_other_weights_give_other_bytes(model):
    other = bare_copy(model)
    changed = other.get_weights()
    changed[1][0] += 1
    other.set_weights(changed)
    assert pack_model(other) != pack_model(model)


def test_what_is_published_has_neither_optimiser_nor_penalties(data):
    penalised = build_cnn(1, 1e-3)
    penalised.compile("sgd", "sparse_categorical_crossentropy")
    bare = bare_copy(penalised)
    images = data.standardise(data.test.images[:2])
    assert bare.losses == [] and getattr(bare, "optimizer", None) is None
    assert b"regularizers" not in b"".join(
        zipfile.ZipFile(io.BytesIO(pack_model(bare))).read(n) for n in ["config.json"]
    )
    assert (np.asarray(bare(images)) == np.asarray(penalised(images))).all()


def test_a_missing_network_is_a_problem_with_a_remedy(tmp_path):
    with pytest.raises(Problem, match=r"full-recipe\.keras does not exist. Run: make site"):
        load_model(tmp_path / "full-recipe.keras")


@pytest.mark.parametrize("spoil", ["text", "half", "empty", "foreign zip"])
def test_a_damaged_network_is_a_problem_with_a_remedy(model, tmp_path, spoil):
    path, packed = tmp_path / "full-recipe.keras", pack_model(model)
    path.write_bytes(
        {
            "text": b"no network",
            "half": packed[: len(packed) // 2],
            "empty": b"",
            "foreign zip": b"",
        }[spoil]
    )
    if spoil == "foreign zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("something.txt", "else")
    with pytest.raises(
        Problem,
        match=r"full-recipe\.keras cannot be read as a network: .* Remove it, then run: make site",
    ):
        load_model(path)


def _rewritten(model, path, name: str, change) -> None:
    """Write a network with one of its files changed; None leaves it out."""
    with zipfile.ZipFile(io.BytesIO(pack_model(model))) as given, zipfile.ZipFile(path, "w") as new:
        for own in given.namelist():
            content = given.read(own)
            content = change(content) if own == name else content
            if content is not None:
                new.writestr(own, content)


def _class(module: str, name: str, *, of_layer: bool = False):
    """Return a change of a description: another class for the network, or for a layer."""

    def change(content: bytes) -> bytes:
        described = json.loads(content)
        described_part = described["config"]["layers"][1] if of_layer else described
        described_part |= {"module": module, "class_name": name, "registered_name": name}
        return json.dumps(described).encode()

    return change


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        (
            "config.json",
            _class("os", "system"),
            "it asks for os.system, which is no class of Keras",
        ),
        ("config.json", _class("subprocess", "Popen"), "it asks for subprocess.Popen"),
        ("config.json", _class("builtins", "eval", of_layer=True), "it asks for builtins.eval"),
        ("config.json", _class("keras.layers", "Wonder", of_layer=True), "."),
        ("config.json", lambda content: None, "config.json, is missing or damaged"),
        ("config.json", lambda content: content[:99], "config.json, is missing or damaged"),
        ("config.json", lambda content: b"[]", "config.json, names no network"),
        ("config.json", lambda content: b"{}", "config.json, names no network"),
        ("model.weights.h5", lambda content: None, "Expected a model.weights.h5"),
        ("model.weights.h5", lambda content: content[:-900], "."),
    ],
)
def test_a_network_of_something_else_is_refused_in_one_sentence(
    model, tmp_path, name, change, said
):
    path = tmp_path / "mine.keras"
    _rewritten(model, path, name, change)
    with pytest.raises(Problem) as problem:
        load_model(path)
    told = str(problem.value)
    assert "mine.keras cannot be read as a network: " in told and said in told
    assert told.endswith("Remove it, then run: make site") and "\n" not in told


def test_a_network_under_another_networks_name_is_refused(networks, settings):
    from analysis.study import Study

    swapped = Study(settings, {"full-recipe": networks["mlp"], "mlp": networks["full-recipe"]})
    with pytest.raises(
        Problem, match=r"mlp.keras is not the series' CNN but another network, with"
    ):
        swapped.network()
    with pytest.raises(Problem, match=r"full-recipe.keras is not the series' MLP but another"):
        swapped.network("mlp")


def test_weights_that_are_no_numbers_are_one_clear_error(tmp_path):
    broken = build_cnn(1)
    kernel, bias = broken.get_layer("Conv2D_2").get_weights()
    kernel[0, 0, 0, 0] = np.nan
    broken.get_layer("Conv2D_2").set_weights([kernel, bias])
    path = tmp_path / "broken.keras"
    path.write_bytes(pack_model(broken))
    with pytest.raises(Problem, match=r"no numbers, first in .*Conv2D_2"):
        load_model(path)


def _images(*shape):
    import keras

    return keras.Input(shape, name="Image")


def test_a_chain_of_layers_is_looked_at_like_a_sequential_network(model):
    import keras

    inputs = values = _images(28, 28, 1)
    for step in keras.models.clone_model(model).layers:
        values = step(values)
    other = keras.Model(inputs, values, name="functional")
    other.set_weights(model.get_weights())
    image = np.random.default_rng(1).standard_normal((2, 28, 28, 1)).astype(np.float32)
    assert [step.name for step in layers_up_to(other, "Conv2D_2")] == [
        "Conv2D_1",
        "Max_Pool_1",
        "Conv2D_2",
    ]
    np.testing.assert_allclose(
        forward(other, image, "Conv2D_3"), forward(model, image, "Conv2D_3"), atol=1e-5
    )


def test_a_network_that_branches_is_one_clear_error():
    import keras
    from keras import layers

    inputs = _images(9, 9, 1)
    left, right = (
        layers.Conv2D(2, 3, name="left")(inputs),
        layers.Conv2D(2, 3, name="right")(inputs),
    )
    other = keras.Model(inputs, layers.Add(name="sum")([left, right]), name="fork")
    with pytest.raises(Problem, match=r"network 'fork' branches at layer '(left|right)'"):
        layers_up_to(other, "left")


def test_a_network_without_a_shape_is_one_clear_error():
    import keras
    from keras import layers

    other = keras.Sequential([layers.Conv2D(2, 3, name="first")], name="shapeless")
    with pytest.raises(Problem, match=r"'shapeless' does not know the shape.*keras\.Input"):
        layers_up_to(other, "first")


@pytest.mark.parametrize("shape", ["convolution", "dense"])
def test_layers_need_no_bias(shape):
    import keras
    from keras import layers

    steps = {
        "convolution": [layers.Conv2D(2, 3, use_bias=False, activation="relu", name="last")],
        "dense": [layers.Flatten(), layers.Dense(3, use_bias=False, name="last")],
    }
    other = keras.Sequential([_images(9, 9, 1), *steps[shape]])
    image = np.random.default_rng(1).standard_normal((2, 9, 9, 1)).astype(np.float32)
    before = np.asarray(forward(other, image, "last", pre_activation=True))
    after = np.asarray(forward(other, image, "last"))
    np.testing.assert_allclose(after, np.maximum(before, 0) if shape != "dense" else before)


def test_a_network_whose_layers_share_an_object_is_packed_alike_twice():
    import keras

    def made():
        keras.utils.set_random_seed(3)
        shared = keras.DTypePolicy("float32")
        layers = [keras.layers.Dense(2, dtype=shared, name=name) for name in ("one", "two")]
        return keras.Sequential([keras.Input((3,), name="x"), *layers], name="y")

    there = [made(), made()]  # both at once, as the second would else take the place of the first
    one, other = (pack_model(model) for model in there)
    assert one == other
    with zipfile.ZipFile(io.BytesIO(one)) as packed:
        shared = re.findall(rb'"shared_object_id": (\d+)', packed.read("config.json"))
    assert set(shared) == {b"1"}
