"""Networks of a person's own: small ones of many kinds are read as Keras saved them; what is no
network to look at ends in one sentence with the way out, and no code of a file ever runs.
"""

from __future__ import annotations

import json
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.images.reading.checked import checked
from analysis.networks.layers import convolutions
from analysis.networks.reading.classes import refuse_other_classes
from analysis.networks.reading.kinds import COPY, READ, SAVE
from analysis.networks.reading.load import read_network
from analysis.problem import Problem

SHAPE = (8, 10, 1)
WANTED = (
    "A network that can be looked at reads images (y, x, channel) with one or three channels and"
    " gives one number for each class"
)


def sequential(
    shape: tuple[int | None, ...] | None = SHAPE, *, classes: int = 3, **last: Any
) -> Any:
    """Return a chain of a convolution, a mean over nodes and a dense layer."""
    import keras
    from keras import layers

    return keras.Sequential(
        [
            *([keras.Input(shape)] if shape else []),
            layers.Conv2D(4, 3, activation="relu", name="edges"),
            layers.GlobalAveragePooling2D(name="mean"),
            layers.Dense(classes, name="classes", **last),
        ]
    )


def functional(shape: tuple[int | None, ...] = SHAPE) -> Any:
    """Return the same chain, as a graph."""
    import keras

    chain = sequential(shape)
    inputs = values = keras.Input(shape)
    for layer in chain.layers:
        values = layer(values)
    return keras.Model(inputs, values)


def saved(model: Any, folder: Path, name: str = "mine.keras") -> Path:
    model.save(folder / name)
    return folder / name


def why(path: Path, shape: tuple[int, int, int] = SHAPE) -> str:
    with pytest.raises(Problem) as problem:
        read_network(path, shape)
    said = str(problem.value)
    assert "\n" not in said and said.startswith(str(path)), said
    return said.removeprefix(str(path))


def images(shape: tuple[int, ...]) -> np.ndarray:
    return np.random.default_rng(5).standard_normal((6, *shape)).astype(np.float32)


# --- what is read


@pytest.mark.parametrize("name", ["mine.keras", "mine.h5", "mine.hdf5"])
@pytest.mark.parametrize(
    "make",
    [
        sequential,
        functional,
        lambda: sequential((8, 10, 3), activation="softmax"),
        lambda: sequential((28, 28, 1), classes=10),
    ],
)
def test_a_network_gives_what_it_gave_before_it_was_saved(tmp_path, make, name):
    model = make()
    shape = model.input_shape[1:]
    found = read_network(saved(model, tmp_path, name), shape)
    np.testing.assert_array_equal(found.model(images(shape)), model(images(shape)))
    assert found.classes == model.output_shape[1] and found.remarks == ()
    assert convolutions(found.model) == ["edges"]


@pytest.mark.parametrize("make", [sequential, functional])
@pytest.mark.parametrize("own", [(None, None, 1), (None, 10, 1), (8, None, 1)])
def test_a_network_that_leaves_sizes_open_takes_those_of_the_images(tmp_path, make, own):
    model = make(own)
    found = read_network(saved(model, tmp_path), SHAPE).model
    assert found.input_shape == (None, *SHAPE)
    assert [layer.name for layer in found.layers[-3:]] == ["edges", "mean", "classes"]
    np.testing.assert_array_equal(found(images(SHAPE)), model(images(SHAPE)))


def test_a_network_that_was_never_called_is_built_the_same_way_each_time(tmp_path):
    path = saved(sequential(None), tmp_path)
    one, other = (read_network(path, SHAPE) for _ in range(2))
    assert one.model.input_shape == (None, *SHAPE) and one.classes == 3
    np.testing.assert_array_equal(one.model(images(SHAPE)), other.model(images(SHAPE)))
    assert one.remarks == (
        "The network was saved before it saw any image, so it holds no weights; new ones are"
        " drawn, and nobody has trained it.",
    )


def test_a_network_that_was_called_once_keeps_its_weights(tmp_path):
    model = sequential(None)
    before = model(images(SHAPE))
    found = read_network(saved(model, tmp_path), SHAPE)
    np.testing.assert_array_equal(found.model(images(SHAPE)), before)
    assert found.remarks == ()


