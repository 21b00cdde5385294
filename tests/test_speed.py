"""The record of a device: what it holds, that it needs neither TensorFlow nor anything that is not
carried, and what the site says of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import numpy as np
import pytest

from analysis.ascent.climb import BLOCK, Climber, Series
from analysis.networks.series import MAPS
from analysis.networks.storage import load_model
from analysis.problem import Problem
from analysis.publishing import carry, speed
from analysis.publishing.timing import RUNS, seconds_of_a_step
from site_config.words.speeds import NONE_YET, NOTHING_YET, load_devices, speeds

REPOSITORY = Path(__file__).parent.parent
FIRST = "Conv2D_1"

RECORD = {
    "device": "CPU x86_64, 2 cores",
    "made_with": {"keras": "3.15.1", "numpy": "2.4.6", "tensorflow": "2.21.0"},
    "profile": "full",
    "matrix_rate": 120.4e9,
    "training": {
        "epochs": 8,
        "images": 55000,
        "seconds": 167.3,
        "validation_accuracy": 0.9931,
    },
    "ascents": {
        "Conv2D_3": {"maps": 128, "steps": 600, "seconds": 7.31, "share_of_matrix_rate": 0.77}
    },
    "oips": {
        "Conv2D_3": {
            "sphere": {
                "maps": 128,
                "oip_seconds": 34.0,
                "trust_seconds": 9.0,
                "rungs": {"plain": 125, "silent": 3},
            },
            "box": {
                "maps": 128,
                "oip_seconds": 40.0,
                "trust_seconds": 8.0,
                "rungs": {"plain": 128},
            },
        }
    },
}


def test_a_step_is_timed_without_the_run_that_compiles(monkeypatch):
    seen = {}

    def climbed(climber, starts, wanted, *, steps, advance):
        seen.update(steps=steps, chunk=climber.chunk)
        for _ in range(steps // climber.chunk):
            clock["now"] += clock["each"].pop(0)
            advance(climber.chunk * len(starts))

    clock = {"now": 0.0, "each": [9.0, 0.4, 0.2, 0.3, 0.5]}
    monkeypatch.setattr("analysis.publishing.timing.ascend", climbed)
    monkeypatch.setattr("analysis.publishing.timing.time.perf_counter", lambda: clock["now"])
    starts = np.zeros((BLOCK + 1, 4, 4))
    climber = Climber(lambda x, m: x, Series(0.1), chunk=10)
    found = seconds_of_a_step(climber, starts, np.zeros(1))
    assert found == pytest.approx(2 * 0.2 / 10)  # the quickest run, for each of two blocks
    assert seen == {"steps": 10 * RUNS, "chunk": 10}


def test_a_device_is_recorded_with_what_it_found(make_settings, tmp_path, monkeypatch):
    settings = make_settings({"training.full_recipe.epochs": 1})
    monkeypatch.setattr(speed, "load_settings", lambda profile: settings)
    monkeypatch.setattr(speed, "REPOSITORY", tmp_path)
    monkeypatch.setattr("analysis.publishing.timing.MATRIX", 256)  # a rate, of whatever machine
    measure, kept = speed.measure_oips, dict[str, object]()

    def of_the_first(study, layer, report):  # other tests measure the sets of the deeper ones
        return kept or kept.update(measure(study, FIRST, report)) or kept

    monkeypatch.setattr(speed, "measure_oips", of_the_first)
    told: list[str] = []
    path = speed.record("small", tmp_path, 10, told.append)
    found = json.loads(path.read_text())
    assert path.name == "bench-cpu.json" and found["device"] in told[0]
    assert set(found["ascents"]) == set(found["oips"]) == {"Conv2D_1", "Conv2D_2", "Conv2D_3"}
    assert all(one["seconds"] > 0 for one in found["ascents"].values())
    for one in found["oips"][FIRST].values():
        assert sum(one["rungs"].values()) == sum(one["statuses"].values()) == MAPS[FIRST]
        assert one["oip_seconds"] > 0 and one["trust_seconds"] > 0
    assert found["training"]["epochs"] == 1
    load_model(tmp_path / "build" / "speed" / "full-recipe.keras")
    assert found["device"] in speeds(tmp_path)


ALONE = """
import sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in REFUSED:
            raise ImportError(f"{name} is not carried", name=name)

