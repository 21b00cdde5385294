"""Train the networks, or read that of another subject. An interrupted training goes on after its
last whole epoch.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pytask import Product, task

from analysis.catalogue.declarations import Training
from analysis.catalogue.subjects import Adoption
from analysis.publishing import digests
from analysis.publishing.tasks import adopting, learning
from analysis.publishing.tasks import workplace as place

for _training in place.contents().trainings:

    @task(
        id=_training.network,
        kwargs={
            "wanted": _training,
            "parts": place.nodes(digests.measurement_parts(_training, place.settings())),
            "into": {
                "arrays": place.arrays_path(_training),
                "network": place.network_path(_training.network),
                "record": place.record_path(_training),
            },
        },
    )
    @place.may_leave(learning.train, _training.apart)
    def train(
        wanted: Training,
        parts: dict[str, str],
        into: Annotated[dict[str, Path], Product],
    ) -> None:
        """Make one network ready; see ``learning`` and ``adopting``."""
        make = adopting.adopt if isinstance(wanted, Adoption) else learning.train
        make(wanted, parts, into)