def as_of_old(described: Any) -> Any:
    """Return a description as Keras 2 wrote it: without modules, with another name of the shape."""
    if isinstance(described, list):
        return [as_of_old(one) for one in described]
    if not isinstance(described, dict):
        return described
    if described.get("class_name") == "DTypePolicy":
        return described["config"]["name"]
    left = ("module", "registered_name", "build_config", "build_input_shape", "optional")
    names = {"batch_shape": "batch_input_shape"}
    return {
        names.get(key, key): as_of_old(value) for key, value in described.items() if key not in left
    }


def test_a_file_as_keras_2_wrote_it_is_read(tmp_path):
    import h5py

    model = sequential(activation="softmax")
    path = saved(model, tmp_path, "old.h5")
    with h5py.File(path, "r+") as stored:
        old = as_of_old(json.loads(stored.attrs["model_config"]))
        del stored.attrs["model_config"]
        stored.attrs["model_config"] = json.dumps(old)
        stored.attrs["keras_version"] = "2.4.3"
    assert "module" not in json.dumps(old) and "batch_input_shape" in json.dumps(old)
    found = read_network(path, SHAPE)
    np.testing.assert_array_equal(found.model(images(SHAPE)), model(images(SHAPE)))


def test_what_a_network_was_trained_with_is_not_asked_for(tmp_path):
    def own_loss(true: Any, given: Any) -> Any:
        return true - given

    model = sequential()
    model.compile("adam", own_loss)
    assert read_network(saved(model, tmp_path), SHAPE).classes == 3


# --- other kinds of files


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "x.onnx",
            " is a file of ONNX. Convert it into a Keras model with a converter such as onnx2tf or"
            f" onnx2keras, or {COPY}: {SAVE}",
        ),
        ("x.pt", f" is a file of PyTorch. In Python: {COPY}; kernels (map, channel, y, x) become"),
        ("x.pth", " is a file of PyTorch. In Python: "),
        ("x.PTH.TAR", " is a file of PyTorch. In Python: "),
        ("x.safetensors", " is a file of PyTorch. In Python: "),
        (
            "x.ckpt",
            " is a checkpoint of TensorFlow, which holds weights without their layers. Where the"
            f" model was built, load the checkpoint into it and save all of it: {SAVE}",
        ),
        ("x.ckpt.index", " is a checkpoint of TensorFlow"),
        ("x.ckpt.data-00000-of-00001", " is a checkpoint of TensorFlow"),
        ("frozen.pb", " is a SavedModel, a graph into whose layers nothing can look"),
        (
            "x.tflite",
            " is a model for TensorFlow Lite, made to run, not to be looked into. Save the Keras"
            f" model it was converted from: {SAVE}",
        ),
        (
            "x.json",
            " is a description of layers without their weights. Build the model, load its weights,"
            f" and save both: {SAVE}",
        ),
        ("x.pkl", " is a pickle, which could run code and is never opened. Save the model itself"),
        ("x.zip", " is an archive. Unpack it, and name the .keras or .h5 file."),
        (
            "x.weights.h5",
            " is a file of weights without their layers. Save the whole model where it was built:"
            f" {SAVE}",
        ),
        ("x.model", f" is of an unknown kind. {READ}. Use {SAVE}."),
        (
            "x.keras",
            " is damaged or cut short: its description of layers cannot be read. Copy it anew, or"
            f" save it anew: {SAVE}",
        ),
        ("x.h5", " is damaged or cut short: its description of layers cannot be read."),
    ],
)
def test_other_kinds_of_files_end_in_the_way_out(tmp_path, name, said):
    (tmp_path / name).write_bytes(b"whatever it holds")
    assert why(tmp_path / name).startswith(said)


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (
            ["saved_model.pb"],
            " is a SavedModel, a graph into whose layers nothing can look, not by"
            " keras.layers.TFSMLayer either. Save the model where it was built, as one file:"
            f" {SAVE}",
        ),
        (["checkpoint", "x.index"], " is a checkpoint of TensorFlow, which holds weights"),
        (["config.json", "model.weights.h5"], " is a .keras file unpacked. Name the file itself"),
        (["model.json", "group1-shard1of1.bin"], " is a model for TensorFlow.js. Save the Keras"),
        (["b.keras", "a.h5"], " is a folder. Name a file in it, e.g. {}/a.h5"),
        ([], f" is a folder without a network. {READ}."),
    ],
)
def test_folders_end_in_the_way_out(tmp_path, inside, said):
    for name in inside:
        (tmp_path / name).touch()
    assert why(tmp_path).startswith(said.format(tmp_path))


