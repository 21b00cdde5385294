"""What short trainings side by side leave behind: accuracies by recipe and seed, effects with
intervals, weights by penalty.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.results.base import Result, array


@dataclass(frozen=True)
class Budget(Result):
    """What every short run of a measurement had: images it learned from, epochs, and images that
    judged it.
    """

    images: np.ndarray = array("", unit="images")
    epochs: np.ndarray = array("")
    test_images: np.ndarray = array("", unit="images")
    held_out: np.ndarray = array("", unit="images")  # validation images


@dataclass(frozen=True)
class RateTuning(Budget):
    """Validation accuracy of one run for each schedule, momentum and candidate of the rate."""

    schedule: np.ndarray = array("pair")
    momentum: np.ndarray = array("pair")
    # the rate divided by (1 - momentum)
    candidate: np.ndarray = array("candidate", unit="per step")
    accuracy: np.ndarray = array("pair candidate")
    chosen: np.ndarray = array("pair", unit="per step")  # the best candidate, in the same unit
    batch_size: np.ndarray = array("")


@dataclass(frozen=True)
class PenaltyScan(Budget):
    """Runs that differ in lambda alone: accuracies, silent maps and kernel values.

    A training diverged whose weights outgrew all numbers. It says the first class of every image,
    its maps answer nothing, and its kernels stand in no histogram.
    """

    l2: np.ndarray = array("penalty")
    validation: np.ndarray = array("penalty seed")
    test: np.ndarray = array("penalty seed")
    # index of the penalty above 0 with the best mean validation accuracy
    chosen: np.ndarray = array("")
    silent: np.ndarray = array("penalty seed", unit="maps")  # of Conv2D_3, to all plain starts
    # of Conv2D_3, on all test images looked at
    unlit: np.ndarray = array("penalty seed", unit="maps")
    starts: np.ndarray = array("")
    maps: np.ndarray = array("")
    # of the batch, without the penalty; mean over the seeds that did not diverge, NaN for none
    loss: np.ndarray = array("penalty step", unit="nat", optional_nan=True)
    diverged: np.ndarray = array("penalty", unit="trainings")
    layer: np.ndarray = array("layer")
    weights: np.ndarray = array("layer", unit="weights")
    deviation: np.ndarray = array("penalty layer seed", optional_nan=True)  # NaN: it diverged
    begun: np.ndarray = array("layer seed")  # deviation of the initial kernels
    edge: np.ndarray = array("layer edge")
    count: np.ndarray = array("penalty layer bin", unit="weights")  # over all seeds
    begun_count: np.ndarray = array("layer bin", unit="weights")


@dataclass(frozen=True)
class Factorial(Budget):
    """All combinations of schedule, momentum and penalty, with the same seeds in each.

    A training diverged whose weights outgrew all numbers; its accuracy is that of saying the first
    class of every image.
    """

    schedule: np.ndarray = array("variant")
    momentum: np.ndarray = array("variant")
    l2: np.ndarray = array("variant")
    accuracy: np.ndarray = array("variant seed")  # on the test images
    rate: np.ndarray = array("variant step", unit="per step")
    # of the batch, without the penalty; mean over the seeds that did not diverge, NaN for none
    loss: np.ndarray = array("variant step", unit="nat", optional_nan=True)
    diverged: np.ndarray = array("variant", unit="trainings")
    effect: np.ndarray = array("effect")  # names, e.g. "schedule" or "schedule x momentum"
    size: np.ndarray = array("effect")  # gain in accuracy
    by_seed: np.ndarray = array("effect seed")


@dataclass(frozen=True)
class Rivals(Budget):
    """CNNs and MLPs by the same optimiser, and the CNN with a falling rate."""

    kind: np.ndarray = array("kind")
    kind_epochs: np.ndarray = array("kind")
    accuracy: np.ndarray = array("kind seed")  # on the test images
    better: np.ndarray = array("pair")  # index of a kind
    worse: np.ndarray = array("pair")
    difference: np.ndarray = array("pair")
    half_width: np.ndarray = array("pair")  # of the 95 % interval over paired seeds
    learning_rate: np.ndarray = array("", unit="per step")


@dataclass(frozen=True)
class ScalerMaps(Budget):
    """What Conv2D_1 makes of a 4 and of an all-black image when inputs are scaled in four ways."""

    scaler: np.ndarray = array("scaler")
    picture: np.ndarray = array("picture")  # "4", "black"
    scaled: np.ndarray = array("scaler picture pixel_y pixel_x", unit="scaled pixel")
    maps: np.ndarray = array("scaler picture y x map", unit="activation")
    # larger |r| with the pixels' mean or deviation; NaN: constant
    correlation: np.ndarray = array("scaler picture map", optional_nan=True)
    accuracy: np.ndarray = array("scaler")
    index: np.ndarray = array("")  # test image of the 4
