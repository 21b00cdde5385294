"""What the lab learns and dreams on: a part of the images of the training, in one packed file, and
the pictures of the companion on dreams.
"""

from __future__ import annotations

import gzip
from typing import Any

import numpy as np

from analysis.artifacts import Artifacts, sha256
from site_config.data.loaded import TrainingSet
from site_config.data.written import as_json
from site_config.pages.files import npy
from site_config.paths import schema_of

FOLDER = "lab"
FILE, PACKED = f"{FOLDER}/training.json", "training.bin"
SAMPLE, DREAMS = "training-sample", "dreams"
UNLABELLED = "The images of this network have no labels, so there is nothing to learn from them."
FEW = (
    "A page can carry too few images of this network to learn from: they are too large, too few, or"
    " of too many classes."
)


def _dreams(artifacts: Artifacts) -> tuple[dict[str, np.ndarray], tuple[int, ...]]:
    """Return the pictures (y, x) that are dreamed on, by name, and the steps that were made before
    each turn of carving.
    """
    if DREAMS not in artifacts.measurements:
        return {}, (0,)
    found = artifacts.arrays(DREAMS)
    return dict(zip(found.name.tolist(), found.picture, strict=True)), tuple(found.steps.tolist())


def training_data(artifacts: Artifacts) -> dict[str, bytes]:
    """Return the files by their staged paths; one that says why where there are no images to learn
    from.
    """
    taken = SAMPLE in artifacts.measurements
    if not taken or not len(artifacts.arrays(SAMPLE).labels):
        why = FEW if taken else UNLABELLED
        return {FILE: as_json(TrainingSet, {"$schema": schema_of("training", FILE), "why": why})}
    sample, (pictures, steps) = artifacts.arrays(SAMPLE), _dreams(artifacts)
    parts = (sample.images, sample.labels, sample.test_images, sample.test_labels)
    content = b"".join(np.ascontiguousarray(part, np.uint8).tobytes() for part in parts)
    told: dict[str, Any] = {
        "$schema": schema_of("training", FILE),
        "file": PACKED,
        "sha256": sha256(content),
        "shape": sample.images.shape[1:],
        "training": len(sample.labels),
        "test": len(sample.test_labels),
        "pictures": [{"name": name, "file": f"{name}.npy"} for name in pictures],
        "turns": len(steps) - 1,
        "turn": max(np.diff(steps).tolist(), default=0),
    }
    files = {FILE: as_json(TrainingSet, told)}
    files[f"{FOLDER}/{PACKED}"] = gzip.compress(content, mtime=0)
    return files | {f"{FOLDER}/{name}.npy": npy(one) for name, one in pictures.items()}