def test_what_is_not_there_is_told(tmp_path):
    assert why(tmp_path / "x.keras") == f" does not exist. {READ}."


def test_a_network_under_the_name_of_another_kind_is_told(tmp_path):
    path = saved(sequential(), tmp_path)
    other = path.rename(tmp_path / "mine.h5")
    assert why(other) == (
        " holds a model of the kind .keras, whatever its name says. Rename it to end in .keras."
    )
    old = saved(sequential(), tmp_path, "old.h5").rename(tmp_path / "old.keras")
    assert why(old).startswith(" holds a model of the kind .h5, whatever its name says.")
    nameless = old.rename(tmp_path / "old")
    assert why(nameless) == (
        f" is of an unknown kind. {READ}. It looks like one: rename it to end in .h5."
    )


def test_weights_alone_are_told_also_under_another_name(tmp_path):
    sequential().save_weights(tmp_path / "mine.weights.h5")
    path = (tmp_path / "mine.weights.h5").rename(tmp_path / "mine.h5")
    assert why(path) == (
        " is a file of weights without their layers. Save the whole model where it was built:"
        f" {SAVE}"
    )


# --- damage


@pytest.mark.parametrize("name", ["mine.keras", "mine.h5"])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_file_cut_short_is_told(tmp_path, name, share):
    path = saved(sequential(), tmp_path, name)
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    assert why(path).startswith((" is damaged or cut short", " cannot be read as a network: "))


def altered(path: Path, change: Callable[[dict[str, Any]], Any], about: str = "3.15.1") -> Path:
    """Change the description that a .keras file carries."""
    with zipfile.ZipFile(path) as stored:
        content = {name: stored.read(name) for name in stored.namelist()}
    described = json.loads(content["config.json"])
    change(described)
    content["config.json"] = json.dumps(described).encode()
    content["metadata.json"] = json.dumps({"keras_version": about}).encode()
    with zipfile.ZipFile(path, "w") as target:
        for name, held in content.items():
            target.writestr(name, held)
    return path


@pytest.mark.parametrize("part", ["config.json", "metadata.json"])
@pytest.mark.parametrize("content", ["[]", "null", '"class_name"', "[1, {}]", "{", "\xff"])
def test_a_description_of_another_form_is_told(tmp_path, part, content):
    path = saved(sequential(), tmp_path)
    with zipfile.ZipFile(path) as stored:
        held = {name: stored.read(name) for name in stored.namelist()}
    with zipfile.ZipFile(path, "w") as target:
        for name, was in held.items():
            target.writestr(name, content if name == part else was)
    assert why(path).startswith((" is damaged or cut short", " describes no network"))


@pytest.mark.parametrize("value", [3, np.zeros(4), "[1]", "{"])
def test_a_description_of_another_form_in_hdf5_is_told(tmp_path, value):
    import h5py

    path = saved(sequential(), tmp_path, "mine.h5")
    with h5py.File(path, "r+") as stored:
        stored.attrs["model_config"] = value
    assert why(path).startswith((" is damaged or cut short", " describes no network"))


@pytest.mark.parametrize("change", [(8, 1), (10, 99)], ids=["encrypted", "packed otherwise"])
def test_an_archive_that_python_cannot_open_is_told(tmp_path, change):
    path, (place, value) = saved(sequential(), tmp_path), change
    content = path.read_bytes()
    for entry in re.finditer(b"PK\1\2", content):
        content = content[: (at := entry.start() + place)] + bytes([value]) + content[at + 1 :]
    path.write_bytes(content)
    assert why(path).startswith(" is damaged or cut short")


