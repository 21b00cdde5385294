"""What the tasks leave on the disk: checkpoints of an interrupted training, and records."""

from __future__ import annotations

import json
from collections import Counter

import numpy as np
import pytest

from analysis import catalogue
from analysis.artifacts import pack_arrays
from analysis.catalogue import MEASUREMENTS
from analysis.catalogue.series.measurements import OIP_SCALES, TRAININGS
from analysis.networks import training
from analysis.problem import Problem
from analysis.publishing.tasks import learning
from analysis.publishing.tasks import workplace as place

SEED = 5


@pytest.fixture
def checkpoint(begun, tmp_path, monkeypatch):
    """A begun training, and an empty folder for checkpoints."""
    monkeypatch.setattr(place, "CHECKPOINTS", tmp_path / "checkpoints")
    return begun


@pytest.fixture(scope="module")
def begun(settings, data):
    """An MLP after its first epoch of two."""
    after: list[training.Checkpoint] = []
    recipe = training.recipe_of(settings, "mlp").model_copy(update={"epochs": 1})
    training.train(
        training.begin(settings, "mlp", data, SEED),
        recipe,
        data,
        seed=SEED,
        after_epoch=after.append,
    )
    return after[0]


def test_without_a_checkpoint_a_training_begins_at_the_beginning(tmp_path, monkeypatch):
    monkeypatch.setattr(place, "CHECKPOINTS", tmp_path)
    assert learning._stored("mlp", "key", SEED) is None


def test_a_checkpoint_comes_back_with_weights_optimiser_and_history(checkpoint):
    learning._keep("mlp", "key", checkpoint)
    again = learning._stored("mlp", "key", SEED)
    assert again.measured == checkpoint.measured and again.epochs == 1
    assert all(
        (a == b).all()
        for a, b in zip(again.model.get_weights(), checkpoint.model.get_weights(), strict=True)
    )
    ours = again.model.optimizer.variables
    theirs = checkpoint.model.optimizer.variables
    assert all((np.asarray(a) == np.asarray(b)).all() for a, b in zip(ours, theirs, strict=True))


def test_a_checkpoint_of_another_recipe_or_code_is_not_taken_up(checkpoint):
    learning._keep("mlp", "key", checkpoint)
    assert learning._stored("mlp", "another key", SEED) is None


def test_a_kill_between_the_two_files_of_a_checkpoint_is_noticed(checkpoint):
    learning._keep("mlp", "key", checkpoint)
    model, _ = learning._checkpoint_files("mlp")
    model.write_bytes(model.read_bytes() + b" of a later epoch")
    assert learning._stored("mlp", "key", SEED) is None


def test_nothing_is_left_after_a_training_has_ended(checkpoint):
    learning._keep("mlp", "key", checkpoint)
    learning._drop("mlp")
    assert list(place.CHECKPOINTS.iterdir()) == []
    learning._drop("mlp")


def test_no_two_entries_of_the_catalogue_write_the_same_file():
    paths = [place.arrays_path(m) for m in MEASUREMENTS] + [
        place.network_path(t.network) for t in TRAININGS
    ]
    paths += [
        place.figure_path(f, variant) for f in catalogue.FIGURES for variant in place.VARIANTS
    ]
    paths += [
        place.record_path(item) for items in (MEASUREMENTS, catalogue.FIGURES) for item in items
    ]
    assert [path for path, count in Counter(paths).items() if count > 1] == []


def test_a_stored_result_is_checked_again_when_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(place, "ARTIFACTS", tmp_path)
    path = place.arrays_path(OIP_SCALES)
    path.parent.mkdir()
    path.write_bytes(pack_arrays({f"conv2d_{n}": np.ones(3) for n in (1, 2, 3)}))
    assert place.load_result(OIP_SCALES).conv2d_3.tolist() == [1, 1, 1]
    path.write_bytes(
        pack_arrays({"conv2d_1": np.ones((3, 1)), "conv2d_2": np.ones(3), "conv2d_3": np.ones(3)})
    )
    with pytest.raises(
        Problem,
        match=(
            r"oip-scales.npz is not a OipScales: OipScales.conv2d_1 has axes .* Remove it, then"
            r" run: make site"
        ),
    ):
        place.load_result(OIP_SCALES)
    path.write_bytes(pack_arrays({"conv2d_1": np.ones(3)}))
    with pytest.raises(Problem, match=r"oip-scales.npz is not a OipScales: .*missing"):
        place.load_result(OIP_SCALES)


def test_a_damaged_record_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(place, "RECORDS", tmp_path)
    path = place.record_path(OIP_SCALES)
    place.save_record(path, 0.0, {"code": "1"}, device="CPU")
    assert (
        place.load_record(OIP_SCALES)["device"] == "CPU" and json.loads(path.read_text())["digest"]
    )
    path.write_text("{")
    with pytest.raises(Problem) as problem:
        place.load_record(OIP_SCALES)
    assert str(problem.value) == f"{path} is damaged. Remove it, then run: make site"
