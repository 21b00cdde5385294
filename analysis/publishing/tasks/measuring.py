"""How one measurement is taken and stored."""

from __future__ import annotations

import time
from pathlib import Path

from analysis import framework
from analysis.artifacts import pack_arrays, write_atomically
from analysis.catalogue.declarations import Measurement
from analysis.publishing.tasks import workplace as place
from analysis.study import Study


def measure(
    wanted: Measurement,
    parts: dict[str, str],
    networks: dict[str, Path],
    inputs: dict[str, Path],
    arrays: Path,
    record: Path,
) -> None:
    """Take a measurement of stored networks and results; write its arrays and, last, its record."""
    began = time.perf_counter()
    study = Study(place.settings(), networks, wanted.settings, place.progress_bar)
    result = wanted.take(
        study, *(place.load_result(item) for item in wanted.inputs), **wanted.keywords
    )
    write_atomically(arrays, pack_arrays(result.arrays()))
    place.save_record(record, began, parts, device=framework.device() if networks else "CPU")
