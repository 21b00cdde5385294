"""How one network is trained and stored; an interrupted training goes on after its last whole
epoch.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
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
from analysis.settings import Settings


@dataclass(frozen=True)
class Kept:
    """The two files of the checkpoint of a run."""

    model: Path
    state: Path


def kept(run: str, folder: Path) -> Kept:
    """Return where the checkpoint of a run is kept."""
    return Kept(folder / f"{run}.keras", folder / f"{run}.json")


def _stored(files: Kept, key: str, seed: int, watch: Watch) -> training.Checkpoint | None:
    """Return the checkpoint of an interrupted run of exactly this training, if there is one; the
    time that went into it counts.
    """
    if not (files.model.is_file() and files.state.is_file()):
        return None
    try:
        told = json.loads(files.state.read_text())
        # the model is written first: a kill between the two files leaves a state that names an
        # older model
        if told["key"] != key or told["model"] != digests.digest(files.model.read_bytes()):
            return None
        measured, watch.earlier = told["measured"], float(told["seconds"])
    except (ValueError, TypeError, KeyError):  # a damaged one is none
        return None
    return training.resume(files.model, measured, seed)


def _keep(files: Kept, key: str, checkpoint: training.Checkpoint, seconds: float) -> None:
    content = pack_model(checkpoint.model)
    write_atomically(files.model, content)
    write_atomically(
        files.state,
        json.dumps(
            {
                "key": key,
                "model": digests.digest(content),
                "measured": checkpoint.measured,
                "seconds": seconds,
            }
        ),
    )


def _drop(files: Kept) -> None:
    files.model.unlink(missing_ok=True)
    files.state.unlink(missing_ok=True)


def train(
    wanted: Training,
    parts: dict[str, str],
    into: dict[str, Path],
    settings: Settings | None = None,
    checkpoints: Path = place.CHECKPOINTS,
) -> None:
    """Train a network, from its checkpoint if there is one; write it, its history and, last, its
    record.

    Args:
        settings: other ones than those of the profile; then with checkpoints of their own.
    """
    watch = provenance.watch(wanted, place.PROFILE)
    run, files = wanted.network, kept(wanted.network, checkpoints)
    settings = settings or place.settings()
    data = load_dataset(settings)
    seed = derived(settings.seed, f"training {run}")
    recipe = training.recipe_of(settings, run)
    key = digests.of_parts(parts)
    checkpoint = _stored(files, key, seed, watch) or training.begin(settings, run, data, seed)
    if checkpoint.epochs:
        place.tell(f"    {run} goes on after epoch {checkpoint.epochs} of {recipe.epochs}")
    batches = training.steps_per_epoch(data, recipe) * (recipe.epochs - checkpoint.epochs)
    with place.progress_bar(f"training {run}", batches) as advance:
        model, history = training.train(
            checkpoint,
            recipe,
            data,
            seed=seed,
            after_epoch=lambda done: _keep(files, key, done, watch.seconds),
            on_batch=advance,
        )
    write_atomically(into["network"], pack_model(model))
    write_atomically(into["arrays"], pack_arrays(history.arrays()))
    place.save_record(into["record"], watch.told(), parts, parameters=model.count_params())
    _drop(files)
