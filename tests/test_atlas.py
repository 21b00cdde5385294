"""The seam between a network and what is published of it: a foreign one, trained here on the 8 x 8
digits of scikit-learn, goes through the atlas to its gallery page.
"""

from __future__ import annotations

import json
import re
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from analysis.ascent.objectives import response
from analysis.ascent.starts import Mixture
from analysis.catalogue.atlas import Atlas, Outline
from analysis.catalogue.declarations import Measurement
from analysis.images.datasets import Dataset, Images
from analysis.results.base import Result
from analysis.study import Study
from analysis.subject import Subject
from site_config.pages.gallery import Gallery
from site_config.pages.kinship import plane
from site_config.pages.layer_page import layer_page
from site_config.pages.map_numbers import layer_files
from site_config.words.context import Publication
from site_config.words.galleries import Shelf
from site_config.words.prose import Prose

LAYERS = {"Strokes": 4, "Shapes": 6}
ATLAS = Atlas(Outline(network="digits", layers=tuple(LAYERS), prefix="digits-"))


def digits() -> Dataset:
    from sklearn.datasets import load_digits

    found = load_digits()
    grey, labels = found.images.astype(np.uint8), found.target.astype(np.uint8)
    parts = [Images(grey[part], labels[part]) for part in np.split(np.arange(1797), [1200, 1400])]
    mean, deviation = float(parts[0].images.mean()), float(parts[0].images.std())
    return Dataset(*parts, mean, deviation, grey=(0, 16))


@pytest.fixture(scope="module")
def subject() -> Subject:
    import keras
    from keras import layers

    keras.utils.set_random_seed(3)
    network = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            layers.Conv2D(4, 3, activation="relu", name="Strokes"),
            layers.MaxPooling2D(2),
            layers.Conv2D(6, 2, activation="relu", name="Shapes"),
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ]
    )
    data = digits()
    network.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    seen = data.standardise(data.training.images)
    network.fit(seen, data.training.labels, epochs=8, batch_size=32, verbose=0)
    return Subject(
        "digits", data, network, lambda layer: Mixture((2, 4, 8), (0.2, 0.2, 0.2), (8, 8))
    )


@pytest.fixture(scope="module")
def results(subject, settings) -> dict[str, Result]:
    """Take every measurement of the atlas, each with the results it asks for."""
    taken: dict[str, Result] = {}
    for item in ATLAS.measurements:
        study = Study(settings, declared=item.settings, foreign=subject)
        inputs = [taken[one.id] for one in item.inputs]
        taken[item.id] = item.take(study, *inputs, **item.keywords)
        assert isinstance(taken[item.id], item.result)
    return taken


def of(results: dict[str, Result], item: Measurement) -> Any:
    return results[item.id]


@pytest.mark.parametrize("layer", LAYERS)
def test_every_map_has_an_oip_with_the_response_that_is_stated(results, subject, layer):
    for domain in ("sphere", "box"):
        found = of(results, ATLAS.oip_sets[layer, domain])
        assert found.images.shape == (LAYERS[layer], 8, 8)
        maps = np.arange(LAYERS[layer], dtype=np.int32)
        again = np.asarray(response(subject.network, layer)(found.images[..., None], maps))
        np.testing.assert_allclose(found.response, again, rtol=1e-4, atol=1e-5)
        data = of(results, ATLAS.data_responses[layer])
        awake = data.maximum > 0
        assert (found.response[awake] > 0).all()


@pytest.mark.parametrize("layer", LAYERS)
def test_pictures_of_the_box_could_be_drawn(results, subject, layer):
    images = of(results, ATLAS.oip_sets[layer, "box"]).images
    assert images.min() >= subject.box.low - 1e-5 and images.max() <= subject.box.high + 1e-5


@pytest.mark.parametrize("layer", LAYERS)
def test_trust_and_ablation_are_told_for_every_map(results, layer):
    maps = LAYERS[layer]
    for domain in ("sphere", "box"):
        trust = of(results, ATLAS.trust[layer, domain])
        assert trust.status.shape == trust.rank.shape == (maps,)
        table = of(results, ATLAS.trust_tables[layer, domain])
        assert table.text.shape[1] == maps
    assert of(results, ATLAS.ablation[layer]).change.shape == (maps,)


@pytest.mark.parametrize("layer", LAYERS)
def test_its_gallery_page_shows_every_map(results, layer):
    keywords = {item.id: item.keywords for item in ATLAS.measurements}
    artifacts: Any = SimpleNamespace(
        measurements={id: SimpleNamespace(keywords=keywords[id]) for id in results},
        arrays=lambda id: results[id],
    )
    cited: Any = SimpleNamespace(entries={"maaten2008": ""}, short=lambda key, aside: key)
    prose = Prose(Publication(artifacts, cited, {}))
    shelf = Shelf(layer, layer.lower(), "digits-")
    gallery = Gallery(artifacts, shelf)
    page = layer_page(prose, gallery, plane(gallery), "")
    assert page.count("<li id=") == LAYERS[layer]
    made = layer_files(gallery, [gallery])
    pictures = set(re.findall(r'<image href="([^"]+)"', page))
    assert {f"{shelf.folder}/{name}" for name in pictures} <= set(made)
    assert len(json.loads(made[f"{shelf.folder}/maps.json"])["maps"]) == LAYERS[layer]
