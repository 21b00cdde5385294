"""A last polish, pixel by pixel: for pictures in the box whose response is a convex function.

At a corner of the box every pixel is paper or ink, and the corner rule stands still where no
gradient points to another corner. One pixel alone can still gain, since the response bends between
the two ends. All single changes are tried; those that gain, and that no node sees together with one
that gains more, are made at once, so their gains add up. Ours.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import ndimage

from analysis.ascent.domains import Box
from analysis.oips.challenge import Challenger
from analysis.oips.ways import Pictures, filled

SWEEPS = 40  # over all pixels, at most; a picture that was challenged needs a few


def turned(image: np.ndarray, box: Box) -> np.ndarray:
    """Return copies (pixel, y, x) of an image (y, x), in each of which another pixel lies at the
    end of the box that is further from it.
    """
    copies = np.repeat(image[None], image.size, axis=0)
    middle = (box.low + box.high) / 2
    y, x = np.divmod(np.arange(image.size), image.shape[1])
    copies[np.arange(image.size), y, x] = np.where(image < middle, box.high, box.low).ravel()
    return copies


def apart(gain: np.ndarray, reach: tuple[int, int]) -> np.ndarray:
    """Return where a gain (y, x) is positive and the largest within reach, in px, on all sides."""
    size = [2 * side - 1 for side in reach]
    return (gain > 0) & (gain == ndimage.maximum_filter(gain, size=size, mode="nearest"))


def _swept(climbing: Challenger, image: np.ndarray, number: int, box: Box) -> np.ndarray:
    """Return an image (y, x) after one sweep for map ``number``; the same where nothing gains."""
    copies = turned(image, box)
    every = np.concatenate([copies, image[None]])
    reached = climbing.answers(every, np.full(len(every), number))
    gain = (reached[:-1] - reached[-1]).reshape(image.shape)
    gain[gain < 1e-6 * reached[-1]] = 0  # what rounding alone may have done
    chosen = apart(gain, (climbing.windows[0].size, climbing.windows[1].size))
    other = copies.reshape(*image.shape, *image.shape)
    y, x = np.nonzero(chosen)
    after = image.copy()
    after[y, x] = other[y, x, y, x]
    return after


def _polished(
    climbing: Challenger, image: np.ndarray, number: int, box: Box
) -> tuple[np.ndarray, list[float]]:
    """Return an image (y, x) that no single pixel improves, and its response after each sweep."""
    curve: list[float] = []
    for _ in range(SWEEPS):
        after = _swept(climbing, image, number, box)
        if (after == image).all():
            break
        image = after
        curve.append(float(climbing.answers(image[None], np.array([number]))[0]))
    return image, curve


def by_pixels(climbing: Challenger, ended: Pictures, maps: np.ndarray) -> Pictures:
    """Return the pictures (map, one) of these maps after the polish, with longer curves."""
    box = climbing.where
    if not climbing.convex or not isinstance(box, Box):
        return ended
    images, response = ended.images.copy(), ended.response.copy()
    ways: list[list[float]] = [[] for _ in maps]
    for i, number in enumerate(maps):
        image, more = _polished(climbing, images[i, 0], int(number), box)
        if more and more[-1] > response[i, 0]:
            images[i, 0], response[i, 0], ways[i] = image, more[-1], more
    pairs = zip(ended.curve[:, 0], ways, strict=True)
    curve = filled([np.concatenate([way[~np.isnan(way)], more]) for way, more in pairs])
    return replace(ended, images=images, response=response, curve=curve[:, None])
