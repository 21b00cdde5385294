"""How the network of another subject is made ready and stored."""

from __future__ import annotations

from pathlib import Path

from analysis.artifacts import write_atomically
from analysis.catalogue.declarations import Training
from analysis.networks.storage import pack_model
from analysis.publishing import provenance
from analysis.publishing.tasks import workplace as place
from analysis.results.files import pack_arrays


def adopt(wanted: Training, parts: dict[str, str], into: dict[str, Path]) -> None:
    """Store a network that was read or trained, what is known of it and, last, its record."""
    watch = provenance.watch(wanted, place.PROFILE)
    model, known = wanted.take(place.settings(), place.progress_bar)
    write_atomically(into["network"], pack_model(model))
    write_atomically(into["arrays"], pack_arrays(known.arrays()))
    place.save_record(into["record"], watch.told(), parts, parameters=model.count_params())
