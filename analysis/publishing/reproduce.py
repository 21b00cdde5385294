"""Compute one published thing again from the stored network and its seeds, and compare: a figure's
data, or a single map's OIP.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np

from analysis.artifacts import Artifacts
from analysis.catalogue import FIGURES
from analysis.catalogue.declarations import Figure, Training
from analysis.catalogue.series.measurements import OIP_SETS
from analysis.networks.series import MAPS
from analysis.problem import Problem, nearest
from analysis.publishing.verify import TOLERANCE, check_again
from analysis.subject import address

Report = Callable[[str], None]
ADDRESSES = {address(layer): layer for layer in MAPS}


def _figure(artifacts: Artifacts, figure: Figure, report: Report) -> None:
    for item in figure.shows:
        if isinstance(item, Training):
            report(
                f"{item.id}: a training; make site trains again, verify checks the stored network"
            )
        else:
            check_again(
                artifacts,
                item,
                "It was made on another machine, or with other code: compare commit and versions.",
                report,
            )


def _map(artifacts: Artifacts, layer: str, number: int, report: Report) -> None:
    """Climb again from the seeds of one map, in both domains, and compare response and picture."""
    from analysis.oips.one import find_oip

    if number >= MAPS[layer]:
        raise Problem(
            f"map {number} does not exist in {layer}; it has {MAPS[layer]} maps, 0 to"
            f" {MAPS[layer] - 1}."
        )
    profile = artifacts.manifest.profile
    for (of, domain), item in OIP_SETS.items():
        if of != layer:
            continue
        stored = artifacts.arrays(item.id)
        found = find_oip(
            layer,
            number,
            domain=domain,
            starts=stored.every_seed[number],
            profile=profile,
            rung=str(stored.rung[number]),
        )
        best = found.response
        published = float(stored.every_response[number].max())
        deviation = abs(best - published) / max(published, 1e-12)
        if deviation > TOLERANCE:
            raise Problem(
                f"map {number} of {layer} on the {domain} comes out at {best:.6g}, published"
                f" {published:.6g}. Compare device, commit and versions."
            )
        pixels = float(
            np.abs(
                found.image
                - stored.every_image[number, stored.every_response[number].argmax()].astype(
                    np.float32
                )
            ).max()
        )
        report(
            f"{layer}, map {number}, {domain}: response {best:.6g}, published {published:.6g};"
            f" pixels differ by {pixels:.1g} at most"
        )


def reproduce(folder: Path, name: str, report: Report = print) -> None:
    """Recompute what ``name`` stands for, a figure's id or a map such as ``conv2d-3/120``, and
    compare it with what was published.

    Raises:
        Problem: there is no such figure or map, or it does not come out again.
    """
    artifacts = Artifacts(folder)
    figures = {figure.id: figure for figure in FIGURES}
    if match := re.fullmatch(r"(.+)/(\d+)", name):
        if match[1] not in ADDRESSES:
            raise Problem(
                f"layer {match[1]!r} has no maps; {nearest(match[1], ADDRESSES)}. Maps are written"
                " e.g. conv2d-3/120."
            )
        return _map(artifacts, ADDRESSES[match[1]], int(match[2]), report)
    if name not in figures:
        raise Problem(
            f"{name!r} is no published figure; {nearest(name, figures)}. A map is written e.g."
            " conv2d-3/120."
        )
    return _figure(artifacts, figures[name], report)
