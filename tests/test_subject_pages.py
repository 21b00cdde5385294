"""Pages of images of any subject: classes by their names, images by what they are, sums where there
are any and a reason where there are none.
"""

from __future__ import annotations

import json
import re
from html import unescape
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from test_images import prose
from test_slips import html

from analysis.catalogue.atlas import Atlas, Outline
from analysis.images.datasets import Images
from analysis.networks.opening import graph_of
from analysis.networks.windows import fields_of
from analysis.subject import MapLayer
from site_config.data.images import image_data
from site_config.data.loaded import Decision
from site_config.pages.cases import Case
from site_config.pages.decisions import decisions
from site_config.pages.images import CLASSES, image_files
from site_config.pages.subject import COMMONEST, _file, _stops, confusion
from site_config.words.subjects import Called, called

NAMES = ("round", "very <square>", "thin")
LAYERS = ("First", "Last")


def network(activation: str, channels: int, classes: int) -> Any:
    import architectures
    import keras
    from keras import layers

    inputs = keras.Input((9, 8, channels))
    first = layers.Conv2D(4, 3, padding="same", activation="relu", name="First")(inputs)
    last = layers.Conv2D(4, 3, padding="same", activation=activation, name="Last")(first)
    values = layers.Flatten()(layers.Add()([first, last]))
    model = keras.Model(inputs, layers.Dense(classes, activation="softmax")(values))
    architectures.draw(model)
    return model


def published(
    activation: str, *, labelled: bool = True, channels: int = 3, classes: int = 3
) -> Any:
    """Return the artifacts of a small network and random images, one set of them."""
    rng = np.random.default_rng(3)
    images = rng.integers(0, 256, (40, 9, 8, channels), np.uint8)
    images[:, 0] = 0
    # without labels an image counts as what the network says of it, so that there are some
    some = Images(images, rng.integers(0, classes, 40))
    model = network(activation, channels, classes)
    graph = graph_of(model)
    layers = {one: MapLayer(one, 4, *fields_of(graph, graph.place(one))) for one in LAYERS}
    subject = SimpleNamespace(
        network=model,
        names=NAMES,
        box=SimpleNamespace(low=np.full(channels, -2.0), high=np.full(channels, 2.0)),
        layers=layers,
        shape=(9, 8),
    )
    data = SimpleNamespace(
        training=some,
        test=some,
        standardise=lambda found: found.astype(np.float32) / 255 * 4 - 2,
    )
    study = SimpleNamespace(data=data, subject=subject)
    atlas = Atlas(Outline("other", LAYERS, "other-", labelled=labelled))
    taken: dict[str, Any] = {}
    for item in atlas.of_images:
        inputs = [taken[one.id] for one in item.inputs]
        taken[item.id] = item.take(study, *inputs, **item.keywords)
    records = {item.id: SimpleNamespace(keywords=dict(item.keywords)) for item in atlas.of_images}
    made = SimpleNamespace(commit="c0ffee", date="2026-01-02T00:00:00Z", runs={})
    manifest = SimpleNamespace(profile="quick", made_with=made)
    return SimpleNamespace(
        measurements=records, arrays=taken.__getitem__, values={}, manifest=manifest
    )


@pytest.fixture(scope="module")
def gated() -> dict[str, bytes]:
    return image_files(prose(published("relu")), [])


def a_page(files: dict[str, bytes]) -> tuple[str, str]:
    stem = next(name for name in files if re.fullmatch(r"images/other-\d+\.md", name))
    return stem.removesuffix(".md"), files[stem].decode()


FOREIGN = ("digit ", "digits", "MNIST", "Test image", "test image", "training image", "without ink")


def test_pages_speak_of_the_subjects_own_images_and_classes(gated):
    for name, content in gated.items():
        if name.endswith(".md"):
            text = content.decode().split("\n---\n", 1)[1].replace('class="digit off-glb"', "")
            found = [word for word in FOREIGN if word in text]
            assert not found, (name, found)
    _, page = a_page(gated)
    assert re.search(r"^# Image \d+$", page, re.M)
    assert '<th scope="row">very &lt;square&gt;' in page
    assert "very <square>" not in page
    index = gated["images/index.md"].decode()
    assert "## Example images" in index and "says round," in index
    assert "the largest gap is" in index


def test_what_goes_around_a_layer_stands_beside_its_sum(gated):
    stem, page = a_page(gated)
    assert "around this layer" in page
    told = json.loads(gated[f"{stem}/decision.json"])
    Decision.model_validate(told)
    assert told["names"] == list(NAMES)
    first, last = told["layers"]
    assert "around" not in first
    for layer in (first, last):
        added = np.sum(layer["contribution"], axis=1) + layer.get("around", 0) + layer["behind"]
        np.testing.assert_allclose(added, told["logits"], atol=1e-4)
    total = np.array(told["pixels"]) + np.sum([one["added"] for one in told["biases"]], axis=0)
    np.testing.assert_allclose(total, told["logits"], atol=1e-4)


