"""How one network is trained and stored; an interrupted training goes on after its last whole
epoch.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

from analysis import framework
from analysis.artifacts import pack_arrays, write_atomically
from analysis.catalogue.declarations import Training
from analysis.networks import training
from analysis.networks.storage import pack_model
from analysis.publishing import digests
from analysis.publishing.tasks import workplace as place
from analysis.study import Study


def _checkpoint_files(run: str) -> tuple[Path, Path]:
    return place.CHECKPOINTS / f"{run}.keras", place.CHECKPOINTS / f"{run}.json"


def _stored(run: str, key: str, seed: int) -> training.Checkpoint | None:
    """Return the checkpoint of an interrupted run of exactly this training, if there is one."""
    model, state = _checkpoint_files(run)
    if not (model.is_file() and state.is_file()):
        return None
    told = json.loads(state.read_text())
    # the model is written first: a kill between the two files leaves a state that names an older
    # model
    if told["key"] != key or told["model"] != digests.digest(model.read_bytes()):
        return None
    return training.resume(model, told["measured"], seed)


def _keep(run: str, key: str, checkpoint: training.Checkpoint) -> None:
    model, state = _checkpoint_files(run)
    content = pack_model(checkpoint.model)
    write_atomically(model, content)
    write_atomically(
        state,
        json.dumps({"key": key, "model": digests.digest(content), "measured": checkpoint.measured}),
    )


def _drop(run: str) -> None:
    for path in _checkpoint_files(run):
        path.unlink(missing_ok=True)


def train(
    wanted: Training, parts: dict[str, str], arrays: Path, network: Path, record: Path
) -> None:
    """Train a network, from its checkpoint if there is one; write it, its history and, last, its
    record.
    """
    began = time.perf_counter()
    run = wanted.network
    settings = place.settings()
    study = Study(settings)
    seed = study.seed(f"training {run}")
    recipe = training.recipe_of(settings, run)
    key = digests.of_parts(parts)
    checkpoint = _stored(run, key, seed) or training.begin(settings, run, study.data, seed)
    if checkpoint.epochs:
        place.tell(f"    {run} goes on after epoch {checkpoint.epochs} of {recipe.epochs}")
    batches = training.steps_per_epoch(study.data, recipe) * (recipe.epochs - checkpoint.epochs)
    with place.progress_bar(f"training {run}", batches) as advance:
        model, history = training.train(
            checkpoint,
            recipe,
            study.data,
            seed=seed,
            after_epoch=lambda done: _keep(run, key, done),
            on_batch=advance,
        )
    write_atomically(network, pack_model(model))
    write_atomically(arrays, pack_arrays(history.arrays()))
    place.save_record(
        record, began, parts, parameters=model.count_params(), device=framework.device()
    )
    _drop(run)
