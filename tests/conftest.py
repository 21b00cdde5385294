"""Small studies of real MNIST: the same code as the publication, on smaller settings."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from itertools import chain, zip_longest
from pathlib import Path
from threading import Thread
from typing import Any

os.environ.setdefault("MPLBACKEND", "agg")

import analysis  # noqa: F401 (before NumPy, whose threads it counts)

# isort: split
import numpy as np
import pytest
from filelock import FileLock
from project import Project, build_once

from analysis.catalogue.declarations import Measurement
from analysis.images.datasets import Dataset, load_dataset
from analysis.networks.series import build_cnn, build_mlp
from analysis.networks.storage import load_model, pack_model
from analysis.results.base import Result
from analysis.settings import Settings, load_settings
from analysis.study import Study

pytest_plugins = ("browser",)

SMALL: dict[str, Any] = {
    "data.training_images": 1200,
    "data.validation_images": 200,
    "data.test_images": 500,
    "training.first_run.epochs": 1,
    "training.full_recipe.epochs": 3,
    "training.mlp.epochs": 2,
    "oip.steps": 16,
    "oip.starts": 3,
    "evolution.frames": 3,
    "precursor.candidates": 64,
    "ladder.starts": 3,
    "ladder.steps": 10,
    "ladder.wake": 6,
    "ladder.candidates": 32,
    "ladder.challenge.evaluations": (20, 20),
    "others.epochs": 2,
    "others.evaluations": (20, 20),
    "spectrum.samples": 24,
    "twins.images": 600,
    "twins.epochs": 1,
    "variants.images": 128,
    "variants.held_out": 60,
    "variants.rates": (0.15, 0.4),
    "variants.penalties": (1e-3,),
    "distributions.images": 240,
    "distributions.nodes": 4,
    "distributions.untrained": 1,
    "distributions.blocks": 4,
    "mlp_runs.repetitions": 1,
    "clusters.counts": (10, 20),
    "dreams.steps": 4,
    "dreams.turns": 2,
    "dreams.tiles": (168, 56),
    "dreams.scale_turns": 1,
    "dreams.maps": 8,
}


def changed(values: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Return nested values with some dotted keys set."""
    for key, value in changes.items():
        *sections, last = key.split(".")
        inner = values
        for section in sections:
            inner = inner[section]
        inner[last] = value
    return values


# what takes longest: begun last, it would leave the other workers without work
LONG = (
    "take",
    "test_atlas_command",
    "test_strongest",
    "test_backend",
    "test_interruption",  # asks for the site at once, so not while nobody has begun with it
    "test_fast_forward",
    "test_speed",
)
STEP_BACK = 5  # niceness of the workers beside the build that many tests wait for


def group_of(item: pytest.Item) -> str:
    """Return what a test shares with others: measurements, or else what its module makes once."""
    return "take" if "take" in getattr(item, "fixturenames", ()) else item.path.stem


def _wants_the_site(item: pytest.Item) -> bool:
    return not {"tiny", "published"}.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """For four workers on two processors, as browsers wait: first what takes long, then half of
    what needs no site, until it stands; the other half alternates with what asks for it.
    """
    for item in items:
        item.add_marker(pytest.mark.xdist_group(group_of(item)))
    asking = dict.fromkeys(map(group_of, filter(_wants_the_site, items)))
    others = [one for one in dict.fromkeys(map(group_of, items)) if one not in {*LONG, *asking}]
    half = len(others) // 2
    mixed = zip_longest((one for one in asking if one not in LONG), others[half:])
    order = [*LONG, *others[:half], *chain.from_iterable(mixed)]
    items.sort(key=lambda item: order.index(group_of(item)))


@pytest.fixture(scope="session", autouse=True)
def site_is_built_ahead(request: pytest.FixtureRequest, shared: Path) -> Iterator[None]:
    """Among several workers, begin at once with the build of the site that some tests ask for; what
    they compute steps back for it.
    """
    worker, project = os.environ.get("PYTEST_XDIST_WORKER"), Project(shared / "built")
    if worker == "gw0" and any(map(_wants_the_site, request.session.items)):
        Thread(target=build_once, args=(project,), daemon=True).start()
    if worker:
        os.nice(STEP_BACK)  # of this thread and what it begins, not of the one above
    yield
    project.end()