def test_a_network_that_is_bent_has_pages_with_the_reason_and_no_sums():
    artifacts = published("gelu", channels=1)
    files = image_files(prose(artifacts), [])
    stem, page = a_page(files)
    assert "not affine between its gates: layer Last has the activation function gelu" in page
    assert "The sum beside the logit" in page  # behind the last layer it is affine
    assert "Which pixels" not in page and "image-decision" not in page
    assert f"{stem}/pixels.npy" not in files and f"{stem}/image.png" in files
    assert "Whichever map of First" in page or "without map" in page.lower() or "Any one" in page
    assert "not affine between its gates" in files["images/index.md"].decode()
    Decision.model_validate(json.loads(files[f"{stem}/decision.json"]))
    (of,) = decisions(artifacts)
    assert [bool(one.bent) for one in of.layers] == [True, False] and not of.whole


def test_of_hundreds_of_classes_a_page_lists_those_that_matter():
    artifacts = published("relu", channels=1, classes=200)
    (of,) = decisions(artifacts)
    for place in range(3):
        case = Case(of, place)
        shown = case.shown(CLASSES)
        assert len(shown) == CLASSES and shown == sorted(shown)
        assert {case.said, case.label, *case.ranked[: CLASSES - 1]} >= {*shown}
        assert case.said in shown and case.label in shown
    assert Case(of, 0).shown(500) == list(range(200))
    _, page = a_page(image_files(prose(artifacts), []))
    assert len(re.findall('<th scope="row">', page.split("## Who made")[0])) == CLASSES
    assert f"tells {200 - CLASSES} more classes apart" in page
    found = artifacts.arrays("other-confusion")
    here: Any = SimpleNamespace(
        artifacts=SimpleNamespace(measurements={"confusion": None}, arrays=lambda id: found)
    )
    told = confusion(here).splitlines()
    assert told[0] == "Its commonest confusions:" and len(told) == 4 + COMMONEST
    assert all(row.count("|") == 4 for row in told[2:])


def test_what_only_changes_the_numbers_of_a_layer_stands_with_it():
    kinds = ["Conv2D", "BatchNormalization", "ReLU", "MaxPooling2D", "Conv2D", "Dense", "Dense"]
    sides = [(8, 8, 4)] * 3 + [(4, 4, 4)] * 2 + [(1, 1, 9)] * 2
    counts = [40, 16, 0, 0, 148, 585, 90]
    known = SimpleNamespace(kind=np.array(kinds), shape=np.array(sides), parameters=counts)
    assert _stops(known) == [(0, 56), (3, 0), (4, 148), (5, 585), (6, 90)]


@pytest.mark.parametrize(
    "name", ["mine 1.keras", "`a`<script>go()<br>|*b*_c_[d](e)$f$&amp;{{g}}[= 1 =].keras", "``"]
)
def test_a_file_is_named_as_it_is_called(name):
    page = html(f"| | |\n|---|---|\n| file | {_file(f'/home/me/{name}')} |")
    (cell,) = re.findall("<td>(<code>.*?</code>)</td>", page)
    assert unescape(re.sub("<[^>]*>", "", cell)) == name


def test_without_labels_nobody_is_right_or_wrong():
    files = image_files(prose(published("relu", labelled=False)), [])
    _, page = a_page(files)
    assert "label" not in page.replace("aria-label", "").replace("unlabelled", "")
    assert "is right" not in page and "is wrong" not in page
    assert "have no labels" in files["images/index.md"].decode()


def test_data_of_images_without_labels_or_sums_says_so(monkeypatch):
    from site_config.data import images

    artifacts = published("gelu", labelled=False)
    monkeypatch.setattr(images, "head", lambda *_: {})
    monkeypatch.setattr(images, "measurements", lambda *_: [])
    kept: list[Any] = []
    monkeypatch.setattr(images, "as_json", lambda kind, told: kept.append(told) or b"")
    image_data(artifacts)
    assert kept[0]["label"] is None and kept[0]["pixels"] is None
    assert kept[0]["outcome"] == "unlabelled" and "MNIST" not in str(kept)


SENTENCES = {
    "It fires on 5 % of the training images.": "It fires on 5 % of the images.",
    "A training image excites it.": "An image excites it.",
    "less than a test image": "less than an image",
    "Test image 7": "Image 7",
    "Training images at 50 %": "Images at 50 %",
    "(number 3 of the training set)": "(number 3 of the set)",
    "points of test accuracy": "points of accuracy",
    "deviations of the training pixels": "deviations of the pixels",
    "No test image, nor a training": "No image, nor a training",
}


@pytest.mark.parametrize("text", SENTENCES)
def test_one_set_of_images_is_neither_of_training_nor_of_test(text):
    assert Called(one_set=True).said(text) == SENTENCES[text]
    assert Called().said(text) == text


def test_the_series_has_numbers_for_classes_and_two_sets():
    series: Any = SimpleNamespace(measurements={})
    found = called(series)
    assert found.name(4) == "4" and not found.one_set
    other = called(published("relu"), "other-")
    assert other.one_set and [other.name(one) for one in range(4)] == [*NAMES, "3"]
