"""Which map is dreamed with: one that the pictures excite, since a silent one has no gradient there
and carves nothing.
"""

from __future__ import annotations

import numpy as np

from analysis.oips.evolution import choose_map
from analysis.results.oips import OipGallery
from analysis.subject import MapLayer


def choose_dream_map(gallery: OipGallery, layer: MapLayer, answers: np.ndarray) -> int:
    """Return the map that the rule of part IX chooses among those that answer most pictures.

    Where no map answers all of them, those that answer one fewer are asked, and so on; where none
    answers any, the rule chooses among all maps, and the map stays silent.

    Args:
        answers: (picture, map), whether a map answers a picture.
    """
    answered = answers.sum(axis=0)
    return choose_map(gallery, layer, answered == answered.max())
