"""How one network is trained and stored; an interrupted training goes on after its last whole
epoch.
"""

from __future__ import annotations

import json
from pathlib import Path

from analysis.artifacts import write_atomically
from analysis.catalogue.declarations import Training
from analysis.images.datasets import load_dataset
from analysis.networks import training
from analysis.networks.storage import pack_model
from analysis.publishing import digests, provenance
from analysis.publishing.provenance import Watch
from analysis.publishing.tasks import workplace as place
from analysis.results.files import pack_arrays
from analysis.seeds import derived


def _checkpoint_files(run: str) -> tuple[Path, Path]:
    return place.CHECKPOINTS / f"{run}.keras", place.CHECKPOINTS / f"{run}.json"


def _stored(run: str, key: str, seed: int, watch: Watch) -> training.Checkpoint | None:
    """Return the checkpoint of an interrupted run of exactly this training, if there is one; the
    time that went into it counts.
    """
    model, state = _checkpoint_files(run)
    if not (model.is_file() and state.is_file()):
        return None
    try:
        told = json.loads(state.read_text())
        # the model is written first: a kill between the two files leaves a state that names an
        # older model
        if told["key"] != key or told["model"] != digests.digest(model.read_bytes()):
            return None
        measured, watch.earlier = told["measured"], float(told["seconds"])
    except (ValueError, TypeError, KeyError):  # a damaged one is none
        return None
    return training.resume(model, measured, seed)


def _keep(run: str, key: str, checkpoint: training.Checkpoint, seconds: float) -> None:
    model, state = _checkpoint_files(run)
    content = pack_model(checkpoint.model)
    write_atomically(model, content)
    write_atomically(
        state,
        json.dumps(
            {
                "key": key,
                "model": digests.digest(content),
                "measured": checkpoint.measured,
                "seconds": seconds,
            }
        ),
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
    watch = provenance.watch(wanted, place.PROFILE)
    run = wanted.network
    settings = place.settings()
    data = load_dataset(settings)
    seed = derived(settings.seed, f"training {run}")
    recipe = training.recipe_of(settings, run)
    key = digests.of_parts(parts)
    checkpoint = _stored(run, key, seed, watch) or training.begin(settings, run, data, seed)
    if checkpoint.epochs:
        place.tell(f"    {run} goes on after epoch {checkpoint.epochs} of {recipe.epochs}")
    batches = training.steps_per_epoch(data, recipe) * (recipe.epochs - checkpoint.epochs)
    with place.progress_bar(f"training {run}", batches) as advance:
        model, history = training.train(
            checkpoint,
            recipe,
            data,
            seed=seed,
            after_epoch=lambda done: _keep(run, key, done, watch.seconds),
            on_batch=advance,
        )
    write_atomically(network, pack_model(model))
    write_atomically(arrays, pack_arrays(history.arrays()))
    place.save_record(record, watch.told(), parts, parameters=model.count_params())
    _drop(run)