@pytest.fixture(scope="session", autouse=True)
def few_of_what_is_drawn() -> Iterator[None]:
    """A gradient of this many random images reaches every pixel already, so many choices show that
    a rate is one, two starts that they may differ, a line of three places has a middle, and what is
    hardly trained is a network too; what is said of the published network takes more.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("analysis.looking.geometry.PROBES", 64)
        patch.setattr("analysis.oips.controls.STARTS", 2)
        for room in ("trust", "experiments.variants"):
            patch.setattr(f"analysis.{room}.measure.PAIRS", 20)
        for module in ("lines", "measure"):
            patch.setattr(f"analysis.experiments.twins.{module}.PLACES", 3)
        yield


@pytest.fixture(scope="module", autouse=True)
def own_environment() -> Iterator[None]:
    """What a module leaves in the environment, as commands that run in this process do, is not seen
    by the next one on its worker.
    """
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="session")
def make_settings() -> Callable[..., Settings]:
    """A function from dotted keys to settings that are small and valid."""
    return lambda changes={}: Settings.model_validate(
        changed(load_settings("quick").model_dump(), {**SMALL, **changes})
    )


@pytest.fixture(scope="session")
def settings(make_settings: Callable[..., Settings]) -> Settings:
    return make_settings()


@pytest.fixture(scope="session")
def data(settings: Settings) -> Dataset:
    return load_dataset(settings)


def _trained(model: Any, data: Dataset, epochs: int) -> Any:
    import keras

    model.compile(
        keras.optimizers.SGD(0.05, momentum=0.9),
        "sparse_categorical_crossentropy",
        jit_compile=False,
    )
    model.fit(
        data.standardise(data.training.images),
        data.training.labels,
        batch_size=64,
        epochs=epochs,
        shuffle=False,
        verbose=0,
    )
    return model


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of what is made once for all workers."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def networks(data: Dataset, shared: Path) -> dict[str, Path]:
    """The three networks of the publication, trained by whichever worker needs them first: two of
    them hardly trained, the first run not at all.
    """
    from analysis import framework

    framework.prepare(7)
    folder = shared / "networks"
    makers: dict[str, Callable[[], Any]] = {
        "full-recipe": lambda: _trained(build_cnn(7), data, 4),
        "first-run": lambda: build_cnn(7),
        "mlp": lambda: _trained(build_mlp(7, (70, 30)), data, 2),
    }
    with FileLock(shared / "networks.lock"):
        if not folder.exists():
            made = {name: pack_model(make()) for name, make in makers.items()}
            folder.mkdir()
            for name, packed in made.items():
                (folder / f"{name}.keras").write_bytes(packed)
    return {name: folder / f"{name}.keras" for name in makers}


@pytest.fixture(scope="session")
def model(networks: dict[str, Path]) -> Any:
    return load_model(networks["full-recipe"])


@pytest.fixture(scope="session")
def weights(model: Any) -> list[np.ndarray]:
    return model.get_weights()


@pytest.fixture(scope="session")
def make_study(settings: Settings, networks: dict[str, Path]) -> Callable[..., Study]:
    """A function from declared settings to the study a measurement would receive."""
    return lambda *declared, of=settings: Study(of, networks, declared)


@pytest.fixture(scope="session")
def take(settings: Settings, networks: dict[str, Path]) -> Callable[[Measurement], Any]:
    """A function that takes a declared measurement of the catalogue, and its inputs before it,
    once, with no other networks and settings than it declares.
    """
    taken: dict[str, Result] = {}

    def once(measurement: Measurement) -> Result:
        if measurement.id not in taken:
            inputs = [once(item) for item in measurement.inputs]
            declared = {name: networks[name] for name in measurement.networks}  # none for many
            study = Study(settings, declared, measurement.settings)
            taken[measurement.id] = measurement.take(study, *inputs, **measurement.keywords)
        return taken[measurement.id]

    return once


@pytest.fixture(scope="session")
def drawn(take: Callable[[Measurement], Any]) -> Callable[..., Any]:
    """A function from a figure's id, and a theme, to its drawing of results of small settings."""
    from analysis.catalogue import FIGURES
    from analysis.catalogue.declarations import Training
    from analysis.figures import style
    from analysis.results.training import TrainingHistory

    falling = np.linspace(1.0, 0.1, 3)
    history = TrainingHistory(
        **{
            name: np.linspace(0.1, 0, 30) if name == "learning_rate" else falling
            for name in TrainingHistory.describe()
        }
    )
    by_id = {figure.id: figure for figure in FIGURES}

    def draw(name: str, theme: style.Theme = "light") -> Any:
        figure = by_id[name]
        with style.theme(theme):
            return figure.draw(
                *(history if isinstance(item, Training) else take(item) for item in figure.shows),
                **figure.keywords,
            )

    return draw


@pytest.fixture(scope="session")
def built(shared: Path) -> Project:
    """A copy of the project, built once with the tiny profile by whichever worker needs it first,
    for all of them to read and none to change.
    """
    project = Project(shared / "built")
    build_once(project)
    return project


@pytest.fixture(scope="session")
def tiny(built: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The built copy once more, for the tests of this worker: they break it and put it back."""
    root = tmp_path_factory.mktemp("tiny") / "project"
    subprocess.run(["cp", "-a", str(built.root), str(root)], check=True)
    return Project(root)