@pytest.mark.parametrize("name", ["", " ", "a\nb", "conv 1", "_conv", "-", "日本", "<b>", "`x`"])
def test_a_layer_whose_name_no_framework_runs_is_told(tmp_path, name):
    def change(described: dict[str, Any]) -> None:
        described["config"]["layers"][1]["config"]["name"] = name

    said = why(altered(saved(sequential(), tmp_path), change))
    assert said.startswith(f": a layer is called {name!r}, and TensorFlow runs none of such a name")


def test_a_layer_with_the_address_of_the_overview_is_told(tmp_path):
    def change(described: dict[str, Any]) -> None:
        described["config"]["layers"][1]["config"]["name"] = "Index"

    said = why(altered(saved(sequential(), tmp_path), change))
    assert said.startswith(": a layer is called 'Index', and so is the page of all maps.")


def test_a_pipe_is_not_waited_at(tmp_path):
    os.mkfifo(tmp_path / "mine.keras")
    assert why(tmp_path / "mine.keras").startswith(" is no file that can be read again, e.g. a pip")


def test_what_keras_stumbles_over_is_told_with_the_version_that_wrote_it(tmp_path):
    import keras

    def change(described: dict[str, Any]) -> None:
        described["config"]["layers"][1]["config"]["new_in_future"] = 1

    said = why(altered(saved(sequential(), tmp_path), change, "9.0.0"))
    assert said.startswith(" cannot be read as a network: ") and "new_in_future" in said
    assert said.endswith(
        f" It was saved by Keras 9.0.0; here is {keras.__version__}. Save it anew: {SAVE}"
    )


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_weights_that_are_no_numbers_are_told_with_their_layer(tmp_path, value):
    model = sequential()
    kernel = np.array(model.get_layer("classes").kernel)
    kernel[1, 2] = value
    model.get_layer("classes").kernel.assign(kernel)
    assert why(saved(model, tmp_path)) == (
        ": weights of the layer 'classes' (kernel) are NaN or infinite, so its training went"
        " astray. Train it anew, with a lower learning rate."
    )


# --- code


@pytest.mark.parametrize("name", ["mine.keras", "mine.h5"])
def test_a_lambda_never_runs(tmp_path, name):
    import keras
    from keras import layers

    def with_lambda(function: Callable[[Any], Any]) -> Any:
        head = [keras.Input(SHAPE), layers.Lambda(function, name="twice")]
        return keras.Sequential([*head, *sequential(None).layers])

    for function in (lambda values: values * 2, keras.ops.relu):
        assert why(saved(with_lambda(function), tmp_path, name)) == (
            ": the layer 'twice' is a Lambda, which carries code, and code out of a file is not run"
            " (Keras' safe mode stays on). Use a layer of Keras in its place, or write it as a"
            " layer class under keras.saving.register_keras_serializable, and save the model anew."
        )


def own_layer(*, registered: bool) -> Any:
    import keras

    class Doubled(keras.layers.Layer):
        def call(self, values: Any) -> Any:
            return 2 * values

    register = keras.saving.register_keras_serializable("reading")
    return register(Doubled) if registered else Doubled


@pytest.fixture
def nothing_registered():
    import keras

    before = dict(keras.saving.get_custom_objects())
    yield keras.saving.get_custom_objects()
    keras.saving.get_custom_objects().clear()
    keras.saving.get_custom_objects().update(before)


def with_layer(layer: Any) -> Any:
    import keras

    return keras.Sequential([keras.Input(SHAPE), layer, *sequential(None).layers])


@pytest.mark.parametrize("name", ["mine.keras", "mine.h5"])
def test_a_class_that_is_not_registered_is_told(tmp_path, name, nothing_registered):
    for registered in (False, True):
        model = with_layer(own_layer(registered=registered)(name="doubled"))
        path = saved(model, tmp_path, name)
        nothing_registered.clear()
        assert why(path) == (
            ": the layer 'doubled' needs Doubled, which is not of Keras and not registered here."
            " Register it by keras.saving.register_keras_serializable before the network is read,"
            " or rebuild the network of Keras' own layers."
        )


@pytest.mark.parametrize("name", ["mine.keras", "mine.h5"])
def test_a_class_that_is_registered_is_read(tmp_path, name, nothing_registered):
    model = with_layer(own_layer(registered=True)())
    found = read_network(saved(model, tmp_path, name), SHAPE).model
    np.testing.assert_array_equal(found(images(SHAPE)), model(images(SHAPE)))


