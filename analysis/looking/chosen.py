"""Images of any subject to look at, chosen by what its network says of them.

For each class the image that the network is surest of and right about; then those that it is wrong
about and surest of; then those where the two classes it holds most likely are closest. Without
labels nobody knows what is right: the image that it is surest of among those it takes for a class,
and hard cases by closeness alone. How sure a network is, is told by logits, since probabilities
near 1 are all alike in 32 bits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.looking.affine import Logits
from analysis.results.subject_images import ChosenImages, ImageSets, SubjectConfusion
from analysis.statistics import share
from analysis.study import Study

MOST = 34  # images in all, as many as the series' pages show
CLEAR = 22  # of them, one for a class: where there are more classes, those of the surest images
WRONG = 12  # hard cases that the network is wrong about; the rest are close ones
ROLES = ("clear", "wrong", "close")


def labels_of(study: Study, labelled: bool) -> np.ndarray | None:
    """Return the labels (image) of the test images; None where they have none, or only those that
    the network itself gave them.
    """
    return study.data.test.labels if labelled else None


def names_of(study: Study, classes: int) -> np.ndarray:
    """Return the names (class), the number of a class where nobody named it."""
    own = study.subject.names[:classes]
    return np.array([*own, *(str(one) for one in range(len(own), classes))])


def pictures(study: Study, images: np.ndarray) -> np.ndarray:
    """Return images as 8-bit pictures (image, y, x, channel): 0 is the smallest value that a pixel
    can have, 255 the largest.
    """
    box = study.subject.box
    part = (study.data.standardise(images) - box.low) / (np.asarray(box.high) - box.low)
    return (255 * part).round().clip(0, 255).astype(np.uint8)


@dataclass(frozen=True)
class Said:
    """What a network says of images, and how sure it is."""

    predicted: np.ndarray  # (image)
    sure: np.ndarray  # (image), rises with the probability of the predicted class
    margin: np.ndarray  # (image), from its logit to the next


def said_of(logits: np.ndarray, end: str) -> Said:
    """Return what logits (image, class) say; ``end`` is the function that follows them."""
    wide = np.sort(logits.astype(float), axis=1)
    top, others = wide[:, -1], wide[:, :-1]
    sure = top if end == "sigmoid" else top - np.logaddexp.reduce(others, axis=1)
    return Said(logits.argmax(axis=1), sure, top - others[:, -1])


def clear_ones(said: Said, right: np.ndarray) -> list[int]:
    """Return for each class the image that a network is surest of and right about, where there is
    one; of so many classes at most, those of the surest images.
    """
    order = [one for one in np.argsort(-said.sure, kind="stable") if right[one]]
    surest: dict[int, int] = {}
    for one in order:
        surest.setdefault(int(said.predicted[one]), int(one))
    kept = sorted(list(surest)[:CLEAR])
    return [surest[number] for number in kept]


def hard_ones(said: Said, right: np.ndarray, taken: list[int]) -> tuple[list[int], list[int]]:
    """Return images a network is wrong about and surest of, and of the others those of the least
    margin.
    """
    by_margin = np.argsort(said.margin, kind="stable")
    wrong = [int(one) for one in np.argsort(-said.sure, kind="stable") if not right[one]][:WRONG]
    left = MOST - len(taken) - len(wrong)
    close = [int(one) for one in by_margin if one not in {*taken, *wrong}][:left]
    return wrong, close


def choose_images(study: Study, *, labelled: bool) -> ChosenImages:
    """Choose test images by what the network says of them."""
    network, labels = Logits(study.subject.network), labels_of(study, labelled)
    logits = network.of(study.data.test.images, study.data.standardise)
    said = said_of(logits, network.whole.end)
    right = np.full(len(logits), True) if labels is None else said.predicted == labels
    clear = clear_ones(said, right)
    wrong, close = hard_ones(said, right, clear)
    index = np.array([*clear, *wrong, *close])
    probabilities = network.probabilities(logits[index])
    return ChosenImages(
        role=np.repeat(ROLES, [len(clear), len(wrong), len(close)]),
        index=index,
        label=np.full(len(index), -1) if labels is None else labels[index].astype(int),
        predicted=said.predicted[index],
        probability=probabilities.max(axis=1),
        margin=said.margin[index],
        images=pictures(study, study.data.test.images[index]),
        labelled=np.array(labels is not None),
        names=names_of(study, logits.shape[1]),
    )


def measure_image_sets(study: Study, *, labelled: bool) -> ImageSets:
    """Say how many images there are, and whether there is more than one set of them."""
    training, test = study.data.training.images, study.data.test.images
    return ImageSets(
        training=np.array(len(training)),
        test=np.array(len(test)),
        same=np.array(training is test or np.array_equal(training, test)),
        labelled=np.array(labelled),
        names=names_of(study, Logits(study.subject.network).classes),
    )


def measure_subject_confusion(study: Study) -> SubjectConfusion:
    """Class the test images, which have labels, with the network that is looked at."""
    network, labels = Logits(study.subject.network), study.data.test.labels.astype(int)
    logits = network.of(study.data.test.images, study.data.standardise)
    classes = max(logits.shape[1], int(labels.max()) + 1)
    matrix = np.zeros((classes, classes), np.int64)
    np.add.at(matrix, (labels, logits.argmax(axis=1)), 1)
    found = share(int(np.trace(matrix)), len(labels))
    return SubjectConfusion(
        matrix=matrix,
        images=np.array(found.n),
        accuracy=np.array(found.value),
        low=np.array(found.low),
        high=np.array(found.high),
        names=names_of(study, classes),
    )
