"""Take every measurement: one task each."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from pytask import Product, task

from analysis.catalogue.declarations import Measurement, Training
from analysis.publishing import digests
from analysis.publishing.tasks import measuring
from analysis.publishing.tasks import workplace as place

# layers of another network, and blocks of their maps, may be many and large, and share nothing but
# files; what reads results alone is not worth the journey
_CLUSTER = place.settings().subject is not None and bool(os.environ.get("DASK"))

for _measurement in place.contents().measurements:
    if isinstance(_measurement, Training):
        continue
    _far = _CLUSTER and bool(_measurement.networks)

    @task(
        id=_measurement.id,
        kwargs={
            "wanted": _measurement,
            "parts": place.nodes(digests.measurement_parts(_measurement, place.settings())),
            "networks": {name: place.network_path(name) for name in _measurement.networks},
            "inputs": {item.id: place.arrays_path(item) for item in _measurement.inputs},
            "into": {
                "arrays": place.arrays_path(_measurement),
                "record": place.record_path(_measurement),
            },
        },
    )
    @place.may_leave(measuring.measure, _measurement.apart or _far, far=_far)
    def measure(
        wanted: Measurement,
        parts: dict[str, str],
        networks: dict[str, Path],
        inputs: dict[str, Path],
        into: Annotated[dict[str, Path], Product],
    ) -> None:
        """Take one measurement; see ``measuring``."""
        measuring.measure(wanted, parts, networks, inputs, into)
