"""Check a published set: every checksum, and a random sample of results against the stored
network.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import numpy as np

from analysis.artifacts import Artifacts
from analysis.catalogue import MEASUREMENTS
from analysis.catalogue.declarations import Measurement, Training
from analysis.problem import Problem
from analysis.results.base import Result
from analysis.settings import load_settings
from analysis.study import Study

TOLERANCE = 1e-4  # of a result's largest value; the same machine gives the same bits


def _stored(artifacts: Artifacts, measurement: Measurement) -> Result:
    return measurement.result.from_arrays(vars(artifacts.arrays(measurement.id)))


def _largest_deviation(stored: Result, again: Result) -> float:
    deviations = [0.0]
    for name, old in stored.arrays().items():
        new = again.arrays()[name]
        if old.shape != new.shape:
            return float("inf")
        if old.dtype.kind in "fiub" and old.size:
            span = float(np.nanmax(abs(old.astype(float)))) or 1.0
            deviations.append(float(np.nanmax(abs(old.astype(float) - new.astype(float)))) / span)
        elif not (old == new).all():
            return float("inf")
    return max(deviations)


def recompute(artifacts: Artifacts, measurement: Measurement) -> float:
    """Take a measurement again from the stored network and inputs; return its largest deviation, as
    a share of the result's range.
    """
    networks = {
        record.id: artifacts.folder / record.file.path for record in artifacts.manifest.networks
    }
    study = Study(load_settings(artifacts.manifest.profile), networks, measurement.settings)
    again = measurement.take(
        study, *(_stored(artifacts, item) for item in measurement.inputs), **measurement.keywords
    )
    return _largest_deviation(_stored(artifacts, measurement), again)


def check_again(
    artifacts: Artifacts, measurement: Measurement, remedy: str, report: Callable[[str], None]
) -> None:
    """Recompute a measurement and report how far it deviates. ``Raises Problem``, with the remedy,
    when it is too far.
    """
    deviation = recompute(artifacts, measurement)
    if deviation > TOLERANCE:
        raise Problem(
            f"measurement {measurement.id!r} does not come out again: largest deviation"
            f" {deviation:.2g} of its range, allowed {TOLERANCE:.0e}. {remedy}"
        )
    report(f"{measurement.id}: recomputed, largest deviation {deviation:.1g} of its range")


def verify(
    folder: Path, *, sample: int = 3, seed: int | None = None, report: Callable[[str], None] = print
) -> None:
    """Recompute every checksum, then ``sample`` measurements drawn at random, and compare.

    Raises:
        Problem: a file differs from the manifest, or a result from what the stored network gives.
    """
    artifacts = Artifacts(folder)
    report(f"{artifacts.verify()} files have the recorded checksums")
    candidates = [
        m for m in MEASUREMENTS if not isinstance(m, Training) and m.id in artifacts.measurements
    ]
    for measurement in random.Random(seed).sample(candidates, min(sample, len(candidates))):
        check_again(artifacts, measurement, "Run make clean, then make site.", report)
