"""The lab of a foreign network in a real browser: pictures in colour, no square ones; its films end
where Python's ascents end, and what it cannot do is one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from browser import axe, served
from carried import assets
from test_browser_ascents import begun, ended, network_files, page, told, until, write

from analysis.catalogue.atlas import Outline
from analysis.catalogue.subjects import contents_of
from analysis.images.datasets import Dataset, Images
from analysis.looking.portable import measure_portable
from analysis.looking.subject_sample import take_subject_sample
from analysis.oips.ladder import StartClimber, into
from analysis.results.training_sample import TrainingSample
from analysis.study import Study
from analysis.subject import Subject, mixtures
from site_config.data.loaded import PublishedOips
from site_config.data.oips import oip_data
from site_config.data.training import training_data
from site_config.data.written import as_json
from site_config.pages.anew import refused
from site_config.pages.files import npy
from site_config.paths import CONFIG

ATLAS = CONFIG / "atlas" / "lab"
SHAPE, LAYER, MAPS = (10, 14), "Shapes", 5
NAMES = ("lying", "standing", "none")
GRIDS, WEIGHTS = (3, 7, 14), ((0.2, 0.2, 0.2), (0.4, 0.2, 0.0))
DARK, BRIGHT = 0.0, 16.0
Visit = Callable[..., Any]


def drawn(count: int) -> Images:
    """Return coloured pictures (image, y, x, 3), 0 to 16, each with a bar or none; those of a class
    stand together.
    """
    rng = np.random.default_rng(count)
    images = rng.integers(0, 5, (count, *SHAPE, 3)).astype(np.uint8)
    labels = np.sort(np.arange(count) % len(NAMES))
    for image, label, at in zip(images, labels, rng.integers(2, 8, count), strict=True):
        if label < 2:
            image[(slice(at, at + 2), slice(None)) if label == 0 else (slice(None), at)] = 15
    return Images(images, labels)


def subject(*more: Any) -> Subject:
    """Return a network of random weights, with more layers at its end."""
    import keras
    from keras import layers

    keras.utils.set_random_seed(4)
    model = keras.Sequential(
        [
            keras.Input((*SHAPE, 3)),
            layers.Conv2D(4, 3, padding="same", activation="relu", name="Colours"),
            layers.MaxPooling2D(2, name="Pool"),
            layers.Conv2D(MAPS, 3, activation="relu", name=LAYER),
            *more,
            layers.Flatten(),
            layers.Dense(len(NAMES), activation="softmax", name="Classes"),
        ]
    )
    model.get_layer(LAYER).bias.assign([-0.3, 0.1, 0.1, 0.1, -9.0])  # the last one is silent
    images = drawn(420)
    level = (8.0, 7.0, 6.0), (4.0, 4.0, 5.0)
    none = Images(images.images[:0], images.labels[:0])
    data = Dataset(images, none, images, *level, grey=((DARK,) * 3, (BRIGHT,) * 3))
    mixed = mixtures(data, model, lambda: (GRIDS, WEIGHTS))
    return Subject("bars", data, model, mixed, names=NAMES)


@pytest.fixture(scope="module")
def study(settings: Any) -> Study:
    return Study(settings, declared=("oip", "ladder"), foreign=subject())


def stored(sample: TrainingSample | None) -> Any:
    arrays = {} if sample is None else {"training-sample": sample}
    return SimpleNamespace(measurements=arrays, arrays=arrays.__getitem__)


@pytest.fixture(scope="module")
def folder(study: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of the lab's pages in an atlas."""
    made = tmp_path_factory.mktemp("subject")
    assets(made / "assets", "vendor")
    shelf = "gallery/shapes/"
    responses = {name: [*[1.5] * (MAPS - 1), None] for name in ("sphere", "box")}
    layer = {"layer": LAYER, "folder": shelf, "responses": responses}
    oips = {"$schema": "", "asked": False, "followed": None, "layers": [layer]}
    files = {
        **network_files(measure_portable(study), "atlas-bars"),
        **training_data(stored(take_subject_sample(study))),
        "lab/oips.json": as_json(PublishedOips, oips),
        "lab/oip/index.html": page("oip", ATLAS / "oip.md"),
        "lab/train/index.html": page("train", ATLAS / "training.md"),
    }
    for domain in responses:
        found = np.random.default_rng(1).normal(size=(*SHAPE, 3)).astype(np.float32)
        files |= {f"{shelf}{m}/oip-{domain}.npy": npy(found) for m in range(MAPS - 1)}
    write(made, files)
    return made


@pytest.fixture(scope="module")
def address(browser: Any, folder: Path) -> Iterator[str]:
    with served(folder) as found:
        yield found


