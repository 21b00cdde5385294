"""A part of the images, small enough to be taken along by whoever trains without the data set."""

from __future__ import annotations

import numpy as np

from analysis.results.training_sample import TrainingSample
from analysis.study import Study

TRAINING, TEST = 6000, 1000  # images at most


def take_training_sample(study: Study) -> TrainingSample:
    """Return the first training images, so that their numbers are those of the whole set, and test
    images that are evenly spaced: those at the beginning of MNIST's are easier than the others.
    """
    training, test = study.data.training, study.data.test
    count = len(test.images)
    index = np.arange(min(TEST, count)) * count // min(TEST, count)
    return TrainingSample(
        images=training.images[:TRAINING],
        labels=training.labels[:TRAINING],
        test_images=test.images[index],
        test_labels=test.labels[index],
        test_index=index,
    )
