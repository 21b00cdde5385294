"""What one device needs for the publication's heavy parts: a training, ascents of all layers, and
the full set of OIPs with their trust numbers.

Needs no build and no TensorFlow, so that it runs wherever there is JAX: ``make bench-gpu``. The
record holds what was found beside the seconds, so that a faster device that finds something else
is seen.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from analysis import framework
from analysis.artifacts import to_json, write_atomically
from analysis.ascent.climb import Series, ascend
from analysis.ascent.objectives import response
from analysis.catalogue.declarations import Measurement
from analysis.catalogue.series.measurements import OIP_SETS, TRUST
from analysis.networks import training
from analysis.networks.storage import pack_model
from analysis.publishing.timing import matrix_rate, per_step, work_of_a_step
from analysis.results.base import Result
from analysis.settings import Settings, load_settings
from analysis.study import Study
from analysis.subject import MapLayer

NETWORK = "full-recipe"
TURNS = 3  # timings of each layer's ascent, of which the median counts

Report = Callable[[str], None]


@dataclass
class Taken:
    """Measurements of one study, each taken once, with the seconds that each took itself."""

    settings: Settings
    networks: dict[str, Path]
    results: dict[str, Result] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def take(self, wanted: Measurement) -> Any:
        """Return a declared measurement's result, and take what it needs before."""
        if wanted.id not in self.results:
            inputs = [self.take(item) for item in wanted.inputs]
            study = Study(self.settings, self.networks, wanted.settings)
            began = time.perf_counter()
            self.results[wanted.id] = wanted.take(study, *inputs, **wanted.keywords)
            self.seconds[wanted.id] = time.perf_counter() - began
        return self.results[wanted.id]


@contextmanager
def _timed(seconds: dict[str, float], name: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    seconds[name] = time.perf_counter() - began


def measure_training(settings: Settings, network: Path) -> dict[str, Any]:
    """Train the publication's network, store it, and return what that took and reached."""
    study = Study(settings)
    recipe = training.recipe_of(settings, NETWORK)
    seed = study.seed(f"training {NETWORK}")
    data = study.data
    seconds: dict[str, float] = {}
    with _timed(seconds, "seconds"):
        begun = training.begin(settings, NETWORK, data, seed)
        model, history = training.train(begun, recipe, data, seed=seed)
    write_atomically(network, pack_model(model))
    return {
        **seconds,
        "epochs": recipe.epochs,
        "images": len(data.training.images),
        "validation_accuracy": float(history.validation_accuracy[-1]),
    }


def measure_ascent(study: Study, layer: MapLayer, steps: int, rate: float) -> dict[str, float]:
    """Return the seconds of ``steps`` steps of all maps of a layer, and their share of the matrix
    rate.
    """
    model, maps = study.subject.network, np.arange(layer.maps)
    starts = study.subject.mixture(layer.name).starts(range(1, layer.maps + 1))
    climbed, rule = response(model, layer.name), Series(study.settings.oip.step_size)

    def climb(count: int) -> None:
        ascend(climbed, starts, maps, steps=count, rule=rule, chunk=count)

    step = float(np.median([per_step(climb, max(steps, 10)) for _ in range(TURNS)]))
    return {
        "maps": layer.maps,
        "steps": steps,
        "seconds": step * steps,
        "share_of_matrix_rate": work_of_a_step(model, layer.name, layer.maps) / step / rate,
    }


def _counted(words: np.ndarray) -> dict[str, int]:
    return {
        str(word): int(count)
        for word, count in zip(*np.unique(words, return_counts=True), strict=True)
    }


def measure_oips(taken: Taken) -> dict[str, dict[str, Any]]:
    """Return, for each layer and domain, the seconds of its OIP set and of its trust numbers, and
    what they say.
    """
    found = {}
    for key, wanted in OIP_SETS.items():
        oips, trust = taken.take(wanted), taken.take(TRUST[key])
        found[" ".join(key)] = {
            "oip_seconds": taken.seconds[wanted.id],
            "trust_seconds": taken.seconds[TRUST[key].id],
            "maps": len(oips.response),
            "median_response": float(np.median(oips.response)),
            "rungs": _counted(oips.rung),
            "statuses": _counted(trust.status),
            "median_hit_rate": float(np.nanmedian(trust.hit_rate)),
        }
    return found


def record(profile: str, folder: Path, steps: int | None = None, report: Report = print) -> Path:
    """Measure all of it on this device and write ``speed.json`` into a folder.

    Args:
        steps: of the timed ascents; those of the profile by default.
    """
    settings = load_settings(profile)
    framework.prepare(settings.seed)
    network = folder / "speed" / f"{NETWORK}.keras"
    seconds: dict[str, float] = {}
    report(f"{framework.device()}, profile {profile}")
    with _timed(seconds, "everything"):
        rate = matrix_rate()
        report(f"matrix product: {rate / 1e9:.0f} billion operations per second")
        learnt = measure_training(settings, network)
        report(f"training: {learnt['seconds']:.1f} s")
        networks = {NETWORK: network}
        study = Study(settings, networks, ("oip", "ladder"))
        count = steps or settings.oip.steps
        ascents = {}
        for name, layer in study.subject.layers.items():
            ascents[name] = measure_ascent(study, layer, count, rate)
            report(f"{name}, {count} steps of all maps: {ascents[name]['seconds']:.2f} s")
        oips = measure_oips(Taken(settings, networks))
    found = {
        "device": framework.device(),
        "made_with": {name: version(name) for name in ("keras", "numpy", framework.name())},
        "profile": profile,
        "matrix_rate": rate,
        "training": learnt,
        "ascents": ascents,
        "oips": oips,
        "seconds": seconds["everything"],
    }
    out = folder / "speed.json"
    write_atomically(out, to_json(found))
    report(f"written to {out} after {seconds['everything']:.0f} s")
    return out
