"""Which layers have a gallery: those for whose maps OIPs were published, asked of the manifest."""

from __future__ import annotations

import re
from collections.abc import Mapping

from analysis.artifacts import Artifacts
from analysis.problem import Problem

SETS = re.compile(r"oip-set-(?P<address>.+)-(?P<domain>[a-z]+)")


def _published(artifacts: Artifacts) -> list[tuple[str, str, str]]:
    """Return (layer, address, domain) of every set of OIPs, in the order of the manifest.

    Raises:
        Problem: a set does not say of which layer it is.
    """
    found = []
    for name, record in artifacts.measurements.items():
        if match := SETS.fullmatch(name):
            if "layer" not in record.keywords:
                raise Problem(
                    f"measurement {name!r} does not say of which layer it is; it has the keywords"
                    f" {', '.join(record.keywords) or 'none'}. Declare it with 'layer'."
                )
            found.append((record.keywords["layer"], match["address"], match["domain"]))
    return found


def galleries(artifacts: Artifacts) -> Mapping[str, str]:
    """Return the address, e.g. ``conv2d-3``, of every layer that has a gallery."""
    return {layer: address for layer, address, _ in _published(artifacts)}


def domains(artifacts: Artifacts, layer: str) -> tuple[str, ...]:
    """Return the domains in which OIPs of a layer were published."""
    return tuple(domain for found, _, domain in _published(artifacts) if found == layer)