def own_model(classes: int) -> Any:
    """Return a model of a class of its own, which is registered, called once."""
    import keras

    class Own(keras.Model):
        def __init__(self, **given: Any) -> None:
            super().__init__(**given)
            self.steps = sequential(None, classes=classes).layers

        def call(self, values: Any) -> Any:
            for step in self.steps:
                values = step(values)
            return values

    model = keras.saving.register_keras_serializable("reading")(Own)()
    model(images(SHAPE))
    return model


def test_a_model_of_a_class_that_is_registered_is_read_as_far_as_keras_can(
    tmp_path, nothing_registered
):
    model = own_model(3)
    found = read_network(saved(model, tmp_path), SHAPE)
    np.testing.assert_array_equal(found.model(images(SHAPE)), model(images(SHAPE)))
    assert found.classes == 3
    assert why(tmp_path / "mine.keras", (8, 10, 3)).startswith(
        " cannot be shown an image of shape 8 x 10 x 3: "
    )
    assert why(saved(own_model(1), tmp_path)).startswith(" gives a single number for an image.")
    nothing_registered.clear()
    assert why(tmp_path / "mine.keras").startswith(": the network needs Own, which is not")


def test_a_function_that_is_not_registered_is_told(tmp_path):
    def wavy(values: Any) -> Any:
        return values

    said = why(saved(sequential(activation=wavy), tmp_path))
    assert said.startswith(": the layer 'classes' needs wavy, which is not of Keras and not")


@pytest.mark.parametrize(
    "named",
    [
        {"module": "os", "class_name": "system", "config": {}},
        {"module": "builtins", "class_name": "eval", "config": "1"},
        {"module": "builtins", "class_name": "function", "config": "print"},
        {"module": 3, "class_name": "relu", "config": {}},
        {"module": ["keras"], "class_name": "relu", "registered_name": {}, "config": {}},
        {"module": "keras.config", "class_name": "enable_unsafe_deserialization", "config": {}},
    ],
)
def test_a_description_that_asks_for_anything_else_runs_nothing(tmp_path, named):
    from keras.src.saving.serialization_lib import in_safe_mode

    def change(described: dict[str, Any]) -> None:
        described["config"]["layers"][1]["config"]["activation"] = named

    said = why(altered(saved(sequential(), tmp_path), change))
    assert said.startswith((": the layer 'edges' needs ", " cannot be read as a network: "))
    assert in_safe_mode() in (None, True)


def test_a_description_without_end_is_told(tmp_path):
    path = saved(sequential(), tmp_path)
    deep = '{"class_name": "Sequential", "config": ' * 100000 + "1" + "}" * 100000
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("config.json", deep)
        target.writestr("metadata.json", "{}")
    assert why(path) == (
        " describes layers in layers without end. Rebuild the network of Keras' own layers."
    )


# --- what does not fit


def other(case: str) -> Any:
    """Return a network that cannot be looked at."""
    import keras
    from keras import layers

    image, vector = keras.Input(SHAPE), keras.Input((80,))
    maps = layers.Conv2D(4, 3)(image)
    seen = layers.Dense(3)(layers.Flatten()(maps))
    both = layers.Concatenate()([layers.Flatten()(maps), vector])
    return {
        "vectors": lambda: keras.Sequential([keras.Input((80,)), layers.Dense(3)]),
        "no channel": lambda: keras.Sequential(
            [
                keras.Input((8, 10)),
                layers.Reshape(SHAPE),
                *sequential(None).layers,
            ]
        ),
        "two channels": lambda: sequential((8, 10, 2)),
        "two inputs": lambda: keras.Model([image, vector], layers.Dense(3)(both)),
        "two outputs": lambda: keras.Model(image, [seen, maps]),
        "maps": lambda: keras.Model(image, maps),
        "one number": lambda: sequential(classes=1, activation="sigmoid"),
        "no convolution": lambda: keras.Sequential(
            [keras.Input(SHAPE), layers.Flatten(), layers.Dense(3)]
        ),
    }[case]()


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("vectors", f" reads arrays of shape 80. {WANTED}."),
        (
            "no channel",
            f" reads arrays of shape 8 x 10. {WANTED}. Begin it with keras.Input((8, 10, 1)) and"
            " set the same weights.",
        ),
        ("two channels", f" reads images with 2 channels. {WANTED}."),
        ("two inputs", f" has 2 inputs. {WANTED}; give a model of one input."),
        ("two outputs", f" has 2 outputs. {WANTED}; give a model of one output."),
        (
            "maps",
            f" gives arrays of shape 6 x 8 x 4 for an image, which are no classes. {WANTED}.",
        ),
        (
            "one number",
            f" gives a single number for an image. {WANTED}. One sigmoid becomes a softmax of two"
            " outputs: weights of 0 for the first, its own for the second.",
        ),
        (
            "no convolution",
            " has no convolutional layer, so there are no maps to look at. Use a network with"
            " keras.layers.Conv2D.",
        ),
    ],
)
def test_a_network_that_is_none_to_look_at_says_why(tmp_path, case, said):
    assert why(saved(other(case), tmp_path)) == said


