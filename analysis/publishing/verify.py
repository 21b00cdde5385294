"""Check a published set: every checksum, every number and verdict against the arrays, and random
samples: of figures against the arrays, of results against the stored network.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import numpy as np

from analysis.artifacts import Artifacts
from analysis.catalogue.declarations import Figure, Measurement, Training
from analysis.problem import Problem
from analysis.publishing import causes
from analysis.publishing.agreement import check_agreement, check_variations, stored_result
from analysis.publishing.contents import contents
from analysis.publishing.redrawn import check_figures
from analysis.publishing.studies import take
from analysis.results.base import Result
from analysis.settings import load_settings

TOLERANCE = 1e-4  # of a result's largest value; the same machine gives the same bits


def stored_networks(artifacts: Artifacts) -> dict[str, Path]:
    """Return where the published networks lie, by name."""
    return {
        record.id: artifacts.folder / record.file.path for record in artifacts.manifest.networks
    }


def _not_finite(old: np.ndarray, new: np.ndarray) -> int:
    """Return how many numbers became NaN or infinite, stopped being so, or changed the sign of
    their infinity.
    """
    same = (old == new) | (np.isnan(old) & np.isnan(new))
    return int((~same & ~(np.isfinite(old) & np.isfinite(new))).sum())


def array_deviation(old: np.ndarray, new: np.ndarray) -> tuple[float, str]:
    """Return by how much of its largest finite value an array deviates, and what that is in words.

    A number that became NaN, or stopped being one, deviates without limit; so does another shape,
    another word, another whole number.
    """
    if old.shape != new.shape:
        return np.inf, f"has shape {new.shape}, published {old.shape}"
    if old.dtype.kind != "f" or new.dtype.kind != "f":
        other = int((old != new).sum())
        return (np.inf, f"differs in {other} of {old.size} entries") if other else (0.0, "agrees")
    old, new = old.astype(float), new.astype(float)
    if lost := _not_finite(old, new):
        return np.inf, f"is NaN or infinite in one of both at {lost} of {old.size} numbers"
    finite = np.isfinite(old)
    if not finite.any():
        return 0.0, "agrees"
    span = float(abs(old[finite]).max()) or 1.0
    deviation = float(abs(old[finite] - new[finite]).max()) / span
    return deviation, f"deviates by {deviation:.2g} of its range, allowed {TOLERANCE:.0e}"


def largest_deviation(stored: Result, again: Result) -> tuple[float, str]:
    """Return the largest deviation of any array, and what it is in words."""
    fresh = again.arrays()
    found = [(*array_deviation(old, fresh[name]), name) for name, old in stored.arrays().items()]
    deviation, words, name = max(found)
    return deviation, f"array {name!r} {words}"


def recompute(artifacts: Artifacts, measurement: Measurement) -> tuple[float, str]:
    """Take a measurement again from the stored network and inputs; return its largest deviation, as
    a share of an array's range, and what that is in words.
    """
    again = take(
        measurement,
        load_settings(artifacts.manifest.profile),
        stored_networks(artifacts),
        [stored_result(artifacts, item) for item in measurement.inputs],
    )
    return largest_deviation(stored_result(artifacts, measurement), again)


def check_again(
    artifacts: Artifacts, measurement: Measurement, report: Callable[[str], None]
) -> None:
    """Recompute a measurement and report how far it deviates. ``Raises Problem``, with the likely
    cause, when it is too far.
    """
    deviation, words = recompute(artifacts, measurement)
    if deviation > TOLERANCE:
        raise Problem(
            f"measurement {measurement.id!r} does not come out again: {words}."
            f" {causes.told(artifacts, measurement)}"
        )
    report(f"{measurement.id}: recomputed, largest deviation {deviation:.1g} of its range")


def _chosen(artifacts: Artifacts, sample: int, seed: int | None) -> list[Measurement]:
    """Return what is taken again: so many measurements at random, and for each stored network the
    quickest that reads it, as few of a random choice read some of them. None where none is asked.
    """
    runs = artifacts.manifest.made_with.runs

    def quick(item: Measurement) -> tuple[float, str]:
        run = runs.get(f"measurements/{item.id}")
        return run.seconds if run else 0.0, item.id

    candidates = [
        item
        for item in contents(artifacts.manifest.profile).measurements
        if not isinstance(item, Training) and item.id in artifacts.measurements
    ]
    chosen = random.Random(seed).sample(candidates, min(sample, len(candidates)))
    for network in stored_networks(artifacts) if sample else ():
        readers = [item for item in candidates if network in item.networks]
        chosen += sorted(readers, key=quick)[:1]
    return list({item.id: item for item in chosen}.values())


def _origin(artifacts: Artifacts) -> str:
    """Return how many results and figures were made of what lies here, and which were not."""
    known, here = contents(artifacts.manifest.profile), artifacts
    items: list[Measurement | Figure] = [
        *(item for item in known.measurements if item.id in here.measurements),
        *(item for item in known.figures if item.id in here.figures),
    ]
    others = [item.id for item in items if not causes.made_of_this(artifacts, item)]
    told = (
        "results and figures made with the code, settings, data and versions that lie here:"
        f" {len(items) - len(others):,} of {len(items):,}"
    )
    return f"{told}; others: {', '.join(others)}" if others else told


def verify(
    folder: Path,
    *,
    sample: int = 3,
    figures: int = 8,
    seed: int | None = None,
    report: Callable[[str], None] = print,
) -> None:
    """Recompute every checksum, every value and every verdict, draw ``figures`` again and take
    ``sample`` measurements again, both chosen at random, and one for each stored network; compare.

    Raises:
        Problem: a file differs from the manifest, the manifest from what was measured, or a result
            from what the stored network gives.
    """
    artifacts = Artifacts(folder)
    report(f"{artifacts.verify()} files have the recorded checksums")
    check_agreement(artifacts)
    told = len(artifacts.manifest.values), len(artifacts.manifest.claims)
    report("{} values and {} verdicts are what the arrays give".format(*told))
    if varied := check_variations(artifacts):
        report(f"{varied} verdicts on other trainings and choices are what their results give")
    check_figures(artifacts, figures, seed, report)
    report(_origin(artifacts))
    again = _chosen(artifacts, sample, seed)
    for measurement in again:
        check_again(artifacts, measurement, report)
    if rest := len(artifacts.measurements) - len(again):
        report(f"{rest} more results were compared with their checksums alone")
    report("devices, seconds, versions and commits are as recorded; nothing can compute them again")
