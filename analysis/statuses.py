"""The status of a map from those that it has in each domain: one rule for pages and answers."""

from __future__ import annotations

import numpy as np

DEAD, UNSEEN = "proven dead", "never seen firing"  # of maps that nothing moves
SYNTHETIC = "synthetic only"


def of_both(
    sphere: np.ndarray, box: np.ndarray, elsewhere: np.ndarray | bool = False
) -> np.ndarray:
    """Return the status (map) of maps in the box, and of those that nothing moves there, that on
    the sphere, which may know a picture that does; what is proven of the box alone stays where none
    does.

    Args:
        sphere, box: (map), the statuses in the two domains.
        elsewhere: (map), whether a picture moves the map that is not among the layer's OIPs.
    """
    still = np.isin(box, (DEAD, UNSEEN))
    dead = (box == DEAD) & (sphere == UNSEEN)
    status = np.where(still & ~dead, sphere, box)
    return np.where(np.isin(status, (DEAD, UNSEEN)) & elsewhere, SYNTHETIC, status)
