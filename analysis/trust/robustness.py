"""How much of a response is left when an OIP is moved, turned, covered with noise or blurred a
little.

A pattern that a map has learned should survive small changes; one that only fits pixel by pixel
does not. Levels and draws are our choice. A number of 1 means that the change costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import ndimage

from analysis.images.channels import pixels_of
from analysis.trust.selectivity import who_excites_whom

LEVELS: dict[str, tuple[float, ...]] = {
    "shift": (1, 2, 4),  # px; 4 is one step of a Conv2D_3 node of the series
    "rotation": (5, 10, 15),  # degrees
    "noise": (0.1, 0.25, 0.5),  # deviations of the image
    "blur": (0.5, 1, 1.5),  # px, deviation of the Gaussian
}
DRAWS = 4  # pictures of noise for each map


def _per_image(background: float | np.ndarray, images: np.ndarray) -> np.ndarray:
    channels = images.shape[3:]  # none with one channel
    return np.broadcast_to(background, (len(images), *channels))[:, None, None]


def shifted(images: np.ndarray, pixels: int, background: float | np.ndarray) -> np.ndarray:
    """Return images moved right, left, down and up, with the background behind them.

    Args:
        images: (map, y, x), or (map, y, x, channel); all channels move together.
        pixels: px; what leaves the frame is lost.
        background: value of the uncovered pixels, one for all images or one for each (map); with
            channels one for all, or one for each (channel).

    Returns:
        (version, *images) in the order right, left, down, up; where an image is no longer than the
        shift, nothing but background.
    """
    # not of the background's kind, which may be a whole number
    versions = np.empty((4, *images.shape), images.dtype)
    versions[:] = _per_image(background, images)
    versions[0, :, :, pixels:] = images[:, :, :-pixels]
    versions[1, :, :, :-pixels] = images[:, :, pixels:]
    versions[2, :, pixels:] = images[:, :-pixels]
    versions[3, :, :-pixels] = images[:, pixels:]
    return versions


def rotated(images: np.ndarray, degrees: float, background: float | np.ndarray) -> np.ndarray:
    """Return images (version, *images) turned about their centre by plus and minus an angle,
    bilinear, with the background behind them.
    """
    behind = _per_image(background, images)
    # seen from the background, what comes in from outside is 0 for every image, so that all are
    # turned in one call
    turned = [
        ndimage.rotate(
            images - behind,
            sign * degrees,
            axes=(2, 1),
            reshape=False,
            order=1,
            mode="grid-constant",
        )
        for sign in (1, -1)
    ]
    return np.stack(turned) + behind


def noisy(images: np.ndarray, share: float, seed: int) -> np.ndarray:
    """Return images (version, *images) with Gaussian noise of ``share`` of each image's own
    deviation, over all pixels and channels.

    Every map has its own pictures of noise, which do not change with the level nor with the maps
    that follow.
    """
    noise = np.random.default_rng(seed).standard_normal((len(images), DRAWS, *images.shape[1:]))
    return images + share * images.std(axis=pixels_of(images), keepdims=True) * noise.swapaxes(0, 1)


def blurred(images: np.ndarray, pixels: float) -> np.ndarray:
    """Return images (version, *images), the one version blurred by a Gaussian; beyond the edge
    its pixels repeat. Each channel is blurred for itself.

    No background is used here: blurring moves nothing into the frame, and a border must not fade
    away.
    """
    return ndimage.gaussian_filter(images, pixels, axes=(1, 2), mode="nearest")[None]


def changed(
    kind: str, level: float, images: np.ndarray, background: float | np.ndarray, seed: int
) -> np.ndarray:
    """Return the versions (version, *images) of images (map, y, x) or (map, y, x, channel) that
    one kind and level of change makes.

    Raises:
        ValueError: the kind is none of ``LEVELS``.
    """
    if kind == "shift":
        return shifted(images, int(level), background)
    if kind == "rotation":
        return rotated(images, level, background)
    if kind == "noise":
        return noisy(images, level, seed)
    if kind == "blur":
        return blurred(images, level)
    raise ValueError(f"kind must be one of {', '.join(LEVELS)}. Received: {kind!r}")


def own_response(respond: Callable[[np.ndarray], np.ndarray], images: np.ndarray) -> np.ndarray:
    """Return the response (map) of every map to its own image.

    Args:
        respond, images: see ``who_excites_whom``.
    """
    return np.diagonal(who_excites_whom(respond, images)).astype(np.float64)


def robustness(
    respond: Callable[[np.ndarray], np.ndarray],
    images: np.ndarray,
    background: float | np.ndarray,
    seed: int,
) -> dict[str, np.ndarray]:
    """Return the response of each map to changed versions of its own image, divided by that to the
    unchanged one.

    Args:
        respond: from images (image, y, x) float32 to responses (image, map) of one layer.
        images: (map, y, x) or (map, y, x, channel), one for each map of the layer.
        background: value behind a moved or turned image, see ``shifted``.
        seed: of the noise.

    Returns:
        By kind, the ratio (map, level) for the levels of ``LEVELS``, averaged over directions,
        signs or draws; it may exceed 1. NaN where the response to the unchanged image is 0, and
        nowhere else.
    """
    images = images.astype(np.float64)
    unchanged = own_response(respond, images)[:, None]
    ratios = {}
    for kind, levels in LEVELS.items():
        responses = [
            np.mean(
                [
                    own_response(respond, version)
                    for version in changed(kind, level, images, background, seed)
                ],
                axis=0,
            )
            for level in levels
        ]
        table = np.stack(responses, axis=1)
        ratios[kind] = np.divide(
            table, unchanged, out=np.full(table.shape, np.nan), where=unchanged != 0
        )
    return ratios