@pytest.mark.parametrize("domain", ["sphere", "box"])
@pytest.mark.parametrize("number", [0, 2])
def test_a_film_ends_where_python_ends(
    visit: Visit, study: Study, settings: Any, number: int, domain: Any
) -> None:
    seed = 7
    where = study.subject.domain(domain)
    start = into(study.subject.mixture(LAYER).starts([seed]), where)
    climber = StartClimber(study.subject.network, LAYER, settings.ladder, where)
    known = float(climber.climb(start, np.array([number])).response[0])
    asked = f"?layer={LAYER}&map={number}&seed={seed}&domain={domain}&wake=1"
    tab = visit(f"lab/oip/{asked}", motion=False)
    assert ended(tab) == pytest.approx(known, rel=2e-3, abs=2e-3)
    until(tab, "correlate by")
    colours = tab.locator(".film-picture").evaluate(
        "one => { const { width, height } = one;"
        " const { data } = one.getContext('2d').getImageData(0, 0, width, height);"
        " return [width, height, data.some((value, k) => k % 4 === 1 && value !== data[k - 1])]; }"
    )
    assert colours == [SHAPE[1], SHAPE[0], True]
    # the command of the publication knows no other network
    assert "python -m" not in told(tab.locator(".lab-line"))
    assert axe(tab) == ""


def test_a_map_without_an_oip_says_so(visit: Visit) -> None:
    tab = visit(f"lab/oip/?layer={LAYER}&map={MAPS - 1}&wake=1", motion=False)
    assert "No OIP of this map was published" in until(tab, "ascent reached")


def test_a_network_is_trained_on_its_own_images(visit: Visit) -> None:
    tab = begun(visit("lab/train/"))
    until(tab, "before they have learned anything")
    assert tab.locator(".train-bars > div").count() == len(NAMES)
    tab.get_by_label("give every lying the name standing").check()
    tab.get_by_role("button", name="Train").click()
    said = until(tab, "test images are right")
    assert re.search(r"Of class lying among them \d+ % are taken for standing\.", said)
    tab.get_by_label("give every lying the name standing").uncheck()
    tab.get_by_role("button", name="Train").click()
    right = re.search(r"([\d.]+) % of 60 test images", until(tab, r"test images are right\.$"))
    assert right and float(right[1]) > 80


@pytest.mark.parametrize("page", ["lab/oip/", "lab/train/"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_wider_than_the_page(visit: Visit, page: str, width: int) -> None:
    tab = begun(visit(page, width=width, scheme="dark"))
    until(tab, "This is the start|before they have learned")
    assert axe(tab) == ""
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert tab.evaluate(wide) <= 0


def answering(content: bytes) -> Callable[[Any], None]:
    return lambda route: route.fulfill(body=content)


def test_what_has_no_way_back_to_its_weights_is_named(
    visit: Visit, address: str, settings: Any
) -> None:
    from keras import layers

    normalised = Study(
        settings,
        declared=("oip", "ladder"),
        foreign=subject(layers.BatchNormalization(name="Norm")),
    )
    files = network_files(measure_portable(normalised), "atlas-bars")
    tab = visit("assets/favicon.svg", may=("logs",))
    for name, content in files.items():
        tab.context.route(f"**/{name}*", answering(content))
    tab.goto(f"{address}lab/train/")
    until(tab, "Norm cannot be trained on this page: it is of the kind affine", ".lab-refusal")
    assert tab.locator(".static").is_visible()


# --- what it learns from


def test_of_one_set_of_images_what_judges_is_not_learned(study: Study) -> None:
    sample = take_subject_sample(study)
    assert len(sample.labels) == 360 and len(sample.test_labels) == 60
    assert {*sample.labels.tolist()} == {*sample.test_labels.tolist()} == {0, 1, 2}
    whole = study.data.test
    np.testing.assert_array_equal(
        sample.test_images, np.rint(whole.images[::7] * (255 / BRIGHT)).astype(np.uint8)
    )
    learned = {one.tobytes() for one in sample.images}
    assert not learned & {one.tobytes() for one in sample.test_images}


def test_images_that_a_page_cannot_carry_are_none(monkeypatch: Any, study: Study) -> None:
    monkeypatch.setattr("analysis.looking.subject_sample.BYTES", 30 * 10 * 14 * 3)
    none = take_subject_sample(study)
    assert len(none.images) == len(none.test_images) == 0
    (told,) = training_data(stored(none)).values()
    assert b"too few images of this network" in told
    (told,) = training_data(stored(None)).values()
    assert b"have no labels" in told


def test_only_images_with_labels_are_taken_along() -> None:
    def taken(labelled: bool) -> bool:
        contents = contents_of(lambda: None, Outline("mine", (LAYER,), labelled=labelled), {})
        return any(one.id == "training-sample" for one in contents.measurements)

    assert taken(True) and not taken(False)


def test_ascents_among_other_colours_are_refused() -> None:
    def artifacts(colours: str) -> Any:
        settings = {"subject": {"colours": colours}}
        return SimpleNamespace(manifest=SimpleNamespace(settings=settings), measurements={})

    assert refused(artifacts("as-stored")) == "" and not oip_data(artifacts("as-stored"))
    assert "uncorrelated colours" in refused(artifacts("decorrelated"))
