"""What was found for blocks of a layer's maps, put together to what is known of the layer. Each
function takes the results of the blocks in order, and what they were asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.results.ablation import Ablation
from analysis.results.data_responses import DataResponses
from analysis.results.oips import OipGallery, OipSet
from analysis.results.parts import joined, taken
from analysis.results.portraits import Portraits
from analysis.study import Study


def some_responses(
    study: Study, responses: DataResponses, *, layer: str, places: Sequence[int]
) -> DataResponses:
    """Return the responses to data of one block, by the places of its maps."""
    return taken(responses, places)


def whole_gallery(study: Study, *parts: OipGallery, **asked: Any) -> OipGallery:
    """Return the OIPs by the series' method of all maps."""
    return joined(parts)


def whole_set(study: Study, *parts: OipSet, **asked: Any) -> OipSet:
    """Return the OIPs from many starts of all maps."""
    return joined(parts)


def whole_portraits(study: Study, *parts: Portraits, **asked: Any) -> Portraits:
    """Return the further pictures of all maps."""
    return joined(parts)


def whole_ablation(study: Study, *parts: Ablation, **asked: Any) -> Ablation:
    """Return what the network loses without each map."""
    return joined(parts)
