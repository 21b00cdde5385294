"""What some maps of a layer add to what reads them: cheap for all maps at once, so that those are
taken out of what is measured of all.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.looking.links import measure_links
from analysis.results.maps import MapLinks
from analysis.results.parts import taken
from analysis.study import Study


def measure_some_links(study: Study, *, layer: str, maps: Sequence[int]) -> MapLinks:
    """Measure what some maps of a layer, by their numbers, add to each of its readers.

    Raises:
        Problem: see ``measure_links``.
    """
    return taken(measure_links(study, layer=layer), maps)
