"""The automatic two-way choice: of two images, which one excites a map more, judged from a hint
alone?

It stands in for the usual test of feature visualisations on people, who see a visualisation and
choose between two images. Here the judge is a fixed product of pictures, so that a hit rate says
how much of a map's preference can be read off the hint by plain comparison. Chance is 0.5. The
shares of strong and weak images are ours.
"""

from __future__ import annotations

import numpy as np

from analysis.images.similarity import unit

PAIRS = 100  # two-way choices for each map
HELD_OUT = 2000  # test images the pairs are drawn from
STRONG, WEAK = 0.05, 0.5  # shares of the images that pairs are drawn from
REACH = 4  # px; our choice, one step of a Conv2D_3 node of the series


def matches(hints: np.ndarray, images: np.ndarray, reach: int = REACH) -> np.ndarray:
    """Return the match of every hint with every image: the highest product over small shifts.

    Hint and image are each brought to mean 0 and sum of squares 1 over the whole picture, once. The
    hint is then moved by up to ``reach`` px in both directions, with 0 (its mean) behind it, and
    multiplied with the image pixel by pixel; the sum is the score. It is no correlation of what
    overlaps: the overlap's own mean and deviation are not used, so a moved hint pays for what it
    loses beyond the edge. A constant hint or image scores 0.

    Args:
        hints: (hint, y, x).
        images: (image, y, x), of the same size.
        reach: px.

    Returns:
        (hint, image), at most 1.
    """
    height, width = hints.shape[1:]
    margin = (reach, reach)
    padded = np.pad(unit(hints).astype(np.float32), ((0, 0), margin, margin))
    # (hint, down, right, y, x)
    moved = np.lib.stride_tricks.sliding_window_view(padded, (height, width), axis=(1, 2))
    seen = unit(images).astype(np.float32).reshape(len(images), -1)
    scores = moved.reshape(-1, height * width) @ seen.T
    return scores.reshape(len(hints), -1, len(images)).max(axis=1)


def draw_pairs(response: np.ndarray, pairs: int, seed: int | tuple[int, ...]) -> np.ndarray:
    """Return pairs of one image that excites a map strongly and one that excites it weakly.

    Strong are the first 5 % by response, or those that fire at all where they are fewer; weak is
    the lower half. Equal responses, as the many zeros of a rare map, are put into random order
    first. Draws are with replacement.

    Args:
        response: (image), of one map; at least two images.
        pairs: how many.
        seed: of order and draws.

    Returns:
        (pair, side): numbers of the strong and of the weak image; no pair at all where the map
        never fires.
    """
    if len(response) < 2:
        raise ValueError(f"a choice needs at least two images. Received: {len(response)}")
    firing = int((response > 0).sum())
    if not firing:
        return np.zeros((0, 2), int)
    generator = np.random.default_rng(seed)
    mixed = generator.permutation(len(response))
    order = mixed[np.argsort(response[mixed], kind="stable")]
    strong = min(firing, max(1, round(STRONG * len(order))))
    weak = int(WEAK * len(order))
    return np.stack(
        [generator.choice(order[-strong:], pairs), generator.choice(order[:weak], pairs)], axis=1
    )


def hit_rate_of_several(
    hint_images: np.ndarray,
    images: np.ndarray,
    responses: np.ndarray,
    pairs: int,
    seed: int,
) -> np.ndarray:
    """Return how often the mean match with several hints picks the image that excites the map more.

    The pairs of a map depend on its responses, its number and the seed alone, so different hints
    face the same pairs.

    Args:
        hint_images: (map, hint, y, x), such as the nine training images a map answers most.
        images: (image, y, x), held-out images that no hint was taken from. Of both only the part
            that the layer sees should be given.
        responses: (image, map), of the maps to these images.
        pairs: how many for each map.
        seed: of the pairs.

    Returns:
        (map), 0..1; NaN where the map fires on no image. An undecided pair counts as half a hit, so
        that empty hints, as silent maps have them, give 0.5.
    """
    rates = np.full(len(hint_images), np.nan)
    for number, (hints, response) in enumerate(zip(hint_images, responses.T, strict=True)):
        drawn = draw_pairs(response, pairs, (seed, number))
        if len(drawn):
            scores = matches(hints, images[drawn.ravel()]).mean(axis=0).reshape(-1, 2)
            rates[number] = (1 + np.sign(scores[:, 0] - scores[:, 1])).mean(dtype=np.float64) / 2
    return rates


def hit_rate(
    hint_images: np.ndarray,
    images: np.ndarray,
    responses: np.ndarray,
    pairs: int,
    seed: int,
) -> np.ndarray:
    """Return how often the match with one hint for each map (map, y, x) picks the image that
    excites the map more.

    Args:
        hint_images: (map, y, x), such as OIPs.
        images, responses, pairs, seed: see ``hit_rate_of_several``.

    Returns:
        (map), 0..1; NaN where the map fires on no image.
    """
    return hit_rate_of_several(hint_images[:, None], images, responses, pairs, seed)
