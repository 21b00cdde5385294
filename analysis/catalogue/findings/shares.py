"""What is so of most cases: more than half of them."""

from __future__ import annotations

import numpy as np

from analysis.catalogue.declarations import Seen


def most(chosen: np.ndarray, what: str, least: int = 1) -> Seen:
    """Return whether more than half of some cases (case, boolean) are so; none where there are too
    few of them.
    """
    hits, of = int(chosen.sum()), chosen.size
    return Seen(hits > of / 2 if of >= least else None, f"{what}: {hits} of {of}")