def test_channels_that_come_first_are_told(tmp_path):
    import keras
    from keras import layers

    chain = [
        keras.Input((1, 8, 10)),
        layers.Conv2D(4, 1, data_format="channels_first"),
        layers.GlobalAveragePooling2D(data_format="channels_first"),
        layers.Dense(3),
    ]
    assert why(saved(keras.Sequential(chain), tmp_path)) == (
        " reads images of shape 1 x 8 x 10, channels first. Rebuild it with"
        " data_format='channels_last', set the same weights, and put the channels of the images"
        " last."
    )


@pytest.mark.parametrize(
    ("shape", "remedy"),
    [
        ((8, 10, 3), "Make the images grey, e.g. by Pillow's convert('L')."),
        ((10, 8, 1), "Exchange rows and columns: x.swapaxes(1, 2)."),
        (
            (28, 28, 1),
            "Bring the images to the size that the network was trained on, or use its own images.",
        ),
    ],
)
def test_images_of_another_shape_are_told_with_both_shapes(tmp_path, shape, remedy):
    given = " x ".join(map(str, shape))
    assert why(saved(sequential(), tmp_path), shape) == (
        " reads images of shape 8 x 10 x 1 (rows, columns, channels), but those given have"
        f" {given}. {remedy}"
    )


def test_images_that_lack_channels_are_told_how_to_get_them(tmp_path):
    said = why(saved(sequential((8, 10, 3)), tmp_path))
    assert said.endswith("Give the images three channels, e.g. x.repeat(3, -1) of one.")


@pytest.mark.parametrize("make", [lambda: sequential((None, None, 1)), lambda: sequential(None)])
def test_images_that_are_too_small_are_told(tmp_path, make):
    said = why(saved(make(), tmp_path), (2, 2, 1))
    assert said.startswith(
        " leaves the size of its images open, but cannot be built for those of shape 2 x 2 x 1: "
    )
    assert said.endswith(". Give images of the size it was made for.")


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (
            [0, 1, 2, 3],
            "tells 3 classes apart, but labels go up to 3. Give labels from 0 to 2, in the order of"
            " its outputs.",
        ),
        (
            [1, 2, 3],
            "tells 3 classes apart, but labels go up to 3. They seem to count from 1: take 1 from"
            " each. Give labels from 0 to 2, in the order of its outputs.",
        ),
    ],
)
def test_labels_of_other_classes_are_told(labels, said):
    grey = np.random.default_rng(1).integers(0, 256, (24, 8, 10)).astype(np.uint8)
    given = checked(grey, np.resize(labels, 24), "here")
    with pytest.raises(Problem) as problem:
        refuse_other_classes(3, given, Path("mine.keras"))
    assert str(problem.value) == f"mine.keras {said}"
    for fitting in (np.arange(24) % 3, np.arange(24) % 2):  # also where a class has no image
        refuse_other_classes(3, checked(grey, fitting, "here"), Path("mine.keras"))
    refuse_other_classes(3, checked(grey, None, "here"), Path("mine.keras"))
