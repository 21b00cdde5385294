"""What one device needs for the publication's heavy parts: a training, ascents of all layers, and
the full set of OIPs with their trust numbers.

Needs no build and no TensorFlow, so that it runs wherever there is JAX: ``make bench-gpu``. The
record holds what was found beside the seconds, so that a faster device that finds something else is
seen.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from analysis import framework
from analysis.artifacts import REPOSITORY, to_json, write_atomically
from analysis.ascent.climb import Climber, Series
from analysis.ascent.domains import DOMAINS
from analysis.ascent.objectives import response
from analysis.looking.data_responses import measure_data_responses
from analysis.networks import training
from analysis.networks.storage import pack_model
from analysis.oips.many import Search
from analysis.oips.series import measure_gallery
from analysis.oips.sets import measure_oip_set
from analysis.publishing.timing import matrix_rate, seconds_of_a_step, work_of_a_step
from analysis.results.oips import OipSet
from analysis.settings import Settings, load_settings
from analysis.study import Study
from analysis.subject import MapLayer
from analysis.trust.measure import measure_trust

NETWORK = "full-recipe"

Report = Callable[[str], None]


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
    rule, chunk = Series(study.settings.oip.step_size), max(steps // 10, 10)
    climber = Climber(response(model, layer.name), rule, chunk=chunk)
    step = seconds_of_a_step(climber, starts, maps)
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


def measure_oips(study: Study, layer: str, report: Report) -> dict[str, dict[str, Any]]:
    """Return, for each domain, the seconds of a layer's OIP set and of its trust numbers, and what
    they say.
    """
    responses = measure_data_responses(study, layer=layer)
    gallery = measure_gallery(study, responses, layer=layer)
    found: dict[str, dict[str, Any]] = {}
    sets: list[OipSet] = []  # as in a build, each takes part in the challenge of the next
    for name in DOMAINS:
        search = Search(study, study.subject.network, layer, name, gallery, responses, tuple(sets))
        oips, found[name] = _one_set(search)
        sets.append(oips)
        report(f"{layer}, OIPs of all maps in the {name}: {found[name]['oip_seconds']:.1f} s")
    return found


def _one_set(search: Search) -> tuple[OipSet, dict[str, Any]]:
    """Return a set of OIPs, and what is recorded of it and of its trust numbers."""
    study, responses = search.study, search.responses
    where: Any = {"layer": search.layer, "domain_name": search.domain_name}
    seconds: dict[str, float] = {}
    with _timed(seconds, "oip_seconds"):
        oips = measure_oip_set(study, search.gallery, responses, *search.elsewhere, **where)
    with _timed(seconds, "trust_seconds"):
        trust = measure_trust(study, oips, responses, **where)
    return oips, {
        **seconds,
        "maps": len(oips.response),
        "median_response": float(np.median(oips.response)),
        "median_hit_rate": float(np.nanmedian(trust.hit_rate)),
        "rungs": _counted(oips.rung),
        "statuses": _counted(trust.status),
    }


def record(profile: str, folder: Path, steps: int | None = None, report: Report = print) -> Path:
    """Measure all of it on this device and write ``bench-gpu.json``, or ``bench-cpu.json`` where
    there is no graphics processor, into a folder.

    Args:
        steps: of the timed ascents; those of the profile by default.
    """
    settings = load_settings(profile)
    framework.prepare(settings.seed)
    network = REPOSITORY / "build" / "speed" / f"{NETWORK}.keras"
    seconds: dict[str, float] = {}
    report(f"{framework.device()}, profile {profile}")
    with _timed(seconds, "everything"):
        rate = matrix_rate()
        report(f"matrix product: {rate / 1e9:.0f} billion operations per second")
        learnt = measure_training(settings, network)
        report(f"training: {learnt['seconds']:.1f} s")
        study = Study(settings, {NETWORK: network}, ("oip", "ladder"))
        count = steps or settings.oip.steps
        ascents = {}
        for name, layer in study.subject.layers.items():
            ascents[name] = measure_ascent(study, layer, count, rate)
            report(f"{name}, {count} steps of all maps: {ascents[name]['seconds']:.2f} s")
        oips = {name: measure_oips(study, name, report) for name in study.subject.layers}
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
    kind = "gpu" if framework.chosen().accelerator() else "cpu"
    out = folder / f"bench-{kind}.json"
    write_atomically(out, to_json(found))
    report(f"written to {out} after {seconds['everything']:.0f} s")
    return out
