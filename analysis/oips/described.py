"""What is said of the OIPs of a layer: how well the many starts agree, and what a file leaves of a
picture.
"""

from __future__ import annotations

import numpy as np

from analysis.ascent.answers import looking
from analysis.ascent.domains import box_of, outside
from analysis.images.similarity import best_correlations, clusters
from analysis.oips.many import Search
from analysis.oips.ways import Pictures
from analysis.results.oips import RUNGS, OipSet

ALIKE = 0.7  # likeness from which two OIPs count as one pattern, as in C-IX-2


def likeness(images: np.ndarray, reached: np.ndarray) -> tuple[np.ndarray, float]:
    """Return how alike the OIPs of one map are.

    Args:
        images: (start, y, x), the part that the layer sees; reached: (start), by how much their
            responses exceed that at rest. Those of starts that stayed silent do not count.

    Returns:
        The best correlations (OIP, OIP), and the median of the strongest one's with the others; NaN
        for fewer than two.
    """
    fired = reached > 0
    alike = best_correlations(images[fired].astype(float))
    top = int(reached[fired].argmax()) if fired.any() else 0
    return alike, float(np.median(np.delete(alike[top], top))) if fired.sum() > 1 else np.nan


def agreement(shown: np.ndarray, others: np.ndarray) -> float:
    """Return the median of the best correlations of the picture that is shown with others of its
    map; NaN where there are none.

    Args:
        shown: (y, x), and others: (start, y, x), the part that the layer sees.
    """
    if not len(others):
        return np.nan
    pairs = np.stack([np.broadcast_to(shown, others.shape), others], axis=1).astype(float)
    return float(np.median(best_correlations(pairs)[:, 0, 1]))


def described(search: Search, plain: Pictures, shown: Pictures, rung: np.ndarray) -> OipSet:
    """Return the pictures that are shown (map, one), and how far what the many starts reached
    agrees with them.
    """
    seen = search.study.subject.layer(search.layer)
    images, top = shown.images[:, 0], shown.response[:, 0]
    starts, reached = seen.visible(plain.images), plain.response - search.rest[:, None]
    fired = reached > 0
    groups = [clusters(likeness(*pair)[0], ALIKE) for pair in zip(starts, reached, strict=True)]
    # a start that is itself what is shown is no other picture
    others = fired & (plain.response < top[:, None])
    agreements = [
        agreement(seen.visible(images[m]), starts[m, others[m]]) for m in range(len(images))
    ]
    least = np.where(others, plain.response, np.inf).min(axis=1)
    above = top - search.rest
    spread = np.divide(top - least, above, out=np.full(len(top), np.nan), where=others.any(axis=1))
    look = looking(search.model, search.layer)
    return OipSet(
        **seen.visible_pixels,
        images=images,
        response=top,
        rung=np.array(RUNGS)[rung],
        origin=shown.origin[:, 0],
        seed=shown.seed[:, 0],
        won=shown.won[:, 0],
        curve=shown.curve[:, 0].T,
        every_image=plain.images.astype(np.float16),
        every_response=plain.response,
        every_seed=plain.seed,
        agreement=np.array(agreements),
        spread=spread,
        clusters=np.array(groups),
        outside=outside(images, box_of(search.study.data)),
        stored_response=np.diagonal(look(stored(images)[0])[0]),
        plain_share=fired.mean(axis=1),
    )


def stored(images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return images (image, y, x) as they come back from an 8-bit file, and the two ends (image, 2)
    that its grey values 0 and 255 stand for.
    """
    low, high = (edge(axis=(1, 2), keepdims=True) for edge in (images.min, images.max))
    width = np.where(high > low, high - low, 1.0)
    grey = np.rint(255 * (images - low) / width)
    return (low + grey / 255 * width).astype(np.float32), np.stack(
        [low[:, 0, 0], high[:, 0, 0]], axis=1
    )
