"""How one measurement is taken and stored."""

from __future__ import annotations

from pathlib import Path

from analysis.artifacts import write_atomically
from analysis.catalogue.declarations import Measurement
from analysis.publishing import provenance
from analysis.publishing.taking import take
from analysis.publishing.tasks import workplace as place
from analysis.results.files import pack_arrays


def measure(
    wanted: Measurement,
    parts: dict[str, str],
    networks: dict[str, Path],
    inputs: dict[str, Path],
    arrays: Path,
    record: Path,
) -> None:
    """Take a measurement of stored networks and results; write its arrays and, last, its record."""
    watch = provenance.watch(wanted, place.PROFILE)
    known = [place.load_result(item) for item in wanted.inputs]
    result = take(wanted, place.settings(), networks, known, place.progress_bar)
    write_atomically(arrays, pack_arrays(result.arrays()))
    place.save_record(record, watch.told(), parts)