sys.meta_path.insert(0, Refuse())
import numpy as np, keras
from analysis.publishing import speed
from analysis.networks.storage import pack_model
network = keras.Sequential(
    [keras.Input((8, 8, 1)), keras.layers.Conv2D(2, 3), keras.layers.Flatten(),
     keras.layers.Dense(3, activation="softmax")]
)
network.compile("sgd", "sparse_categorical_crossentropy", jit_compile=True)
network.fit(np.zeros((4, 8, 8, 1), np.float32), np.zeros(4), verbose=0)
pack_model(network)
print("alone", keras.backend.backend())
"""


def test_nothing_is_imported_that_is_not_carried():
    pytest.importorskip("jax")
    kept = {*carry.CARRIED, *carry.THERE}
    refused = {
        name
        for name, packages in packages_distributions().items()
        if not any(package.lower().replace("_", "-") in kept for package in packages)
    }
    assert {"tensorflow", "matplotlib", "sklearn"} <= refused
    done = subprocess.run(
        [sys.executable, "-c", ALONE.replace("REFUSED", repr(refused))],
        cwd=REPOSITORY,
        env=os.environ | {"KERAS_BACKEND": "jax"},
        capture_output=True,
        text=True,
    )
    assert "alone jax" in done.stdout, done.stderr


def test_what_is_carried_is_pinned_with_its_hashes():
    found = carry.pins((REPOSITORY / "requirements.txt").read_text())
    assert set(found) == set(carry.CARRIED)
    for name, lines in found.items():
        assert lines.startswith(f"{name}==") and "--hash=sha256:" in lines
        assert lines.count("==") == 1


def test_a_package_without_a_pin_is_named():
    with pytest.raises(SystemExit, match=r"pins no absl-py, annotated-types"):
        carry.pins("keras==3.15.1 \\\n    --hash=sha256:00\n")


def test_wheels_that_are_there_are_not_fetched_again(tmp_path):
    wanted = {"absl-py": "absl-py==2.5.1 \\\n  --hash=sha256:00", "keras": "keras==3.15.1"}
    (tmp_path / "absl_py-2.5.1-py3-none-any.whl").touch()
    assert not carry._have(tmp_path, wanted)
    (tmp_path / "keras-3.15.0-py3-none-any.whl").touch()
    assert not carry._have(tmp_path, wanted)
    (tmp_path / "keras-3.15.1-py3-none-any.whl").touch()
    assert carry._have(tmp_path, wanted)


def test_the_site_shows_a_column_for_each_device_that_was_recorded(tmp_path):
    assert speeds(tmp_path) == NOTHING_YET
    (tmp_path / "bench-cpu.json").write_text(json.dumps(RECORD))
    table = speeds(tmp_path)
    assert "|  | CPU x86_64, 2 cores |" in table and table.endswith(NONE_YET)
    assert "| Conv2D_3: 600 steps of all 128 maps | 7.31 s (77% of that rate) |" in table
    assert "| OIPs of all layers in both domains | 74 s |" in table
    assert "| maps left silent | 3 of 256 |" in table
    other = {
        **RECORD,
        "device": "NVIDIA H100 80GB HBM3",
        "made_with": {"keras": "3.15.1", "numpy": "2.5.2", "jax": "0.11.2"},
    }
    (tmp_path / "bench-gpu.json").write_text(json.dumps(other))
    both = speeds(tmp_path)
    assert "|  | CPU x86_64, 2 cores | NVIDIA H100 80GB HBM3 |" in both
    assert "TensorFlow 2.21.0 | JAX 0.11.2 |" in both and NONE_YET not in both


@pytest.mark.parametrize("text", ["{", "[]", json.dumps({**RECORD, "oips": None})])
def test_a_broken_record_is_one_clear_error(tmp_path, text):
    (tmp_path / "bench-gpu.json").write_text(text)
    with pytest.raises(
        Problem, match=r"bench-gpu\.json is no record of a device.*--out site_config/"
    ):
        load_devices(tmp_path)
