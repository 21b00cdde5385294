"""What is said of the OIPs of a layer: how well the many starts agree, and what a file leaves of a
picture.
"""

from __future__ import annotations

import numpy as np

from analysis.ascent.answers import looking
from analysis.ascent.domains import outside
from analysis.images.channels import pixels_of
from analysis.images.datasets import Dataset
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
    agrees with them. Colours agree as far as their luminance does.
    """
    seen, data = search.study.subject.layer(search.layer), search.study.data
    images, top = shown.images[:, 0], shown.response[:, 0]
    reached = plain.response - search.rest[:, None]
    fired = reached > 0
    # a start that is itself what is shown is no other picture
    others = fired & (plain.response < top[:, None])
    groups, agreements = [], []
    for m, own in enumerate(plain.images):  # of one map at a time, since pictures are many
        starts = seen.visible(data.luminance(own))
        groups.append(clusters(likeness(starts, reached[m])[0], ALIKE))
        picture = seen.visible(data.luminance(images[m]))
        agreements.append(agreement(picture, starts[others[m]]))
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
        outside=outside(images, search.study.subject.box),
        stored_response=np.diagonal(look(from_file(images, data))[0]),
        plain_share=fired.mean(axis=1),
    )


def stored(images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return images (image, y, x) or (image, y, x, 3) as they come back from an 8-bit file, and the
    two ends (image, 2) that its values 0 and 255 stand for, in all channels alike.
    """
    axes = pixels_of(images)
    low, high = (edge(axis=axes, keepdims=True) for edge in (images.min, images.max))
    width = np.where(high > low, high - low, 1.0)
    grey = np.rint(255 * (images - low) / width)
    ends = [edge.reshape(len(images)) for edge in (low, high)]
    return (low + grey / 255 * width).astype(np.float32), np.stack(ends, axis=1)


def from_file(images: np.ndarray, data: Dataset) -> np.ndarray:
    """Return standardised pictures as they come back from an 8-bit file. It holds colours as values
    of pixels, so that they look as they are.
    """
    back = stored(data.colours(images))[0]
    return back if data.channels == 1 else data.shown(back)
