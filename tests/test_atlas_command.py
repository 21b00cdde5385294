"""The command for a network of a person's own: every kind of network and images ends in a gallery,
or in one sentence with the way out. The kinds are those of the table that readers see.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from conftest import changed

from analysis.catalogue.atlas import Outline
from analysis.catalogue.subjects import contents_of
from analysis.images.shown import digest_of
from analysis.networks.storage import pack_model
from analysis.problem import Problem
from analysis.profiles import REPOSITORY
from analysis.publishing.adopting import adopt
from analysis.publishing.atlas import LOCK, Asked, prepare
from analysis.publishing.outlook import digest_of_subject
from analysis.publishing.studies import take
from analysis.publishing.subjects import images_of, subject_in
from analysis.settings import Settings, SubjectSettings, load_settings
from site_config.build import lock
from site_config.pages.cards import map_line
from site_config.pages.gallery import Gallery
from site_config.pages.kinship import plane
from site_config.pages.layer_page import layer_page
from site_config.pages.map_facts import facts
from site_config.pages.map_numbers import layer_files
from site_config.pages.map_pictures import map_pictures
from site_config.words.context import Publication
from site_config.words.galleries import Shelf
from site_config.words.own_networks import load_rows
from site_config.words.prose import Prose

ROWS = load_rows()
SHAPE = (12, 10, 1)
COUNT, CLASSES = 60, 3
Given = tuple[Path, dict[str, object]]  # a network, and the other options of the command


def drawn(shape: tuple[int, int, int] = SHAPE) -> tuple[np.ndarray, np.ndarray]:
    """Return images (image, y, x, channel) uint8 with a bar that lies, or stands, or a patch; and
    which of the three.
    """
    rng = np.random.default_rng(0)
    labels = np.arange(COUNT) % CLASSES
    images = rng.integers(0, 60, (COUNT, *shape), np.uint8)
    for image, label, at in zip(images, labels, rng.integers(1, 6, COUNT), strict=True):
        rows, columns = slice(at, at + 3), slice(at, at + 3)
        image[rows if label != 1 else slice(None), columns if label != 0 else slice(None)] = 220
    return images, labels


def saved_images(
    folder: Path, *, labelled: bool = True, shape: tuple[int, int, int] = SHAPE, **other: Any
) -> str:
    images, labels = drawn(shape)
    told = {"x": images, "y": labels} if labelled else {"x": images}
    np.savez(folder / "images.npz", **{**told, **other})
    return str(folder / "images.npz")


def chain(*steps: Any, shape: tuple[int, int, int] | None = SHAPE, classes: int = CLASSES) -> Any:
    """Return a chain of layers that ends in classes."""
    import keras
    from keras import layers

    return keras.Sequential(
        [
            *([keras.Input(shape)] if shape else []),
            *steps,
            layers.GlobalAveragePooling2D(),
            layers.Dense(classes, activation="softmax"),
        ]
    )


def network(kind: str) -> Any:
    """Return an untrained network of a kind."""
    import keras
    from keras import layers

    conv, same = layers.Conv2D, partial(layers.Conv2D, padding="same")
    keras.utils.set_random_seed(5)
    if kind in ("functional", "nested", "residual"):
        inputs = keras.Input(SHAPE)
        first = values = conv(3, 3, activation="relu", name="first")(inputs)
        if kind == "nested":
            body = [keras.Input((10, 8, 3)), same(3, 3, name="First"), layers.ReLU()]
            values = keras.Sequential(body, name="Body")(values)
        if kind == "residual":
            values = layers.Add()([first, same(3, 3, name="beside")(values)])
            values = layers.Concatenate()([first, same(2, 1, name="more")(values)])
        values = layers.Dense(CLASSES)(layers.Flatten()(values))
        return keras.Model(inputs, values)
    made: dict[str, Callable[[], list[Any]]] = {
        "called": lambda: [conv(3, 3, activation="relu")],
        "norm": lambda: [conv(3, 3), layers.BatchNormalization(), layers.ReLU(), conv(2, 3)],
        "apart": lambda: [conv(3, 3), layers.Activation("relu"), conv(2, 3), layers.PReLU()],
        "smooth": lambda: [
            conv(2, 3, activation="sigmoid"),
            conv(2, 3, activation="gelu"),
            conv(2, 3, activation="silu"),
            conv(2, 1),
            layers.LeakyReLU(),
        ],
        "padding": lambda: [same(3, 3, strides=2), same(2, 3, dilation_rate=2)],
        "depthwise": lambda: [
            layers.SeparableConv2D(4, 3),
            layers.DepthwiseConv2D(3),
            conv(4, 1, groups=2),
        ],
        "colour": lambda: [conv(3, 3, activation="relu")],
        "not-square": lambda: [conv(3, (5, 2), activation="relu")],
        "no-bias": lambda: [conv(3, 3, use_bias=False, activation="relu")],
        "one-map": lambda: [conv(1, 3, activation="relu")],
        "dead": lambda: [conv(2, 3, activation="relu", name="Dead")],
    }
    made["never-called"] = made["other-shape"] = made["called"]
    shape = (12, 10, 3) if kind == "colour" else (8, 8, 1) if kind == "other-shape" else SHAPE
    model = chain(
        *made.get(kind, made["called"])(),
        shape=None if kind in ("called", "never-called") else shape,
    )
    if kind == "called":
        model(np.zeros((1, *SHAPE), np.float32))
    if kind == "dead":
        model.layers[0].set_weights([np.zeros((3, 3, 1, 2)), -np.ones(2)])
    return model


def _saved(model: Any, folder: Path, name: str = "Mine 1.keras") -> Path:
    model.save(folder / name)
    return folder / name


def _of_other_kind(kind: str, folder: Path) -> Path:
    """Return a path that is no file of Keras, or one that is not read."""
    import keras

    if kind == "saved-model":
        (folder / "mine").mkdir()
        (folder / "mine" / "saved_model.pb").touch()
        return folder / "mine"
    if kind in ("onnx", "torch"):
        path = folder / {"onnx": "mine.onnx", "torch": "mine.pt"}[kind]
        path.write_bytes(b"\x08\x07")
        return path
    if kind == "lambda":
        model = chain(keras.layers.Lambda(lambda values: values), keras.layers.Conv2D(2, 3))
        return _saved(model, folder)
    if kind == "nan":
        model = network("called")
        model.layers[0].set_weights([np.full((3, 3, 1, 3), np.nan), np.zeros(3)])
        return _saved(model, folder)

    class Own(keras.Model):
        def call(self, values: Any) -> Any:
            return values

    return _saved(Own(), folder)


def _trained(folder: Path) -> Path:
    """Return a network that was trained on pixels from 0 to 1."""
    import keras
    from keras import layers

    images, labels = drawn()
    head = [layers.Conv2D(4, 3, activation="relu"), layers.Flatten()]
    model = keras.Sequential([keras.Input(SHAPE), *head, layers.Dense(CLASSES)])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(0.02), loss, jit_compile=False)
    model.fit(images / 255, labels, epochs=25, batch_size=20, verbose=0)
    return _saved(model, folder)


def _pictures(folder: Path) -> str:
    from PIL import Image

    for number, (image, label) in enumerate(zip(*drawn(), strict=True)):
        (folder / "pictures" / f"class {label}").mkdir(parents=True, exist_ok=True)
        Image.fromarray(image[..., 0]).save(folder / f"pictures/class {label}/{number}.png")
    (folder / "pictures" / "class 1" / "4.png").write_bytes(b"no picture")
    return str(folder / "pictures")


def given(kind: str, folder: Path) -> Given:
    """Return what a person would give to the command."""
    if kind in ("saved-model", "onnx", "torch", "lambda", "nan", "subclassed"):
        return _of_other_kind(kind, folder), {"images": saved_images(folder)}
    if kind == "other-scale":
        return _trained(folder), {"images": saved_images(folder), "scale": "2000/1"}
    path = _saved(network(kind), folder, "mine.h5" if kind == "h5" else "Mine 1.keras")
    labels = drawn()[1]
    images = {
        "colour": lambda: saved_images(folder, shape=(12, 10, 3)),
        "no-labels": lambda: saved_images(folder, labelled=False),
        "empty-class": lambda: saved_images(folder, y=np.where(labels == 1, 0, labels)),
        "other-classes": lambda: saved_images(folder, y=labels + 1),
        "unreadable": lambda: _pictures(folder),
    }.get(kind, lambda: saved_images(folder))
    return path, {"images": images()}


@pytest.fixture
def build(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("BUILD", str(tmp_path / "build"))
    return tmp_path / "build"


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_every_kind_ends_in_a_gallery_or_in_one_sentence(row, build, tmp_path):
    path, told = given(row.id, tmp_path)
    asked = Asked(str(path), "mine", told)
    if row.says:
        with pytest.raises(Problem) as problem:
            prepare(asked)
        said = str(problem.value)
        assert row.says in said and "\n" not in said and not list(build.rglob("subject.toml"))
        return
    profile, seen = prepare(asked)
    assert profile == "atlas-mine" and seen.layers and all(one.maps for one in seen.layers)
    assert row.remark in " ".join([*seen.remarks, seen.doubt])
    assert seen.labelled == (row.id != "no-labels")
    addresses = [re.sub("[^a-z0-9]", "-", one.name.lower()) for one in seen.layers]
    assert len({*addresses}) == len(addresses)
    kept = load_settings(profile).subject
    told |= {"network": str(path), "released": kept.released}  # the day of this first command
    assert kept == SubjectSettings.model_validate(told)


def test_a_network_of_hundreds_of_classes_is_looked_at(build, tmp_path):
    from keras import layers

    rng = np.random.default_rng(2)
    images, labels = rng.integers(0, 256, (400, *SHAPE), np.uint8), np.arange(400) % 200
    path = _saved(chain(layers.Conv2D(2, 3, name="Only"), classes=200), tmp_path)
    asked = {"images": saved_images(tmp_path, x=images, y=labels), "scale": "0..1"}
    _, seen = prepare(Asked(str(path), "many", asked))
    assert seen.labelled and [one.maps for one in seen.layers] == [2]


def test_a_layer_whose_name_no_file_could_have_is_told_before_anything_is_measured(build, tmp_path):
    from keras import layers

    names = ("long" * 40, "short")
    path = _saved(chain(*(layers.Conv2D(2, 3, name=name) for name in names)), tmp_path)
    told = {"images": saved_images(tmp_path)}
    with pytest.raises(Problem, match=r"'longlonglonglonglong'\.\.\. has 160 letters, .* --layers"):
        prepare(Asked(str(path), "mine", told))
    _, seen = prepare(Asked(str(path), "mine", {**told, "layers": ("short",)}))
    assert [one.name for one in seen.layers] == ["short"]


def test_colours_of_grey_images_are_not_decorrelated(build, tmp_path):
    path, told = given("functional", tmp_path)
    with pytest.raises(Problem, match=r"have one channel\. Leave the option out"):
        prepare(Asked(str(path), "mine", {**told, "colours": "decorrelated"}))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"title": "two\nlines"}, r"key 'title' should be a text of one line; received 'two\\nlin"),
        ({"title": "<script>"}, "key 'title' is said as it stands, and '<' would be markup; leave"),
        ({"version": "1|2"}, r"key 'version' is said as it stands, and '\|' would be markup"),
        ({"author": "A `b`"}, "key 'author' is said as it stands, and '`' would be markup"),
        ({"author": "A\x7f"}, "key 'author' should be a text of one line"),
        ({"version": "1\u2028"}, "key 'version' should be a text of one line"),
        ({"title": " "}, "key 'title' holds nothing but spaces; leave it out"),
        ({"author": "A, B"}, "key 'author' should be one name, without commas; received 'A, B'"),
        ({"released": "2026-13-01"}, "key 'released' should be a day like 2026-11-21; received"),
        ({"licence": "CC BY"}, "key 'licence' should be an identifier as SPDX lists it, e.g. CC-"),
        ({"licence": "CC-BY-5"}, "CC-BY-5 is no licence that SPDX lists"),
        ({"licence": "LicenseRef-mine"}, "LicenseRef-mine is no licence that SPDX lists"),
        ({"licence": "mit"}, "SPDX writes the licence mit as MIT. Write it so."),
        ({"test_labels": "y.npy"}, "key 'test_labels' belongs to 'test', which is missing"),
        ({"images": "example:digits", "labels": "y.npy"}, "example:digits has labels of its own"),
        ({"images": "example:digits", "test": "x.npz"}, "example:digits has further images of its"),
        ({"images": "/"}, "one level of folders is read|holds no pictures"),
        ({"labels": "/"}, "/ holds no labels as they are read"),
    ],
)
def test_what_would_be_passed_over_or_spoil_a_page_is_told(build, tmp_path, more, said):
    path, told = given("functional", tmp_path)
    with pytest.raises(Problem, match=said):
        prepare(Asked(str(path), "mine", {**told, **more}))
    assert not list(build.rglob("subject.toml"))


def test_the_network_of_an_example_is_trained_on_images_that_allow_it(build, tmp_path):
    for name, images, said in (
        ("digits", {"labelled": False}, "takes images with labels of two classes or more"),
        ("photographs", {"shape": (9, 9, 3)}, "images of 9 x 9 x 3 are too small for its layers"),
    ):
        (folder := tmp_path / name).mkdir()
        told = {"images": saved_images(folder, **images)}
        with pytest.raises(Problem, match=said):
            prepare(Asked(f"example:{name}", "mine", told))


def test_labels_beside_that_change_are_seen_and_a_title_measures_nothing_again(build, tmp_path):
    images, labels = drawn()
    np.save(tmp_path / "x.npy", images)
    path = _saved(network("functional"), tmp_path)
    told = {"network": str(path), "images": str(tmp_path / "x.npy")}

    def digest(**more: Any) -> str:
        for one in (digest_of, digest_of_subject):
            one.cache_clear()
        return digest_of_subject(SubjectSettings.model_validate({**told, **more}))

    without = digest()
    np.save(tmp_path / "y.npy", labels)
    with_labels = digest()
    np.save(tmp_path / "y.npy", labels[::-1])
    assert len({without, with_labels, digest()}) == 3
    said = {"title": "Another", "author": "A", "licence": "MIT", "version": "2"}
    said["released"] = "2020-02-20"
    assert digest(**said) == digest() != digest(scale="none")


def test_another_network_of_the_same_name_overwrites_nothing(build, tmp_path):
    path, told = given("functional", tmp_path)
    prepare(Asked(str(path), "mine", told))
    before = (build / "atlas-mine" / "subject.toml").read_bytes()
    with pytest.raises(Problem, match=r"is of another network.*Give another --name"):
        prepare(Asked(str(_saved(network("dead"), tmp_path, "other.keras")), "mine", told))
    assert (build / "atlas-mine" / "subject.toml").read_bytes() == before


def test_citations_name_the_day_of_the_first_command_or_the_one_given(build, tmp_path):
    path, told = given("functional", tmp_path)
    file = build / "atlas-mine" / "subject.toml"

    def day(**more):
        prepare(Asked(str(path), "mine", {**told, **more}))
        return tomllib.loads(file.read_text())["released"]

    first = day()
    assert date.fromisoformat(first)
    file.write_text(file.read_text().replace(first, "2020-02-20"))
    assert day() == "2020-02-20"
    assert day(released="2021-01-01") == day() == "2021-01-01"


def test_a_subject_that_has_a_file_is_built_by_the_command_that_describes_it(build):
    profile, seen = prepare(Asked("example:digits", "", {"images": "example:digits"}))
    assert profile == "atlas-digits" and seen.layers
    assert not list(build.rglob("subject.toml"))
    for more in ({"scale": "none"}, {"images": "example:photographs"}):
        with pytest.raises(Problem, match="describes another subject of this name"):
            prepare(Asked("example:digits", "", {"images": "example:digits", **more}))


def test_what_a_running_build_is_of_is_left_alone(build, tmp_path):
    path, told = given("functional", tmp_path)
    prepare(Asked(str(path), "mine", told))
    folder = build / "atlas-mine"
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert LOCK == lock.LOCK
    with (
        lock.alone(folder),
        pytest.raises(Problem, match=r"is just being built; nothing was changed\. Wait"),
    ):
        prepare(Asked(str(path), "mine", {**told, "scale": "none"}))
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {**before, LOCK: b""}
    prepare(Asked(str(path), "mine", {**told, "scale": "none"}))
    assert (folder / "subject.toml").read_bytes() != before["subject.toml"]


# --- measured

FEW = {
    "oip.steps": 10,
    "oip.starts": 2,
    "ladder.starts": 2,
    "ladder.steps": 10,
    "ladder.wake": 5,
    "ladder.candidates": 16,
    "ladder.challenge.evaluations": (8, 8),
}
NAME = "mine"


def _odd(folder: Path) -> Any:
    """Return a network with one map that is never flat, then two that are dead."""
    from keras import layers

    model = chain(
        layers.Conv2D(1, 3, activation="sigmoid", use_bias=False, name="Soft"),
        layers.Conv2D(2, (2, 3), activation="relu", name="Dead"),
    )
    model.layers[1].set_weights([np.zeros((2, 3, 1, 2)), -np.ones(2)])
    return model


def _galleries(folder: Path, model: Any, **images: Any) -> tuple[dict[str, Gallery], Any]:
    """Return the galleries (layer) of a network, measured with tiny settings."""
    told = {"network": str(_saved(model, folder)), "images": saved_images(folder, **images)}
    values = changed(load_settings("quick").model_dump(), dict(FEW))
    settings = Settings.model_validate({**values, "subject": told})
    adopted, known = adopt(settings)
    (folder / "network.keras").write_bytes(pack_model(adopted))
    maps = {
        str(name): int(shape[-1])
        for name, kind, shape in zip(known.layer, known.kind, known.shape, strict=True)
        if kind == "Conv2D"
    }
    linked = tuple(str(name) for name in known.layer[known.reader != ""] if name in maps)
    labelled = images_of(subject_in(settings)).judging.labels is not None
    outline = Outline(NAME, tuple(maps), linked=linked, labelled=labelled)
    contents = contents_of(adopt, outline, maps)
    networks = {NAME: folder / "network.keras"}
    taken: dict[str, Any] = {"network": known}
    for item in contents.measurements[1:]:
        inputs = [taken[one.id] for one in item.inputs]
        taken[item.id] = take(item, settings, networks, inputs)
    keywords = {item.id: item.keywords for item in contents.measurements}
    artifacts: Any = SimpleNamespace(
        measurements={id: SimpleNamespace(keywords=keywords[id]) for id in taken},
        arrays=lambda id: taken[id],
        manifest=SimpleNamespace(settings=settings.model_dump()),
    )
    return {name: Gallery(artifacts, Shelf(name, name.lower(), "")) for name in maps}, artifacts


def _pages(galleries: dict[str, Gallery], artifacts: Any) -> dict[str, str]:
    """Return the page of each layer, after all that stands on pages of maps was made."""
    cited: Any = SimpleNamespace(entries={"maaten2008": ""}, short=lambda key, aside: key)
    prose, every = Prose(Publication(artifacts, cited, {})), list(galleries.values())
    pages = {}
    for name, gallery in galleries.items():
        for number in range(gallery.maps):
            said = facts(gallery, None, None, number)
            assert "nan" not in json.dumps(said["charts"])
            assert said["agreement"] != "nan" or not said["fires"]
            assert map_pictures(gallery, number)
        json.loads(layer_files(gallery, every)[gallery.shelf.numbers])
        pages[name] = layer_page(prose, gallery, plane(gallery), "")
    return pages


@pytest.fixture(scope="module")
def odd(tmp_path_factory) -> tuple[dict[str, Gallery], dict[str, str]]:
    """A class has no image."""
    labels = np.where(drawn()[1] == 1, 0, drawn()[1])
    folder = tmp_path_factory.mktemp("odd")
    galleries, artifacts = _galleries(folder, _odd(folder), y=labels)
    return galleries, _pages(galleries, artifacts)


def test_a_map_that_is_never_flat_fires_above_what_it_gives_at_rest(odd):
    soft = odd[0]["Soft"]
    assert soft.rest == 0.5 and odd[0]["Dead"].rest == 0
    fires = soft.data.top_response[0] > 0.5
    said = facts(soft, None, None, 0)
    assert len(said["labels"]) == fires.sum() and said["excited"] == bool(fires.any())
    assert int(soft.kin.count.sum()) == COUNT - round(COUNT * float(soft.kin.zero[0]))


def test_maps_that_are_all_dead_have_a_page_that_says_so(odd):
    galleries, pages = odd
    assert set(galleries["Dead"].trusts["box"].status) == {"proven dead"}
    assert pages["Dead"].count("proven dead") >= 2 and pages["Dead"].count("<li id=") == 2
    assert not any(facts(galleries["Dead"], None, None, m)["fires"] for m in (0, 1))


def test_of_a_class_without_images_nothing_is_told(odd):
    for gallery in odd[0].values():
        for values in (gallery.data.digit_mean, gallery.votes.added.T):
            assert (np.isnan(values) == [False, True, False]).all()
        assert "1:" not in facts(gallery, None, None, 0)["charts"]["classes"]


def test_an_image_counts_once(odd):
    soft = odd[0]["Soft"]
    assert soft.data.top_index.max() < COUNT and len({*soft.data.top_index[0].tolist()}) == 9


def test_without_labels_a_class_that_the_network_never_names_is_left_out(tmp_path):
    from keras import layers

    model = chain(layers.Conv2D(2, 3, activation="gelu", name="Smooth"))
    kernel, _ = model.layers[-1].get_weights()
    model.layers[-1].set_weights([kernel, np.array([0, 1, -99])])  # it never names the last
    galleries, artifacts = _galleries(tmp_path, model, labelled=False)
    assert not bool(artifacts.arrays("image-sets").labelled)
    assert not bool(artifacts.arrays("chosen-images").labelled)  # so nobody is right or wrong
    smooth = galleries["Smooth"]
    assert np.isnan(smooth.votes.added[2]).all()
    said = [facts(smooth, None, None, 0)["silenced"], map_line(smooth, 0)]
    assert all("answers otherwise on" in one and "accuracy" not in one for one in said)
    assert _pages(galleries, artifacts)["Smooth"].count("<li id=") == 2


# --- the whole command

PATIENCE = 900  # s, for a machine that has much else to do


def _start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "analysis", *arguments],
        cwd=REPOSITORY,
        env={**os.environ, "BUILD": str(folder / "build")},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def _run(folder: Path, *arguments: str) -> str:
    process = _start(folder, *arguments)
    said = process.communicate(timeout=PATIENCE)[0]
    assert process.returncode == 0 and "Traceback" not in said, said
    return said


def _killed(folder: Path, when: Callable[[], bool], *arguments: str) -> str:
    """Start a command and kill it, with its helpers, when something is reached."""
    process, end = _start(folder, *arguments), time.monotonic() + PATIENCE
    while process.poll() is None and not when() and time.monotonic() < end:
        time.sleep(0.05)
    assert process.poll() is None, process.communicate()[0]
    os.killpg(process.pid, signal.SIGKILL)
    return process.communicate()[0]


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """A folder with an atlas whose first run was killed, and the command that made it."""
    folder = tmp_path_factory.mktemp("whole")
    path = _saved(network("no-bias"), folder)
    command = ("atlas", str(path), "--images", saved_images(folder), "--title", "Bars")
    arrays = folder / "build" / "atlas-mine-1" / "artifacts" / "arrays"
    _killed(folder, lambda: len(list(arrays.glob("*.npz"))) > 2, *command)
    assert not (folder / "build" / "atlas-mine-1" / "site").exists()
    kept = {file: file.stat().st_mtime_ns for file in arrays.glob("*.npz")}
    _run(folder, *command)
    # what stood was not made again, but for one that was being written
    again = [file for file, when in kept.items() if file.stat().st_mtime_ns != when]
    assert len(again) <= 1, again
    yield folder, command


def test_the_site_stands_and_each_map_has_a_page(whole):
    site = whole[0] / "build" / "atlas-mine-1" / "site"
    home = (site / "index.html").read_text()
    assert "Bars" in home
    (layer,) = (one for one in (site / "gallery").iterdir() if one.is_dir())
    assert {one.name for one in layer.iterdir() if one.is_dir()} == {"0", "1", "2"}
    for page in site.rglob("*.html"):
        said = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", page.read_text(), flags=re.S)
        assert "```" not in said, page
        # where the method is cited, by its title
        assert "MNIST" not in said or page.parent.name in ("cite", "bibliography"), page
        assert "of the series" not in said and "the series'" not in said, page


def test_what_stands_is_not_made_again(whole):
    folder, command = whole
    said = _run(folder, *command)
    assert "Nothing to do: all " in said, said


def test_it_can_be_verified_and_reproduced(whole):
    folder, _ = whole
    _run(folder, "verify", "--profile", "atlas-mine-1", "--sample", "1", "--seed", "3")
    site = folder / "build" / "atlas-mine-1" / "site"
    (layer,) = (one for one in (site / "gallery").iterdir() if one.is_dir())
    _run(folder, "reproduce", f"{layer.name}/0", "--profile", "atlas-mine-1")


def test_a_changed_image_makes_it_stale(whole):
    folder, command = whole
    images, labels = drawn()
    images[0] = 255 - images[0]
    saved_images(folder, x=images, y=labels)
    network_file = folder / "build" / "atlas-mine-1" / "artifacts" / "arrays" / "network.npz"
    before = network_file.stat().st_mtime_ns
    # the first thing that is made again
    _killed(folder, lambda: network_file.stat().st_mtime_ns != before, *command)
