"""How one measurement is taken and stored."""

from __future__ import annotations

from pathlib import Path

from analysis.artifacts import write_atomically
from analysis.catalogue.declarations import Measurement
from analysis.publishing import provenance
from analysis.publishing.studies import take
from analysis.publishing.tasks import workplace as place
from analysis.results.files import pack_arrays, read_result
from analysis.settings import Settings


def measure(
    wanted: Measurement,
    parts: dict[str, str],
    networks: dict[str, Path],
    inputs: dict[str, Path],
    into: dict[str, Path],
    settings: Settings | None = None,
) -> None:
    """Take a measurement of stored networks and results; write its arrays and, last, its record.

    Args:
        settings: other ones than those of the profile.
    """
    watch = provenance.watch(wanted, place.PROFILE)
    known = [read_result(item.result, inputs[item.id]) for item in wanted.inputs]
    result = take(wanted, settings or place.settings(), networks, known, place.progress_bar)
    write_atomically(into["arrays"], pack_arrays(result.arrays()))
    place.save_record(into["record"], watch.told(), parts)
