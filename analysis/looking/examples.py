"""The images we look at, chosen by stated rules that never ask the CNN, and the pixels they are
made of.
"""

from __future__ import annotations

import numpy as np

from analysis.images.datasets import Images
from analysis.networks.layers import views
from analysis.results.images import ExampleImages, PixelStatistics
from analysis.study import Study


def class_mean(images: Images, label: int) -> np.ndarray:
    """Return the mean image (y, x) of a class."""
    return images.images[images.labels == label].mean(axis=0)


def _distance(images: np.ndarray, to: np.ndarray) -> np.ndarray:
    return np.sqrt(((images - to) ** 2).sum(axis=(1, 2)))


def ratio_of_distances(study: Study, images: np.ndarray) -> np.ndarray:
    """Return how near images (image, y, x) are to the mean training 4, over how near they are to
    the mean training 9 (image): small for clear 4s, large for clear 9s.
    """
    grey = images.astype(float)
    near = [_distance(grey, class_mean(study.data.training, label)) for label in (4, 9)]
    return near[0] / near[1]


def choose_examples(study: Study) -> ExampleImages:
    """Choose test images by rules on pixels and on the comparison MLP.

    Clear 4s have the smallest ratio of the distance to the mean training 4 over that to the mean
    training 9, clear 9s the largest. Unclear are the 4s to which the MLP gives a P(9) nearest to
    one half. The 1 and the 2 are the images closest to their class mean.
    """
    wanted, data = study.settings.examples, study.data
    test, grey = data.test, data.test.images.astype(float)
    ratio = ratio_of_distances(study, test.images)
    nine = views(study.network("mlp"), ("Dense_10",))(data.standardise(test.images))["Dense_10"][
        :, 9
    ]

    def ranked(label: int, score: np.ndarray, count: int, taken: list[int]) -> list[int]:
        candidates = [
            i
            for i in np.argsort(score, kind="stable")
            if test.labels[i] == label and i not in taken
        ]
        return candidates[:count]

    clear = ranked(4, ratio, wanted.clear, [])
    unclear = ranked(4, abs(nine - 0.5), wanted.unclear, clear)
    groups = {
        "clear-4": clear,
        "unclear-4": unclear,
        "clear-9": ranked(9, -ratio, wanted.clear, []),
        "one": ranked(1, _distance(grey, class_mean(data.training, 1)), 1, []),
        "two": ranked(2, _distance(grey, class_mean(data.training, 2)), 1, []),
    }
    index = np.array([i for members in groups.values() for i in members])
    return ExampleImages(
        role=np.array([role for role, members in groups.items() for _ in members]),
        index=index,
        label=test.labels[index],
        images=test.images[index],
        distance_ratio=ratio[index],
        mlp_nine=nine[index],
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
