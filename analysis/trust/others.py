"""The control of the two-way choice: how often the OIPs of other maps are the right hint.

One other map for each would be a choice, and chance in it might pass for a meaning, or hide one. So
all of them are asked.
"""

from __future__ import annotations

import numpy as np

from analysis.trust.choice import draw_pairs, matches

PIXELS = 25_000  # of the hints that are moved over all images together


def hit_rate_of_others(
    hints: np.ndarray,
    found: np.ndarray,
    images: np.ndarray,
    responses: np.ndarray,
    pairs: int,
    seed: int,
) -> np.ndarray:
    """Return how often the hints of all other maps pick the image that excites a map more, in the
    mean over these; a map faces the same pairs as with its own hint.

    Args:
        hints: (map, y, x), such as OIPs.
        found: (map), whether the map has such a hint; the pictures of others are left out.
        images: (image, y, x), of the same size.
        responses: (image, map), of the maps to these images.
        pairs: how many for each map.
        seed: of the pairs.

    Returns:
        (map), 0..1; NaN where the map fires on no image, and where no other map has a hint.
    """
    drawn = [draw_pairs(one, pairs, (seed, number)) for number, one in enumerate(responses.T)]
    right = np.full((len(drawn), len(hints)), np.nan)  # (map, hint)
    each = max(1, PIXELS // hints[0].size)
    for first in range(0, len(hints), each):
        part = slice(first, first + each)
        scores = matches(hints[part], images)
        for number, pair in enumerate(drawn):
            if len(pair):
                apart = scores[:, pair[:, 0]] - scores[:, pair[:, 1]]
                right[number, part] = (1 + np.sign(apart)).mean(axis=1, dtype=np.float64) / 2
    others = found & ~np.eye(len(hints), dtype=bool)
    count = others.sum(axis=1)
    sums = np.where(others, right, 0).sum(axis=1)
    return np.divide(sums, count, out=np.full(len(hints), np.nan), where=count > 0)
