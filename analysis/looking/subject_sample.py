"""A part of a subject's images that a page can carry, for whoever trains its network anew."""

from __future__ import annotations

import numpy as np

from analysis.images.channels import as_pictures
from analysis.images.datasets import Images
from analysis.looking.chosen import pictures
from analysis.results.training_sample import TrainingSample
from analysis.study import Study

BYTES = 6_000_000  # of all images together
TRAINING, TEST = 6000, 1000  # images at most
APART = 7  # of one set, each so many-th image judges
LABELS = 256  # classes that a byte can tell apart
FEWEST = 10  # images to learn from, for a class


def _parts(study: Study) -> tuple[Images, Images]:
    """Return images to learn from and images to judge by; where one set is both, it is parted."""
    training, test = study.data.training, study.data.test
    if training is not test and not np.array_equal(training.images, test.images):
        return training, test
    judges = np.arange(len(training.images)) % APART == 0
    learned, judging = (
        Images(training.images[some], training.labels[some]) for some in (~judges, judges)
    )
    return learned, judging


def _spaced(count: int, most: int) -> np.ndarray:
    """Return the places (image) of so many images at most, evenly spaced among all, since those of
    one class may stand together.
    """
    some = min(count, most)
    return np.arange(some) * count // max(some, 1)


def take_subject_sample(study: Study) -> TrainingSample:
    """Return evenly spaced images with their labels, as 8-bit pictures; none where a page can carry
    too few of them to learn from: they are too large, too few, or of too many classes.
    """
    training, test = _parts(study)
    share = min(1.0, BYTES / training.images[0].size / (TRAINING + TEST))
    learned = _spaced(len(training.images), int(share * TRAINING))
    judging = _spaced(len(test.images), int(share * TEST))
    classes = study.subject.classes
    if classes > LABELS or len(learned) < FEWEST * classes or not len(judging):
        learned, judging = learned[:0], judging[:0]
    return TrainingSample(
        images=as_pictures(pictures(study, training.images[learned])),
        labels=training.labels[learned].astype(np.uint8),
        test_images=as_pictures(pictures(study, test.images[judging])),
        test_labels=test.labels[judging].astype(np.uint8),
        test_index=judging,
    )
