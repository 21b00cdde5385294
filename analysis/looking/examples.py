"""The images we look at, chosen by stated rules that never ask the CNN, and the pixels they are
made of.
"""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from analysis.images.channels import pixels_of
from analysis.images.datasets import Images
from analysis.networks.layers import views
from analysis.results.images import ExampleImages, PixelStatistics
from analysis.study import Study

FOUR, NINE = 4, 9
INK = 128  # grey value from which a pixel counts as ink
HOLE = 8  # px: a smaller hole is a speck in a thick stroke and closes no top


def class_mean(images: Images, label: int) -> np.ndarray:
    """Return the mean image (y, x), or (y, x, 3), of a class."""
    return images.images[images.labels == label].mean(axis=0)


def _distance(images: np.ndarray, to: np.ndarray) -> np.ndarray:
    return np.sqrt(((images - to) ** 2).sum(axis=pixels_of(images)))


def ratio_of_distances(study: Study, images: np.ndarray) -> np.ndarray:
    """Return how near images (image, y, x) are to the mean training 4, over how near they are to
    the mean training 9 (image): small for clear 4s, large for clear 9s.
    """
    grey = images.astype(float)
    near = [_distance(grey, class_mean(study.data.training, label)) for label in (4, 9)]
    return near[0] / near[1]


def largest_hole(image: np.ndarray) -> int:
    """Return the pixels of the largest piece of paper of an image (y, x) that ink encloses; 0 where
    all paper is connected with the border.

    Pieces hang together along sides of pixels alone, so that strokes that touch at a corner close a
    hole.
    """
    framed = np.pad(image < INK, 1, constant_values=True)
    piece, _ = ndimage.label(framed)
    sizes = np.bincount(piece[framed])
    enclosed = np.delete(sizes, [0, piece[0, 0]])  # 0 is the ink
    return int(enclosed.max(initial=0))


def unclear_first(closed: np.ndarray, by_mlp: np.ndarray) -> np.ndarray:
    """Return images in the order in which they are taken as unclear 4s.

    First come those with a closed top that the MLP takes for a 9, then other closed ones, then the
    rest; within each of these the largest P(9) comes first.

    Args:
        closed: (image), whether its top is
        by_mlp: (image, class), probabilities
    """
    taken = by_mlp.argmax(axis=1) == NINE
    return np.lexsort((-by_mlp[:, NINE], ~(closed & taken), ~closed))


def choose_examples(study: Study) -> ExampleImages:
    """Choose test images by rules on pixels and on the comparison MLP.

    Clear 4s have the smallest ratio of the distance to the mean training 4 over that to the mean
    training 9, clear 9s the largest. Unclear are the 4s whose top is closed and that the MLP takes
    for a 9, see ``unclear_first``. The 1 and the 2 are the images closest to their class mean.
    """
    wanted, data = study.settings.examples, study.data
    test, grey = data.test, data.test.images.astype(float)
    ratio = ratio_of_distances(study, test.images)
    look = views(study.network("mlp"), ("Dense_10",))
    by_mlp = look(data.standardise(test.images))["Dense_10"]
    closed = test.labels == FOUR
    closed[closed] = [largest_hole(image) >= HOLE for image in test.images[closed]]

    def ranked(label: int, order: np.ndarray, count: int, taken: list[int]) -> list[int]:
        candidates = [i for i in order if test.labels[i] == label and i not in taken]
        return candidates[:count]

    def by(score: np.ndarray) -> np.ndarray:
        return np.argsort(score, kind="stable")

    clear = ranked(FOUR, by(ratio), wanted.clear, [])
    groups = {
        "clear-4": clear,
        "unclear-4": ranked(FOUR, unclear_first(closed, by_mlp), wanted.unclear, clear),
        "clear-9": ranked(NINE, by(-ratio), wanted.clear, []),
        "one": ranked(1, by(_distance(grey, class_mean(data.training, 1))), 1, []),
        "two": ranked(2, by(_distance(grey, class_mean(data.training, 2))), 1, []),
    }
    index = np.array([i for members in groups.values() for i in members])
    return ExampleImages(
        role=np.array([role for role, members in groups.items() for _ in members]),
        index=index,
        label=test.labels[index],
        images=test.images[index],
        distance_ratio=ratio[index],
        mlp_nine=by_mlp[index, NINE],
        mlp_class=by_mlp[index].argmax(axis=1),
        hole=np.array([largest_hole(image) for image in test.images[index]]),
        ink=np.array(INK),
        least_hole=np.array(HOLE),
        fours=np.array((test.labels == FOUR).sum()),
        closed=np.array(closed.sum()),
        passing=np.array((closed & (by_mlp.argmax(axis=1) == NINE)).sum()),
    )


def measure_pixels(study: Study) -> PixelStatistics:
    """Return mean and deviation of each pixel over the training images, and what a black image
    becomes per pixel.

    Pixels that are never lit have deviation 0; per-pixel standardisation leaves them at 0.
    """
    images = study.data.training.images
    mean, deviation = images.mean(axis=0), images.std(axis=0)
    black = np.divide(-mean, deviation, out=np.zeros_like(mean), where=deviation > 0)
    return PixelStatistics(
        mean=mean,
        deviation=deviation,
        black_per_pixel=black,
        standard_mean=np.array(study.data.mean),
        standard_deviation=np.array(study.data.deviation),
    )
